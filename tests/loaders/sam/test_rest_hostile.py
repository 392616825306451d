"""No template with REST APIs of SAM makes the loader crash, whatever stands where."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from templates import load

_PROPERTIES = """
    StageName Name Tags DefinitionBody DefinitionUri MergeDefinitions Variables EndpointConfiguration MethodSettings BinaryMediaTypes Cors
    MinimumCompressionSize Auth GatewayResponses AccessLogSetting CanarySetting OpenApiVersion Models Domain FailOnWarnings Policy
    DisableExecuteApiEndpoint
"""
_KEYS = """
    swagger openapi paths /a get options responses 200 headers servers definitions components securityDefinitions Type DomainName BasePath
    CertificateArn NormalizeBasePath AccessAssociation MutualTlsAuthentication UsagePlan CreateUsagePlan Quota Authorizers DefaultAuthorizer
    ResourcePolicy StatusCode ResponseParameters Headers AllowOrigin Fn::Transform Parameters Location
"""
PROPERTIES, KEYS = _PROPERTIES.split(), _KEYS.split()
CALLS = ["Ref", "Fn::Sub", "Fn::GetAtt", "Fn::If", "Fn::Join", "Fn::Transform", "Condition", "Fn::Nonsense"]

scalars = st.one_of(
    st.sampled_from(
        ["A", "B", "P", "C", "AWS::NoValue", "${P}", "REGIONAL", "PRIVATE", "SHARED", "PER_API", "3.0.1", "2.0", "a~1b", "/a", ""]
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
document = st.fixed_dictionaries(
    {"swagger": st.just("2.0"), "paths": st.one_of(anything, st.dictionaries(st.sampled_from(["/a", "/b"]), anything, max_size=2))},
    optional=dict.fromkeys(("servers", "definitions", "components", "x-amazon-apigateway-endpoint-configuration"), anything),
)
domain = st.fixed_dictionaries(
    {"DomainName": anything, "CertificateArn": st.just("arn")},
    optional=dict.fromkeys(("BasePath", "EndpointConfiguration", "AccessAssociation", "MutualTlsAuthentication"), anything),
)
plan = st.fixed_dictionaries({"UsagePlan": st.one_of(anything, st.fixed_dictionaries({"CreateUsagePlan": anything}))})
properties = st.one_of(
    anything,
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(PROPERTIES, anything),
            "DefinitionBody": document,
            "Domain": domain,
            "Auth": st.one_of(plan, anything),
        },
    ),
)
event = st.fixed_dictionaries(
    {"Type": st.just("Api")},
    optional={
        "Properties": st.one_of(
            anything,
            st.fixed_dictionaries(
                {}, optional={"Path": anything, "Method": st.one_of(st.sampled_from(["get", "ANY"]), anything), "RestApiId": anything}
            ),
        )
    },
)
resources = st.fixed_dictionaries(
    {},
    optional={
        "A": st.fixed_dictionaries({"Type": st.just("AWS::Serverless::Api")}, optional={"Properties": properties, "DependsOn": anything}),
        "B": st.fixed_dictionaries({"Type": st.just("AWS::Serverless::Api"), "Condition": anything, "Properties": properties}),
        "ServerlessRestApi": st.fixed_dictionaries({"Type": st.just("AWS::Serverless::Api"), "Properties": properties}),
    },
)
functions = st.dictionaries(
    st.sampled_from(["F", "G"]),
    st.fixed_dictionaries(
        {"Type": st.sampled_from(["AWS::Serverless::Function", "AWS::Serverless::StateMachine"])},
        optional={
            "Condition": st.one_of(st.sampled_from(["C", "D"]), anything),
            "Properties": st.fixed_dictionaries(
                {}, optional={"Events": st.one_of(anything, st.dictionaries(st.sampled_from(["E", "H"]), event))}
            ),
        },
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(resources, functions, st.one_of(anything, properties))
def test_nothing_makes_it_crash(apis: dict[str, object], owners: dict[str, object], shared: object) -> None:
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Globals": {"Api": shared},
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}, "D": {"Fn::Equals": [{"Ref": "P"}, "y"]}},
        "Resources": {**apis, **owners, "Made": {"Type": "AWS::ApiGateway::Account"}},
    }
    for found in load(json.dumps(template), "template.json").definitions:
        assert "cloudformation" == found.format
