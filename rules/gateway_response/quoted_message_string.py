"""The rule quoted-message-string."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import entries, strings

_QUOTED = regexp(r'"(\$context\.error\.messageString|\$\{context\.error\.messageString\})"')

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import GatewayResponse
    from apigw_lint.rule import Finding


class QuotedMessageString(Rule):
    """
    Error message that is quoted twice.

    ## What it does
    Finds `"$context.error.messageString"` in quotes in the template of a gateway response.

    ## Why is this bad?
    `$context.error.messageString` comes with its quotes. Quoted once more, the body is no JSON, for every such error.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        responseTemplates:
          application/json: '{"message": "$context.error.messageString"}'
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        responseTemplates:
          application/json: '{"message": $context.error.messageString}'
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    """

    consequence = Consequence.BROKEN

    def check_gateway_response(self, response: GatewayResponse) -> Iterator[Finding]:
        """Looks at the JSON templates."""
        for key, value in entries(response.response_templates):
            if "json" not in key.value:
                continue
            for template in strings(value):
                for match in _QUOTED.finditer(template.value):
                    bare = template.value.replace(match[0], match[1])
                    edit = template.replaced(bare)
                    yield self.finding(
                        template.at(match.start(), match.end()),
                        f'{match[1]} brings its own quotes: this prints ""..."", which is no JSON',
                        fix=Fix("leave the quotes out", [edit]) if edit else None,
                    )
