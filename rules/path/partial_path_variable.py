"""The rule partial-path-variable."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import strings

_WHOLE = regexp(r"\{[^{}]+\}")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Resource
    from apigw_lint.rule import Finding


class PartialPathVariable(Rule):
    """
    Path variable that is only a piece of a path part.

    ## What it does
    Finds braces inside a path part that are not its first and last character, such as `v{version}`.

    ## Why is this bad?
    API Gateway refuses the resource: a variable is a whole part of a path.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/pet-{id}:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    """

    consequence = Consequence.REJECTED

    def check_resource(self, resource: Resource) -> Iterator[Finding]:
        """Looks at the braces."""
        for part in strings(resource.path_part):
            if ("{" in part.value or "}" in part.value) and not _WHOLE.fullmatch(part.value):
                yield self.finding(part.span, f"{part.value}: a path variable is a whole part of the path, as in {{name}} or {{name+}}")
