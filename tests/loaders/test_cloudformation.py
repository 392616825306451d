"""CloudFormation resources put together to APIs: links, paths, stages, what belongs to APIs made elsewhere, normalised values."""

import pytest
from models import plain, plain_value
from templates import api, definition, load, written

from apigw_lint.model import Api
from apigw_lint.value import Absent, Known, Reference, Table, Unknown

REST = """
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: pets, MinimumCompressionSize: "1024", DisableExecuteApiEndpoint: "true"}
  Pets:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}
  Pet:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: "{id}"}
  Tokens:
    Type: AWS::ApiGateway::Authorizer
    Properties: {RestApiId: !Ref Api, Name: tokens, Type: TOKEN, AuthorizerResultTtlInSeconds: "60"}
  All:
    Type: AWS::ApiGateway::RequestValidator
    Properties: {RestApiId: !Ref Api, ValidateRequestBody: "true", ValidateRequestParameters: false}
  Root:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: ANY, AuthorizationType: NONE}
  GetPet:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pet
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Tokens
      RequestValidatorId: !Ref All
      ApiKeyRequired: "true"
      RequestParameters: {method.request.path.id: "true"}
      RequestModels: {application/json: !Ref Pet}
      MethodResponses:
        - {StatusCode: 200, ResponseParameters: {method.response.header.A: "false"}}
        - {StatusCode: "404"}
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:${AWS::Region}:dynamodb:action/GetItem
        TimeoutInMillis: "5000"
        IntegrationResponses:
          - {StatusCode: 200, ResponseTemplates: {application/json: x}}
          - {StatusCode: 404, SelectionPattern: '4\\d{2}'}
"""


def method(of: Api, address: str):  # type: ignore[no-untyped-def]
    (found,) = [one for one in of.methods if one.address == f"Resources/{address}"]
    return found


def test_a_rest_api_is_linked() -> None:
    found = api(REST)
    get = method(found, "GetPet")

    assert "REST" == found.kind
    assert ["/pets", "/pets/{id}"] == [plain_value(resource.path) for resource in found.resources]
    assert ["/", "/pets/{id}"] == [plain_value(one.path) for one in found.methods]
    assert get.resource is found.resources[1]
    assert get.resource.parent is found.resources[0]
    assert get.resource.parent.parent is found.root
    assert get.authorizer is found.authorizers[0]
    assert get.request_validator is found.request_validators[0]
    assert get.integration is found.integrations[0]
    assert get.integration.method is get
    assert get.integration.api is get.api is found
    assert [get] * 2 == [response.method for response in get.responses]
    assert [get.integration] * 2 == [response.integration for response in get.integration]
    assert found.methods.complete
    assert method(found, "Root").integration is None
    assert method(found, "Root").integration_complete


def test_values_are_normalised_and_keep_their_places() -> None:
    found = api(REST)
    get = method(found, "GetPet")

    assert 1024 == plain_value(found.minimum_compression_size)
    assert '"1024"' == written(found.minimum_compression_size)
    assert plain_value(found.disable_execute_api_endpoint) is True
    assert 60 == plain_value(found.authorizers[0].result_ttl)
    assert plain_value(found.request_validators[0].validate_request_body) is True
    assert plain_value(get.api_key_required) is True
    assert {"method.request.path.id": True} == plain_value(get.request_parameters)
    assert ["200", "404"] == [plain_value(response.status_code) for response in get.responses]
    assert ["200", "404"] == [plain_value(response.status_code) for response in get.integration]
    assert {"method.response.header.A": False} == plain_value(get.responses[0].response_parameters)
    assert 5000 == plain_value(get.integration.timeout)
    assert isinstance(get.integration.credentials, Absent)


def test_parts_know_their_places() -> None:
    get = method(api(REST), "GetPet")

    assert "GetPet" == written_name(get)
    assert get.span.text.startswith("GetPet:\n    Type: AWS::ApiGateway::Method")
    assert "Integration" == written_name(get.integration)
    assert "{StatusCode: 404, SelectionPattern: '4\\d{2}'}" == get.integration.responses[1].span.text
    assert "Resources/GetPet" == get.integration.responses[1].address


