resource "aws_apigatewayv2_api" "api" {
  name                       = "tasks"
  description                = "Tasks"
  protocol_type              = "HTTP"
  version                    = "2"
  ip_address_type            = "dualstack"
  fail_on_warnings           = false
  route_selection_expression = "$request.method $request.path"
  cors_configuration {
    allow_credentials = true
    allow_headers     = ["content-type", "authorization"]
    allow_methods     = ["GET"]
    allow_origins     = ["https://tasks.example.com"]
    expose_headers    = ["etag"]
    max_age           = 60
  }
}

resource "aws_apigatewayv2_authorizer" "callers" {
  api_id                            = aws_apigatewayv2_api.api.id
  name                              = "callers"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:check/invocations"
  authorizer_credentials_arn        = "arn:aws:iam::123456789012:role/check"
  authorizer_payload_format_version = "2.0"
  authorizer_result_ttl_in_seconds  = 60
  enable_simple_responses           = true
  identity_sources                  = ["$request.header.Authorization"]
}

resource "aws_apigatewayv2_vpc_link" "link" {
  name               = "tasks"
  subnet_ids         = ["subnet-1", "subnet-2"]
  security_group_ids = ["sg-1"]
}

resource "aws_apigatewayv2_integration" "private" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "HTTP_PROXY"
  integration_method     = "ANY"
  integration_uri        = "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1"
  connection_type        = "VPC_LINK"
  connection_id          = aws_apigatewayv2_vpc_link.link.id
  payload_format_version = "1.0"
  tls_config {
    server_name_to_verify = "tasks.example.com"
  }
}

resource "aws_apigatewayv2_integration" "events" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "AWS_PROXY"
  integration_subtype    = "EventBridge-PutEvents"
  credentials_arn        = "arn:aws:iam::123456789012:role/events"
  payload_format_version = "1.0"
  request_parameters     = { Source = "tasks", DetailType = "$request.header.X-Type", Detail = "$request.body" }
}

resource "aws_apigatewayv2_route" "tasks" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "ANY /tasks/{proxy+}"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.callers.id
  target             = "integrations/${aws_apigatewayv2_integration.private.id}"
}

resource "aws_apigatewayv2_route" "default" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "$default"
  authorization_type = "NONE"
  target             = "integrations/${aws_apigatewayv2_integration.events.id}"
}

resource "aws_apigatewayv2_stage" "live" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
  depends_on  = [aws_apigatewayv2_route.default]
  route_settings {
    route_key                = "$default"
    detailed_metrics_enabled = true
  }
}
