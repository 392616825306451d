"""The rule binary-preflight."""

from __future__ import annotations

from apigw_lint.languages.backend import backend, templates
from apigw_lint.languages.serverless import is_made_preflight
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, items, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span


class BinaryPreflight(Rule):
    """
    Mock preflight of an API to which every body is binary.

    ## What it does
    Finds OPTIONS methods with a mock integration and a template, without `CONVERT_TO_TEXT`, in APIs with `*/*` among their binary media
    types.

    ## Why is this bad?
    The template meets a binary body and fails: the preflight is answered with 500, and browsers do not make the call.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-binary-media-types: ["*/*"]
    paths:
      /pets:
        options:
          responses:
            "204":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-binary-media-types: ["*/*"]
    paths:
      /pets:
        options:
          responses:
            "204":
              description: ok
              headers:
                Access-Control-Allow-Origin: {schema: {type: string}}
                Access-Control-Allow-Headers: {schema: {type: string}}
          x-amazon-apigateway-integration:
            type: mock
            contentHandling: CONVERT_TO_TEXT
            requestTemplates: {application/json: '{"statusCode": 204}'}
            responses:
              default:
                statusCode: "204"
                responseParameters:
                  method.response.header.Access-Control-Allow-Origin: "'*'"
                  method.response.header.Access-Control-Allow-Headers: "'Content-Type'"
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
    """

    consequence = Consequence.BROKEN
    needs = ("api.binary_media_types",)
    stage = "integration request"

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the preflights of an API that takes everything for binary."""
        binary = _everything(api)
        if binary is None:
            return
        for method in api.methods:
            integration = method.integration
            if known(method.http_method, str) != "OPTIONS" or integration is None or backend(integration).type != "MOCK":
                continue
            handling = integration.content_handling
            converts = not isinstance(handling, Absent) and known(handling, str) != "CONVERT_TO_BINARY"
            if converts or not templates(integration.request_templates):
                continue
            yield self.finding(
                integration.name_span if isinstance(handling, Absent) else handling.span,
                f"every body is binary here, and the template of {method_label(method)} takes text: the preflight is answered with 500",
                related=[(binary, "makes every body binary")],
                help=_advice(method),
                about=method,
            )


def _advice(method: Method) -> str:
    if is_made_preflight(method):
        return "SAM's Cors makes no preflight that takes binary bodies: name the types, such as image~1png"
    return "set the content handling of the integration request to CONVERT_TO_TEXT"


def _everything(api: Api) -> Span | None:
    """Returns where ``*/*`` certainly stands among binary media types; in CloudFormation it is written ``*~1*`` too."""
    template = api.definition is not None and api.definition.format == "cloudformation"
    words = ("*/*", "*~1*") if template else ("*/*",)
    return next((item.span for item in items(api.binary_media_types) if known(item, str) in words), None)
