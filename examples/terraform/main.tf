# A catalog API, broken on purpose: terraform validate and plan accept all of it. Each comment says what goes wrong on AWS.

variable "stage" {
  type = string
}

variable "certificate_arn" {
  type = string
}

locals {
  backend = "https://catalog.example.com"
  lookups = {
    products = "GET"
    brands   = "GET"
  }
}

# Every body is binary for this API: mocks cannot read their own templates then. "image" is no media type.
# Only private APIs have VPC endpoints.
resource "aws_api_gateway_rest_api" "catalog" {
  name               = "catalog-${var.stage}"
  binary_media_types = ["*/*", "image"]

  endpoint_configuration {
    types            = ["REGIONAL"]
    vpc_endpoint_ids = ["vpce-0123456789abcdef0"]
  }
}

# The statement names nobody.
resource "aws_api_gateway_rest_api_policy" "catalog" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "execute-api:Invoke"
      Resource = "execute-api:/*"
    }]
  })
}

# Callers show a certificate at the domain, and nobody asks for one at the API's own address. Names of domains are lower case.
resource "aws_api_gateway_domain_name" "catalog" {
  domain_name              = "Catalog.example.com"
  regional_certificate_arn = var.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  mutual_tls_authentication {
    truststore_uri = "s3://catalog-certificates/trusted.pem"
  }
}

# A base path has no slash at its ends.
resource "aws_api_gateway_base_path_mapping" "catalog" {
  api_id      = aws_api_gateway_rest_api.catalog.id
  domain_name = aws_api_gateway_domain_name.catalog.domain_name
  stage_name  = aws_api_gateway_stage.live.stage_name
  base_path   = "/catalog"
}

resource "aws_api_gateway_resource" "lookup" {
  for_each = local.lookups

  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_rest_api.catalog.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_resource" "product" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_resource.lookup["products"].id
  path_part   = "{sku}"
}

# A variable is a whole part of a path.
resource "aws_api_gateway_resource" "image" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_resource.product.id
  path_part   = "image-{size}"
}

resource "aws_api_gateway_resource" "health" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_rest_api.catalog.root_resource_id
  path_part   = "health"
}

resource "aws_api_gateway_resource" "stock" {
  rest_api_id = aws_api_gateway_rest_api.catalog.id
  parent_id   = aws_api_gateway_rest_api.catalog.root_resource_id
  path_part   = "stock"
}
