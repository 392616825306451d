"""The rule invalid-sam-definition."""

from __future__ import annotations

from apigw_lint.languages.serverless import HTTP, REST, api_of, events, resources
from apigw_lint.languages.serverless_values import function_at, is_function, is_missing, is_nothing, is_other, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, List, Table, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.serverless import Event
    from apigw_lint.model import Definition, RawResource
    from apigw_lint.rule import Finding
    from apigw_lint.value import Entry, Value

_VERSION = regexp(r"3(\.\d)(\.\d)?$")
_ASKED_VERSION = regexp(r"[2-3](\.\d)(\.\d)?$")
"""What ``OpenApiVersion`` may say."""
_WRITTEN_INTO = {
    REST: ("Cors", "Auth", "GatewayResponses", "Models", "DisableExecuteApiEndpoint"),
    HTTP: ("CorsConfiguration", "Auth", "Tags", "DisableExecuteApiEndpoint"),
}
"""Settings that SAM writes into a document, which it must understand for that."""
_SECURED = ("DefaultAuthorizer", "ApiKeyRequired")
"""What of ``Auth`` makes SAM walk through every method."""


class InvalidSamDefinition(Rule):
    """
    Document of a SAM API that SAM cannot write into.

    ## What it does
    Finds a `DefinitionBody` that is no OpenAPI document although the API has settings or events which SAM writes into it, paths and methods
    in it that are no maps, security that is no list of maps, an `Fn::If` that is no list, models without a type, an HTTP API's name or
    description that the document says already, and an `OpenApiVersion` that is none.

    ## Why is this bad?
    SAM refuses the template: `Value of '/pets' path must be a dictionary according to Swagger spec`, `Definition of method 'get' for path
    '/pets' should be a map`, `Unable to add Auth configuration because 'DefinitionBody' does not contain a valid Swagger definition`.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration: {AllowOrigins: ["https://pets.example.com"]}
          DefinitionBody:
            info: {title: pets, version: "1"}
            paths:
              /pets:
                get:
                  x-amazon-apigateway-integration:
                    {type: http_proxy, httpMethod: GET, uri: "https://example.com", payloadFormatVersion: "1.0"}
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration: {AllowOrigins: ["https://pets.example.com"]}
          DefinitionBody:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            paths:
              /pets:
                get:
                  x-amazon-apigateway-integration:
                    {type: http_proxy, httpMethod: GET, uri: "https://example.com", payloadFormatVersion: "1.0"}
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the document of each API of SAM."""
        led: dict[str, Event] = {}
        for event in events(definition):
            api = api_of(definition, event)
            if api is not None and event.kind == "HttpApi":
                led.setdefault(api.address, event)
        for resource in resources(definition, REST, HTTP):
            properties = resource.properties
            if isinstance(properties, Table):
                yield from self._version(properties)
                entry = properties.entry("DefinitionBody")
                if entry is not None and not is_nothing(entry.value) and is_nothing(properties.get("DefinitionUri")):
                    yield from self._body(resource, properties, entry, led.get(resource.address))
                yield from self._models(properties.get("Models"))

    def _version(self, properties: Table) -> Iterator[Finding]:
        version = properties.get("OpenApiVersion")
        if is_function(version, False):
            yield self.finding(
                version.span, "OpenApiVersion must be written out, such as 3.0.1: SAM takes no function here, and no parameter"
            )
        elif isinstance(version, Known) and version.value and not _ASKED_VERSION.match(str(version.value)):
            yield self.finding(version.span, f"OpenApiVersion must be such as 3.0.1, and {str(version.value)!r} is none")
        elif is_other(version, False, "string") and any(
            is_there(properties.get(name), False) for name in ("DefinitionBody", "DefinitionUri")
        ):
            yield self.finding(version.span, "OpenApiVersion must be text: put quotes around it")

    def _models(self, models: Value) -> Iterator[Finding]:
        for key, model in models.known() if isinstance(models, Table) else ():
            if _is_no_map(model):
                yield self.finding(model.span, f"the model {key.value} must be a map")
            elif is_function(model, False) or (isinstance(model, Table) and is_missing(model, "type") and model.complete):
                yield self.finding(key.span, f"the model {key.value} needs a type, such as object, written out")

    def _body(self, resource: RawResource, properties: Table, entry: Entry, event: Event | None) -> Iterator[Finding]:
        body, writer = entry.value, _writer(resource.type, properties, event)
        if not isinstance(body, Table):
            is_if = function_at(properties, "DefinitionBody") == "Fn::If"
            if is_if and writer is not None:
                yield self.finding(entry.key.span, f"SAM writes {writer} into the document, and cannot write into an Fn::If")
            return
        wrong = _not_a_document(resource.type, body)
        if wrong and writer is not None:
            yield self.finding(entry.key.span, f"SAM writes {writer} into the document, and {wrong}")
        elif not wrong:
            yield from self._said_already(resource.type, properties, body)
            yield from self._servers(properties, body)
            yield from self._paths(resource.type, properties, body)

    def _said_already(self, kind: str, properties: Table, body: Table) -> Iterator[Finding]:
        info = body.get("info")
        for name, key in (("Name", "title"), ("Description", "description")):
            given = properties.entry(name)
            said = info.entry(key) if isinstance(info, Table) else None
            if kind == HTTP and given is not None and is_there(given.value, False) and said is not None and is_there(said.value, False):
                if name == "Name" and not isinstance(said.value, Known):
                    continue
                yield self.finding(given.key.span, f"the document says the API's {key} already", related=[(said.key.span, "here")])

    def _servers(self, properties: Table, body: Table) -> Iterator[Finding]:
        servers = body.get("servers")
        if isinstance(properties.get("DisableExecuteApiEndpoint"), Absent) or not isinstance(servers, List):
            return
        for server in servers.items:
            configuration = server.get("x-amazon-apigateway-endpoint-configuration") if isinstance(server, Table) else None
            if configuration is not None and is_other(configuration, False, "map"):
                yield self.finding(configuration.span, "x-amazon-apigateway-endpoint-configuration must be a map")

    def _paths(self, kind: str, properties: Table, body: Table) -> Iterator[Finding]:
        auth, cors = properties.get("Auth"), properties.get("Cors" if kind == REST else "CorsConfiguration")
        secured = isinstance(auth, Table) and any(is_there(auth.get(name), False) for name in _SECURED)
        converted = kind == REST and isinstance(body.get("swagger"), Absent) and _is_version_3(body, properties)
        if not (secured or converted or (kind == REST and is_there(cors, False))):
            return
        paths = body.get("paths")
        for key, item in paths.known() if isinstance(paths, Table) else ():
            for inner in _branches(item):
                if _is_no_map(inner):
                    yield self.finding(key.span, f"the path {key.value} must be a map of methods")
                elif isinstance(inner, Table):
                    yield from self._item(kind, key.value, inner, secured, converted)
            if is_function(item, False) and isinstance(item, Unknown) and item.why == "Fn::If":
                yield self.finding(key.span, "an Fn::If must be a list of a condition and two values")

    def _item(self, kind: str, path: str, item: Table, secured: bool, converted: bool) -> Iterator[Finding]:
        for key, operation in item.known():
            if secured and key.value not in ("parameters", "summary", "description") and not key.value.startswith("x-amazon-apigateway-c"):
                yield from self._operation(kind, path, key.value, operation, key)
        responses = item.get("options")
        if converted and isinstance(responses, Table):
            yield from self._responses(path, responses.get("responses"))

    def _operation(self, kind: str, path: str, verb: str, operation: Value, key: Known[str]) -> Iterator[Finding]:
        if kind == HTTP and verb == "any":
            yield self.finding(key.span, "SAM wants x-amazon-apigateway-any-method in the document of an HTTP API, not any")
        for inner in _branches(operation):
            if _is_no_map(inner):
                yield self.finding(key.span, f"the method {verb} of {path} must be a map")
                continue
            security = inner.get("security") if isinstance(inner, Table) else None
            if kind == HTTP or security is None or isinstance(security, Absent):
                continue
            if isinstance(inner, Table) and isinstance(inner.get("x-amazon-apigateway-integration"), Absent):
                continue
            if not isinstance(security, (List, Unknown)):
                yield self.finding(security.span, f"the security of {verb} {path} must be a list")
            for requirement in security.items if isinstance(security, List) else ():
                if _is_no_map(requirement):
                    yield self.finding(requirement.span, f"what the security of {verb} {path} asks for must be a map")

    def _responses(self, path: str, responses: Value) -> Iterator[Finding]:
        if is_other(responses, False, "map"):
            yield self.finding(responses.span, f"the responses of options {path} must be a map")
        answer = responses.get("200") if isinstance(responses, Table) else None
        headers = answer.get("headers") if isinstance(answer, Table) else None
        if headers is not None and is_other(headers, False, "map") and is_there(headers, False):
            yield self.finding(headers.span, f"the headers of options {path} must be a map")


