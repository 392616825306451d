"""The rule request-model-not-found."""

from __future__ import annotations

from apigw_lint.languages.requests import BUILT_IN_MODELS, model_names
from apigw_lint.languages.responses import is_imported
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Reference, strings, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known, Value


class RequestModelNotFound(Rule):
    """
    Request model that the API does not have.

    ## What it does
    Finds request models of a method that are neither a model of the same API nor one of the built-in `Empty` and `Error`. Only APIs all
    of whose models are in these files are judged.

    ## Why is this bad?
    API Gateway refuses the method: `Invalid model identifier specified`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: Pet
          ContentType: application/json
          Schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}
      AddPet:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: POST
          AuthorizationType: NONE
          RequestValidatorId: !Ref Validator
          RequestModels: {application/json: Pets}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: POST, Uri: https://pets.example.com/}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
      Pet:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          Name: Pet
          ContentType: application/json
          Schema: {type: object, additionalProperties: false, properties: {name: {type: string}}}
      AddPet:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: POST
          AuthorizationType: NONE
          RequestValidatorId: !Ref Validator
          RequestModels: {application/json: !Ref Pet}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: POST, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("method.request_models",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks up the models of a method's requests."""
        api: Api | None = method.api
        # The importer of OpenAPI documents warns of an unknown model, and goes on.
        if api is None or is_imported(api):
            return
        for table in tables(method.request_models):
            for _, model in table.known():
                yield from self._foreign(api, model) if isinstance(model, Reference) else self._named(api, model)

    def _named(self, api: Api, model: Value) -> Iterator[Finding]:
        names = model_names(api) if api.declared and api.models.complete else None
        for name in strings(model) if names is not None else ():
            if name.value and name.value not in (names or ()) and name.value not in BUILT_IN_MODELS:
                yield self._unknown(name, names or {}, api)

    def _unknown(self, name: Known[str], names: dict[str, Known[str]], api: Api) -> Finding:
        from difflib import get_close_matches

        near = get_close_matches(name.value, [*names, *BUILT_IN_MODELS], 1, 0.6)
        edit = name.replaced(near[0]) if near else None
        return self.finding(
            name.span,
            f"the API has no model {name.value}" + (f"; it has {', '.join(sorted(names))}" if names else ""),
            # What API Gateway says to a WebSocket API's route is not recorded.
            consequence=Consequence.BROKEN if api.kind == "WEBSOCKET" else None,
            fix=Fix(f"write {near[0]}", [edit], safe=False) if edit else None,
        )

    def _foreign(self, api: Api, model: Reference) -> Iterator[Finding]:
        """Looks at a model of another API of the same files."""
        others = api.definition.apis if api.definition is not None and api.declared else ()
        for other in others:
            for candidate in other.models if other is not api and other.declared else ():
                if candidate.address == model.target:
                    yield self.finding(
                        model.span,
                        f"{model.target} is a model of another API",
                        related=[(candidate.name_span, f"belongs to {other.address}")],
                    )
