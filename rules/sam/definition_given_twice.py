"""The rule definition-given-twice."""

from __future__ import annotations

from apigw_lint.languages.serverless import HTTP, REST, resources
from apigw_lint.languages.serverless_values import is_nothing, is_other, is_there
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, RawResource
    from apigw_lint.rule import Finding

_NEED_BODY = {
    REST: ("Cors", "Auth", "GatewayResponses", "Models"),
    HTTP: ("CorsConfiguration", "Auth", "Tags", "Name", "Description"),
}
"""Settings that SAM writes into the document, which it can only do where it has one."""
_ENDPOINT = "DisableExecuteApiEndpoint"


class DefinitionGivenTwice(Rule):
    """
    SAM API whose document is given twice, or whose settings need a document that SAM cannot see.

    ## What it does
    Finds APIs of SAM with `DefinitionBody` and `DefinitionUri`, and those with a `DefinitionUri` and settings that SAM writes into the
    document: `Cors`, `Auth`, `GatewayResponses`, `Models`, `DisableExecuteApiEndpoint`, `MergeDefinitions`; of HTTP APIs
    `CorsConfiguration`, `Auth`, `Tags`, `Name`, `Description` and `DisableExecuteApiEndpoint`.

    ## Why is this bad?
    SAM refuses the template: `Specify either 'DefinitionUri' or 'DefinitionBody' property and not both`, or `Cors works only with inline
    Swagger specified in 'DefinitionBody' property`. A document in another place cannot be written to. Where it is included with
    `Fn::Transform` as `DefinitionBody`, it can.

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
          Cors: "'https://pets.example.com'"
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          DefinitionUri: s3://bucket/pets.yaml
          DisableExecuteApiEndpoint: true
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
          DefinitionBody:
            Fn::Transform:
              Name: AWS::Include
              Parameters:
                Location: s3://bucket/pets.yaml
          Cors: "'https://pets.example.com'"
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          DefinitionUri: s3://bucket/pets.yaml
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at where each API of SAM has its document, and at what needs one."""
        for resource in resources(definition, REST, HTTP):
            properties = resource.properties
            if isinstance(properties, Table) and is_there(properties.get("DefinitionUri"), False):
                yield from self._with_uri(resource, properties)

    def _with_uri(self, resource: RawResource, properties: Table) -> Iterator[Finding]:
        uri = properties.entry("DefinitionUri")
        body = properties.entry("DefinitionBody")
        assert uri is not None
        where = [(uri.key.span, "the document is elsewhere")]
        if body is not None and not isinstance(body.value, Absent):
            if is_there(body.value, False) or not is_nothing(body.value):
                words = "SAM takes a DefinitionBody or a DefinitionUri, not both"
                yield self.finding(body.key.span, words, related=[(uri.key.span, "the other one")])
            return
        if not properties.lacks("DefinitionBody"):
            return
        for name in _NEED_BODY[resource.type]:
            entry = properties.entry(name)
            if entry is not None and is_there(entry.value, False):
                words = f"{name} goes into the document, and SAM can only write into a DefinitionBody"
                yield self.finding(entry.key.span, words, related=where)
        entry = properties.entry(_ENDPOINT)
        if entry is not None and (is_there(entry.value, False) or (isinstance(entry.value, Known) and entry.value.value is not None)):
            words = f"{_ENDPOINT} goes into the document, and SAM can only write into a DefinitionBody"
            yield self.finding(entry.key.span, words, related=where)
        entry = properties.entry("MergeDefinitions")
        if entry is not None and is_there(entry.value, False) and not is_other(entry.value, False, "boolean"):
            yield self.finding(entry.key.span, "definitions can only be merged into a DefinitionBody", related=where)
