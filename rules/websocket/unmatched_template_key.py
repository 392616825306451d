"""The rule unmatched-template-key."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.languages.selection_expression import DEFAULT, Expression, ExpressionError, parse, plain_key
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Table, Text, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class UnmatchedTemplateKey(Rule):
    """
    Templates or models of a WebSocket API under keys that their selection expression never yields.

    ## What it does
    Finds the templates of integrations and integration responses, and the models of routes, whose keys are no result of the selection
    expression beside them, where `$default` is not there to catch the rest: most often media types, which are the keys on REST APIs.

    ## Why is this bad?
    On a WebSocket API the key of a template is what the template selection expression yields for a message. A template under another key
    is never used, and the message goes to the backend as it came; where no model is found, every message is refused.

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
          RequestTemplates: {application/json: '{"statusCode": 200}'}
      Send:
        Type: AWS::ApiGatewayV2::Route
        Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Sub "integrations/${Ping}"}
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
      request_templates             = { "application/json" = "{\\"statusCode\\": 200}" }
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
        Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Sub "integrations/${Ping}"}
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

    resource "aws_apigatewayv2_route" "send" {
      api_id    = aws_apigatewayv2_api.chat.id
      route_key = "$default"
      target    = "integrations/${aws_apigatewayv2_integration.ping.id}"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
    """

    consequence = Consequence.BROKEN
    kinds = ("WEBSOCKET",)
    needs = (
        "method.model_selection_expression",
        "integration.template_selection_expression",
        "integration_response.template_selection_expression",
    )

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the templates of a request; a proxy has none."""
        if backend(integration).type not in PROXIES:
            yield from self._keys(integration.request_templates, integration.template_selection_expression, "template", response=False)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the templates of an answer."""
        yield from self._keys(response.response_templates, response.template_selection_expression, "template", response=True)

    def check_method(self, route: Method) -> Iterator[Finding]:
        """Looks at the models of a route. What API Gateway itself sends to $connect and $disconnect has no body to validate."""
        written, models = route.model_selection_expression, route.request_models
        if routes.key_of(route) in (None, *routes.LIFECYCLE) or is_empty(written):
            return
        if is_empty(models) or (isinstance(models, Table) and models.complete and not models.entries):
            if isinstance(written, (Known, Text)):
                yield self.finding(
                    written.span, f"the route has no models: API Gateway refuses every message to {method_label(route)} as invalid"
                )
            return
        for found in self._keys(models, written, "model", response=False):
            found.stage = "method request"
            yield found

    def _keys(self, table: Value, written: Value, what: str, response: bool) -> Iterator[Finding]:
        """Looks at the keys of templates or models, and what selects among them."""
        text = masked(written)
        if not isinstance(table, Table) or not table.complete or not isinstance(written, (Known, Text)) or not text:
            return
        keys = [key for key, value in table.known() if not is_empty(value)]
        expression = parse(text)
        if not keys:
            return
        if isinstance(expression, ExpressionError):
            place = written.at(expression.start, expression.end)
            yield self.finding(place, f"no {what} is selected: {expression.message}", related=[(keys[0].span, f"the {what}")])
            return
        missed = [key for key in keys if not _may_be(key.value, expression, response)]
        certain = len(missed) == len(keys)
        for key in missed:
            yield self.finding(
                key.span,
                f"{_yields(expression)}, never {key.value}: {_lost(what) if certain else f'the {what} is never used'}",
                related=[(written.span, "the selection expression")],
                consequence=None if certain else Consequence.IGNORED,
                fix=_fix(key, expression) if len(keys) == 1 else None,
            )


def _may_be(key: str, expression: Expression, response: bool) -> bool:
    """Returns whether a key may be selected. Of the backend's answer a request knows nothing."""
    if plain_key(key) == DEFAULT:
        return True
    reads_the_answer = any(str(variable.name).startswith("integration.") for variable in expression.variables)
    return (response or not reads_the_answer) and expression.may_yield(key)


def _yields(expression: Expression) -> str:
    constant = expression.constant
    if constant is not None:
        return f"the selection expression always yields {constant}"
    variable = expression.variables[0].name if expression.variables else None
    return f"the selection expression yields what {variable} is" if variable else "the selection expression yields other keys"


def _lost(what: str) -> str:
    if what == "model":
        return "with no $default beside it, every message is refused as invalid"
    return "with no $default beside it, no template is used"


def _fix(key: Known[str], expression: Expression) -> Fix | None:
    """Returns what makes the one key what is selected, or what is taken where nothing is."""
    right = expression.constant or DEFAULT
    edit = key.replaced(right)
    return Fix(f"write {right}", [edit], safe=False) if edit else None
