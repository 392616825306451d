"""What REST methods answer to browsers: the CORS headers that their integration responses map."""

from __future__ import annotations

from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.value import Absent, Known, Table, known, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, IntegrationResponse, Method
    from apigw_lint.value import Value

ORIGIN = "access-control-allow-origin"
METHODS = "access-control-allow-methods"
HEADERS = "access-control-allow-headers"
CREDENTIALS = "access-control-allow-credentials"
NAMES = {
    ORIGIN: "Access-Control-Allow-Origin",
    METHODS: "Access-Control-Allow-Methods",
    HEADERS: "Access-Control-Allow-Headers",
    CREDENTIALS: "Access-Control-Allow-Credentials",
}
"""How the headers are written."""
RESPONSE = "method.response.header."
GATEWAY_RESPONSE = "gatewayresponse.header."


def response_headers(parameters: Value, prefix: str = RESPONSE) -> dict[str, tuple[Known[str], Value]]:
    """Returns the headers that a table certainly maps or declares, by name in lower case: the key and the value of each."""
    found: dict[str, tuple[Known[str], Value]] = {}
    for key, value in parameters.known() if isinstance(parameters, Table) else ():
        if key.value.startswith(prefix):
            found[key.value[len(prefix) :].lower()] = (key, value)
    return found


def is_whole(parameters: Value) -> bool:
    """Returns whether all headers of a table are seen."""
    return isinstance(parameters, Absent) or (isinstance(parameters, Table) and parameters.complete)


def maps_headers(method: Method) -> bool:
    """Returns whether a method's integration responses are what writes its headers: it certainly has an integration that is no proxy."""
    return method.integration is not None and backend(method.integration).type not in (None, *PROXIES)


def origin_mapping(method: Method) -> Known[str] | None:
    """Returns the key under which a method's own answers allow an origin, ``None`` where they do not or a backend writes the headers."""
    if maps_headers(method) and method.integration is not None:
        for response in method.integration.responses:
            if response.certain and ORIGIN in (headers := response_headers(response.response_parameters)):
                return headers[ORIGIN][0]
    return None


def successes(integration: Integration) -> Iterator[IntegrationResponse]:
    """Yields the integration responses with a status that is certainly 2xx."""
    for response in integration.responses:
        status = known(response.status_code, str)
        if status is not None and len(status) == 3 and status[0] == "2":
            yield response


def may_override(integration: Integration) -> bool:
    """Returns whether a template may set headers by itself, with ``$context.responseOverride``."""
    tables = [integration.request_templates, *(response.response_templates for response in integration.responses)]
    return any(_may_override(table) for table in tables)


def _may_override(table: Value) -> bool:
    if isinstance(table, Absent):
        return False
    if not isinstance(table, Table) or not table.complete:
        return True
    return any(_is_override(entry.value) for entry in table.entries)


def _is_override(template: Value) -> bool:
    if isinstance(template, Absent) or (isinstance(template, Known) and not isinstance(template.value, str)):
        return False
    text = masked(template)
    return text is None or not isinstance(template, Known) or "responseOverride" in text
