"""The rule unsupported-on-http-api."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Known, Reference, Table, Text, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apigw_lint.model import Api, Integration, Method, MethodSetting, Part, RawResource, Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_WEBSOCKET_ONLY = {
    "AWS::ApiGatewayV2::IntegrationResponse": "integration responses",
    "AWS::ApiGatewayV2::Model": "models",
    "AWS::ApiGatewayV2::RouteResponse": "route responses",
    "aws_apigatewayv2_integration_response": "integration responses",
    "aws_apigatewayv2_model": "models",
    "aws_apigatewayv2_route_response": "route responses",
}
_REST = ("AWS::ApiGateway::", "aws_api_gateway_")
_MAPPINGS = ("AWS::ApiGateway::BasePathMapping", "aws_api_gateway_base_path_mapping")
"""Of domain names, which a rule of their own looks at."""


class UnsupportedOnHttpApi(Rule):
    """
    Setting or part of REST or WebSocket APIs on an HTTP API.

    ## What it does
    Finds API keys, usage plans, models, integration responses, route responses, execution logs and web ACLs on HTTP APIs, resources of
    REST APIs that name an HTTP API, and settings that only WebSocket APIs have: passthrough behavior, content handling, selection
    expressions, request models, client certificates.

    ## Why is this bad?
    The first are refused: `ApiKeyRequired is not currently supported for HTTP APIs.`, `IntegrationResponses are currently not supported for
    this API protocol type.`, `Execution logs are not supported on protocolType HTTP`. The settings are taken and have no effect.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
      GetPets:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: GET /pets
          Target: !Sub integrations/${Backend}
          ApiKeyRequired: true
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id                    = aws_apigatewayv2_api.pets.id
      integration_type          = "HTTP_PROXY"
      integration_method        = "GET"
      integration_uri           = "https://pets.example.com/"
      content_handling_strategy = "CONVERT_TO_TEXT"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGatewayV2::Api
        Properties: {Name: pets, ProtocolType: HTTP}
      Backend:
        Type: AWS::ApiGatewayV2::Integration
        Properties:
          ApiId: !Ref Api
          IntegrationType: HTTP_PROXY
          IntegrationMethod: GET
          IntegrationUri: https://pets.example.com/
          PayloadFormatVersion: "1.0"
      GetPets:
        Type: AWS::ApiGatewayV2::Route
        Properties:
          ApiId: !Ref Api
          RouteKey: GET /pets
          Target: !Sub integrations/${Backend}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
    - https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
    """

    consequence = Consequence.REJECTED
    kinds = ("HTTP",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the API's own settings, and at the resources that name it."""
        if not api.declared:
            return
        if _is_made(api):
            yield from self._dropped(api.api_key_selection_expression, "an API key selection expression")
            if known(api.disable_schema_validation, bool) is True:
                yield from self._dropped(api.disable_schema_validation, "schema validation to disable")
        for resource in api.definition.resources:
            if resource.certain and _is_of_others(resource.type):
                named = _id(resource.properties)
                if isinstance(named, Reference) and named.target == api.address:
                    yield from self._resource(resource, named, api)
        yield from self._plans(api)

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks at a route."""
        if not _is_made(method):
            return
        required = method.api_key_required
        if known(required, bool) is True and isinstance(required, Known):
            edit = required.replaced(False)
            words = "HTTP APIs have no API keys: API Gateway refuses a route that asks for one"
            yield self.finding(required.span, words, fix=Fix("write false", [edit], safe=False) if edit else None)
        yield from self._dropped(method.request_models, "request models")
        yield from self._dropped(method.request_parameters, "request parameters of a route")
        yield from self._dropped(method.model_selection_expression, "a model selection expression")
        yield from self._dropped(method.route_response_selection_expression, "a route response selection expression")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at an integration. That of a service may pass its parameters through."""
        if _is_made(integration):
            if isinstance(integration.subtype, Absent):
                yield from self._dropped(integration.passthrough_behavior, "passthrough behavior: what comes is sent on")
            yield from self._dropped(integration.content_handling, "content handling")
            yield from self._dropped(integration.template_selection_expression, "a template selection expression")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at the certificate, the web ACL and the execution logs of a stage."""
        yield from self._dropped(stage.client_certificate_id, "client certificates")
        if isinstance(stage.web_acl, (Known, Text, Reference)):
            yield self.finding(stage.web_acl.span, "a web ACL protects no stage of an HTTP API: AWS WAF refuses it", about=stage)
        for setting in [*stage.method_settings, *([stage.default_route_settings] if stage.default_route_settings else [])]:
            yield from self._logs(setting, stage)

    def _logs(self, setting: MethodSetting, stage: Stage) -> Iterator[Finding]:
        # Terraform's provider leaves them out of what it asks for. What AWS says to a data trace without a level is recorded nowhere.
        if known(setting.logging_level, str) in ("ERROR", "INFO") and setting.certain:
            sent = stage.api.definition.format == "cloudformation"
            yield self.finding(
                setting.logging_level.span,
                f"HTTP APIs have no execution logs: {'API Gateway refuses them' if sent else 'Terraform leaves them out'}",
                consequence=Consequence.REJECTED if sent else Consequence.IGNORED,
            )
        elif known(setting.data_trace_enabled, bool) is True and setting.certain:
            words = "HTTP APIs have no execution logs to write data into"
            yield self.finding(setting.data_trace_enabled.span, words, consequence=Consequence.IGNORED)

    def _resource(self, resource: RawResource, named: Reference, api: Api) -> Iterator[Finding]:
        what = _WEBSOCKET_ONLY.get(resource.type)
        related = [(api.name_span, "the HTTP API")]
        if what is not None:
            yield self.finding(resource.name_span, f"HTTP APIs have no {what}: API Gateway refuses them", related=related, about=resource)
        else:
            words = f"a resource of type {resource.type} is for REST APIs: API Gateway finds no REST API of this id"
            yield self.finding(named.span, words, related=related, about=resource)

    def _plans(self, api: Api) -> Iterator[Finding]:
        for plan in api.definition.usage_plans:
            for stage in plan.api_stages:
                named = stage.api_id
                if plan.certain and stage.certain and isinstance(named, Reference) and named.target == api.address:
                    words = "HTTP APIs have no API keys, and no usage plans: API Gateway refuses it"
                    yield self.finding(named.span, words, related=[(api.name_span, "the HTTP API")], about=plan)

    def _dropped(self, value: Value, what: str) -> Iterator[Finding]:
        """Looks at a setting without an effect, where it certainly sets something."""
        written = isinstance(value, (Text, Reference)) or (isinstance(value, Known) and value.value not in (None, "", False))
        if written or (isinstance(value, Table) and value.entries):
            yield self.finding(value.span, f"HTTP APIs have no {what}", consequence=Consequence.IGNORED)


def _is_made(part: Part) -> bool:
    """Returns whether a part is a resource. What documents say is looked at where their extensions are."""
    owner: Any = getattr(part, "api", part)
    return owner.definition is not None and part.address in owner.definition.written


def _id(properties: Value) -> Value | None:
    """Returns what names the API of a resource."""
    names = ("ApiId", "RestApiId", "api_id", "rest_api_id")
    return next((entry.value for name in names if isinstance(properties, Table) and (entry := properties.entry(name))), None)


def _is_of_others(type: str) -> bool:
    """Returns whether no HTTP API has resources of a type."""
    return type in _WEBSOCKET_ONLY or (type.startswith(_REST) and type not in _MAPPINGS)
