"""What stands in templates of SAM made by chance: the settings of APIs.

Intrinsic functions stand where SAM has no say in what becomes of them. A ``Ref`` to a parameter without a default is not among them: here
the translator is given no parameters, while where it runs it always is.
"""

from __future__ import annotations

import copy

from hypothesis import strategies as st

PATHS = ("/", "/pets", "/toys/", "/pets/{id}", "/pets/{id}/toys/{toy}", "/files/{proxy+}", "/{proxy+}", "/a.b-c_d", "$default")
VERBS = ("get", "GET", "post", "Put", "delete", "options", "any", "ANY", "head", "x-amazon-apigateway-any-method")
FUNCTION_ARN = "arn:aws:lambda:ap-southeast-1:123456789012:function:check"
POOL_ARN = "arn:aws:cognito-idp:ap-southeast-1:123456789012:userpool/pool"
ROLE_ARN = "arn:aws:iam::123456789012:role/calls"
FAR = {"Fn::ImportValue": "far"}
"""What nobody knows when SAM runs."""


def chosen(*values):
    return st.sampled_from(values).map(copy.deepcopy)


@st.composite
def some(draw, choices, most=3, **always):
    """Makes a mapping with a few of some entries."""
    names = draw(st.lists(st.sampled_from(sorted(choices)), unique=True, max_size=most)) if most else []
    return {**{name: draw(value) for name, value in always.items()}, **{name: draw(choices[name]) for name in names}}


def rarely(usual, other):
    """Makes mostly the one, and sometimes the other."""
    return st.integers(0, 5).flatmap(lambda number: other if number == 5 else usual)


def written(*values):
    """Makes one of some texts, now and then by a function."""
    first = values[0]
    calls = chosen({"Ref": "Word"}, FAR, {"Fn::Sub": "${Word}"}, {"Fn::Sub": first}, {"Fn::If": ["IsProd", first, values[-1]]})
    return rarely(chosen(*values), calls)


BOOLEAN = rarely(st.booleans(), chosen({"Ref": "Switch"}, {"Fn::If": ["IsProd", True, False]}))
CONDITION = chosen("IsProd", "IsLive")


