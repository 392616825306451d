"""What rules ask of integration responses and method responses."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import AwsUri
from apigw_lint.value import HOLE, Absent, Answer, Known, Table, Text, Unknown, known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.selection import Pattern, PatternError
    from apigw_lint.model import Api, Integration, IntegrationResponse, Method, MethodResponse
    from apigw_lint.value import Value

STATUS = "status code"
"""What patterns are compared with when a backend answers with a status."""
MESSAGE = "error message"
"""What patterns are compared with when a Lambda function fails."""


def maps_responses(integration: Integration) -> bool:
    """Returns whether API Gateway certainly reads the integration responses: the integration is no proxy."""
    return backend(integration).type in ("AWS", "HTTP", "MOCK")


def is_imported(api: Api | None) -> bool:
    """Returns whether an OpenAPI document may have defined a part of the API: its importer drops some of what the API refuses."""
    return api is not None and (api.format == "openapi" or not (isinstance(api.body, Absent) and isinstance(api.body_location, Absent)))


def compared(integration: Integration) -> str | None:
    """Returns what selection patterns are compared with: STATUS or MESSAGE; ``None`` where it is not known."""
    behind = backend(integration)
    if behind.type in ("HTTP", "MOCK"):
        return STATUS
    if behind.type != "AWS":
        return None
    if behind.invokes_function:
        return MESSAGE
    return STATUS if behind.service not in (None, "lambda") and isinstance(behind.aws, AwsUri) else None


def status_of(response: IntegrationResponse | MethodResponse) -> str | None:
    """Returns the status code where it is certain."""
    return known(response.status_code, str)


def is_default(response: IntegrationResponse) -> Answer:
    """Returns whether a response takes what no pattern takes: it has no selection pattern, or an empty one."""
    return _is_empty(response.selection_pattern)


def _is_empty(pattern: Value) -> Answer:
    if isinstance(pattern, Absent):
        return Answer.YES
    if isinstance(pattern, Known):
        return Answer.of(pattern.value in (None, ""))
    if isinstance(pattern, Text):
        return Answer.NO if pattern.masked.strip(HOLE) else Answer.MAYBE
    if isinstance(pattern, Unknown) and pattern.candidates and all(_is_empty(item) is Answer.NO for item in pattern.candidates):
        return Answer.NO
    return Answer.MAYBE


def read_pattern(text: str) -> Pattern | PatternError | None:
    """Returns a selection pattern, or what Java says against it; ``None`` for an empty one, which is none."""
    # Most definitions have none: the reader of regular expressions is not imported then.
    from apigw_lint.languages.selection import parse

    return parse(text) if text else None


def patterns(response: IntegrationResponse) -> Iterator[tuple[Known[str], Pattern]]:
    """Yields each selection pattern that the response has or may have, where Java takes it."""
    for written in strings(response.selection_pattern):
        pattern = read_pattern(written.value)
        if pattern is not None and not isinstance(pattern, Exception):
            yield written, pattern


def pattern_of(response: IntegrationResponse) -> Pattern | None:
    """Returns the selection pattern where it is certain and Java takes it."""
    pattern = read_pattern(known(response.selection_pattern, str) or "")
    return None if isinstance(pattern, Exception) else pattern


def lacks_status(method: Method, status: str) -> bool:
    """Returns whether a method certainly declares no response for a status."""
    return method.responses.complete and all(status_of(response) not in (None, status) for response in method.responses)


def declared(method: Method, status: str) -> list[MethodResponse]:
    """Returns the method responses of a status."""
    return [response for response in method.responses if status_of(response) == status]


def overrides(integration: Integration) -> bool:
    """Returns whether a template may set another status or header than the response that it belongs to."""
    return any(_may_override(table) for table in (integration.request_templates, *(r.response_templates for r in integration.responses)))


def _may_override(templates: Value) -> bool:
    if isinstance(templates, Absent) or (isinstance(templates, Known) and templates.value is None):
        return False
    if not isinstance(templates, Table) or not templates.complete:
        return True
    return any(
        "responseOverride" in entry.value.value
        if isinstance(entry.value, Known) and isinstance(entry.value.value, str)
        # A hole in a template is a name or an address as a rule, but a whole template may come from elsewhere.
        else not isinstance(entry.value, (Absent, Known))
        for entry in templates.entries
    )


def maps_to(response: IntegrationResponse) -> Iterator[tuple[Known[str], Value]]:
    """Yields the mappings that a response certainly has: keys with values that are not left out under a condition."""
    if isinstance(response.response_parameters, Table):
        for key, value in response.response_parameters.known():
            if not (isinstance(value, Unknown) and any(isinstance(item, Absent) for item in value.candidates)):
                yield key, value
