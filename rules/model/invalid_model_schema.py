"""The rule invalid-model-schema."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.schema import LATER, OPENAPI, REFUSED, faults, is_imported, is_json, keywords, unknown_keywords
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, List, Table, known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.schema import Fault
    from apigw_lint.model import Model
    from apigw_lint.rule import Finding
    from apigw_lint.value import Entry

_MEDIA_TYPE = regexp(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+\s*(;.*)?")
_READ_BY_THE_IMPORTER = ("type", "required")


class InvalidModelSchema(Rule):
    """
    Schema of a model that API Gateway does not accept.

    ## What it does
    Holds the schemas of models for `application/json` against JSON Schema draft 4, and names the keyword: types that there are not, an
    empty list of required properties, `required: true` on a property, limits that are no numbers, `exclusiveMinimum` with a number as in
    later drafts. It finds keywords that API Gateway does not know, schemas that are no JSON or missing, and content types that are none.
    Of schemas in OpenAPI documents, which the importer rewrites, it looks at `type` and `required`.

    ## Why is this bad?
    API Gateway refuses the model: `Invalid model schema specified`, `Unsupported keyword(s): ["example"]`. The importer of OpenAPI
    documents drops what it cannot read, and validates less than is written.

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
          Schema: {type: object, additionalProperties: false, required: [], properties: {name: {type: text}}}
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
          Schema: {type: object, additionalProperties: false, required: [name], properties: {name: {type: string}}}
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
    - https://json-schema.org/draft-04/schema
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")

    def check_model(self, model: Model) -> Iterator[Finding]:
        """Looks at a model. What API Gateway says to those of WebSocket APIs, which then hold no message against it, is not recorded."""
        for finding in self._model(model):
            if model.api is not None and model.api.kind == "WEBSOCKET" and finding.consequence is Consequence.REJECTED:
                finding.consequence = Consequence.BROKEN
            yield finding

    def _model(self, model: Model) -> Iterator[Finding]:
        for written in strings(model.content_type):
            if not _MEDIA_TYPE.fullmatch(written.value):
                yield self.finding(written.span, f"content type {written.value or 'is empty: it'} is no media type")
        if not is_json(model):
            return
        schema = model.schema
        if isinstance(schema, Table):
            yield from self._keywords(schema, model)
        elif not is_imported(model):
            yield from self._no_schema(model)

    def _no_schema(self, model: Model) -> Iterator[Finding]:
        schema = model.schema
        empty = isinstance(schema, Absent) or (isinstance(schema, Known) and schema.value in (None, ""))
        if empty:
            yield self.finding(model.name_span if isinstance(schema, Absent) else schema.span, "the model has no schema")
        elif known(schema, str) is not None:
            yield self.finding(schema.span.first_line(), "the schema is no JSON")
        elif isinstance(schema, (Known, List)):
            yield self.finding(schema.span, "a schema is an object")

    def _keywords(self, schema: Table, model: Model) -> Iterator[Finding]:
        imported = is_imported(model)
        for fault in faults(schema):
            if not imported:
                yield self._fault(fault)
            elif fault.keyword in _READ_BY_THE_IMPORTER and (fault.written is None or fault.written.value != "file"):
                yield self._fault(fault, Consequence.IGNORED)
        for entry in unknown_keywords(schema) if not imported else ():
            if entry.name not in LATER and entry.name not in OPENAPI:
                yield self._unknown(entry)

    def _fault(self, fault: Fault, consequence: Consequence | None = None) -> Finding:
        edit = fault.written.replaced(fault.near) if fault.written is not None and fault.near else None
        fix = Fix(f"write {fault.near}", [edit], safe=False) if edit else None
        return self.finding(fault.span, fault.message, fix=fix, consequence=consequence)

    def _unknown(self, entry: Entry) -> Finding:
        name = entry.name or ""
        names = {keyword.upper(): keyword for keyword in keywords()}
        near = None if name in REFUSED else names.get(nearest(name, names) or "")
        return self.finding(
            entry.key.span,
            f"{name} is no keyword of JSON Schema draft 4: API Gateway refuses models with unsupported keywords",
            help=f"{near} is close" if near else "",
        )
