"""The rules on integrations of HTTP APIs: payload formats, services, VPC links, mapped headers."""

import json

import pytest
from definitions import consequences, fixed, found, report
from support import SHARED

from apigw_lint.facts.http_api import SUBTYPES

from .http_definitions import FUNCTION, PROXY, PROXY_FIELDS, PROXY_TF, ROLE, block, configuration, document, integration, resource, template

VERSION = "invalid-payload-format-version"
SUBTYPE = "invalid-integration-subtype"
PRIVATE = "invalid-private-integration"
HEADER = "reserved-header-mapping"
LAMBDA = f"IntegrationType: AWS_PROXY\nIntegrationUri: {FUNCTION}\n"
HTTP = "IntegrationType: HTTP_PROXY\nIntegrationMethod: GET\nIntegrationUri: https://pets.example.com/\n"
SERVICE = f"IntegrationType: AWS_PROXY\nIntegrationSubtype: StepFunctions-StopExecution\nCredentialsArn: {ROLE}\n"


@pytest.mark.parametrize(
    ("properties", "protocol", "expected", "right"),
    [
        (LAMBDA + "PayloadFormatVersion: '1.0'", "HTTP", [], None),
        (LAMBDA + "PayloadFormatVersion: 2.0", "HTTP", [], None),
        (LAMBDA + "PayloadFormatVersion: !Ref P", "HTTP", [], None),
        (LAMBDA + "PayloadFormatVersion: '2'", "HTTP", ["rejected"], "'2.0'"),
        (LAMBDA + "PayloadFormatVersion: 'v1'", "HTTP", ["rejected"], "'1.0'"),
        (LAMBDA + "PayloadFormatVersion: '3.0'", "HTTP", ["rejected"], None),
        (LAMBDA + "PayloadFormatVersion: ''", "HTTP", ["rejected"], None),
        (LAMBDA, "HTTP", ["advised"], None),
        (LAMBDA, "WEBSOCKET", [], None),
        (LAMBDA + "PayloadFormatVersion: '1.0'", "WEBSOCKET", [], None),
        (LAMBDA + "PayloadFormatVersion: '2.0'", "WEBSOCKET", ["rejected"], "'1.0'"),
        (HTTP, "HTTP", [], None),
        (HTTP + "PayloadFormatVersion: '2.0'", "HTTP", ["rejected"], "'1.0'"),
        (HTTP.replace("HTTP_PROXY", "!Ref P") + "PayloadFormatVersion: '2.0'", "HTTP", [], None),
        (SERVICE + "PayloadFormatVersion: '2.0'", "HTTP", ["rejected"], "'1.0'"),
        (SERVICE, "HTTP", [], None),
        (SERVICE.replace("StepFunctions-StopExecution", "!Ref P") + "PayloadFormatVersion: '2.0'", "HTTP", [], None),
    ],
)
def test_versions_of_the_payload_format(properties, protocol, expected, right):
    text = integration(properties, protocol)
    written = properties.rpartition(": ")[2]

    assert expected == consequences(VERSION, text)
    assert (text.replace(f"Version: {written}", f"Version: {right}") if right else text) == fixed(VERSION, text)


def test_versions_in_terraform_and_in_documents():
    def backend(version: str) -> str:
        return configuration(block("backend", "integration", f'integration_type = "AWS_PROXY"\nintegration_uri = "{FUNCTION}"\n{version}'))

    assert [] == found(VERSION, backend(""))
    assert [] == found(VERSION, backend("payload_format_version = var.v"))
    assert backend('payload_format_version = "2.0"') == fixed(VERSION, backend("payload_format_version = 2.0"))
    assert ["2.0"] == found(VERSION, backend("payload_format_version = 2.0"))
    assert [] == found(VERSION, document(f"type: aws_proxy\nuri: {FUNCTION}\npayloadFormatVersion: 2.0"))
    assert ["advised"] == consequences(VERSION, document(f"type: aws_proxy\nuri: {FUNCTION}"))
    assert ["rejected"] == consequences(VERSION, document(PROXY_FIELDS.replace("1.0", "2.0")))


