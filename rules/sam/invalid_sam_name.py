"""The rule invalid-sam-name."""

from __future__ import annotations

from apigw_lint.languages.serverless import FUNCTION, HTTP, REST, STATE_MACHINE, events_of, resources
from apigw_lint.languages.serverless_values import is_missing, is_there
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, RawResource
    from apigw_lint.rule import Finding
    from apigw_lint.value import Known

_NAME = regexp(r"[A-Za-z0-9]+")
_UNFILLED = ("$", "&", "{{")
"""What names have in them that are not what will be there."""


class InvalidSamName(Rule):
    """
    Name that SAM makes logical ids of, and cannot.

    ## What it does
    Finds events of types `Api` and `HttpApi`, and Lambda authorizers that SAM makes a permission for, whose names have anything but letters
    and digits in them.

    ## Why is this bad?
    SAM makes the logical id of a permission or role of the name, and refuses the template: `Logical ids must be alphanumeric`. The
    authorizers of an HTTP API have a permission where `EnableFunctionDefaultPermissions` is set, those of a REST API where
    `DisableFunctionDefaultPermissions` is not.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            list-pets:
              Type: HttpApi
              Properties: {Path: /pets, Method: get}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Auth:
            DefaultAuthorizer: signed_in
            Authorizers:
              signed_in:
                FunctionArn: arn:aws:lambda:eu-west-1:111122223333:function:signed-in
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            ListPets:
              Type: HttpApi
              Properties: {Path: /pets, Method: get}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Auth:
            DefaultAuthorizer: SignedIn
            Authorizers:
              SignedIn:
                FunctionArn: arn:aws:lambda:eu-west-1:111122223333:function:signed-in
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the names of events and authorizers."""
        for resource in resources(definition, FUNCTION, STATE_MACHINE):
            for event in events_of(resource):
                yield from self._name(event.key, "event")
        for resource in resources(definition, REST, HTTP):
            for name in _with_permission(resource):
                yield from self._name(name, "authorizer")

    def _name(self, name: Known[str], what: str) -> Iterator[Finding]:
        if not _NAME.fullmatch(name.value) and not any(mark in name.value for mark in _UNFILLED):
            words = f"the name of this {what} becomes part of a logical id, and can have letters and digits only"
            yield self.finding(name.span, words)


def _with_permission(api: RawResource) -> Iterator[Known[str]]:
    """Yields the names of the authorizers that SAM certainly makes permissions for."""
    auth = api.properties.get("Auth") if isinstance(api.properties, Table) else None
    authorizers = auth.get("Authorizers") if isinstance(auth, Table) else None
    for name, authorizer in authorizers.known() if isinstance(authorizers, Table) else ():
        if isinstance(authorizer, Table) and is_there(authorizer.get("FunctionArn"), api.type == REST):
            if api.type == REST:
                is_made = is_missing(authorizer, "DisableFunctionDefaultPermissions")
            else:
                is_made = is_there(authorizer.get("EnableFunctionDefaultPermissions"), False)
            if is_made:
                yield name
