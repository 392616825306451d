"""What REST APIs do with headers on their way. All names in lower case.

Source: the developer guide's important notes, and calls recorded against AWS with every such header mapped.
"""

from __future__ import annotations

UNREADABLE = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "www-authenticate",
    }
)
"""Dropped before the method request: what maps from them finds nothing."""

BREAKING = frozenset({"content-length", "transfer-encoding", "x-amzn-apigateway-api-id", "x-amzn-trace-id"})
"""Mapped into an integration request of any type, they make the call fail with 500."""

BREAKING_FOR_AWS = frozenset({"authorization", "connection", "expect", "proxy-authenticate", "te"})
"""The same, for integrations of type AWS and AWS_PROXY."""

NOT_SENT_TO_HTTP = frozenset({"connection", "expect", "proxy-authenticate", "te", "via"})
"""Mapped into an integration request of type HTTP or HTTP_PROXY, they are dropped before the backend."""

NOT_ANSWERED = frozenset({"te", "transfer-encoding"})
"""Mapped into a method response, they are dropped before the client."""

REMAPPED = frozenset({"authorization", "connection", "content-md5", "date", "max-forwards", "server", "user-agent", "www-authenticate"})
"""Sent by a backend or mapped into a method response, they reach the client as ``x-amzn-Remapped-...``."""

NEEDS_NO_LEAVE = frozenset(
    {
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-language",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "range",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "true-client-ip",
        "upgrade",
        "user-agent",
        "via",
        "x-amz-cf-id",
        "x-amzn-trace-id",
        "x-real-ip",
    }
)
"""Sent by browsers without leave (safelisted and forbidden ones of the Fetch standard), or written by what stands before the API."""
