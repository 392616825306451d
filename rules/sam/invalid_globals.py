"""The rule invalid-globals."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.serverless import SERVERLESS
from apigw_lint.languages.serverless_values import is_literal, is_other, is_there
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, List, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_OF_APIS = ("Api", "HttpApi", "WebSocketApi")
"""The sections whose properties are looked at; what the others may say grows with every version of Lambda."""


class InvalidGlobals(Rule):
    """
    Section or property of `Globals` that SAM does not take.

    ## What it does
    Finds sections in the `Globals` of a SAM template that there are not, and properties in those of APIs that cannot be global: the stage's
    name, the document, models and others must stand in each API. Finds names in `IgnoreGlobals` of APIs that no global has.

    ## Why is this bad?
    SAM refuses the whole template: `'Globals' section is invalid. 'StageName' is not a supported property of 'Api'`.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Globals:
      Api:
        StageName: prod
        OpenApiVersion: 3.0.1
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
    Globals:
      Api:
        OpenApiVersion: 3.0.1
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          DefinitionUri: s3://bucket/pets.yaml
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the globals of a template."""
        from apigw_lint.facts.schemas import serverless_globals

        written = definition.serverless_globals
        sections = serverless_globals()
        if isinstance(written, (Known, List)):
            yield self.finding(written.span, "Globals must be a map")
        for key, section in written.known() if isinstance(written, Table) else ():
            if key.value not in sections:
                yield self._unknown(key, f"Globals have no {key.value}", list(sections), written)
            elif isinstance(section, (Known, List)):
                yield self.finding(section.span, f"the globals of {key.value} must be a map")
            elif key.value in _OF_APIS:
                yield from self._section(key.value, section, sections[key.value])
        for resource in definition.serverless:
            shared = written.get(resource.type.removeprefix(SERVERLESS)) if isinstance(written, Table) else None
            if isinstance(shared, Table):
                yield from self._ignored(resource.ignored_globals, shared)

    def _section(self, name: str, section: Value, supported: list[str]) -> Iterator[Finding]:
        for key, _ in section.known() if isinstance(section, Table) else ():
            if key.value not in supported:
                yield self._unknown(key, f"{key.value} of {name} cannot be global", supported, section)

    def _ignored(self, ignored: Value, section: Table) -> Iterator[Finding]:
        """Yields what is wrong with the globals that a resource does without."""
        if is_there(ignored, False) and is_other(ignored, False, "list") and not (isinstance(ignored, Known) and ignored.value == "*"):
            yield self.finding(ignored.span, 'IgnoreGlobals must be a list of globals, or "*"')
        for item in ignored.items if isinstance(ignored, List) else ():
            if isinstance(item, Known) and isinstance(item.value, str) and is_literal(item) and section.lacks(item.value):
                yield self.finding(item.span, f"there is no global {item.value} to be ignored")

    def _unknown(self, key: Known[str], words: str, allowed: list[str], table: Value | None) -> Finding:
        near = nearest(key.value, allowed)
        edit = key.replaced(near) if near is not None and isinstance(table, Table) and table.lacks(near) else None
        fix = Fix(f"write {near}", [edit], safe=False) if edit else None
        return self.finding(key.span, words + (f": did you mean {near}?" if near else ""), help=f"there are {', '.join(allowed)}", fix=fix)
