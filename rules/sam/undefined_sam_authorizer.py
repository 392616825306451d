"""The rule undefined-sam-authorizer."""

from __future__ import annotations

from apigw_lint.languages.serverless import events
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class UndefinedSamAuthorizer(Rule):
    """
    Event of a SAM function or state machine whose authorization its API has not.

    ## What it does
    Finds in `Auth` of events of the types `Api` and `HttpApi`: an `Authorizer` that is none of the API's `Authorizers`, or that is not
    written out; `NONE` where the API has no `DefaultAuthorizer`; `AuthorizationScopes` without an `Authorizer`; `ApiKeyRequired: false`
    where the API requires no keys; `OverrideApiAuth` with nothing to override; on HTTP APIs an `Auth` without an `Authorizer` where
    there is no `DefaultAuthorizer`. `Auth` of the `Globals` counts, also for the API that SAM makes for events which name none.

    ## Why is this bad?
    SAM refuses the template: `Unable to set Authorizer [Users] on API method [get] for path [/pets] because the related API does not define
    any Authorizers`, `'NONE' is only a valid value when a DefaultAuthorizer on the API is specified`, `AuthorizationScopes works only when
    Authorizer is set`.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Auth: {InvokeRole: NONE}
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: Api
              Properties:
                RestApiId: !Ref Pets
                Path: /pets
                Method: get
                Auth: {Authorizer: NONE}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Auth: {EnableIamAuthorizer: true}
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: HttpApi
              Properties:
                ApiId: !Ref Pets
                Path: /pets
                Method: get
                Auth: {Authorizer: NONE}
    ```

    ## Use instead
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Auth: {DefaultAuthorizer: AWS_IAM}
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: Api
              Properties:
                RestApiId: !Ref Pets
                Path: /pets
                Method: get
                Auth: {Authorizer: NONE}
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Auth: {EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM}
      List:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src
          Handler: list.handler
          Runtime: python3.13
          Events:
            List:
              Type: HttpApi
              Properties:
                ApiId: !Ref Pets
                Path: /pets
                Method: get
                Auth: {Authorizer: NONE}
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-apifunctionauth.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapifunctionauth.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the authorization of each event beside that of its API."""
        from apigw_lint.languages.serverless_event_auth import api_that_takes, faults_with

        for event in events(definition):
            auth = event.properties.get("Auth")
            api = api_that_takes(definition, event, auth) if isinstance(auth, Table) else None
            if api is None or not isinstance(auth, Table):
                continue
            for fault in faults_with(api, event, auth):
                edit = fault.written.replaced(fault.instead) if fault.written is not None else None
                fix = Fix(f"write {fault.instead}", [edit], safe=fault.certain) if edit else None
                yield self.finding(fault.span, fault.words, help=fault.help, fix=fix, related=[(api.name_span, "the API")])