def _writer(kind: str, properties: Table, event: Event | None) -> str | None:
    """Returns what SAM certainly writes into the document of an API."""
    for name in _WRITTEN_INTO[kind]:
        value = properties.get(name)
        there = isinstance(value, Known) and value.value is not None if name == "DisableExecuteApiEndpoint" else is_there(value, False)
        if there and not (name == "Auth" and kind == REST and not isinstance(value, Table)):
            return name
    return "the routes of events" if event is not None else None


def _not_a_document(kind: str, body: Table) -> str:
    """Returns why a body is certainly no document to SAM."""
    if not body.complete:
        return ""
    paths, version, swagger = body.get("paths"), body.get("openapi"), body.get("swagger")
    if body.lacks("paths") or is_other(paths, False, "map") or (isinstance(paths, Known) and paths.value is None):
        return "it has no map of paths"
    if is_nothing(version) and (kind == HTTP or is_nothing(swagger)):
        return "it does not say which version of OpenAPI it is"
    if isinstance(version, Known) and is_nothing(swagger) and not _VERSION.match(str(version.value)):
        return f"{str(version.value)!r} is no version of OpenAPI that SAM knows"
    return ""


def _is_version_3(body: Table, properties: Table) -> bool:
    version = properties.get("OpenApiVersion")
    if isinstance(version, Absent):
        version = body.get("openapi")
    return isinstance(version, Known) and bool(_VERSION.match(str(version.value)))


def _branches(value: Value) -> Iterator[Value]:
    """Yields a value, or the branches of an ``Fn::If`` that are there."""
    if isinstance(value, Unknown) and value.why.startswith("condition "):
        yield from (inner for inner in value.candidates if not isinstance(inner, Absent))
    else:
        yield value


def _is_no_map(value: Value) -> bool:
    """Returns whether a value is certainly no map, null included."""
    return is_other(value, False, "map") or (isinstance(value, Known) and value.value is None and value.writer is not None)
