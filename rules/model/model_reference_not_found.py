"""The rule model-reference-not-found."""

from __future__ import annotations

from apigw_lint.languages.mapping import shown
from apigw_lint.languages.requests import BUILT_IN_MODELS, model_names
from apigw_lint.languages.schema import is_imported, is_json, leads_somewhere, names_other_api, references
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.schema import ModelReference
    from apigw_lint.model import Model
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span


class ModelReferenceNotFound(Rule):
    """
    Reference of a schema that leads nowhere.

    ## What it does
    Finds references in models that are neither of the form `#/definitions/{name}`, inside of the schema, nor
    `https://apigateway.amazonaws.com/restapis/{api id}/models/{name}`, and such whose definition or model is not there or is a model of
    another API. Models of OpenAPI documents refer to each other as these do, and are not judged here.

    ## Why is this bad?
    API Gateway refuses the model: `Model reference must be in canonical form`.

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
          Schema: {type: object, additionalProperties: false, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
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
          Schema:
            type: object
            additionalProperties: false
            properties: {owner: {$ref: !Sub 'https://apigateway.amazonaws.com/restapis/${Api}/models/${Owner}'}}
      Owner:
        Type: AWS::ApiGateway::Model
        Properties:
          RestApiId: !Ref Api
          ContentType: application/json
          Schema: {type: object, properties: {name: {type: string}}}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    """

    consequence = Consequence.REJECTED

    def check_model(self, model: Model) -> Iterator[Finding]:
        """Follows the references of a schema."""
        schema = model.schema
        if isinstance(schema, Table) and is_json(model) and not is_imported(model):
            for reference in references(schema):
                yield from self._reference(reference, schema, model)

    def _reference(self, reference: ModelReference, schema: Table, model: Model) -> Iterator[Finding]:
        value, text = reference.value, reference.text
        if not reference.canonical:
            yield self.finding(
                value.span,
                f"{shown(text) or 'an empty text'} is no reference of a model: #/definitions/name inside of the schema, or "
                "https://apigateway.amazonaws.com/restapis/{api id}/models/{name}",
            )
        elif reference.inside:
            if isinstance(value, Known) and not leads_somewhere(schema, text):
                yield self._nowhere(value, schema)
        elif model.api is not None and names_other_api(reference, model.api):
            yield self.finding(value.span, f"{shown(text)} is a model of another API: a model refers to models of its own")
        elif reference.name is not None:
            yield from self._named(reference.name, value.span, model)

    def _nowhere(self, value: Known[str], schema: Table) -> Finding:
        from difflib import get_close_matches

        definitions = schema.get("definitions")
        names = [entry.name for entry in definitions.entries if entry.name is not None] if isinstance(definitions, Table) else []
        near = get_close_matches(value.value, [f"#/definitions/{name}" for name in names], 1, 0.8)
        edit = value.replaced(near[0]) if near else None
        has = f"; its definitions are {', '.join(names)}" if names else "; it has no definitions"
        return self.finding(
            value.span,
            f"{value.value} leads nowhere in this schema{has}",
            fix=Fix(f"write {near[0]}", [edit], safe=False) if edit else None,
        )

    def _named(self, name: str, place: Span, model: Model) -> Iterator[Finding]:
        api = model.api
        names = model_names(api) if api is not None and api.declared and api.models.complete else None
        if names is not None and name not in names and name not in BUILT_IN_MODELS:
            yield self.finding(place, f"the API has no model {name}" + (f"; it has {', '.join(sorted(names))}" if names else ""))
