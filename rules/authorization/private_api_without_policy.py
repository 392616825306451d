"""The rule private-api-without-policy."""

from __future__ import annotations

from apigw_lint.languages.authorizers import is_empty
from apigw_lint.languages.endpoints import is_private
from apigw_lint.languages.serverless import is_of_sam
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class PrivateApiWithoutPolicy(Rule):
    """
    Private API that no resource policy opens.

    ## What it does
    Finds REST APIs with the endpoint type `PRIVATE` and without a resource policy.

    ## Why is this bad?
    A private API lets in whom its policy allows. Without one every call is answered with 403, and a deployment is refused with
    `Private REST API doesn't have a resource policy attached to it`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties: {Name: pets, EndpointConfiguration: {Types: [PRIVATE]}}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration: {Types: [PRIVATE]}
          Policy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: execute-api:Invoke
                Resource: execute-api:/*
                Condition: {StringEquals: {"aws:SourceVpce": vpce-1234567890abcdef0}}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: AWS_IAM
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
    """

    consequence = Consequence.BROKEN
    needs = ("api.endpoint_configuration",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the policy of a private API."""
        if is_private(api) is Answer.YES and is_empty(api.policy) and api.endpoint_configuration is not None:
            advice = "Auth.ResourcePolicy of the API has IntrinsicVpcWhitelist and IntrinsicVpceWhitelist" if is_of_sam(api) else ""
            yield self.finding(api.endpoint_configuration.types.span, "a private API without a resource policy lets nobody in", help=advice)
