"""Definitions whose findings have a fix, beside the examples of the rules: in the notations that these are not written in."""

from __future__ import annotations

from aws_errors.apis import REGIONAL, api, domain, mapping
from aws_errors.foretold import Cannot, model, template
from aws_errors.http import REQUEST
from aws_errors.http import api as http_api
from aws_errors.http import authorizer as http_authorizer
from aws_errors.http import route as http_route
from aws_errors.http_apis import key as http_key
from aws_errors.stages import LOGS, METHOD, plan, settings, stage
from definitions import INVOKE, ROLE, cloudformation, openapi, terraform

URL = "https://pets.example.com/"
MOCK = 'type: mock\nrequestTemplates: {application/json: \'{"statusCode": 200}\'}\nresponses: {default: {statusCode: "200"'
OK = 'responses: {"200": {description: ok}}'
KEYS = """
Key:
  Type: AWS::ApiGateway::ApiKey
  Properties: {Name: callers}
Plan:
  Type: AWS::ApiGateway::UsagePlan
  Properties: {ApiStages: [{ApiId: !Ref Api, Stage: live}]}
Joined:
  Type: AWS::ApiGateway::UsagePlanKey
  Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}
Deployment:
  Type: AWS::ApiGateway::Deployment
  DependsOn: GetPets
  Properties: {RestApiId: !Ref Api, StageName: live}
"""
TOKEN_BLOCK = f"""
resource "aws_api_gateway_authorizer" "callers" {{
  rest_api_id    = aws_api_gateway_rest_api.api.id
  name           = "callers"
  type           = "TOKEN"
  authorizer_uri = "{INVOKE}"
}}
"""
MODEL_BLOCK = """
resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  content_type = "application/json"
  schema       = jsonencode({ type = "object" })
}
"""
RESPONSE_BLOCK = """
resource "aws_api_gateway_method_response" "ok" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.pets.http_method
  status_code = "200"
%s
}
"""
SCHEMA = "{type: object, definitions: {Owner: {type: string}}, properties: {owner: {$ref: '#/definitions/Owners'}}}"
SCHEMA_IN_HCL = """{
    type        = "object"
    definitions = { Owner = { type = "string" } }
    properties  = { owner = { "$ref" = "#/definitions/Owners" } }
  }"""


def templates(integration: str, body: str) -> str:
    """Returns a document whose mock answers with a response template."""
    return openapi(f"{integration}, responseTemplates: {{application/json: '{body}'}}}}}}", OK)


def serverless(event: str) -> str:
    """Returns a template of SAM with a function and an event of it."""
    auth = "Authorizers: {Users: {UserPoolArn: arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Pets}}"
    function = f"{{CodeUri: src, Handler: list.handler, Runtime: python3.13, Events: {{List: {event}}}}}"
    return f"""Transform: AWS::Serverless-2016-10-31
Globals:
  Api: {{Auth: {{{auth}}}}}
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties: {function}
"""


def both(definitions: dict) -> tuple[str, ...]:
    """Returns what there is of a definition in CloudFormation and in Terraform."""
    return tuple(text for name, text in definitions.items() if name != "openapi" and isinstance(text, str))


def cached(name: str, argument: str) -> tuple[str, ...]:
    """Returns a stage with a cache, and with a setting that is off."""
    resources, blocks = both(settings(("/*", "*/*"), f"CachingEnabled: true, {name}: false", f"caching_enabled = true\n{argument} = false"))
    return (
        resources.replace("StageName: live", "StageName: live\n      CacheClusterEnabled: true\n      CacheClusterSize: '0.5'"),
        blocks.replace('"live"\n', '"live"\n  cache_cluster_enabled = true\n  cache_cluster_size = "0.5"\n', 1),
    )


