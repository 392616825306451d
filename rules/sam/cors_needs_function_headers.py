"""The rule cors-needs-function-headers."""

from __future__ import annotations

from apigw_lint.languages.serverless import REST, api_of, events, resources
from apigw_lint.languages.serverless_values import is_there
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.serverless import Event
    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class CorsNeedsFunctionHeaders(Rule):
    """
    SAM's `Cors` before functions that must answer the headers themselves.

    ## What it does
    Finds REST APIs of SAM with `Cors` and events of functions, which SAM makes proxies of.

    ## Why is this bad?
    `Cors` makes the preflight only. Behind a proxy integration the function's own answer goes to the browser as it is: where the function
    does not send `Access-Control-Allow-Origin`, the preflight passes and the browser then hides the answer from the page.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Cors:
            AllowOrigin: "'https://pets.example.com'"
            AllowHeaders: "'Authorization,X-Amz-Date,X-Amz-Security-Token'"
          GatewayResponses:
            DEFAULT_4XX: {ResponseParameters: {Headers: {Access-Control-Allow-Origin: "'https://pets.example.com'"}}}
            DEFAULT_5XX: {ResponseParameters: {Headers: {Access-Control-Allow-Origin: "'https://pets.example.com'"}}}
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: Api
              Properties: {RestApiId: !Ref Pets, Path: /pets, Method: get, Auth: {Authorizer: AWS_IAM}}
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration: {AllowOrigins: ["https://pets.example.com"]}
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: HttpApi
              Properties: {ApiId: !Ref Pets, Path: /pets, Method: get}
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
    """

    consequence = Consequence.ADVISED
    opt_in = True
    kinds = ("REST",)
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks for events of functions on each REST API with CORS."""
        behind: dict[str, Event] = {}
        for event in events(definition):
            api = api_of(definition, event)
            if api is not None and event.kind == "Api" and event.owner.type.endswith("Function"):
                behind.setdefault(api.address, event)
        deployed = {api.address for api in definition.apis}
        for resource in resources(definition, REST):
            entry = resource.properties.entry("Cors") if isinstance(resource.properties, Table) else None
            if entry is not None and is_there(entry.value, False) and resource.address in behind and resource.address in deployed:
                event = behind[resource.address]
                words = "Cors makes the preflight only: each function must send Access-Control-Allow-Origin in its own answers"
                yield self.finding(entry.key.span, words, related=[(event.key.span, "one of the functions behind the API")])