def written_name(part) -> str:  # type: ignore[no-untyped-def]
    return part.name_span.text  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("parent", "part", "path"),
    [
        ("!GetAtt Api.RootResourceId", "a", "/a"),
        ("{Fn::GetAtt: [Api, RootResourceId]}", "a", "/a"),
        ("!Ref Parent", "a", "/p/a"),
        ("!GetAtt Parent.ResourceId", "a", "/p/a"),
        ("!Ref Parent", "!Ref Part", "/p/<unknown>"),
        ("!Ref Given", "a", "<unknown>"),
        ("abc123", "a", "<unknown>"),
        ("!Ref Thing", "a", "<unknown>"),
        ("!GetAtt Api.RootResourceId", "1", "/1"),
    ],
)
def test_paths(parent: str, part: str, path: str) -> None:
    found = api(f"""
        Parameters: {{Part: {{Type: String}}, Given: {{Type: String}}}}
        Resources:
          Api: {{Type: AWS::ApiGateway::RestApi}}
          Parent:
            Type: AWS::ApiGateway::Resource
            Properties: {{RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: p}}
          Thing: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api, ParentId: {parent}, PathPart: {part}}}}}
    """)

    assert path == plain_value(found.resources[1].path).replace("<unknown>/a", "<unknown>")


def test_resources_in_a_circle_have_no_path() -> None:
    found = api("""
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi}
          A: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref B, PathPart: a}}
          B: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref A, PathPart: b}}
    """)

    assert all(isinstance(resource.path, Unknown) for resource in found.resources)


@pytest.mark.parametrize(
    ("first", "second", "apis"),
    [
        ("!Ref Given", "!Ref Given", 1),
        ("!Ref Given", "{Ref: Given}", 1),
        ("!Ref Given", "!Ref Other", 2),
        ("abc", "abc", 1),
        ("abc", "xyz", 2),
        ("!ImportValue a", "{Fn::ImportValue: a}", 1),
        ("!ImportValue a", "!ImportValue b", 2),
        ("!Select [0, !Split [',', !Ref Given]]", "!Select [0, !Split [',', !Ref Given]]", 1),
        ("!Select [0, !Split [',', !Ref Given]]", "!Select [1, !Split [',', !Ref Given]]", 2),
        ("!GetAtt Nested.Outputs.Api", "!GetAtt [Nested, Outputs.Api]", 1),
    ],
)
def test_apis_made_elsewhere(first: str, second: str, apis: int) -> None:
    found = definition(f"""
        Parameters: {{Given: {{Type: String}}, Other: {{Type: String}}}}
        Resources:
          Nested: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: "https://s3.amazonaws.com/b/k"}}}}
          A: {{Type: AWS::ApiGateway::Method, Properties: {{RestApiId: {first}, ResourceId: !Ref Other, HttpMethod: GET}}}}
          B: {{Type: AWS::ApiGateway::Method, Properties: {{RestApiId: {second}, ResourceId: !Ref Other, HttpMethod: PUT}}}}
    """)

    assert apis == len(found.apis)
    assert [False] * apis == [one.declared for one in found.apis]
    assert not any(one.methods.complete or one.stages.complete for one in found.apis)
    assert all(isinstance(one.policy, Unknown) for one in found.apis)
    assert {"A", "B"} == {one.address.rpartition("/")[2] for part in found.apis for one in part.methods}


def test_methods_of_one_unknown_resource_share_it() -> None:
    (one,) = definition("""
        Parameters: {Given: {Type: String}, Other: {Type: String}}
        Resources:
          A: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Given, ResourceId: !Ref Other, HttpMethod: GET}}
          B: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Given, ResourceId: {Ref: Other}, HttpMethod: GET}}
          C: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Given, ResourceId: !Ref Given, HttpMethod: GET}}
    """).apis

    assert one.methods[0].resource is one.methods[1].resource
    assert one.methods[0].resource is not one.methods[2].resource


HTTP = """
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: pets, ProtocolType: HTTP}}
  Tokens:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties: {ApiId: !Ref Api, Name: a, AuthorizerType: JWT, JwtConfiguration: {Issuer: i, Audience: [b]}}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      PayloadFormatVersion: 1.0
      TlsConfig: {ServerNameToVerify: example.com}
      ResponseParameters:
        "200": {ResponseParameters: [{Destination: "overwrite:statuscode", Source: "201"}]}
  Get:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: GET /pets, Target: TARGET, AuthorizationType: JWT, AuthorizerId: !Ref Tokens}
  Default:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: $default}
"""


