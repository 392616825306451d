"""The rules on keys, targets and scopes of routes."""

import pytest
from definitions import consequences, fixed, found, report

from .http_definitions import PROXY, PROXY_TF, block, configuration, document, resource, route_blocks, routes, template

KEY = "invalid-route-key"
TARGET = "route-target-not-found"
SCOPES = "jwt-route-without-scopes"


@pytest.mark.parametrize(
    "key",
    [
        "$default",
        "GET /",
        "ANY /{proxy+}",
        "GET /pets/{id}/toys/{toy}",
        "GET /pets/",
        "PATCH /a.b~c:d/@e",
        "!Ref P",
        "!Sub '${P} /pets'",
        "!Sub 'GET /${P}'",
        "!Sub 'GET /pets/{${P}}'",
        "!Sub 'GET${P}'",
        "!If [C, GET /pets, POST /pets]",
    ],
)
def test_keys_of_http_apis_that_are_right(key):
    assert [] == found(KEY, routes(key))


@pytest.mark.parametrize(
    ("key", "place", "consequence", "right"),
    [
        ("GET/pets", "GET/pets", "rejected", "GET /pets"),
        ("get /pets", "get", "rejected", "GET /pets"),
        ("GETS /pets", "GETS", "rejected", "GET /pets"),
        ("'* /pets'", "*", "rejected", "ANY /pets"),
        ("TRACE /pets", "TRACE", "rejected", None),
        ("GET pets", "pets", "rejected", "GET /pets"),
        ("GET  /pets", " /pets", "rejected", "GET /pets"),
        ("GET", "GET", "rejected", None),
        ("/pets", "/pets", "rejected", None),
        ("$Default", "$Default", "rejected", "$default"),
        ("$connect", "$connect", "rejected", None),
        ("GET /pets?kind=dog", "?kind=dog", "broken", None),
        ("'GET /pets#dogs'", "#dogs", "broken", None),
        ("GET /my pets", " pets", "broken", None),
        ("GET /pets/pet-{id}", "pet-{id}", "broken", None),
        ("GET /pets/{}", "{}", "broken", None),
        ("GET /pets/{id", "{id", "broken", None),
        ("!Sub 'get /${P}'", "get", "rejected", None),
        ("!Sub '${P} /pet-{id}'", "pet-{id}", "broken", None),
    ],
)
def test_keys_of_http_apis_that_are_wrong(key, place, consequence, right):
    text = routes(key)

    assert [(place, consequence)] == [(finding.span.text, finding.consequence.value) for finding in report(KEY, text)]
    written = key.strip("'")
    assert (text.replace(written, right) if right else text) == fixed(KEY, text)


@pytest.mark.parametrize(
    ("key", "places"),
    [
        ("$connect", []),
        ("$default", []),
        ("send", []),
        ("GET /pets", []),
        ("a/b?c=d", []),
        ("!Ref P", []),
        ("!Sub '$${P}'", []),
        ("$conect", ["$conect"]),
        ("$message", ["$message"]),
        ("''", ["''"]),
    ],
)
def test_keys_of_websocket_apis(key, places):
    assert places == found(KEY, routes(key, protocol="WEBSOCKET"))


def test_a_misspelt_key_of_a_websocket_api_is_cured():
    text = routes("$conect", protocol="WEBSOCKET")

    assert text.replace("$conect", "$connect") == fixed(KEY, text)


@pytest.mark.parametrize(
    ("keys", "places"),
    [
        (["GET /pets", "GET /pets"], ["GET /pets"]),
        (["$default", "$default"], ["$default"]),
        (["GET /pets", "ANY /pets"], []),
        (["GET /pets", "GET /pets/"], []),
        (["GET /pets/{id}", "GET /pets/{name}"], ["GET /pets/{name}"]),
        (["GET /pets/{id}", "DELETE /pets/{name}"], []),
        (["GET /pets/{id}", "GET /pets/{name+}"], []),
        (["GET /{a+}", "GET /{b+}"], ["GET /{b+}"]),
        (["GET /pets/{id}", "GET /pets/{name}/toys"], []),
        (["GET /pets", "!Ref P"], []),
        (["GET /pets", "!If [C, GET /pets, GET /cats]"], ["GET /pets"]),
    ],
)
def test_two_routes_for_the_same_calls(keys, places):
    assert places == [
        finding.span.text for finding in report(KEY, routes(*keys)) if "already" in finding.message or "same" in finding.message
    ]


def test_what_becomes_of_the_second_route():
    operation = (
        "x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'https://a.example', payloadFormatVersion: '1.0'}"
    )
    paths = "".join(f"  /pets/{{{name}}}:\n    get:\n      {operation}\n" for name in ("id", "name"))

    assert [("rejected", True)] == said(routes("GET /pets/{id}", "GET /pets/{name}"))
    assert [("broken", False)] == said(f"openapi: 3.0.1\ninfo: {{title: a, version: '1'}}\npaths:\n{paths}")


