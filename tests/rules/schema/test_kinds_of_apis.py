"""What the properties of HTTP and WebSocket APIs say of their kind, and where findings on resources are."""

import pytest
from definitions import found, report

OF_A_KIND = "Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: {{Name: pets, {}}}\n"
MADE = 'variable "kind" {{}}\nresource "aws_apigatewayv2_api" "api" {{\n  name = "pets"\n  protocol_type = {}\n}}\n'


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (OF_A_KIND.format("ProtocolType: REST"), ["REST"]),
        (OF_A_KIND.format("ProtocolType: HTTP"), []),
        (OF_A_KIND.format("ProtocolType: !ImportValue kind"), []),
        (OF_A_KIND.format("ProtocolType: !If [X, SOCKET, HTTP]") + "Conditions: {X: !Equals [!Ref 'AWS::Region', a]}\n", ["SOCKET"]),
        (MADE.format('"http"'), ['"http"']),
        (MADE.format('"WEBSOCKET"'), []),
        (MADE.format("var.kind"), []),
    ],
)
def test_a_kind_that_there_is_not(text, places):
    assert places == found("property-of-wrong-type", text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (OF_A_KIND.format("Description: x"), ["Api:"]),
        (OF_A_KIND.format("ProtocolType: !Ref 'AWS::NoValue'"), ["Api:"]),
        (OF_A_KIND.format("ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.a"), []),
        (OF_A_KIND.format("Body: {openapi: 3.0.1}"), []),
        (OF_A_KIND.format("BodyS3Location: {Bucket: a, Key: b}"), []),
        (OF_A_KIND.format("Fn::Transform: {Name: Macro}"), []),
    ],
)
def test_an_api_of_no_kind(text, places):
    assert [place.rstrip(":") for place in places] == [place.rstrip(":") for place in found("missing-property", text)]


@pytest.mark.parametrize(
    ("rule", "properties"),
    [
        ("unknown-property", "ProtocolType: HTTP, Protocol: HTTP"),
        ("unknown-property", "ProtocolType: HTTP, ApiEndpoint: x"),
        ("missing-property", "Description: x"),
        ("property-of-wrong-type", "ProtocolType: [HTTP]"),
        ("unresolved-reference", "ProtocolType: !Ref Kind"),
    ],
)
def test_findings_name_the_resource(rule, properties):
    assert ["Resources/Api"] == [finding.address for finding in report(rule, OF_A_KIND.format(properties))]
