"""The rule invalid-sam-gateway-response."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.serverless import REST, resources
from apigw_lint.languages.serverless_values import function_at, is_function, is_other, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, List, Table, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding

_PROPERTIES = ("ResponseParameters", "ResponseTemplates", "StatusCode")
_STATUS = regexp(r"[0-9]{1,3}")
_PARAMETERS = ("Headers", "Paths", "QueryStrings")


class InvalidSamGatewayResponse(Rule):
    """
    Gateway response of a SAM API that SAM refuses.

    ## What it does
    Finds gateway responses that are no map, properties that they have not, groups of response parameters other than `Headers`, `Paths` and
    `QueryStrings`, and status codes that are no number.

    ## Why is this bad?
    SAM refuses the template: `Invalid property 'Status' in 'GatewayResponses' property 'UNAUTHORIZED'`, `Property 'StatusCode' must be
    numeric`. Parameters are not written as CloudFormation writes them: SAM puts `gatewayresponse.header.` before each name.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          GatewayResponses:
            UNAUTHORIZED:
              StatusCode: 401
              ResponseParameters:
                Header:
                  Access-Control-Allow-Origin: "'*'"
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          GatewayResponses:
            UNAUTHORIZED:
              StatusCode: 401
              ResponseParameters:
                Headers:
                  Access-Control-Allow-Origin: "'*'"
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-gatewayresponseobject.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST",)
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the gateway responses of each API of SAM."""
        for resource in resources(definition, REST):
            written = resource.properties.get("GatewayResponses") if isinstance(resource.properties, Table) else None
            for key, value in written.known() if isinstance(written, Table) else ():
                if is_function(value, False) or (isinstance(written, Table) and function_at(written, key.value)):
                    yield self.finding(value.span, f"the gateway response {key.value} must be written out: SAM takes no function here")
                elif is_other(value, False, "map"):
                    yield self.finding(value.span, f"the gateway response {key.value} must be a map")
                elif isinstance(value, Table):
                    yield from self._response(key.value, value)

    def _response(self, name: str, response: Table) -> Iterator[Finding]:
        yield from self._keys(response, _PROPERTIES, f"the gateway response {name}")
        status = response.get("StatusCode")
        if is_function(status, False):
            yield self.finding(status.span, "the status code must be written out: SAM takes no function here")
        elif isinstance(status, (Table, List)) and is_there(status, False):
            yield self.finding(status.span, "the status code must be a number")
        elif isinstance(status, Known) and status.value and not _STATUS.fullmatch(scalar_text(status.value)):
            yield self.finding(status.span, f"the status code must be a number, and {scalar_text(status.value)!r} is none")
        parameters = response.get("ResponseParameters")
        if is_other(parameters, False, "map") and is_there(parameters, False):
            yield self.finding(parameters.span, f"the ResponseParameters of {name} must be a map")
        elif isinstance(parameters, Table):
            yield from self._keys(parameters, _PARAMETERS, "ResponseParameters")
            yield from self._groups(parameters)

    def _groups(self, parameters: Table) -> Iterator[Finding]:
        for key, group in parameters.known():
            null = isinstance(group, Known) and group.value is None
            if key.value in _PARAMETERS and (null or is_other(group, False, "map")):
                yield self.finding(group.span, f"{key.value} must be a map of names and values")

    def _keys(self, table: Table, known: tuple[str, ...], owner: str) -> Iterator[Finding]:
        for key, _ in table.known():
            if key.value in known:
                continue
            near = nearest(key.value, known)
            edit = key.replaced(near) if near is not None and table.lacks(near) else None
            words = f"{owner} has no {key.value}"
            fix = Fix(f"write {near}", [edit]) if edit else None
            yield self.finding(key.span, words + (f": it has {near}" if near else f": it has {', '.join(known)}"), fix=fix)
