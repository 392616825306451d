"""The rule logged-secrets."""

from __future__ import annotations

from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import known, literals, strings

_SECRET = regexp(
    r"\$context\.(?:identity\.apiKey\b|identity\.clientCert\.clientCertPem\b"
    r"|authorizer\.(?!error\b|integrationLatency|integrationStatus|latency\b|requestId\b|status\b|principalId\b|claims\.sub\b)[A-Za-z_][\w.]*)"
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding


class LoggedSecrets(Rule):
    """
    Logs with secrets in them.

    ## What it does
    Finds access logs with API keys, client certificates or values of an authorizer, and stages that log whole requests and responses.
    `principalId` and the claim `sub` say who called, and are let be. Data is traced only where execution logs are on: settings without
    a logging level write none.

    ## Why is this bad?
    Whoever reads the logs can call the API as its callers, and reads what they sent.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: '{"id": "$context.requestId", "key": "$context.identity.apiKey"}'
    ```

    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          MethodSettings:
            - {ResourcePath: /*, HttpMethod: "*", LoggingLevel: INFO, DataTraceEnabled: true}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      GetRoot:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: GetRoot
        Properties: {RestApiId: !Ref Api}
      Live:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment
          StageName: live
          AccessLogSetting:
            DestinationArn: arn:aws:logs:eu-west-1:123456789012:log-group:pets
            Format: '{"id": "$context.requestId", "key": "$context.identity.apiKeyId"}'
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """

    consequence = Consequence.EXPOSED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at what a stage writes into its logs."""
        log = stage.access_log_settings
        for written in strings(log.format) if log is not None else ():
            for match in _SECRET.finditer(written.value):
                yield self.finding(written.at(*match.span()), f"{match[0]} stands in every line of the access log")
        if stage.api.kind == "HTTP":
            return
        for setting in [*stage.method_settings, *([stage.default_route_settings] if stage.default_route_settings is not None else [])]:
            for trace in literals(setting.data_trace_enabled, bool) if known(setting.logging_level, str) in ("INFO", "ERROR") else ():
                if trace.value:
                    edit = trace.replaced(False)
                    fix = Fix("log no data", [edit], safe=False) if edit is not None else None
                    yield self.finding(trace.span, "whole requests and responses stand in the logs, tokens and bodies with them", fix=fix)
