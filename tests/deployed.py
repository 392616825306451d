"""A REST API in Terraform with a deployment."""

from textwrap import dedent

REST = """\
resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
}
resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "get" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  resource_id = aws_api_gateway_rest_api.pets.root_resource_id
  http_method = aws_api_gateway_method.get.http_method
  type        = "MOCK"
}
"""


def deployed(arguments: str, more: str = "") -> str:
    """Returns a configuration with a deployment of one method: its arguments beside the API's id, and further blocks."""
    return (
        REST
        + 'resource "aws_api_gateway_deployment" "pets" {\n  rest_api_id = aws_api_gateway_rest_api.pets.id\n'
        + dedent(arguments)
        + "\n}\n"
        + dedent(more)
    )
