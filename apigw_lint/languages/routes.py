"""Routes of WebSocket APIs: their keys, their request parameters, and which of them an integration serves."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.value import known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.model import Api, Integration, Method

CONNECT = "$connect"
DEFAULT = "$default"
LIFECYCLE = (CONNECT, "$disconnect")
"""The routes that API Gateway itself calls: no message comes to them."""

_PARAMETER = regexp(r"route\.request\.(header|querystring)\.[a-zA-Z0-9:._$-]+$")
_REST_PARAMETER = regexp(r"method\.request\.(header|querystring)\.([a-zA-Z0-9:._$-]+)$")


def key_of(route: Method) -> str | None:
    """Returns the key of a route where it is known."""
    return known(route.route_key, str)


def keys_of(api: Api) -> list[str] | None:
    """Returns the keys of all routes of an API, ``None`` where one is not known or some may not be seen."""
    keys = [key_of(route) for route in api.methods]
    found = [key for key in keys if key is not None]
    return found if api.methods.complete and len(found) == len(keys) else None


def served_by(integration: Integration) -> list[Method] | None:
    """Returns the routes that an integration serves, ``None`` where some may not be seen."""
    api = integration.api
    if api is None or not api.methods.complete:
        return None
    if any(route.integration is None and not route.integration_complete for route in api.methods):
        return None
    return [route for route in api.methods if route.integration is integration]


def is_parameter(text: str) -> bool:
    """Returns whether a key declares a request parameter of a route."""
    return _PARAMETER.match(text) is not None


def meant_parameter(text: str) -> str | None:
    """Returns the key that one written as on REST APIs was meant to be."""
    rest = _REST_PARAMETER.match(text)
    return f"route.request.{rest[1]}.{rest[2]}" if rest else None
