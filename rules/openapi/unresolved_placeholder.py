"""The rule unresolved-placeholder."""

from __future__ import annotations

from apigw_lint.languages.openapi import document_of, operations, schemes
from apigw_lint.languages.placeholders import FILLED_IN, is_function
from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Table, Text, items, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_PLACEHOLDER = regexp(r"\$\{(?!stageVariables\.|AWS::(?:AccountId|Partition|Region)\})[^{}]*\}")


class UnresolvedPlaceholder(Rule):
    """
    Placeholder in an OpenAPI document that nothing fills in.

    ## What it does
    Finds `${...}` and functions of CloudFormation in the URIs, roles and ARNs of a document, where the document is imported as it is: read
    by `file()` in Terraform, named by `BodyS3Location`, or written in a template without `Fn::Sub`. API Gateway itself fills in
    `${AWS::Region}`, `${AWS::AccountId}` and `${AWS::Partition}`, and stage variables when it is called.

    ## Why is this bad?
    The text is taken as it is written: the integration calls a host or a function of the name `${...}`, which nobody has.

    ## Example
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            paths:
              /pets:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://${AWS::StackName}.example.com/"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Pets:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            paths:
              /pets:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: !Sub "https://${AWS::StackName}.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/import-api-aws-variables.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at a document that is imported as it is: a file of its own may still go through something that fills it in."""
        document = document_of(api)
        if document is None or api.format == "openapi":
            return
        advice = _advice(api)
        for operation in operations(document):
            for table in tables(operation.table.get("x-amazon-apigateway-integration")):
                yield from self._fields(table, advice)
        for scheme in schemes(document):
            for table in tables(scheme.table.get("x-amazon-apigateway-authorizer")):
                yield from self._fields(table, advice)

    def _fields(self, table: Table, advice: str) -> Iterator[Finding]:
        for name in FILLED_IN:
            value = table.get(name)
            for one in (value, *items(value)):
                yield from self._text(name, one, advice)

    def _text(self, name: str, value: Value, advice: str) -> Iterator[Finding]:
        if isinstance(value, Table) and is_function(value):
            for key, _ in value.known():
                words = f"nothing evaluates {key.value} here: {name} is imported as it is written"
                yield self.finding(key.span, words, help=advice)
        for part in value.parts if isinstance(value, Text) else (value,):
            if isinstance(part, Known) and isinstance(part.value, str):
                for match in _PLACEHOLDER.finditer(part.value):
                    place = part.at(match.start(), match.end())
                    yield self.finding(place, f"nothing fills in {match[0]}: {name} is imported as it is written", help=advice)


def _advice(api: Api) -> str:
    """Returns how a document of its own is made one whose functions are evaluated."""
    if not is_of_sam(api) or isinstance(api.body_location, Absent):
        return ""
    return "in the place of DefinitionUri write DefinitionBody with Fn::Transform: AWS::Include, which evaluates functions"
