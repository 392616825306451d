resource "aws_api_gateway_rest_api" "pets" {
  name = "pets
}
