variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "protocol_type" {
  type    = string
  default = "HTTP"
}

variable "cors" {
  type = object({
    allow_credentials = optional(bool)
    allow_headers     = optional(list(string))
    allow_methods     = optional(list(string))
    allow_origins     = optional(list(string))
    max_age           = optional(number)
  })
  default = null
}

variable "body" {
  type    = string
  default = null
}

variable "domain_name" {
  type    = string
  default = ""
}

variable "domain_name_certificate_arn" {
  type    = string
  default = null
}

variable "mutual_tls_authentication" {
  type    = map(string)
  default = {}
}

variable "authorizers" {
  type = map(object({
    authorizer_type  = optional(string, "REQUEST")
    authorizer_uri   = optional(string)
    identity_sources = optional(list(string))
    issuer           = optional(string)
    audience         = optional(list(string))
    payload_version  = optional(string)
    ttl              = optional(number)
  }))
  default = {}
}

variable "vpc_links" {
  type = map(object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  }))
  default = {}
}

variable "routes" {
  type = map(object({
    authorizer             = optional(string)
    authorization_type     = optional(string)
    scopes                 = optional(list(string), [])
    throttling_burst_limit = optional(number)
    throttling_rate_limit  = optional(number)
    integration = object({
      type                   = optional(string, "AWS_PROXY")
      method                 = optional(string)
      uri                    = optional(string)
      subtype                = optional(string)
      credentials_arn        = optional(string)
      connection_type        = optional(string)
      vpc_link               = optional(string)
      payload_format_version = optional(string)
      timeout_milliseconds   = optional(number)
      request_parameters     = optional(map(string), {})
      response_parameters    = optional(list(object({ status_code = number, mappings = map(string) })))
    })
  }))
  default = {}
}

variable "stage_name" {
  type    = string
  default = "$default"
}

variable "access_log_settings" {
  type    = object({ destination_arn = string, format = string })
  default = null
}

locals {
  create_domain = var.create && var.domain_name != ""
}

resource "aws_apigatewayv2_api" "this" {
  count = var.create ? 1 : 0

  name                         = var.name
  protocol_type                = var.protocol_type
  body                         = var.body
  disable_execute_api_endpoint = local.create_domain
  route_selection_expression   = var.protocol_type == "WEBSOCKET" ? "$request.body.action" : null

  dynamic "cors_configuration" {
    for_each = var.cors != null && var.protocol_type == "HTTP" ? [var.cors] : []
    content {
      allow_credentials = cors_configuration.value.allow_credentials
      allow_headers     = cors_configuration.value.allow_headers
      allow_methods     = cors_configuration.value.allow_methods
      allow_origins     = cors_configuration.value.allow_origins
      max_age           = cors_configuration.value.max_age
    }
  }
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = { for name, one in var.authorizers : name => one if var.create }

  api_id                            = aws_apigatewayv2_api.this[0].id
  name                              = each.key
  authorizer_type                   = each.value.authorizer_type
  authorizer_uri                    = each.value.authorizer_uri
  authorizer_payload_format_version = each.value.payload_version
  authorizer_result_ttl_in_seconds  = each.value.ttl
  identity_sources                  = each.value.identity_sources

  dynamic "jwt_configuration" {
    for_each = each.value.issuer != null ? [each.value] : []
    content {
      audience = jwt_configuration.value.audience
      issuer   = jwt_configuration.value.issuer
    }
  }
}

resource "aws_apigatewayv2_vpc_link" "this" {
  for_each = { for name, one in var.vpc_links : name => one if var.create }

  name               = each.key
  subnet_ids         = each.value.subnet_ids
  security_group_ids = each.value.security_group_ids
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = { for key, route in var.routes : key => route.integration if var.create }

  api_id                 = aws_apigatewayv2_api.this[0].id
  integration_type       = each.value.type
  integration_method     = each.value.subtype == null ? coalesce(each.value.method, "POST") : null
  integration_uri        = each.value.uri
  integration_subtype    = each.value.subtype
  credentials_arn        = each.value.credentials_arn
  connection_type        = each.value.connection_type
  connection_id          = try(aws_apigatewayv2_vpc_link.this[each.value.vpc_link].id, null)
  payload_format_version = each.value.payload_format_version
  timeout_milliseconds   = each.value.timeout_milliseconds
  request_parameters     = each.value.request_parameters

  dynamic "response_parameters" {
    for_each = each.value.response_parameters != null ? each.value.response_parameters : []
    content {
      status_code = response_parameters.value.status_code
      mappings    = response_parameters.value.mappings
    }
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each = { for key, route in var.routes : key => route if var.create }

  api_id               = aws_apigatewayv2_api.this[0].id
  route_key            = each.key
  authorization_type   = each.value.authorizer != null ? var.authorizers[each.value.authorizer].authorizer_type == "JWT" ? "JWT" : "CUSTOM" : each.value.authorization_type
  authorizer_id        = try(aws_apigatewayv2_authorizer.this[each.value.authorizer].id, null)
  authorization_scopes = each.value.scopes
  target               = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

resource "aws_apigatewayv2_stage" "this" {
  count = var.create ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  name        = var.stage_name
  auto_deploy = true

  dynamic "access_log_settings" {
    for_each = var.access_log_settings != null ? [var.access_log_settings] : []
    content {
      destination_arn = access_log_settings.value.destination_arn
      format          = access_log_settings.value.format
    }
  }

  dynamic "route_settings" {
    for_each = { for key, route in var.routes : key => route if route.throttling_rate_limit != null }
    content {
      route_key              = route_settings.key
      throttling_burst_limit = route_settings.value.throttling_burst_limit
      throttling_rate_limit  = route_settings.value.throttling_rate_limit
    }
  }

  depends_on = [aws_apigatewayv2_route.this]
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = local.create_domain ? 1 : 0

  domain_name = var.domain_name

  domain_name_configuration {
    certificate_arn = var.domain_name_certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  dynamic "mutual_tls_authentication" {
    for_each = length(var.mutual_tls_authentication) > 0 ? [var.mutual_tls_authentication] : []
    content {
      truststore_uri     = mutual_tls_authentication.value.truststore_uri
      truststore_version = try(mutual_tls_authentication.value.truststore_version, null)
    }
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = local.create_domain ? 1 : 0

  api_id      = aws_apigatewayv2_api.this[0].id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.this[0].id
}

output "execution_arn" {
  value = try(aws_apigatewayv2_api.this[0].execution_arn, "")
}
