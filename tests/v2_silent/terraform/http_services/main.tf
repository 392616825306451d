resource "aws_apigatewayv2_api" "api" {
  name          = "services"
  protocol_type = "HTTP"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_iam_role" "api" {
  name = "api"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "apigateway.amazonaws.com" } }]
  })
}

resource "aws_apigatewayv2_integration" "sqs" {
  api_id              = aws_apigatewayv2_api.api.id
  credentials_arn     = aws_iam_role.api.arn
  description         = "SQS"
  integration_type    = "AWS_PROXY"
  integration_subtype = "SQS-SendMessage"

  request_parameters = {
    "QueueUrl"    = aws_sqs_queue.orders.id
    "MessageBody" = "$request.body.message"
  }
}

resource "aws_apigatewayv2_integration" "events" {
  api_id                 = aws_apigatewayv2_api.api.id
  credentials_arn        = aws_iam_role.api.arn
  integration_type       = "AWS_PROXY"
  integration_subtype    = "EventBridge-PutEvents"
  payload_format_version = "1.0"
  request_parameters = {
    Source       = "shop"
    DetailType   = "$request.header.X-Type"
    Detail       = "$request.body"
    EventBusName = "arn:aws:events:eu-west-1:123456789012:event-bus/shop"
  }
}

resource "aws_apigatewayv2_integration" "machine" {
  api_id              = aws_apigatewayv2_api.api.id
  credentials_arn     = aws_iam_role.api.arn
  integration_type    = "AWS_PROXY"
  integration_subtype = "StepFunctions-StartSyncExecution"
  request_parameters = {
    StateMachineArn = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders"
    Input           = "{\"body\": $request.body, \"caller\": \"$context.identity.sourceIp\"}"
  }
}

resource "aws_apigatewayv2_route" "sqs" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "POST /messages"
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.sqs.id}"
}

resource "aws_apigatewayv2_route" "events" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "POST /events"
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.events.id}"
}

resource "aws_apigatewayv2_route" "machine" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "POST /orders"
  authorization_type = "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.machine.id}"
}

resource "aws_apigatewayv2_deployment" "api" {
  api_id      = aws_apigatewayv2_api.api.id
  description = "routes"

  triggers = {
    redeployment = sha1(jsonencode([
      aws_apigatewayv2_integration.sqs, aws_apigatewayv2_integration.events, aws_apigatewayv2_integration.machine,
      aws_apigatewayv2_route.sqs, aws_apigatewayv2_route.events, aws_apigatewayv2_route.machine,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "live" {
  api_id        = aws_apigatewayv2_api.api.id
  name          = "live"
  deployment_id = aws_apigatewayv2_deployment.api.id
}
