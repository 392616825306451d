"""The rule missing-route-selection-expression."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.mapping import shown
from apigw_lint.languages.selection_expression import ExpressionError, parse
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import HOLE, Known, Text, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.selection_expression import Expression, Part
    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


_API_KEYS = ("$request.header.x-api-key", "$context.authorizer.usageIdentifierKey")
_BODY = "request.body"


class MissingRouteSelectionExpression(Rule):
    """
    WebSocket API that does not say, or says wrongly, how a message finds its route.

    ## What it does
    Finds WebSocket APIs without a route selection expression, expressions that read nothing of a message, and expressions for API keys
    other than the two that there are.

    ## Why is this bad?
    Without the expression API Gateway refuses the API with `Invalid routeSelectionExpression`; with one that reads nothing of a message,
    such as `request.body.action`, every message gets the same route, or none.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "request.body.action"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "chat" {
      name                       = "chat"
      protocol_type              = "WEBSOCKET"
      route_selection_expression = "$request.body.action"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
    """

    consequence = Consequence.REJECTED
    kinds = ("WEBSOCKET",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the two expressions of an API."""
        written = api.route_selection_expression
        if is_empty(written):
            if api.declared:
                place = written.span if isinstance(written, Known) else api.name_span
                yield self.finding(
                    place, "a WebSocket API needs a route selection expression, such as $request.body.action", fix=_added(api)
                )
        elif isinstance(written, (Known, Text)):
            yield from self._route(written, api)
        yield from self._api_key(api)

    def _route(self, written: Known[str] | Text, api: Api) -> Iterator[Finding]:
        """Looks at an expression; what AWS says of one that it cannot read is not recorded."""
        text = masked(written)
        if text is None:
            return
        expression = parse(text)
        if isinstance(expression, ExpressionError):
            place = written.at(expression.start, expression.end)
            yield self.finding(place, f"no route is selected: {expression.message}", consequence=Consequence.BROKEN, fix=_repaired(written))
            return
        for variable in expression.variables:
            if variable.name is not None and not _reads_a_message(variable):
                yield self.finding(
                    written.at(variable.start, variable.end),
                    f"{variable.name} is nothing of a message: a route is selected by $request.body.{{path}}",
                    consequence=Consequence.BROKEN,
                )
        yield from self._constant(written, expression, api)

    def _constant(self, written: Known[str] | Text, expression: Expression, api: Api) -> Iterator[Finding]:
        """Looks at an expression that is the same for every message: where it is a route's key, it may be meant."""
        constant, keys = expression.constant, routes.keys_of(api)
        if constant is None or constant in (routes.DEFAULT, *(keys or ())):
            return
        if keys or constant.startswith(_BODY):
            yield self.finding(
                written.span,
                f"{shown(constant)} is a text, and no route's key: no message selects a route by it",
                consequence=Consequence.BROKEN,
                fix=_repaired(written),
            )

    def _api_key(self, api: Api) -> Iterator[Finding]:
        written = api.api_key_selection_expression
        text = masked(written)
        if is_empty(written) or text is None or not isinstance(written, (Known, Text)) or _may_be_one(text):
            return
        from apigw_lint.facts.enums import nearest

        right = nearest(text, _API_KEYS)
        edit = written.replaced(right) if right and isinstance(written, Known) else None
        yield self.finding(
            written.span,
            f"{shown(text)} is no way to find an API key: {' or '.join(_API_KEYS)}",
            fix=Fix(f"write {right}", [edit], safe=False) if edit else None,
        )


def _reads_a_message(variable: Part) -> bool:
    name = variable.name or ""
    return name == _BODY or name.startswith((f"{_BODY}.", f"{_BODY}["))


def _may_be_one(text: str) -> bool:
    """Returns whether an expression is one of the two, in braces too, or may be before its holes are known."""
    bare = f"${text[2:-1]}" if text.startswith("${") and text.endswith("}") else text
    return HOLE in text or bare in _API_KEYS


def _repaired(written: Known[str] | Text) -> Fix | None:
    """Returns what makes a variable of a text that was meant as one."""
    text = masked(written) or ""
    path = text.removeprefix("$.")
    right = f"${text}" if text.startswith(f"{_BODY}.") else f"${_BODY}.{path}" if path != text else None
    edit = written.replaced(right) if right and isinstance(written, Known) else None
    return Fix(f"write {right}", [edit], safe=False) if edit else None


def _added(api: Api) -> Fix | None:
    """Returns what gives the API an expression, as most write it."""
    right, written = "$request.body.action", api.route_selection_expression
    if isinstance(written, Known):
        edit = written.replaced(right)
    else:
        name = "RouteSelectionExpression" if api.format == "cloudformation" else "route_selection_expression"
        edit = written.writer.insertion(name, right) if written.writer is not None else None
    return Fix(f"select routes by {right}", [edit], safe=False) if edit else None
