"""Integrations of HTTP APIs under rules that all kinds of API have, in each format."""

import pytest
from aws_errors.foretold import Cannot
from aws_errors.http import NO_OPENAPI, api, integration, part, proxy
from definitions import consequences, fixed, found, openapi


def escaped(value):
    """Returns a value as Terraform has it in a string."""
    return value.replace("${", "$${")


def mapped(key, value):
    """Returns the definitions of a proxy with one mapping of its requests."""
    pair = f"{{'{key}': \"{value}\"}}"
    return proxy(f"RequestParameters: {pair}", f'request_parameters = {{ "{key}" = "{escaped(value)}" }}', f"requestParameters: {pair}")


def answered(key, value):
    """Returns the definitions of a proxy with one mapping of its answers."""
    return proxy(
        f"ResponseParameters: {{'200': {{ResponseParameters: [{{Destination: '{key}', Source: \"{value}\"}}]}}}}",
        f'response_parameters {{\n  status_code = "200"\n  mappings    = {{ "{key}" = "{escaped(value)}" }}\n}}',
        f"responseParameters: {{'200': {{'{key}': \"{value}\"}}}}",
    )


def places(rule, definitions):
    """Returns the places that a rule finds without their quotes, the same in all formats that can have them."""
    seen = {
        tuple(place.strip("\"'").replace("$$", "$") for place in found(rule, text))
        for text in definitions.values()
        if isinstance(text, str)
    }
    assert len(seen) == 1, seen
    return list(seen.pop())


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("$request.header.A $request.header.B", ["$request.header.A $request.header.B"]),
        ("$request.header.A-${request.header.B}", []),
        ("${request.header.A} ${request.header.B}", []),
        ("$request.body..id", ["$request.body..id"]),
        ("${request.body.pets[?(@.id)]}", ["${request.body.pets[?(@.id)]}"]),
        ("$request.body.pets[0].id", []),
        ("costs $5 and more", []),
    ],
)
def test_a_value_that_is_taken_and_cannot_be_read(value, place):
    definitions = mapped("overwrite:header.X-Id", value)

    assert place == places("invalid-mapping-expression", definitions)
    for text in definitions.values():
        assert ["broken"] * len(place) == consequences("invalid-mapping-expression", text)


def test_paths_into_the_bodies_of_answers():
    assert ["$response.body..id"] == places("invalid-mapping-expression", answered("overwrite:header.X-Id", "$response.body..id"))


def test_the_variables_of_a_value_are_put_in_braces():
    text = mapped("overwrite:header.X-Id", "$request.header.A $request.path")["terraform"]

    assert '"${request.header.A} ${request.path}"' not in text
    assert "$${request.header.A} $${request.path}" in fixed("invalid-mapping-expression", text)


@pytest.mark.parametrize("side", [mapped, answered])
def test_quotes_become_part_of_a_value(side):
    assert ["live"] == places("quoted-expression", side("overwrite:header.X-Stage", "'live'"))
    assert [] == places("quoted-expression", side("overwrite:header.X-Stage", "it's"))
    assert [] == places("quoted-expression", side("remove:header.X-Stage", "''"))


def routed(key, value, target="!Sub integrations/${TheIntegration}"):
    """Returns a template and a configuration with an integration, a mapping of which reads a value, and its route."""
    made, block = part(
        "Integration",
        "IntegrationType: HTTP_PROXY\nIntegrationMethod: GET\nIntegrationUri: https://pets.example.com/\nPayloadFormatVersion: '1.0'\n"
        f"RequestParameters: {{overwrite:path: '{value}'}}",
        'integration_type = "HTTP_PROXY"\nintegration_method = "GET"\nintegration_uri = "https://pets.example.com/"\n'
        f'request_parameters = {{ "overwrite:path" = "{escaped(value)}" }}',
    )
    route, route_block = part(
        "Route",
        f"RouteKey: {key}\nTarget: {target}",
        f'route_key = "{key}"\ntarget = "integrations/${{aws_apigatewayv2_integration.the.id}}"',
    )
    definitions = api(made + route, block + route_block, "")
    return {name: definitions[name] for name in ("cloudformation", "terraform")}


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("GET /pets/{id}", "/v1/$request.path.name", ["$request.path.name"]),
        ("GET /pets/{id}", "/v1/${request.path.name}", ["${request.path.name"]),
        ("$default", "$request.path.proxy", ["$request.path.proxy"]),
        ("GET /pets/{id}", "$request.path.id", []),
        ("ANY /{proxy+}", "/v1/$request.path.proxy", []),
        ("GET /pets", "/v1$request.path", []),
    ],
)
def test_a_path_variable_that_no_route_has(key, value, place):
    assert place == places("mapping-from-undeclared-parameter", routed(key, value))


