"""The rule ignored-schema-keyword."""

from __future__ import annotations

from apigw_lint.languages.schema import LATER, OPENAPI, is_imported, is_json, subschemas, unknown_keywords
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Model
    from apigw_lint.rule import Finding

_SAYS_NOTHING = ("$comment", "$id", "$anchor", "examples")
_FORMATS = ("int32", "int64", "decimal")


class IgnoredSchemaKeyword(Rule):
    """
    Keyword of a schema that validates nothing.

    ## What it does
    Finds keywords of other drafts than the fourth, such as `const`, `contains` or `if`, in the schemas of models. In models that are
    not imported from an OpenAPI document it finds the keywords that only OpenAPI has, such as `nullable`, and the formats `int32`,
    `int64` and `decimal` too.

    ## Why is this bad?
    API Gateway reads models as JSON Schema draft 4. Bodies are not held against what that draft does not have.

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
          Schema: {type: object, additionalProperties: false, properties: {kind: {const: cat}}}
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
          Schema: {type: object, additionalProperties: false, properties: {kind: {enum: [cat]}}}
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "WEBSOCKET")

    def check_model(self, model: Model) -> Iterator[Finding]:
        """Looks at the keywords of a schema."""
        schema = model.schema
        if not isinstance(schema, Table) or not is_json(model):
            return
        imported = is_imported(model)
        for entry in unknown_keywords(schema):
            if entry.name in LATER and not (imported and entry.name in _SAYS_NOTHING):
                yield self.finding(entry.key.span, f"{entry.name} is no keyword of JSON Schema draft 4: nothing is validated by it")
            elif entry.name in OPENAPI and not imported:
                yield self.finding(entry.key.span, f"{entry.name} is a keyword of OpenAPI and none of a model: nothing is validated by it")
        for inner in subschemas(schema) if not imported else ():
            written = inner.get("format")
            if known(written, str) in _FORMATS:
                yield self.finding(written.span, f"API Gateway has no format {known(written, str)}: nothing is validated by it")
