"""The rule body-mixed-with-resources."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Answer, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, Part
    from apigw_lint.rule import Finding


class BodyMixedWithResources(Rule):
    """
    API that is an OpenAPI document and resources at once.

    ## What it does
    Finds APIs with an OpenAPI body to which resources of their own add paths, methods, routes, integrations or authorizers. An API whose
    body is merged into what is there (`Mode: merge`, `put_rest_api_mode = "merge"`) may have both.

    ## Why is this bad?
    Each import of the body makes the API what the body says. The methods that other resources made are gone after the next change of the
    body, while CloudFormation and Terraform believe that they are there; with routes of HTTP APIs AWS does not support the two together at
    all.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            paths:
              /cats:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/cats"}
      Dogs:
        Type: AWS::ApiGateway::Resource
        Properties:
          RestApiId: !Ref Api
          ParentId: !GetAtt Api.RootResourceId
          PathPart: dogs
      GetDogs:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !Ref Dogs
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/dogs"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Body:
            openapi: 3.0.1
            info: {title: pets, version: "1"}
            paths:
              /cats:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/cats"}
              /dogs:
                get:
                  x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/dogs"}
    ```

    ## References
    - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-api.html
    - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_rest_api
    """

    consequence = Consequence.MISLEADING
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.body", "api.body_location")

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at what is written beside the body."""
        merged = equals(api.mode, "merge") is not Answer.NO and not isinstance(api.mode, Absent)
        written = api.body if isinstance(api.body_location, Absent) else api.body_location
        if isinstance(written, Absent) or merged or not api.declared:
            return
        written_out = api.definition.written
        beside = [part for part in _parts(api) if part.certain and part.address in written_out and part.address != api.address]
        places = {part.address: part.name_span for part in beside}
        if places:
            yield self.finding(
                api.name_span,
                "the API is made of an OpenAPI body, and of resources that the next import of the body removes",
                related=[(written.span.first_line(), "the body"), *((span, "beside it") for span in list(places.values())[:4])],
            )


def _parts(api: Api) -> Iterator[Part]:
    yield from api.resources
    yield from api.methods
    yield from api.integrations
    yield from api.authorizers
