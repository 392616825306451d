"""The rule sibling-path-variables."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Resource
    from apigw_lint.rule import Finding


class SiblingPathVariables(Rule):
    """
    Two path variables below one path.

    ## What it does
    Finds two resources with different variables, greedy ones included, below one parent. In OpenAPI these are the parts of different paths:
    `/pets/{id}` and `/pets/{name}/photos`.

    ## Why is this bad?
    API Gateway refuses the second one: a sibling already has a variable path part.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets/{id}:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
      "/pets/{name}/photos":
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
      "/pets/{id}/photos":
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.resources",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the variables below each path."""
        first: dict[int, tuple[Resource, str]] = {}
        for resource in api.resources:
            part = known(resource.path_part, str)
            if part is None or not part.startswith("{") or resource.parent is None or not resource.certain:
                continue
            other, written = first.setdefault(id(resource.parent), (resource, part))
            if written != part:
                yield self.finding(
                    resource.path_part.span,
                    f"{part} beside {written}: one path has one variable below it, and API Gateway refuses a second",
                    related=[(other.path_part.span, "the first variable")],
                    about=resource,
                )
