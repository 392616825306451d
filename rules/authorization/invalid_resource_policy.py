"""The rule invalid-resource-policy."""

from __future__ import annotations

import json

from apigw_lint.languages.policy import policy
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, List, Table, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.policy import Policy, Statement
    from apigw_lint.model import Api
    from apigw_lint.rule import Finding

_VERSIONS = ("2008-10-17", "2012-10-17")
_IN_DOCUMENTS = "x-amazon-apigateway-policy"


class InvalidResourcePolicy(Rule):
    """
    Resource policy that is none.

    ## What it does
    Finds resource policies that are no JSON, that have no statement, and statements without an effect, a principal or an action, or
    with an effect other than `Allow` and `Deny`. A policy in the document of an HTTP API is found too: these have none, and it is
    dropped.

    ## Why is this bad?
    API Gateway refuses the API with `Invalid policy document. Please check the policy syntax and ensure that Principals are valid.`

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
                Action: execute-api:Invoke
                Resource: execute-api:/*
                Condition: {IpAddress: {"aws:SourceIp": 192.0.2.0/24}}
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
          AuthorizationType: NONE
          Integration: {Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://pets.example.com/"}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
    - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("api.policy", "api.body")

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the policy of a REST API, and at one where there is none."""
        if api.kind != "REST":
            entry = api.body.entry(_IN_DOCUMENTS) if isinstance(api.body, Table) else None
            if entry is not None:
                words = "HTTP APIs have no resource policies: it is dropped"
                yield self.finding(entry.key.span, words, consequence=Consequence.IGNORED)
            return
        written = api.policy
        if isinstance(written, Known) and isinstance(written.value, str) and written.value.strip():
            yield from self._text(written)
        found = policy(written)
        if found is not None:
            yield from self._statements(found)

    def _text(self, written: Known[str]) -> Iterator[Finding]:
        try:
            if not isinstance(json.loads(written.value), dict):
                yield self.finding(written.span, "the policy is no JSON object")
        except ValueError as error:
            yield self.finding(written.span, f"the policy is no JSON: {str(error).partition(' (')[0].lower()}")

    def _statements(self, found: Policy) -> Iterator[Finding]:
        for version in literals(found.table.get("Version"), str):
            if version.value not in _VERSIONS:
                yield self.finding(version.span, f"{version.value} is no version of the policy language: it is 2012-10-17")
        statements = found.written
        if isinstance(statements, Absent) or (isinstance(statements, List) and statements.complete and not statements.items):
            place = found.table.span.first_line() if isinstance(statements, Absent) else statements.span
            yield self.finding(place, "the policy has no statement")
        for statement in found.statements:
            yield from self._statement(statement)

    def _statement(self, statement: Statement) -> Iterator[Finding]:
        place = statement.table.span.first_line()
        if statement.effect is not None and statement.effect not in ("Allow", "Deny"):
            yield self.finding(statement.element("Effect").span, f"effect {statement.effect!r} is neither Allow nor Deny")
        if statement.lacks("Effect"):
            yield self.finding(place, "the statement has no effect: Allow or Deny")
        if statement.lacks("Principal", "NotPrincipal"):
            yield self.finding(place, 'the statement has no principal; callers without credentials are "*"')
        if statement.lacks("Action", "NotAction"):
            yield self.finding(place, "the statement has no action, such as execute-api:Invoke")
