"""The rule invalid-route-key."""

from __future__ import annotations

from apigw_lint.languages.route_keys import DEFAULT, KeyFault, http_fault, shape, websocket_fault
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Absent, Known, Text, Unknown, known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_SELECTIONS = ("${request.method} ${request.path}", "$request.method $request.path")
_ROUTES = ("AWS::ApiGatewayV2::Route", "aws_apigatewayv2_route")


class InvalidRouteKey(Rule):
    """
    Key of a route that API Gateway does not take.

    ## What it does
    Finds route keys of HTTP APIs that are not `$default` or a method, a blank and a path, and those of WebSocket APIs that start with a
    dollar sign and are not `$connect`, `$disconnect` or `$default`. Finds two routes of an API with one key, also where only the names of
    the variables differ, and route selection expressions of HTTP APIs other than `$request.method $request.path`. Paths that no call has,
    such as one with a query string or with a variable that is only a piece of a segment, are found too.

    ## Why is this bad?
    API Gateway refuses the route with `The provided route key is not formatted properly for HTTP protocol`, or the second of two because
    it conflicts with the first. To a path that no call has no call comes.

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
          RouteKey: GET/pets
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
      integration_method = "ANY"
      integration_uri    = "https://pets.example.com/"
    }
    resource "aws_apigatewayv2_route" "by_id" {
      api_id    = aws_apigatewayv2_api.pets.id
      route_key = "GET /pets/{id}"
      target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    resource "aws_apigatewayv2_route" "by_name" {
      api_id    = aws_apigatewayv2_api.pets.id
      route_key = "GET /pets/{name}"
      target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/pet-{id}:
        get:
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
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
      integration_method = "ANY"
      integration_uri    = "https://pets.example.com/"
    }
    resource "aws_apigatewayv2_route" "by_id" {
      api_id    = aws_apigatewayv2_api.pets.id
      route_key = "GET /pets/{id}"
      target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    resource "aws_apigatewayv2_route" "by_name" {
      api_id    = aws_apigatewayv2_api.pets.id
      route_key = "GET /pets/named/{name}"
      target    = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP", "WEBSOCKET")
    needs = ("api.methods", "api.route_key", "api.route_selection_expression", "method.route_key")
    stage = "method request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the keys of all routes, and at what an HTTP API says of how a route is chosen."""
        if api.kind == "HTTP":
            for written in strings(api.route_selection_expression):
                if written.value not in _SELECTIONS:
                    words = f"the route of an HTTP API is chosen by {_SELECTIONS[1]} only"
                    edit = written.replaced(_SELECTIONS[1])
                    yield self.finding(written.span, words, fix=Fix(f"write {_SELECTIONS[1]}", [edit]) if edit else None)
            for key in _written(api.route_key):
                yield from self._key(key, http_fault, refused=True)
        if api.declared:
            yield from self._doubles(api)

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the key of a route."""
        if method.route_key is method.api.route_key:
            return
        read = http_fault if method.api.kind == "HTTP" else websocket_fault
        for key in _written(method.route_key):
            # What the importer of documents says to such a path is recorded nowhere.
            yield from self._key(key, read, refused=_is_of_resource(method))

    def _key(self, key: Known[str] | Text, read: Callable[[str], KeyFault | None], refused: bool) -> Iterator[Finding]:
        fault = read(key.value if isinstance(key, Known) else key.masked)
        if fault is not None:
            edit = key.replaced(fault.suggestion) if fault.suggestion and isinstance(key, Known) and refused else None
            yield self.finding(
                key.at(fault.start, fault.end) if fault.end > fault.start else key.span,
                fault.message.replace(HOLE, "…"),
                consequence=Consequence.REJECTED if fault.refused and refused else Consequence.BROKEN,
                fix=Fix(f"write {fault.suggestion}", [edit], safe=False) if edit else None,
            )

    def _doubles(self, api: Api) -> Iterator[Finding]:
        first: dict[str, Method] = {}
        quick = None if isinstance(api.target, Absent) else _quick_key(api)
        for route in api.methods:
            key = known(route.route_key, str)
            if key is None or not route.certain or not (_is_of_document(route) or _is_of_resource(route)):
                continue
            if key == quick and _is_of_resource(route) and api.certain:
                yield self.finding(
                    route.route_key.span,
                    f"{key} is there already: the API makes this route by itself, and AWS refuses a second one",
                    related=[(api.target.span, "the target of the route that the API makes")],
                    about=route,
                )
            other = first.setdefault(shape(key) if api.kind == "HTTP" else key, route)
            if other is not route and other.address != route.address:
                yield self._double(route, key, other)

    def _double(self, route: Method, key: str, other: Method) -> Finding:
        before = known(other.route_key, str)
        same = f"{key} is for the same calls as {before}: names of variables tell no routes apart"
        words = f"{key} is there already" if before == key else same
        by_resources = _is_of_resource(route) and _is_of_resource(other)
        return self.finding(
            route.route_key.span,
            f"{words}{'; AWS refuses the second' if by_resources else ''}",
            related=[(other.route_key.span, f"the first {before}")],
            about=route,
            consequence=Consequence.REJECTED if by_resources else Consequence.BROKEN,
        )


def _quick_key(api: Api) -> str | None:
    """Returns the key of the route that a quick-created API makes by itself."""
    return DEFAULT if isinstance(api.route_key, Absent) else known(api.route_key, str)


def _written(key: Value) -> Iterator[Known[str] | Text]:
    """Yields the key, or each that is written for it."""
    if isinstance(key, Text) or (isinstance(key, Known) and isinstance(key.value, str)):
        yield key
    elif isinstance(key, Unknown):
        for candidate in key.candidates:
            yield from _written(candidate)


def _is_of_document(route: Method) -> bool:
    return route.address.startswith("paths.")


def _is_of_resource(route: Method) -> bool:
    made = route.api.definition.written.get(route.address)
    return made is not None and made.type in _ROUTES
