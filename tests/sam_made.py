"""Templates of SAM made by chance: events, globals, authorization and the other settings of its APIs in any combination."""

from __future__ import annotations

import copy

from hypothesis import strategies as st
from sam_events import functions, on_condition, state_machines
from sam_settings import (
    GLOBAL_HTTP,
    GLOBAL_REST,
    HTTP_SETTINGS,
    ITEMS,
    REST_SETTINGS,
    ROLE_ARN,
    WEBSOCKET_APIS,
    chosen,
    http_apis,
    rest_apis,
    some,
)

STREAMED = "ResponseTransferMode"
"""What SAM asks for text before functions are carried out, unless something else carries them out before."""
ODD = (
    None,
    "",
    [],
    {},
    0,
    5,
    True,
    False,
    "word",
    ["word"],
    [None],
    {"Word": "word"},
    {"Fn::ImportValue": "far"},
    {"Ref": "Nobody"},
)
"""What stands in the place of something else in templates that are broken on purpose."""

PARAMETERS = {
    "Stage": {"Type": "String", "Default": "dev"},
    "Word": {"Type": "String", "Default": "pets"},
    "Chosen": {"Type": "String", "Default": "One"},
    "Switch": {"Type": "String", "Default": "true", "AllowedValues": ["true", "false"]},
    "Bare": {"Type": "String"},
}
CONDITIONS = {
    "IsProd": {"Fn::Equals": [{"Ref": "Bare"}, "prod"]},
    "IsLive": {"Fn::Equals": [{"Ref": "Bare"}, "live"]},
}


@st.composite
def shared(draw):
    """Makes the section ``Globals``."""
    rest = draw(some({name: REST_SETTINGS[name] for name in GLOBAL_REST}, 2))
    http = draw(some({name: HTTP_SETTINGS[name] for name in GLOBAL_HTTP}, 2))
    function = draw(some({"Timeout": chosen(3), "AutoPublishAlias": chosen("live")}, 1))
    return {name: section for name, section in (("Api", rest), ("HttpApi", http), ("Function", function)) if section}


@st.composite
def connectors(draw, sources, destinations):
    return {
        "Source": {"Id": draw(st.sampled_from(sources))},
        "Destination": draw(st.sampled_from([{"Id": name} for name in destinations] + [[{"Id": name} for name in destinations]])),
        "Permissions": ["Write"],
    }


@st.composite
def apis_of(draw, kinds):
    made = {}
    for name, kind in kinds.items():
        strategy = {"Api": rest_apis(ITEMS), "HttpApi": http_apis(), "WebSocketApi": WEBSOCKET_APIS}[kind]
        made[name] = draw(on_condition({"Type": f"AWS::Serverless::{kind}", "Properties": draw(strategy)}))
        if kind != "WebSocketApi" and draw(st.integers(0, 7)) == 0:
            made[name]["IgnoreGlobals"] = draw(chosen("*", ["Auth"], ["Cors", "Tags"]))
    return made


NAMES = (("Pets", "Api"), ("Toys", "Api"), ("Http", "HttpApi"), ("Socket", "WebSocketApi"))


@st.composite
def templates(draw):
    """Makes templates as plain data. What SAM takes most of them for, it accepts."""
    kinds = dict(draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3)))
    resources = draw(apis_of(kinds))
    for name in draw(st.lists(st.sampled_from(["First", "Second"]), unique=True, min_size=1)):
        resources[name] = draw(functions(kinds))
    if draw(st.integers(0, 3)) == 0:
        resources["Machine"] = draw(state_machines(kinds))
    resources["Other"] = {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"ZipFile": "a"}, "Role": ROLE_ARN}}
    resources["Pool"] = {"Type": "AWS::Cognito::UserPool"}
    if draw(st.integers(0, 5)) == 0:
        names = [name for name in resources if name in ("First", "Second", "Other")]
        resources["Joined"] = {"Type": "AWS::Serverless::Connector", "Properties": draw(connectors([*kinds, "Topic"], names))}
        resources["Topic"] = {"Type": "AWS::SNS::Topic"}
    found = {"Transform": "AWS::Serverless-2016-10-31", "Parameters": copy.deepcopy(PARAMETERS), "Conditions": copy.deepcopy(CONDITIONS)}
    common = draw(shared()) if draw(st.booleans()) else {}
    for settings in (common.get("Api", {}), *(resource.get("Properties", {}) for resource in resources.values())):
        if settings.get("OpenApiVersion") == "2.0":
            # Whether it or what the document says counts is a switch in SAM.
            del settings["OpenApiVersion"]
    template = {**found, **({"Globals": common} if common else {}), "Resources": resources}
    if draw(st.integers(0, 9)):
        tidy(template)
        return template
    return _written_out(template)


