"""Identity sources: what each kind of authorizer can read, and what unknown parts leave open."""

import pytest

from apigw_lint.languages.identity import Source, SourceFault, read
from apigw_lint.value import HOLE


def reading(text, kind="REST", type="REQUEST"):
    """Returns each source as its location and name, or the text of what is wrong."""
    return [(one.location, one.name) if isinstance(one, Source) else text[one.start : one.end] for one in read(text, kind, type)]


@pytest.mark.parametrize(
    ("text", "kind", "type", "expected"),
    [
        ("method.request.header.Authorization", "REST", "TOKEN", [("header", "Authorization")]),
        ("method.request.header.X", "REST", "COGNITO_USER_POOLS", [("header", "X")]),
        (
            "method.request.header.X, method.request.querystring.y ,context.identity.sourceIp,stageVariables.v",
            "REST",
            "REQUEST",
            [("header", "X"), ("querystring", "y"), ("context", "identity.sourceIp"), ("stage variable", "v")],
        ),
        ("$request.header.Authorization", "HTTP", "JWT", [("header", "Authorization")]),
        ("$request.querystring.token", "HTTP", "REQUEST", [("querystring", "token")]),
        ("$context.routeKey", "HTTP", "REQUEST", [("context", "routeKey")]),
        ("route.request.querystring.token", "WEBSOCKET", "REQUEST", [("querystring", "token")]),
        ("method.request.path.id", "REST", "REQUEST", [("unknown", None)]),
        ("anything", "REST", "LAMBDA", []),
    ],
)
def test_sources(text, kind, type, expected):
    assert expected == reading(text, kind, type)


@pytest.mark.parametrize(
    ("text", "kind", "type", "wrong"),
    [
        ("Authorization", "REST", "TOKEN", "Authorization"),
        ("method.request.header.A,method.request.header.B", "REST", "TOKEN", "method.request.header.A,method.request.header.B"),
        ("method.request.querystring.a", "REST", "TOKEN", "method.request.querystring.a"),
        ("method.request.header.A, $request.header.B", "REST", "REQUEST", "$request.header.B"),
        ("method.request.header.A,", "REST", "REQUEST", ""),
        ("method.request.header.", "REST", "REQUEST", "method.request.header."),
        ("method.request.header.A B", "REST", "REQUEST", "method.request.header.A B"),
        ("$context.x", "HTTP", "JWT", "$context.x"),
        ("$request.header.A,$request.header.B", "HTTP", "REQUEST", "$request.header.A,$request.header.B"),
        ("method.request.header.A", "WEBSOCKET", "REQUEST", "method.request.header.A"),
        ("  ", "REST", "TOKEN", "  "),
    ],
)
def test_faults_and_their_places(text, kind, type, wrong):
    assert [wrong] == [text[one.start : one.end] for one in read(text, kind, type) if isinstance(one, SourceFault)]


@pytest.mark.parametrize(
    "text",
    [
        HOLE,
        f"method.request.{HOLE}",
        f"method.request.header.{HOLE}",
        f"meth{HOLE}",
        f"context.{HOLE},method.request.header.A",
        f"{HOLE}.header.A",
    ],
)
def test_what_is_not_known_is_not_wrong(text):
    assert [] == [one for one in read(text, "REST", "REQUEST") if isinstance(one, SourceFault)]


def test_what_a_known_start_excludes_is_wrong():
    assert [SourceFault] == [type(one) for one in read(f"$request.header.{HOLE}", "REST", "REQUEST")]


@pytest.mark.parametrize(
    ("text", "kind", "type", "suggestion"),
    [
        ("Authorization", "REST", "TOKEN", "method.request.header.Authorization"),
        ("$request.header.X-Id", "REST", "REQUEST", "method.request.header.X-Id"),
        ("method.request.querystring.q", "HTTP", "REQUEST", "$request.querystring.q"),
        ("context.identity.sourceIp", "HTTP", "REQUEST", "$context.identity.sourceIp"),
        ("method.request.header.A", "WEBSOCKET", "REQUEST", "route.request.header.A"),
        ("$context.x", "HTTP", "JWT", None),
        ("method.request.body.x", "REST", "REQUEST", None),
    ],
)
def test_what_was_meant_is_offered(text, kind, type, suggestion):
    (fault,) = read(text, kind, type)

    assert suggestion == fault.suggestion
