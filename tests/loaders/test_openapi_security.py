import pytest
from openapi_reading import api_of, body_into, plain, unknown, value, written

from apigw_lint.value import Entry, Known, Reference, Table

REST = """\
swagger: "2.0"
security: [{tokens: []}]
paths:
  /a:
    get: {}
    put: {security: []}
    post: {security: [{pool: [pets.read, pets.write], key: []}]}
    patch: {security: [{iam: []}]}
    delete: {security: [{key: []}]}
    options: {security: [{NONE: []}, {basic: []}]}
    head: {security: [{tokens: []}, {pool: []}]}
securityDefinitions:
  tokens:
    type: apiKey
    name: X-Token
    in: header
    x-amazon-apigateway-authtype: custom
    x-amazon-apigateway-authorizer:
      type: token
      authorizerUri: arn:uri
      authorizerCredentials: arn:role
      authorizerResultTtlInSeconds: "60"
      identitySource: method.request.header.Ignored
      identityValidationExpression: ^[a-z]{3}$
  requests:
    type: apiKey
    name: Unused
    in: header
    x-amazon-apigateway-authorizer: {type: Request, identitySource: "method.request.header.A, context.path"}
  pool:
    type: apiKey
    name: Authorization
    in: header
    x-amazon-apigateway-authtype: cognito_user_pools
    x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: [arn:pool]}
  key: {type: apiKey, name: X-Api-Key, in: header}
  iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
  basic: {type: basic}
"""


def test_authorizers_of_a_rest_api():
    api = api_of(REST)

    assert [
        {
            "name": "tokens",
            "type": "TOKEN",
            "uri": "arn:uri",
            "credentials": "arn:role",
            "identity_source": "method.request.header.X-Token",
            "identity_validation_expression": "^[a-z]{3}$",
            "result_ttl": 60,
            "auth_type": "custom",
        },
        {"name": "requests", "type": "REQUEST", "identity_source": "method.request.header.A, context.path"},
        {
            "name": "pool",
            "type": "COGNITO_USER_POOLS",
            "provider_arns": ["arn:pool"],
            "identity_source": "method.request.header.Authorization",
            "auth_type": "cognito_user_pools",
        },
    ] == [written(authorizer) for authorizer in api.authorizers]
    assert api.authorizers.complete
    assert "securityDefinitions.tokens" == api.authorizers[0].address
    assert "tokens" == api.authorizers[0].name_span.text
    assert "X-Token" == api.authorizers[0].identity_source.span.text


def test_authorization_of_rest_methods():
    api = api_of(REST)
    tokens, _, pool = api.authorizers
    get, put, post, patch, delete, options, head = api.methods

    assert ["CUSTOM", None, "COGNITO_USER_POOLS", "AWS_IAM", None, None, ("?", "CUSTOM", "COGNITO_USER_POOLS")] == [
        plain(found.authorization_type) for found in (get, put, post, patch, delete, options, head)
    ]
    assert [tokens, None, pool, None, None, None, None] == [found.authorizer for found in api.methods]
    assert [None, None, True, None, True, None, None] == [plain(found.api_key_required) for found in api.methods]
    assert ["pets.read", "pets.write"] == plain(post.authorization_scopes)
    assert "?" == plain(head.authorizer_id)


def test_authorization_stands_at_the_requirement():
    get, _, post, *_ = api_of(REST).methods

    assert ("tokens", 2) == (get.authorization_type.span.text, get.authorization_type.span.first.line)
    assert ("pool", 7) == (post.authorization_type.span.text, post.authorization_type.span.first.line)
    assert "key" == post.api_key_required.span.text
    assert isinstance(get.authorizer_id, Reference)
    assert "securityDefinitions.tokens" == get.authorizer_id.target


@pytest.mark.parametrize(
    ("text", "kind"),
    [("AWS_IAM", "AWS_IAM"), ("aws_iam", "AWS_IAM"), ("NONE", "NONE")],
)
def test_the_auth_extension_says_the_type_itself(text, kind):
    api = api_of(f"swagger: '2.0'\npaths: {{/a: {{get: {{x-amazon-apigateway-auth: {{type: {text}}}}}}}}}")

    assert kind == plain(api.methods[0].authorization_type)
    assert text == api.methods[0].authorization_type.span.text


SCHEME = """\
swagger: "2.0"
securityDefinitions:
  s: {type: apiKey, %s, x-amazon-apigateway-authorizer: {%s}}
"""


