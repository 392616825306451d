"""The rule invalid-integration-subtype."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Table, known, masked, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.facts.http_api import Service
    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class InvalidIntegrationSubtype(Rule):
    """
    Service integration of an HTTP API that API Gateway does not know, or that lacks what it needs.

    ## What it does
    Finds integration subtypes that do not exist, subtypes on integrations of another type than `AWS_PROXY`, and those that lack
    credentials or a parameter that the operation requires. Parameters that the operation has not are found too, and a URI beside a
    subtype, which nothing reads.

    ## Why is this bad?
    API Gateway refuses the integration: `Operation: SQS-Send is not supported.`, `Role ARN must be specified for AWS integration
    configuration with Subtype: SQS-SendMessage`, or it names the parameters that have to be defined.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Queue:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: AWS_PROXY
          IntegrationSubtype: SQS-SendMessage
          PayloadFormatVersion: "1.0"
          RequestParameters:
            QueueUrl: https://sqs.eu-west-1.amazonaws.com/123456789012/pets
            MessageBody: $request.body
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "queue" {
      api_id              = aws_apigatewayv2_api.pets.id
      integration_type    = "AWS_PROXY"
      integration_subtype = "SQS-SendMessage"
      credentials_arn     = "arn:aws:iam::123456789012:role/pets"
      request_parameters = {
        "QueueUrl" = "https://sqs.eu-west-1.amazonaws.com/123456789012/pets"
        "Body"     = "$request.body"
      }
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          x-amazon-apigateway-integration:
            type: aws_proxy
            integrationSubtype: EventBridge-PutEvent
            credentials: arn:aws:iam::123456789012:role/pets
            payloadFormatVersion: "1.0"
            requestParameters: {Detail: $request.body, DetailType: adopted, Source: pets}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Queue:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: AWS_PROXY
          IntegrationSubtype: SQS-SendMessage
          CredentialsArn: arn:aws:iam::123456789012:role/pets
          PayloadFormatVersion: "1.0"
          RequestParameters:
            QueueUrl: https://sqs.eu-west-1.amazonaws.com/123456789012/pets
            MessageBody: $request.body
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "queue" {
      api_id              = aws_apigatewayv2_api.pets.id
      integration_type    = "AWS_PROXY"
      integration_subtype = "SQS-SendMessage"
      credentials_arn     = "arn:aws:iam::123456789012:role/pets"
      request_parameters = {
        "QueueUrl"    = "https://sqs.eu-west-1.amazonaws.com/123456789012/pets"
        "MessageBody" = "$request.body"
      }
    }
    ```

    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          x-amazon-apigateway-integration:
            type: aws_proxy
            integrationSubtype: EventBridge-PutEvents
            credentials: arn:aws:iam::123456789012:role/pets
            payloadFormatVersion: "1.0"
            requestParameters: {Detail: $request.body, DetailType: adopted, Source: pets}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)
    needs = ("integration.subtype",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at an integration with a subtype."""
        from apigw_lint.facts.http_api import SUBTYPES

        for written in strings(integration.subtype):
            if written.value not in SUBTYPES:
                near = nearest(written.value, SUBTYPES)
                edit = written.replaced(near) if near else None
                hint = f": it is written {near}" if near else f": {', '.join(SUBTYPES)}"
                words = f"there is no integration subtype {written.value}{hint}"
                yield self.finding(written.span, words, fix=Fix(f"write {near}", [edit], safe=False) if edit else None)
        subtype = known(integration.subtype, str)
        if subtype is None:
            return
        called = backend(integration).type
        if called == "HTTP_PROXY":
            words = f"a subtype is for integrations of type AWS_PROXY, not {called}"
            yield self.finding(integration.subtype.span, words, related=[(integration.type.span, "the type")])
        elif subtype in SUBTYPES:
            yield from self._service(integration, subtype, SUBTYPES[subtype])

    def _service(self, integration: Integration, subtype: str, service: Service) -> Iterator[Finding]:
        role = integration.credentials
        if isinstance(role, Absent) or (isinstance(role, Known) and role.value in (None, "")):
            words = f"{subtype} needs credentials: the role with which API Gateway calls the service"
            yield self.finding(integration.subtype.span, words)
        if masked(integration.uri):
            words = f"nothing reads the URI beside a subtype: {subtype} is called by its parameters"
            yield self.finding(integration.uri.span, words, consequence=Consequence.IGNORED)
        yield from self._parameters(integration, subtype, service)

    def _parameters(self, integration: Integration, subtype: str, service: Service) -> Iterator[Finding]:
        written = integration.request_parameters
        if isinstance(written, Absent):
            # With passthrough the service takes its parameters from the body.
            if isinstance(integration.passthrough_behavior, Absent):
                yield self.finding(integration.subtype.span, f"{subtype} lacks its parameters: it needs {', '.join(service.required)}")
            return
        if not isinstance(written, Table):
            return
        missing = [name for name in service.required if written.lacks(name)]
        for key, _ in written.known():
            if key.value not in service.required and key.value not in service.optional:
                finding = self._unknown(key, subtype, service, missing)
                near = _meant(key.value, service, missing)
                missing = [name for name in missing if name != near]
                yield finding
        if missing and isinstance(integration.passthrough_behavior, Absent):
            what = "the parameter" if len(missing) == 1 else "the parameters"
            yield self.finding(written.span.first_line(), f"{subtype} lacks {what} {', '.join(missing)}")

    def _unknown(self, key: Known[str], subtype: str, service: Service, missing: list[str]) -> Finding:
        """Returns the finding that an operation has no such parameter. Without one that it requires it is refused."""
        near = _meant(key.value, service, missing)
        names = ", ".join((*service.required, *service.optional))
        edit = key.replaced(near) if near else None
        return self.finding(
            key.span,
            f"{subtype} has no parameter {key.value}: {f'it is written {near}' if near else names}",
            consequence=Consequence.REJECTED if missing else Consequence.BROKEN,
            fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
        )


def _meant(name: str, service: Service, missing: list[str]) -> str | None:
    """Returns the parameter that a name was most likely meant for: one that is missing before any other."""
    ends = [one for one in missing if one.lower().endswith(name.lower())]
    return nearest(name, missing) or (ends[0] if len(ends) == 1 else None) or nearest(name, service.optional)
