resource "aws_apigatewayv2_api" "events" {
  name                         = "events"
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = "$request.body.action"
  api_key_selection_expression = "$context.authorizer.usageIdentifierKey"
}

resource "aws_apigatewayv2_model" "message" {
  api_id       = aws_apigatewayv2_api.events.id
  content_type = "application/json"
  name         = "message"
  schema       = <<-EOF
    {
      "$schema": "http://json-schema.org/draft-04/schema#",
      "title": "message",
      "type": "object",
      "properties": {
        "text": { "type": "string" }
      }
    }
  EOF
}

resource "aws_sqs_queue" "events" {
  name = "events"
}

resource "aws_apigatewayv2_integration" "queue" {
  api_id                        = aws_apigatewayv2_api.events.id
  integration_type              = "AWS"
  integration_method            = "POST"
  integration_uri               = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/${aws_sqs_queue.events.name}"
  credentials_arn               = "arn:aws:iam::123456789012:role/events"
  template_selection_expression = "\\$default"
  passthrough_behavior          = "NEVER"

  request_parameters = {
    "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'"
  }

  request_templates = {
    "$default" = "Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))"
  }
}

resource "aws_apigatewayv2_integration_response" "queue" {
  api_id                        = aws_apigatewayv2_api.events.id
  integration_id                = aws_apigatewayv2_integration.queue.id
  integration_response_key      = "/200/"
  template_selection_expression = "\\$default"
  response_templates = {
    "$default" = jsonencode({ queued = true })
  }
}

resource "aws_apigatewayv2_integration_response" "failed" {
  api_id                   = aws_apigatewayv2_api.events.id
  integration_id           = aws_apigatewayv2_integration.queue.id
  integration_response_key = "$default"
}

resource "aws_apigatewayv2_integration" "mock" {
  api_id                        = aws_apigatewayv2_api.events.id
  integration_type              = "MOCK"
  template_selection_expression = "200"
  request_templates = {
    "200" = "{\"statusCode\": 200}"
  }
}

resource "aws_apigatewayv2_integration_response" "mock" {
  api_id                        = aws_apigatewayv2_api.events.id
  integration_id                = aws_apigatewayv2_integration.mock.id
  integration_response_key      = "/200/"
  template_selection_expression = "200"
  response_templates = {
    "200" = "{\"connectionId\": \"$context.connectionId\"}"
  }
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.events.id
  route_key          = "$connect"
  authorization_type = "AWS_IAM"
  api_key_required   = true
  target             = "integrations/${aws_apigatewayv2_integration.mock.id}"

  request_parameter {
    request_parameter_key = "route.request.header.Sec-WebSocket-Protocol"
    required              = false
  }
}

resource "aws_apigatewayv2_route_response" "connect" {
  api_id             = aws_apigatewayv2_api.events.id
  route_id           = aws_apigatewayv2_route.connect.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_route" "send" {
  api_id                              = aws_apigatewayv2_api.events.id
  route_key                           = "send"
  model_selection_expression          = "$request.body.action"
  request_models                      = { "$default" = aws_apigatewayv2_model.message.name }
  route_response_selection_expression = "$default"
  target                              = "integrations/${aws_apigatewayv2_integration.queue.id}"
}

resource "aws_apigatewayv2_route_response" "send" {
  api_id             = aws_apigatewayv2_api.events.id
  route_id           = aws_apigatewayv2_route.send.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.events.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.queue.id}"
}

resource "aws_apigatewayv2_stage" "live" {
  api_id      = aws_apigatewayv2_api.events.id
  name        = "live"
  auto_deploy = true
}

resource "aws_api_gateway_api_key" "client" {
  name = "client"
}

resource "aws_api_gateway_usage_plan" "clients" {
  name = "clients"
  api_stages {
    api_id = aws_apigatewayv2_api.events.id
    stage  = aws_apigatewayv2_stage.live.name
  }
}

resource "aws_api_gateway_usage_plan_key" "client" {
  key_id        = aws_api_gateway_api_key.client.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.clients.id
}
