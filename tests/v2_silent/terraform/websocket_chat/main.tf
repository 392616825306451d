resource "aws_apigatewayv2_api" "chat" {
  name                       = "chat"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

locals {
  routes = {
    "$connect"    = { name = "connect" }
    "$disconnect" = { name = "disconnect" }
    "$default"    = { name = "default" }
    "sendmessage" = { name = "send" }
  }
}

resource "aws_lambda_function" "route" {
  for_each      = local.routes
  function_name = "chat-${each.value.name}"
  handler       = "${each.value.name}.handler"
  runtime       = "nodejs20.x"
  role          = "arn:aws:iam::123456789012:role/chat"
  filename      = "chat.zip"
}

resource "aws_lambda_permission" "route" {
  for_each      = local.routes
  statement_id  = "AllowWebSocket"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.route[each.key].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.chat.execution_arn}/*/${each.key}"
}

resource "aws_apigatewayv2_integration" "route" {
  for_each                  = local.routes
  api_id                    = aws_apigatewayv2_api.chat.id
  integration_type          = "AWS_PROXY"
  integration_method        = "POST"
  content_handling_strategy = "CONVERT_TO_TEXT"
  passthrough_behavior      = "WHEN_NO_MATCH"
  integration_uri           = aws_lambda_function.route[each.key].invoke_arn
}

resource "aws_apigatewayv2_route" "route" {
  for_each           = local.routes
  api_id             = aws_apigatewayv2_api.chat.id
  route_key          = each.key
  authorization_type = each.key == "$connect" ? "CUSTOM" : "NONE"
  authorizer_id      = each.key == "$connect" ? aws_apigatewayv2_authorizer.check.id : null
  target             = "integrations/${aws_apigatewayv2_integration.route[each.key].id}"
}

resource "aws_lambda_function" "check" {
  function_name = "chat-check"
  role          = "arn:aws:iam::123456789012:role/chat"
}

resource "aws_lambda_permission" "check" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.check.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.chat.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.check.id}"
}

resource "aws_apigatewayv2_authorizer" "check" {
  api_id           = aws_apigatewayv2_api.chat.id
  authorizer_type  = "REQUEST"
  authorizer_uri   = aws_lambda_function.check.invoke_arn
  identity_sources = ["route.request.querystring.token"]
  name             = "check"
}

resource "aws_apigatewayv2_deployment" "chat" {
  api_id      = aws_apigatewayv2_api.chat.id
  description = "routes"

  triggers = {
    redeployment = sha1(jsonencode([
      aws_apigatewayv2_integration.route,
      aws_apigatewayv2_route.route,
      aws_apigatewayv2_authorizer.check,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_account" "account" {
  cloudwatch_role_arn = "arn:aws:iam::123456789012:role/logs"
}

resource "aws_apigatewayv2_stage" "live" {
  api_id        = aws_apigatewayv2_api.chat.id
  name          = "live"
  deployment_id = aws_apigatewayv2_deployment.chat.id

  default_route_settings {
    logging_level            = "INFO"
    data_trace_enabled       = false
    detailed_metrics_enabled = true
    throttling_burst_limit   = 500
    throttling_rate_limit    = 1000
  }

  access_log_settings {
    destination_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:chat"
    format          = "$context.requestId $context.connectionId $context.routeKey $context.eventType $context.status"
  }

  depends_on = [aws_api_gateway_account.account]
}

data "aws_iam_policy_document" "callback" {
  statement {
    actions   = ["execute-api:ManageConnections"]
    resources = ["${aws_apigatewayv2_api.chat.execution_arn}/${aws_apigatewayv2_stage.live.name}/POST/@connections/*"]
  }
}
