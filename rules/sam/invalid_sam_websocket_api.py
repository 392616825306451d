"""The rule invalid-sam-websocket-api."""

from __future__ import annotations

from apigw_lint.languages.serverless import WEBSOCKET, resources
from apigw_lint.languages.serverless_values import is_function, is_literal, is_nothing, is_other, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, RawResource
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_SPECIAL = ("$connect", "$disconnect", "$default")
_AUTH_TYPES = ("AWS_IAM", "CUSTOM", "NONE")
_ADDRESSES = ("ipv4", "dualstack")
_NAME = regexp(r"[A-Za-z0-9]*|.*[$&{].*")
"""Names of stages that logical ids can be made of, and those in which something is to be filled in."""


class InvalidSamWebsocketApi(Rule):
    """
    WebSocket API that SAM refuses.

    ## What it does
    Finds WebSocket APIs of SAM without routes, routes without a function or with a key that is neither letters and digits nor `$connect`,
    `$disconnect` or `$default`, request parameters on other routes than `$connect`, a stage that is called `$default` or whose name
    has anything but letters and digits, and an `Auth` that does not fit: without a `$connect` route, without or with an unknown
    `AuthType`, with settings that its type has not.

    ## Why is this bad?
    SAM refuses the template: `WebSocket API must have at least one route`, `Route must have associated function`, `Authorization is only
    available if there is a $connect route`. API Gateway itself takes other route keys; SAM does not.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Chat:
        Type: AWS::Serverless::WebSocketApi
        Properties:
          StageName: prod
          RouteSelectionExpression: $request.body.action
          Routes:
            send-message:
              FunctionArn: arn:aws:lambda:eu-west-1:123456789012:function:send
            $default:
              FunctionArn: arn:aws:lambda:eu-west-1:123456789012:function:send
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Chat:
        Type: AWS::Serverless::WebSocketApi
        Properties:
          StageName: prod
          RouteSelectionExpression: $request.body.action
          Routes:
            sendmessage:
              FunctionArn: arn:aws:lambda:eu-west-1:123456789012:function:send
            $default:
              FunctionArn: arn:aws:lambda:eu-west-1:123456789012:function:send
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html
    """

    consequence = Consequence.REJECTED
    kinds = ("WEBSOCKET",)
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the routes, the stage and the authorization of each WebSocket API of SAM."""
        for resource in resources(definition, WEBSOCKET):
            if isinstance(resource.properties, Table):
                yield from self._stage(resource.properties)
                yield from self._routes(resource, resource.properties)
                yield from self._auth(resource.properties)

    def _stage(self, properties: Table) -> Iterator[Finding]:
        name, addresses = properties.get("StageName"), properties.get("IpAddressType")
        if isinstance(name, Known) and name.value == "$default":
            yield self.finding(name.span, "a stage of a WebSocket API cannot be called $default")
        elif is_literal(name) and isinstance(name, Known) and isinstance(name.value, str) and not _NAME.fullmatch(name.value):
            words = "the name of this stage becomes part of a logical id, and can have letters and digits only"
            yield self.finding(name.span, words)
        if isinstance(addresses, Known) and addresses.value is not None and addresses.value not in _ADDRESSES:
            yield self.finding(addresses.span, f"the IpAddressType must be {' or '.join(_ADDRESSES)}")

    def _routes(self, resource: RawResource, properties: Table) -> Iterator[Finding]:
        routes = properties.get("Routes")
        if isinstance(routes, Table) and is_nothing(routes):
            entry = properties.entry("Routes")
            yield self.finding(entry.key.span if entry else resource.name_span, "a WebSocket API needs a route")
        for key, route in routes.known() if isinstance(routes, Table) else ():
            if key.value not in _SPECIAL and not key.value.isalnum():
                words = f"{key.value!r} is no route key that SAM takes: letters and digits, or {', '.join(_SPECIAL)}"
                yield self.finding(key.span, words)
            if not isinstance(route, Table):
                if is_function(route, False):
                    yield self.finding(key.span, f"the route {key.value} must be a map with a FunctionArn, written out")
                continue
            if route.lacks("FunctionArn"):
                yield self.finding(key.span, f"the route {key.value} needs a FunctionArn")
            parameters = route.entry("RequestParameters")
            if key.value != "$connect" and parameters is not None and is_there(parameters.value, True):
                yield self.finding(parameters.key.span, f"only $connect has request parameters: {key.value} is reached by messages")

    def _auth(self, properties: Table) -> Iterator[Finding]:
        entry, routes = properties.entry("Auth"), properties.get("Routes")
        if entry is None or not isinstance(entry.value, Table) or not entry.value.entries:
            return
        auth = entry.value
        if isinstance(routes, Table) and routes.lacks("$connect"):
            yield self.finding(entry.key.span, "a WebSocket API is authorized when a client connects, and it has no $connect route")
            return
        kind = auth.get("AuthType")
        if is_nothing(kind) and (not auth.lacks("AuthType") or auth.complete):
            yield self.finding(entry.key.span, f"Auth needs an AuthType: {', '.join(_AUTH_TYPES)}")
        elif is_function(kind, True) or is_other(kind, True, "string"):
            yield self.finding(kind.span, f"the AuthType must be {', '.join(_AUTH_TYPES)}, written out")
        elif isinstance(kind, Known):
            yield from self._settings(kind, auth)

    def _settings(self, kind: Known[object], auth: Table) -> Iterator[Finding]:
        if kind.value not in _AUTH_TYPES:
            yield self.finding(kind.span, f"the AuthType must be {', '.join(_AUTH_TYPES)}, and {kind.value!r} is none")
        elif kind.value != "CUSTOM":
            for key, _ in auth.known():
                if key.value != "AuthType":
                    yield self.finding(key.span, f"authorization of the type {kind.value} has no {key.value}")
                    return
        elif _is_missing(auth, "AuthArn"):
            yield self.finding(kind.span, "authorization of the type CUSTOM needs an AuthArn")


def _is_missing(table: Table, name: str) -> bool:
    value: Value = table.get(name)
    return table.lacks(name) or (isinstance(value, Known) and not value.value)