def _written_out(data):
    """Returns a template without the parameter that names an authorizer: of what it says no rule may say that it is refused."""
    if data == {"Ref": "Chosen"}:
        return "One"
    if isinstance(data, dict):
        return {key: _written_out(value) for key, value in data.items()}
    return [_written_out(item) for item in data] if isinstance(data, list) else data


def tidy(template):
    """Takes most of what SAM refuses out of a template."""
    resources, taken = template["Resources"], set()
    common = template.get("Globals", {})
    for name, kind in (*NAMES, ("ServerlessRestApi", "Api"), ("ServerlessHttpApi", "HttpApi")):
        if name in resources or name.startswith("Serverless"):
            _tidy_api(common.get(kind, {}), resources.get(name, {}).get("Properties", {}))
    for owner in resources.values():
        listed = owner.get("Properties", {}).get("Events", {})
        for name, event in list(listed.items()):
            own, kind = event["Properties"], event["Type"]
            api = own.get("RestApiId", own.get("ApiId"))
            api = api["Ref"] if isinstance(api, dict) else api
            key = (api, kind, str(own.get("Path")), str(own.get("Method")).lower().replace("x-amazon-apigateway-any-method", "any"))
            if key in taken:
                del listed[name]
            taken.add(key)
            settings = {**common.get(kind, {}), **resources.get(api, {}).get("Properties", {})}
            _tidy_event(own, settings, {**common.get(kind, {}).get("Auth", {}), **settings.get("Auth", {})})


def _tidy_api(common, own):
    for settings in (common, own):
        auth = settings.get("Auth", {})
        if _name(auth.get("DefaultAuthorizer")) not in (*auth.get("Authorizers", {}), "AWS_IAM"):
            auth.pop("DefaultAuthorizer", None)
        if auth.get("DefaultAuthorizer") == "AWS_IAM" and "Authorizers" not in auth and "CorsConfiguration" in settings:
            auth["EnableIamAuthorizer"] = True
    routes = own.get("Routes", {})
    for name, route in routes.items():
        if name != "$connect":
            route.pop("RequestParameters", None)
    if routes and "$connect" not in routes:
        own.pop("Auth", None)


def _name(written):
    return "One" if isinstance(written, dict) else written


def _tidy_event(own, settings, auth):
    said = own.get("Auth", {})
    known = (*auth.get("Authorizers", {}), *(["NONE"] if "DefaultAuthorizer" in auth else []))
    if _name(said.get("Authorizer")) not in known and ("RestApiId" not in own or said.get("Authorizer") != "AWS_IAM"):
        said.pop("Authorizer", None)
        said.pop("AuthorizationScopes", None)
    if said.get("ApiKeyRequired") is False and "ApiKeyRequired" not in auth:
        del said["ApiKeyRequired"]
    if own.get("RequestModel", {}).get("Model") not in settings.get("Models", {}):
        own.pop("RequestModel", None)


@st.composite
def broken(draw):
    """Makes templates in which something else stands where it should not."""
    found = draw(templates())
    for _ in range(draw(st.integers(1, 2))):
        places = [place for place in _places(found) if place[0] is not found]
        table, key = draw(st.sampled_from(places))
        plain = isinstance(table[key], (dict, list)) or key == STREAMED
        table[key] = copy.deepcopy(draw(st.sampled_from([odd for odd in ODD if not (plain and isinstance(odd, dict) and odd)])))
    return found


def _places(data):
    """Returns each entry below a template's globals and the properties of SAM's resources."""
    found = []
    for name, section in data.get("Globals", {}).items():
        found += _below({name: section}) if name != "Function" else []
    for resource in data["Resources"].values():
        kind = resource["Type"].removeprefix("AWS::Serverless::")
        if kind in ("Function", "StateMachine"):
            found += [(resource["Properties"], "Events"), *_below(resource["Properties"]["Events"])]
        elif kind.endswith("Api"):
            found += _below({name: value for name, value in resource["Properties"].items() if name != "DefinitionBody"})
            found += [(resource["Properties"], name) for name in resource["Properties"]]
    return found


def _below(data):
    entries = list(data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ())
    found = [(data, key) for key, _ in entries]
    for _, value in entries:
        found += _below(value)
    return found
