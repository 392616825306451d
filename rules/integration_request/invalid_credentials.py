"""The rule invalid-credentials."""

from __future__ import annotations

from apigw_lint.languages.backend import backend
from apigw_lint.languages.uri import Fault, credentials, shown, view
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, Reference, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration, Method
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value

_NAMES = ("Ref", "id", "name", "unique_id", "RoleId")


class InvalidCredentials(Rule):
    """
    Credentials of an integration that are no role.

    ## What it does
    Finds credentials that are no ARN, such as a role's name, ARNs of something else than a role, and `arn:aws:iam::*:user/*`, which
    stands for the caller, on methods whose callers do not sign with IAM.

    ## Why is this bad?
    API Gateway refuses what is no ARN: `Invalid ARN specified in the request`. What is no role it cannot assume, and where callers have no
    IAM identity there is none to call the backend with: calls fail.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}, "502": {description: S3 fails}}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: GET
            credentials: role/pets
            uri: arn:aws:apigateway:eu-west-1:s3:path/pets/list.json
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}, "502": {description: S3 fails}}
          x-amazon-apigateway-integration:
            type: aws
            httpMethod: GET
            credentials: arn:aws:iam::123456789012:role/pets
            uri: arn:aws:apigateway:eu-west-1:s3:path/pets/list.json
            responses: {default: {statusCode: "200"}, '[45]\\d{2}': {statusCode: "502"}}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("integration.credentials",)
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the credentials."""
        written = integration.credentials
        # A mock drops its credentials.
        if backend(integration).type == "MOCK":
            return
        if isinstance(written, Reference):
            yield from self._reference(integration, written)
            return
        seen = view(written)
        if seen is None or not seen.text:
            return
        found = credentials(seen.text)
        if isinstance(found, Fault):
            yield self.finding(
                written.span,
                f"credentials {shown(seen.text)} {found.message}: API Gateway takes the ARN of a role",
                consequence=Consequence.BROKEN if found.code == "no-role" or not _is_looked_at(integration) else None,
            )
        elif found is not None and found.kind == "caller" and integration.method is not None:
            yield from self._caller(integration.method, written)

    def _reference(self, integration: Integration, written: Reference) -> Iterator[Finding]:
        """Looks at a role of these files of which something else than the ARN is taken."""
        definition = getattr(integration.api, "definition", None)
        role = next((r for r in definition.roles if r.address == written.target), None) if definition is not None else None
        if role is not None and written.attribute in _NAMES:
            yield self.finding(
                written.span,
                f"{written.attribute} of {role.address} is no ARN: API Gateway takes the ARN of a role",
                related=[(role.name_span, "the role")],
                consequence=None if _is_looked_at(integration) else Consequence.BROKEN,
            )

    def _caller(self, method: Method, written: Value) -> Iterator[Finding]:
        authorization = method.authorization_type
        kind = known(authorization, str)
        if isinstance(authorization, Absent) or (kind is not None and kind.upper() != "AWS_IAM"):
            yield self.finding(
                written.span,
                f"credentials of the caller need the authorization type AWS_IAM; {method_label(method)} has {kind or 'none'}",
                related=[(authorization.span, "the authorization type")] if isinstance(authorization, Known) else (),
                consequence=Consequence.BROKEN,
            )


def _is_looked_at(integration: Integration) -> bool:
    """Returns whether what is no ARN is certainly refused: by a REST API, or by Terraform's provider."""
    return integration.api is None or integration.api.kind == "REST" or integration.api.format == "terraform"
