"""The rule response-model-not-found."""

from __future__ import annotations

from apigw_lint.languages.responses import is_imported
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Reference, strings, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, MethodResponse
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_BUILT_IN = ("Empty", "Error")


class ResponseModelNotFound(Rule):
    """
    Response model that the API does not have.

    ## What it does
    Finds response models of a method response that are neither a model of the same API nor one of the built-in `Empty` and `Error`. Only
    APIs all of whose models are in these files are judged.

    ## Why is this bad?
    API Gateway refuses the method response: `Invalid model identifier specified`.

    ## Example
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Pets
          Name: Pet
          ContentType: application/json
          Schema: {type: object}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Pets
          ResourceId: !GetAtt Pets.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses:
            - StatusCode: 200
              ResponseModels: {application/json: Pets}
          Integration:
            Type: MOCK
    ```

    ## Use instead
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Pets
          Name: Pet
          ContentType: application/json
          Schema: {type: object}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Pets
          ResourceId: !GetAtt Pets.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          MethodResponses:
            - StatusCode: 200
              ResponseModels: {application/json: Pet}
          Integration:
            Type: MOCK
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("method_response.response_models",)
    stage = "method response"

    def check_method_response(self, response: MethodResponse) -> Iterator[Finding]:
        """Looks up the models of a method response."""
        api = response.method.api if response.method is not None else None
        # The importer of OpenAPI documents warns of an unknown model, and goes on.
        if api is None or is_imported(api):
            return
        for table in tables(response.response_models):
            for _, model in table.known():
                yield from self._model(api, model)

    def _model(self, api: Api, model: Value) -> Iterator[Finding]:
        if isinstance(model, Reference):
            yield from self._foreign(api, model)
        elif api.declared and api.models.complete:
            names = _names(api)
            for name in strings(model) if names is not None else ():
                if name.value and name.value not in (names or ()) and name.value not in _BUILT_IN:
                    yield self._unknown(name, names or {}, api)

    def _unknown(self, name: Known[str], names: dict[str, Known[str]], api: Api) -> Finding:
        from difflib import get_close_matches

        near = get_close_matches(name.value, [*names, *_BUILT_IN], 1, 0.6)
        edit = name.replaced(near[0]) if near else None
        return self.finding(
            name.span,
            f"the API has no model {name.value}" + (f"; it has {', '.join(sorted(names))}" if names else ""),
            # What API Gateway says to a WebSocket API's route response is not recorded.
            consequence=Consequence.BROKEN if api.kind == "WEBSOCKET" else None,
            fix=Fix(f"write {near[0]}", [edit], safe=False) if edit else None,
        )

    def _foreign(self, api: Api, model: Reference) -> Iterator[Finding]:
        """Looks at a model of another API of the same files."""
        others = api.definition.apis if api.definition is not None else ()
        for other in others:
            for candidate in other.models:
                if candidate.address == model.target and other is not api and other.declared and api.declared:
                    yield self.finding(
                        model.span,
                        f"{model.target} is a model of another API",
                        related=[(candidate.name_span, f"belongs to {other.address}")],
                    )


def _names(api: Api) -> dict[str, Known[str]] | None:
    """Returns the models of an API by name; ``None`` where a name is not known. CloudFormation makes up the names that are not written."""
    names = {}
    for model in api.models:
        if isinstance(model.name, Known) and isinstance(model.name.value, str):
            names[model.name.value] = model.name
        elif not isinstance(model.name, Absent):
            return None
    return names
