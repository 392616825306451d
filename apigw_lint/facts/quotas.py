"""How much of what API Gateway takes.

Source: the quotas page of the developer guide, and the service models apigateway 2015-07-09 and apigatewayv2 2018-11-29.
"""

from __future__ import annotations

from apigw_lint.record import Row


class Quota(Row):
    """How many parts an API can have. ``adjustable`` is whether AWS raises the quota for an account that asks."""

    collection: str
    most: int
    adjustable: bool
    words: str


OF_APIS = {
    "REST": (
        Quota("resources", 300, True, "resources"),
        Quota("stages", 10, True, "stages"),
        Quota("authorizers", 10, True, "authorizers"),
        Quota("documentation_parts", 2000, True, "documentation parts"),
    ),
    "HTTP": (
        Quota("methods", 300, True, "routes"),
        Quota("integrations", 300, False, "integrations"),
        Quota("stages", 10, True, "stages"),
        Quota("authorizers", 10, True, "authorizers"),
    ),
    "WEBSOCKET": (
        Quota("methods", 300, True, "routes"),
        Quota("integrations", 300, True, "integrations"),
        Quota("stages", 10, True, "stages"),
        Quota("authorizers", 10, True, "authorizers"),
    ),
}
"""By kind of API."""
MOST_SCOPES = 10
"""Of a route."""
MOST_AUDIENCES = 50
"""Of a JWT authorizer."""
MOST_SUBNETS = 10
"""Of a VPC link of version 2; adjustable."""
MOST_THROTTLES = 20
"""Of methods, for a stage in a usage plan; adjustable."""
MOST_PLANS = 10
"""Of an API key; adjustable."""
MOST_MULTI_LEVEL_MAPPINGS = 200
"""Of a domain name."""
MOST_TAGS = 50
LONGEST_LOG_FORMAT = 3 * 1024
"""Bytes, of HTTP APIs."""
LONGEST_SCHEMA = {"REST": 400 * 1024, "WEBSOCKET": 32768}
"""Bytes of REST APIs' models, characters of WebSocket APIs'."""
LONGEST_KEY_NAME = 1024
LONGEST_KEY_DESCRIPTION = 125000
KEY_VALUE = (20, 128)
"""The shortest and the longest value of an API key; an empty one is as good as none."""
