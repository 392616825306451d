"""The rule child-of-greedy-path."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method, Resource
    from apigw_lint.rule import Finding


class ChildOfGreedyPath(Rule):
    """
    Path below a greedy variable.

    ## What it does
    Finds resources and routes below a part such as `{proxy+}`.

    ## Why is this bad?
    API Gateway refuses it: a greedy variable takes the whole rest of the path.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      "/pets/{proxy+}/photos":
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      "/{proxy+}":
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")

    def check_resource(self, resource: Resource) -> Iterator[Finding]:
        """Looks at the parent of a resource."""
        above = known(resource.parent.path_part, str) if resource.parent is not None else None
        if above is not None and above.endswith("+}") and resource.parent is not None:
            yield self.finding(
                resource.path_part.span,
                f"a path below {above}, which already takes the whole rest: API Gateway refuses it",
                related=[(resource.parent.path_part.span, "the greedy variable")],
            )

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at the path of a route."""
        if method.resource is not None or method.api is None or method.api.kind != "HTTP":
            return
        for path in strings(method.path):
            at = path.value.find("+}/")
            if at >= 0:
                yield self.finding(path.span, f"a path goes on behind the greedy variable of {path.value}: API Gateway refuses it")
