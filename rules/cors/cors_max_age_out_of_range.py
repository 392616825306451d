"""The rule cors-max-age-out-of-range."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding

_LEAST, _MOST = -1, 86400


class CorsMaxAgeOutOfRange(Rule):
    """
    Age of preflights that an HTTP API does not take.

    ## What it does
    Finds CORS configurations of HTTP APIs whose maximum age is not between -1 and 86400 seconds.

    ## Why is this bad?
    API Gateway refuses the configuration.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"], MaxAge: 604800}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties:
          Name: pets
          ProtocolType: HTTP
          CorsConfiguration: {AllowOrigins: ["https://pets.example"], MaxAge: 86400}
    ```

    ## References
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)
    needs = ("api.cors",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the age."""
        for age in literals(api.cors.max_age, int) if api.cors is not None else ():
            if not _LEAST <= age.value <= _MOST:
                yield self.finding(age.span, f"preflights of {age.value} seconds: API Gateway takes {_LEAST} to {_MOST}")
