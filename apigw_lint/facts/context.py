"""The variables of ``$context``: which kind of API has them, in templates and mappings or in access logs only.

Source: the developer guide's tables of context variables for mapping templates and access logs (REST), for access logs (HTTP), and for
mapping templates and access logs (WebSocket). ``{name}`` stands for a name that the API's author gives.
"""

from __future__ import annotations

from apigw_lint.record import Row


class ContextVariable(Row):
    """A variable. ``templates`` and ``logs`` are the kinds of API (``R``, ``H``, ``W``) that have it in mappings and in access logs."""

    name: str
    templates: str
    logs: str
    type: str
    doc: str


_ROWS = """
accountId|RH|RH|string|account that owns the API
apiId|RHW|RHW|string|id of the API
authenticate.error||RW|string|error of the authentication
authenticate.latency||RW|number|milliseconds of the authentication
authenticate.status||RW|number|status of the authentication
authorize.error||RW|string|error of the authorization
authorize.latency||RW|number|milliseconds of the authorization
authorize.status||RW|number|status of the authorization
authorizer.claims.{name}|RH|RH|string|claim of the caller's token, of a Cognito or JWT authorizer
authorizer.principalId|RHW|RHW|string|principal that a Lambda authorizer returned
authorizer.{name}|RHW|RHW|string|key of the context that a Lambda authorizer returned; a string on REST and WebSocket APIs
authorizer.error||RHW|string|error of the authorizer
authorizer.integrationLatency||RW|number|milliseconds of the authorizer
authorizer.integrationStatus||RW|number|status that the Lambda service answered the authorizer's call with
authorizer.latency||RW|number|milliseconds of the authorizer
authorizer.requestId||RW|string|request id of the authorizer's call
authorizer.status||RW|number|status of the authorizer
awsEndpointRequestId|RH|RH|string|request id of the AWS endpoint
awsEndpointRequestId2|H|H|string|second request id of the AWS endpoint (x-amz-id-2)
cipherSuite||R|string|cipher of the connection
connectedAt|W|W|number|when the connection was made, in milliseconds since 1970
connectionId|W|W|string|id of the connection, for messages to the client
customDomain.basePathMatched||RH|string|base path of the domain name that the request took
customDomain.routingRuleIdMatched||R|string|routing rule of the domain name that the request took
dataProcessed||H|number|bytes that were processed
deploymentId|R|R|string|id of the deployment that served the request
domainName|RHW|RHW|string|domain name that was called
domainPrefix|RH|RH|string|first label of the domain name
endpointType||R|string|endpoint type of the API
error.message||RHW|string|API Gateway's error, in gateway responses and access logs
error.messageString|W|RHW|string|API Gateway's error with its quotes; of REST APIs in gateway responses
error.responseType||RHW|string|type of the gateway response
error.validationErrorString|W|RW|string|what the request validation found; of REST APIs in gateway responses
eventType|W|W|string|CONNECT, MESSAGE or DISCONNECT
extendedRequestId|RHW|RHW|string|request id that API Gateway makes, unlike requestId
httpMethod|RH|RH|string|verb of the request
identity.accessKey|R||string|access key that signed the request
identity.accountId|RHW|RHW|string|account of the caller, with AWS_IAM
identity.apiKey|RW|RW|string|API key of the request, on methods that require one
identity.apiKeyId|RW|RW|string|id of the API key of the request
identity.caller|RHW|RHW|string|principal that signed the request, with AWS_IAM
identity.clientCert.clientCertPem|RH|RH|string|client certificate of mutual TLS
identity.clientCert.issuerDN|RH|RH|string|issuer of the client certificate
identity.clientCert.serialNumber|RH|RH|string|serial number of the client certificate
identity.clientCert.subjectDN|RH|RH|string|subject of the client certificate
identity.clientCert.validity.notAfter|RH|RH|string|end of the client certificate's validity
identity.clientCert.validity.notBefore|RH|RH|string|start of the client certificate's validity
identity.cognitoAuthenticationProvider|RHW|RHW|string|providers of the caller's Cognito identity
identity.cognitoAuthenticationType|RHW|RHW|string|authenticated or unauthenticated, of a Cognito identity
identity.cognitoIdentityId|RHW|RHW|string|Cognito identity of the caller
identity.cognitoIdentityPoolId|RHW|RHW|string|identity pool of the caller's Cognito identity
identity.principalOrgId|RH|RHW|string|AWS organization of the caller
identity.sourceIp|RHW|RHW|string|address that the request came from
identity.user|RHW|RHW|string|id of the user that signed the request, with AWS_IAM
identity.userAgent|RHW|RHW|string|User-Agent of the request
identity.userArn|RHW|RHW|string|ARN of the user that signed the request, with AWS_IAM
identity.vpcId|R|R|string|VPC that the request to a private API came from
identity.vpceId|R|R|string|VPC endpoint that the request to a private API came through
integration.error||RHW|string|error of the integration
integration.integrationStatus||RHW|number|status that the Lambda service answered with
integration.latency||RHW|number|milliseconds of the integration
integration.requestId||RHW|string|request id of the AWS endpoint
integration.responseTransferMode||R|string|BUFFERED or STREAMED
integration.status||RHW|number|status that the backend answered with
integration.timeToAllHeaders||R|number|milliseconds to the headers of a streamed response
integration.timeToFirstContent||R|number|milliseconds to the first content of a streamed response
integrationErrorMessage||RH|string|error of the integration
integrationLatency||RHW|number|milliseconds of the integration
integrationStatus||RH|number|status that the integration answered with
isCanaryRequest|R|R|boolean|whether the canary served the request
messageDirection|W||string|IN
messageId|W|W|string|id of the message, of MESSAGE events
path|RH|RH|string|path of the request, with the stage
protocol|RH|RH|string|protocol of the request, such as HTTP/1.1
requestId|RHW|RHW|string|request id, which clients of REST APIs can set
requestOverride.header.{name}|R||string|header sent to the backend instead of the mapped one
requestOverride.path.{name}|R||string|path variable sent to the backend instead of the mapped one
requestOverride.querystring.{name}|R||string|query parameter sent to the backend instead of the mapped one
requestTime|RHW|RHW|string|time of the request, such as 10/Oct/2000:13:55:36 +0000
requestTimeEpoch|RHW|RHW|number|time of the request in milliseconds since 1970
resourceId|R|R|string|id of the resource
resourcePath|R|R|string|path of the resource, such as /pets/{id}
responseLatency||RH|number|milliseconds until the response
responseLength||RH|number|bytes of the response
responseOverride.header.{name}|R||string|header of the response instead of the mapped one
responseOverride.status|R||number|status of the response, 100 to 599, instead of the integration response's
routeKey|HW|HW|string|key of the route
stage|RHW|RHW|string|name of the stage
status|W|RHW|number|status of the response
tlsVersion||R|string|TLS version of the connection
waf.error||RW|string|error of AWS WAF
waf.latency||RW|number|milliseconds of AWS WAF
waf.status||RW|number|status of AWS WAF
wafResponseCode|R|R|string|WAF_ALLOW or WAF_BLOCK
webaclArn|R|R|string|ARN of the web ACL
xrayTraceId||R|string|id of the X-Ray trace
"""

