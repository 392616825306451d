variable "subnet_ids" {
  type = list(string)
}

data "aws_lb_listener" "tasks" {
  arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/tasks/50dc6c495c0c9188/0467ef3c8400ae65"
}

resource "aws_apigatewayv2_api" "api" {
  name          = "private"
  protocol_type = "HTTP"
  description   = "Tasks behind a load balancer"
}

resource "aws_security_group" "link" {
  name = "link"
}

resource "aws_apigatewayv2_vpc_link" "link" {
  name               = "link"
  subnet_ids         = var.subnet_ids
  security_group_ids = [aws_security_group.link.id]
}

resource "aws_apigatewayv2_integration" "tasks" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_uri    = data.aws_lb_listener.tasks.arn
  integration_method = "ANY"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.link.id

  tls_config {
    server_name_to_verify = "tasks.example.com"
  }

  request_parameters = {
    "append:header.authforintegration" = "$context.authorizer.authorizerResponse"
    "overwrite:path"                   = "staticValueForIntegration"
  }

  response_parameters {
    status_code = 403
    mappings = {
      "append:header.auth" = "$context.authorizer.authorizerResponse"
    }
  }

  response_parameters {
    status_code = "200"
    mappings = {
      "overwrite:statuscode" = "204"
    }
  }
}

resource "aws_service_discovery_service" "jobs" {
  name = "jobs"
}

resource "aws_apigatewayv2_integration" "jobs" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_uri    = aws_service_discovery_service.jobs.arn
  integration_method = "GET"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.link.id
}

resource "aws_lambda_function" "check" {
  function_name = "check"
  role          = "arn:aws:iam::123456789012:role/check"
}

resource "aws_apigatewayv2_authorizer" "check" {
  api_id                            = aws_apigatewayv2_api.api.id
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = aws_lambda_function.check.invoke_arn
  identity_sources                  = ["$request.header.Authorization", "$request.querystring.tenant"]
  name                              = "check"
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true
  authorizer_result_ttl_in_seconds  = 60
}

resource "aws_lambda_permission" "check" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.check.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.api.execution_arn}/authorizers/${aws_apigatewayv2_authorizer.check.id}"
}

resource "aws_apigatewayv2_route" "tasks" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "ANY /tasks/{proxy+}"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.check.id
  target             = "integrations/${aws_apigatewayv2_integration.tasks.id}"
}

resource "aws_apigatewayv2_route" "jobs" {
  api_id             = aws_apigatewayv2_api.api.id
  route_key          = "GET /jobs/{id}"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.check.id
  target             = "integrations/${aws_apigatewayv2_integration.jobs.id}"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true

  route_settings {
    route_key              = aws_apigatewayv2_route.jobs.route_key
    throttling_rate_limit  = 10
    throttling_burst_limit = 20
  }
}
