"""The rule path-part-with-illegal-characters."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import strings

# The sources do not agree on the comma, and a part with a dollar sign was deployed: only what nothing speaks for is refused.
# Of the names of variables they say less.
_ILLEGAL = regexp(r"[^A-Za-z0-9._\-:,$]")
_ILLEGAL_IN_VARIABLES = regexp(r"[/\s?#\\<>\"^`|]")
_VARIABLE = regexp(r"\{([^{}]*?)\+?\}")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Resource
    from apigw_lint.rule import Finding


class PathPartWithIllegalCharacters(Rule):
    """
    Path part with a character that API Gateway does not take.

    ## What it does
    Finds path parts that are empty or have a slash, a blank or another character that no path part can have.

    ## Why is this bad?
    API Gateway refuses the resource.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !GetAtt Api.RootResourceId
          PathPart: pets/all
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !GetAtt Api.RootResourceId
          PathPart: pets
      All:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !Ref Pets
          PathPart: all
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
    """

    consequence = Consequence.REJECTED

    def check_resource(self, resource: Resource) -> Iterator[Finding]:
        """Looks at the part, or at the name in its braces."""
        for part in strings(resource.path_part):
            if part.value == "":
                yield self.finding(part.span, "a path part that is empty")
                continue
            variable = _VARIABLE.fullmatch(part.value)
            inside = variable[1] if variable else part.value
            offset = 1 if variable else 0
            # What stands around braces is partial-path-variable's.
            illegal = _ILLEGAL_IN_VARIABLES if "{" in part.value else _ILLEGAL
            for match in illegal.finditer(inside):
                shown = "a blank" if match[0].isspace() else match[0]
                where = part.at(offset + match.start(), offset + match.end())
                yield self.finding(
                    where, f"{shown} in the path part {part.value}: it takes letters, digits and . _ - : , $ or one {{variable}}"
                )
                break
