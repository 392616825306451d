"""What stands in templates of SAM made by chance: functions and state machines with events that lead to APIs."""

from __future__ import annotations

from hypothesis import strategies as st
from sam_settings import BOOLEAN, CONDITION, FAR, PATHS, POLICY, ROLE_ARN, VERBS, chosen, some, written

EVENT_AUTH = some(
    {
        "Authorizer": chosen("One", "One", "Two", "AWS_IAM", "NONE", {"Ref": "Chosen"}),
        "AuthorizationScopes": chosen(["x"], []),
        "ApiKeyRequired": BOOLEAN,
        "InvokeRole": chosen(ROLE_ARN, "NONE", "CALLER_CREDENTIALS"),
        "ResourcePolicy": POLICY,
        "OverrideApiAuth": st.booleans(),
    },
    2,
)
REST_EVENT = {
    "Auth": EVENT_AUTH,
    "TimeoutInMillis": chosen(5000, FAR),
    "RequestModel": some(
        {"Required": st.booleans(), "ValidateBody": st.booleans(), "ValidateParameters": st.booleans()}, 2, Model=chosen("Pet", "Toy")
    ),
    "RequestParameters": st.lists(
        chosen(
            "method.request.header.X-A",
            "method.request.querystring.page",
            {"method.request.path.id": {"Required": True}},
            {"method.request.header.X-B": {"Required": False, "Caching": True}},
            {"method.request.querystring.q": {"Caching": True, "Required": True}},
        ),
        max_size=3,
    ),
    "ResponseTransferMode": chosen("RESPONSE_STREAM", "BUFFERED"),
}
HTTP_EVENT_AUTH = some(
    {"Authorizer": chosen("One", "One", "Two", "AWS_IAM", "NONE", {"Ref": "Chosen"}), "AuthorizationScopes": chosen(["x"], [])}, 2
)
HTTP_EVENT = {
    "Auth": HTTP_EVENT_AUTH,
    "TimeoutInMillis": chosen(5000, FAR),
    "PayloadFormatVersion": chosen("1.0", "2.0", {"Ref": "Word"}),
    "RouteSettings": chosen({"ThrottlingBurstLimit": 1}, {"DetailedMetricsEnabled": True}),
}
STATE_EVENT = {"Auth": EVENT_AUTH, "UnescapeMappingTemplate": st.booleans()}


@st.composite
def events(draw, apis, kind, more, naming):
    names = [name for name, found in apis.items() if found == kind]
    target = draw(st.sampled_from([None, *names]))
    found = draw(some(more, 2, Path=chosen(*PATHS), Method=chosen(*VERBS)))
    if kind == "HttpApi" and draw(st.integers(0, 5)) == 0:
        found.pop("Path")
        found.pop("Method")
    if target is not None:
        found[naming] = draw(chosen({"Ref": target}, {"Ref": target}, target))
    return {"Type": kind, "Properties": found}


@st.composite
def functions(draw, apis):
    rest, http = events(apis, "Api", REST_EVENT, "RestApiId"), events(apis, "HttpApi", HTTP_EVENT, "ApiId")
    found = {"CodeUri": "s3://bucket/key", "Handler": "a.b", "Runtime": "python3.13"}
    found["Events"] = draw(st.dictionaries(chosen("First", "Second", "Third"), rest | http, max_size=3))
    if draw(st.integers(0, 4)) == 0:
        found["AutoPublishAlias"] = draw(chosen("live", "live-1", {"Ref": "Word"}))
    if draw(st.booleans()):
        found["Role"] = ROLE_ARN
    if draw(st.integers(0, 4)) == 0:
        found["FunctionName"] = draw(written("list"))
    return draw(on_condition({"Type": "AWS::Serverless::Function", "Properties": found}))


@st.composite
def state_machines(draw, apis):
    found = {"Definition": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, "Role": ROLE_ARN}
    found["Events"] = draw(st.dictionaries(chosen("First", "Second"), events(apis, "Api", STATE_EVENT, "RestApiId"), max_size=2))
    if draw(st.integers(0, 3)) == 0:
        found["Type"] = "EXPRESS"
    return draw(on_condition({"Type": "AWS::Serverless::StateMachine", "Properties": found}))


@st.composite
def on_condition(draw, resource):
    if draw(st.integers(0, 4)) == 0:
        resource["Condition"] = draw(CONDITION)
    return resource
