"""The rule invalid-binary-media-type."""

from __future__ import annotations

import re

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import items, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding

_MEDIA_TYPE = regexp(r"\*/\*|[\w!#$&^.+-]+/(?:\*|[\w!#$&^.+-]+)(?:\s*;.*)?", re.ASCII)


class InvalidBinaryMediaType(Rule):
    """
    Binary media type that no request or response has.

    ## What it does
    Finds entries of `binaryMediaTypes` that are no media type, or have a wildcard before the slash. `*/*` and `image/*` are fine, and so is
    `image~1png`, as CloudFormation writes the slash.

    ## Why is this bad?
    API Gateway takes the entry, and no `Content-Type` or `Accept` header ever matches it: payloads are still read as text, which damages
    binary ones.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          BinaryMediaTypes: ["*/png", image]
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          BinaryMediaTypes: [image/png, image/*]
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
    """

    consequence = Consequence.IGNORED
    needs = ("api.binary_media_types",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the entries."""
        for item in items(api.binary_media_types):
            for entry in strings(item):
                if not _MEDIA_TYPE.fullmatch(entry.value.replace("~1", "/")):
                    yield self.finding(entry.span, f"{entry.value or 'an empty entry'} never matches the media type of a payload")