@pytest.mark.parametrize(
    ("scheme", "authorizer", "expected"),
    [
        ("name: H, in: header", "type: request", "method.request.header.H"),
        ("name: q, in: query", "type: request", "method.request.querystring.q"),
        ("name: Unused, in: header", "type: request", None),
        ("in: header", "type: token", None),
        ("name: H", "type: token", "?"),
        ("name: H, in: header", "authorizerUri: u", "?"),
    ],
)
def test_identity_source_of_a_scheme(scheme, authorizer, expected):
    assert expected == plain(api_of(SCHEME % (scheme, authorizer)).authorizers[0].identity_source)


HTTP = """\
openapi: 3.0.1
paths:
  /a:
    get: {security: [{jwt: [read]}]}
    put: {security: [{lambda: []}]}
    post: {security: [{oidc: []}]}
    delete: {security: [{bare: []}]}
components:
  securitySchemes:
    jwt:
      type: oauth2
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: {issuer: https://login.example.com, audience: [a, b]}
    lambda:
      type: apiKey
      x-amazon-apigateway-authorizer:
        type: request
        identitySource: "$request.header.A, $context.b"
        authorizerPayloadFormatVersion: 2.0
        enableSimpleResponses: "true"
    oidc:
      type: openIdConnect
      openIdConnectUrl: https://login.example.com/.well-known/openid-configuration
      x-amazon-apigateway-authorizer: {type: jwt, jwtConfiguration: {audience: [a]}}
    bare: {type: oauth2}
"""


def test_authorizers_of_an_http_api():
    assert [
        {
            "name": "jwt",
            "type": "JWT",
            "identity_source": ["$request.header.Authorization"],
            "jwt_audience": ["a", "b"],
            "jwt_issuer": "https://login.example.com",
        },
        {
            "name": "lambda",
            "type": "REQUEST",
            "identity_source": ["$request.header.A", "$context.b"],
            "payload_format_version": "2.0",
            "enable_simple_responses": True,
        },
        {"name": "oidc", "type": "JWT", "jwt_audience": ["a"], "jwt_issuer": "?"},
    ] == [written(authorizer) for authorizer in api_of(HTTP).authorizers]


def test_authorization_of_routes():
    assert [("JWT", ["read"]), ("CUSTOM", None), ("JWT", None), (None, None)] == [
        (plain(route.authorization_type), plain(route.authorization_scopes)) for route in api_of(HTTP).methods
    ]


def test_each_identity_source_has_its_place():
    sources = api_of(HTTP).authorizers[1].identity_source

    assert ["$request.header.A", "$context.b"] == [source.span.text for source in sources.items]


def replaced(text: str, key: str, new: object) -> Table:
    document = value(text)
    assert isinstance(document, Table)
    return Table([Entry(entry.key, new if entry.name == key else entry.value) for entry in document.entries], document.span)


def test_unknown_schemes_leave_authorization_unknown():
    document = value(REST)
    api = body_into(replaced(REST, "securityDefinitions", unknown(document)))
    get, put, *_ = api.methods

    assert ("?", "?", "?") == (plain(get.authorization_type), plain(get.authorizer_id), plain(get.api_key_required))
    assert (None, None) == (plain(put.authorization_type), plain(put.api_key_required))
    assert not api.authorizers.complete


def test_unknown_security_leaves_authorization_unknown():
    document = value(REST)
    get, put, *_ = body_into(replaced(REST, "security", unknown(document))).methods

    assert ("?", "?") == (plain(get.authorization_type), plain(get.api_key_required))
    assert (None, None) == (plain(put.authorization_type), plain(put.api_key_required))


def test_an_authorizer_of_unknown_type_is_no_known_authorization():
    document = value(SCHEME % ("name: H, in: header", "type: token"))
    assert isinstance(document, Table)
    authorizer = document.get("securityDefinitions").get("s").get("x-amazon-apigateway-authorizer")  # type: ignore[attr-defined]
    authorizer.entries[0].value = unknown(document, Known("token", document.span), Known("request", document.span))
    paths = value("{/a: {get: {security: [{s: []}]}}}")
    api = body_into(Table([*document.entries, Entry(Known("paths", document.span), paths)], document.span))

    assert ("?", "TOKEN", "REQUEST") == plain(api.authorizers[0].type)
    assert "?" == plain(api.methods[0].authorization_type)
    assert api.authorizers[0] is api.methods[0].authorizer
