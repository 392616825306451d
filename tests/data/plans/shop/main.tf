terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "stage" {
  default = "test"
}

variable "documented" {
  type    = bool
  default = true
}

variable "limits" {
  type    = map(number)
  default = { GET = 100, POST = 10 }
}

locals {
  collections = {
    pets   = { verb = "GET", status = "200" }
    owners = { verb = "POST", status = "201" }
  }
  origins = ["https://shop.example.com", "https://admin.example.com"]
}

resource "aws_api_gateway_rest_api" "shop" {
  name                     = "shop-${var.stage}"
  binary_media_types       = ["image/png"]
  minimum_compression_size = 1024
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "execute-api:/*"
    }]
  })
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_request_validator" "all" {
  rest_api_id                 = aws_api_gateway_rest_api.shop.id
  name                        = "all"
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.shop.id
  name         = "Pet"
  content_type = "application/json"
  schema = jsonencode({
    type       = "object"
    properties = { name = { type = "string" } }
  })
}

resource "aws_api_gateway_resource" "collection" {
  for_each    = local.collections
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_resource" "item" {
  for_each    = aws_api_gateway_resource.collection
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = each.value.id
  path_part   = "{id}"
}

resource "aws_api_gateway_method" "collection" {
  for_each             = local.collections
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  resource_id          = aws_api_gateway_resource.collection[each.key].id
  http_method          = each.value.verb
  authorization        = "NONE"
  request_validator_id = aws_api_gateway_request_validator.all.id
  request_models = {
    "application/json" = aws_api_gateway_model.pet.name
  }
  request_parameters = {
    "method.request.header.X-Trace" = false
  }
}

resource "aws_api_gateway_method_response" "collection" {
  for_each    = local.collections
  rest_api_id = aws_api_gateway_rest_api.shop.id
  resource_id = aws_api_gateway_resource.collection[each.key].id
  http_method = aws_api_gateway_method.collection[each.key].http_method
  status_code = each.value.status
}

resource "aws_api_gateway_integration" "collection" {
  for_each                = local.collections
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_resource.collection[each.key].id
  http_method             = aws_api_gateway_method.collection[each.key].http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.shop.invoke_arn
  passthrough_behavior    = "NEVER"
  request_templates = {
    "application/json" = templatefile("${path.module}/request.vtl.tftpl", { verb = each.value.verb, fields = ["id", "name"] })
  }
}

resource "aws_api_gateway_integration_response" "collection" {
  for_each    = local.collections
  rest_api_id = aws_api_gateway_rest_api.shop.id
  resource_id = aws_api_gateway_resource.collection[each.key].id
  http_method = aws_api_gateway_integration.collection[each.key].http_method
  status_code = aws_api_gateway_method_response.collection[each.key].status_code
}

module "options" {
  source      = "./endpoint"
  for_each    = local.collections
  api_id      = aws_api_gateway_rest_api.shop.id
  resource_id = aws_api_gateway_resource.item[each.key].id
  origin      = local.origins[0]
}

resource "aws_api_gateway_documentation_part" "shop" {
  count       = var.documented ? 1 : 0
  rest_api_id = aws_api_gateway_rest_api.shop.id
  properties  = "{\"description\": \"the shop\"}"
  location {
    type = "API"
  }
}

resource "aws_api_gateway_deployment" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  triggers = {
    redeployment = sha1(jsonencode([aws_api_gateway_method.collection, module.options["pets"].integration_id]))
  }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [aws_api_gateway_integration.collection, module.options]
}

resource "aws_cloudwatch_log_group" "shop" {
  name              = "shop-${var.stage}"
  retention_in_days = 7
}

resource "aws_api_gateway_stage" "shop" {
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  deployment_id        = aws_api_gateway_deployment.shop.id
  stage_name           = var.stage
  xray_tracing_enabled = true
  variables            = { origin = local.origins[1] }

  dynamic "access_log_settings" {
    for_each = var.stage == "test" ? [1] : []
    content {
      destination_arn = aws_cloudwatch_log_group.shop.arn
      format          = "$context.requestId $context.status"
    }
  }
}

resource "aws_api_gateway_method_settings" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.shop.stage_name
  method_path = "${aws_api_gateway_resource.collection["pets"].path_part}/GET"
  settings {
    metrics_enabled        = true
    logging_level          = "INFO"
    throttling_burst_limit = 50
  }
}

resource "aws_api_gateway_usage_plan" "shop" {
  name = "shop"
  api_stages {
    api_id = aws_api_gateway_rest_api.shop.id
    stage  = aws_api_gateway_stage.shop.stage_name

    dynamic "throttle" {
      for_each = var.limits
      content {
        path        = "/pets/${throttle.key}"
        burst_limit = throttle.value
        rate_limit  = throttle.value * 2
      }
    }
  }
  quota_settings {
    limit  = 1000
    period = "DAY"
  }
}

resource "aws_iam_role" "shop" {
  name               = "shop"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_lambda_function" "shop" {
  function_name = "shop"
  role          = aws_iam_role.shop.arn
  handler       = "shop.handle"
  runtime       = "python3.13"
  timeout       = 20
  s3_bucket     = "shop-code"
  s3_key        = "shop.zip"
}

resource "aws_lambda_permission" "shop" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.shop.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*/*"
}

resource "aws_api_gateway_rest_api" "described" {
  name = "described"
  endpoint_configuration {
    types = ["EDGE"]
  }
  body = templatefile("${path.module}/api.yaml.tftpl", { title = "described", paths = keys(local.collections) })
}

resource "aws_apigatewayv2_api" "notes" {
  name          = "notes"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = local.origins
    allow_methods = ["GET"]
    max_age       = 600
  }
}

resource "aws_apigatewayv2_authorizer" "notes" {
  api_id           = aws_apigatewayv2_api.notes.id
  name             = "tokens"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    issuer   = "https://login.example.com"
    audience = ["notes"]
  }
}

resource "aws_apigatewayv2_integration" "notes" {
  for_each               = toset(["GET", "POST"])
  api_id                 = aws_apigatewayv2_api.notes.id
  integration_type       = "HTTP_PROXY"
  integration_method     = each.key
  integration_uri        = "https://notes.example.com/${lower(each.key)}"
  payload_format_version = "1.0"
  dynamic "response_parameters" {
    for_each = each.key == "GET" ? { "404" = "410", "500" = "503" } : {}
    content {
      status_code = response_parameters.key
      mappings    = { "overwrite:statuscode" = response_parameters.value }
    }
  }
}

resource "aws_apigatewayv2_route" "notes" {
  for_each           = aws_apigatewayv2_integration.notes
  api_id             = aws_apigatewayv2_api.notes.id
  route_key          = "${each.key} /notes/{id}"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.notes.id
  target             = "integrations/${each.value.id}"
}

resource "aws_apigatewayv2_stage" "notes" {
  count       = 2
  api_id      = aws_apigatewayv2_api.notes.id
  name        = count.index == 0 ? "$default" : "v${count.index}"
  auto_deploy = true
  default_route_settings {
    throttling_burst_limit = 5
    throttling_rate_limit  = 10
  }
}
