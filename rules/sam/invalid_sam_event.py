"""The rule invalid-sam-event."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.serverless import FUNCTION, HTTP, NAMING, REST, STATE_MACHINE, api_of, events, named, resources
from apigw_lint.languages.serverless_values import call_at, function_at, is_function, is_literal, is_nothing, is_other, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, List, Reference, Table, Unknown, known, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.serverless import Event
    from apigw_lint.model import Definition, RawResource
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_PARAMETER = regexp(r"method\.request\.(querystring|path|header)\.")
_SETTINGS = ("Required", "Caching")
_TYPES = {"Api": REST, "HttpApi": HTTP}


class InvalidSamEvent(Rule):
    """
    Event of a SAM function or state machine that SAM cannot make a method of.

    ## What it does
    Finds events of type `Api` and `HttpApi` that name an API which is not in the template, with anything but `Ref` or its logical id, or
    one of the other kind; two events with one path and method; a path without a method; request models that the API has not; request
    parameters that are not named `method.request.header.X`; and events of a type that there is not.

    ## Why is this bad?
    SAM refuses the template: `RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template`, `API method
    "get" defined multiple times for path "/pets"`, `Unable to set RequestModel [Pet] on API method [post] because it wasn't defined in the
    API's Models`. An API of another stack or of `Fn::ImportValue` cannot be named.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: Api
              Properties: {Path: /pets, Method: get}
            Again:
              Type: Api
              Properties: {Path: /pets, Method: GET}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: HttpApi
              Properties: {ApiId: !GetAtt Pets.ApiId, Path: /pets, Method: get}
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: Api
              Properties: {Path: /pets, Method: get}
            Again:
              Type: Api
              Properties: {Path: /pets, Method: post}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: HttpApi
              Properties: {ApiId: !Ref Pets, Path: /pets, Method: get}
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the events of the functions and state machines of SAM."""
        for resource in resources(definition, FUNCTION, STATE_MACHINE):
            yield from self._shapes(resource)
            if resource.type == FUNCTION:
                yield from self._types(resource)
        first: dict[tuple[str, str, str], Event] = {}
        for event in events(definition):
            yield from self._naming(definition, event)
            yield from self._route(event)
            api = api_of(definition, event)
            if api is None or not isinstance(api.properties, Table) or not _writes(api.properties, event):
                continue
            yield from self._twice(api, event, first)
            if event.kind == "Api" and event.owner.type == FUNCTION:
                yield from self._model(api.properties, event)
                yield from self._parameters(event.properties.get("RequestParameters"))

    def _shapes(self, resource: RawResource) -> Iterator[Finding]:
        """Yields the finding of each map that is none. A function is called in the place of none of them."""
        if not isinstance(resource.properties, Table):
            return
        written = resource.properties.get("Events")
        if is_other(written, False, "map") or is_function(written, False):
            yield self.finding(written.span, "Events must be a map of names and events, written out")
        for key, event in written.known() if isinstance(written, Table) else ():
            kind = event.get("Type") if isinstance(event, Table) else event
            if key.value.startswith("Fn::"):
                continue
            if is_other(event, False, "map") or is_function(event, False) or _is_null(event):
                yield self.finding(key.span, f"the event {key.value} must be a map with a Type, written out")
            elif is_other(kind, False, "string") or _is_null(kind):
                yield self.finding(kind.span, "the Type of an event must be text, written out")
            elif isinstance(event, Table) and isinstance(kind, Known) and kind.value in _TYPES:
                properties = event.get("Properties")
                if is_other(properties, False, "map") or is_function(properties, False) or _is_null(properties):
                    yield self.finding(key.span, f"the Properties of the event {key.value} must be a map, written out")

    def _types(self, resource: RawResource) -> Iterator[Finding]:
        from apigw_lint.facts.schemas import serverless_events

        written = resource.properties.get("Events") if isinstance(resource.properties, Table) else None
        known_types = serverless_events()
        for key, event in written.known() if isinstance(written, Table) else ():
            kind = event.get("Type") if isinstance(event, Table) else None
            if isinstance(kind, Absent) and isinstance(event, Table) and event.lacks("Type"):
                yield self.finding(key.span, f"the event {key.value} needs a Type")
            elif isinstance(kind, Known) and is_literal(kind) and isinstance(kind.value, str) and kind.value not in known_types:
                near = nearest(scalar_text(kind.value), known_types)
                edit = kind.replaced(near) if near is not None else None
                fix = Fix(f"write {near}", [edit], safe=str(kind.value).lower() == str(near).lower()) if edit else None
                words = f"there are no events of the type {scalar_text(kind.value)}" + (f": {near} is one" if near else "")
                yield self.finding(kind.span, words, fix=fix)

    def _naming(self, definition: Definition, event: Event) -> Iterator[Finding]:
        value, kind = event.api_id, _TYPES[event.kind]
        name = NAMING[event.kind]
        if isinstance(value, Absent) or (isinstance(value, Known) and value.value is None):
            return
        if isinstance(value, Unknown) and not isinstance(value, Reference) and value.why.endswith(("Ref", "not in the template")):
            yield self.finding(value.span, f"{name} must be an {kind} of this template, and there is none of this name")
        elif isinstance(value, (Table, List)) or (
            function_at(event.properties, name) != "Ref" and call_at(event.properties, name) is not None
        ):
            yield self.finding(value.span, f"{name} must be !Ref of an {kind} of this template: SAM cannot follow anything else")
        else:
            yield from self._of_other_kind(definition, event, kind)

    def _of_other_kind(self, definition: Definition, event: Event, kind: str) -> Iterator[Finding]:
        """Yields the finding of an event whose API is of the other kind. Events of type HttpApi may go into a REST API in OpenAPI 3."""
        target = named(event.api_id)
        for api in resources(definition, HTTP if event.kind == "Api" else REST):
            properties = api.properties
            if api.address != f"Resources/{target}" or not isinstance(properties, Table):
                continue
            made = all(properties.lacks(name) for name in ("DefinitionBody", "DefinitionUri", "OpenApiVersion"))
            if event.kind == "Api" or made:
                other = "HttpApi" if event.kind == "Api" else "Api"
                words = f"{NAMING[event.kind]} must be an {kind}, and {target} is an {api.type}: its events are of the type {other}"
                yield self.finding(event.api_id.span, words)

    def _route(self, event: Event) -> Iterator[Finding]:
        for name in ("Path", "Method"):
            call = call_at(event.properties, name)
            if call is not None and function_at(event.properties, name) != "Fn::Transform":
                yield self.finding(call, f"the {name} of an event must be written out: SAM takes no function here, and no parameter")
            elif isinstance(value := event.properties.get(name), Table) and len(value.entries) == 1:
                yield self.finding(value.span, f"the {name} of an event must be text")
        if event.kind != "HttpApi":
            return
        settings = event.properties.entry("RouteSettings")
        if settings is not None and isinstance(settings.value, Known) and settings.value.value is None:
            yield self.finding(settings.key.span, "RouteSettings must be a map, and is nothing")
        for name, other in (("Method", "Path"), ("Path", "Method")):
            lacking = event.properties.lacks(name) or _is_null(event.properties.get(name))
            if lacking and is_there(event.properties.get(other), False):
                yield self.finding(event.key.span, f"an event with a {other} needs a {name}; without both it is the $default route")

    def _twice(self, api: RawResource, event: Event, first: dict[tuple[str, str, str], Event]) -> Iterator[Finding]:
        path, verb = known(event.properties.get("Path"), str), known(event.properties.get("Method"), str)
        if event.kind == "HttpApi" and is_nothing(event.properties.get("Path")) and is_nothing(event.properties.get("Method")):
            path, verb = "$default", "any"
        if path is None or verb is None:
            return
        verb = "any" if verb.lower() == "x-amazon-apigateway-any-method" else verb.lower()
        key = (api.address, path, verb)
        if key in first and not (event.kind == "Api" and _merges(api)):
            words = f"{verb.upper()} {path} is another event already: an API has one method for them"
            yield self.finding(event.key.span, words, related=[(first[key].key.span, "the other event")])
        first.setdefault(key, event)

    def _model(self, api: Table, event: Event) -> Iterator[Finding]:
        written = event.properties.get("RequestModel")
        model = written.get("Model") if isinstance(written, Table) else None
        if not isinstance(written, Table) or model is None or is_nothing(model):
            return
        models = api.get("Models")
        if is_other(model, False, "string"):
            yield self.finding(model.span, "Model must be the name of one of the API's Models")
        elif is_nothing(models) and api.lacks("Models"):
            yield self.finding(model.span, "the API has no Models")
        elif isinstance(models, Table) and isinstance(model, Known) and models.lacks(str(model.value)):
            yield self.finding(model.span, f"the API has no {model.value} among its Models")
        for name in ("ValidateBody", "ValidateParameters"):
            value = written.get(name)
            call = call_at(written, name)
            if call is not None or is_other(value, False, "boolean"):
                yield self.finding(call or value.span, f"{name} must be true or false, written out")

    def _parameters(self, parameters: Value) -> Iterator[Finding]:
        for item in parameters.items if isinstance(parameters, List) else ():
            pairs: list[tuple[Value, str, Value | None]] = []
            if isinstance(item, Table):
                pairs = [(key, key.value, value) for key, value in list(item.known())[:1]]
            elif isinstance(item, Known) and isinstance(item.value, str):
                pairs = [(item, item.value, None)]
            elif is_other(item, False, "string", "map") or is_function(item, False) or _is_null(item):
                yield self.finding(item.span, "a request parameter is a name, or a name with its settings")
            for place, name, settings in pairs:
                if not _PARAMETER.match(name):
                    yield self.finding(
                        place.span, f"{name} is no request parameter: method.request.header.{{name}}, .querystring. or .path."
                    )
                elif settings is not None and (is_other(settings, False, "map") or is_function(settings, False)):
                    yield self.finding(settings.span, f"the settings of a request parameter are a map of {' and '.join(_SETTINGS)}")
                for key, _ in settings.known() if isinstance(settings, Table) else ():
                    if key.value not in _SETTINGS:
                        yield self.finding(key.span, f"a request parameter has no {key.value}: it has {' and '.join(_SETTINGS)}")


def _is_null(value: Value) -> bool:
    return isinstance(value, Known) and value.value is None and value.writer is not None


def _merges(api: RawResource) -> bool:
    """Returns whether events may go into the document of an API one by one, the later over the earlier."""
    return not (isinstance(api.properties, Table) and is_nothing(api.properties.get("MergeDefinitions")))


def _writes(api: Table, event: Event) -> bool:
    """Returns whether SAM certainly writes an event's method into the document of the API."""
    without = all(api.lacks(name) for name in ("DefinitionBody", "DefinitionUri"))
    return without or (
        event.kind == "Api" and known(api.get("MergeDefinitions"), bool) is True and not is_nothing(api.get("DefinitionBody"))
    )
