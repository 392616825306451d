"""Values that API Gateway takes.

Source: the service models apigateway 2015-07-09 and apigatewayv2 2018-11-29; the verbs of a method from PutMethod as recorded against AWS.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

INTEGRATION_TYPES = ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")
"""Of REST and WebSocket APIs."""
HTTP_API_INTEGRATION_TYPES = ("AWS_PROXY", "HTTP_PROXY")
PASSTHROUGH_BEHAVIORS = ("NEVER", "WHEN_NO_MATCH", "WHEN_NO_TEMPLATES")
CONTENT_HANDLING = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")
GATEWAY_RESPONSE_TYPES = (
    "ACCESS_DENIED",
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
    "EXPIRED_TOKEN",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
)
AUTHORIZATION_TYPES = {
    "REST": ("AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM", "NONE"),
    "HTTP": ("AWS_IAM", "CUSTOM", "JWT", "NONE"),
    "WEBSOCKET": ("AWS_IAM", "CUSTOM", "NONE"),
}
"""Of a method or route, by kind of API. REST APIs take them in any case."""
AUTHORIZER_TYPES = {
    "REST": ("COGNITO_USER_POOLS", "REQUEST", "TOKEN"),
    "HTTP": ("JWT", "REQUEST"),
    "WEBSOCKET": ("REQUEST",),
}
"""Of an authorizer, by kind of API."""
METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


def nearest(value: str, allowed: Iterable[str]) -> str | None:
    """Returns the allowed value that was most likely meant, or ``None`` where none is near."""
    from difflib import get_close_matches

    names = {_plain(name): name for name in allowed}
    matches = get_close_matches(_plain(value), list(names), 1, 0.6)
    return names[matches[0]] if matches else None


def _plain(name: str) -> str:
    return name.upper().replace("-", "_").replace(" ", "_")
