"""Errors of deployments, stages, logs and usage plans."""

from textwrap import dedent, indent

from aws_errors.foretold import NOT_IN_OPENAPI, Cannot, Foretold, configuration, template

METHOD = """
GetPets:
  Type: AWS::ApiGateway::Method
  Properties:
    RestApiId: !Ref Api
    ResourceId: !GetAtt Api.RootResourceId
    HttpMethod: GET
    AuthorizationType: NONE
    Integration: {Type: MOCK}
"""
DEPLOYMENT = """
Deployment:
  Type: AWS::ApiGateway::Deployment
  DependsOn: GetPets
  Properties: {RestApiId: !Ref Api}
"""
METHOD_BLOCKS = """
resource "aws_api_gateway_method" "pets" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_rest_api.api.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "pets" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_rest_api.api.root_resource_id
  http_method = aws_api_gateway_method.pets.http_method
  type        = "MOCK"
}
"""
DEPLOYMENT_BLOCK = """
resource "aws_api_gateway_deployment" "live" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  triggers = {
    redeploy = sha1(jsonencode([aws_api_gateway_method.pets, aws_api_gateway_integration.pets]))
  }
  lifecycle {
    create_before_destroy = true
  }
}
"""
STAGE_BLOCK = """
resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.live.id
  stage_name    = "live"
%s
}
"""


def stage(properties: str = "", arguments: str = "", resources: str = "", blocks: str = "") -> dict[str, str | Cannot]:
    """Returns the definitions of a stage with further properties, and of what stands beside it."""
    live = "Live:\n  Type: AWS::ApiGateway::Stage\n  Properties:\n    RestApiId: !Ref Api\n    DeploymentId: !Ref Deployment\n"
    made = METHOD + DEPLOYMENT + live + "    StageName: live\n" + indent(dedent(properties).strip(), " " * 4) + "\n" + dedent(resources)
    return {
        "cloudformation": template(made),
        "terraform": configuration(
            METHOD_BLOCKS + DEPLOYMENT_BLOCK + STAGE_BLOCK % indent(dedent(arguments).strip(), "  ") + dedent(blocks).strip()
        ),
        "openapi": Cannot(NOT_IN_OPENAPI),
    }


def settings(path: tuple[str, str], cloudformation: str, terraform: str, beside: tuple[str, str] = ("", "")) -> dict[str, str | Cannot]:
    """Returns the definitions of a stage, of its settings for some methods, and of a resource beside them."""
    return stage(
        f'MethodSettings: [{{ResourcePath: {path[0]}, HttpMethod: "*", {cloudformation}}}]',
        resources=beside[0],
        blocks=f"""
        {beside[1]}
        resource "aws_api_gateway_method_settings" "all" {{
          rest_api_id = aws_api_gateway_rest_api.api.id
          stage_name  = aws_api_gateway_stage.live.stage_name
          method_path = "{path[1]}"
          settings {{
            {terraform}
          }}
        }}
        """,
    )


def plan(cloudformation: str, terraform: str) -> dict[str, str | Cannot]:
    """Returns the definitions of a usage plan for the stage ``live``."""
    return stage(
        resources="Plan:\n  Type: AWS::ApiGateway::UsagePlan\n  Properties:\n" + indent(dedent(cloudformation).strip(), " " * 4) + "\n",
        blocks='resource "aws_api_gateway_usage_plan" "plan" {\n  name = "pets"\n' + indent(dedent(terraform).strip(), "  ") + "\n}\n",
    )


LOGS = "arn:aws:logs:eu-west-1:123456789012:log-group:pets"
STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/pets"

