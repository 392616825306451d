"""What a browser asks before a call, and whether the answer lets the call be made.

A browser asks by OPTIONS. On a REST API a method answers, with the headers that its integration response maps; on an HTTP API its CORS
configuration does. :func:`preflights` says for each answer which methods it is about; :func:`verbs_refused` and :func:`headers_refused`
hold the answer against what those methods ask for, as the Fetch standard does.

Source: the Fetch standard, CORS-preflight fetch, safelisted request-headers, forbidden request-headers.
"""

from __future__ import annotations

from apigw_lint.facts.headers import NEEDS_NO_LEAVE
from apigw_lint.languages.authorizers import authorization, has_defaults, identity_sources
from apigw_lint.languages.backend import BODY_METHODS, backend, templates
from apigw_lint.languages.cors import (
    CREDENTIALS,
    HEADERS,
    METHODS,
    ORIGIN,
    is_whole,
    maps_headers,
    may_override,
    response_headers,
    successes,
)
from apigw_lint.languages.identity import Source
from apigw_lint.languages.routing import plant, reaches, segments
from apigw_lint.model import method_label
from apigw_lint.record import Row
from apigw_lint.value import HOLE, Absent, Answer, Known, List, Text, entries, known, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.model import Api, Authorizer, IntegrationResponse, Method
    from apigw_lint.source import Span
    from apigw_lint.value import Value

ASKED_METHODS = ("DELETE", "PATCH", "PUT")
"""Verbs that a preflight has to allow: all but those that browsers always may use."""
_WRITTEN_ON_THE_WAY = ("sec-", "proxy-", "x-forwarded-", "cloudfront-")


class Allowed(Row):
    """The names that a header of an answer lists. ``whole`` is whether all are seen; ``value`` is what is written."""

    names: tuple[str, ...]
    whole: bool
    value: Value

    @property
    def text(self) -> str:
        """Returns the list in words."""
        return ", ".join(name.replace(HOLE, "…") for name in self.names) or "none"

    def lists(self, name: str, any_case: bool = False) -> Answer:
        """Returns whether a name is in the list."""
        if name in self.names or (any_case and name.lower() in (one.lower() for one in self.names)):
            return Answer.YES
        return Answer.NO if self.whole else Answer.MAYBE


class Preflight(Row):
    """The answer to a preflight. ``label`` names who answers; ``methods`` and ``headers`` are ``None`` where they are not known.

    ``place`` stands for the whole answer; ``method`` is the OPTIONS method of a REST API; ``about`` are the methods that it is about.
    """

    label: str
    place: Span
    origin: Value
    methods: Allowed | None
    headers: Allowed | None
    credentials: Answer
    method: Method | None
    about: list[Method]


class Asked(Row):
    """A header that calls of a method carry, and what says so."""

    name: str
    place: Span
    words: str


def preflights(api: Api) -> list[Preflight]:
    """Returns the preflights of an API whose answers are known and not refused as a whole; worked out once."""
    found: list[Preflight] | None = api.__dict__.get("_preflights")
    if found is None:
        found = api.__dict__["_preflights"] = list(_configured(api) if api.kind == "HTTP" else _answered(api))
    return found


def _configured(api: Api) -> Iterator[Preflight]:
    cors = api.cors
    if cors is None or isinstance(cors.allow_origins, Absent):
        return
    about = [method for method in api.methods if method.certain and known(method.http_method, str) != "OPTIONS"]
    credentials = Answer.MAYBE
    if isinstance(cors.allow_credentials, (Absent, Known)):
        credentials = Answer.of(known(cors.allow_credentials, bool) is True)
    listed = (_of_list(cors.allow_methods), _of_list(cors.allow_headers))
    yield Preflight("the CORS configuration", cors.name_span, cors.allow_origins, *listed, credentials, None, about)


def _of_list(value: Value) -> Allowed | None:
    if isinstance(value, Absent):
        return Allowed((), True, value)
    if not isinstance(value, List):
        return None
    names = [text for item in value.items if (text := masked(item)) is not None]
    whole = value.complete and len(names) == len(value.items) and not any(HOLE in name for name in names)
    return Allowed(tuple(names), whole, value)


def _answered(api: Api) -> Iterator[Preflight]:
    paths: dict[str, list[Method]] = {}
    for method in api.methods:
        path = known(method.path, str)
        if path is not None:
            paths.setdefault(path, []).append(method)
    caught = _caught(api, paths)
    for path, methods in paths.items():
        options = [method for method in methods if known(method.http_method, str) == "OPTIONS"]
        others = [method for method in methods if method.certain and known(method.http_method, str) not in ("OPTIONS", None)]
        answer = _answer(options[0]) if len(options) == 1 else None
        if answer is not None:
            yield answer._replace(about=others + caught.get(path, []))


def _caught(api: Api, paths: dict[str, list[Method]]) -> dict[str, list[Method]]:
    """Returns for greedy paths with a preflight the methods below them whose own paths have none, where that is certain."""
    served = {path for path, methods in paths.items() if any(known(one.http_method, str) in ("OPTIONS", "ANY", None) for one in methods)}
    greedy = {tuple(segments(path)): path for path in served if path.endswith("+}")}
    found: dict[str, list[Method]] = {}
    if not greedy or not api.methods.complete or any(known(method.path, str) is None for method in api.methods):
        return found
    exact: dict[str, Any] = {}
    for path in served.difference(greedy.values()):
        plant(exact, path)
    for path, methods in paths.items():
        if path in served or reaches(exact, segments(path)):
            continue
        above = segments(path)
        for end in range(len(above) - 1, -1, -1):
            owner = greedy.get((*above[:end], "{+}"))
            if owner is not None:
                found.setdefault(owner, []).extend(method for method in methods if method.certain)
                break
    return found


