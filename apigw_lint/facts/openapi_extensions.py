"""The extensions of OpenAPI that API Gateway reads: where each belongs, of which kinds of API it is, and what is in it.

Source: the developer guide's pages on the extensions, and documents whose import was recorded. A shape is ``"string"``, ``"boolean"``,
``"integer"``, ``"any"``, a tuple of values, ``["..."]`` for a list, ``{"*": shape}`` for a map, or the fields of an object; the fields that
only one kind of API has stand in ONLY.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


PREFIX = "x-amazon-apigateway-"
BOTH = ("REST", "HTTP")
REST = ("REST",)
HTTP = ("HTTP",)

PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "any-method": (("path item",), BOTH),
    "api-key-source": (("root",), REST),
    "auth": (("operation",), BOTH),
    "authorizer": (("security scheme",), BOTH),
    "authtype": (("security scheme",), BOTH),
    "binary-media-types": (("root",), REST),
    "cors": (("root",), HTTP),
    "documentation": (("root",), REST),
    "endpoint-access-mode": (("root",), REST),
    "endpoint-configuration": (("root", "server"), BOTH),
    "gateway-responses": (("root",), REST),
    "importexport-version": (("root",), HTTP),
    "integration": (("operation",), BOTH),
    "integrations": (("components",), HTTP),
    "minimum-compression-size": (("root",), REST),
    "policy": (("root",), REST),
    "request-validator": (("root", "operation"), REST),
    "request-validators": (("root",), REST),
    "security-policy": (("root",), REST),
    "tag-value": (("tag",), HTTP),
}
"""Extension without its prefix -> the places it belongs to, and the kinds of API that have it."""

_TEXTS = {"*": "string"}
_RESPONSE = {"contentHandling": "string", "responseParameters": {"*": "any"}, "responseTemplates": {"*": "any"}, "statusCode": "any"}
_TLS = {"insecureSkipVerification": "boolean", "serverNameToVerify": "string"}
_INTEGRATION: dict[str, Any] = {
    "cacheKeyParameters": ["string"],
    "cacheNamespace": "string",
    "connectionId": "string",
    "connectionType": ("INTERNET", "VPC_LINK"),
    "contentHandling": "string",
    "credentials": "string",
    "httpMethod": "string",
    "integrationSubtype": "string",
    "integrationTarget": "string",
    "passthroughBehavior": "string",
    "payloadFormatVersion": "any",
    "requestParameters": {"*": "any"},
    "requestTemplates": {"*": "any"},
    "responseParameters": {"*": {"*": "any"}},
    "responseTransferMode": "string",
    "responses": {"*": _RESPONSE},
    "timeoutInMillis": "integer",
    "tlsConfig": _TLS,
    "type": "string",
    "uri": "string",
}
SHAPES: dict[str, Any] = {
    "api-key-source": ("HEADER", "AUTHORIZER"),
    "auth": {"type": "string"},
    "authorizer": {
        "authorizerCredentials": "string",
        "authorizerPayloadFormatVersion": "any",
        "authorizerResultTtlInSeconds": "integer",
        "authorizerUri": "string",
        "enableSimpleResponses": "boolean",
        "identitySource": "any",
        "identityValidationExpression": "string",
        "jwtConfiguration": {"audience": ["string"], "issuer": "string"},
        "providerARNs": ["string"],
        "type": "string",
    },
    "authtype": "string",
    "binary-media-types": ["string"],
    "cors": {
        "allowCredentials": "boolean",
        "allowHeaders": ["string"],
        "allowMethods": ["string"],
        "allowOrigins": ["string"],
        "exposeHeaders": ["string"],
        "maxAge": "integer",
    },
    "documentation": {"documentationParts": [{"location": _TEXTS, "properties": "any"}], "version": "string"},
    "endpoint-access-mode": ("BASIC", "STRICT"),
    "endpoint-configuration": {
        "disableExecuteApiEndpoint": "boolean",
        "ipAddressType": ("ipv4", "dualstack"),
        "vpcEndpointIds": ["string"],
    },
    "gateway-responses": {"*": {"responseParameters": {"*": "any"}, "responseTemplates": {"*": "any"}, "statusCode": "any"}},
    "integration": _INTEGRATION,
    "integrations": {"*": _INTEGRATION},
    "request-validator": "string",
    "request-validators": {"*": {"validateRequestBody": "boolean", "validateRequestParameters": "boolean"}},
    "tag-value": "string",
}
"""Extension without its prefix -> its shape. What has rules of its own is not looked into."""

ONLY: dict[tuple[str, str], str] = {
    ("authorizer", "authorizerPayloadFormatVersion"): "HTTP",
    ("authorizer", "enableSimpleResponses"): "HTTP",
    ("authorizer", "identityValidationExpression"): "REST",
    ("authorizer", "jwtConfiguration"): "HTTP",
    ("authorizer", "providerARNs"): "REST",
    ("endpoint-configuration", "vpcEndpointIds"): "REST",
    ("integration", "cacheKeyParameters"): "REST",
    ("integration", "cacheNamespace"): "REST",
    ("integration", "contentHandling"): "REST",
    ("integration", "integrationSubtype"): "HTTP",
    ("integration", "integrationTarget"): "REST",
    ("integration", "passthroughBehavior"): "REST",
    ("integration", "payloadFormatVersion"): "HTTP",
    ("integration", "requestTemplates"): "REST",
    ("integration", "responseTransferMode"): "REST",
    ("integration", "responses"): "REST",
}
"""Extension and field -> the one kind of API that has it."""

LOCATIONS: dict[str, tuple[str, ...]] = {
    "API": (),
    "AUTHORIZER": ("name",),
    "METHOD": ("path", "method"),
    "MODEL": ("name",),
    "PATH_PARAMETER": ("path", "method", "name"),
    "QUERY_PARAMETER": ("path", "method", "name"),
    "REQUEST_BODY": ("path", "method", "name"),
    "REQUEST_HEADER": ("path", "method", "name"),
    "RESOURCE": ("path",),
    "RESPONSE": ("path", "method", "statusCode"),
    "RESPONSE_BODY": ("path", "method", "statusCode"),
    "RESPONSE_HEADER": ("path", "method", "statusCode", "name"),
}
"""Type of a documentation part -> the other fields that its location may have."""
