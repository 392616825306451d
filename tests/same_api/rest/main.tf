resource "aws_api_gateway_rest_api" "api" {
  name                     = "pets"
  binary_media_types       = ["image/png"]
  minimum_compression_size = 1024
  api_key_source           = "HEADER"
}

resource "aws_api_gateway_request_validator" "everything" {
  rest_api_id                 = aws_api_gateway_rest_api.api.id
  name                        = "everything"
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_gateway_response" "teapot" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  response_type = "THROTTLED"
  status_code   = "418"
  response_parameters = {
    "gatewayresponse.header.X-Reason" = "'teapot'"
  }
  response_templates = {
    "application/json" = "{\"message\": $context.error.messageString}"
  }
}

resource "aws_api_gateway_authorizer" "tokens" {
  rest_api_id                      = aws_api_gateway_rest_api.api.id
  name                             = "tokens"
  type                             = "TOKEN"
  authorizer_uri                   = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations"
  identity_source                  = "method.request.header.Authorization"
  authorizer_result_ttl_in_seconds = 60
  identity_validation_expression   = "^Bearer .+$"
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.api.id
  name         = "Pet"
  content_type = "application/json"
  schema = jsonencode({
    type = "object"
    properties = {
      name = { type = "string" }
    }
  })
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{id}"
}

resource "aws_api_gateway_method" "create" {
  rest_api_id          = aws_api_gateway_rest_api.api.id
  resource_id          = aws_api_gateway_resource.pets.id
  http_method          = "POST"
  operation_name       = "createPet"
  authorization        = "CUSTOM"
  authorizer_id        = aws_api_gateway_authorizer.tokens.id
  request_validator_id = aws_api_gateway_request_validator.everything.id
  request_models = {
    "application/json" = aws_api_gateway_model.pet.name
  }
  request_parameters = {
    "method.request.header.X-Trace" = false
  }
}

resource "aws_api_gateway_method_response" "created" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_method.create.http_method
  status_code = "201"
  response_parameters = {
    "method.response.header.Location" = false
  }
  response_models = {
    "application/json" = aws_api_gateway_model.pet.name
  }
}

resource "aws_api_gateway_method_response" "refused" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_method.create.http_method
  status_code = 400
}

resource "aws_api_gateway_integration" "create" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.pets.id
  http_method             = aws_api_gateway_method.create.http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem"
  credentials             = "arn:aws:iam::123456789012:role/pets"
  passthrough_behavior    = "NEVER"
  timeout_milliseconds    = 5000
  request_parameters = {
    "integration.request.header.X-Trace"  = "method.request.header.X-Trace"
    "integration.request.header.X-Region" = "eu" # FINDING invalid-mapping-expression
  }
  request_templates = {
    "application/json" = "{\"TableName\": \"pets\"}"
  }
}

resource "aws_api_gateway_integration_response" "created" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.pets.id
  http_method = aws_api_gateway_integration.create.http_method
  status_code = aws_api_gateway_method_response.created.status_code
  response_parameters = {
    "method.response.header.Location" = "'/pets/1'"
  }
}

resource "aws_api_gateway_integration_response" "missing" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_resource.pets.id
  http_method       = aws_api_gateway_integration.create.http_method
  status_code       = "404" # FINDING integration-response-without-method-response
  selection_pattern = "4\\d{2}"
  response_templates = {
    "application/json" = "{\"error\": true}"
  }
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.pet.id
  http_method   = "GET"
  authorization = "NONE"
  request_parameters = {
    "method.request.path.id" = true
  }
}

resource "aws_api_gateway_method_response" "pet" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.pet.id
  http_method = aws_api_gateway_method.get.http_method
  status_code = "200"
}

resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.pet.id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "GET"
  uri                     = "https://pets.example.com/{id}/{owner}" # FINDING unmapped-uri-variable
  request_parameters = {
    "integration.request.path.id" = "method.request.path.id"
  }
}
