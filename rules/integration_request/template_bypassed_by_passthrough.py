"""The rule template-bypassed-by-passthrough."""

from __future__ import annotations

from apigw_lint.languages.backend import backend, takes_body, templates
from apigw_lint.languages.serverless import event_behind
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding


class TemplateBypassedByPassthrough(Rule):
    """
    Mapping template that callers can avoid with another Content-Type.

    ## What it does
    Finds request templates with the passthrough behavior `WHEN_NO_MATCH`, written or by default, on methods that take a body.

    ## Why is this bad?
    A template applies to its own content type. A body of any other type goes to the backend as the caller wrote it: past what the
    template selects and checks, and, for an AWS service, straight into its API with the integration's role.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: SQS fails}}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            credentials: arn:aws:iam::123456789012:role/pets
            uri: arn:aws:apigateway:eu-west-1:sqs:path/123456789012/pets
            requestParameters: {integration.request.header.Content-Type: "'application/x-www-form-urlencoded'"}
            requestTemplates: {application/json: Action=SendMessage&MessageBody=$util.urlEncode($input.body)}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        post:
          responses: {"200": {description: ok}, "502": {description: SQS fails}}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: POST
            credentials: arn:aws:iam::123456789012:role/pets
            uri: arn:aws:apigateway:eu-west-1:sqs:path/123456789012/pets
            passthroughBehavior: never
            requestParameters: {integration.request.header.Content-Type: "'application/x-www-form-urlencoded'"}
            requestTemplates: {application/json: Action=SendMessage&MessageBody=$util.urlEncode($input.body)}
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
    """

    consequence = Consequence.MISLEADING
    needs = ("integration.request_templates",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the passthrough behavior where there are templates."""
        called = backend(integration)
        if called.type not in ("AWS", "HTTP") or not takes_body(integration.method):
            return
        behavior = integration.passthrough_behavior
        written = isinstance(behavior, Known) and behavior.value == "WHEN_NO_MATCH"
        applying = templates(integration.request_templates)
        if not applying or not (written or isinstance(behavior, Absent)):
            return
        if event_behind(integration) is not None:
            # SAM writes the whole integration, and has no property for this.
            return
        key = applying[0][0]
        service = called.service if called.type == "AWS" and called.service != "lambda" else None
        to = f"the API of {service}" if service else "the backend"
        edit = behavior.replaced("NEVER") if isinstance(behavior, Known) else None
        others = ", ".join(name.value for name, _ in applying)
        yield self.finding(
            behavior.span if written else key.span,
            f"WHEN_NO_MATCH{'' if written else ', the default,'} sends bodies of other types than {others} unchanged to {to}",
            related=[(key.span, "the template that they pass by")] if written else (),
            fix=Fix("never pass bodies through", [edit], safe=False) if edit else None,
            help="" if written else "set the passthrough behavior to NEVER, which answers other types with 415",
        )
