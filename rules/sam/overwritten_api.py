"""The rule overwritten-api."""

from __future__ import annotations

from apigw_lint.languages.serverless import SERVERLESS
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class OverwrittenApi(Rule):
    """
    API whose place SAM takes with its own.

    ## What it does
    Finds APIs of SAM with the logical id `ServerlessRestApi` or `ServerlessHttpApi` in templates with an event that names no API, or names
    this one.

    ## Why is this bad?
    These are the logical ids of the APIs that SAM makes for such events. It puts its own API there, and drops what is written: name,
    stage, CORS, authorization, document.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      ServerlessHttpApi:
        Type: AWS::Serverless::HttpApi
        Properties:
          Name: pets
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List: {Type: HttpApi, Properties: {Path: /pets, Method: get, ApiId: !Ref ServerlessHttpApi}}
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Name: pets
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List: {Type: HttpApi, Properties: {Path: /pets, Method: get, ApiId: !Ref Pets}}
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-httpapi.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "HTTP")
    needs = ("definition.taken_ids",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the logical ids of the APIs that SAM makes by itself."""
        for part in definition.taken_ids:
            if part.type.startswith(SERVERLESS):
                name = part.address.rpartition("/")[2]
                yield self.finding(
                    part.name_span,
                    f"SAM puts its own {name} in the place of this one: nothing that is written here is deployed",
                    related=[(part.made_for.first_line(), "for this event")],
                    help="call it something else, and name it in the events",
                )
