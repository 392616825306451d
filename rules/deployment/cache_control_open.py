"""The rule cache-control-open."""

from __future__ import annotations

from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Known, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Stage
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class CacheControlOpen(Rule):
    """
    Cache that any client can empty.

    ## What it does
    Finds method settings that turn caching on and take `Cache-Control: max-age=0` from callers without leave.

    ## Why is this bad?
    Any client makes API Gateway ask the backend anew: the cache protects nothing.

    ## Example
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "get" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "get" {
      rest_api_id             = aws_api_gateway_rest_api.pets.id
      resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
      http_method             = aws_api_gateway_method.get.http_method
      type                    = "HTTP_PROXY"
      integration_http_method = "GET"
      uri                     = "https://pets.example.com/"
    }

    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers    = { redeployment = sha1(jsonencode([aws_api_gateway_method.get, aws_api_gateway_integration.get])) }

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_api_gateway_stage" "live" {
      rest_api_id           = aws_api_gateway_rest_api.pets.id
      deployment_id         = aws_api_gateway_deployment.pets.id
      stage_name            = "live"
      cache_cluster_enabled = true
      cache_cluster_size    = "0.5"
    }

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      stage_name  = aws_api_gateway_stage.live.stage_name
      method_path = "*/*"

      settings {
        caching_enabled                         = true
        require_authorization_for_cache_control = false
      }
    }
    ```

    ## Use instead
    ```hcl
    resource "aws_api_gateway_rest_api" "pets" {
      name = "pets"
    }

    resource "aws_api_gateway_method" "get" {
      rest_api_id   = aws_api_gateway_rest_api.pets.id
      resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
      http_method   = "GET"
      authorization = "NONE"
    }

    resource "aws_api_gateway_integration" "get" {
      rest_api_id             = aws_api_gateway_rest_api.pets.id
      resource_id             = aws_api_gateway_rest_api.pets.root_resource_id
      http_method             = aws_api_gateway_method.get.http_method
      type                    = "HTTP_PROXY"
      integration_http_method = "GET"
      uri                     = "https://pets.example.com/"
    }

    resource "aws_api_gateway_deployment" "pets" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      triggers    = { redeployment = sha1(jsonencode([aws_api_gateway_method.get, aws_api_gateway_integration.get])) }

      lifecycle {
        create_before_destroy = true
      }
    }

    resource "aws_api_gateway_stage" "live" {
      rest_api_id           = aws_api_gateway_rest_api.pets.id
      deployment_id         = aws_api_gateway_deployment.pets.id
      stage_name            = "live"
      cache_cluster_enabled = true
      cache_cluster_size    = "0.5"
    }

    resource "aws_api_gateway_method_settings" "all" {
      rest_api_id = aws_api_gateway_rest_api.pets.id
      stage_name  = aws_api_gateway_stage.live.stage_name
      method_path = "*/*"

      settings {
        caching_enabled                         = true
        require_authorization_for_cache_control = true
      }
    }
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    consequence = Consequence.EXPOSED
    opt_in = True

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Looks at who may empty the cache; unless it is said otherwise, callers with leave only."""
        for setting in stage.method_settings:
            asked = setting.require_authorization_for_cache_control
            if known(setting.caching_enabled, bool) is True and known(asked, bool) is False:
                yield self.finding(asked.span, "any client can empty the cache with Cache-Control: max-age=0", fix=_fix(asked))


def _fix(asked: Value) -> Fix | None:
    edit = asked.replaced(True) if isinstance(asked, Known) else None
    return Fix("ask for leave", [edit], safe=False) if edit is not None else None
