"""The rule generated-id-taken."""

from __future__ import annotations

from apigw_lint.languages.serverless import SERVERLESS
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding

_REPLACED = frozenset(
    [
        "AWS::ApiGateway::BasePathMapping",
        "AWS::ApiGateway::BasePathMappingV2",
        "AWS::ApiGateway::DomainName",
        "AWS::ApiGateway::DomainNameV2",
    ]
)
"""What may have the logical id of a resource of its own type."""


class GeneratedIdTaken(Rule):
    """
    Resource with the logical id of one that SAM makes.

    ## What it does
    Finds resources of a template that are called like one which SAM makes of another resource: `ListRole` beside a function `List` without
    a role, `PetsprodStage` beside an API `Pets` with the stage `prod`.

    ## Why is this bad?
    SAM refuses the template: `attempts to create a new resource with id "ListRole" ... A resource with that id already exists within this
    template`.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List: {Type: HttpApi, Properties: {Path: /pets, Method: get}}
      ListRole:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: lambda.amazonaws.com}}]
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Role: !GetAtt OwnRole.Arn
          Events:
            List: {Type: HttpApi, Properties: {Path: /pets, Method: get}}
      OwnRole:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: lambda.amazonaws.com}}]
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.taken_ids",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the logical ids that SAM would use."""
        for part in definition.taken_ids:
            if part.type not in _REPLACED and not part.type.startswith(SERVERLESS):
                words = f"SAM makes {_with_article(part.type)} of this name: call it something else"
                yield self.finding(part.name_span, words, related=[(part.made_for.first_line(), "for this")])


def _with_article(type: str) -> str:
    return f"{'an' if type[0] in 'AEIOU' else 'a'} {type}"
