"""The rule invalid-authorizer-uri."""

from __future__ import annotations

from apigw_lint.languages import uri
from apigw_lint.languages.authorizers import is_empty, kind_of, type_of
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Authorizer
    from apigw_lint.rule import Finding

_FORM = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations"


class InvalidAuthorizerUri(Rule):
    """
    Lambda authorizer whose URI invokes nothing.

    ## What it does
    Finds Lambda authorizers without a URI, or with one that is not that of a function's invocation: the ARN of the function itself, a path
    without `/invocations`, an ARN of another service. An authorizer's credentials that are no role are found too.

    ## Why is this bad?
    API Gateway refuses the authorizer with `Authorizer URI should be a valid API Gateway ARN`.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: apiKey
          name: Authorization
          in: header
          x-amazon-apigateway-authtype: custom
          x-amazon-apigateway-authorizer:
            type: token
            authorizerUri: arn:aws:lambda:eu-west-1:123456789012:function:auth
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: apiKey
          name: Authorization
          in: header
          x-amazon-apigateway-authtype: custom
          x-amazon-apigateway-authorizer:
            type: token
            authorizerUri:
              arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/"}
    ```
    In Terraform, `aws_lambda_function.auth.invoke_arn` is that URI.

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Looks at the URI of a Lambda authorizer, and at the role to invoke it with."""
        if type_of(authorizer) not in ("TOKEN", "REQUEST"):
            return
        if is_empty(authorizer.uri):
            yield self.finding(authorizer.name_span, f"a {type_of(authorizer)} authorizer needs the URI of a Lambda function: {_FORM}")
        else:
            yield from self._uri(authorizer)
        yield from self._credentials(authorizer)

    def _uri(self, authorizer: Authorizer) -> Iterator[Finding]:
        definition = authorizer.api.definition
        functions = definition.function_addresses if definition is not None else frozenset()
        view = uri.view(authorizer.uri, functions)
        if view is None:
            if uri.is_function_arn(authorizer.uri, functions):
                yield self.finding(authorizer.uri.span, f"this is the ARN of the function; an authorizer takes {_FORM}")
            return
        read = uri.aws_uri(view.text)
        fault = uri.lambda_fault(read) if isinstance(read, uri.AwsUri) else read
        if isinstance(read, uri.AwsUri) and fault is None and read.service.text != "lambda" and view.certain:
            fault = uri.Fault(read.service.start, read.service.end, "service", f"calls {uri.shown(read.service.text)}")
        if fault is None:
            return
        # That HTTP and WebSocket APIs look into the path is not recorded.
        consequence = Consequence.REJECTED if fault is read or kind_of(authorizer) == "REST" else Consequence.BROKEN
        new = uri.invocation_uri(view) if fault.code == "bare-arn" else None
        edit = view.value.replaced(new) if new and isinstance(view.value, Known) else None
        fix = Fix("write the URI that invokes the function", [edit]) if edit else None
        words = f"the authorizer's URI {fault.message}; it is {_FORM}"
        yield self.finding(view.at(fault.start, fault.end), words, fix=fix, consequence=consequence)

    def _credentials(self, authorizer: Authorizer) -> Iterator[Finding]:
        view = uri.view(authorizer.credentials)
        if view is None or not view.raw:
            return
        read = uri.credentials(view.text)
        if isinstance(read, uri.Fault):
            form = "arn:aws:iam::{account}:role/{name}"
            words = f"the authorizer's credentials: {uri.shown(view.text)} {read.message}; a role is named as {form}"
            yield self.finding(view.at(read.start, read.end), words, consequence=Consequence.BROKEN)
