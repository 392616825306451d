"""The rule authorizer-value-without-authorizer."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization
from apigw_lint.languages.templates import is_evaluated, templates_of
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.templates import WrittenTemplate
    from apigw_lint.languages.velocity.nodes import Reference
    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

_SIGNED = frozenset(
    {
        *("caller", "user", "userArn"),
        *("cognitoAuthenticationProvider", "cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId"),
    }
)
_KEYS = frozenset({"apiKey", "apiKeyId"})


class AuthorizerValueWithoutAuthorizer(Rule):
    """
    Value of the caller's authorization that the method's authorization never fills.

    ## What it does
    Finds `$context.authorizer...` in templates of methods without an authorizer, claims where no Cognito user pool is asked, values of
    signed requests (`$context.identity.caller`, `user`, `userArn` and `cognito...`) where no signature is asked for, and
    `$context.identity.apiKey` where no API key is. Templates that pass on everything there is, whatever is filled, are let be.

    ## Why is this bad?
    The value is empty for every caller: what the backend takes for an identity is nothing.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: '{"caller": "$context.authorizer.claims.sub"}'
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        pool:
          type: apiKey
          in: header
          name: Authorization
          x-amazon-apigateway-authtype: cognito_user_pools
          x-amazon-apigateway-authorizer:
            type: cognito_user_pools
            providerARNs: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_pets"]
    paths:
      /pets:
        get:
          security: [{pool: []}]
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: '{"caller": "$context.authorizer.claims.sub"}'
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the templates of all methods: some write one template for several."""
        users: dict[Span, list[Method]] = {}
        written: dict[Span, WrittenTemplate] = {}
        for method in api.methods:
            integration = method.integration
            if integration is None or not is_evaluated(integration):
                continue
            for part in (integration, *integration.responses):
                for template in templates_of(part):
                    if "authorizer" in template.text or "identity" in template.text:
                        users.setdefault(template.value.span, []).append(method)
                        written[template.value.span] = template
        for place, template in written.items():
            methods = list(api.methods) if api.kind == "WEBSOCKET" else users[place]
            if api.kind != "WEBSOCKET" or api.methods.complete:
                yield from self._template(template, methods, users[place][0])

    def _template(self, template: WrittenTemplate, methods: list[Method], about: Method) -> Iterator[Finding]:
        found = [(reference, family) for reference in _printed(template) for family in [_family(reference)] if family]
        families = {"authorizer" if family == "claims" else family for _, family in found}
        if len(families) != 1:
            return
        for reference, family in found:
            if all(_is_empty(method, family) for method in methods):
                shown = template.text[reference.start : reference.end]
                yield self.finding(
                    template.at(reference.start, reference.end), f"{shown} is always empty: {_reason(family, methods)}", about=about
                )


def _printed(template: WrittenTemplate) -> list[Reference]:
    """Returns the references to ``$context`` that a template uses; none where it asks whether one is there, or may read more."""
    from apigw_lint.languages.velocity.nodes import If, Reference
    from apigw_lint.languages.velocity.walking import nodes_of

    found = []
    for node in nodes_of(template.tree.body):
        if isinstance(node, If):
            conditions = [branch.condition for branch in node.branches if branch.condition is not None]
            if any(isinstance(part, Reference) and _family(part) for part in nodes_of(conditions)):
                return []
        if isinstance(node, Reference) and node.name == "context" and not node.quiet:
            found.append(node)
    return sorted(found, key=lambda reference: reference.start)


def _family(reference: Reference) -> str | None:
    """Returns what fills a variable: ``authorizer``, ``claims``, ``signature`` or ``key``."""
    from apigw_lint.languages.velocity.walking import path_of

    path = path_of(reference) if reference.name == "context" else []
    if len(path) < 2 or path[1] is None:
        return None
    if path[0] == "authorizer":
        return "claims" if path[1] == "claims" else "authorizer"
    if path[0] == "identity":
        return "signature" if path[1] in _SIGNED else "key" if path[1] in _KEYS else None
    return None


def _is_empty(method: Method, family: str) -> bool:
    """Returns whether nothing that a method asks of its callers fills a variable."""
    if family == "key":
        asked = method.api_key_required
        return isinstance(asked, Absent) or (isinstance(asked, Known) and asked.value in (None, False))
    kind = authorization(method)
    empty = {
        "authorizer": ("NONE", "AWS_IAM"),
        "claims": ("NONE", "AWS_IAM", "CUSTOM"),
        "signature": ("NONE", "COGNITO_USER_POOLS", "CUSTOM"),
    }
    return kind in empty[family]


def _reason(family: str, methods: list[Method]) -> str:
    if family == "key":
        return "no API key is asked for"
    kinds = sorted({authorization(method) or "" for method in methods})
    said = f"the authorization is {' or '.join(kinds)}"
    wanted = {"authorizer": "an authorizer", "claims": "a Cognito user pool", "signature": "AWS_IAM"}[family]
    return f"{said}, and only {wanted} gives one"