def service(
    subtype: str = "SQS-SendMessage", more: str = f"CredentialsArn: {ROLE}", parameters: str = "{QueueUrl: q, MessageBody: b}"
) -> str:
    written = f"\nRequestParameters: {parameters}" if parameters else ""
    return integration(f"IntegrationType: AWS_PROXY\nIntegrationSubtype: {subtype}\n{more}{written}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service(), []),
        (service(parameters="{QueueUrl: !Ref P, MessageBody: $request.body, MessageGroupId: g, DelaySeconds: 1}"), []),
        (service(parameters="!Ref P"), []),
        (service(more="CredentialsArn: !Ref P"), []),
        (service(more="CredentialsArn: !If [C, x, !Ref AWS::NoValue]"), []),
        (service(more=""), [("SQS-SendMessage", "rejected")]),
        (service(more="CredentialsArn: ''"), [("SQS-SendMessage", "rejected")]),
        (service("SQS-SendMessages"), [("SQS-SendMessages", "rejected")]),
        (service("DynamoDB-PutItem"), [("DynamoDB-PutItem", "rejected")]),
        (service("!Ref P"), []),
        (service("!If [C, SQS-SendMessage, SQS-PurgeQueue]"), []),
        (service(parameters=""), [("SQS-SendMessage", "rejected")]),
        (service(parameters="", more=f"CredentialsArn: {ROLE}\nPassthroughBehavior: WHEN_NO_MATCH"), []),
        (service(parameters="{QueueUrl: q}"), [("{QueueUrl: q}", "rejected")]),
        (
            service(parameters="{QueueUrl: q, MessageBody: !Ref AWS::NoValue}"),
            [("{QueueUrl: q, MessageBody: !Ref AWS::NoValue}", "rejected")],
        ),
        (service(parameters="{QueueUrl: q, Body: b}"), [("Body", "rejected")]),
        (service(parameters="{QueueUrl: q, MessageBody: b, Delay: 1}"), [("Delay", "broken")]),
        (service(parameters="{QueueUrl: q, MessageBody: b, overwrite:header.x: y}"), [("overwrite:header.x", "broken")]),
        (service(more=f"CredentialsArn: {ROLE}\nIntegrationUri: {FUNCTION}"), [(FUNCTION, "ignored")]),
        (service().replace("AWS_PROXY", "HTTP_PROXY"), [("SQS-SendMessage", "rejected")]),
        (service().replace("AWS_PROXY", "!Ref P"), []),
        (integration(), []),
    ],
)
def test_services(text, expected):
    assert expected == [(finding.span.text, finding.consequence.value) for finding in report(SUBTYPE, text)]


def test_a_finding_says_which_parameters_there_are():
    (finding,) = report(SUBTYPE, service(parameters="{QueueUrl: q, MessageBody: b, Other: c}"))
    assert "Other: QueueUrl, MessageBody, DelaySeconds" in finding.message
    (finding,) = report(SUBTYPE, service(parameters="{DelaySeconds: 1}"))
    assert "lacks the parameters QueueUrl, MessageBody" in finding.message
    (finding,) = report(SUBTYPE, service(parameters="{QueueUrl: q}"))
    assert "lacks the parameter MessageBody" in finding.message


def test_names_of_services_and_parameters_are_cured():
    wrong = service("SQS-SendMesage", parameters="{QueueURL: q, Body: b}")
    named = wrong.replace("SQS-SendMesage", "SQS-SendMessage")

    assert named == fixed(SUBTYPE, wrong)
    assert service() == fixed(SUBTYPE, named)


def test_every_service_has_what_the_reference_says():
    facts = SHARED / "facts" / "httpapi_integration_subtypes.json"
    if not facts.is_file():
        pytest.skip("the facts are not here")
    theirs = json.loads(facts.read_text(encoding="utf-8"))["subtypes"]

    assert {name: (sorted(one["required"]), sorted(one["optional"])) for name, one in theirs.items()} == {
        name: (sorted(one.required), sorted(one.optional)) for name, one in SUBTYPES.items()
    }


def test_services_in_other_formats():
    fields = f"type: aws_proxy\nintegrationSubtype: EventBridge-PutEvents\ncredentials: {ROLE}\npayloadFormatVersion: '1.0'\n"
    call = "requestParameters: {Detail: $request.body, Source: pets"
    arguments = f'integration_type = "AWS_PROXY"\nintegration_subtype = "Kinesis-PutRecord"\ncredentials_arn = "{ROLE}"\n'
    kinesis = 'StreamName = "s"\n  Data = "d"'

    assert [] == found(SUBTYPE, document(f"{fields}{call}, DetailType: adopted}}"))
    assert ["rejected"] == consequences(SUBTYPE, document(f"{fields}{call}}}"))
    assert ["rejected"] == consequences(SUBTYPE, document(f"{fields}{call}, DetailTyp: adopted}}"))
    assert ["rejected"] == consequences(
        SUBTYPE, configuration(block("b", "integration", arguments + f"request_parameters = {{\n  {kinesis}\n}}"))
    )
    assert [] == found(SUBTYPE, configuration(block("b", "integration", arguments + "request_parameters = var.v")))
    assert [] == found(
        SUBTYPE, configuration(block("b", "integration", arguments + f"request_parameters = merge(var.v, {{\n  {kinesis}\n}})"))
    )


BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012"
LISTENER = f"{BALANCER}:listener/app/pets/0123456789abcdef/0123456789abcdef"


def private(uri: str, more: str = "", kind: str = "HTTP_PROXY", link: str = "abc", resources: str = "") -> str:
    properties = f"IntegrationType: {kind}\nIntegrationMethod: GET\nConnectionType: VPC_LINK\nConnectionId: {link}\n{more}\n"
    return template(resource("Backend", "Integration", f"{properties}IntegrationUri: {uri}"), resources)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (private(LISTENER), []),
        (private(f"{BALANCER}:listener/net/pets/0123456789abcdef/0123456789abcdef"), []),
        (private("arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-0123456789abcdef"), []),
        (private("!Ref Listener", resources="Listener:\n  Type: AWS::ElasticLoadBalancingV2::Listener"), []),
        (private("!GetAtt Service.Arn", resources="Service:\n  Type: AWS::ServiceDiscovery::Service"), []),
        (private("!Ref P"), []),
        (private("!Sub '${P}'"), []),
        (private("!Sub 'arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:listener/app/${P}'"), []),
        (private("!Sub 'arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:${P}'"), []),
        (private(f"{BALANCER}:loadbalancer/net/pets/0123456789abcdef"), ["loadbalancer/net/pets/0123456789abcdef"]),
        (private(f"{BALANCER}:targetgroup/pets/0123456789abcdef"), ["targetgroup/pets/0123456789abcdef"]),
        (private("!Sub '${P}:loadbalancer/net/pets'"), []),
        (private("arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-0123456789"), ["namespace/ns-0123456789"]),
        (private(FUNCTION), ["function:pets"]),
        (private("https://pets.internal/"), ["https://pets.internal/"]),
        (private("!Sub 'http://${P}/'"), ["http://${P}/"]),
        (private("pets"), ["pets"]),
        *(
            (private(f"!GetAtt Lb.{name}", resources="Lb:\n  Type: AWS::ElasticLoadBalancingV2::LoadBalancer"), [f"!GetAtt Lb.{name}"])
            for name in ("DNSName", "LoadBalancerArn", "LoadBalancerFullName", "LoadBalancerName")
        ),
        (private(LISTENER, kind="AWS_PROXY"), ["AWS_PROXY"]),
        (private(LISTENER, kind="!Ref P"), []),
        (private("https://pets.internal/").replace("VPC_LINK", "!Ref P"), []),
        (private("https://pets.internal/").replace("VPC_LINK", "INTERNET"), []),
        (private(LISTENER, "TlsConfig: {ServerNameToVerify: pets.internal}"), []),
        (private("https://pets.internal/", "TlsConfig: {ServerNameToVerify: a.b}").replace("VPC_LINK", "INTERNET"), ["a.b"]),
        (integration(PROXY + "\nTlsConfig: {ServerNameToVerify: a.b}"), ["a.b"]),
        (integration(PROXY + "\nTlsConfig: {ServerNameToVerify: !Ref P}"), []),
    ],
)
def test_private_integrations(text, expected):
    assert expected == [place.removeprefix("!Sub '").removesuffix("'") for place in found(PRIVATE, text)]


@pytest.mark.parametrize(
    ("kind", "properties", "expected"),
    [
        ("AWS::ApiGateway::VpcLink", f"Name: l, TargetArns: ['{BALANCER}:loadbalancer/net/pets/0123456789abcdef']", ["broken"]),
        ("AWS::ApiGatewayV2::VpcLink", "Name: l, SubnetIds: [subnet-1]", []),
        ("AWS::ApiGatewayV2::VpcLink", "Name: l, SubnetIds: []", ["rejected"]),
        ("AWS::ApiGatewayV2::VpcLink", "Name: l, SubnetIds: !Ref P", []),
        ("AWS::ApiGatewayV2::VpcLink", "Name: l, SubnetIds: [!Ref P]", []),
    ],
)
def test_links(kind, properties, expected):
    text = private(LISTENER, link="!Ref Link", resources=f"Link:\n  Type: {kind}\n  Properties: {{{properties}}}")

    assert expected == consequences(PRIVATE, text)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("aws_lb_listener.x.arn", []),
        ("aws_service_discovery_service.x.arn", []),
        ("aws_lb.x.arn", ["aws_lb.x.arn"]),
        ("aws_alb.x[0].arn", ["aws_alb.x[0].arn"]),
        ("aws_lb.x.dns_name", ["aws_lb.x.dns_name"]),
        ('"http://${aws_lb.x.dns_name}:8080"', ['"http://${aws_lb.x.dns_name}:8080"']),
        ("aws_lb_target_group.x.arn", ["aws_lb_target_group.x.arn"]),
        ("aws_lb.x.arn_suffix", ["aws_lb.x.arn_suffix"]),
        ("aws_ecs_service.x.id", ["aws_ecs_service.x.id"]),
        ("aws_lambda_function.x.arn", ["aws_lambda_function.x.arn"]),
        ("aws_lb.x.vpc_id", []),
        ("data.aws_lb_listener.x.arn", []),
        ("data.aws_lb.x.arn", []),
        ("module.x.listener_arn", []),
        ("var.v", []),
    ],
)
def test_private_integrations_in_terraform(uri, expected):
    arguments = 'integration_type = "HTTP_PROXY"\nintegration_method = "GET"\nconnection_type = "VPC_LINK"\nconnection_id = var.v\n'
    kind = uri.split(".")[0]
    more = f'resource "{kind}" "x" {{{" count = 1 " if "[0]" in uri else ""}}}\n' if kind.startswith("aws_") else ""
    if "aws_lb.x.dns" in uri:
        more = 'resource "aws_lb" "x" {}\n'
    text = configuration(block("backend", "integration", f"{arguments}integration_uri = {uri}"), more)

    assert expected == found(PRIVATE, text)


