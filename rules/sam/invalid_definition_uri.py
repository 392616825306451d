"""The rule invalid-definition-uri."""

from __future__ import annotations

from apigw_lint.languages.serverless import HTTP, REST, resources
from apigw_lint.languages.serverless_values import is_empty, is_function, is_other, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Known, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_NOT_LOCAL = regexp(r"[A-Za-z][A-Za-z0-9+.-]*://")
_OBJECT = regexp(r"[sS]3://[^/?#]+/")


class InvalidDefinitionUri(Rule):
    """
    Place of a SAM API's document that SAM cannot read.

    ## What it does
    Finds a `DefinitionUri` that is neither `s3://bucket/key` nor a map with `Bucket` and `Key`: another URL, a bucket without a key, a
    function. The path of a local file is left alone: `sam package` and `sam deploy` upload it.

    ## Why is this bad?
    SAM refuses the template: `'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter`,
    or `'DefinitionUri' requires Bucket and Key properties to be specified`. It does not carry out `Fn::Sub` or `Ref` here; in `Bucket` and
    `Key` they may be called.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          DefinitionUri: https://pets.example.com/openapi.yaml
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          DefinitionUri: {Bucket: definitions}
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
          DefinitionUri: s3://definitions/pets.yaml
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          DefinitionUri:
            Bucket: !Sub definitions-${AWS::AccountId}
            Key: pets.yaml
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apidefinition.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapidefinition.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at where each API of SAM says that its document is."""
        for resource in resources(definition, REST, HTTP):
            entry = resource.properties.entry("DefinitionUri") if isinstance(resource.properties, Table) else None
            if entry is None or not isinstance(resource.properties, Table) or not resource.properties.lacks("DefinitionBody"):
                continue
            words = _fault(entry.value)
            if words:
                place = entry.key.span if isinstance(entry.value, Table) else entry.value.span
                yield self.finding(place, words)


def _fault(uri: Value) -> str:
    """Returns what is wrong with the place of a document, nothing if it may be right."""
    if is_function(uri, False):
        return "DefinitionUri must be s3://bucket/key, written out, or a map with Bucket and Key: SAM carries out no function here"
    if isinstance(uri, Table):
        needed = [name for name in ("Bucket", "Key") if is_empty(uri.get(name))]
        return f"DefinitionUri needs {' and '.join(needed)}" if needed and is_there(uri, False) else ""
    if is_other(uri, False, "string"):
        return "" if is_empty(uri) else "DefinitionUri must be s3://bucket/key, or a map with Bucket and Key"
    if isinstance(uri, Known) and uri.writer is not None and _NOT_LOCAL.match(str(uri.value)) and not _OBJECT.match(str(uri.value)):
        return f"{uri.value} is not of the form s3://bucket/key, the only one that SAM reads"
    return ""
