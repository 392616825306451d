"""The rule request-validator-not-found."""

from __future__ import annotations

from apigw_lint.languages.responses import is_imported
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Reference, known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class RequestValidatorNotFound(Rule):
    """
    Request validator that the API does not have.

    ## What it does
    Finds methods whose request validator is one of another API, is no request validator at all, or, where these files make the API and
    its validators, an id that is written out: the ids of new validators are not known before they are made. In an OpenAPI document it
    finds names that `x-amazon-apigateway-request-validators` does not have.

    ## Why is this bad?
    API Gateway refuses the method: `Invalid Request Validator identifier specified`. An OpenAPI document is imported without: nothing is
    validated.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, Name: parameters, ValidateRequestParameters: true}
      FindPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          RequestValidatorId: parameters
          RequestParameters: {method.request.querystring.kind: true}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Validator:
        Type: AWS::ApiGateway::RequestValidator
        Properties: {RestApiId: !Ref Api, Name: parameters, ValidateRequestParameters: true}
      FindPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          RequestValidatorId: !Ref Validator
          RequestParameters: {method.request.querystring.kind: true}
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: https://pets.example.com/}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validator.html
    """

    consequence = Consequence.REJECTED
    needs = ("method.request_validator_id",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks up the request validator of a method."""
        api: Api | None = method.api
        if api is None or not api.declared:
            return
        written = method.request_validator_id
        if isinstance(written, Reference):
            yield from self._reference(api, method, written)
        elif api.request_validators.complete and method.request_validator is None:
            for name in strings(written):
                if name.value:
                    yield self._imported(api, name) if is_imported(api) else self._literal(api, name)

    def _reference(self, api: Api, method: Method, written: Reference) -> Iterator[Finding]:
        validator = method.request_validator
        if validator is not None:
            if validator.api is not api and validator.api is not None and validator.api.declared:
                yield self.finding(
                    written.span,
                    f"{written.target} is a request validator of another API",
                    related=[(validator.name_span, f"belongs to {validator.api.address}")],
                )
            return
        type_of = next((r.type for r in api.definition.resources if r.address == written.target), None) if api.definition else None
        if type_of is not None and not type_of.endswith(("::RequestValidator", "_request_validator")):
            yield self.finding(written.span, f"{written.target} is no request validator but of type {type_of}")

    def _literal(self, api: Api, name: Known[str]) -> Finding:
        named = next((v for v in api.request_validators if known(v.name, str) == name.value), None)
        refer = f": refer to {named.address}" if named is not None else ""
        return self.finding(
            name.span,
            f"{name.value} is the id of no request validator of this API{refer}",
            related=[(named.name_span, "has this name, and an id that is made when it is deployed")] if named is not None else (),
        )

    def _imported(self, api: Api, name: Known[str]) -> Finding:
        from difflib import get_close_matches

        names = [found for v in api.request_validators if (found := known(v.name, str)) is not None]
        near = get_close_matches(name.value, names, 1, 0.6)
        edit = name.replaced(near[0]) if near and isinstance(name, Known) else None
        return self.finding(
            name.span,
            f"the document has no request validator {name.value}" + (f"; it has {', '.join(names)}" if names else ""),
            fix=Fix(f"write {near[0]}", [edit], safe=False) if edit else None,
            consequence=Consequence.IGNORED,
        )
