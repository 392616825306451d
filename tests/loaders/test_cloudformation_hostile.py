"""No template makes the loader crash, whatever stands where."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from templates import load

from apigw_lint.loaders.cloudformation import _BUILDERS
from apigw_lint.loaders.intrinsic_functions import FUNCTIONS
from apigw_lint.model import Api, Part, Parts
from apigw_lint.value import Value

TYPES = sorted(
    [*_BUILDERS, "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::ApiGateway::Resource", "AWS::CloudFormation::Stack"]
)
NAMES = ["A", "B", "C", "P", "L", "AWS::NoValue", "AWS::Region", "A.Arn", "M"]
_WORDS = """
    RestApiId ApiId ResourceId ParentId PathPart HttpMethod Integration IntegrationResponses MethodResponses StatusCode Uri Target RouteKey
    StageName StageDescription MethodSettings ResponseParameters RequestParameters JwtConfiguration Roles PolicyDocument Policies Body
    BodyS3Location Location ApiStages Throttle DomainNameConfigurations FunctionName Route Stage Parameters TemplateURL paths get responses
"""
PROPERTIES = _WORDS.split()
CALLS = [*FUNCTIONS, "Fn::Nonsense", "Fn::ForEach::X", "Condition", "Fn::Equals", "Fn::And", "Fn::Not"]

scalars = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(["${A}", "${A.Arn}/x", "${!A}", "{{resolve:ssm:a}}", "GET /a", "", "1"]),
    st.integers(0, 3),
    st.none(),
    st.booleans(),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(PROPERTIES), inner, max_size=4),
        st.builds(lambda name, argument: {name: argument}, st.sampled_from(CALLS), inner),
    ),
    max_leaves=25,
)
resources = st.fixed_dictionaries(
    {"Type": st.sampled_from(TYPES)},
    optional={
        "Properties": st.one_of(anything, st.dictionaries(st.sampled_from(PROPERTIES), anything, max_size=6)),
        "Condition": st.sampled_from(NAMES),
        "DependsOn": anything,
    },
)
templates = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from(["A", "B", "C", "Fn::ForEach::L"]), resources, min_size=1)},
    optional={
        "Conditions": st.dictionaries(st.sampled_from(NAMES), anything),
        "Parameters": st.dictionaries(st.sampled_from(NAMES), anything),
        "Mappings": st.dictionaries(st.sampled_from(NAMES), anything),
        "Outputs": st.dictionaries(st.sampled_from(NAMES), anything),
        "Transform": anything,
    },
)


def check(part: Part, seen: set[int]) -> None:
    """Visits all of a part: each field is what the model says it is."""
    if id(part) in seen:
        return
    seen.add(id(part))
    for name in part.fields:
        value = getattr(part, name)
        if isinstance(value, Parts):
            for item in value:
                check(item, seen)
        elif isinstance(value, Part):
            check(value, seen)
        else:
            assert value is None or isinstance(value, (Value, str, bool, int, tuple)) or name in ("span", "name_span", "definition")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(templates)
def test_any_template_loads(template: dict[str, object]) -> None:
    if not any(isinstance(one, dict) and "::" in str(one.get("Type")) for one in template["Resources"].values()):  # type: ignore[attr-defined]
        return

    loaded = load(json.dumps(template), "fuzzed.json")

    assert loaded.definitions
    for definition in loaded.definitions:
        for api in definition.apis:
            assert isinstance(api, Api)
            check(api, set())
