"""URIs, ARNs and credentials as the text says them, and nothing that a hole could make right called wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apigw_lint.languages import uri
from apigw_lint.source import Source, Span
from apigw_lint.value import HOLE, Known, Reference, Text, Unknown, joined

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:pets"
INVOKE = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"


def literal(text):
    """Returns a string that stands behind two characters of a source."""

    class Places:
        def place(self, index):
            return source, index + 2

    source = Source("a.yaml", f"> {text}")
    return Known(text, Span(source, 2, 2 + len(text)), Places())


def text_of(*parts):
    """Returns the string that literal texts and unknown parts make."""
    return joined([literal(part) if isinstance(part, str) else part for part in parts], literal("x").span)


def hole(why=""):
    return Unknown(literal("?").span, why=why)


def reference(target, attribute):
    return Reference(target, attribute, literal("?").span)


def read(value, functions=()):
    return uri.view(value, functions).text


# HTTP URIs


def test_the_parts_of_an_http_uri_stand_where_they_are():
    text = "https://${stageVariables.host}:8443/pets/{id}?a={b}"
    found = uri.http_uri(read(literal(text)))

    assert isinstance(found, uri.HttpUri)
    assert ["https", "${stageVariables.host}", "8443", "/pets/{id}", "a={b}"] == [text[p.start : p.end] for p in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pets.example.com/", "not-http"),
        ("ftp://pets.example.com/", "not-http"),
        ("//pets.example.com/", "not-http"),
        (FUNCTION, "not-http"),
        ("${stageVariables.url}", "variable-scheme"),
        ("${stageVariables.url}/pets", "variable-scheme"),
        ("http${stageVariables.s}://pets.example.com/", "variable-scheme"),
        ("https:///pets", "no-host"),
    ],
)
def test_what_is_no_http_uri(text, code):
    found = uri.http_uri(read(literal(text)))

    assert isinstance(found, uri.Fault)
    assert code == found.code


@pytest.mark.parametrize(
    "text",
    [
        "http://a",
        "HTTPS://a/b",
        "https://user:secret@pets.example.com/",
        "https://${stageVariables.host}",
        "https://pets.example.com/{proxy}?x={y}",
        "https://[::1]:8080/",
    ],
)
def test_what_is_an_http_uri(text):
    assert isinstance(uri.http_uri(read(literal(text))), uri.HttpUri)


@pytest.mark.parametrize(
    ("text", "port"),
    [("http://a:81/", "81"), ("http://a:1023", "1023"), ("http://a:65536/", "65536"), ("http://a:99999999999/", "99999999999")],
)
def test_ports_that_api_gateway_does_not_call(text, port):
    fault = uri.port_fault(uri.http_uri(read(literal(text))))

    assert port == text[fault.start : fault.end]


@pytest.mark.parametrize("authority", ["a", "a:80", "a:443", "a:1024", "a:65535", "a:${stageVariables.port}", "user:1@a"])
def test_ports_that_it_calls(authority):
    assert uri.port_fault(uri.http_uri(read(literal(f"http://{authority}/x")))) is None


@pytest.mark.parametrize("parts", [(hole(), "/pets"), ("htt", hole()), ("https", hole(), "/pets"), (hole(),) * 2, ("https:/", hole())])
def test_a_hole_may_be_the_start_of_a_url(parts):
    assert uri.http_uri(read(text_of(*parts))) is None


@pytest.mark.parametrize("parts", [("ftp", hole()), ("pets.", hole(), "/pets"), ("arn:", hole())])
def test_a_hole_behind_a_wrong_start_cures_nothing(parts):
    assert isinstance(uri.http_uri(read(text_of(*parts))), uri.Fault)


@pytest.mark.parametrize("placeholder", ["${host}", "{{ host }}", "${Host}"])
def test_placeholders_of_other_tools_may_be_anything(placeholder):
    assert uri.http_uri(read(literal(f"{placeholder}/pets"))) is None


def test_path_variables_are_not_stage_variables():
    text = "https://${stageVariables.host}/{a}/{b+}?c={c}"

    assert ["a", "b+", "c"] == [piece.text for piece in uri.path_variables(text)]
    assert ["{a}", "{b+}", "{c}"] == [text[piece.start - 1 : piece.end + 1] for piece in uri.path_variables(text)]
    assert ["host"] == [piece.text for piece in uri.stage_variables(text)]


# AWS URIs


def test_the_parts_of_an_aws_uri_stand_where_they_are():
    text = "arn:aws-cn:apigateway:cn-north-1:pets.s3:path/{key}"
    found = uri.aws_uri(read(literal(text)))

    assert isinstance(found, uri.AwsUri)
    assert ("aws-cn", "cn-north-1", "pets", "s3", "path", "{key}") == (
        found.partition.text,
        found.region.text,
        found.subdomain.text,
        found.service.text,
        found.form.text,
        found.target.text,
    )
    assert text[found.target.start : found.target.end] == found.target.text
    assert text[found.service.start : found.service.end] == found.service.text


@pytest.mark.parametrize(
    "text",
    [
        INVOKE,
        INVOKE.replace("path/", "path//"),
        INVOKE.replace("function:pets", "function:${stageVariables.function}"),
        INVOKE.replace("/invocations", ":live/invocations"),
        INVOKE.replace("2015-03-31", "2021-11-15").replace("/invocations", "/response-streaming-invocations"),
        INVOKE.replace("eu-west-1:lambda", "${AWS::Region}:lambda"),
    ],
)
def test_uris_that_invoke_a_function(text):
    found = uri.aws_uri(read(literal(text)))

    assert isinstance(found, uri.AwsUri)
    assert found.invokes_function
    assert uri.lambda_fault(found) is None


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:apigateway:eu-west-1:sqs:action/SendMessage&QueueUrl=x",
        "arn:aws:apigateway:us-east-1:s3:path//",
        "arn:aws:apigateway:::path/",
    ],
)
def test_uris_that_invoke_none(text):
    found = uri.aws_uri(read(literal(text)))

    assert not isinstance(found, uri.AwsUri) or not found.invokes_function


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (FUNCTION, "bare-arn", FUNCTION),
        ("arn:aws:sqs:eu-west-1:123456789012:pets", "bare-arn", "arn:aws:sqs:eu-west-1:123456789012:pets"),
        ("https://pets.example.com/", "no-arn", "https://pets.example.com/"),
        ("arn:aws:apigateway:eu-west-1", "no-arn", "arn:aws:apigateway:eu-west-1"),
        ("arn:aws:apigateway:{region}:sqs:action/SendMessage", "region", "{region}"),
        ("arn:aws:apigateway:<region>:sqs:action/SendMessage", "region", "<region>"),
        ("arn:aws:apigateway::sqs:action/SendMessage", "region", ""),
        ("arn:amazon:apigateway:eu-west-1:sqs:action/SendMessage", "partition", "amazon"),
        ("arn:aws:apigateway:eu-west-1:sqs:SendMessage", "no-path-or-action", "SendMessage"),
        ("arn:aws:apigateway:eu-west-1:sqs:path", "no-path-or-action", "path"),
        ("arn:aws:apigateway:eu-west-1::path/x", "service", ""),
    ],
)
def test_what_is_no_aws_uri(text, code, place):
    found = uri.aws_uri(read(literal(text)))

    assert isinstance(found, uri.Fault)
    assert (code, place) == (found.code, text[found.start : found.end])


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (f"functions/{FUNCTION}/invocations", "function-path"),
        (f"2015-03-31/{FUNCTION}/invocations", "function-path"),
        ("2015-03-31/functions//invocations", "function-path"),
        (f"2015-03-31/functions/{FUNCTION}", "no-invocations"),
        (f"2015-03-31/functions/{FUNCTION}/", "no-invocations"),
        (f"2015-03-31/functions/{FUNCTION}/invocation", "operation"),
        (f"2015-03-31/functions/{INVOKE}/invocations", "nested-uri"),
    ],
)
def test_lambda_paths_that_invoke_nothing(end, code):
    found = uri.aws_uri(read(literal(f"arn:aws:apigateway:eu-west-1:lambda:path/{end}")))

    assert isinstance(found, uri.AwsUri)
    assert code == uri.lambda_fault(found).code


def test_the_region_of_an_aws_uri_may_be_any_one_hole():
    found = uri.aws_uri(read(text_of("arn:", hole(), ":apigateway:", hole(), ":lambda:path/2015-03-31/functions/", hole(), "/invocations")))

    assert isinstance(found, uri.AwsUri)
    assert found.invokes_function
    assert uri.lambda_fault(found) is None


def test_a_hole_at_the_end_may_hold_what_is_missing():
    found = uri.aws_uri(read(text_of("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/", hole())))

    assert isinstance(found, uri.AwsUri)
    assert uri.lambda_fault(found) is None


def test_the_arn_of_a_function_of_these_files_holds_nothing_else():
    start = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
    value = text_of(start, reference("Pets", "Arn"))
    known, unknown = uri.aws_uri(read(value, {"Pets"})), uri.aws_uri(read(value))

    assert "no-invocations" == uri.lambda_fault(known).code
    assert uri.lambda_fault(unknown) is None


def test_an_invoke_arn_inside_a_uri_is_one_uri_too_many():
    value = text_of(
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/",
        reference("aws_lambda_function.pets[0]", "invoke_arn"),
        "/invocations",
    )

    assert "nested-uri" == uri.lambda_fault(uri.aws_uri(read(value))).code


@pytest.mark.parametrize(
    "parts",
    [
        (hole(), ":lambda:path/x"),
        ("arn:aws:", hole()),
        ("arn:aws:apigateway:", hole()),
        ("arn:aws:apigateway:eu-west-1:", hole()),
        ("arn:aws:apigateway:eu-west-1:", hole(), ":nowhere"),
        ("arn:aws:apigateway:eu-west-1:sqs:", hole()),
        ("arn:aws:apigateway:eu-west-1:sqs:pa", hole()),
        ("ar", hole(), "x"),
    ],
)
def test_a_hole_may_make_an_aws_uri_right(parts):
    assert uri.aws_uri(read(text_of(*parts))) is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("arn:aws:lambda:", hole(), ":123456789012:function:pets"), "bare-arn"),
        (("arn:", hole(), ":sqs:", hole("AWS::Region"), ":1:pets"), "bare-arn"),
        (("https://", hole()), "no-arn"),
        (("arn:aws:apigateway:", hole(), ":sqs:send/", hole()), "no-path-or-action"),
    ],
)
def test_no_hole_cures_a_wrong_part_before_it(parts, code):
    assert code == uri.aws_uri(read(text_of(*parts))).code


def test_the_uri_that_invokes_a_function():
    assert INVOKE == uri.invocation_uri(uri.view(literal(FUNCTION)))
    assert uri.invocation_uri(uri.view(literal("arn:aws:sqs:eu-west-1:1:pets"))) is None
    assert uri.invocation_uri(uri.view(text_of(FUNCTION, hole()))) is None


def test_references_that_are_whole_uris_or_functions():
    assert uri.is_invoke_arn(reference("module.a.aws_lambda_alias.live", "invoke_arn"))
    assert not uri.is_invoke_arn(reference("aws_lambda_function.pets", "arn"))
    assert not uri.is_invoke_arn(reference("aws_api_gateway_authorizer.a", "invoke_arn"))
    assert uri.is_function_arn(reference("Pets", "Arn"), {"Pets"})
    assert not uri.is_function_arn(reference("Pets", "Arn"), {"Cats"})


# ARNs and credentials


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("arn:aws:iam::123456789012:role/path/name", "role"),
        ("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/name", "role"),
        ("arn:aws:iam::*:user/*", "caller"),
        ("arn:aws-cn:iam::*:user/*", "caller"),
        ("${stageVariables.role}", "variable"),
    ],
)
def test_credentials(text, kind):
    assert kind == uri.credentials(read(literal(text))).kind


@pytest.mark.parametrize("text", ["admin", "arn:aws:iam::123456789012:user/me", "arn:aws:sts::1:assumed-role/a/b", "arn:aws:iam:role"])
def test_what_are_no_credentials(text):
    assert isinstance(uri.credentials(read(literal(text))), uri.Fault)


@pytest.mark.parametrize("parts", [(hole(), "name"), ("arn:aws:iam::1:", hole()), ("arn:aws:", hole(), ":role/x")])
def test_credentials_that_cannot_be_told(parts):
    assert uri.credentials(read(text_of(*parts))) is None


# Whatever the text


TEXTS = st.text(st.sampled_from("arn:apigateway-1lmbdpth/{}$.+sVQ 0é"), max_size=40) | st.sampled_from([INVOKE, FUNCTION, "https://a/{b}"])


@given(TEXTS)
def test_a_view_is_as_long_as_its_text(text):
    value = literal(text)
    found = uri.view(value)

    assert len(text) == len(found.text)
    assert text == found.raw
    assert value.span == found.at(0, len(text)) or not text


@given(TEXTS)
def test_pieces_are_what_stands_at_their_place(text):
    read_text = read(literal(text))
    for found in (uri.http_uri(read_text), uri.aws_uri(read_text), uri.arn(read_text)):
        if found is None or isinstance(found, uri.Fault):
            continue
        for piece in found:
            if isinstance(piece, uri.Piece):
                assert read_text[piece.start : piece.end] == piece.text


@given(
    st.sampled_from([INVOKE, "arn:aws:apigateway:eu-west-1:pets.s3:path/{key}/x", "arn:aws:apigateway:us-east-1:sqs:action/SendMessage"]),
    st.data(),
)
def test_no_part_of_a_right_uri_can_be_forgotten_into_a_wrong_one(text, data):
    """Whatever is cut out of an accepted URI and called unknown, no fault is found: what was cut out would have made it right."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    masked = text_of(text[:start], hole(), text[end:])
    found = uri.aws_uri(read(masked)) if isinstance(masked, Text) else None

    assert not isinstance(found, uri.Fault)
    assert not isinstance(found, uri.AwsUri) or uri.lambda_fault(found) is None


@given(st.sampled_from(["https://a.example.com:8443/b/{c}?d=e", "http://a", "https://${stageVariables.a}/b"]), st.data())
def test_no_part_of_a_right_url_can_be_forgotten_into_a_wrong_one(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    masked = text_of(text[:start], hole(), text[end:])
    found = uri.http_uri(read(masked)) if isinstance(masked, Text) else None

    assert not isinstance(found, uri.Fault)
    assert not isinstance(found, uri.HttpUri) or uri.port_fault(found) is None or HOLE in found.port.text


@given(st.sampled_from(["arn:aws:iam::123456789012:role/a", "arn:aws:iam::*:user/*"]), st.data())
def test_no_part_of_right_credentials_can_be_forgotten_into_wrong_ones(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    masked = text_of(text[:start], hole(), text[end:])
    found = uri.credentials(read(masked)) if isinstance(masked, Text) else None

    assert not isinstance(found, uri.Fault)
