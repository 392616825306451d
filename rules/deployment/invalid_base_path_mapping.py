"""The rule invalid-base-path-mapping."""

from __future__ import annotations

import re

from apigw_lint.languages.stages import api_of, lacks_stage
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Reference, items, known, strings

_LONGEST = 300
_KINDS = {"REST": "REST", "HTTP": "HTTP", "WEBSOCKET": "WebSocket"}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, BasePathMapping, Definition
    from apigw_lint.rule import Finding


class InvalidBasePathMapping(Rule):
    """
    Base path that API Gateway does not take.

    ## What it does
    Finds base paths with a slash at their ends, with other characters than `$-_.+!*'()`, letters and digits, or too long; one base path
    twice on a domain; API mappings to a stage that the API has not; WebSocket APIs on one domain with others; and HTTP APIs, or API
    mappings of several levels, on a domain that is not regional with TLS 1.2.

    ## Why is this bad?
    API Gateway refuses the mapping.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties: {DomainName: api.pets.example, RestApiId: !Ref Api, BasePath: /pets, Stage: live}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Mapping:
        Type: AWS::ApiGateway::BasePathMapping
        Properties: {DomainName: api.pets.example, RestApiId: !Ref Api, BasePath: pets, Stage: live}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html
    """

    consequence = Consequence.REJECTED
    needs = ("definition.base_path_mappings",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at each mapping, and at those of one domain together."""
        first: dict[tuple[str, str], BasePathMapping] = {}
        kinds: dict[str, tuple[str, BasePathMapping]] = {}
        for mapping in definition.base_path_mappings:
            api = api_of(mapping.api_id, definition)
            yield from self._path(mapping, api)
            yield from self._stage(mapping, api)
            domain = _domain(mapping)
            if domain is None or not mapping.certain:
                continue
            yield from self._twice(mapping, domain, first)
            if api is not None:
                yield from self._together(mapping, api, kinds.setdefault(domain, (api.kind, mapping)))
                yield from self._domain(mapping, api, domain, definition)

    def _path(self, mapping: BasePathMapping, api: Api | None) -> Iterator[Finding]:
        for path in strings(mapping.base_path):
            text = path.value
            if text in ("", "(none)"):
                continue
            wrong = re.search(r"[^A-Za-z0-9$\-_.+!*'()/]", text)
            if text.startswith("/") or text.endswith("/"):
                edit = path.replaced(text.strip("/"))
                fix = Fix("leave the slash out", [edit], safe=False) if edit is not None else None
                yield self.finding(path.span, f"{text}: a base path has no slash at its ends", fix=fix)
            elif "/" in text and api is not None and api.kind == "WEBSOCKET":
                yield self.finding(path.span, f"{text}: mapping keys of WebSocket APIs have one level")
            elif wrong:
                shown = "a blank" if wrong[0].isspace() else wrong[0]
                yield self.finding(path.at(*wrong.span()), f"{shown} in {text}: letters, digits and $-_.+!*'() can be in a base path")
            elif len(text) > _LONGEST:
                yield self.finding(path.span, f"a base path of {len(text)} characters: at most {_LONGEST} are taken")

    def _stage(self, mapping: BasePathMapping, api: Api | None) -> Iterator[Finding]:
        if mapping.version == 2 and api is not None and lacks_stage(mapping.stage, api):
            yield self.finding(
                mapping.stage.span, f"the API has no stage {known(mapping.stage, str)}", related=[(api.name_span, "the API")]
            )

    def _twice(self, mapping: BasePathMapping, domain: str, first: dict[tuple[str, str], BasePathMapping]) -> Iterator[Finding]:
        path = "" if isinstance(mapping.base_path, Absent) else known(mapping.base_path, str)
        if path is None:
            return
        other = first.setdefault((domain, "" if path == "(none)" else path), mapping)
        if other is not mapping:
            what = f"the base path {path}" if path not in ("", "(none)") else "the root of the domain"
            yield self.finding(mapping.name_span, f"{what} is mapped twice", related=[(other.name_span, "the first mapping")])

    def _together(self, mapping: BasePathMapping, api: Api, other: tuple[str, BasePathMapping]) -> Iterator[Finding]:
        kind, before = other
        if (kind == "WEBSOCKET") != (api.kind == "WEBSOCKET") and "UNKNOWN" not in (kind, api.kind):
            words = "a WebSocket API shares no domain with REST and HTTP APIs"
            yield self.finding(mapping.name_span, words, related=[(before.name_span, f"is of a {_KINDS[kind]} API")])

    def _domain(self, mapping: BasePathMapping, api: Api, address: str, definition: Definition) -> Iterator[Finding]:
        several = "/" in (known(mapping.base_path, str) or "") and mapping.version == 2
        if api.kind != "HTTP" and not several:
            return
        for domain in definition.domain_names:
            if address not in (domain.address, known(domain.domain_name, str)):
                continue
            weak = known(domain.security_policy, str) == "TLS_1_0"
            types = [known(item, str) for item in items(domain.endpoint_configuration.types)] if domain.endpoint_configuration else []
            if weak or "EDGE" in types:
                what = "an HTTP API" if api.kind == "HTTP" else "a path of several levels"
                yield self.finding(
                    mapping.name_span,
                    f"{what} needs a regional domain name with TLS_1_2",
                    related=[(domain.security_policy.span if weak else domain.name_span, "the domain name")],
                )


def _domain(mapping: BasePathMapping) -> str | None:
    """Returns what tells the domain of a mapping from others: the address of its resource, or its name."""
    name = mapping.domain_name
    if not isinstance(mapping.domain_name_id, Absent):
        return None
    return name.target if isinstance(name, Reference) else known(name, str)