POLICY = some(
    {
        "AwsAccountWhitelist": chosen(["123456789012"], ["123456789012", "210987654321"]),
        "AwsAccountBlacklist": chosen(["123456789012"]),
        "IpRangeWhitelist": chosen(["10.0.0.0/8"], [{"Ref": "Word"}]),
        "IpRangeBlacklist": chosen(["10.0.0.0/8"]),
        "SourceVpcWhitelist": chosen(["vpc-1234", "vpce-5678"]),
        "SourceVpcBlacklist": chosen(["vpc-1234"]),
        "IntrinsicVpcWhitelist": chosen([FAR]),
        "IntrinsicVpceBlacklist": chosen([FAR], ["vpce-1"]),
        "CustomStatements": chosen(
            [{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}],
            {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": {"Fn::Sub": "execute-api:/${Stage}/*"}},
        ),
    }
)
SOURCES = some(
    {
        "Headers": chosen(["Authorization"], ["Authorization", "X-Other"]),
        "QueryStrings": chosen(["token"]),
        "StageVariables": chosen(["who"]),
        "Context": chosen(["identity.sourceIp"]),
        "ReauthorizeEvery": chosen(0, 30, FAR),
    },
    3,
)
TOKEN = some({"Header": written("X-Token"), "ValidationExpression": chosen("^a+$"), "ReauthorizeEvery": chosen(0, 30)}, 2)
ARN = chosen(FUNCTION_ARN, {"Fn::GetAtt": ["Other", "Arn"]}, {"Fn::Sub": "${Other.Arn}"}, FAR)
REST_AUTHORIZER = st.one_of(
    some(
        {"Identity": TOKEN, "AuthorizationScopes": chosen(["a", "b"], [])},
        UserPoolArn=written(POOL_ARN, [POOL_ARN], {"Fn::GetAtt": ["Pool", "Arn"]}),
    ),
    some(
        {
            "Identity": TOKEN,
            "FunctionPayloadType": chosen("TOKEN"),
            "FunctionInvokeRole": chosen(ROLE_ARN, "NONE"),
            "DisableFunctionDefaultPermissions": BOOLEAN,
            "AuthorizationScopes": chosen(["a"]),
        },
        FunctionArn=ARN,
    ),
    some(
        {"FunctionInvokeRole": chosen(ROLE_ARN), "DisableFunctionDefaultPermissions": st.booleans()},
        FunctionArn=ARN,
        FunctionPayloadType=chosen("REQUEST"),
        Identity=SOURCES,
    ),
)
PLAN = some(
    {
        "UsagePlanName": written("plan"),
        "Description": chosen("words"),
        "Quota": chosen({"Limit": 10, "Period": "DAY"}),
        "Throttle": chosen({"BurstLimit": 5, "RateLimit": 2}),
        "Tags": chosen([{"Key": "a", "Value": "b"}]),
    },
    2,
    CreateUsagePlan=chosen("PER_API", "SHARED", "NONE"),
)
REST_AUTH = some(
    {
        "Authorizers": st.dictionaries(chosen("One", "Two", "AWS_IAM"), REST_AUTHORIZER, min_size=1, max_size=2),
        "DefaultAuthorizer": chosen("One", "One", "Two", "AWS_IAM", {"Ref": "Chosen"}, "NONE"),
        "InvokeRole": chosen(ROLE_ARN, "NONE", "CALLER_CREDENTIALS", FAR),
        "AddDefaultAuthorizerToCorsPreflight": BOOLEAN,
        "AddApiKeyRequiredToCorsPreflight": BOOLEAN,
        "ApiKeyRequired": BOOLEAN,
        "ResourcePolicy": POLICY,
        "UsagePlan": PLAN,
    },
    4,
)
ORIGIN = written("'*'", "'https://a.example.com'", "'https://a.example.com,https://b.example.com'")
CORS = st.one_of(
    ORIGIN,
    some(
        {
            "AllowOrigin": ORIGIN,
            "AllowMethods": written("'GET,POST'", "'*'"),
            "AllowHeaders": written("'X-A,X-B'"),
            "MaxAge": written("'600'"),
            "AllowCredentials": st.booleans(),
        }
    ),
)
REST_INTEGRATION = chosen(
    {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'}},
    {"type": "http_proxy", "httpMethod": "GET", "uri": "https://example.com/"},
    {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Other.Arn}/invocations"},
    },
)
OPERATION = some(
    {
        "responses": chosen({"200": {"description": "fine"}}),
        "security": chosen([], [{"One": []}], [{"api_key": []}], [{"NONE": []}]),
        "parameters": chosen([{"in": "query", "name": "q", "required": True, "type": "string"}]),
    },
    2,
    **{"x-amazon-apigateway-integration": REST_INTEGRATION},
)


def conditional(inner):
    """Makes what is there on a condition now and then."""
    return rarely(inner, inner.map(lambda value: {"Fn::If": ["IsProd", value, {"Ref": "AWS::NoValue"}]}))


METHODS = st.dictionaries(
    chosen("get", "post", "options", "x-amazon-apigateway-any-method", "parameters"), conditional(OPERATION), min_size=1, max_size=2
).map(lambda methods: {**methods, **({"parameters": [{"in": "header", "name": "h"}]} if "parameters" in methods else {})})
ITEMS = st.dictionaries(chosen(*PATHS[:-1]), conditional(METHODS), max_size=3)
HEAD = st.one_of(
    some({"securityDefinitions": chosen({"Old": {"type": "apiKey", "name": "x", "in": "header"}})}, 1, swagger=chosen("2.0", 2.0)),
    some(
        {"components": chosen({"schemas": {}}, {"securitySchemes": {"Old": {"type": "apiKey", "name": "x", "in": "header"}}}, None)},
        1,
        openapi=chosen("3.0.1", "3.0", "3.1.0"),
    ),
)


def document(items):
    return st.builds(lambda head, paths: {**head, "info": {"title": "t", "version": "1"}, "paths": paths}, HEAD, items)


RESPONSES = st.dictionaries(
    chosen("DEFAULT_4XX", "UNAUTHORIZED"),
    some(
        {
            "StatusCode": chosen("401", 402),
            "ResponseParameters": some(
                {"Headers": chosen({"X-A": "'a'"}), "Paths": chosen({"p": "'b'"}), "QueryStrings": chosen({"q": "'c'"})}, 2
            ),
            "ResponseTemplates": chosen({"application/json": "{}"}),
        },
        3,
    ),
    min_size=1,
    max_size=2,
)
DOMAIN = some(
    {
        "BasePath": chosen(["/"], ["one", "/two"], ["one"], ["a-b"], "word"),
        "NormalizeBasePath": st.booleans(),
        "EndpointConfiguration": chosen("REGIONAL", "EDGE", "PRIVATE", "WRONG"),
        "SecurityPolicy": chosen("TLS_1_2"),
        "MutualTlsAuthentication": chosen({"TruststoreUri": "s3://a/b"}),
        "Route53": chosen({"HostedZoneId": "Z1"}, {"HostedZoneName": "example.com."}, {"HostedZoneId": "Z1", "IpV6": True}),
    },
    3,
    DomainName=written("api.example.com", {"Fn::Sub": "${Word}.example.com"}),
    CertificateArn=written("arn:aws:acm:ap-southeast-1:123456789012:certificate/a"),
)
REST_SETTINGS = {
    "Auth": REST_AUTH,
    "Cors": CORS,
    "GatewayResponses": RESPONSES,
    "Models": chosen({"Pet": {"type": "object"}}, {"Pet": {"type": "object"}, "Toy": {"type": "string"}}),
    "MergeDefinitions": BOOLEAN,
    "OpenApiVersion": chosen("2.0", "3.0", "3.0.1", "3.0.1"),
    "Domain": DOMAIN,
    "EndpointConfiguration": chosen(
        "REGIONAL", {"Type": "PRIVATE", "VPCEndpointIds": ["vpce-1"]}, {"Type": "EDGE"}, FAR, {"Type": "REGIONAL", "IpAddressType": "ipv4"}
    ),
    "BinaryMediaTypes": chosen(["*~1*"], ["image~1png", {"Ref": "Word"}], []),
    "MinimumCompressionSize": chosen(0, 1024),
    "AccessLogSetting": chosen({"DestinationArn": "arn:aws:logs:ap-southeast-1:123456789012:log-group:g", "Format": "$context.requestId"}),
    "CanarySetting": chosen({"PercentTraffic": 10}),
    "Variables": chosen({"a": "b"}, {"a": {"Ref": "Word"}}),
    "MethodSettings": chosen([{"HttpMethod": "*", "ResourcePath": "/*", "MetricsEnabled": True}]),
    "Tags": chosen({"a": "b"}, {"a": {"Ref": "Word"}}),
    "PropagateTags": st.booleans(),
    "DisableExecuteApiEndpoint": BOOLEAN,
    "FailOnWarnings": BOOLEAN,
    "Name": written("named"),
    "Description": written("words"),
    "TracingEnabled": BOOLEAN,
    "CacheClusterEnabled": BOOLEAN,
    "CacheClusterSize": chosen("0.5"),
    "ApiKeySourceType": chosen("HEADER", "AUTHORIZER"),
    "AlwaysDeploy": st.booleans(),
    "Mode": chosen("overwrite"),
}
USUAL = ("Auth", "Auth", "Cors", "OpenApiVersion", "Models")
STAGE = chosen("prod", "v1", "dev-1", {"Ref": "Stage"}, {"Fn::Sub": "${Stage}"}, FAR)
GLOBAL_REST = (
    "Auth", "Name", "OpenApiVersion", "EndpointConfiguration", "MethodSettings", "BinaryMediaTypes", "MinimumCompressionSize", "Cors",
    "GatewayResponses", "AccessLogSetting", "Variables", "Domain", "CacheClusterEnabled", "CanarySetting",
    "TracingEnabled", "AlwaysDeploy", "PropagateTags", "Tags", "FailOnWarnings", "MergeDefinitions", "Models",
)  # fmt: skip


@st.composite
def rest_apis(draw, items):
    found = draw(some(REST_SETTINGS, 3, StageName=STAGE))
    for name in draw(st.lists(st.sampled_from(USUAL), max_size=2, unique=True)):
        found[name] = draw(REST_SETTINGS[name])
    if draw(st.integers(0, 2)) == 0:
        found["DefinitionBody"] = draw(document(items))
    elif draw(st.integers(0, 9)) == 0:
        found = {name: value for name, value in found.items() if name not in ("Auth", "Cors", "GatewayResponses", "Models")}
        found["DefinitionUri"] = draw(chosen("s3://bucket/key", {"Bucket": "b", "Key": "k"}))
    return found


HTTP_AUTHORIZER = st.one_of(
    some(
        {"AuthorizationScopes": chosen(["a"], [])},
        IdentitySource=chosen("$request.header.Authorization"),
        JwtConfiguration=chosen(
            {"issuer": "https://a.example.com", "audience": ["a"]}, {"Issuer": "https://a.example.com", "Audience": "a"}
        ),
    ),
    some(
        {
            "Identity": SOURCES,
            "FunctionInvokeRole": chosen(ROLE_ARN),
            "EnableSimpleResponses": BOOLEAN,
            "EnableFunctionDefaultPermissions": st.booleans(),
        },
        FunctionArn=ARN,
        AuthorizerPayloadFormatVersion=chosen("1.0", "2.0", 2.0),
    ),
)
HTTP_AUTH = some(
    {
        "Authorizers": st.dictionaries(chosen("One", "Two"), HTTP_AUTHORIZER, min_size=1, max_size=2),
        "DefaultAuthorizer": chosen("One", "One", "Two", "AWS_IAM", {"Ref": "Chosen"}),
        "EnableIamAuthorizer": BOOLEAN,
    },
    3,
)
HTTP_CORS = st.one_of(
    chosen(True),
    some(
        {
            "AllowOrigins": chosen(["https://a.example.com"], ["*"], FAR),
            "AllowMethods": chosen(["GET"]),
            "AllowHeaders": chosen(["x-a"]),
            "ExposeHeaders": chosen(["x-b"]),
            "MaxAge": chosen(600, FAR),
            "AllowCredentials": st.booleans(),
        }
    ),
)
HTTP_INTEGRATION = chosen(
    {"type": "http_proxy", "httpMethod": "GET", "uri": "https://example.com/", "payloadFormatVersion": "1.0"},
    {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "payloadFormatVersion": "2.0",
        "uri": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Other.Arn}/invocations"},
    },
)
HTTP_OPERATION = some(
    {"security": chosen([], [{"One": ["x"]}], [{"NONE": []}]), "parameters": chosen([{"in": "path", "name": "id", "required": True}])},
    1,
    **{"x-amazon-apigateway-integration": HTTP_INTEGRATION},
)
HTTP_ITEMS = st.dictionaries(
    chosen("/pets", "/pets/{id}", "/{proxy+}", "$default"),
    conditional(
        st.dictionaries(chosen("get", "post", "x-amazon-apigateway-any-method"), conditional(HTTP_OPERATION), min_size=1, max_size=2)
    ),
    max_size=2,
)
HTTP_HEAD = some(
    {
        "tags": chosen([{"name": "a"}]),
        "components": chosen({"schemas": {}}, {"securitySchemes": {"Old": {"type": "http", "scheme": "bearer"}}}),
        "x-amazon-apigateway-cors": chosen({"allowOrigins": ["*"]}),
    },
    1,
    openapi=chosen("3.0.1", "3.0", "3.1.0"),
)
HTTP_SETTINGS = {
    "Auth": HTTP_AUTH,
    "CorsConfiguration": HTTP_CORS,
    "Name": written("named"),
    "Description": written("words"),
    "StageName": chosen("prod", "$default", {"Ref": "Stage"}, "v-1"),
    "Domain": DOMAIN,
    "Tags": chosen({"a": "b"}),
    "PropagateTags": st.booleans(),
    "AccessLogSettings": chosen({"DestinationArn": "arn:aws:logs:ap-southeast-1:123456789012:log-group:g", "Format": "$context.requestId"}),
    "StageVariables": chosen({"a": "b"}, {"a": {"Ref": "Word"}}),
    "DefaultRouteSettings": chosen({"ThrottlingBurstLimit": 5}),
    "RouteSettings": chosen({"GET /pets": {"ThrottlingBurstLimit": 5}}),
    "DisableExecuteApiEndpoint": BOOLEAN,
    "FailOnWarnings": BOOLEAN,
}
GLOBAL_HTTP = (
    "Auth", "AccessLogSettings", "StageVariables", "Tags", "CorsConfiguration", "DefaultRouteSettings", "Domain", "RouteSettings",
    "FailOnWarnings", "PropagateTags",
)  # fmt: skip


@st.composite
def http_apis(draw):
    found = draw(some(HTTP_SETTINGS, 4))
    if draw(st.integers(0, 2)) == 0:
        paths, head = draw(HTTP_ITEMS), draw(HTTP_HEAD)
        found["DefinitionBody"] = {**head, "info": {"title": "t", "version": "1"}, "paths": paths}
    return found


ROUTE = some(
    {
        "IntegrationTimeout": chosen(29000, FAR),
        "ApiKeyRequired": BOOLEAN,
        "OperationName": chosen("name"),
        "ModelSelectionExpression": chosen("$request.body.a"),
        "RouteResponseSelectionExpression": chosen("$default"),
        "RequestModels": chosen({"a": "b"}),
        "RequestParameters": chosen([{"RequestParameterKey": {"Required": True}}], {"route.request.querystring.a": {"Required": True}}),
    },
    2,
    FunctionArn=ARN,
)
WEBSOCKET_APIS = some(
    {
        "Auth": some(
            {"IdentitySource": chosen(["route.request.header.Auth"]), "InvokeRole": chosen(ROLE_ARN), "Name": chosen("n"), "AuthArn": ARN},
            2,
            AuthType=chosen("CUSTOM", "AWS_IAM", "NONE"),
        ),
        "Name": written("named"),
        "Description": chosen("words"),
        "StageName": chosen("prod", {"Ref": "Stage"}, "v1"),
        "Domain": DOMAIN,
        "Tags": chosen({"a": "b"}),
        "PropagateTags": st.booleans(),
        "StageVariables": chosen({"a": "b"}),
        "DefaultRouteSettings": chosen({"ThrottlingBurstLimit": 5}),
        "RouteSettings": chosen({"$connect": {"ThrottlingBurstLimit": 5}}),
        "DisableExecuteApiEndpoint": BOOLEAN,
        "DisableSchemaValidation": st.booleans(),
        "ApiKeySelectionExpression": chosen("$request.header.x-api-key"),
    },
    4,
    Routes=st.dictionaries(chosen("$connect", "$disconnect", "$default", "send", "sendIt"), ROUTE, min_size=1, max_size=3),
    RouteSelectionExpression=chosen("$request.body.action"),
)