@pytest.mark.parametrize(
    "target",
    [
        "!Sub 'integrations/${Backend}'",
        '!Join ["", [integrations/, !Ref Backend]]',
        '!Join ["/", [integrations, !Ref Backend]]',
        '{Fn::Join: ["", ["integrations/", {Ref: Backend}]]}',
        "!Sub ['integrations/${I}', {I: !Ref Backend}]",
        "!Sub 'integrations/${Backend.IntegrationId}'",
    ],
)
def test_an_http_api_is_linked(target: str) -> None:
    found = api(HTTP.replace("TARGET", target))
    get, default = found.methods

    assert "HTTP" == found.kind
    assert get.integration is found.integrations[0]
    assert get.integration.method is get
    assert get.authorizer is found.authorizers[0]
    assert ("GET", "/pets") == (plain_value(get.http_method), plain_value(get.path))
    assert ("GET", "/pets") == (written(get.http_method), written(get.path))
    assert isinstance(default.path, Absent)
    assert default.integration_complete
    assert "1.0" == plain_value(found.integrations[0].payload_format_version)
    assert "example.com" == plain_value(found.integrations[0].tls_server_name)
    assert {"200": {"overwrite:statuscode": "201"}} == plain_value(found.integrations[0].response_parameters)
    assert ("i", ["b"]) == (plain_value(found.authorizers[0].jwt_issuer), plain_value(found.authorizers[0].jwt_audience))


@pytest.mark.parametrize("target", ["integrations/abc", "!Ref AWS::Region", "!Sub 'integrations/${Api}'", "!Sub 'other/${Backend}'"])
def test_a_target_that_names_no_integration_here_is_not_known(target: str) -> None:
    get = api(HTTP.replace("TARGET", target)).methods[0]

    assert get.integration is None
    assert not get.integration_complete


def test_a_websocket_api_is_linked() -> None:
    found = api("""
        Resources:
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: WEBSOCKET}}
          Backend: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: MOCK}}
          Answer:
            Type: AWS::ApiGatewayV2::IntegrationResponse
            Properties: {ApiId: !Ref Api, IntegrationId: !Ref Backend, IntegrationResponseKey: /200/}
          Send:
            Type: AWS::ApiGatewayV2::Route
            Properties:
              ApiId: !Ref Api
              RouteKey: send it
              Target: !Sub integrations/${Backend}
              RequestParameters: {route.request.querystring.a: {Required: "true"}}
          Back: {Type: AWS::ApiGatewayV2::RouteResponse, Properties: {ApiId: !Ref Api, RouteId: !Ref Send, RouteResponseKey: $default}}
    """)
    (send,) = found.methods

    assert "WEBSOCKET" == found.kind
    assert isinstance(send.http_method, Absent)
    assert {"route.request.querystring.a": True} == plain_value(send.request_parameters)
    assert ["/200/"] == [plain_value(response.key) for response in send.integration]  # type: ignore[union-attr]
    assert ["$default"] == [plain_value(response.key) for response in send.responses]


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        ("Route, Properties: {ApiId: !Ref P, RouteKey: GET /a}", "HTTP"),
        ("Route, Properties: {ApiId: !Ref P, RouteKey: $connect}", "WEBSOCKET"),
        ("Route, Properties: {ApiId: !Ref P, RouteKey: $default}", "UNKNOWN"),
        ("Integration, Properties: {ApiId: !Ref P, IntegrationType: MOCK}", "WEBSOCKET"),
        ("Integration, Properties: {ApiId: !Ref P, IntegrationType: AWS_PROXY, PayloadFormatVersion: 2.0}", "HTTP"),
        ("Authorizer, Properties: {ApiId: !Ref P, AuthorizerType: JWT}", "HTTP"),
        ("Stage, Properties: {ApiId: !Ref P, StageName: a}", "UNKNOWN"),
    ],
)
def test_the_kind_of_an_api_made_elsewhere_is_what_its_parts_show(resource: str, kind: str) -> None:
    found = api(f"Parameters: {{P: {{Type: String}}}}\nResources:\n  T: {{Type: AWS::ApiGatewayV2::{resource}}}\n")

    assert kind == found.kind


