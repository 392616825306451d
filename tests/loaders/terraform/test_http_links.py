"""How the resources of HTTP and WebSocket APIs find each other, on instances made by hand."""

import pytest
from models import UNKNOWN, plain
from terraform_made import SPAN, definition, made, value

from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown

HTTP = made("aws_apigatewayv2_api.a", name="notes", protocol_type="HTTP")
SOCKET = made("aws_apigatewayv2_api.a", name="chat", protocol_type="WEBSOCKET", route_selection_expression="$request.body.action")
API_ID = {"api_id": "-> aws_apigatewayv2_api.a.id"}
BACKEND = made("aws_apigatewayv2_integration.i", integration_type="HTTP_PROXY", integration_uri="https://example.com", **API_ID)


def target(address="aws_apigatewayv2_integration.i"):
    return Text([Known("integrations/", SPAN), Reference(address, "id", SPAN)], SPAN)


def one(parts):
    assert len(parts) == 1
    return parts[0]


def test_a_route_with_its_integration_and_authorizer():
    api = one(
        definition(
            HTTP,
            BACKEND,
            made(
                "aws_apigatewayv2_authorizer.t",
                name="tokens",
                authorizer_type="JWT",
                identity_sources=["$request.header.Authorization"],
                jwt_configuration=[{"issuer": "https://login.example.com", "audience": ["notes"]}],
                **API_ID,
            ),
            made(
                "aws_apigatewayv2_route.r",
                route_key="GET /notes/{id}",
                target=target(),
                authorization_type="JWT",
                authorizer_id="-> aws_apigatewayv2_authorizer.t.id",
                **API_ID,
            ),
        ).apis
    )
    route = one(api.methods)

    assert ("HTTP", "GET", "/notes/{id}") == (api.kind, route.http_method.value, route.path.value)
    assert route.integration is one(api.integrations)
    assert route is route.integration.method
    assert route.authorizer is one(api.authorizers)
    assert {
        "name": "tokens",
        "type": "JWT",
        "identity_source": ["$request.header.Authorization"],
        "jwt_issuer": "https://login.example.com",
        "jwt_audience": ["notes"],
    } == plain(route.authorizer)
    assert api.methods.complete


@pytest.mark.parametrize(
    ("written", "integration", "complete"),
    [
        (target(), True, True),
        (target("aws_apigatewayv2_integration.elsewhere"), False, False),
        (Unknown(SPAN, [target(), target()]), True, True),
        ("integrations/abc123", False, False),
        ("? var.api_id", False, False),
        (None, False, True),
    ],
    ids=["a reference", "not here", "either way the same", "an id", "unknown", "none"],
)
def test_targets(written, integration, complete):
    arguments = {} if written is None else {"target": written}
    api = definition(HTTP, BACKEND, made("aws_apigatewayv2_route.r", route_key="GET /", **arguments, **API_ID)).apis[0]
    route = one(api.methods)

    assert (integration, complete) == (route.integration is not None, route.integration_complete)


def test_an_integration_belongs_to_the_first_of_its_routes():
    routes = [made(f"aws_apigatewayv2_route.{name}", route_key=f"GET /{name}", target=target(), **API_ID) for name in "ab"]
    first, second = one(definition(HTTP, BACKEND, *routes).apis).methods

    assert first.integration is second.integration
    assert first is first.integration.method


def test_the_default_route_has_neither_verb_nor_path():
    route = one(definition(HTTP, made("aws_apigatewayv2_route.r", route_key="$default", **API_ID)).apis[0].methods)

    assert ("$default", True, True) == (route.route_key.value, isinstance(route.http_method, Absent), isinstance(route.path, Absent))


def test_a_websocket_route_with_its_responses():
    found = definition(
        SOCKET,
        made("aws_apigatewayv2_integration.i", integration_type="MOCK", **API_ID),
        made("aws_apigatewayv2_route.r", route_key="say something", target=target(), **API_ID),
        made("aws_apigatewayv2_route_response.r", route_id="-> aws_apigatewayv2_route.r.id", route_response_key="$default", **API_ID),
        made(
            "aws_apigatewayv2_integration_response.i",
            integration_id="-> aws_apigatewayv2_integration.i.id",
            integration_response_key="/200/",
            **API_ID,
        ),
    )
    route = one(one(found.apis).methods)

    assert isinstance(route.http_method, Absent)
    assert ("$default", "/200/") == (one(route.responses).key.value, one(route.integration.responses).key.value)
    assert route is one(route.responses).method
    assert (True, True) == (route.responses.complete, route.integration.responses.complete)


