"""The rule resource-policy-that-allows-nobody."""

from __future__ import annotations

from apigw_lint.languages.arn import API, SEGMENT, call
from apigw_lint.languages.authorizers import authorization
from apigw_lint.languages.endpoints import is_private
from apigw_lint.languages.permissions import names
from apigw_lint.languages.policy import PRIVATE_KEYS, PUBLIC_KEYS, caller_key, policy
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import HOLE, Answer, known, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.languages.policy import Policy, Statement
    from apigw_lint.model import Api, Method
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span

    Reason = tuple[Span, str]

_OPEN = ("NONE", "COGNITO_USER_POOLS")
"""Types whose callers have no IAM credentials, and whose authorizer does not stand in for the policy."""


class ResourcePolicyThatAllowsNobody(Rule):
    """
    Resource policy that lets nobody in.

    ## What it does
    Finds resource policies under which each call without IAM credentials is refused, in APIs whose methods are called without: only
    `Deny` statements, allowed actions other than `execute-api:Invoke`, resources that are no call of this API, principals of AWS
    accounts, and conditions on keys that such calls do not have, such as `aws:SourceVpce` on a public API. A `Deny` that meets every
    call because of such a key is found as well.

    ## Why is this bad?
    Every call is answered with 403.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration: {Types: [REGIONAL]}
          Policy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: execute-api:Invoke
                Resource: execute-api:/*
              - Effect: Deny
                Principal: "*"
                Action: execute-api:Invoke
                Resource: execute-api:/*
                Condition: {StringNotEquals: {"aws:SourceVpce": vpce-1234567890abcdef0}}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
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
              - Effect: Deny
                Principal: "*"
                Action: execute-api:Invoke
                Resource: execute-api:/*
                Condition: {StringNotEquals: {"aws:SourceVpce": vpce-1234567890abcdef0}}
      GetPets:
        Type: AWS::ApiGateway::Method
        Properties:
          RestApiId: !Ref Api
          ResourceId: !GetAtt Api.RootResourceId
          HttpMethod: GET
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
    """

    consequence = Consequence.BROKEN
    needs = ("api.policy",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at a policy of which all is known."""
        found = policy(api.policy)
        if found is None or not found.certain or not api.declared or not len(api.methods):
            return
        denied = _denying(found, api)
        if denied is not None:
            yield self.finding(*denied)
            return
        anonymous = [method for method in api.methods if authorization(method) in _OPEN]
        if anonymous:
            yield from self._allowed(found, api, anonymous)

    def _allowed(self, found: Policy, api: Api, methods: list[Method]) -> Iterator[Finding]:
        label = method_label(methods[0])
        allowing = found.of("Allow")
        if not allowing:
            if found.statements:
                words = f"the policy only denies: what no statement allows is refused, such as {label}"
                yield self.finding(found.statements[0].element("Effect").span, words)
            return
        reasons = [_reason(statement, api, methods) for statement in allowing]
        for reason in reasons if all(reasons) else ():
            if reason is not None:
                yield self.finding(reason[0], f"{reason[1]}: {label} is refused, as nothing else allows it")


def _denying(found: Policy, api: Api) -> Reason | None:
    """Returns the statement that denies each call of each method, by the place of what makes it so."""
    subjects = _subjects(list(api.methods))
    for statement in found.of("Deny"):
        meets_all = all(statement.covers([subject], names(api)) is Answer.YES for subject in subjects)
        sure = (statement.names_anyone(), statement.allows_action(), statement.applies_without(_endpoint_keys(api)))
        if not meets_all or any(answer is not Answer.YES for answer in sure):
            continue
        if not statement.conditions:
            return statement.element("Effect").span, "this denies every call to every caller"
        condition = statement.conditions[0]
        where = "a public" if is_private(api) is Answer.NO else "a private"
        words = f"calls of {where} API have no {condition.written.value}, so that {condition.operator} denies each of them"
        return condition.written.span, words
    return None


def _reason(statement: Statement, api: Api, methods: list[Method]) -> Reason | None:
    """Returns why a statement allows none of the methods to callers without IAM credentials; ``None`` where it may."""
    if statement.allows_action() is Answer.NO:
        return statement.element("Action").span, "the allowed action is not execute-api:Invoke"
    if statement.covers(_subjects(methods), names(api)) is Answer.NO:
        return statement.element("Resource").span, "the allowed resource is no call of this API"
    if statement.names_anyone() is Answer.NO:
        return statement.element("Principal").span, 'the allowed principal is not "*", and callers show no IAM credentials'
    endpoint = _endpoint_keys(api)

    def absent(key: str) -> bool:
        return endpoint(key) or caller_key(key)

    if statement.applies_without(absent) is not Answer.NO:
        return None
    condition = next(one for one in statement.conditions if absent(one.key))
    return condition.written.span, f"the statement allows nothing, as calls have no {condition.written.value} here"


def _endpoint_keys(api: Api) -> Callable[[str], bool]:
    """Returns which condition keys calls of an API certainly do not have because of its endpoint."""
    private = is_private(api)
    lacking = PRIVATE_KEYS if private is Answer.NO else PUBLIC_KEYS if private is Answer.YES else frozenset()
    return lambda key: key in lacking


def _subjects(methods: list[Method]) -> list[str]:
    return [call(API, SEGMENT, known(method.http_method, str) or SEGMENT, masked(method.path) or HOLE) for method in methods]
