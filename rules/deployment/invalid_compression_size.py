"""The rule invalid-compression-size."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import literals, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding

_LARGEST = 10 * 1024 * 1024


class InvalidCompressionSize(Rule):
    """
    Minimum compression size that API Gateway does not take.

    ## What it does
    Finds sizes below 0 or above 10485760 bytes (10 MiB). In Terraform -1 switches compression off.

    ## Why is this bad?
    API Gateway refuses the API.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-minimum-compression-size: 20971520
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    x-amazon-apigateway-minimum-compression-size: 1024
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.minimum_compression_size",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the size."""
        least = -1 if api.format in ("terraform", "plan") else 0
        for size in literals(api.minimum_compression_size, (int, float)):
            if not least <= size.value <= _LARGEST:
                yield self.finding(size.span, f"a minimum compression size of {scalar_text(size.value)}: 0 to {_LARGEST} bytes are taken")
