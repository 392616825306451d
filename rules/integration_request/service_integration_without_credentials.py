"""The rule service-integration-without-credentials."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class ServiceIntegrationWithoutCredentials(Rule):
    """
    Integration of an AWS service without a role to call it with.

    ## What it does
    Finds integrations of type `AWS` that call another service than Lambda and name no credentials. A Lambda function has a resource
    policy that can let API Gateway in; other services are called with a role.

    ## Why is this bad?
    API Gateway refuses the integration with `Role ARN must be specified for AWS integrations`.

    ## Example
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
            uri: arn:aws:apigateway:eu-west-1:s3:path/pets/list.json
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "WEBSOCKET")
    needs = ("integration.type=AWS",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for the credentials of a service integration."""
        called = backend(integration)
        service = called.service
        if called.type == "AWS" and service not in (None, "lambda") and isinstance(integration.credentials, Absent):
            # What API Gateway says to a WebSocket API's integration is not recorded.
            consequence = Consequence.BROKEN if integration.api is not None and integration.api.kind == "WEBSOCKET" else None
            words = f"calls {service} without credentials: API Gateway needs a role for it"
            yield self.finding(integration.uri.span, words, consequence=consequence)
