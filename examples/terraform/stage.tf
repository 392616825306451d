# Deployment, stage and usage plan.

# A new deployment with each apply, which cannot replace the old one while the stage is on it, and does not wait for all methods.
resource "aws_api_gateway_deployment" "live" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  triggers = {
    redeploy = timestamp()
  }
  depends_on = [aws_api_gateway_integration.lookup, aws_api_gateway_integration.update]
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id           = aws_api_gateway_rest_api.catalog.id
  deployment_id         = aws_api_gateway_deployment.live.id
  stage_name            = "live stage"
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"

  # A name has no dash, nothing reads it, and a key is no stage variable.
  variables = {
    "price-list" = "eu"
    "apiKey"     = "xK9mQ2vTr8wZ4nB7"
  }

  # The name of the stream has to start with amazon-apigateway-, and a line holds the id of its request.
  access_log_settings {
    destination_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/catalog-logs"
    format          = "$context.status $context.resourcePath"
  }
}

# A burst of 0 lets nobody in.
resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"

  settings {
    caching_enabled        = true
    logging_level          = "INFO"
    throttling_burst_limit = 0
    throttling_rate_limit  = 100
  }
}

# There is no such path: it is /products/{sku}.
resource "aws_api_gateway_method_settings" "product" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "product/{sku}/PUT"

  settings {
    metrics_enabled = true
  }
}

# No stage and no key: it limits nobody.
resource "aws_api_gateway_usage_plan" "suppliers" {
  name = "suppliers"

  quota_settings {
    limit  = 10000
    period = "DAY"
  }
}
