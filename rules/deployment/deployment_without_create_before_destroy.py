"""The rule deployment-without-create-before-destroy."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Reference, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Deployment
    from apigw_lint.rule import Finding


class DeploymentWithoutCreateBeforeDestroy(Rule):
    """
    Deployment that Terraform cannot replace while a stage uses it.

    ## What it does
    Finds Terraform deployments that triggers replace and that a stage refers to, without `create_before_destroy`.

    ## Why is this bad?
    Terraform destroys before it makes anew. API Gateway does not delete a deployment that a stage points to: the first apply that deploys
    again ends with `Active stages pointing to this deployment must be moved or deleted`.

    ## Example
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
      body = file("pets.json")
    }
    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers    = { redeployment = sha1(aws_api_gateway_rest_api.pets.body) }
    }
    resource "aws_api_gateway_stage" "live" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      deployment_id = aws_api_gateway_deployment.pets.id
      stage_name    = "live"
    }
    ```

    ## Use instead
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
      body = file("pets.json")
    }
    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers    = { redeployment = sha1(aws_api_gateway_rest_api.pets.body) }
      lifecycle {
        create_before_destroy = true
      }
    }
    resource "aws_api_gateway_stage" "live" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      deployment_id = aws_api_gateway_deployment.pets.id
      stage_name    = "live"
    }
    ```

    ## References
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment
    """

    consequence = Consequence.BROKEN

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at a deployment that is replaced at some time."""
        renewal, written = deployment.renewal, deployment.create_before_destroy
        if renewal is None or renewal.ignores_changes or not (renewal.attributes or renewal.calls or renewal.others):
            return
        if not (isinstance(written, Absent) or known(written, bool) is False):
            return
        for stage in deployment.api.stages:
            named = stage.deployment_id
            if stage.certain and isinstance(named, Reference) and named.target == deployment.address and not stage.made_by_deployment:
                yield self.finding(
                    deployment.name_span if isinstance(written, Absent) else written.span,
                    "Terraform destroys this deployment before it makes the next one, which API Gateway refuses while a stage uses it",
                    related=[(named.span, "the stage that uses it")],
                )
                return
