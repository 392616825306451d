"""The rule extra-stage-named-stage."""

from __future__ import annotations

from apigw_lint.languages.serverless import REST, resources
from apigw_lint.languages.serverless_values import is_nothing
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class ExtraStageNamedStage(Rule):
    """
    REST API of SAM with a second stage that nobody asked for.

    ## What it does
    Finds REST APIs of SAM without `OpenApiVersion`, in their properties or in `Globals`. SAM then makes, besides the stage that is written,
    one that is called `Stage`.

    ## Why is this bad?
    The API can be reached at `/Stage` too: without the logs, limits, variables, cache and web ACL of the stage that was asked for. SAM
    keeps this for the sake of old templates.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          DefinitionUri: s3://bucket/pets.yaml
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          DefinitionUri: s3://bucket/pets.yaml
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
    """

    consequence = Consequence.ADVISED
    opt_in = True
    kinds = ("REST",)
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at which version each REST API of SAM asks for."""
        deployed = {api.address for api in definition.apis}
        for resource in resources(definition, REST):
            properties = resource.properties
            if not isinstance(properties, Table) or not properties.complete or resource.address not in deployed:
                continue
            if not is_nothing(properties.get("OpenApiVersion")):
                continue
            stage = properties.entry("StageName")
            if known(properties.get("StageName"), str) != "Stage":
                place = stage.key.span if stage is not None else resource.name_span
                yield self.finding(place, "SAM makes a second stage that is called Stage: with OpenApiVersion it makes this one only")
