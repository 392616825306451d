resource "aws_lambda_function" "hook" {
  function_name = "hook"
  role          = "arn:aws:iam::123456789012:role/hook"
}

resource "aws_apigatewayv2_api" "hook" {
  name          = "hook"
  protocol_type = "HTTP"
  route_key     = "POST /hook"
  target        = aws_lambda_function.hook.arn
}

resource "aws_lambda_permission" "hook" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.hook.arn
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.hook.execution_arn}/*/*"
}

output "url" {
  value = "${aws_apigatewayv2_api.hook.api_endpoint}/hook"
}
