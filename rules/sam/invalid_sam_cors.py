"""The rule invalid-sam-cors."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.serverless import HTTP, REST, api_of, events, resources
from apigw_lint.languages.serverless_values import function_at, is_nothing
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, RawResource
    from apigw_lint.rule import Finding

_KEYS = {
    REST: ("Cors", ("AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials")),
    HTTP: ("CorsConfiguration", ("AllowMethods", "AllowHeaders", "AllowOrigins", "MaxAge", "ExposeHeaders", "AllowCredentials")),
}
"""The property that configures CORS, and what may stand in it."""
_ANY = "'*'"


class InvalidSamCors(Rule):
    """
    CORS configuration of a SAM API that SAM refuses.

    ## What it does
    Finds keys that `Cors` and `CorsConfiguration` have not, an empty `AllowOrigin`, and credentials for every origin on REST APIs. SAM
    writes `AllowOrigin` for REST APIs and `AllowOrigins` for HTTP APIs.

    ## Why is this bad?
    SAM refuses the template: `Invalid key 'AllowOrigins' for 'Cors' property`, `Value for AllowedOrigins is required`, `'AllowCredentials'
    can not be true when 'AllowOrigin' is "'*'" or not set`.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Cors:
            AllowOrigins: "'https://pets.example.com'"
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration:
            AllowOrigin: ["https://pets.example.com"]
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
          Cors:
            AllowOrigin: "'https://pets.example.com'"
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration:
            AllowOrigins: ["https://pets.example.com"]
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapicorsconfiguration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the CORS configuration of each API of SAM."""
        for resource in resources(definition, REST, HTTP):
            name, keys = _KEYS[resource.type]
            written = resource.properties.get(name) if isinstance(resource.properties, Table) else None
            if isinstance(written, Table):
                yield from self._keys(written, name, keys)
                if resource.type == REST:
                    yield from self._origin(definition, resource, written)

    def _keys(self, written: Table, name: str, keys: tuple[str, ...]) -> Iterator[Finding]:
        for key, _ in written.known():
            if key.value not in keys:
                near = nearest(key.value, keys)
                edit = key.replaced(near) if near is not None and written.lacks(near) else None
                words = f"{name} has no {key.value}" + (f": it has {near}" if near else "")
                fix = Fix(f"write {near}", [edit]) if edit else None
                yield self.finding(key.span, words, help="" if near else f"it has {', '.join(keys)}", fix=fix)

    def _origin(self, definition: Definition, resource: RawResource, written: Table) -> Iterator[Finding]:
        entry = written.entry("AllowOrigin")
        if entry is not None and not isinstance(entry.value, Absent) and is_nothing(entry.value) and _has_paths(definition, resource):
            yield self.finding(entry.value.span, "AllowOrigin is empty: SAM wants an origin in inner quotes, such as \"'*'\"")
        credentials = written.get("AllowCredentials")
        if not (isinstance(credentials, Known) and credentials.value is True):
            return
        everybody = entry is not None and isinstance(entry.value, Known) and entry.value.value == _ANY
        if written.lacks("AllowOrigin") or (everybody and not function_at(written, "AllowOrigin")):
            words = "credentials are not for every origin: SAM wants AllowOrigin to name one"
            related = [(entry.value.span, "every origin")] if entry is not None else []
            yield self.finding(credentials.span, words, related=related)


def _has_paths(definition: Definition, resource: RawResource) -> bool:
    """Returns whether an API certainly has a path, to which SAM adds a preflight."""
    body = resource.properties.get("DefinitionBody") if isinstance(resource.properties, Table) else None
    paths = body.get("paths") if isinstance(body, Table) else None
    if isinstance(paths, Table) and paths.entries:
        return True
    return isinstance(body, (Absent, type(None))) and any(api_of(definition, event) is resource for event in events(definition))