def _answer(method: Method) -> Preflight | None:
    """Returns what an OPTIONS method answers; ``None`` where a backend or a template does, or it asks for credentials itself."""
    integration = method.integration
    if not method.certain or integration is None or not maps_headers(method) or not integration.responses.complete:
        return None
    answers = list(successes(integration))
    if len(answers) != 1 or not answers[0].certain or may_override(integration):
        return None
    if authorization(method) not in ("NONE", None) or known(method.api_key_required, bool) is True:
        return None
    return _of_response(method, answers[0])


def _of_response(method: Method, response: IntegrationResponse) -> Preflight | None:
    headers = response_headers(response.response_parameters)
    if ORIGIN not in headers:
        return None
    credentials = Answer.NO if is_whole(response.response_parameters) else Answer.MAYBE
    if CREDENTIALS in headers:
        written = headers[CREDENTIALS][1]
        credentials = Answer.of(written.value == "'true'") if isinstance(written, Known) else Answer.MAYBE
    methods, names = (_of_text(headers[name][1]) if name in headers else None for name in (METHODS, HEADERS))
    return Preflight(method_label(method), response.name_span, headers[ORIGIN][1], methods, names, credentials, method, [])


def _of_text(value: Value) -> Allowed | None:
    """Returns the list that a static mapping writes."""
    text = masked(value)
    if text is None or not isinstance(value, (Known, Text)) or not text.startswith("'"):
        return None
    names = [name.strip() for name in text.strip("'").split(",")]
    return Allowed(tuple(name for name in names if name), HOLE not in text, value)


def verbs_refused(preflight: Preflight) -> list[Method]:
    """Returns the methods that a browser never calls because the answer does not allow their verb. HTTP APIs answer in upper case."""
    allowed = preflight.methods
    if allowed is None or (allowed.lists("*") is not Answer.NO and preflight.credentials is not Answer.YES):
        return []
    return [
        method
        for method in preflight.about
        if (verb := known(method.http_method, str)) in ASKED_METHODS
        and verb is not None
        and allowed.lists(verb, any_case=preflight.method is None) is Answer.NO
    ]


def headers_refused(preflight: Preflight) -> list[tuple[Method, Asked]]:
    """Returns the headers that a browser may not send because the answer does not allow them, each with the first method that has it."""
    allowed = preflight.headers
    if allowed is None:
        return []
    everything = allowed.lists("*") is not Answer.NO and preflight.credentials is not Answer.YES
    found: dict[str, tuple[Method, Asked]] = {}
    for method in preflight.about:
        for asked in asked_headers(method):
            if everything and (asked.name.lower() != "authorization" or not allowed.whole):
                continue
            if allowed.lists(asked.name, any_case=True) is Answer.NO:
                found.setdefault(asked.name.lower(), (method, asked))
    return list(found.values())


def asked_headers(method: Method) -> Iterator[Asked]:
    """Yields the headers of its own that each call of a method, or each call with a body, certainly carries."""
    kind = authorization(method)
    if kind == "AWS_IAM":
        yield Asked("Authorization", method.authorization_type.span, "calls are signed")
    elif kind in ("CUSTOM", "COGNITO_USER_POOLS", "JWT") and method.authorizer is not None:
        yield from _identity(method.authorizer)
    if known(method.api_key_required, bool) is True and _keys_in_headers(method.api):
        yield Asked("X-Api-Key", method.api_key_required.span, "asks for an API key")
    if known(method.http_method, str) in BODY_METHODS:
        yield from _media_types(method)
    for key, required in entries(method.request_parameters):
        name = key.value.removeprefix("method.request.header.")
        if name != key.value and known(required, bool) is True and _is_own(name):
            yield Asked(name, key.span, "is required")


def _identity(authorizer: Authorizer) -> Iterator[Asked]:
    if isinstance(authorizer.identity_source, Absent) and has_defaults(authorizer):
        yield Asked("Authorization", authorizer.name_span, "the authorizer reads it")
    for value, source in identity_sources(authorizer):
        if isinstance(source, Source) and source.location == "header" and source.name is not None and _is_own(source.name):
            place = value.at(source.start, source.end) if isinstance(value, (Known, Text)) else value.span
            yield Asked(source.name, place, "the authorizer reads it")


def _keys_in_headers(api: Api) -> bool:
    return isinstance(api.api_key_source, Absent) or known(api.api_key_source, str) == "HEADER"


def _media_types(method: Method) -> Iterator[Asked]:
    for key, _ in entries(method.request_models):
        if key.value == "application/json":
            yield Asked("Content-Type", key.span, "takes JSON")
            return
    integration = method.integration
    for key, _ in templates(integration.request_templates) if integration is not None else []:
        if key.value == "application/json" and integration is not None and backend(integration).type in ("AWS", "HTTP"):
            yield Asked("Content-Type", key.span, "takes JSON")
            return


def _is_own(name: str) -> bool:
    """Returns whether a page must be allowed to send a header."""
    lower = name.lower()
    return lower not in NEEDS_NO_LEAVE and not lower.startswith(_WRITTEN_ON_THE_WAY)
