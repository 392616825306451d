"""The rule invalid-private-integration."""

from __future__ import annotations

from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import SPECIAL, Arn, Fault, arn, shown
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, Known, List, Reference, Text, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Definition, Integration
    from apigw_lint.rule import Finding

_TARGET = "the ARN of a listener of a load balancer or of a Cloud Map service"
_NAMES = {"arn", "id", "arn_suffix"}
_ONLY_BALANCER = {"LoadBalancerArn", "DNSName", "LoadBalancerFullName", "LoadBalancerName", "dns_name"}
_TERRAFORM = {
    "aws_lb": "a load balancer",
    "aws_alb": "a load balancer",
    "aws_elb": "a classic load balancer",
    "aws_lb_target_group": "a target group",
    "aws_alb_target_group": "a target group",
    "aws_ecs_service": "an ECS service",
    "aws_lambda_function": "a Lambda function",
}


class InvalidPrivateIntegration(Rule):
    """
    Private integration of an HTTP API that cannot reach into a VPC.

    ## What it does
    Finds integrations of HTTP APIs over a VPC link that are not of type `HTTP_PROXY`, or whose URI is no ARN of a listener or of a
    service in Cloud Map: a URL, a load balancer, a target group. Also a VPC link that is one for REST APIs, VPC links without a subnet, and
    TLS settings on integrations that go over the internet.

    ## Why is this bad?
    API Gateway refuses the integration because its URI `should be a valid ELB listener ARN or a valid Cloud Map service ARN`, and the link
    with `SubnetIds for a vpc link cannot be empty`.

    ## Example
    ```yaml
    Resources:
      Link:
        Type: AWS::ApiGatewayV2::VpcLink
        Properties:
          Name: pets
          SubnetIds: [subnet-0123456789abcdef0]
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: ANY
          ConnectionType: VPC_LINK
          ConnectionId: !Ref Link
          IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/pets/0123456789abcdef
          PayloadFormatVersion: "1.0"
    ```

    ```hcl
    resource "aws_lb" "pets" {
      name               = "pets"
      load_balancer_type = "application"
    }
    resource "aws_apigatewayv2_vpc_link" "pets" {
      name               = "pets"
      subnet_ids         = ["subnet-0123456789abcdef0"]
      security_group_ids = []
    }
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "ANY"
      connection_type    = "VPC_LINK"
      connection_id      = aws_apigatewayv2_vpc_link.pets.id
      integration_uri    = aws_lb.pets.arn
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            connectionType: VPC_LINK
            connectionId: abc123
            uri: http://pets.internal.example.com/
            payloadFormatVersion: "1.0"
    ```

    ## Use instead
    ```yaml
    Resources:
      Link:
        Type: AWS::ApiGatewayV2::VpcLink
        Properties:
          Name: pets
          SubnetIds: [subnet-0123456789abcdef0]
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: ANY
          ConnectionType: VPC_LINK
          ConnectionId: !Ref Link
          IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/pets/0123456789abcdef/0123456789abcdef
          PayloadFormatVersion: "1.0"
    ```

    ```hcl
    resource "aws_lb" "pets" {
      name               = "pets"
      load_balancer_type = "application"
    }
    resource "aws_lb_listener" "pets" {
      load_balancer_arn = aws_lb.pets.arn
    }
    resource "aws_apigatewayv2_vpc_link" "pets" {
      name               = "pets"
      subnet_ids         = ["subnet-0123456789abcdef0"]
      security_group_ids = []
    }
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "ANY"
      connection_type    = "VPC_LINK"
      connection_id      = aws_apigatewayv2_vpc_link.pets.id
      integration_uri    = aws_lb_listener.pets.arn
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            connectionType: VPC_LINK
            connectionId: abc123
            uri: arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-0123456789abcdef
            payloadFormatVersion: "1.0"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)
    needs = ("definition.vpc_links", "integration.connection_type", "integration.tls_server_name")
    stage = "integration request"

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the subnets of VPC links of version 2."""
        for link in definition.vpc_links:
            subnets = link.subnet_ids
            if link.version == 2 and isinstance(subnets, List) and subnets.complete and not subnets.items:
                yield self.finding(subnets.span, "a VPC link leads into one subnet at least, not into none", about=link)

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at an integration over a VPC link, and at TLS settings of any other."""
        connection = integration.connection_type
        if equals(connection, "VPC_LINK") is Answer.YES:
            type_ = backend(integration).type
            if type_ == "AWS_PROXY":
                words = f"an integration over a VPC link is of type HTTP_PROXY, not {type_}"
                yield self.finding(integration.type.span, words, related=[(connection.span, "the connection type")])
            elif not is_empty(integration.connection_id):
                yield from self._uri(integration)
            yield from self._link(integration, integration.api)
        elif isinstance(connection, Absent) or equals(connection, "INTERNET") is Answer.YES:
            name = integration.tls_server_name
            if isinstance(name, (Text, Reference)) or (isinstance(name, Known) and name.value not in (None, "")):
                words = "the server name has no effect: TLS settings are for integrations over a VPC link"
                yield self.finding(name.span, words, consequence=Consequence.IGNORED)

    def _uri(self, integration: Integration) -> Iterator[Finding]:
        seen = backend(integration).view
        if seen is None:
            what = _resource(integration.uri) if isinstance(integration.uri, Reference) else None
            if what:
                yield self.finding(integration.uri.span, f"the URI is {what}; over a VPC link it is {_TARGET}")
            return
        read = arn(seen.text)
        if read is None or not seen.text:
            return
        if isinstance(read, Fault):
            what = "is a URL" if seen.text.startswith(("http://", "https://")) else read.message
            place = integration.uri.span if seen.text.startswith("http") else seen.at(read.start, read.end)
            yield self.finding(place, f"the URI {what}; over a VPC link it is {_TARGET}")
        elif (wrong := _not_private(read)) is not None:
            yield self.finding(seen.at(read.resource.start, read.resource.end), f"the URI is {wrong}; over a VPC link it is {_TARGET}")

    def _link(self, integration: Integration, api: Api) -> Iterator[Finding]:
        named = integration.connection_id
        if not isinstance(named, Reference) or api.definition is None:
            return
        link = next((link for link in api.definition.vpc_links if link.address == named.target), None)
        if link is not None and link.version == 1:
            words = f"{link.address.removeprefix('Resources/')} is a VPC link for REST APIs: an HTTP API needs one of version 2"
            yield self.finding(named.span, words, related=[(link.name_span, "the VPC link")], consequence=Consequence.BROKEN)


def _not_private(read: Arn) -> str | None:
    """Returns what an ARN is of that no VPC link leads to; ``None`` where that is not known."""
    service, resource = read.service.text, read.resource.text
    if set(service) & set(SPECIAL) or resource[:1] in SPECIAL:
        return None
    if service not in ("elasticloadbalancing", "servicediscovery"):
        return f"the ARN of a resource of {shown(service) or 'no service'}"
    right = "listener/" if service == "elasticloadbalancing" else "service/"
    head = resource.split("/", 1)[0]
    if resource.startswith(right) or set(head) & set(SPECIAL):
        return None
    names = {"loadbalancer": "a load balancer, not its listener", "targetgroup": "a target group", "listener-rule": "a rule of a listener"}
    return names.get(head, f"a {head}")


def _resource(named: Reference) -> str | None:
    """Returns what a reference is to, where that certainly is nothing that a VPC link leads to."""
    if named.attribute in _ONLY_BALANCER:
        return "a load balancer, not its listener"
    words = named.target.split("[")[0].split(".")
    if len(words) < 2 or named.attribute not in _NAMES:
        return None
    return _TERRAFORM.get(words[-2])
