"""The rule route-without-response."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.backend import backend
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer, Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, Method
    from apigw_lint.rule import Finding


class RouteWithoutResponse(Rule):
    """
    WebSocket route whose backend answers, and nothing brings the answer to the client.

    ## What it does
    Finds routes with a route response selection expression but no route response, integration responses of integrations whose routes have
    no route response, and routes with a route response whose non-proxy integration has no integration response for it.

    ## Why is this bad?
    A route of a WebSocket API is one-way until it has a route response: what the backend answers, and what integration responses make of
    it, is dropped. A non-proxy integration needs an integration response as well: without one there is nothing to send.

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
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$default"
      target    = "integrations/${aws_apigatewayv2_integration.ping.id}"
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
    """

    consequence = Consequence.IGNORED
    kinds = ("WEBSOCKET",)
    stage = "method response"

    def check_method(self, route: Method) -> Iterator[Finding]:
        """Looks at what a route does with an answer; a connection is answered without a route response."""
        written = route.route_response_selection_expression
        is_written = isinstance(written, Known) and not is_empty(written)
        if len(route.responses):
            if route.certain:
                yield from self._two_way(route)
        elif route.responses.complete and is_written and routes.key_of(route) not in (None, *routes.LIFECYCLE):
            yield self.finding(written.span, f"the answer to {method_label(route)} goes to nobody: the route has no route response")

    def _two_way(self, route: Method) -> Iterator[Finding]:
        """Looks for the integration response that a route response sends."""
        integration = route.integration
        if integration is None or backend(integration).type not in ("AWS", "HTTP", "MOCK") or not integration.responses.complete:
            return
        answers, response = integration.responses, route.responses[0]
        if not len(answers):
            yield self.finding(
                integration.name_span,
                f"{method_label(route)} has no answer to send: its integration has no integration response",
                related=[(response.name_span, "the route response")],
                consequence=Consequence.BROKEN,
            )
        elif backend(integration).invokes_function and all(_needs_an_error(known(one.key, str)) for one in answers):
            yield self.finding(
                integration.name_span,
                f"what the function returns to {method_label(route)} has no integration response: none has the key $default",
                related=[(answers[0].key.span, "matched against the message of an error")],
                consequence=Consequence.BROKEN,
            )

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at what is made of answers that no route sends."""
        served = routes.served_by(integration)
        if not served or not all(_is_one_way(route) for route in served):
            return
        for response in integration.responses:
            found = self.finding(
                response.name_span,
                f"the answer goes to nobody: {method_label(served[0])} has no route response",
                related=[(route.name_span, "a route without a route response") for route in served[:3]],
            )
            found.stage = "integration response"
            yield found


def _is_one_way(route: Method) -> bool:
    if routes.key_of(route) in (None, *routes.LIFECYCLE) or not is_empty(route.route_response_selection_expression):
        return False
    return route.responses.lacking()


def _needs_an_error(key: str | None) -> bool:
    """Returns whether an integration response is chosen by the message of an error alone."""
    if key is None or len(key) < 3 or not (key.startswith("/") and key.endswith("/")):
        return False
    from apigw_lint.languages import selection

    pattern = selection.parse(key[1:-1])
    return isinstance(pattern, selection.Pattern) and pattern.matches("") is Answer.NO
