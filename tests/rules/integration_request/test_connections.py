"""The rules on connections, credentials, timeouts, transfer and content of integrations."""

import pytest
from definitions import INVOKE, ROLE, cloudformation, consequences, fixed, found, openapi, report, terraform

HTTP = "type: http_proxy\nhttpMethod: GET\nuri: https://pets.example.com/"
CFN = "Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: https://pets.example.com/"
TF = 'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "https://pets.example.com/"'
P = "Parameters: {P: {Type: String}}"
STREAM = INVOKE.replace("2015-03-31", "2021-11-15").replace("/invocations", "/response-streaming-invocations")


@pytest.mark.parametrize(
    ("connection", "rules"),
    [
        ("ConnectionType: VPC_LINK", ["vpc-link-without-connection-id"]),
        ("ConnectionType: VPC_LINK\nConnectionId: ''", ["vpc-link-without-connection-id"]),
        ("ConnectionType: VPC_LINK\nConnectionId: !Ref P", []),
        ("ConnectionType: VPC_LINK\nConnectionId: abc", []),
        ("ConnectionType: VPC_LINK\nConnectionId: '${stageVariables.link}'", []),
        ("ConnectionType: !Ref P", []),
        ("ConnectionType: !Ref P\nConnectionId: abc", []),
        ("ConnectionId: abc", ["ignored-connection-id"]),
        ("ConnectionType: INTERNET\nConnectionId: abc", ["ignored-connection-id"]),
        ("ConnectionId: !Ref P", []),
        ("ConnectionType: INTERNET", []),
    ],
)
def test_connections(connection, rules):
    text = cloudformation(f"{CFN}\n{connection}", head=P)

    assert rules == [rule for rule in ("vpc-link-without-connection-id", "ignored-connection-id") if found(rule, text)]


def test_connections_in_other_formats():
    assert ["VPC_LINK"] == found("vpc-link-without-connection-id", openapi(f"{HTTP}\nconnectionType: VPC_LINK"))
    assert ['"VPC_LINK"'] == found("vpc-link-without-connection-id", terraform(f'{TF}\nconnection_type = "VPC_LINK"'))
    assert [] == found(
        "vpc-link-without-connection-id", terraform(f'{TF}\nconnection_type = "VPC_LINK"\nconnection_id = var.l\n', more='variable "l" {}')
    )
    assert ['"abc"'] == found("ignored-connection-id", terraform(f'{TF}\nconnection_id = "abc"'))
    assert [] == found("ignored-connection-id", openapi("type: mock\nconnectionId: abc"))


def test_a_connection_type_is_cured():
    text = cloudformation(f"{CFN}\nConnectionType: INTERNET\nConnectionId: abc")

    assert text.replace("INTERNET", "VPC_LINK") == fixed("ignored-connection-id", text)


def test_a_vpc_link_on_an_aws_service():
    text = openapi(f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE}\nconnectionType: VPC_LINK\nconnectionId: abc")

    assert ["ignored"] == consequences("vpc-link-without-connection-id", text)


BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/pets/0123456789abcdef"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (f"Name: l, TargetArns: ['{BALANCER}']", 0),
        (f"Name: l, TargetArns: ['{BALANCER}', '{BALANCER}']", 1),
        (f"Name: l, TargetArns: ['{BALANCER}', !If [C, '{BALANCER}', !Ref AWS::NoValue]]", 1),
        ("Name: l, TargetArns: []", 1),
        ("Name: l, TargetArns: [pets]", 1),
        (f"Name: l, TargetArns: ['{BALANCER.replace('/net/', '/app/')}']", 1),
        ("Name: l, TargetArns: [!Ref P]", 0),
        ("Name: l, TargetArns: [!ImportValue balancer]", 0),
        ("Name: l, TargetArns: !Ref P", 0),
        (f"Name: '', TargetArns: ['{BALANCER}']", 1),
    ],
)
def test_targets_of_links(properties, expected):
    head = f"{P}\nConditions: {{C: !Equals [!Ref P, a]}}"
    text = cloudformation(CFN, more=f"Link:\n  Type: AWS::ApiGateway::VpcLink\n  Properties: {{{properties}}}", head=head)

    assert expected == len({finding.message for finding in report("vpc-link-target", text)})


def test_a_link_of_version_2_needs_a_target():
    link = "Link:\n  Type: AWS::ApiGatewayV2::VpcLink\n  Properties: {Name: l, SubnetIds: [subnet-1]}"
    text = cloudformation(f"{CFN}\nConnectionType: VPC_LINK\nConnectionId: !Ref Link", more=link)

    assert ["broken"] == consequences("vpc-link-target", text)
    assert [] == found("vpc-link-target", text.replace("ConnectionId:", f"IntegrationTarget: {BALANCER}\n        ConnectionId:"))