DEPLOYMENTS = (
    Foretold(
        "DP-01",
        "The REST API doesn't contain any methods",
        "api-without-methods",
        cloudformation=template("Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}"),
        terraform=configuration('resource "aws_api_gateway_deployment" "live" {\n  rest_api_id = aws_api_gateway_rest_api.api.id\n}'),
        openapi=Cannot("a document does not deploy itself"),
    ),
    *(
        Foretold(
            row,
            "No integration defined for method",
            "method-without-integration",
            cloudformation=template(METHOD.replace("Integration: {Type: MOCK}", "OperationName: getPets") + DEPLOYMENT),
            terraform=configuration(
                METHOD_BLOCKS.split('resource "aws_api_gateway_integration"')[0]
                + DEPLOYMENT_BLOCK.replace(", aws_api_gateway_integration.pets", "")
            ),
            openapi=Cannot("a document does not deploy itself: operation-without-integration says what comes of it"),
        )
        for row in ("IQ-81", "DP-02")
    ),
    Foretold(
        "DP-07",
        "Active stages pointing to this deployment must be moved or deleted",
        "deployment-without-create-before-destroy",
        cloudformation=Cannot("CloudFormation makes the new deployment before it deletes the old one"),
        terraform=configuration(
            METHOD_BLOCKS + DEPLOYMENT_BLOCK.replace("create_before_destroy = true", "create_before_destroy = false") + STAGE_BLOCK % ""
        ),
        openapi=Cannot(NOT_IN_OPENAPI),
        consequence="broken",
    ),
    Foretold(
        "ST-34",
        "Non null and non empty stageName must be provided for canary deployment",
        "invalid-stage",
        cloudformation=template(
            METHOD
            + """
Canary:
  Type: AWS::ApiGateway::Deployment
  DependsOn: GetPets
  Properties:
    RestApiId: !Ref Api
    DeploymentCanarySettings: {PercentTraffic: 10}
"""
        ),
        terraform=Cannot("the provider has no canary deployments any more: a canary is a setting of the stage"),
        openapi=Cannot(NOT_IN_OPENAPI),
    ),
    Foretold(
        "ST-34",
        "must already be created before making a canary release deployment",
        "invalid-stage",
        cloudformation=template(
            METHOD
            + """
Canary:
  Type: AWS::ApiGateway::Deployment
  DependsOn: GetPets
  Properties:
    RestApiId: !Ref Api
    StageName: live
    DeploymentCanarySettings: {PercentTraffic: 10}
"""
        ),
        terraform=Cannot("the provider has no canary deployments any more: a canary is a setting of the stage"),
        openapi=Cannot(NOT_IN_OPENAPI),
    ),
    Foretold(
        "ST-35",
        "Deployment id does not exist",
        "invalid-stage",
        **stage(
            "CanarySetting: {DeploymentId: !Ref Other, PercentTraffic: 10}",
            "canary_settings {\n  deployment_id   = aws_api_gateway_deployment.other.id\n  percent_traffic = 10\n}",
            resources="""
            Plants:
              Type: AWS::ApiGateway::RestApi
              Properties: {Name: plants}
            GetPlants:
              Type: AWS::ApiGateway::Method
              Properties:
                RestApiId: !Ref Plants
                ResourceId: !GetAtt Plants.RootResourceId
                HttpMethod: GET
                AuthorizationType: NONE
                Integration: {Type: MOCK}
            Other:
              Type: AWS::ApiGateway::Deployment
              DependsOn: GetPlants
              Properties: {RestApiId: !Ref Plants}
            """,
            blocks="""
            resource "aws_api_gateway_rest_api" "plants" {
              name = "plants"
              body = jsonencode({
                openapi = "3.0.1"
                info    = { title = "plants", version = "1" }
                paths   = { "/plants" = { get = { x-amazon-apigateway-integration = { type = "mock" } } } }
              })
            }
            resource "aws_api_gateway_deployment" "other" {
              rest_api_id = aws_api_gateway_rest_api.plants.id
            }
            """,
        ),
    ),
)

STAGES = (
    Foretold(
        "ST-04",
        "Invalid stage variable name: X. Please use names with only word characters.",
        "invalid-stage-variable",
        **stage("Variables: {table-name: pets}", 'variables = { "table-name" = "pets" }'),
    ),
    Foretold(
        "ST-10",
        "Invalid method setting path",
        "invalid-stage",
        **settings(("pets", "pets"), "MetricsEnabled: true", "metrics_enabled = true"),
    ),
    Foretold(
        "ST-21",
        "Invalid time-to-live setting, must be an integer no greater than 3600",
        "invalid-stage",
        **settings(("/*", "*/*"), "CacheTtlInSeconds: 7200", "cache_ttl_in_seconds = 7200"),
    ),
)

ACCESS_LOGS = (
    Foretold(
        "LG-01",
        "Access Log format must include either $context.requestId or $context.extendedRequestId",
        "invalid-access-log",
        **stage(
            f"AccessLogSetting: {{DestinationArn: '{LOGS}', Format: $context.status}}",
            f'access_log_settings {{\n  destination_arn = "{LOGS}"\n  format          = "$context.status"\n}}',
        ),
    ),
    Foretold(
        "LG-03",
        "Kinesis Firehose delivery stream name must begin with the characters 'amazon-apigateway-'",
        "invalid-access-log",
        **stage(
            f"AccessLogSetting: {{DestinationArn: '{STREAM}', Format: $context.requestId}}",
            f'access_log_settings {{\n  destination_arn = "{STREAM}"\n  format          = "$context.requestId"\n}}',
        ),
    ),
    Foretold(
        "LG-12",
        "CloudWatch Logs role ARN must be set in account settings to enable logging",
        "logging-without-account-role",
        **settings(
            ("/*", "*/*"),
            "LoggingLevel: INFO",
            'logging_level = "INFO"',
            beside=("Account: {Type: AWS::ApiGateway::Account}\n", 'resource "aws_api_gateway_account" "account" {\n}'),
        ),
        consequence="misleading",
    ),
)

USAGE_PLANS = (
    *(
        Foretold(
            "UP-01",
            message,
            "invalid-usage-plan",
            **plan(
                "ApiStages: [{ApiId: !Ref Api, Stage: !Ref Live}, {ApiId: !Ref Api, Stage: test}]",
                'api_stages {\n  api_id = aws_api_gateway_rest_api.api.id\n  stage  = "test"\n}',
            ),
        )
        for message in ("Invalid API Stage {api: X, stage: Y} specified for usageplan", "API Stage not found")
    ),
    Foretold(
        "UP-03",
        "Invalid method {resourcePath: X,method: } specified",
        "invalid-usage-plan",
        **plan(
            "ApiStages: [{ApiId: !Ref Api, Stage: !Ref Live, Throttle: {/pets: {RateLimit: 10, BurstLimit: 5}}}]",
            "api_stages {\n  api_id = aws_api_gateway_rest_api.api.id\n  stage  = aws_api_gateway_stage.live.stage_name\n"
            '  throttle {\n    path        = "/pets"\n    rate_limit  = 10\n    burst_limit = 5\n  }\n}',
        ),
    ),
    Foretold(
        "UP-05",
        "must be a non-negative numeric",
        "invalid-usage-plan",
        **plan("Quota: {Limit: 0, Period: DAY}", 'quota_settings {\n  limit  = 0\n  period = "DAY"\n}'),
    ),
)

ERRORS = (*DEPLOYMENTS, *STAGES, *ACCESS_LOGS, *USAGE_PLANS)