def test_quick_create_leaves_its_parts_unseen() -> None:
    found = api("""
        Resources:
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP, Target: https://example.com}}
          Own:
            Type: AWS::ApiGatewayV2::ApiGatewayManagedOverrides
            Properties: {ApiId: !Ref Api, Integration: {TimeoutInMillis: 5000}, Route: {AuthorizationType: NONE}, Stage: {AutoDeploy: true}}
    """)

    assert not found.methods.complete
    assert 5000 == plain_value(found.integrations[0].timeout)
    assert isinstance(found.integrations[0].type, Unknown)
    assert ("NONE", "<unknown>") == (plain_value(found.methods[0].authorization_type), plain_value(found.methods[0].route_key))
    assert "$default" == plain_value(found.stages[0].name)


STAGES = """
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Root:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET}
  Deployed:
    Type: AWS::ApiGateway::Deployment
    DependsOn: Root
    Properties:
      RestApiId: !Ref Api
      StageName: live
      StageDescription:
        Description: the stage
        LoggingLevel: INFO
        Variables: {a: 1}
        MethodSettings: [{ResourcePath: /~1pets, HttpMethod: GET, CachingEnabled: "true"}]
        AccessLogSetting: {Format: $context.requestId}
  Other:
    Type: AWS::ApiGateway::Deployment
    DependsOn: [Root, Missing]
    Properties: {RestApiId: !Ref Api, Description: !Sub "${Logs.Arn} ${Api}"}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Other
      StageName: test
      CanarySetting: {PercentTraffic: "10.5", DeploymentId: !Ref Deployed}
      AccessLogSetting: !If [Undeclared, {Format: a}, !Ref AWS::NoValue]
      MethodSettings: [{ResourcePath: /*, HttpMethod: "*", ThrottlingRateLimit: 2.5}]
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: a, RetentionInDays: "7"}}
  Firewall:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: {WebACLArn: acl, ResourceArn: !Sub "arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/STAGE"}
"""


def test_stages_and_deployments() -> None:
    found = api(STAGES.replace("STAGE", "test"))
    live, test = found.stages

    assert (True, False) == (live.made_by_deployment, test.made_by_deployment)
    assert ["live", "test"] == [plain_value(stage.name) for stage in found.stages]
    assert isinstance(live.deployment_id, Reference)
    assert "Resources/Deployed" == live.deployment_id.target
    assert {"a": "1"} == plain_value(live.variables)
    assert [("/~1pets", "GET"), ("/*", "*")] == [
        (plain_value(one.resource_path), plain_value(one.http_method)) for one in live.method_settings
    ]
    assert plain_value(live.method_settings[0].caching_enabled) is True
    assert "INFO" == plain_value(live.method_settings[1].logging_level)
    assert live.access_log_settings is not None
    assert test.access_log_settings is not None
    assert isinstance(test.access_log_settings.format, Unknown)
    assert test.canary_settings is not None
    assert 10.5 == plain_value(test.canary_settings.percent_traffic)
    assert "the stage" == plain_value(found.deployments[0].stage_description)


def test_a_deployment_knows_what_it_refers_to() -> None:
    first, second = api(STAGES).deployments

    assert ("Resources/Root", "Resources/Api") == first.references
    assert ["Root"] == plain_value(first.depends_on)
    assert {"Resources/Root", "Resources/Logs", "Resources/Api"} == set(second.references)
    assert ["Root", "Missing"] == plain_value(second.depends_on)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("test", [None, "acl"]), ("live", ["acl", None]), ("${Stage}", [None, "acl"]), ("${AWS::Region}", ["<unknown>", "<unknown>"])],
)
def test_a_web_acl_is_a_stage_s(stage: str, expected: list[str | None]) -> None:
    assert expected == [plain_value(one.web_acl) for one in api(STAGES.replace("STAGE", stage)).stages]
    classic = STAGES.replace("STAGE", stage).replace("AWS::WAFv2", "AWS::WAFRegional").replace("WebACLArn", "WebACLId")
    assert expected == [plain_value(one.web_acl) for one in api(classic).stages]


