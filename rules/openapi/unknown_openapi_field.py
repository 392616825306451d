"""The rule unknown-openapi-field."""

from __future__ import annotations

from apigw_lint.facts.openapi_fields import FIELDS
from apigw_lint.languages.openapi import document_of, is_version_2, places
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.openapi import Place
    from apigw_lint.model import Api
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known


class UnknownOpenapiField(Rule):
    """
    Field that OpenAPI has not.

    ## What it does
    Finds fields of a document, its info, its components, its paths and its operations that the version of OpenAPI has not, with the nearest
    that it has.

    ## Why is this bad?
    The importer warns that the attribute is unexpected, and drops what stands in it. Where warnings fail the import (`FailOnWarnings`,
    `fail_on_warnings`), API Gateway refuses the document.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    component:
      schemas:
        Pet: {type: object}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    components:
      schemas:
        Pet: {type: object}
    ```

    ## References
    - https://spec.openapis.org/oas/v3.0.4.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-errors-warnings.html
    """

    consequence = Consequence.IGNORED
    kinds = ("REST", "HTTP")
    needs = ("api.body",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the objects of a document whose fields are fixed."""
        document = document_of(api)
        if document is None:
            return
        names = FIELDS["2.0" if is_version_2(document) else "3.0"]
        refused = known(api.fail_on_warnings, bool) is True
        for place in places(document):
            fields = names.get(place.kind)
            for key, _ in place.table.known() if fields else ():
                if fields and key.value not in fields and not _is_of_others(key.value, place) and _is_written(key):
                    yield self._unknown(key, place, fields, refused)

    def _unknown(self, key: Known[str], place: Place, fields: list[str], refused: bool) -> Finding:
        from difflib import get_close_matches

        near = next(iter(get_close_matches(key.value, fields, 1, 0.75)), None)
        what = {"root": "an OpenAPI document has", "info": "the info has", "components": "the components have"}.get(place.kind)
        # Whether the importer warns of what only the other version of OpenAPI has is not recorded.
        refused = refused and not any(key.value in version.get(place.kind, ()) for version in FIELDS.values())
        words = f"{what or f'{place.kind} {place.name} has'} no field {key.value}: the importer "
        words += "warns, and warnings fail it" if refused else "drops it"
        edit = key.replaced(near) if near and place.table.entry(near) is None else None
        return self.finding(
            key.span,
            f"{words}; it is written {near}" if near else words,
            fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
            consequence=Consequence.REJECTED if refused else None,
        )


def _is_written(key: Known[str]) -> bool:
    """Returns whether a field is the author's. SAM leaves fields of version 2 in what it makes on a condition, and nobody can help it."""
    return key.value in key.span.text


def _is_of_others(name: str, place: Place) -> bool:
    """Returns whether a field is an extension, a function of CloudFormation, or one that another rule finds."""
    found_by_others = (place.kind == "path item" and name.lower() == "any") or (place.kind == "operation" and name == "isDefaultRoute")
    return found_by_others or name.startswith(("x-", "Fn::", "$")) or name == "Ref"
