resource "aws_apigatewayv2_api" "api" {
  name          = "notes"
  protocol_type = "HTTP"
  cors_configuration { # FINDING preflight-does-not-allow-header
    allow_origins = ["https://notes.example.com"]
    allow_methods = ["GET", "POST"]
    max_age       = 600
  }
}

resource "aws_apigatewayv2_authorizer" "tokens" {
  api_id           = aws_apigatewayv2_api.api.id
  name             = "tokens"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    issuer   = "https://login.example.com"
    audience = ["notes"]
  }
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id                 = aws_apigatewayv2_api.api.id
  integration_type       = "HTTP_PROXY"
  integration_method     = "GET"
  integration_uri        = "https://notes.example.com/{id}"
  payload_format_version = "1.0"
  timeout_milliseconds   = 3000
  request_parameters = {
    "overwrite:path"         = "$request.path.id"
    "append:header.X-Stage"  = "$context.stage"
  }
  response_parameters {
    status_code = "404"
    mappings = {
      "overwrite:statuscode" = "410"
    }
  }
}

resource "aws_apigatewayv2_route" "get" {
  api_id               = aws_apigatewayv2_api.api.id
  route_key            = "GET /notes/{id}"
  operation_name       = "getNote"
  authorization_type   = "JWT"
  authorization_scopes = ["notes.read"]
  authorizer_id        = aws_apigatewayv2_authorizer.tokens.id
  target               = "integrations/${aws_apigatewayv2_integration.backend.id}"
}