IN_EVENTS = {
    "REST": frozenset({"operationName"}),
    "WEBSOCKET": frozenset({"disconnectReason", "disconnectStatusCode"}),
}
"""Names that events of Lambda proxies have; no table says whether templates have them too."""
OVERRIDES = {"requestOverride": ("header", "path", "querystring"), "responseOverride": ("header", "status")}
"""What a template can override, by the name under ``$context`` that it sets."""
LETTERS = {"REST": "R", "HTTP": "H", "WEBSOCKET": "W"}


def _variables() -> tuple[ContextVariable, ...]:
    return tuple(ContextVariable(*row.split("|")) for row in _ROWS.strip().split("\n"))


VARIABLES = _variables()


def in_templates(kind: str) -> list[ContextVariable]:
    """Returns the variables that templates and mappings of a kind of API (``REST``, ``HTTP``, ``WEBSOCKET``) have."""
    letter = LETTERS.get(kind, "R")
    return [variable for variable in VARIABLES if letter in variable.templates]


def in_logs(kind: str) -> list[ContextVariable]:
    """Returns the variables that access logs of a kind of API have."""
    letter = LETTERS.get(kind, "R")
    return [variable for variable in VARIABLES if letter in variable.logs]


def is_variable(name: str, kind: str) -> bool:
    """Returns whether a kind of API may have a variable somewhere; what an authorizer returns may have any name."""
    if name.startswith("authorizer.") or name in IN_EVENTS.get(kind, ()):
        return True
    letter = LETTERS.get(kind, "R")
    return any(name == variable.name and letter in variable.templates + variable.logs for variable in VARIABLES)
