"""What rules find that look at all of a definition is about the resource that it stands in."""

from definitions import report

TEMPLATE = """\
Resources:
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties:
      DomainName: Pets.example.com
      DomainNameConfigurations: [{EndpointType: REGIONAL}]
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: {Throttle: {RateLimit: 0, BurstLimit: 1}, ApiStages: [{ApiId: abc, Stage: live}]}
"""
CONFIGURATION = """\
resource "aws_apigatewayv2_domain_name" "pets" {
  domain_name = "Pets.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}
"""


def test_a_resource_of_a_template():
    assert ["Resources/Domain"] == [finding.address for finding in report("invalid-domain-name", TEMPLATE)]
    assert ["Resources/Plan"] == [finding.address for finding in report("zero-throttle", TEMPLATE)]


def test_a_resource_of_a_configuration():
    assert ["aws_apigatewayv2_domain_name.pets"] == [finding.address for finding in report("invalid-domain-name", CONFIGURATION)]
