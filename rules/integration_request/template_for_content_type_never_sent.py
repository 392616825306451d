"""The rule template-for-content-type-never-sent."""

from __future__ import annotations

from apigw_lint.languages.backend import PROXIES, backend, templates
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, Table, entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_MEDIA_TYPE = regexp(rf"\s*{_TOKEN}/{_TOKEN}\s*")


class TemplateForContentTypeNeverSent(Rule):
    """
    Request template under a content type that no call has.

    ## What it does
    Finds keys of request templates with parameters (`application/json; charset=utf-8`), keys that are no media type, and `MOCK`
    integrations with templates but none for `application/json`.

    ## Why is this bad?
    Only the type and subtype of a call are compared with the keys, so a key with parameters never matches. A key that is no media
    type is refused with `Invalid content type specified`. Calls without a Content-Type count as `application/json`: a mock that has
    no such template does not learn its status and answers them with 500.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates:
              application/json; charset=utf-8: '{"statusCode": 200}'
            responses: {default: {statusCode: "200"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates:
              application/json: '{"statusCode": 200}'
            responses: {default: {statusCode: "200"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    """

    consequence = Consequence.BROKEN
    needs = ("integration.request_templates",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the keys of the request templates."""
        kind = backend(integration).type
        if kind is None or kind in PROXIES:
            return
        odd = False
        for key, _ in entries(integration.request_templates):
            for finding in self._key(key):
                odd = True
                yield finding
        written = integration.request_templates
        if kind == "MOCK" and not odd and isinstance(written, Table) and written.complete and templates(written):
            names = [key.value for key, _ in written.known()]
            if not any(name.strip().lower() == "application/json" for name in names):
                yield self.finding(
                    templates(written)[0][0].span,
                    f"calls without a Content-Type are answered with 500: the mock has no application/json, only {', '.join(names)}",
                )

    def _key(self, key: Known[str]) -> Iterator[Finding]:
        name = key.value
        plain, semicolon, _ = name.partition(";")
        if semicolon and _MEDIA_TYPE.fullmatch(plain):
            edit = key.replaced(plain.strip())
            yield self.finding(
                key.span,
                f"{name} never matches: calls are compared by {plain.strip()} alone",
                fix=Fix(f"write {plain.strip()}", [edit]) if edit else None,
            )
        elif not _MEDIA_TYPE.fullmatch(plain) and not name.startswith("$"):
            yield self.finding(key.span, f"{name or 'an empty text'} is no content type", consequence=Consequence.REJECTED)