def test_v2_stages() -> None:
    (stage,) = api("""
        Resources:
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP}}
          Stage:
            Type: AWS::ApiGatewayV2::Stage
            Properties:
              ApiId: !Ref Api
              StageName: $default
              AutoDeploy: "true"
              StageVariables: {a: b}
              DefaultRouteSettings: {DetailedMetricsEnabled: true}
              RouteSettings: {"GET /pets": {ThrottlingBurstLimit: "5"}}
    """).stages

    assert plain_value(stage.auto_deploy) is True
    assert stage.default_route_settings is not None
    assert plain_value(stage.default_route_settings.metrics_enabled) is True
    assert [("GET /pets", 5)] == [(plain_value(one.route_key), plain_value(one.throttling_burst_limit)) for one in stage.method_settings]


def test_what_stands_around_an_api() -> None:
    found = definition("""
        Resources:
          Plan:
            Type: AWS::ApiGateway::UsagePlan
            Properties:
              UsagePlanName: gold
              Quota: {Limit: "100", Period: DAY}
              Throttle: {BurstLimit: 5, RateLimit: "2.5"}
              ApiStages: [{ApiId: !Ref Api, Stage: live, Throttle: {"/pets/GET": {BurstLimit: "1", RateLimit: 2}}}]
          Api: {Type: AWS::ApiGateway::RestApi, Properties: {EndpointConfiguration: {Types: [PRIVATE]}}}
          Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: "true"}}
          Joined: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}
          Domain:
            Type: AWS::ApiGatewayV2::DomainName
            Properties:
              DomainName: a.example.com
              DomainNameConfigurations: [{CertificateArn: c, EndpointType: REGIONAL, SecurityPolicy: TLS_1_2}]
          Mapped:
            Type: AWS::ApiGatewayV2::ApiMapping
            Properties: {DomainName: !Ref Domain, ApiId: !Ref Api, Stage: live, ApiMappingKey: v1}
          Fn: {Type: AWS::Lambda::Function, Properties: {FunctionName: f, Timeout: "40", Code: {ZipFile: x}}}
          Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Fn, Name: live}}
          May:
            Type: AWS::Lambda::Permission
            Properties: {FunctionName: !Ref Fn, Action: "lambda:InvokeFunction", Principal: apigateway.amazonaws.com}
          Part:
            Type: AWS::ApiGateway::DocumentationPart
            Properties: {RestApiId: !Ref Api, Location: {Type: RESPONSE, StatusCode: 200}, Properties: '{"description": "x"}'}
    """)

    assert [
        {
            "api_stages": [{"api_id": "<unknown>", "stage": "live", "throttle": {"/pets/GET": {"burst_limit": 1, "rate_limit": 2}}}],
            "name": "gold",
            "quota_limit": 100,
            "quota_period": "DAY",
            "throttle_burst_limit": 5,
            "throttle_rate_limit": 2.5,
        }
    ] == [plain(plan) for plan in found.usage_plans]
    assert [{"enabled": True}] == [plain(key) for key in found.api_keys]
    assert {
        "certificate_arn": "c",
        "domain_name": "a.example.com",
        "endpoint_configuration": {"types": ["REGIONAL"]},
        "security_policy": "TLS_1_2",
        "version": 2,
    } == plain(found.domain_names[0])
    assert [{"name": "f", "timeout": 40}] * 2 == [plain(function) for function in found.functions]
    assert ["v1"] == [plain_value(mapping.base_path) for mapping in found.base_path_mappings]
    assert 1 == len(found.permissions)
    assert {"type": "RESPONSE", "statusCode": "200"} == plain_value(found.apis[0].documentation_parts[0].location)
    assert {"description": "x"} == plain_value(found.apis[0].documentation_parts[0].properties)


