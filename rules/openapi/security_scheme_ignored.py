"""The rule security-scheme-ignored."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, operations, scheme_names, schemes, tells_kind
from apigw_lint.languages.placeholders import may_be_filled_in
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Table, items, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_AUTHORIZER = "x-amazon-apigateway-authorizer"
_NOBODY = "NONE"
"""What SAM writes for a method that is open on purpose."""


class SecuritySchemeIgnored(Rule):
    """
    Security requirement that nothing enforces.

    ## What it does
    Finds requirements of operations, and of documents as a whole, whose security schemes have no authorizer, are no API key that API
    Gateway checks and no IAM, or are not defined at all, where that leaves the method open.

    ## Why is this bad?
    Only a scheme with `x-amazon-apigateway-authorizer`, one of type `awsSigv4`, or on REST APIs the API key `x-api-key` does anything. The
    importer drops all others, and everybody may call the method.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          security:
            - token: []
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    components:
      securitySchemes:
        token: {type: http, scheme: bearer}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          security:
            - token: []
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    components:
      securitySchemes:
        token:
          type: apiKey
          name: Authorization
          in: header
          x-amazon-apigateway-authorizer:
            type: cognito_user_pools
            providerARNs: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abcdefghi"]
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP")
    needs = ("api.body",)
    stage = "method request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the requirements of methods that are open."""
        document = document_of(api)
        defined = scheme_names(document) if document is not None else None
        if document is None or defined is None:
            return
        has_keys = api.kind == "REST" or not tells_kind(api, document)
        dead = {scheme.name for scheme in schemes(document) if _is_dead(scheme.table, has_keys)}
        operations = _operations(document)
        at_root = True
        for method in api.methods:
            operation = operations.get(method.name_span.start) if method.address.startswith("paths.") else None
            if operation is None or not _is_open(method, has_keys) or not isinstance(operation.get("x-amazon-apigateway-auth"), Absent):
                continue
            own = not isinstance(operation.get("security"), Absent)
            if own or at_root:
                at_root = at_root and own
                yield from self._requirements(operation if own else document, method if own else None, defined, dead)

    def _requirements(self, holder: Table, method: Method | None, defined: frozenset[str], dead: set[str]) -> Iterator[Finding]:
        for item in items(holder.get("security")):
            for name, _ in item.known() if isinstance(item, Table) else ():
                if (name.value not in defined and name.value != _NOBODY) or name.value in dead:
                    why = "has no authorizer that API Gateway could ask" if name.value in defined else "is not defined"
                    left = f"{method_label(method)} is" if method is not None else "the methods without a security of their own are"
                    yield self.finding(name.span, f"the security scheme {name.value} {why}: {left} open", about=method)


def _is_open(method: Method, has_keys: bool) -> bool:
    """Returns whether a method certainly asks nothing of its callers. Only APIs that have API keys ask for them."""
    kind = method.authorization_type
    asks = not isinstance(kind, Absent) and not (isinstance(kind, Known) and str(kind.value).upper() == "NONE")
    key = method.api_key_required
    return not asks and (not has_keys or isinstance(key, Absent) or known(key, bool) is False)


def _is_dead(scheme: Table, has_keys: bool) -> bool:
    """Returns whether a scheme certainly makes API Gateway check nothing. API keys are checked by APIs that have them only."""
    if not scheme.lacks(_AUTHORIZER) or not scheme.lacks("$ref"):
        return False
    authtype: Value = scheme.get("x-amazon-apigateway-authtype")
    if not isinstance(authtype, Absent) and not (isinstance(authtype, Known) and not str(authtype.value).lower().startswith("aws")):
        return False
    kind, name = scheme.get("type"), scheme.get("name")
    if known(kind, str) is None or any(may_be_filled_in(known(value, str)) for value in (authtype, kind, name)):
        return False
    return known(kind, str) != "apiKey" or not has_keys or (isinstance(name, Known) and str(name.value).lower() != "x-api-key")


def _operations(document: Table) -> dict[int, Table]:
    """Returns the operations of a document by where their verbs stand."""
    return {operation.parent.key.span.start: operation.table for operation in operations(document) if operation.parent is not None}
