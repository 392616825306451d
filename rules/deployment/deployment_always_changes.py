"""The rule deployment-always-changes."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Deployment
    from apigw_lint.rule import Finding

_OTHER_EACH_TIME = ("bcrypt", "plantimestamp", "timestamp", "uuid")


class DeploymentAlwaysChanges(Rule):
    """
    Deployment that Terraform makes anew each time.

    ## What it does
    Finds `timestamp()`, `plantimestamp()`, `uuid()` and `bcrypt()` in what makes Terraform replace a deployment: its `triggers`,
    `variables` and `stage_description`, and locals and variables behind them.

    ## Why is this bad?
    These functions give another value in each run. Every apply deploys, whether or not the API has changed, no plan is ever empty, and
    work in progress on the API goes live with an apply that was about something else.

    ## Example
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
      body = file("pets.json")
    }
    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers    = { redeployment = timestamp() }
      lifecycle {
        create_before_destroy = true
      }
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
    ```

    ## References
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment#triggers
    - https://developer.hashicorp.com/terraform/language/functions/timestamp
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_deployment(self, deployment: Deployment) -> Iterator[Finding]:
        """Looks at the functions that are called."""
        renewal = deployment.renewal
        if renewal is None or renewal.ignores_changes:
            return
        for name, span in renewal.calls:
            if name.removeprefix("core::") in _OTHER_EACH_TIME:
                yield self.finding(
                    span,
                    f"{name}() gives another value in each run: every apply deploys again",
                    related=[(deployment.name_span, "the deployment")],
                )
