"""The rule deployment-before-methods."""

from __future__ import annotations

from apigw_lint.model import GatewayResponse, Integration, IntegrationResponse, Method, MethodResponse, method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, List, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Deployment, Order, Part
    from apigw_lint.rule import Finding
    from apigw_lint.value import Edit

_SHOWN = 5
"""Places that one finding shows."""


class DeploymentBeforeMethods(Rule):
    """
    Deployment that does not wait for the methods of its API.

    ## What it does
    Finds deployments, in CloudFormation and Terraform, that may be made before methods, integrations, their responses, gateway responses
    or routes of the same API, because nothing says that they come after them: no `DependsOn` or `depends_on`, and no reference, through
    other resources either.

    ## Why is this bad?
    A deployment is a picture of the API at one moment. One that is not told to wait is made as soon as the API is there: it is refused
    when it finds no method (`The REST API doesn't contain any methods`) or one whose integration is still to come (`No integration defined
    for method`), and otherwise serves without what came later. Which of these happens changes from run to run.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        Properties: {RestApiId: !Ref Api}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
    }
    resource "aws_apigatewayv2_route" "pets" {
      api_id    = aws_apigatewayv2_api.pets.id
      route_key = "GET /pets"
      target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    resource "aws_apigatewayv2_deployment" "pets" {
      api_id   = aws_apigatewayv2_api.pets.id
      triggers = { version = var.release }
      lifecycle {
        create_before_destroy = true
      }
    }
    variable "release" {}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment20240501:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
    }
    resource "aws_apigatewayv2_route" "pets" {
      api_id    = aws_apigatewayv2_api.pets.id
      route_key = "GET /pets"
      target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    resource "aws_apigatewayv2_deployment" "pets" {
      api_id   = aws_apigatewayv2_api.pets.id
      triggers = { redeployment = sha1(jsonencode([aws_apigatewayv2_integration.pets, aws_apigatewayv2_route.pets])) }
      lifecycle {
        create_before_destroy = true
      }
    }
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_deployment
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.deployments",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the deployments of an API."""
        definition = api.definition
        order: Order | None = definition.order if definition is not None else None
        if order is None or not definition.resources.complete or (api.kind != "REST" and _deploys_itself(api)):
            return
        made = definition.written
        deployments = [deployment for deployment in api.deployments if deployment.address in made]
        if any(_depends_on_unknown(deployment) for deployment in deployments):
            return
        parts = {part.address: part for part in reversed(list(_parts(api))) if part.certain and part.address in made}
        loose = [part for part in reversed(parts.values()) if part.address != api.address and not _is_awaited(part, deployments, order)]
        for deployment in deployments:
            early = [part for part in loose if not order.waits(part.address, deployment.address)]
            if deployment.certain and early:
                yield self._early(deployment, early)

    def _early(self, deployment: Deployment, parts: list[Part]) -> Finding:
        shown = parts if len(parts) <= _SHOWN else parts[: _SHOWN - 1]
        related = [(part.name_span, "may be made after it") for part in shown]
        names = ", ".join(dict.fromkeys(_named(part) for part in shown))
        more = f" and {len(parts) - len(shown)} others" if len(parts) > len(shown) else ""
        return self.finding(
            deployment.name_span,
            f"the deployment does not wait for {names}{more}: it is made before or after them, as it happens",
            related=related,
            about=deployment,
            fix=_fix(deployment, [part.address.removeprefix("Resources/") for part in parts]),
        )


def _parts(api: Api) -> Iterator[Part]:
    """Yields what a deployment takes its picture of."""
    for method in api.methods:
        yield method
        if method.integration is not None and api.kind == "REST":
            yield method.integration
            yield from method.integration.responses
            yield from method.responses
    yield from api.gateway_responses


def _is_awaited(part: Part, deployments: list[Deployment], order: Order) -> bool:
    """Returns whether some deployment of the API waits for a part."""
    return any(order.waits(deployment.address, part.address) for deployment in deployments)


def _depends_on_unknown(deployment: Deployment) -> bool:
    written = deployment.depends_on
    return isinstance(written, Unknown) or (isinstance(written, List) and any(type(item) is Unknown for item in written.items))


def _deploys_itself(api: Api) -> bool:
    """Returns whether a stage may deploy what comes later."""
    return any(not isinstance(stage.auto_deploy, Absent) and known(stage.auto_deploy, bool) is not False for stage in api.stages)


def _named(part: Part) -> str:
    if isinstance(part, Method):
        return method_label(part)
    if isinstance(part, Integration):
        return f"the integration of {method_label(part.method)}"
    if isinstance(part, (IntegrationResponse, MethodResponse)):
        method = part.method if isinstance(part, MethodResponse) else part.integration.method
        return f"the responses of {method_label(method)}"
    return "gateway responses" if isinstance(part, GatewayResponse) else part.address


def _fix(deployment: Deployment, names: list[str]) -> Fix | None:
    """Returns what adds logical ids under ``DependsOn``."""
    if not deployment.address.startswith("Resources/"):
        return None
    names = list(dict.fromkeys(names))
    written = deployment.depends_on
    edit: Edit | None = None
    if isinstance(written, Absent) and written.writer is not None:
        edit = written.writer.insertion("DependsOn", names if len(names) > 1 else names[0])
    elif isinstance(written, List) and written.writer is not None and len(names) == 1:
        edit = written.writer.addition(names[0])
    return Fix(f"depend on {', '.join(names)}", [edit]) if edit is not None else None
