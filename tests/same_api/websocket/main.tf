resource "aws_apigatewayv2_api" "api" {
  name                         = "chat"
  description                  = "A chat"
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = "$request.body.action"
  api_key_selection_expression = "$request.header.x-api-key"
  disable_execute_api_endpoint = true
  version                      = "1"
}

resource "aws_apigatewayv2_model" "note" {
  api_id       = aws_apigatewayv2_api.api.id
  name         = "note"
  content_type = "application/json"
  description  = "What is sent"
  schema       = jsonencode({ type = "object", required = ["text"], properties = { text = { type = "string" } } })
}

resource "aws_apigatewayv2_authorizer" "callers" {
  api_id                     = aws_apigatewayv2_api.api.id
  name                       = "callers"
  authorizer_type            = "REQUEST"
  authorizer_uri             = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:check/invocations"
  authorizer_credentials_arn = "arn:aws:iam::123456789012:role/check"
  identity_sources           = ["route.request.querystring.token"]
}

resource "aws_apigatewayv2_integration" "queue" {
  api_id                        = aws_apigatewayv2_api.api.id
  description                   = "The queue"
  integration_type              = "AWS"
  integration_method            = "POST"
  integration_uri               = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/chat"
  credentials_arn               = "arn:aws:iam::123456789012:role/chat"
  connection_type               = "INTERNET"
  content_handling_strategy     = "CONVERT_TO_TEXT"
  passthrough_behavior          = "NEVER"
  payload_format_version        = "1.0"
  template_selection_expression = "\\$default"
  timeout_milliseconds          = 2000
  request_parameters = {
    "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'"
  }
  request_templates = {
    "$default" = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
  }
}

resource "aws_apigatewayv2_integration_response" "sent" {
  api_id                        = aws_apigatewayv2_api.api.id
  integration_id                = aws_apigatewayv2_integration.queue.id
  integration_response_key      = "$default"
  content_handling_strategy     = "CONVERT_TO_TEXT"
  template_selection_expression = "\\$default"
  response_templates = {
    "$default" = jsonencode({ sent = true })
  }
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "$connect"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.callers.id
  api_key_required   = false
  request_parameter {
    request_parameter_key = "route.request.querystring.token"
    required              = true
  }
}

resource "aws_apigatewayv2_route" "send" {
  api_id                              = aws_apigatewayv2_api.api.id
  route_key                           = "send"
  operation_name                      = "send"
  authorization_type                  = "NONE"
  model_selection_expression          = "$request.body.action"
  request_models                      = { "$default" = "note" }
  route_response_selection_expression = "$default"
  target                              = "integrations/${aws_apigatewayv2_integration.queue.id}"
}

resource "aws_apigatewayv2_route_response" "answer" {
  api_id                     = aws_apigatewayv2_api.api.id
  route_id                   = aws_apigatewayv2_route.send.id
  route_response_key         = "$default"
  model_selection_expression = "$integration.response.body.kind" # FINDING invalid-route-response
  response_models            = { "$default" = "note" }
}

resource "aws_apigatewayv2_route" "rest" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.queue.id}"
}

resource "aws_apigatewayv2_deployment" "first" { # FINDING deployment-never-changes
  api_id      = aws_apigatewayv2_api.api.id
  description = "first"
  depends_on  = [aws_apigatewayv2_route.connect, aws_apigatewayv2_route.send, aws_apigatewayv2_route.rest]
}

resource "aws_apigatewayv2_stage" "live" {
  api_id                = aws_apigatewayv2_api.api.id
  name                  = "live"
  description           = "The live stage"
  deployment_id         = aws_apigatewayv2_deployment.first.id
  client_certificate_id = "abc123"
  stage_variables       = { tenant = "pets" }
  default_route_settings {
    data_trace_enabled       = false
    detailed_metrics_enabled = true
    logging_level            = "OFF"
    throttling_burst_limit   = 10
    throttling_rate_limit    = 5
  }
  route_settings {
    route_key              = "send"
    throttling_burst_limit = 20
    throttling_rate_limit  = 10.5
  }
  access_log_settings {
    destination_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:chat"
    format          = "$context.requestId $context.routeKey"
  }
}

resource "aws_apigatewayv2_domain_name" "domain" {
  domain_name = "chat.example.com"
  domain_name_configuration {
    certificate_arn                        = "arn:aws:acm:eu-west-1:123456789012:certificate/8a0c3ab9-2c56-4e75-9a07-6a3c0dfbbd62"
    endpoint_type                          = "REGIONAL"
    security_policy                        = "TLS_1_2"
    ip_address_type                        = "dualstack"
    ownership_verification_certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/11111111-2c56-4e75-9a07-6a3c0dfbbd62"
  }
  mutual_tls_authentication {
    truststore_uri     = "s3://trust/store.pem"
    truststore_version = "1"
  }
}

resource "aws_apigatewayv2_api_mapping" "mapping" {
  api_id          = aws_apigatewayv2_api.api.id
  domain_name     = aws_apigatewayv2_domain_name.domain.id
  stage           = aws_apigatewayv2_stage.live.id
  api_mapping_key = "v1"
}
