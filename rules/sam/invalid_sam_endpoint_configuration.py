"""The rule invalid-sam-endpoint-configuration."""

from __future__ import annotations

from apigw_lint.languages.serverless import REST, resources
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class InvalidSamEndpointConfiguration(Rule):
    """
    Endpoint configuration with both spellings of its VPC endpoints.

    ## What it does
    Finds REST APIs of SAM whose `EndpointConfiguration` has `VPCEndpointIds` and `VpcEndpointIds`.

    ## Why is this bad?
    SAM takes either spelling, and refuses the template that has both: `'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in
    EndpointConfiguration`. With `Globals`, one may come from there and the other from the API.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          DefinitionUri: s3://bucket/pets.yaml
          EndpointConfiguration:
            Type: PRIVATE
            VPCEndpointIds: [vpce-1]
            VpcEndpointIds: [vpce-2]
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
          EndpointConfiguration:
            Type: PRIVATE
            VpcEndpointIds: [vpce-1, vpce-2]
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-endpointconfiguration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST",)
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the endpoint configuration of each REST API of SAM."""
        for resource in resources(definition, REST):
            written = resource.properties.get("EndpointConfiguration") if isinstance(resource.properties, Table) else None
            first = written.entry("VPCEndpointIds") if isinstance(written, Table) else None
            second = written.entry("VpcEndpointIds") if isinstance(written, Table) else None
            if first is not None and second is not None:
                words = "VPCEndpointIds and VpcEndpointIds are one thing: SAM takes one of them"
                yield self.finding(second.key.span, words, related=[(first.key.span, "the other one")])
