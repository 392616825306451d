"""The rule jwt-route-without-scopes."""

from __future__ import annotations

from apigw_lint.languages.authorizers import authorization, is_empty
from apigw_lint.model import method_label
from apigw_lint.rule import Consequence, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Method
    from apigw_lint.rule import Finding


class JwtRouteWithoutScopes(Rule):
    """
    Route that lets in whoever has a token, whatever the token is for.

    ## What it does
    Finds routes of HTTP APIs with a JWT authorizer and without scopes.

    ## Why is this bad?
    Without scopes API Gateway asks who made the token and for which audience, and nothing else. ID tokens, which only say who somebody
    is, open the route as access tokens do, and an access token opens every such route of the API.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: oauth2
          x-amazon-apigateway-authorizer:
            type: jwt
            identitySource: $request.header.Authorization
            jwtConfiguration: {issuer: "https://login.example.com", audience: [pets]}
    paths:
      /pets:
        get:
          security: [{callers: []}]
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_authorizer" "callers" {
      api_id           = aws_apigatewayv2_api.pets.id
      name             = "callers"
      authorizer_type  = "JWT"
      identity_sources = ["$request.header.Authorization"]
      jwt_configuration {
        issuer   = "https://login.example.com"
        audience = ["pets"]
      }
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
    }
    resource "aws_apigatewayv2_route" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      route_key          = "GET /pets"
      target             = "integrations/${aws_apigatewayv2_integration.pets.id}"
      authorization_type = "JWT"
      authorizer_id      = aws_apigatewayv2_authorizer.callers.id
    }
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    components:
      securitySchemes:
        callers:
          type: oauth2
          x-amazon-apigateway-authorizer:
            type: jwt
            identitySource: $request.header.Authorization
            jwtConfiguration: {issuer: "https://login.example.com", audience: [pets]}
    paths:
      /pets:
        get:
          security: [{callers: [pets/read]}]
          x-amazon-apigateway-integration:
            {type: http_proxy, httpMethod: GET, uri: "https://pets.example.com/", payloadFormatVersion: "1.0"}
    ```

    ```hcl
    resource "aws_apigatewayv2_api" "pets" {
      name          = "pets"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_authorizer" "callers" {
      api_id           = aws_apigatewayv2_api.pets.id
      name             = "callers"
      authorizer_type  = "JWT"
      identity_sources = ["$request.header.Authorization"]
      jwt_configuration {
        issuer   = "https://login.example.com"
        audience = ["pets"]
      }
    }
    resource "aws_apigatewayv2_integration" "pets" {
      api_id             = aws_apigatewayv2_api.pets.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://pets.example.com/"
    }
    resource "aws_apigatewayv2_route" "pets" {
      api_id               = aws_apigatewayv2_api.pets.id
      route_key            = "GET /pets"
      target               = "integrations/${aws_apigatewayv2_integration.pets.id}"
      authorization_type   = "JWT"
      authorizer_id        = aws_apigatewayv2_authorizer.callers.id
      authorization_scopes = ["pets/read"]
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True
    kinds = ("HTTP",)
    needs = ("method.authorization_type",)
    stage = "method request"

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Looks for the scopes of a route with a JWT authorizer."""
        # A route without an authorizer is refused, and authorizer-not-found's.
        if authorization(method) == "JWT" and is_empty(method.authorization_scopes) and not is_empty(method.authorizer_id):
            yield self.finding(
                method.authorization_type.span,
                f"{method_label(method)} asks for no scope: any token of the issuer opens it, ID tokens too",
            )
