"""No template with HTTP APIs, WebSocket APIs or connectors of SAM makes the loader crash, whatever stands where."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from templates import load

_HTTP = """
    StageName Name Tags DefinitionBody DefinitionUri StageVariables CorsConfiguration AccessLogSettings DefaultRouteSettings RouteSettings
    Auth Domain FailOnWarnings Description DisableExecuteApiEndpoint PropagateTags
"""
_WEBSOCKET = """
    Routes RouteSelectionExpression Auth StageName Name Tags Domain RouteSettings PropagateTags StageVariables DisableSchemaValidation
"""
_KEYS = """
    /a get any responses tags name parameters security info title servers components securitySchemes $connect $default FunctionArn
    IntegrationTimeout AuthType AuthArn InvokeRole AllowOrigins AllowCredentials MaxAge Authorizers DefaultAuthorizer EnableIamAuthorizer
    JwtConfiguration IdentitySource Identity Headers ReauthorizeEvery EnableFunctionDefaultPermissions Authorizer AuthorizationScopes Id
    Type Arn Qualifier x-amazon-apigateway-integration x-amazon-apigateway-cors uri
"""
KEYS = _KEYS.split()
CALLS = ["Ref", "Fn::Sub", "Fn::GetAtt", "Fn::If", "Fn::Split", "Fn::Transform", "Condition", "Fn::Nonsense"]

scalars = st.one_of(
    st.sampled_from(
        ["A", "W", "F", "P", "C", "AWS::NoValue", "${P}", "NONE", "AWS_IAM", "CUSTOM", "Write", "$default", "/a", "s3://b/k", ""]
    ),
    st.sampled_from([0, 3.0, True, False, None]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
        st.builds(lambda name, argument: {name: argument}, st.sampled_from(CALLS), inner),
    ),
    max_leaves=15,
)
operations = st.dictionaries(st.sampled_from(["get", "options", "parameters"]), anything, max_size=2)
document = st.fixed_dictionaries(
    {
        "openapi": st.sampled_from(["3.0.1", 3.0, None]),
        "paths": st.one_of(
            anything,
            st.dictionaries(
                st.sampled_from(["/a", "$default"]),
                st.one_of(anything, operations, st.builds(lambda one, other: {"Fn::If": ["C", one, other]}, operations, anything)),
                max_size=2,
            ),
        ),
    },
    optional=dict.fromkeys(("servers", "tags", "info", "components", "x-amazon-apigateway-cors"), anything),
)


def some(*names: str, **others: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Returns mappings with some of the keys: those of ``names`` with anything."""
    return st.fixed_dictionaries({}, optional={**dict.fromkeys(names, anything), **others})


identity = some("ReauthorizeEvery", Headers=st.one_of(anything, st.lists(scalars, max_size=2)))
authorizer = some(
    "JwtConfiguration",
    "IdentitySource",
    "AuthorizationScopes",
    "FunctionArn",
    "FunctionInvokeRole",
    "EnableFunctionDefaultPermissions",
    "EnableSimpleResponses",
    "AuthorizerPayloadFormatVersion",
    Identity=st.one_of(anything, identity),
)
auth = some(
    "EnableIamAuthorizer",
    Authorizers=st.one_of(anything, st.dictionaries(st.sampled_from(["A", "NONE"]), st.one_of(authorizer, anything))),
    DefaultAuthorizer=st.one_of(st.sampled_from(["A", "AWS_IAM"]), anything),
)
of_event = some("AuthorizationScopes", Authorizer=st.one_of(st.sampled_from(["A", "NONE", "AWS_IAM"]), anything))
of_websocket = some("AuthArn", "InvokeRole", "IdentitySource", "Name", AuthType=st.one_of(st.sampled_from(["CUSTOM", "AWS_IAM"]), anything))
http = st.one_of(anything, some(*_HTTP.split(), DefinitionBody=document, Auth=st.one_of(auth, anything)))
route = some("FunctionArn", "IntegrationTimeout", "RequestParameters")
routes = st.dictionaries(st.sampled_from(["$connect", "send", "a-b", ""]), st.one_of(route, anything), max_size=3)
websocket = st.one_of(
    anything,
    some(*_WEBSOCKET.split(), Routes=st.one_of(routes, anything), Auth=st.one_of(of_websocket, anything)),
)
event = some(
    Properties=st.one_of(
        anything,
        some(
            "TimeoutInMillis",
            "PayloadFormatVersion",
            "RouteSettings",
            Path=st.sampled_from(["/a", "/a/{b}/", "$default", "/"]),
            Method=st.sampled_from(["get", "ANY", "any"]),
            ApiId=st.sampled_from(["A", {"Ref": "A"}, {"Ref": "R"}, {"Ref": "P"}]),
            Auth=st.one_of(of_event, anything),
        ),
    )
).map(lambda written: {"Type": "HttpApi", **written})
end = some("Type", "Arn", "Qualifier", "ResourceId", Id=st.sampled_from(["A", "F", "W", "P"]))
connector = some(
    "SourceReference",
    Source=st.one_of(end, anything),
    Destination=st.one_of(end, st.lists(end, max_size=2), anything),
    Permissions=st.one_of(st.just(["Write"]), anything),
)


def of_type(kind: str, properties: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Returns resources of a type."""
    return st.fixed_dictionaries(
        {"Type": st.just(kind)},
        optional={
            "Properties": properties,
            "Condition": st.one_of(st.just("C"), anything),
            "DependsOn": anything,
            "Connectors": st.one_of(anything, st.dictionaries(st.just("K"), some(Properties=connector))),
        },
    )


functions = some("AutoPublishAlias", Events=st.one_of(anything, st.dictionaries(st.sampled_from(["E", "H"]), event)))
resources = st.fixed_dictionaries(
    {},
    optional={
        "A": of_type("AWS::Serverless::HttpApi", http),
        "R": of_type("AWS::Serverless::Api", http),
        "W": of_type("AWS::Serverless::WebSocketApi", websocket),
        "F": of_type("AWS::Serverless::Function", functions),
        "G": of_type("AWS::Serverless::StateMachine", functions),
        "K": of_type("AWS::Serverless::Connector", st.one_of(connector, anything)),
        "ServerlessHttpApi": of_type("AWS::Serverless::HttpApi", http),
    },
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(resources, st.one_of(anything, http))
def test_nothing_makes_it_crash(written: dict[str, object], shared: object) -> None:
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Globals": {"HttpApi": shared, "WebSocketApi": shared},
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
        "Resources": {**written, "Made": {"Type": "AWS::ApiGateway::Account"}},
    }
    for found in load(json.dumps(template), "template.json").definitions:
        assert "cloudformation" == found.format
