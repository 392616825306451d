"""The rule invalid-request-parameter."""

from __future__ import annotations

from apigw_lint.languages import routes
from apigw_lint.languages.mapping import MappingError, parameter_declaration, shown
from apigw_lint.languages.responses import is_imported
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Text, masked, scalar_text, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Entry


class InvalidRequestParameter(Rule):
    """
    Declaration of a request parameter that API Gateway does not accept.

    ## What it does
    Finds keys of request parameters other than `method.request.{path,querystring,header}.{name}`, names with other characters than
    letters, digits, `.`, `_`, `$`, `:` and `-`, and values that are no booleans.

    ## Why is this bad?
    API Gateway refuses the method. The value says whether the parameter is required, and nothing else.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      ListPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          RequestParameters:
            method.request.query.kind: false
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      ListPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          RequestParameters:
            method.request.querystring.kind: false
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("method.request_parameters",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the keys and values of the request parameters."""
        if method.api is not None and method.api.kind == "WEBSOCKET":
            yield from self._route(method)
            return
        for table in tables(method.request_parameters):
            for entry in table.entries:
                yield from self._key(entry)
                # What an OpenAPI document writes as the value has been read as one: its importer says nothing of others.
                if not is_imported(method.api):
                    yield from self._value(entry)

    def _route(self, route: Method) -> Iterator[Finding]:
        """Looks at the parameters of a WebSocket API's route; what API Gateway says to other keys is not recorded."""
        for table in tables(route.request_parameters):
            for key, _ in table.known():
                if not routes.is_parameter(key.value):
                    right = routes.meant_parameter(key.value)
                    edit = key.replaced(right) if right else None
                    yield self.finding(
                        key.span,
                        f"request parameter {key.value}: a connection has route.request.{{header,querystring}}.{{name}}",
                        consequence=Consequence.BROKEN,
                        fix=Fix(f"write {right}", [edit], safe=False) if edit else None,
                    )

    def _key(self, entry: Entry) -> Iterator[Finding]:
        key = entry.key
        text = masked(key)
        if text is None or text.startswith("method.request.multivalue"):
            return
        error = parameter_declaration(text)
        if isinstance(error, MappingError) and error.certain:
            place = key.at(error.start, error.end) if isinstance(key, (Known, Text)) else key.span
            # An OpenAPI document writes the bare name, and no key.
            written = isinstance(key, Known) and key.places is not None
            edit = key.replaced(error.suggestion) if error.suggestion and written and isinstance(key, Known) else None
            yield self.finding(
                place if written or isinstance(key, Text) else key.span,
                f"request parameter {shown(text)}: {error.message}",
                fix=Fix(f"write {error.suggestion}", [edit], safe=False) if edit else None,
            )

    def _value(self, entry: Entry) -> Iterator[Finding]:
        value = entry.value
        if isinstance(value, Known) and not isinstance(value.value, bool) and value.value is not None:
            yield self.finding(value.span, f"{scalar_text(value.value)} does not say whether the parameter is required: true or false")
