"""The rule lambda-integration-not-post."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class LambdaIntegrationNotPost(Rule):
    """
    Lambda function that is invoked with another verb than POST.

    ## What it does
    Finds integrations that invoke a Lambda function with an integration HTTP method other than `POST`. The verb of the method itself,
    which callers use, is free.

    ## Why is this bad?
    It deploys, and every call is answered with 500: Lambda's Invoke is a POST.

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
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:fn/invocations
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: POST
            uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:fn/invocations
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "WEBSOCKET")
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the verb of what invokes a function."""
        verb = integration.http_method
        if not isinstance(verb, Known) or not isinstance(verb.value, str) or verb.value.upper() in ("POST", ""):
            return
        called = backend(integration)
        if called.type in ("AWS", "AWS_PROXY") and called.invokes_function:
            edit = verb.replaced("POST")
            yield self.finding(
                verb.span,
                f"a Lambda function is invoked with POST; with {verb.value} every call is answered with 500",
                related=[(integration.uri.span, "invokes a Lambda function")],
                fix=Fix("invoke it with POST", [edit]) if edit else None,
            )
