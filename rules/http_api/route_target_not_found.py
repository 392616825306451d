"""The rule route-target-not-found."""

from __future__ import annotations

from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Absent, Answer, Edit, Known, Reference, Text, masked, starts_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding

_PREFIX = "integrations/"
_INTEGRATIONS = ("AWS::ApiGatewayV2::Integration", "aws_apigatewayv2_integration")
_LIFECYCLE = ("$connect", "$disconnect")


class RouteTargetNotFound(Rule):
    """
    Route that leads to no integration of its API.

    ## What it does
    Finds targets of routes that are not `integrations/` and an id, targets that are no integration or one of another API, and routes
    without a target. Also a route key or credentials on an API that has no target of its own.

    ## Why is this bad?
    API Gateway refuses such a target with `Unexpected or malformed target in route.`, or because there is no such integration. A route
    without a target answers calls with an error.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
      GetPets:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: GET /pets
          Target: !Ref Backend
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
      target    = "integration/${aws_apigatewayv2_integration.pets.id}"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
      GetPets:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: GET /pets
          Target: !Sub integrations/${Backend}
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
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-route.html
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP", "WEBSOCKET")
    needs = ("api.route_key", "api.credentials_arn", "method.route_key")

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at what an API says of the route that it makes by itself, where it makes none."""
        if api.declared and api.kind == "HTTP" and isinstance(api.target, Absent):
            for value, what in ((api.route_key, "a route key"), (api.credentials_arn, "credentials")):
                if isinstance(value, (Known, Text, Reference)) and getattr(value, "value", "") is not None:
                    yield self.finding(value.span, f"{what} of an API without a target: they are for the route that a target makes")

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the target of a route."""
        target, api = method.target, method.api
        made = api.definition.written.get(method.address) if api.definition is not None else None
        if made is None or not made.type.lower().endswith("route"):
            return
        if isinstance(target, Absent) or (isinstance(target, Known) and target.value in (None, "")):
            if api.kind == "HTTP" or getattr(method.route_key, "value", "") not in _LIFECYCLE:
                words = f"{method_label(method)} has no target: its calls reach nothing"
                yield self.finding(method.name_span, words, consequence=Consequence.BROKEN)
        elif isinstance(target, Reference):
            yield from self._bare(target, api)
        elif isinstance(target, (Known, Text)) and starts_with(target, _PREFIX) is Answer.NO:
            yield self._malformed(target)
        elif method.integration is not None:
            yield from self._other_api(method)
        else:
            yield from self._missing(method)

    def _bare(self, target: Reference, api: Api) -> Iterator[Finding]:
        kind = _type(target, api)
        if kind in _INTEGRATIONS:
            words = f"the target is the id alone: it is written {_PREFIX} and the id"
            yield self.finding(target.span, words, fix=_with_prefix(target))
        elif kind is not None:
            words = f"the target is of type {kind}: it is {_PREFIX} and the id of an integration"
            yield self.finding(target.span, words)

    def _malformed(self, target: Known[str] | Text) -> Finding:
        text = masked(target) or ""
        head, slash, rest = text.partition("/")
        near = bool(slash) and bool(rest) and HOLE not in head and "integration".startswith(head.lower().rstrip("s"))
        edit = Edit(target.at(0, len(head) + 1), _PREFIX) if near and target.at(0, len(head) + 1).text == head + slash else None
        shown = text.replace(HOLE, "…")
        return self.finding(
            target.span,
            f"{shown} is no target of a route: it is {_PREFIX} and the id of an integration",
            fix=Fix(f"write {_PREFIX}", [edit]) if edit else None,
        )

    def _other_api(self, method: Method) -> Iterator[Finding]:
        owner = method.integration.api if method.integration is not None else None
        if owner is not None and owner is not method.api and owner.declared and method.api.declared:
            yield self.finding(
                method.target.span,
                "the integration is of another API",
                related=[(owner.name_span, "the integration belongs to this API"), (method.api.name_span, "the route belongs to this one")],
            )

    def _missing(self, method: Method) -> Iterator[Finding]:
        target, api = method.target, method.api
        if isinstance(target, Text):
            named = target.parts[-1]
            if isinstance(named, Reference) and target.masked == _PREFIX + HOLE:
                kind = _type(named, api)
                if kind is not None and kind not in _INTEGRATIONS:
                    yield self.finding(named.span, f"{named.target.removeprefix('Resources/')} is no integration: it is of type {kind}")
        elif isinstance(target, Known) and api.declared and api.certain and api.integrations.complete and api.format != "plan":
            words = f"{target.value} is no integration of this API"
            yield self.finding(target.span, words, related=[(api.name_span, "the API is made here, and so are its integrations")])


def _type(named: Reference, api: Api) -> str | None:
    """Returns the type of the resource that a reference certainly is to."""
    made = api.definition.written.get(named.target)
    if made is not None:
        return str(made.type)
    return "AWS::Lambda::Function" if named.target in api.definition.function_addresses else None


def _with_prefix(target: Reference) -> Fix | None:
    """Returns what writes the prefix before a reference, in the notation that it is written in."""
    written, name = target.span.text, target.target.removeprefix("Resources/")
    new = None
    if written == f"!Ref {name}":
        new = f"!Sub {_PREFIX}${{{name}}}"
    elif "".join(written.split()) == f'{{"Ref":"{name}"}}' and "\n" not in written:
        new = f'{{"Fn::Sub": "{_PREFIX}${{{name}}}"}}'
    elif written.startswith("aws_apigatewayv2_integration.") and written.endswith(".id"):
        new = f'"{_PREFIX}${{{written}}}"'
    return Fix(f"write {_PREFIX} before it", [Edit(target.span, new)]) if new else None
