resource "aws_lambda_function" "pets" {
  function_name = "pets"
  role          = "arn:aws:iam::123456789012:role/pets"
}

resource "aws_apigatewayv2_api" "pets" {
  name          = "pets"
  protocol_type = "HTTP"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "pets", version = "1.0" }
    paths = {
      "/pets" = {
        get = {
          x-amazon-apigateway-integration = {
            type                 = "AWS_PROXY"
            httpMethod           = "POST"
            payloadFormatVersion = "2.0"
            uri                  = aws_lambda_function.pets.invoke_arn
          }
        }
      }
      "/$default" = {
        x-amazon-apigateway-any-method = {
          isDefaultRoute = true
          x-amazon-apigateway-integration = {
            type                 = "HTTP_PROXY"
            httpMethod           = "ANY"
            payloadFormatVersion = "1.0"
            uri                  = "https://pets.example.com"
          }
        }
      }
    }
  })
}

resource "aws_lambda_permission" "pets" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.pets.arn
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.pets.execution_arn}/*/GET/pets"
}

resource "aws_apigatewayv2_stage" "live" {
  api_id      = aws_apigatewayv2_api.pets.id
  name        = "live"
  auto_deploy = true
}
