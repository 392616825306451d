"""The rule unused-model."""

from __future__ import annotations

from apigw_lint.languages.requests import BUILT_IN_MODELS, model_of
from apigw_lint.languages.schema import is_imported, references
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Entry, Known, List, Reference, Table, Text, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class UnusedModel(Rule):
    """
    Model that nothing refers to.

    ## What it does
    Finds models that no request, no response and no other model of their API names.

    ## Why is this bad?
    It describes nothing that is sent or answered, and counts towards the number of models that an API may have.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: Pet
          ContentType: application/json
          Schema: {type: object, properties: {name: {type: string}}}
      ListPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: Pet
          ContentType: application/json
          Schema: {type: object, properties: {name: {type: string}}}
      ListPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses: [{StatusCode: 200, ResponseModels: {application/json: !Ref Pet}}]
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    """

    consequence = Consequence.ADVISED
    kinds = ("REST", "WEBSOCKET")
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks for the models that are named nowhere."""
        if not (api.declared and api.methods.complete and len(api.models)):
            return
        used = _used(api)
        for model in api.models if used is not None else ():
            # A schema that is written in place is used there; a name that is not known may be used anywhere.
            named = known(model.name, str) is not None or isinstance(model.name, Absent)
            if named and model.certain and used is not None and id(model) not in used:
                finding = self.finding(model.name_span, f"nothing refers to the model {known(model.name, str) or model.address}")
                finding.address = model.address
                yield finding


def _used(api: Api) -> set[int] | None:
    """Returns the models that something of the API names; ``None`` where any other may be meant."""
    used: set[int] = set()
    for value in _named(api):
        model = model_of(api, value)
        if model is not None:
            used.add(id(model))
        elif not (isinstance(value, Known) and value.value in (None, "", *BUILT_IN_MODELS)) and not _is_in_place(value):
            return None
    names = {name: id(model) for model in api.models if (name := known(model.name, str)) is not None}
    for text in _all_references(api.body):
        used.add(names.get(text.rpartition("/")[2], 0))
    for model in api.models:
        if is_imported(model) or not isinstance(model.schema, Table):
            continue
        for reference in references(model.schema):
            if reference.inside:
                continue
            target = names.get(reference.name) if reference.name is not None else _referred(api, reference.value)
            if target is None:
                return None
            used.add(target)
    return used


def _named(api: Api) -> Iterator[Value]:
    """Yields what the methods of an API name as models."""
    for method in api.methods:
        for table in (method.request_models, *(response.response_models for response in method.responses)):
            if isinstance(table, Table) and table.complete:
                yield from (entry.value for entry in table.entries)
            elif not isinstance(table, Absent):
                yield table
        if not method.responses.complete and api.format != "openapi":
            yield Unknown(method.span)


def _is_in_place(value: Value) -> bool:
    """Returns whether a value stands for a schema that an OpenAPI document has at its place."""
    return isinstance(value, Unknown) and not isinstance(value, Reference) and "written in place" in value.why


def _referred(api: Api, value: Known[str] | Text) -> int | None:
    for part in value.parts if isinstance(value, Text) else ():
        for model in api.models if isinstance(part, Reference) else ():
            if isinstance(part, Reference) and model.address == part.target:
                return id(model)
    return None


def _all_references(document: Value) -> Iterator[str]:
    """Yields the text of each ``$ref`` of an OpenAPI document."""
    waiting: list[Value] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Table):
            waiting += [entry.value for entry in value.entries]
            yield from (text for entry in value.entries if _refers(entry) and (text := known(entry.value, str)) is not None)
        elif isinstance(value, List):
            waiting += value.items
        elif isinstance(value, Unknown):
            waiting += value.candidates


def _refers(entry: Entry) -> bool:
    return entry.name == "$ref"
