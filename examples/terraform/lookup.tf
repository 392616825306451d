# GET /products and GET /brands: both are passed on to a web server.

resource "aws_api_gateway_method" "lookup" {
  for_each = local.lookups

  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  resource_id   = aws_api_gateway_resource.lookup[each.key].id
  http_method   = each.value
  authorization = "NONE"

  # One name in two places: API Gateway refuses it.
  request_parameters = {
    "method.request.querystring.page" = false
    "method.request.header.page"      = false
  }
}

# {sku} in the URI is mapped from nothing here, and the region has no quotes. "size" is no parameter that a cache could know.
resource "aws_api_gateway_integration" "lookup" {
  for_each = local.lookups

  rest_api_id             = aws_api_gateway_rest_api.catalog.id
  resource_id             = aws_api_gateway_resource.lookup[each.key].id
  http_method             = aws_api_gateway_method.lookup[each.key].http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "${local.backend}/${each.key}/{sku}"
  cache_key_parameters    = ["method.request.querystring.size"]
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

  # The client gets it as x-amzn-Remapped-Server.
  response_parameters = {
    "method.response.header.Server" = true
  }
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

# A preflight. As all bodies are binary, it cannot read its own template.
resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  resource_id   = aws_api_gateway_resource.lookup["products"].id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "preflight" {
  rest_api_id       = aws_api_gateway_rest_api.catalog.id
  resource_id       = aws_api_gateway_resource.lookup["products"].id
  http_method       = aws_api_gateway_method.preflight.http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
}

resource "aws_api_gateway_method_response" "preflight" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.lookup["products"].id
  http_method = aws_api_gateway_method.preflight.http_method
  status_code = "200"
  response_parameters = {
    "method.response.header.Access-Control-Allow-Origin"  = true
    "method.response.header.Access-Control-Allow-Methods" = true
    "method.response.header.Access-Control-Allow-Headers" = true
  }
}

# A browser takes one origin, not two. API Gateway's own errors have none, and the page never sees them.
resource "aws_api_gateway_integration_response" "preflight" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.lookup["products"].id
  http_method = aws_api_gateway_integration.preflight.http_method
  status_code = aws_api_gateway_method_response.preflight.status_code
  response_parameters = {
    "method.response.header.Access-Control-Allow-Origin"  = "'https://shop.example.com,https://admin.example.com'"
    "method.response.header.Access-Control-Allow-Methods" = "'GET'"
    "method.response.header.Access-Control-Allow-Headers" = "'Content-Type'"
  }
}