@pytest.mark.parametrize(
    ("timeout", "endpoint", "expected"),
    [
        ("60000", "", ["60000"]),
        ("60000", "[REGIONAL]", ["60000"]),
        ("60000", "[EDGE]", []),
        ("29000", "[REGIONAL]", []),
        ("!Ref P", "[REGIONAL]", []),
        ("60000\nResponseTransferMode: STREAM", "", []),
        ("60000\nResponseTransferMode: !Ref P", "", []),
    ],
)
def test_long_timeouts(timeout, endpoint, expected):
    text = cloudformation(f"{CFN}\nTimeoutInMillis: {timeout}", head=P)
    if endpoint:
        text = text.replace("Properties: {Name: pets}", f"Properties: {{Name: pets, EndpointConfiguration: {{Types: {endpoint}}}}}")

    assert expected == found("integration-timeout-above-default-quota", text)


@pytest.mark.parametrize(
    ("integration", "expected"),
    [
        (f"{HTTP}\nresponseTransferMode: STREAMED", ["rejected"]),
        (f"{HTTP}\nresponseTransferMode: STREAM", []),
        (f"{HTTP}\nresponseTransferMode: ${{Mode}}", []),
        ("type: http\nhttpMethod: GET\nuri: https://pets.example.com/\nresponseTransferMode: STREAM", ["rejected"]),
        ("type: http\nhttpMethod: GET\nuri: https://pets.example.com/\nresponseTransferMode: BUFFERED", []),
        (f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE}\nresponseTransferMode: STREAM", ["broken"]),
        (f"type: aws_proxy\nhttpMethod: POST\nuri: {STREAM}\nresponseTransferMode: STREAM", []),
        (f"type: aws_proxy\nhttpMethod: POST\nuri: {STREAM}", ["broken"]),
        (f"type: aws_proxy\nhttpMethod: POST\nuri: {STREAM}\nresponseTransferMode: ${{Mode}}", []),
        ("type: aws_proxy\nhttpMethod: POST\nuri: ${Uri}\nresponseTransferMode: STREAM", []),
        (f"type: aws_proxy\nhttpMethod: POST\nuri: {INVOKE}", []),
    ],
)
def test_transfer_modes(integration, expected):
    assert expected == consequences("invalid-response-transfer-mode", openapi(integration))


def test_a_streamed_function_in_terraform():
    own = 'type = "AWS_PROXY"\nintegration_http_method = "POST"\nuri = aws_lambda_function.f.invoke_arn\nresponse_transfer_mode = "STREAM"'
    function = 'resource "aws_lambda_function" "f" {\n  function_name = "f"\n}'

    assert ["aws_lambda_function.f.invoke_arn"] == found("invalid-response-transfer-mode", terraform(own, more=function))
    assert [] == found("invalid-response-transfer-mode", terraform(own.replace('"STREAM"', '"BUFFERED"'), more=function))


@pytest.mark.parametrize(
    ("integration", "expected"),
    [
        ("type: http\ncontentHandling: CONVERT_TO_BINARY\nrequestTemplates: {application/json: x}", ["CONVERT_TO_BINARY"]),
        ("type: http\ncontentHandling: CONVERT_TO_BINARY\nrequestTemplates: {application/json: ''}", []),
        ("type: http\ncontentHandling: CONVERT_TO_TEXT\nrequestTemplates: {application/json: x}", []),
        ("type: http_proxy\ncontentHandling: CONVERT_TO_BINARY\nrequestTemplates: {application/json: x}", []),
        ("type: http\ncontentHandling: ${H}\nrequestTemplates: {application/json: x}", []),
        (
            "type: http\nresponses:\n  default:\n    contentHandling: CONVERT_TO_BINARY\n    responseTemplates: {application/json: x}",
            ["CONVERT_TO_BINARY"],
        ),
        ("type: http\nresponses:\n  default: {statusCode: 200, contentHandling: CONVERT_TO_BINARY}", []),
    ],
)
def test_conversions(integration, expected):
    assert expected == found(
        "content-conversion-with-template", openapi(f"{integration}\nhttpMethod: POST\nuri: https://pets.example.com/")
    )


SERVICE = "Type: AWS\nIntegrationHttpMethod: GET\nUri: arn:aws:apigateway:eu-west-1:s3:path/pets"
ROLES = "Role:\n  Type: AWS::IAM::Role\n  Properties: {AssumeRolePolicyDocument: {}}"


@pytest.mark.parametrize(
    ("credentials", "authorization", "expected"),
    [
        (ROLE, "NONE", []),
        ("pets", "NONE", ["rejected"]),
        ("arn:aws:iam::123456789012:user/me", "NONE", ["broken"]),
        ("arn:aws:iam::*:user/*", "NONE", ["broken"]),
        ("arn:aws:iam::*:user/*", "AWS_IAM", []),
        ("arn:aws:iam::*:user/*", "!Ref P", []),
        ("!GetAtt Role.Arn", "NONE", []),
        ("!Ref Role", "NONE", ["rejected"]),
        ("!Ref P", "NONE", []),
        ("!Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${P}", "NONE", []),
        ("!Sub '${P}'", "NONE", []),
        ("!ImportValue role", "NONE", []),
    ],
)
def test_credentials(credentials, authorization, expected):
    text = cloudformation(f"{SERVICE}\nCredentials: {credentials}", more=ROLES, head=P).replace(
        "AuthorizationType: NONE", f"AuthorizationType: {authorization}"
    )

    assert expected == consequences("invalid-credentials", text)