def said(text):
    """Returns the consequence of each finding, and whether it says that AWS refuses."""
    return [(finding.consequence.value, "refuses" in finding.message) for finding in report(KEY, text)]


def test_names_of_variables_in_keys_of_websocket_apis_mean_nothing():
    assert [] == found(KEY, routes("a{b}", "a{c}", protocol="WEBSOCKET"))
    assert ["say"] == found(KEY, routes("say", "say", protocol="WEBSOCKET"))


def test_routes_of_another_api_and_routes_that_exclude_each_other():
    first, second = (
        resource(f"Route{n}", "Route", "RouteKey: GET /pets").replace("  Properties:", f"  Condition: {condition}\n  Properties:", 1)
        for n, condition in (("A", "C"), ("B", "D"))
    )
    text = template(first, second).replace("a]}\n", "a], D: !Not [!Condition C]}\n", 1)
    elsewhere = resource("A", "Route", "RouteKey: GET /pets").replace("!Ref Api", "!Ref P")

    assert "D: !Not" in text
    assert [] == found(KEY, text)
    assert [] == found(KEY, template(elsewhere, elsewhere.replace("A:", "B:", 1), resource("C", "Route", "RouteKey: GET /pets")))


@pytest.mark.parametrize(
    ("api", "key", "places"),
    [
        ("Target: https://pets.example.com", "$default", ["$default"]),
        ("Target: https://pets.example.com\nRouteKey: GET /pets", "GET /pets", ["GET /pets"]),
        ("Target: https://pets.example.com\nRouteKey: GET /pets", "$default", []),
        ("Target: https://pets.example.com\nRouteKey: !Ref P", "$default", []),
    ],
)
def test_a_route_beside_the_one_that_the_api_makes(api, key, places):
    assert places == found(KEY, routes(key, api=api))


def test_the_route_that_the_api_makes():
    override = resource("Override", "ApiGatewayManagedOverrides", "Route: {AuthorizationType: AWS_IAM}")

    assert [] == found(KEY, template(override, api="Target: https://pets.example.com\nRouteKey: GET /pets"))
    assert ["GET/pets"] == found(KEY, template(override, api="Target: https://pets.example.com\nRouteKey: GET/pets"))
    assert ["get"] == found(KEY, configuration(api='target = "https://a.example.com"\nroute_key = "get /"'))


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("$request.method $request.path", False),
        ("${request.method} ${request.path}", False),
        ("$request.body.action", True),
        ("!Ref P", False),
    ],
)
def test_how_a_route_is_chosen(expression, wrong):
    text = routes("GET /pets", api=f"RouteSelectionExpression: {expression}")

    assert ([expression] if wrong else []) == found(KEY, text)
    assert (text.replace(expression, "$request.method $request.path") if wrong else text) == fixed(KEY, text)


def test_keys_in_terraform():
    assert ["get", '"GET /pets/{name}"'] == sorted(
        found(KEY, route_blocks('"get /cats"', '"GET /pets/{id}"', '"GET /pets/{name}"')), key=lambda place: place[0] == '"'
    )
    assert [] == found(KEY, route_blocks("var.v", '"${var.v} /pets"', '"GET /pets"'))


def test_routes_of_a_loop_are_told_apart():
    text = configuration(
        block("backend", "integration", PROXY_TF),
        block(
            "routes",
            "route",
            'for_each = toset(["/cats", "/dogs"])\nroute_key = "GET ${each.value}"\n'
            'target = "integrations/${aws_apigatewayv2_integration.backend.id}"',
        ),
    )

    assert [] == found(KEY, text)
    assert ["get"] == found(KEY, text.replace('"GET $', '"get $'))


@pytest.mark.parametrize(
    ("path", "places"), [("/pets/{id}", []), ("/$default", []), ("/pets/pet-{id}", ["pet-{id}"]), ("/pets?a=b", ["?a=b"])]
)
def test_paths_of_documents(path, places):
    text = document(path=path)

    assert places == found(KEY, text)
    assert ["broken"] * len(places) == consequences(KEY, text)


def test_two_default_routes_in_a_document():
    text = document(path="/$default") + document(path="/all", operation="isDefaultRoute: true").partition("paths:\n")[2]

    assert 1 == len(found(KEY, text))


def with_target(target: str, more: str = "", protocol: str = "HTTP", key: str = "GET /pets") -> str:
    written = f"\nTarget: {target}" if target else ""
    return template(
        resource("Backend", "Integration", PROXY), resource("Route", "Route", f"RouteKey: {key}{written}"), more, protocol=protocol
    )


@pytest.mark.parametrize(
    "target",
    [
        "!Sub integrations/${Backend}",
        "!Join ['/', [integrations, !Ref Backend]]",
        "!Ref P",
        "!Sub integrations/${P}",
        "!Sub '${P}/${Backend}'",
        "!Sub '${P}${Backend}'",
        "!If [C, !Sub 'integrations/${Backend}', !Ref AWS::NoValue]",
        "!ImportValue target",
    ],
)
def test_targets_that_may_be_right(target):
    assert [] == [finding for finding in report(TARGET, with_target(target)) if finding.consequence.value == "rejected"]


