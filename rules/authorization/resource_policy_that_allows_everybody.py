"""The rule resource-policy-that-allows-everybody."""

from __future__ import annotations

from apigw_lint.languages.arn import API, SEGMENT, call
from apigw_lint.languages.endpoints import is_private
from apigw_lint.languages.permissions import names
from apigw_lint.languages.policy import policy
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.policy import Statement
    from apigw_lint.model import Api
    from apigw_lint.rule import Finding


class ResourcePolicyThatAllowsEverybody(Rule):
    """
    Resource policy that lets everybody in.

    ## What it does
    Finds resource policies that allow every caller every call, without a condition and with no statement that denies anything.

    ## Why is this bad?
    Of a public API, that is the same as no policy. A private API can then be called through every VPC endpoint of every account.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          Policy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: execute-api:Invoke
                Resource: execute-api:/*
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
          Policy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: execute-api:Invoke
                Resource: execute-api:/*
                Condition: {IpAddress: {"aws:SourceIp": 192.0.2.0/24}}
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
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks for a statement that lets everybody in."""
        found = policy(api.policy)
        if found is None or not found.certain or found.of("Deny"):
            return
        for statement in found.of("Allow"):
            if not _allows_all(statement, api):
                continue
            words = "the policy lets every caller in, as if there were none"
            if is_private(api) is Answer.YES:
                words = "the policy lets in every VPC endpoint of every account"
            yield self.finding(statement.element("Principal").span, words)


def _allows_all(statement: Statement, api: Api) -> bool:
    if statement.conditions or not statement.conditions_known:
        return False
    everything = call(API, SEGMENT, "ANY", "/{any}")
    answers = (statement.names_anyone(), statement.allows_action(), statement.covers([everything], names(api)))
    return all(answer is Answer.YES for answer in answers)
