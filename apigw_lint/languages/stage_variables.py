"""Stage variables: where an API reads them, and which of them its stages define."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.regexp import regexp
from apigw_lint.value import Absent, Known, List, Reference, Table, Text, Unknown, known, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Integration, Method, Stage
    from apigw_lint.source import Span
    from apigw_lint.value import Value

ADDRESS, TEXT = "address", "text"
"""What a value is for: an ADDRESS is called or assumed and breaks without the variable, a TEXT lacks it."""

_USE = regexp(r"stageVariables(?:\.get\(\s*[\"'](\w+)[\"']\s*\)|\[\s*[\"'](\w+)[\"']\s*\]|\.(\w+)(?!\w*\())?")
_CONDITION = regexp(r"#\{?(?:else)?if\}?\s*\(.*")
_COMMENT = regexp(r"##.*")


class Use:
    """A place where a variable is read; ``name`` is empty where all of them are, ``asked`` where the template asks whether it is there."""

    __slots__ = ("asked", "kind", "method", "name", "span")

    def __init__(self, name: str, kind: str, span: Span, method: Method | None, asked: bool) -> None:
        self.name = name
        self.kind = kind
        self.span = span
        self.method = method
        self.asked = asked


def uses(api: Api) -> Iterator[Use]:
    """Yields every place where an API reads stage variables, the formats of access logs left out."""
    for value, kind, method in _values(api):
        yield from _in_value(value, kind, method)


def uses_in_logs(api: Api) -> Iterator[Use]:
    """Yields every place where the access logs of an API read stage variables."""
    for stage in api.stages:
        if stage.access_log_settings is not None:
            yield from _in_value(stage.access_log_settings.format, TEXT, None)


def may_read_others(api: Api) -> bool:
    """Returns whether variables may be read where that is not seen: by Lambda functions, which get all of them, or in unknown values."""
    if any(backend(integration).type in (None, "AWS_PROXY") for integration in _integrations(api)):
        return True
    if any(known(authorizer.type, str) not in ("TOKEN", "COGNITO_USER_POOLS", "JWT") for authorizer in api.authorizers):
        return True
    logs = [stage.access_log_settings.format for stage in api.stages if stage.access_log_settings is not None]
    return any(_may_read(value) for value in [*(value for value, _, _ in _values(api)), *logs])


def defined(stage: Stage) -> set[str] | None:
    """Returns the names of a stage's variables, ``None`` where they are not all known."""
    written = stage.variables
    if isinstance(written, Absent) or (isinstance(written, Known) and written.value is None):
        return set()
    if not isinstance(written, Table) or not written.complete:
        return None
    return {key.value for key, _ in written.known()}


def _integrations(api: Api) -> list[Integration]:
    found = {id(method.integration): method.integration for method in api.methods if method.integration is not None}
    return list({**found, **{id(one): one for one in api.integrations}}.values())


def _values(api: Api) -> Iterator[tuple[Value, str, Method | None]]:
    """Yields the values that can read stage variables, what they are for, and the method that they belong to."""
    for integration in _integrations(api):
        method = integration.method
        for value in (integration.uri, integration.credentials, integration.connection_id, integration.integration_target):
            yield value, ADDRESS, method
        for value in (integration.request_parameters, integration.request_templates, integration.response_parameters):
            yield value, TEXT, method
        for response in integration.responses:
            yield response.response_parameters, TEXT, method
            yield response.response_templates, TEXT, method
    for authorizer in api.authorizers:
        for value in (authorizer.uri, authorizer.credentials, authorizer.provider_arns):
            yield value, ADDRESS, None
        yield authorizer.identity_source, TEXT, None
    for gateway_response in api.gateway_responses:
        yield gateway_response.response_parameters, TEXT, None
        yield gateway_response.response_templates, TEXT, None


def _in_value(value: Value, kind: str, method: Method | None) -> Iterator[Use]:
    for text in _texts(value):
        written = masked(text) or ""
        if "stageVariables" not in written:
            continue
        conditions = {name for line in _CONDITION.findall(written) for name in _names(line)}
        comments = [match.span() for match in _COMMENT.finditer(written)] if kind == TEXT else []
        for match in _USE.finditer(written):
            name = match[1] or match[2] or match[3] or ""
            if not any(start <= match.start() < end for start, end in comments):
                yield Use(name, kind, text.at(match.start(), match.end()), method, name in conditions)


def _names(text: str) -> list[str]:
    return [match[1] or match[2] or match[3] or "" for match in _USE.finditer(text)]


def _texts(value: Value) -> Iterator[Known[str] | Text]:
    if isinstance(value, Text) or (isinstance(value, Known) and isinstance(value.value, str)):
        yield value
    inner: list[Value] = []
    if isinstance(value, Table):
        inner = [entry.value for entry in value.entries]
    elif isinstance(value, List):
        inner = list(value.items)
    elif isinstance(value, Unknown):
        inner = list(value.candidates)
    for one in inner:
        yield from _texts(one)


def _may_read(value: Value) -> bool:
    """Returns whether a value may read variables that are not seen in it."""
    if isinstance(value, Reference):
        return False
    if isinstance(value, Unknown):
        if not value.candidates:
            return not value.why.startswith("AWS::")
        return any(_may_read(one) for one in value.candidates)
    if isinstance(value, Text):
        return any(_may_read(part) for part in value.parts)
    if isinstance(value, Table):
        return not value.complete or any(_may_read(entry.value) for entry in value.entries)
    return isinstance(value, List) and (not value.complete or any(_may_read(item) for item in value.items))
