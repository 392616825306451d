"""The rule cyclic-resources."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Resource
    from apigw_lint.rule import Finding


class CyclicResources(Rule):
    """
    Resource below itself, or below a resource of another API.

    ## What it does
    Finds resources whose parents form a circle, and those whose parent belongs to another API of the same files.

    ## Why is this bad?
    Neither can be made: the parent must be there before, in the same API.

    ## Example
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Owners:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: owners}
      Toys:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Pets, ParentId: !GetAtt Owners.RootResourceId, PathPart: toys}
    ```

    ## Use instead
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Toys:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Pets, ParentId: !GetAtt Pets.RootResourceId, PathPart: toys}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html
    """

    consequence = Consequence.REJECTED
    needs = ("api.resources",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Follows each resource to the root."""
        rooted: set[int] = set()
        for resource in api.resources:
            circle = _circle(resource, rooted)
            if circle and circle[0] is resource:
                yield self.finding(
                    resource.parent_id.span,
                    f"{' is below '.join(one.address.rpartition('/')[2] for one in (*circle, circle[0]))}: resources cannot be cyclical",
                    related=[(one.name_span, "in the circle") for one in circle[1:]],
                )
        for resource in api.resources:
            other = resource.parent.api if resource.parent is not None else None
            if other is not None and other is not api and other.declared and api.declared:
                yield self.finding(
                    resource.parent_id.span,
                    f"the parent belongs to another API, {other.address.rpartition('/')[2]}: API Gateway refuses the resource",
                    related=[(other.name_span, "the API of the parent")],
                )


def _circle(resource: Resource, rooted: set[int]) -> list[Resource]:
    """Returns the circle that a resource is in, from the resource that comes first in the text; empty where it reaches a root.

    ``rooted`` are resources that were followed before.
    """
    chain: list[Resource] = []
    seen: set[int] = set()
    at: Resource | None = resource
    while at is not None and id(at) not in rooted and id(at) not in seen:
        seen.add(id(at))
        chain.append(at)
        at = at.parent
    rooted |= seen
    if at is None or id(at) not in seen:
        return []
    circle = chain[next(index for index, one in enumerate(chain) if one is at) :]
    first = min(range(len(circle)), key=lambda index: circle[index].span.start)
    return circle[first:] + circle[:first]
