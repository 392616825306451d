"""The rule proxy-integration-of-other-service."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class ProxyIntegrationOfOtherService(Rule):
    """
    Proxy integration of an AWS service that has none.

    ## What it does
    Finds integrations of type `AWS_PROXY` whose URI calls another service than Lambda (or Firehose).

    ## Why is this bad?
    API Gateway refuses them: `Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.`
    Other services need type `AWS`, templates that write their requests, and a role.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: GET
            credentials: arn:aws:iam::123456789012:role/pets
            uri: arn:aws:apigateway:eu-west-1:s3:path/pets/list.json
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}, "502": {description: S3 fails}}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: GET
            credentials: arn:aws:iam::123456789012:role/pets
            uri: arn:aws:apigateway:eu-west-1:s3:path/pets/list.json
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.type=AWS_PROXY",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the service that a proxy integration calls."""
        called = backend(integration)
        service = called.service
        if called.type == "AWS_PROXY" and service is not None and service not in ("lambda", "firehose"):
            yield self.finding(
                integration.type.span,
                f"AWS_PROXY calls Lambda only; {service} needs type AWS",
                related=[(integration.uri.span, f"calls {service}")],
            )