def test_credentials_in_terraform():
    role = 'resource "aws_iam_role" "r" {\n  assume_role_policy = "{}"\n}'
    own = 'type = "AWS"\nintegration_http_method = "GET"\nuri = "arn:aws:apigateway:eu-west-1:s3:path/p"\ncredentials = aws_iam_role.r.name'

    assert ["aws_iam_role.r.name"] == found("invalid-credentials", terraform(own, more=role))
    assert [] == found("invalid-credentials", terraform(own.replace("r.name", "r.arn"), more=role))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("method.request.querystring.kind", []),
        ("method.request.querystring.king", ["method.request.querystring.king"]),
        ("method.request.multivaluequerystring.kind", []),
        ("querystring.kind", ["querystring.kind"]),
        ("integration.request.querystring.k", []),
        ("integration.request.querystring.other", ["integration.request.querystring.other"]),
        ("!Ref P", []),
        ("!Sub 'method.request.header.${P}'", []),
    ],
)
def test_cache_keys(key, expected):
    keys = f"RequestParameters: {{integration.request.querystring.k: method.request.querystring.kind}}\nCacheKeyParameters:\n  - {key}"
    text = cloudformation(f"{CFN}\n{keys}", "RequestParameters: {method.request.querystring.kind: false}", head=P)

    assert expected == found("invalid-cache-key-parameter", text)


def test_cache_keys_in_terraform():
    own = f'{TF}\ncache_key_parameters = ["method.request.path.id"]'

    assert ['"method.request.path.id"'] == found("invalid-cache-key-parameter", terraform(own))
    assert [] == found(
        "invalid-cache-key-parameter", terraform(own, "request_parameters = var.p", more='variable "p" {\n  type = map(bool)\n}')
    )


STAGE = """
Live:
  Type: AWS::ApiGateway::Stage
  Properties:
    RestApiId: !Ref Api
    StageName: live
    CacheClusterEnabled: CLUSTER
    MethodSettings: SETTINGS
"""
ALL = "[{ResourcePath: /*, HttpMethod: '*', CachingEnabled: true}]"


@pytest.mark.parametrize(
    ("verb", "cluster", "settings", "expected"),
    [
        ("GET", "true", ALL, 1),
        ("POST", "true", ALL, 0),
        ("GET", "false", ALL, 0),
        ("GET", "!Ref P", ALL, 0),
        ("GET", "true", "[]", 0),
        ("GET", "true", ALL.replace("true", "!Ref P"), 0),
        ("GET", "true", ALL[:-1] + ", {ResourcePath: /, HttpMethod: GET, CachingEnabled: false}]", 0),
        ("POST", "true", "[{ResourcePath: /, HttpMethod: POST, CachingEnabled: true}]", 1),
        ("GET", "true", "[{ResourcePath: /~1pets, HttpMethod: GET, CachingEnabled: true}]", 0),
    ],
)
def test_cached_methods(verb, cluster, settings, expected):
    stage = STAGE.replace("CLUSTER", cluster).replace("SETTINGS", settings)
    text = cloudformation(CFN, "RequestParameters: {method.request.querystring.kind: false}", verb=verb, more=stage, head=P)

    assert expected == len(found("cached-method-without-cache-keys", text))
    assert [] == found("cached-method-without-cache-keys", text.replace("Uri:", "CacheKeyParameters: !Ref P\n        Uri:"))
    assert [] == found("cached-method-without-cache-keys", text.replace("method.request.querystring.kind: false", ""))


def test_a_cached_method_behind_an_authorizer():
    stage = STAGE.replace("CLUSTER", "true").replace("SETTINGS", ALL)
    text = cloudformation(CFN, "RequestParameters: {method.request.querystring.kind: false}", more=stage)

    assert ["exposed"] == consequences("cached-method-without-cache-keys", text.replace("Type: NONE", "Type: AWS_IAM"))


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("http://pets.example.com/", ["http"]),
        ("https://pets.example.com/", []),
        ("http://${stageVariables.host}/", ["http"]),
        ("'{{base}}/pets'", []),
    ],
)
def test_clear_text(uri, expected):
    assert expected == found("insecure-backend", openapi(f"type: http_proxy\nhttpMethod: GET\nuri: {uri}"))


def test_certificates_that_nobody_looks_at():
    text = openapi(f"{HTTP}\ntlsConfig: {{insecureSkipVerification: true}}")

    assert text.replace("true", "false") == fixed("insecure-backend", text)
    assert ["true"] == found("insecure-backend", terraform(f"{TF}\ntls_config {{\n  insecure_skip_verification = true\n}}"))
    assert [] == found(
        "insecure-backend", terraform(f"{TF}\ntls_config {{\n  insecure_skip_verification = var.s\n}}", more='variable "s" {}')
    )
