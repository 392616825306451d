# A catalog API, broken on purpose: terraform validate and plan accept all of it.

variable "stage" {
  type = string
}

locals {
  backend = "https://catalog.example.com"
  lookups = {
    products = "GET"
    brands   = "GET"
  }
}

resource "aws_api_gateway_rest_api" "catalog" {
  name = "catalog-${var.stage}"
}

resource "aws_api_gateway_resource" "lookup" {
  for_each = local.lookups

  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_rest_api.catalog.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_resource" "product" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_resource.lookup["products"].id
  path_part   = "{sku}"
}

resource "aws_api_gateway_method" "lookup" {
  for_each = local.lookups

  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  resource_id   = aws_api_gateway_resource.lookup[each.key].id
  http_method   = each.value
  authorization = "NONE"
}

# {sku} in the uri is mapped from nothing here, and the region header has no quotes.
resource "aws_api_gateway_integration" "lookup" {
  for_each = local.lookups

  rest_api_id             = aws_api_gateway_rest_api.catalog.id
  resource_id             = aws_api_gateway_resource.lookup[each.key].id
  http_method             = aws_api_gateway_method.lookup[each.key].http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "${local.backend}/${each.key}/{sku}"
  request_parameters = {
    "integration.request.header.X-Region" = "eu"
  }
}

resource "aws_api_gateway_method_response" "lookup" {
  for_each = local.lookups

  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.lookup[each.key].id
  http_method = aws_api_gateway_method.lookup[each.key].http_method
  status_code = "200"
}

# The backend answers with a status code: no text is ever matched. The 502 is not declared.
resource "aws_api_gateway_integration_response" "lookup" {
  for_each = local.lookups

  rest_api_id       = aws_api_gateway_rest_api.catalog.id
  resource_id       = aws_api_gateway_resource.lookup[each.key].id
  http_method       = aws_api_gateway_integration.lookup[each.key].http_method
  status_code       = "502"
  selection_pattern = ".*Bad Gateway.*"
}

resource "aws_api_gateway_method" "update" {
  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  resource_id   = aws_api_gateway_resource.product.id
  http_method   = "PUT"
  authorization = "NONE"
  request_parameters = {
    "method.request.path.sku" = true
  }
}

# A proxy ignores templates and integration responses; Content-Length breaks every call.
resource "aws_api_gateway_integration" "update" {
  rest_api_id             = aws_api_gateway_rest_api.catalog.id
  resource_id             = aws_api_gateway_resource.product.id
  http_method             = aws_api_gateway_method.update.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "PUT"
  uri                     = "${local.backend}/products/{sku}"
  request_parameters = {
    "integration.request.path.sku"              = "method.request.path.sku"
    "integration.request.header.Content-Length" = "'0'"
  }
  request_templates = {
    "application/json" = "$input.body"
  }
}

resource "aws_api_gateway_deployment" "live" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  triggers = {
    redeploy = sha1(jsonencode([
      aws_api_gateway_resource.lookup, aws_api_gateway_resource.product,
      aws_api_gateway_method.lookup, aws_api_gateway_method.update,
      aws_api_gateway_integration.lookup, aws_api_gateway_integration.update,
      aws_api_gateway_method_response.lookup, aws_api_gateway_integration_response.lookup,
    ]))
  }
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  deployment_id = aws_api_gateway_deployment.live.id
  stage_name    = var.stage
}
