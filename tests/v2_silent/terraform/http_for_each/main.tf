locals {
  routes = {
    "GET /pets"         = { handler = "list", scopes = ["pets/read"] }
    "POST /pets"        = { handler = "add", scopes = ["pets/write"] }
    "GET /pets/{petId}" = { handler = "get", scopes = ["pets/read"] }
    "ANY /{proxy+}"     = { handler = "rest", scopes = [] }
  }
  functions = toset([for route in local.routes : route.handler])
}

variable "name" {
  type    = string
  default = "pets"
}

variable "create_domain" {
  type    = bool
  default = false
}

variable "cors" {
  type    = any
  default = {}
}

resource "aws_apigatewayv2_api" "this" {
  count = 1

  name                       = var.name
  protocol_type              = "HTTP"
  route_selection_expression = "$request.method $request.path"

  dynamic "cors_configuration" {
    for_each = length(keys(var.cors)) == 0 ? [] : [var.cors]
    content {
      allow_credentials = try(cors_configuration.value.allow_credentials, null)
      allow_headers     = try(cors_configuration.value.allow_headers, null)
      allow_methods     = try(cors_configuration.value.allow_methods, null)
      allow_origins     = try(cors_configuration.value.allow_origins, null)
      max_age           = try(cors_configuration.value.max_age, null)
    }
  }
}

resource "aws_lambda_function" "handler" {
  for_each      = local.functions
  function_name = "${var.name}-${each.key}"
  handler       = "${each.key}.handler"
  runtime       = "python3.12"
  role          = "arn:aws:iam::123456789012:role/pets"
  filename      = "pets.zip"
}

resource "aws_lambda_permission" "handler" {
  for_each      = local.functions
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.handler[each.key].arn
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[0].execution_arn}/*/*"
}

resource "aws_apigatewayv2_integration" "handler" {
  for_each               = local.functions
  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.handler[each.value].arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 12000
}

resource "aws_apigatewayv2_route" "this" {
  for_each             = local.routes
  api_id               = aws_apigatewayv2_api.this[0].id
  route_key            = each.key
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.this["cognito"].id
  authorization_scopes = length(each.value.scopes) > 0 ? each.value.scopes : null
  target               = "integrations/${aws_apigatewayv2_integration.handler[each.value.handler].id}"
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each         = toset(["cognito"])
  api_id           = aws_apigatewayv2_api.this[0].id
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  name             = each.key
  jwt_configuration {
    audience = ["pets"]
    issuer   = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI"
  }
}

resource "aws_apigatewayv2_stage" "default" {
  count       = 1
  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true

  dynamic "route_settings" {
    for_each = { "GET /pets" = { burst = 10, rate = 5 } }
    content {
      route_key              = route_settings.key
      throttling_burst_limit = route_settings.value.burst
      throttling_rate_limit  = route_settings.value.rate
    }
  }

  depends_on = [aws_apigatewayv2_route.this]
}

resource "aws_apigatewayv2_domain_name" "this" {
  count       = var.create_domain ? 1 : 0
  domain_name = "pets.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
  mutual_tls_authentication {
    truststore_uri = "s3://certificates/truststore.pem"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count       = var.create_domain ? 1 : 0
  api_id      = aws_apigatewayv2_api.this[0].id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.default[0].id
}
