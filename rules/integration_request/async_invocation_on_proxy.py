"""The rule async-invocation-on-proxy."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_KEY = "integration.request.header.x-amz-invocation-type"


class AsyncInvocationOnProxy(Rule):
    """
    Asynchronous invocation asked for where calls are always synchronous.

    ## What it does
    Finds mappings into `X-Amz-Invocation-Type` on `AWS_PROXY` integrations.

    ## Why is this bad?
    A Lambda proxy is invoked synchronously whatever the mapping says: callers wait for the function, and get its errors.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:fn/invocations
            requestParameters:
              integration.request.header.X-Amz-Invocation-Type: "'Event'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"202": {description: accepted}}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:fn/invocations
            requestParameters:
              integration.request.header.X-Amz-Invocation-Type: "'Event'"
            responses: {default: {statusCode: "202"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integration-async.html
    """

    consequence = Consequence.IGNORED
    needs = ("integration.request_parameters",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for the header."""
        mappings = integration.request_parameters
        if backend(integration).type != "AWS_PROXY" or not isinstance(mappings, Table):
            return
        for key, _ in mappings.known():
            if key.value.lower() == _KEY:
                yield self.finding(
                    key.span,
                    "AWS_PROXY invokes the function synchronously whatever this header says; type AWS reads it",
                    related=[(integration.type.span, "a proxy")],
                )
