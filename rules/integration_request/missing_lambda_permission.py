"""The rule missing-lambda-permission."""

from __future__ import annotations

from apigw_lint.languages import uri
from apigw_lint.languages.authorizers import is_empty, type_of
from apigw_lint.languages.backend import backend
from apigw_lint.languages.permissions import Permissions, authorizer_calls, calls, quick_calls, stage_names, target, verbs, written
from apigw_lint.languages.serverless import event_behind, is_of_sam
from apigw_lint.model import Method, method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.permissions import Target
    from apigw_lint.model import Api, Authorizer, Part, Permission
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span
    from apigw_lint.value import Value

_EVENTS = {"REST": "Api", "HTTP": "HttpApi"}
"""The types of events of which SAM writes permissions."""
_SHOWN = 3
"""So many permissions are shown that cover something else."""


class MissingLambdaPermission(Rule):
    """
    Lambda function that does not let API Gateway in.

    ## What it does
    Finds integrations and authorizers without credentials that invoke a Lambda function of the same files, where none of its
    permissions is for API Gateway and covers the call: none at all, one for another principal, API, stage, verb or path, one for the
    function where an alias is invoked. In a REST API only `*` covers a path variable and the verb `ANY`; `{id}` and `ANY` do not.

    ## Why is this bad?
    Every call is answered with 500, and the log says `Invalid permissions on Lambda function`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::Lambda::Function
        Properties: {Handler: index.handler, Runtime: python3.12, Role: arn:aws:iam::123456789012:role/pets, Code: {ZipFile: ""}}
      PetsResource:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: "{id}"}
      Permission:
        Type: AWS::Lambda::Permission
        Properties:
          FunctionName: !Ref Pets
          Action: lambda:InvokeFunction
          Principal: apigateway.amazonaws.com
          SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/{id}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !Ref PetsResource
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          Integration:
            Type: AWS_PROXY
            IntegrationHttpMethod: POST
            Uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Pets.Arn}/invocations
    ```
    ```hcl
    resource "aws_lambda_function" "pets" {
      function_name = "pets"
      role          = "arn:aws:iam::123456789012:role/pets"
    }
    resource "aws_lambda_permission" "pets" {
      function_name = aws_lambda_function.pets.function_name
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
      source_arn    = aws_apigatewayv2_api.api.execution_arn
    }
    resource "aws_apigatewayv2_api" "api" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id                 = aws_apigatewayv2_api.api.id
      integration_type       = "AWS_PROXY"
      integration_uri        = aws_lambda_function.pets.invoke_arn
      payload_format_version = "2.0"
    }
    resource "aws_apigatewayv2_route" "pets" {
      api_id             = aws_apigatewayv2_api.api.id
      route_key          = "GET /pets"
      authorization_type = "AWS_IAM"
      target             = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets}
      Pets:
        Type: AWS::Lambda::Function
        Properties: {Handler: index.handler, Runtime: python3.12, Role: arn:aws:iam::123456789012:role/pets, Code: {ZipFile: ""}}
      PetsResource:
        Type: AWS::ApiGateway::Resource
        Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: "{id}"}
      Permission:
        Type: AWS::Lambda::Permission
        Properties:
          FunctionName: !Ref Pets
          Action: lambda:InvokeFunction
          Principal: apigateway.amazonaws.com
          SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/*
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !Ref PetsResource
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          Integration:
            Type: AWS_PROXY
            IntegrationHttpMethod: POST
            Uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Pets.Arn}/invocations
    ```
    ```hcl
    resource "aws_lambda_function" "pets" {
      function_name = "pets"
      role          = "arn:aws:iam::123456789012:role/pets"
    }
    resource "aws_lambda_permission" "pets" {
      function_name = aws_lambda_function.pets.function_name
      action        = "lambda:InvokeFunction"
      principal     = "apigateway.amazonaws.com"
      source_arn    = "${aws_apigatewayv2_api.api.execution_arn}/*/*"
    }
    resource "aws_apigatewayv2_api" "api" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id                 = aws_apigatewayv2_api.api.id
      integration_type       = "AWS_PROXY"
      integration_uri        = aws_lambda_function.pets.invoke_arn
      payload_format_version = "2.0"
    }
    resource "aws_apigatewayv2_route" "pets" {
      api_id             = aws_apigatewayv2_api.api.id
      route_key          = "GET /pets"
      authorization_type = "AWS_IAM"
      target             = "integrations/${aws_apigatewayv2_integration.pets.id}"
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
    - https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
    """

    consequence = Consequence.BROKEN
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("definition.functions",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the functions that an API invokes by itself."""
        if not api.declared or api.definition is None or not api.definition.permissions.complete:
            return
        permissions, stages = Permissions(api), stage_names(api)
        for method in api.methods:
            yield from self._method(api, method, permissions, stages)
        for authorizer in api.authorizers:
            yield from self._authorizer(api, authorizer, permissions)
        if api.kind == "HTTP" and is_empty(api.credentials_arn):
            yield from self._quick(api, permissions)

    def _quick(self, api: Api, permissions: Permissions) -> Iterator[Finding]:
        """Looks at the function that the one route of an API is made for which names it as its target."""
        called, subject = _called(api.target, api), quick_calls(api)
        if called is not None and subject is not None and permissions.refuse(called, [subject]):
            yield self._finding(api.target.span, "the API", "every call", permissions.of(called), subject, api)

    def _method(self, api: Api, method: Method, permissions: Permissions, stages: list[str]) -> Iterator[Finding]:
        integration = method.integration
        if integration is None or not is_empty(integration.credentials) or backend(integration).type not in ("AWS", "AWS_PROXY"):
            return
        if not isinstance(integration.subtype, Absent) or not (api.kind == "HTTP" or backend(integration).invokes_function):
            return
        called = _called(integration.uri, api)
        if called is None or calls(method, stages[0]) is None:
            return
        every = verbs(method) or [""]
        refused = [verb for verb in every if permissions.refuse(called, _subjects(method, verb, stages))]
        if refused:
            label = method_label(method)
            part = f" for {', '.join(refused)}" if len(refused) < len(every) else ""
            source = calls(method, stages[0]) or ""
            yield self._finding(integration.uri.span, label, f"{label}{part}", permissions.of(called), source, method)

    def _authorizer(self, api: Api, authorizer: Authorizer, permissions: Permissions) -> Iterator[Finding]:
        if type_of(authorizer) not in ("TOKEN", "REQUEST") or not is_empty(authorizer.credentials) or not authorizer.certain:
            return
        called = _called(authorizer.uri, api)
        if called is None or not _is_asked(authorizer, api) or not _invokes_function(authorizer):
            return
        subject = authorizer_calls()
        if permissions.refuse(called, [subject], authorizer):
            every = "every call that asks this authorizer"
            yield self._finding(authorizer.uri.span, "the authorizer", every, permissions.of(called), subject, authorizer)

    def _finding(self, span: Span, subject: str, calls: str, permissions: list[Permission], source: str, about: Part) -> Finding:
        if permissions:
            words = f"no permission of the function covers {subject}: {calls} is answered with 500"
        else:
            words = f"the function does not let API Gateway in: {calls} is answered with 500"
        related = [(_place(permission), "this permission covers something else") for permission in permissions[:_SHOWN]]
        finding = self.finding(span, words, related=related, help=_advice(about, source), about=about)
        finding.stage = "integration request" if isinstance(about, Method) else ""
        return finding


def _advice(about: Part, source: str) -> str:
    """Returns what lets API Gateway in: where SAM would write the permission, what keeps it from that or asks it to."""
    event = event_behind(about.integration) if isinstance(about, Method) and about.integration is not None else None
    if event is not None and isinstance(event.api_id, Known):
        return f"SAM lets in the API with the id {event.api_id.value}: write !Ref {event.api_id.value}"
    permission = f"a Lambda permission for principal apigateway.amazonaws.com with the source ARN arn:...:execute-api:...:{written(source)}"
    kind = about.api.kind if isinstance(about, Method) and is_of_sam(about.api) else ""
    if isinstance(about, Method) and event is None and kind in _EVENTS:
        return f"an event of type {_EVENTS[kind]} in the function for {method_label(about)}, or {permission}"
    return permission


def _is_asked(authorizer: Authorizer, api: Api) -> bool:
    """Returns whether a method of the API names an authorizer."""
    return any(method.authorizer is authorizer for method in api.methods)


def _invokes_function(authorizer: Authorizer) -> bool:
    """Returns whether an authorizer's URI is that of an invocation; one that is not is refused."""
    view = uri.view(authorizer.uri, authorizer.api.definition.function_addresses)
    read = uri.aws_uri(view.text) if view is not None else None
    return uri.is_invoke_arn(authorizer.uri) or (isinstance(read, uri.AwsUri) and read.invokes_function)


def _called(value: Value, api: Api) -> Target | None:
    """Returns the function of these files that a URI or ARN names."""
    called = target(value, api.definition)
    return called if called is not None and called.function is not None and called.function.certain else None


def _subjects(method: Method, verb: str, stages: list[str]) -> list[str]:
    """Returns what the calls of a method with a verb are at each stage."""
    return [subject for stage in stages for subject in [calls(method, stage, verb or None)] if subject]


def _place(permission: Permission) -> Span:
    return permission.name_span if isinstance(permission.source_arn, Absent) else permission.source_arn.span
