"""The rule invalid-sam-auth."""

from __future__ import annotations

from apigw_lint.languages.serverless import HTTP, REST, events, resources
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.serverless_auth import Fault
    from apigw_lint.model import Definition
    from apigw_lint.rule import Finding


class InvalidSamAuth(Rule):
    """
    Authorization of a SAM API that SAM refuses, or leaves out.

    ## What it does
    Finds in `Auth` of `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`: keys that it has not; authorizers that are no map, or that
    lack what their kind needs or have what another kind has; REQUEST authorizers that say nothing of what identifies a caller; a
    `DefaultAuthorizer` that is none of the `Authorizers`; usage plans without a known `CreateUsagePlan`; resource policies and lists that
    are none; functions such as `Fn::If` where SAM needs to know the value. In `Auth` of an event it finds scopes that are no list, and
    resource policies. What SAM would only leave out, such as a misspelt key of `ResourcePolicy`, `AuthorizerResultTtlInSeconds` of an
    authorizer, or `Headers` where a TOKEN authorizer has `Header`, is found as ignored.

    ## Why is this bad?
    SAM refuses the template: `Invalid value for 'Auth' property`, `Unable to set DefaultAuthorizer because 'Users' was not defined in
    'Authorizers'`, `Users Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context`. Of what
    it leaves out it says nothing, and the API is open to more callers than it seems.

    ## Example
    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          OpenApiVersion: 3.0.1
          Auth:
            DefaultAuthorizer: User
            Authorizers:
              Users:
                UserPoolArn: arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Example
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Auth:
            Authorizers:
              Users:
                IdentitySource: $request.header.Authorization
                AuthorizationScopes: pets.read
                JwtConfiguration:
                  issuer: https://login.example.com/
                  audience: [pets]
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
          Auth:
            DefaultAuthorizer: Users
            Authorizers:
              Users:
                UserPoolArn: arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Example
    ```

    ```yaml
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Pets:
        Type: AWS::Serverless::HttpApi
        Properties:
          Auth:
            DefaultAuthorizer: Users
            Authorizers:
              Users:
                IdentitySource: $request.header.Authorization
                AuthorizationScopes: [pets.read]
                JwtConfiguration:
                  issuer: https://login.example.com/
                  audience: [pets]
    ```

    ## References
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
    - https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapiauth.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP")
    needs = ("definition.serverless",)

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the authorization of each API of SAM, and at that of events where it does not depend on the API."""
        for fault in _faults(definition):
            edit = fault.written.replaced(fault.instead) if fault.written is not None else None
            fix = Fix(f"write {fault.instead}", [edit], safe=fault.certain) if edit else None
            consequence = Consequence.IGNORED if fault.dropped else None
            yield self.finding(fault.span, fault.words, help=fault.help, fix=fix, consequence=consequence)


def _faults(definition: Definition) -> Iterator[Fault]:
    from apigw_lint.languages.serverless_auth import Fault, rest_faults
    from apigw_lint.languages.serverless_event_auth import api_that_takes, shape_faults
    from apigw_lint.languages.serverless_http_auth import http_faults
    from apigw_lint.languages.serverless_values import is_function, value_at

    for resource in resources(definition, REST, HTTP):
        auth = value_at(resource.properties, "Auth") if isinstance(resource.properties, Table) else None
        if isinstance(auth, Table):
            yield from (rest_faults if resource.type == REST else http_faults)(auth)
        elif auth is not None and is_function(auth, False):
            yield Fault(auth.span, "Auth must be written out: SAM takes no function here")
    for event in events(definition):
        auth = event.properties.get("Auth")
        if isinstance(auth, Table) and api_that_takes(definition, event, auth) is not None:
            yield from shape_faults(event, auth)