@pytest.mark.parametrize(
    ("target", "right"),
    [
        ("!Ref Backend", "!Sub integrations/${Backend}"),
        ("!Sub integration/${Backend}", "!Sub integrations/${Backend}"),
        ("!Sub Integrations/${Backend}", "!Sub integrations/${Backend}"),
        ("https://pets.example.com", None),
        ("!GetAtt Fn.Arn", None),
        ("!Sub integrations/${Fn}", None),
        ("!Sub integrations/${Api}", None),
        ("integrations/abc123", None),
    ],
)
def test_targets_that_are_wrong(target, right):
    text = with_target(target, "Fn:\n  Type: AWS::Lambda::Function")

    assert ["rejected"] == consequences(TARGET, text)
    assert (text.replace(target, right) if right else text) == fixed(TARGET, text)


def test_a_target_of_another_api():
    other = "Other:\n  Type: AWS::ApiGatewayV2::Api\n  Properties: {Name: cats, ProtocolType: HTTP}\n"
    backend = resource("Cats", "Integration", PROXY).replace("!Ref Api", "!Ref Other")

    assert ["rejected"] == consequences(TARGET, with_target("!Sub integrations/${Cats}", other + backend))


@pytest.mark.parametrize(
    ("key", "protocol", "expected"),
    [
        ("GET /pets", "HTTP", ["broken"]),
        ("say", "WEBSOCKET", ["broken"]),
        ("$default", "WEBSOCKET", ["broken"]),
        ("$connect", "WEBSOCKET", []),
        ("$disconnect", "WEBSOCKET", []),
    ],
)
def test_a_route_without_a_target(key, protocol, expected):
    assert expected == consequences(TARGET, with_target("", protocol=protocol, key=key))


def test_targets_in_terraform():
    def target(text: str, api: str = "") -> str:
        return configuration(
            block("backend", "integration", PROXY_TF),
            block("pets", "route", f'route_key = "GET /pets"\n{text}'),
            'resource "aws_lambda_function" "pets" {\n  function_name = "pets"\n}\n',
            api=api,
        )

    alone = target("target = aws_apigatewayv2_integration.backend.id")
    assert target('target = "integrations/${aws_apigatewayv2_integration.backend.id}"') == fixed(TARGET, alone)
    assert ["rejected"] == consequences(TARGET, target('target = "integrations/${aws_lambda_function.pets.id}"'))
    assert ["rejected"] == consequences(TARGET, target('target = "integrations/abc"'))
    assert [] == consequences(TARGET, target('target = "integrations/${var.v}"'))
    assert [] == consequences(TARGET, target("target = var.v"))
    assert [] == consequences(TARGET, target('target = "integrations/${aws_ssm_parameter.pets.value}"'))
    assert ["broken"] == consequences(TARGET, target(""))
    assert [] == consequences(TARGET, target('target = "integrations/${data.aws_apigatewayv2_integration.x.id}"'))


def test_operations_have_no_targets():
    assert [] == found(TARGET, document())


@pytest.mark.parametrize(
    ("api", "places"),
    [
        ("RouteKey: GET /pets", ["GET /pets"]),
        ("CredentialsArn: arn:aws:iam::123456789012:role/pets", ["arn:aws:iam::123456789012:role/pets"]),
        ("RouteKey: GET /pets\nTarget: https://pets.example.com", []),
        ("RouteKey: !Ref P\nTarget: !Ref P", []),
        ("RouteKey: !If [C, GET /pets, !Ref AWS::NoValue]\nTarget: !If [C, https://pets.example.com, !Ref AWS::NoValue]", []),
    ],
)
def test_a_key_of_an_api_without_a_target(api, places):
    assert places == found(TARGET, template(api=api))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("AuthorizationType: JWT\nAuthorizerId: !Ref P", 1),
        ("AuthorizationType: JWT\nAuthorizerId: !Ref P\nAuthorizationScopes: []", 1),
        ("AuthorizationType: JWT\nAuthorizerId: !Ref P\nAuthorizationScopes: [pets/read]", 0),
        ("AuthorizationType: JWT\nAuthorizerId: !Ref P\nAuthorizationScopes: !Ref P", 0),
        ("AuthorizationType: JWT\nAuthorizerId: !Ref P\nAuthorizationScopes: [!Ref P]", 0),
        ("AuthorizationType: !Ref P\nAuthorizerId: !Ref P", 0),
        ("AuthorizationType: JWT", 0),
        ("AuthorizationType: CUSTOM\nAuthorizerId: !Ref P", 0),
    ],
)
def test_routes_with_tokens_and_scopes(properties, expected):
    assert expected == len(found(SCOPES, template(resource("Route", "Route", f"RouteKey: GET /pets\n{properties}"))))
