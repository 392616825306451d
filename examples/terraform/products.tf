# PUT /products/{sku}, its authorizer and its model; GET and POST /stock, which a function and a queue answer.

resource "aws_lambda_function" "stock" {
  function_name = "stock"
  role          = "arn:aws:iam::123456789012:role/stock"
  runtime       = "python3.12"
  handler       = "stock.handle"
  filename      = "stock.zip"
}

# The ARN of a function is no URI that API Gateway can call, and a TOKEN authorizer has no pools.
resource "aws_api_gateway_authorizer" "suppliers" {
  name           = "suppliers"
  rest_api_id    = aws_api_gateway_rest_api.catalog.id
  type           = "TOKEN"
  authorizer_uri = "arn:aws:lambda:eu-west-1:123456789012:function:suppliers"
  provider_arns  = ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Suppliers"]
}

# "#/definitions/Prices" leads nowhere, and "text" is no type of JSON Schema.
resource "aws_api_gateway_model" "product" {
  rest_api_id  = aws_api_gateway_rest_api.catalog.id
  name         = "Product"
  content_type = "application/json"
  schema = jsonencode({
    type        = "object"
    required    = ["name"]
    definitions = { Price = { type = "number" } }
    properties  = { price = { "$ref" = "#/definitions/Prices" }, name = { type = "text" } }
  })
}

resource "aws_api_gateway_request_validator" "body" {
  rest_api_id           = aws_api_gateway_rest_api.catalog.id
  name                  = "body"
  validate_request_body = true
}

# A method for Cognito users with a Lambda authorizer, and with a model that has another name.
resource "aws_api_gateway_method" "update" {
  rest_api_id          = aws_api_gateway_rest_api.catalog.id
  resource_id          = aws_api_gateway_resource.product.id
  http_method          = "PUT"
  authorization        = "COGNITO_USER_POOLS"
  authorizer_id        = aws_api_gateway_authorizer.suppliers.id
  request_validator_id = aws_api_gateway_request_validator.body.id
  request_models       = { "application/json" = "Products" }
  request_parameters = {
    "method.request.path.sku" = true
  }
}

# The URI has no {shop}; Content-Length breaks every call; a VPC link needs to be named; a proxy ignores templates.
resource "aws_api_gateway_integration" "update" {
  rest_api_id             = aws_api_gateway_rest_api.catalog.id
  resource_id             = aws_api_gateway_resource.product.id
  http_method             = aws_api_gateway_method.update.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "PUT"
  uri                     = "${local.backend}/products/{sku}"
  connection_type         = "VPC_LINK"
  request_parameters = {
    "integration.request.path.sku"              = "method.request.path.sku"
    "integration.request.path.shop"             = "'main'"
    "integration.request.header.Content-Length" = "'0'"
  }
  request_templates = {
    "application/json" = "$input.body"
  }
}

# A validated body on a GET: calls have none, and are refused. No usage plan lets a key in.
# All warehouses get the answer that one of them got first: the stage caches it under one key.
resource "aws_api_gateway_method" "stock" {
  rest_api_id          = aws_api_gateway_rest_api.catalog.id
  resource_id          = aws_api_gateway_resource.stock.id
  http_method          = "GET"
  authorization        = "NONE"
  api_key_required     = true
  request_validator_id = aws_api_gateway_request_validator.body.id
  request_models       = { "application/json" = aws_api_gateway_model.product.name }
  request_parameters = {
    "method.request.querystring.warehouse" = false
  }
}

# Nothing lets API Gateway call the function, which is invoked with POST only.
resource "aws_api_gateway_integration" "stock" {
  rest_api_id             = aws_api_gateway_rest_api.catalog.id
  resource_id             = aws_api_gateway_resource.stock.id
  http_method             = aws_api_gateway_method.stock.http_method
  type                    = "AWS"
  integration_http_method = "GET"
  uri                     = aws_lambda_function.stock.invoke_arn
  request_templates = {
    # An apostrophe breaks the JSON; of $input.params() Velocity prints a Java map.
    "application/json" = <<-EOT
      {
        "warehouse": "$util.escapeJavaScript($input.params('warehouse'))",
        "all": "$input.params().querystring"
      }
    EOT
  }
}

resource "aws_api_gateway_method_response" "stock" {
  for_each = toset(["200", "404"])

  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.stock.id
  http_method = aws_api_gateway_method.stock.http_method
  status_code = each.key
}

resource "aws_api_gateway_integration_response" "stock" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.stock.id
  http_method = aws_api_gateway_integration.stock.http_method
  status_code = "200"
}

# A function fails with an error message, never with a status code.
resource "aws_api_gateway_integration_response" "no_stock" {
  rest_api_id       = aws_api_gateway_rest_api.catalog.id
  resource_id       = aws_api_gateway_resource.stock.id
  http_method       = aws_api_gateway_integration.stock.http_method
  status_code       = "404"
  selection_pattern = "404"
}

# A queue answers, without a role to call it with. The form is cut at the first &, and other content types pass it by.
resource "aws_api_gateway_method" "order_stock" {
  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  resource_id   = aws_api_gateway_resource.stock.id
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "order_stock" {
  rest_api_id             = aws_api_gateway_rest_api.catalog.id
  resource_id             = aws_api_gateway_resource.stock.id
  http_method             = aws_api_gateway_method.order_stock.http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/stock"
  passthrough_behavior    = "WHEN_NO_MATCH"
  request_parameters = {
    "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'"
  }
  request_templates = {
    "application/json" = "Action=SendMessage&MessageBody=$input.body"
  }
}

resource "aws_api_gateway_method_response" "order_stock" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.stock.id
  http_method = aws_api_gateway_method.order_stock.http_method
  status_code = "202"
}

# Errors of the queue are answered with 202.
resource "aws_api_gateway_integration_response" "order_stock" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  resource_id = aws_api_gateway_resource.stock.id
  http_method = aws_api_gateway_integration.order_stock.http_method
  status_code = "202"
}

# The integration is still to be written, and until then nothing can be deployed.
resource "aws_api_gateway_method" "health" {
  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  resource_id   = aws_api_gateway_resource.health.id
  http_method   = "GET"
  authorization = "NONE"
}

# What is too large is answered by API Gateway, whatever is written here. The message brings its own quotes.
resource "aws_api_gateway_gateway_response" "too_large" {
  rest_api_id   = aws_api_gateway_rest_api.catalog.id
  response_type = "REQUEST_TOO_LARGE"
  status_code   = "413"
  response_templates = {
    "application/json" = "{\"message\": \"$context.error.messageString\"}"
  }
}