@pytest.mark.parametrize(("named", "complete"), [("? var.api_id", False), ("abc123", True)])
def test_responses_of_something_unknown(named, complete):
    found = definition(
        SOCKET,
        made("aws_apigatewayv2_integration.i", integration_type="MOCK", **API_ID),
        made("aws_apigatewayv2_route.r", route_key="say", target=target(), **API_ID),
        made("aws_apigatewayv2_route_response.r", route_id=named, route_response_key="$default", **API_ID),
        made("aws_apigatewayv2_integration_response.i", integration_id=named, integration_response_key="$default", **API_ID),
    )
    route = one(one(found.apis).methods)

    assert (complete, complete) == (route.responses.complete, route.integration.responses.complete)


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("route", {"route_key": "$connect"}, "WEBSOCKET"),
        ("route", {"route_key": "GET /pets"}, "HTTP"),
        ("route", {"route_key": "$default"}, "UNKNOWN"),
        ("integration", {"integration_type": "MOCK"}, "WEBSOCKET"),
        ("integration", {"integration_type": "AWS_PROXY", "payload_format_version": "2.0"}, "HTTP"),
        ("integration", {"integration_type": "AWS_PROXY"}, "UNKNOWN"),
        ("authorizer", {"authorizer_type": "JWT"}, "HTTP"),
        ("authorizer", {"authorizer_type": "REQUEST"}, "UNKNOWN"),
        ("model", {"name": "M"}, "WEBSOCKET"),
    ],
)
def test_the_kind_of_an_api_made_elsewhere_is_what_only_it_can_have(kind, arguments, expected):
    api = one(definition(made(f"aws_apigatewayv2_{kind}.x", api_id="? var.api_id", **arguments)).apis)

    assert (expected, False) == (api.kind, api.declared)


def test_an_unknown_protocol_is_not_guessed():
    api = made("aws_apigatewayv2_api.a", name="a", protocol_type="? var.verb")

    assert "UNKNOWN" == one(definition(api).apis).kind


def test_settings_of_an_integration_in_the_model_s_terms():
    integration = made(
        "aws_apigatewayv2_integration.i",
        integration_type="HTTP_PROXY",
        timeout_milliseconds="3000",
        payload_format_version=1.0,
        request_parameters={"append:header.n": 1},
        response_parameters=[{"status_code": 404, "mappings": {"overwrite:statuscode": "410"}}],
        tls_config=[{"server_name_to_verify": "example.com"}],
        **API_ID,
    )
    found = one(definition(HTTP, integration).apis[0].integrations)

    assert {
        "type": "HTTP_PROXY",
        "timeout": 3000,
        "payload_format_version": "1",
        "request_parameters": {"append:header.n": "1"},
        "response_parameters": {"404": {"overwrite:statuscode": "410"}},
        "tls_server_name": "example.com",
    } == plain(found)


def test_request_parameters_of_a_route():
    blocks = [{"request_parameter_key": "route.request.querystring.id", "required": "true"}]
    route = made("aws_apigatewayv2_route.r", route_key="say", request_parameter=blocks, **API_ID)

    assert {"route.request.querystring.id": True} == plain(definition(SOCKET, route).apis[0].methods[0].request_parameters)


def test_blocks_that_may_not_be_there():
    block = value({"allow_origins": ["*"]})
    api = made("aws_apigatewayv2_api.a", name="a", protocol_type="HTTP", cors_configuration=List([block], SPAN, complete=False))
    cors = one(definition(api).apis).cors

    assert (["*"], False) == (plain(cors.allow_origins), cors.certain)
    authorizer = made("aws_apigatewayv2_authorizer.t", jwt_configuration=List([value({"issuer": "x"})], SPAN, complete=False), **API_ID)
    found = one(definition(HTTP, authorizer).apis[0].authorizers)
    assert isinstance(found.jwt_issuer, Unknown)
    assert ["x"] == [candidate.value for candidate in found.jwt_issuer.candidates]


def test_blocks_of_which_nothing_is_known():
    api = made("aws_apigatewayv2_api.a", name="a", protocol_type="HTTP", cors_configuration="? var.api_id")
    integration = made("aws_apigatewayv2_integration.i", response_parameters="? var.api_id", **API_ID)
    found = one(definition(api, integration).apis)

    assert UNKNOWN == plain(found.cors.allow_origins)
    assert isinstance(found.integrations[0].response_parameters, Table)
    assert not found.integrations[0].response_parameters.complete