@pytest.mark.parametrize("document", ["{Statement: [{Effect: Allow}]}", '\'{"Statement": [{"Effect": "Allow"}]}\''])
def test_documents_are_data_whether_written_as_an_object_or_as_a_string(document: str) -> None:
    found = definition(f"""
        Resources:
          Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Policy: {document}}}}}
          Model: {{Type: AWS::ApiGateway::Model, Properties: {{RestApiId: !Ref Api, Schema: {document}}}}}
          Role: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {document}}}}}
    """)
    values = [found.apis[0].policy, found.apis[0].models[0].schema, found.roles[0].assume_role_policy]

    assert [{"Statement": [{"Effect": "Allow"}]}] * 3 == [plain_value(value) for value in values]
    assert all("Allow" in value.get("Statement").items[0].get("Effect").span.text for value in values if isinstance(value, Table))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("attached", "complete", "policies"),
    [
        ("{Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], PolicyDocument: {A: b}}}", True, 2),
        ("{Type: AWS::IAM::RolePolicy, Properties: {RoleName: !Ref Role, PolicyDocument: {A: b}}}", True, 2),
        ("{Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Other], PolicyDocument: {A: b}}}", True, 1),
        ("{Type: AWS::IAM::Policy, Properties: {Roles: [!ImportValue r], PolicyDocument: {A: b}}}", False, 2),
    ],
)
def test_policies_are_their_role_s(attached: str, complete: bool, policies: int) -> None:
    found = definition(f"""
        Resources:
          Key: {{Type: AWS::ApiGateway::ApiKey}}
          Attached: {attached}
          Role: {{Type: AWS::IAM::Role, Properties: {{Policies: [{{PolicyName: a, PolicyDocument: {{A: b}}}}]}}}}
          Other: {{Type: AWS::IAM::Role}}
    """)
    (role, _) = found.roles

    assert (complete, policies) == (role.policies.complete, len(role.policies.items))  # type: ignore[attr-defined]


OPEN = [
    ("Transform: [Acme::Macro]", "", False),
    ("Transform: AWS::LanguageExtensions", "", True),
    ("Transform: AWS::Serverless-2016-10-31", "", True),
    ("Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}", "", False),
    ("", "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}", False),
    ("", "Fn::ForEach::L: [N, !Ref P, {'R${N}': {Type: AWS::ApiGateway::ApiKey}}]", False),
    ("", "Fn::ForEach::L: [N, [a], {'R${N}': {Type: AWS::ApiGateway::ApiKey}}]", True),
    ("", "Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {Id: !Ref Api}}}", False),
    ("", "Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}", True),
    ("", "Mine: {Type: Custom::Adder, Properties: {Api: !Ref Api}}", False),
    ("", "Mine: {Type: Acme::Api::Thing::MODULE}", False),
    ("", "Told: {Type: AWS::SSM::Parameter, Properties: {Value: !GetAtt Api.RootResourceId}}", False),
    ("Outputs: {Root: {Value: !GetAtt Api.RootResourceId, Export: {Name: x}}}", "", False),
    ("Outputs: {Url: {Value: !Sub 'https://${Api}.execute-api.amazonaws.com'}}", "", True),
    ("Outputs: {Id: {Value: !Ref Api}}", "", True),
]


@pytest.mark.parametrize(("section", "resource", "complete"), OPEN)
def test_collections_are_complete_unless_something_unseen_may_add_to_them(section: str, resource: str, complete: bool) -> None:
    text = (
        f"{section}\nParameters: {{P: {{Type: CommaDelimitedList}}}}\nResources:\n  Api: {{Type: AWS::ApiGateway::RestApi}}\n  {resource}\n"
    )

    assert complete == api(text).methods.complete


@pytest.mark.parametrize(
    ("section", "absent"),
    [
        ("", True),
        ("Transform: AWS::LanguageExtensions", True),
        ("Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}", True),
        ("Transform: AWS::Serverless-2016-10-31", True),
        ("Transform: Acme::Macro", False),
        ("Transform: [Acme::Macro, AWS::Serverless-2016-10-31]", False),
    ],
)
def test_a_macro_may_add_what_a_resource_lacks(section: str, absent: bool) -> None:
    method = api(f"{section}\n{STAGES.replace('STAGE', 'test')}").methods[0]

    assert absent == isinstance(method.authorization_type, Absent)