def test_the_link_of_an_integration_is_the_one_that_it_names():
    links = "Old:\n  Type: AWS::ApiGateway::VpcLink\n  Properties: {Name: a, TargetArns: [b]}\n"
    links += "Link:\n  Type: AWS::ApiGatewayV2::VpcLink\n  Properties: {Name: a, SubnetIds: [b]}\n"

    assert [] == found(PRIVATE, private(LISTENER, link="!Ref Link", resources=links))
    assert ["!Ref Old"] == found(PRIVATE, private(LISTENER, link="!Ref Old", resources=links))


def test_a_finding_says_what_the_uri_is():
    for kind, words in [("targetgroup/a/b", "a target group"), ("listener-rule/app/a", "a rule of a listener"), ("trust/a", "a trust")]:
        (finding,) = report(PRIVATE, private(f"{BALANCER}:{kind}"))
        assert f"the URI is {words};" in finding.message


def test_private_integrations_in_documents():
    fields = "type: http_proxy\nhttpMethod: GET\nconnectionType: VPC_LINK\nconnectionId: abc\npayloadFormatVersion: '1.0'\nuri: "

    assert [] == found(PRIVATE, document(fields + LISTENER))
    assert [] == found(PRIVATE, document(fields + "'${listener}'"))
    assert ["http://pets.internal/"] == found(PRIVATE, document(fields + "http://pets.internal/"))


@pytest.mark.parametrize(
    ("mapping", "places"),
    [
        ("overwrite:header.X-Token: $request.header.Authorization", []),
        ("append:header.authorization: x", ["authorization"]),
        ("remove:header.Via: \"''\"", ["Via"]),
        ("overwrite:header.x-amz-date: x", ["x-amz-date"]),
        ("overwrite:header.X-Amzn-Trace-Id: x", ["X-Amzn-Trace-Id"]),
        ("overwrite:header.X-Forwarded-For: x", ["X-Forwarded-For"]),
        ("overwrite:header.X-Forwarded-Port: x", []),
        ("overwrite:header.Host: x", []),
        ("overwrite:header.Access-Control-Request-Method: x", ["Access-Control-Request-Method"]),
        ("overwrite:querystring.authorization: x", []),
        ("overwrite:path: /x", []),
        ("overwrite:header.Via: !Ref AWS::NoValue", []),
    ],
)
def test_headers_of_requests(mapping, places):
    assert places == found(HEADER, integration(f"{PROXY}\nRequestParameters:\n  {mapping}"))


def test_headers_of_responses():
    def answer(key: str) -> str:
        return integration(f"{PROXY}\nResponseParameters: {{'200': {{ResponseParameters: [{{Destination: '{key}', Source: x}}]}}}}")

    assert ["Access-Control-Allow-Origin"] == found(HEADER, answer("overwrite:header.Access-Control-Allow-Origin"))
    assert [] == found(HEADER, answer("overwrite:header.Cache-Control"))
    assert [] == found(HEADER, answer("overwrite:statuscode"))


def test_headers_in_other_formats():
    fields = PROXY_FIELDS + "\nresponseParameters: {'404': {append:header.Forwarded: x}}"
    argument = 'request_parameters = {{ "overwrite:header.{}" = "x" }}'

    assert ["Forwarded"] == found(HEADER, document(fields))
    assert ["TE"] == found(HEADER, configuration(block("b", "integration", f"{PROXY_TF}\n{argument.format('TE')}")))
    assert [] == found(HEADER, configuration(block("b", "integration", f"{PROXY_TF}\n{argument.format('${var.v}')}")))
    assert [] == found(HEADER, service(parameters="{overwrite:header.Via: x}"))
