"""The rule invalid-route-response."""

from __future__ import annotations

from apigw_lint.languages import routes, selection
from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.responses import MESSAGE, STATUS, compared
from apigw_lint.languages.selection_expression import plain_key
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Answer, Known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse, Method, MethodResponse
    from apigw_lint.rule import Finding


class InvalidRouteResponse(Rule):
    """
    Route response or integration response of a WebSocket API that nothing can choose.

    ## What it does
    Finds route responses whose key is not `$default`, route response selection expressions other than `$default`, model selection
    expressions on route responses, and keys of integration responses that are neither `$default` nor a regular expression between
    slashes, or that match nothing that the backend can answer.

    ## Why is this bad?
    API Gateway knows one route response key, `$default`, and refuses others. An integration response is chosen by the status or the error
    message of the backend, which its key matches when it is written `/like this/`; another text is never chosen.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
      Ping:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: MOCK
          TemplateSelectionExpression: \\$default
          RequestTemplates: {$default: '{"statusCode": 200}'}
      Send:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: $default
          RouteResponseSelectionExpression: $default
          Target: !Sub integrations/${Ping}
      Pong:
        Type: AWS::ApiGatewayV2::IntegrationResponse
        Properties: {ApiId: !Ref Api, IntegrationId: !Ref Ping, IntegrationResponseKey: $default}
      Answer:
        Type: AWS::ApiGatewayV2::RouteResponse
        Properties: {ApiId: !Ref Api, RouteId: !Ref Send, RouteResponseKey: pong}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_integration" "ping" {
      api_id                        = aws_apigatewayv2_api.chat.id
      integration_type              = "MOCK"
      template_selection_expression = "200"
      request_templates             = { "200" = "{\\"statusCode\\": 200}" }
    }

    resource "aws_apigatewayv2_integration_response" "pong" {
      api_id                   = aws_apigatewayv2_api.chat.id
      integration_id           = aws_apigatewayv2_integration.ping.id
      integration_response_key = "200"
    }

    resource "aws_apigatewayv2_route" "send" {
      api_id                              = aws_apigatewayv2_api.chat.id
      route_key                           = "$default"
      route_response_selection_expression = "$default"
      target                              = "integrations/${aws_apigatewayv2_integration.ping.id}"
    }

    resource "aws_apigatewayv2_route_response" "answer" {
      api_id             = aws_apigatewayv2_api.chat.id
      route_id           = aws_apigatewayv2_route.send.id
      route_response_key = "$default"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
      Ping:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: MOCK
          TemplateSelectionExpression: \\$default
          RequestTemplates: {$default: '{"statusCode": 200}'}
      Send:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: $default
          RouteResponseSelectionExpression: $default
          Target: !Sub integrations/${Ping}
      Pong:
        Type: AWS::ApiGatewayV2::IntegrationResponse
        Properties: {ApiId: !Ref Api, IntegrationId: !Ref Ping, IntegrationResponseKey: $default}
      Answer:
        Type: AWS::ApiGatewayV2::RouteResponse
        Properties: {ApiId: !Ref Api, RouteId: !Ref Send, RouteResponseKey: $default}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }

    resource "aws_apigatewayv2_integration" "ping" {
      api_id                        = aws_apigatewayv2_api.chat.id
      integration_type              = "MOCK"
      template_selection_expression = "200"
      request_templates             = { "200" = "{\\"statusCode\\": 200}" }
    }

    resource "aws_apigatewayv2_integration_response" "pong" {
      api_id                   = aws_apigatewayv2_api.chat.id
      integration_id           = aws_apigatewayv2_integration.ping.id
      integration_response_key = "/200/"
    }

    resource "aws_apigatewayv2_route" "send" {
      api_id                              = aws_apigatewayv2_api.chat.id
      route_key                           = "$default"
      route_response_selection_expression = "$default"
      target                              = "integrations/${aws_apigatewayv2_integration.ping.id}"
    }

    resource "aws_apigatewayv2_route_response" "answer" {
      api_id             = aws_apigatewayv2_api.chat.id
      route_id           = aws_apigatewayv2_route.send.id
      route_response_key = "$default"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
    """

    consequence = Consequence.REJECTED
    kinds = ("WEBSOCKET",)
    stage = "method response"
    needs = (
        "method.route_response_selection_expression",
        "method_response.key",
        "method_response.model_selection_expression",
        "integration_response.key",
    )

    def check_method_response(self, response: MethodResponse) -> Iterator[Finding]:
        """Looks at the key of a route response, and at what it cannot have."""
        for key in strings(response.key):
            if key.value != routes.DEFAULT:
                yield self.finding(
                    key.span, f"route response key {key.value} is refused: $default is the only one", fix=_replaced(key, routes.DEFAULT)
                )
        if not is_empty(response.model_selection_expression):
            yield self.finding(
                response.model_selection_expression.span,
                "a route response selects no model: the expression has no effect",
                consequence=Consequence.IGNORED,
            )

    def check_method(self, route: Method) -> Iterator[Finding]:
        """Looks at what chooses among the route responses."""
        for written in strings(route.route_response_selection_expression):
            if written.value and plain_key(written.value) != routes.DEFAULT:
                yield self.finding(
                    written.span,
                    f"{written.value} selects no route response: $default is the only key",
                    consequence=Consequence.IGNORED,
                    fix=_replaced(written, routes.DEFAULT),
                )

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the key of an integration response."""
        for key in strings(response.key):
            if plain_key(key.value) != routes.DEFAULT:
                yield from self._pattern(key, response.integration)

    def _pattern(self, key: Known[str], integration: Integration | None) -> Iterator[Finding]:
        text = key.value
        if len(text) < 2 or not (text.startswith("/") and text.endswith("/")):
            plain = bool(text) and "/" not in text and not text.startswith("$")
            yield self.finding(
                key.span,
                f"integration response key {text or 'of no text'} is never chosen: $default, or a regular expression between slashes",
                consequence=Consequence.BROKEN,
                fix=_replaced(key, f"/{text}/") if plain else None,
            )
            return
        pattern = selection.parse(text[1:-1])
        if isinstance(pattern, selection.PatternError):
            if pattern.certain:
                yield self._broken(key, f"is no regular expression: {pattern.message}")
        elif integration is not None:
            subject = compared(integration)
            if subject == STATUS and _matches_no_status(text[1:-1]):
                yield self._broken(key, "is matched against the status code of the backend, and matches none")
            elif subject == MESSAGE and pattern.only_digits() and _is_success(pattern):
                yield self._broken(key, "is matched against the error message of the function, never against a status code")

    def _broken(self, key: Known[str], words: str) -> Finding:
        return self.finding(key.span, f"integration response key {key.value} {words}", consequence=Consequence.BROKEN)


def _matches_no_status(pattern: str) -> bool:
    """Returns whether no part of a status code matches: whether the whole must is not documented for WebSocket APIs."""
    anywhere = selection.parse(f"[\\s\\S]*({pattern})[\\s\\S]*")
    return isinstance(anywhere, selection.Pattern) and anywhere.some_status() is Answer.NO


def _is_success(pattern: selection.Pattern) -> bool:
    """Returns whether a pattern is for the status of a success, which no error message is."""
    statuses = pattern.statuses()
    return bool(statuses) and all(status.startswith("2") for status in statuses)


def _replaced(value: Known[str], right: str) -> Fix | None:
    edit = value.replaced(right)
    return Fix(f"write {right}", [edit], safe=False) if edit else None
