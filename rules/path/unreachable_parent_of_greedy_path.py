"""The rule unreachable-parent-of-greedy-path."""

from __future__ import annotations

from apigw_lint.languages.routing import parent, plant, reaches, segments
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding


class UnreachableParentOfGreedyPath(Rule):
    """
    Greedy path whose parent nothing answers.

    ## What it does
    Finds `/pets/{proxy+}` with methods where `/pets` itself has none, and no other path takes its calls. The root is let be.

    ## Why is this bad?
    `{proxy+}` stands for at least one segment: it takes `/pets/7`, and not `/pets`, which is answered with 403
    `Missing Authentication Token`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      "/pets/{proxy+}":
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
      "/pets/{proxy+}":
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html
    """

    consequence = Consequence.MISLEADING

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the greedy paths of an API that is seen whole."""
        if not api.declared or not api.methods.complete:
            return
        served: dict[str, Any] = {}
        greedy: dict[str, Method] = {}
        for method in api.methods:
            path = known(method.path, str)
            if path is None:
                return
            if known(method.http_method, str) != "OPTIONS":
                plant(served, path)
                if path.endswith("+}") and method.certain:
                    greedy.setdefault(path, method)
        for path, method in greedy.items():
            above = parent(path)
            if above != "/" and not reaches(served, segments(above)):
                place = method.resource.path_part.span if method.resource is not None else method.name_span
                yield self.finding(
                    place,
                    f"nothing answers {above}: {path} takes only what stands below it",
                    related=[(method.name_span, "takes the paths below")],
                    help=f"add a method on {above}",
                    about=method,
                )