CASES: dict[str, tuple[str, ...]] = {
    "api-key-required-without-usage-plan": (template(METHOD.replace("Integration:", "ApiKeyRequired: true\n    Integration:") + KEYS),),
    "authorized-preflight": (
        cloudformation("Type: MOCK\nRequestTemplates: {application/json: '{statusCode: 200}'}", verb="OPTIONS").replace("NONE", "AWS_IAM"),
        terraform('type = "MOCK"\nrequest_templates = { "application/json" = "{statusCode: 200}" }', verb="OPTIONS").replace(
            '"NONE"', '"AWS_IAM"'
        ),
    ),
    "authorizer-of-other-type": (
        terraform('type = "MOCK"', "authorizer_id = aws_api_gateway_authorizer.callers.id", more=TOKEN_BLOCK).replace(
            '"NONE"', '"COGNITO_USER_POOLS"'
        ),
    ),
    "ignored-authorizer": (terraform('type = "MOCK"', "authorizer_id = aws_api_gateway_authorizer.callers.id", more=TOKEN_BLOCK),),
    "ignored-connection-id": (openapi(f"type: http_proxy\nhttpMethod: GET\nuri: {URL}\nconnectionType: INTERNET\nconnectionId: abc123"),),
    "invalid-access-log": both(
        stage(
            f"AccessLogSetting: {{DestinationArn: '{LOGS}', Format: $context.requestId $context.statuss}}",
            f'access_log_settings {{\n  destination_arn = "{LOGS}"\n  format          = "$context.requestId $context.statuss"\n}}',
        )
    ),
    "invalid-authorization-type": (terraform('type = "MOCK"').replace('"NONE"', '"IAM"'),),
    "invalid-authorizer": both(
        http_authorizer(
            REQUEST[0] + "IdentitySource: [$request.header.Authorization]\n"
            "AuthorizerPayloadFormatVersion: '1.0'\nEnableSimpleResponses: true",
            REQUEST[1] + 'identity_sources = ["$request.header.Authorization"]\n'
            'authorizer_payload_format_version = "1.0"\nenable_simple_responses = true',
            "",
        )
    ),
    "invalid-base-path-mapping": both(mapping("/pets")),
    "invalid-content-handling": (openapi(f"type: http\nhttpMethod: GET\nuri: {URL}\ncontentHandling: CONVERT_TEXT"),),
    "invalid-cors-origin": both(
        http_api(
            "",
            "",
            "",
            cors=(
                "CorsConfiguration: {AllowOrigins: ['https://a.example/']}",
                'cors_configuration {\n  allow_origins = ["https://a.example/"]\n}',
            ),
        )
    ),
    "invalid-domain-name": tuple(text.replace("pets.example.com", "Pets.example.com") for text in both(domain(*REGIONAL))),
    "invalid-endpoint-configuration": both(
        api(
            "Name: pets\nEndpointConfiguration: {Types: [REGONAL]}",
            'name = "pets"\nendpoint_configuration {\n  types = ["REGONAL"]\n}',
            "",
        )
    ),
    "invalid-extension-value": (openapi("type: mock", more="x-amazon-apigateway-api-key-source: HEADERS"),),
    "invalid-http-method": (terraform('type = "MOCK"', verb="get"),),
    "invalid-model-schema": both(
        model(
            "Name: Pet\nContentType: application/json\nSchema: {type: Object}",
            'name = "Pet"\ncontent_type = "application/json"\nschema = jsonencode({ type = "Object" })',
            "",
        )
    ),
    "invalid-request-parameter": (
        cloudformation("Type: MOCK", "RequestParameters: {method.request.headers.X-Page: false}"),
        terraform('type = "MOCK"', 'request_parameters = { "method.request.headers.X-Page" = false }'),
    ),
    "invalid-response-parameter": (
        cloudformation("Type: MOCK", 'MethodResponses: [{StatusCode: "200", ResponseParameters: {method.response.headers.X-Page: true}}]'),
        terraform('type = "MOCK"', more=RESPONSE_BLOCK % '  response_parameters = { "method.response.headers.X-Page" = true }'),
    ),
    "invalid-route-key": both(http_key("GET/pets")),
    "invalid-sam-event": (serverless("{Type: API, Properties: {Path: /pets, Method: get, Auth: {Authorizer: Users}}}"),),
    "invalid-stage": both(settings(("/*", "*/*"), "LoggingLevel: INFOS", 'logging_level = "INFOS"')),
    "invalid-usage-plan": both(plan("Quota: {Limit: 10, Period: DAYS}", 'quota_settings {\n  limit  = 10\n  period = "DAYS"\n}')),
    "logged-secrets": both(
        settings(("/*", "*/*"), "LoggingLevel: INFO, DataTraceEnabled: true", 'logging_level = "INFO"\n    data_trace_enabled = true')
    ),
    "mapping-from-undeclared-parameter": (
        cloudformation(
            f"Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: {URL}\n"
            "RequestParameters: {integration.request.header.X-Page: method.request.querystring.page}",
            "RequestParameters: {method.request.querystring.size: false}",
        ),
        terraform(
            f'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "{URL}"\n'
            'request_parameters = { "integration.request.header.X-Page" = "method.request.querystring.page" }',
            'request_parameters = { "method.request.querystring.size" = false }',
        ),
    ),
    "model-reference-not-found": both(
        model(
            f"Name: Pet\nContentType: application/json\nSchema: {SCHEMA}",
            f'name = "Pet"\ncontent_type = "application/json"\nschema = jsonencode({SCHEMA_IN_HCL})',
            "",
        )
    ),
    "override-in-wrong-place": (templates(MOCK, '#set($context.responseOverride.headers.X-Id = "a"){}'),),
    "request-model-not-found": (terraform('type = "MOCK"', 'request_models = { "application/json" = "Pets" }', more=MODEL_BLOCK),),
    "request-validator-not-found": (
        openapi(
            "type: mock",
            "x-amazon-apigateway-request-validator: parameter\n"
            "parameters: [{name: page, in: query, required: true, schema: {type: string}}]",
            more="x-amazon-apigateway-request-validators: {parameters: {validateRequestParameters: true}}",
        ),
    ),
    "response-header-without-method-response-header": (
        openapi(
            f"type: http\nhttpMethod: GET\nuri: {URL}\n"
            "responses:\n  default:\n    statusCode: '200'\n"
            "    responseParameters: {method.response.header.X-Page: integration.response.header.X-Page}",
            'responses: {"200": {description: ok, headers: {X-Size: {schema: {type: string}}}}}',
        ),
        cloudformation(
            f"Type: HTTP\nIntegrationHttpMethod: GET\nUri: {URL}\nIntegrationResponses:\n"
            "  - StatusCode: '200'\n    ResponseParameters: {method.response.header.X-Page: integration.response.header.X-Page}",
            'MethodResponses: [{StatusCode: "200", ResponseParameters: {method.response.header.X-Size: false}}]',
        ),
    ),
    "response-model-not-found": (
        terraform('type = "MOCK"', more=MODEL_BLOCK + RESPONSE_BLOCK % '  response_models = { "application/json" = "Pets" }'),
    ),
    "route-target-not-found": both(
        http_route("Target: !Sub integration/${AWS::StackName}", 'target = "integration/${var.id}"', Cannot("an operation has no target"))
    ),
    "template-bypassed-by-passthrough": (
        openapi(
            f"type: aws\nhttpMethod: POST\nuri: arn:aws:apigateway:eu-west-1:sqs:path/123456789012/pets\ncredentials: {ROLE}\n"
            "passthroughBehavior: WHEN_NO_MATCH\nrequestTemplates: {application/json: Action=ListQueues}\n"
            "responses: {default: {statusCode: '200'}, '[45].*': {statusCode: '502'}}",
            "responses: {'200': {description: ok}, '502': {description: fails}}",
            verb="post",
        ),
    ),
    "undeclared-path-variable-required": (
        cloudformation(
            "Type: MOCK",
            "RequestValidatorId: !Ref Validator\nRequestParameters: {method.request.path.petId: true}",
            more="Pet:\n  Type: AWS::ApiGateway::Resource\n"
            "  Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{id}'}\n"
            "Validator:\n  Type: AWS::ApiGateway::RequestValidator\n  Properties: {RestApiId: !Ref Api, ValidateRequestParameters: true}",
        ).replace("ResourceId: !GetAtt Api.RootResourceId\n      HttpMethod", "ResourceId: !Ref Pet\n      HttpMethod"),
        terraform(
            'type = "MOCK"',
            "request_validator_id = aws_api_gateway_request_validator.all.id\n"
            'request_parameters   = { "method.request.path.petId" = true }',
            more='resource "aws_api_gateway_resource" "pet" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n'
            '  parent_id   = aws_api_gateway_rest_api.api.root_resource_id\n  path_part   = "{id}"\n}\n'
            'resource "aws_api_gateway_request_validator" "all" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n  name = "all"\n'
            "  validate_request_parameters = true\n}\n",
        ).replace("aws_api_gateway_rest_api.api.root_resource_id\n  http_method", "aws_api_gateway_resource.pet.id\n  http_method"),
    ),
    "unencrypted-cache": cached("CacheDataEncrypted", "cache_data_encrypted"),
    "unknown-context-variable": (templates(MOCK, '{"id": "$context.requestid"}'),),
    "unknown-template-method": (templates(MOCK, '{"id": "$util.escapeJavascript($context.requestId)"}'),),
    "unmapped-uri-variable": (
        cloudformation(
            f"Type: HTTP_PROXY\nIntegrationHttpMethod: GET\nUri: {URL}{{id}}\n"
            "RequestParameters: {integration.request.header.X-Id: \"'1'\"}",
            "RequestParameters: {method.request.path.id: true}",
            more="Pet:\n  Type: AWS::ApiGateway::Resource\n"
            "  Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{id}'}",
        ).replace("ResourceId: !GetAtt Api.RootResourceId\n      HttpMethod", "ResourceId: !Ref Pet\n      HttpMethod"),
        terraform(
            f'type = "HTTP_PROXY"\nintegration_http_method = "GET"\nuri = "{URL}{{id}}"\n'
            'request_parameters = { "integration.request.header.X-Id" = "\'1\'" }',
            'request_parameters = { "method.request.path.id" = true }',
            more='resource "aws_api_gateway_resource" "pet" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n'
            '  parent_id   = aws_api_gateway_rest_api.api.root_resource_id\n  path_part   = "{id}"\n}\n',
        ).replace("aws_api_gateway_rest_api.api.root_resource_id\n  http_method", "aws_api_gateway_resource.pet.id\n  http_method"),
    ),
    "undefined-sam-authorizer": (serverless("{Type: Api, Properties: {Path: /pets, Method: get, Auth: {Authorizer: User}}}"),),
    "unsupported-on-http-api": both(http_route("ApiKeyRequired: true", "api_key_required = true", Cannot("it has no such field"))),
    "untraced-stage": both(stage("TracingEnabled: false", "xray_tracing_enabled = false")),
    "weak-tls": both(domain(*(text.replace("TLS_1_2", "TLS_1_0") for text in REGIONAL))),
}

SAM = ("globals", "sam-auth", "sam-cors", "sam-event", "sam-gateway-response")
CANNOT: dict[tuple[str, str], str] = {
    **{(f"invalid-{name}", "hcl"): "SAM's templates are YAML and JSON" for name in SAM},
    ("undefined-sam-authorizer", "hcl"): "SAM's templates are YAML and JSON",
    ("cache-control-open", "json"): "CloudFormation has no such setting",
    ("cache-control-open", "yaml"): "CloudFormation has no such setting",
    ("api-key-required-without-usage-plan", "hcl"): "only CloudFormation makes keys disabled",
    ("deployment-before-methods", "hcl"): "what a deployment depends on is a question of style there",
}
"""Rules whose fix a notation cannot have, with the reason."""