@pytest.mark.parametrize("kind", ["ApiGateway::RestApi", "ApiGatewayV2::Api"])
def test_an_exported_id_opens_what_an_id_is_enough_for(kind: str) -> None:
    found = api(f"Resources:\n  Api: {{Type: AWS::{kind}}}\nOutputs: {{Id: {{Value: !Ref Api, Export: {{Name: a}}}}}}\n")

    assert (False, False, kind == "ApiGateway::RestApi") == (found.stages.complete, found.authorizers.complete, found.methods.complete)


def test_resources_of_loops() -> None:
    found = api("""
        Transform: AWS::LanguageExtensions
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi}
          Fn::ForEach::Paths:
            - Path
            - [pets, owners]
            - 'Resource${Path}':
                Type: AWS::ApiGateway::Resource
                Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: !Ref Path}
              'Method${Path}':
                Type: AWS::ApiGateway::Method
                Properties: {RestApiId: !Ref Api, ResourceId: !Ref 'Resource${Path}', HttpMethod: GET, Integration: {Type: MOCK}}
    """)

    assert ["/pets", "/owners"] == [plain_value(one.path) for one in found.methods]
    assert ["Resources/Methodpets", "Resources/Methodowners"] == [one.address for one in found.methods]


def test_what_is_added_to_an_api_of_sam() -> None:
    found = definition("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Mine: {Type: AWS::Serverless::Api, Properties: {StageName: a}}
          A: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Mine, ResponseType: DEFAULT_4XX}}
          B: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref ServerlessRestApi, ResponseType: DEFAULT_4XX}}
    """)

    assert [("Resources/Mine", True), ("Resources/ServerlessRestApi", False)] == [(one.address, one.declared) for one in found.apis]
    assert ["Resources/A"] == [one.address for one in found.apis[0].gateway_responses]


@pytest.mark.parametrize(
    "properties",
    [
        "[]",
        "text",
        "",
        "{Integration: text}",
        "{MethodResponses: {a: b}}",
        "{Integration: {IntegrationResponses: text}}",
        "!Ref X",
        "{RestApiId: [a]}",
    ],
)
def test_what_is_of_another_shape_is_not_read(properties: str) -> None:
    (found,) = load(f"Resources:\n  M:\n    Type: AWS::ApiGateway::Method\n    Properties: {properties}\n").definitions

    assert 1 == len(found.apis[0].methods)
    assert not found.apis[0].declared


@pytest.mark.parametrize(
    "responses",
    ["[{StatusCode: 200}, !If [Undeclared, {StatusCode: 404}, !Ref AWS::NoValue]]", "!If [Undeclared, [{StatusCode: 200}], []]"],
)
def test_responses_that_may_be_there_leave_the_collection_incomplete(responses: str) -> None:
    found = definition(f"Resources:\n  M: {{Type: AWS::ApiGateway::Method, Properties: {{MethodResponses: {responses}}}}}\n")
    (method,) = found.apis[0].methods

    assert not method.responses.complete
    assert not method.responses[-1].certain


def test_raw_resources() -> None:
    found = definition(REST)
    tokens = next(resource for resource in found.resources if resource.address == "Resources/Tokens")

    assert 7 == len(found.resources)
    assert "AWS::ApiGateway::Authorizer" == tokens.type
    assert "60" == plain_value(tokens.properties.get("AuthorizerResultTtlInSeconds"))  # type: ignore[attr-defined]
    assert isinstance(tokens.properties.get("Name"), Known)  # type: ignore[attr-defined]


@pytest.mark.parametrize("stage", ["!Ref Pets.Stage", '!Sub "${Pets.Stage}"', "{Ref: PetsliveStage}"])
def test_a_plan_waits_for_a_stage_that_sam_names(stage: str) -> None:
    found = definition(f"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Pets:
            Type: AWS::Serverless::Api
            Properties: {{StageName: live, Auth: {{ApiKeyRequired: true, UsagePlan: {{CreateUsagePlan: PER_API}}}}}}
          Plan: {{Type: AWS::ApiGateway::UsagePlan, Properties: {{ApiStages: [{{ApiId: !Ref Pets, Stage: {stage}}}]}}}}
    """)

    assert found.order is not None
    for made in ("Plan", "PetsUsagePlan"):
        assert found.order.waits(f"Resources/{made}", "Resources/PetsliveStage")
