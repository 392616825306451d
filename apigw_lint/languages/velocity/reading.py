"""The mapping templates of an integration, each read once however many rules ask."""

from __future__ import annotations

from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.value import Absent, Known, Text, Unknown, entries, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.velocity.abstract import Hole
    from apigw_lint.languages.velocity.json_text import Judgement
    from apigw_lint.languages.velocity.nodes import Template, VelocityError
    from apigw_lint.model import Integration, IntegrationResponse
    from apigw_lint.source import Span
    from apigw_lint.value import Value

MAX_SIZE = 300 * 1024
"""Bytes that API Gateway takes for one template."""
_KEPT = 400

_parsed: dict[str, tuple[Template, list[VelocityError]]] = {}
_judged: dict[tuple[str, bool], Judgement] = {}


class Reading:
    """A template at its place: ``key`` is the content type or selection key it stands under, ``text`` has holes masked."""

    __slots__ = ("_is_json", "_is_sound", "_judgement", "integration", "is_request", "key", "text", "value")

    def __init__(self, key: Known[str], value: Known[str] | Text, text: str, integration: Integration, is_request: bool) -> None:
        self.key = key
        self.value = value
        self.text = text
        self.integration = integration
        self.is_request = is_request
        self._judgement: Judgement | None = None
        self._is_json: bool | None = None
        self._is_sound: bool | None = None

    @property
    def size(self) -> int:
        """Returns how many bytes are known of it."""
        return len(self.text) if self.text.isascii() else len(self.text.encode("utf-8", "replace"))

    def at(self, start: int, end: int) -> Span:
        """Returns the place in the file of a part of the template, of at least one character."""
        last = max(len(self.text) - 1, 0)
        start = min(start, last)
        return self.value.at(start, min(max(end, start + 1), len(self.text)))

    def parsed(self) -> tuple[Template, list[VelocityError]]:
        """Returns the syntax tree and what is wrong with the text."""
        found = _parsed.get(self.text)
        if found is None:
            from apigw_lint.languages.velocity.parser import parse

            if len(_parsed) >= _KEPT:
                _parsed.clear()
            found = _parsed[self.text] = parse(self.text)
        return found

    def judged(self) -> Judgement:
        """Returns what is known of what it prints, read as JSON."""
        if self._judgement is None:
            self._judgement = self._judged()
        return self._judgement

    def _judged(self) -> Judgement:
        found = _judged.get((self.text, self.has_placeholders))
        if found is None:
            from apigw_lint.languages.velocity.json_text import judge

            if len(_judged) >= _KEPT:
                _judged.clear()
            found = judge(self.parsed()[0], self.text, self.has_placeholders)
            _judged[self.text, self.has_placeholders] = found
        return found

    def form_values(self) -> list[tuple[Hole, str]]:
        """Returns the values in it where it prints a form, each with the name of its field."""
        from apigw_lint.languages.velocity.form_text import values

        return values(self.parsed()[0], self.text)

    @property
    def is_json(self) -> bool:
        """Returns whether what it prints is certainly meant as JSON where it starts like it, and is read by somebody."""
        if self._is_json is None:
            self._is_json = self._means_json()
        return self._is_json

    def _means_json(self) -> bool:
        key = self.key.value.lower()
        if self.is_request:
            if backend(self.integration).type == "MOCK" or not _sends_json(self.integration):
                return False
            return "json" in key or key in ("$default", "application/x-www-form-urlencoded")
        return "json" in key or key == "$default"

    @property
    def has_placeholders(self) -> bool:
        """Returns whether ``${name}`` may be filled in before API Gateway reads it, as people do with OpenAPI documents."""
        api = self.integration.api
        return api is not None and api.format == "openapi"

    @property
    def is_sound(self) -> bool:
        """Returns whether it can be judged: it is Velocity, and not too large."""
        if self._is_sound is None:
            self._is_sound = self.size <= MAX_SIZE and not self.parsed()[1]
        return self._is_sound

    @property
    def is_free(self) -> bool:
        """Returns whether its input may be anything: nothing validates the body that a caller sends."""
        method = self.integration.method
        return self.is_request and method is not None and isinstance(method.request_models, Absent)


def requests(integration: Integration) -> list[Reading]:
    """Returns the request templates that are certainly used."""
    return _kept(integration, integration.request_templates, integration, True)


def responses(response: IntegrationResponse) -> list[Reading]:
    """Returns the response templates that are certainly used."""
    return _kept(response, response.response_templates, response.integration, False)


def _kept(part: Integration | IntegrationResponse, value: Value, integration: Integration | None, is_request: bool) -> list[Reading]:
    found: list[Reading] | None = part.__dict__.get("_readings")
    if found is None:
        found = part.__dict__["_readings"] = []
        if integration is not None and _evaluates(integration):
            found.extend(_readings(value, integration, is_request))
    return found


def _evaluates(integration: Integration) -> bool:
    kind = backend(integration).type
    return kind is not None and kind not in PROXIES


def _readings(value: Value, integration: Integration, is_request: bool) -> Iterator[Reading]:
    for key, template in entries(value):
        for text in _texts(template):
            content = masked(text)
            if content is not None and content.strip():
                yield Reading(key, text, content, integration, is_request)


def _texts(value: Value) -> Iterator[Known[str] | Text]:
    if isinstance(value, Text) or (isinstance(value, Known) and isinstance(value.value, str)):
        yield value
    elif isinstance(value, Unknown):
        for candidate in value.candidates:
            yield from _texts(candidate)


def _sends_json(integration: Integration) -> bool:
    """Returns whether no mapping gives the request another content type than JSON."""
    for key, value in entries(integration.request_parameters):
        if key.value.lower() == "integration.request.header.content-type":
            return isinstance(value, Known) and isinstance(value.value, str) and "json" in value.value.lower()
    return True


def is_whole_body(origin: object) -> bool:
    """Returns whether a symbol's key is that of the whole body, as text or as JSON, escaped or not."""
    if isinstance(origin, tuple) and origin[:2] == ("call", "escapeJavaScript"):
        origin = origin[2].key
    return origin in (("body",), ("json", ("body",)))


def is_of_request(origin: object, kind: str) -> bool:
    """Returns whether a value is any text, and comes from the parameters or the body."""
    if kind == "body":
        return True
    if not isinstance(origin, tuple) or kind not in ("text", "any"):
        return False
    if origin[0] == "call":
        return origin[1] in ("get", "urlDecode", "base64Decode", "index") and is_of_request(origin[2].key, "text")
    return origin[0] in ("params", "param", "body", "path")
