"""What is made before what, and what makes Terraform deploy again, across modules."""

from loading import load

MAIN = """\
resource "aws_api_gateway_rest_api" "pets" {
  name = "pets"
}
resource "aws_api_gateway_method" "get" {
  for_each      = toset(["GET"])
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  resource_id   = aws_api_gateway_rest_api.pets.root_resource_id
  http_method   = each.key
  authorization = "NONE"
}
module "live" {
  source     = "./live"
  api        = aws_api_gateway_rest_api.pets.id
  methods    = { for name, method in aws_api_gateway_method.get : name => method.id }
  depends_on = [aws_api_gateway_gateway_response.denied]
}
resource "aws_api_gateway_gateway_response" "denied" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  response_type = "ACCESS_DENIED"
}
output "id" {
  value = aws_api_gateway_rest_api.pets.id
}
"""
LIVE = """\
variable "api" {}
variable "methods" {}
resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = var.api
  triggers    = { redeployment = sha1(jsonencode(var.methods)) }
}
resource "aws_api_gateway_stage" "live" {
  rest_api_id   = var.api
  deployment_id = aws_api_gateway_deployment.pets.id
  stage_name    = "live"
  lifecycle {
    create_before_destroy = true
  }
}
"""
DEPLOYMENT, METHOD = "module.live.aws_api_gateway_deployment.pets", 'aws_api_gateway_method.get["GET"]'


def definition(tmp_path):
    (tmp_path / "live").mkdir()
    (tmp_path / "main.tf").write_text(MAIN)
    (tmp_path / "live" / "main.tf").write_text(LIVE)
    return next(found for found in load(tmp_path).definitions if any(api.declared for api in found.apis))


def test_order(tmp_path):
    order = definition(tmp_path).order

    assert order.waits(DEPLOYMENT, METHOD)
    assert order.waits(DEPLOYMENT, "aws_api_gateway_gateway_response.denied")
    assert order.waits("module.live.aws_api_gateway_stage.live", METHOD)
    assert not order.waits(METHOD, DEPLOYMENT)
    assert not order.waits("aws_api_gateway_gateway_response.denied", METHOD)


def test_renewal(tmp_path):
    api = next(api for api in definition(tmp_path).apis if api.declared)
    renewal = api.deployments[0].renewal

    assert (("aws_api_gateway_method.get", ""),) == renewal.attributes
    assert ["jsonencode", "sha1"] == sorted(name for name, _ in renewal.calls)
    assert not renewal.others
    assert api.deployments[0].create_before_destroy.value is True
    assert api.told