def test_a_path_variable_of_a_route_that_is_not_known():
    text = routed("GET /pets", "$request.path.id")["cloudformation"]
    other = "  Other:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: {{ApiId: !Ref Api, RouteKey: {}, Target: {}}}\n"
    rule = "mapping-from-undeclared-parameter"

    assert found(rule, text)
    assert found(rule, text + other.format("'GET /pets/{id}'", "integrations/abc123"))[:1] in ([], ["$request.path.id"])
    assert [] == found(rule, text + other.format("'GET /pets/{id}'", "!Sub 'integrations/${TheIntegration}'"))
    assert [] == found(rule, text + other.format("!ImportValue key", "!Sub 'integrations/${TheIntegration}'"))
    assert [] == found(rule, text + other.format("'GET /pets/{id}'", "!ImportValue target"))
    assert [] == found(rule, text.replace("RouteKey: GET /pets", "RouteKey: !ImportValue key"))


def test_credentials_that_are_no_role():
    definitions = integration(
        "IntegrationType: AWS_PROXY\nIntegrationUri: arn:aws:lambda:eu-west-1:123456789012:function:pets\nPayloadFormatVersion: '2.0'\n"
        "CredentialsArn: pets",
        'integration_type = "AWS_PROXY"\nintegration_uri = "arn:aws:lambda:eu-west-1:123456789012:function:pets"\n'
        'payload_format_version = "2.0"\ncredentials_arn = "pets"',
        "type: aws_proxy\nhttpMethod: POST\nuri: arn:aws:lambda:eu-west-1:123456789012:function:pets\npayloadFormatVersion: '2.0'\n"
        "credentials: pets",
    )

    assert ["pets"] == places("invalid-credentials", definitions)
    assert ["broken"] == consequences("invalid-credentials", definitions["cloudformation"])
    assert ["rejected"] == consequences("invalid-credentials", definitions["terraform"])


def test_a_connection_id_without_a_link():
    definitions = proxy("ConnectionId: abc123", 'connection_id = "abc123"', "connectionId: abc123")

    assert ["abc123"] == places("ignored-connection-id", definitions)


def test_a_deployment_without_routes():
    for protocol in ("HTTP", "WEBSOCKET"):
        definitions = api(*part("Deployment", "Description: first", 'description = "first"'), "", protocol)

        assert ["rejected"] * 2 == [
            word for name in ("cloudformation", "terraform") for word in consequences("api-without-methods", definitions[name])
        ]
    quick = ("Target: https://a.example", 'target = "https://a.example"')
    made = api(*part("Deployment", "Description: first", 'description = "first"'), "", cors=quick)
    assert [] == [*found("api-without-methods", made["cloudformation"]), *found("api-without-methods", made["terraform"])]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("$context.connectionId", ["connectionId"]),
        ("id ${context.requestID}", ["requestID"]),
        ("$context.authorizer.tenant", []),
        ("$context.identity.sourceIp", []),
        ("context.nothing", []),
    ],
)
def test_variables_that_an_http_api_has_not(value, place):
    for side in (mapped, answered):
        assert place == places("unknown-context-variable", side("append:header.X-Id", value))


@pytest.mark.parametrize(
    ("value", "place"),
    [("context.requestid", ["requestid"]), ("context.routeKey", ["routeKey"]), ("context.authorizer.a", []), ("'context.x'", [])],
)
def test_variables_that_a_rest_api_has_not(value, place):
    made = f'type: http\nhttpMethod: GET\nuri: https://pets.example.com/\nrequestParameters: {{integration.request.header.A: "{value}"}}'
    answer = f'{{default: {{statusCode: "200", responseParameters: {{method.response.header.A: "{value}"}}}}}}'

    assert place == found("unknown-context-variable", openapi(made))
    assert place * 2 == found("unknown-context-variable", openapi(f"{made}\nresponses: {answer}"))


def test_variables_that_a_websocket_api_has_not():
    definitions = integration(
        "IntegrationType: HTTP\nIntegrationMethod: GET\nIntegrationUri: https://pets.example.com/\n"
        "RequestParameters: {integration.request.header.A: context.httpMethod, integration.request.header.B: context.connectionId}",
        'integration_type = "HTTP"\nintegration_method = "GET"\nintegration_uri = "https://pets.example.com/"\n'
        'request_parameters = { "integration.request.header.A" = "context.httpMethod" }',
        Cannot(NO_OPENAPI),
        "WEBSOCKET",
    )

    assert ["httpMethod"] == places("unknown-context-variable", definitions)
