module "gateway" {
  source = "./gateway"

  name = "orders"
  cors = {
    allow_headers = ["content-type", "x-amz-date", "authorization"]
    allow_methods = ["*"]
    allow_origins = ["*"]
  }
  vpc_links = {
    tasks = { subnet_ids = var.subnet_ids, security_group_ids = [] }
  }
  authorizers = {
    azure = {
      authorizer_type  = "JWT"
      identity_sources = ["$request.header.Authorization"]
      issuer           = "https://sts.windows.net/aaee026e-8f37-410e-8869-72d9154873e4/"
      audience         = ["d6a38afd-45d6-4874-d1aa-3c5c558aqcc2"]
    }
  }
  routes = {
    "GET /orders" = {
      authorizer = "azure"
      scopes     = ["orders/read"]
      integration = {
        uri                    = aws_lambda_function.orders.arn
        payload_format_version = "2.0"
      }
    }
    "ANY /tasks/{proxy+}" = {
      throttling_rate_limit  = 80
      throttling_burst_limit = 40
      integration = {
        type            = "HTTP_PROXY"
        method          = "ANY"
        uri             = var.listener_arn
        connection_type = "VPC_LINK"
        vpc_link        = "tasks"
        request_parameters = {
          "overwrite:path" = "/$request.path.proxy"
        }
        response_parameters = [{ status_code = 500, mappings = { "overwrite:statuscode" = "502" } }]
      }
    }
    "POST /start" = {
      authorizer = "azure"
      integration = {
        subtype         = "StepFunctions-StartExecution"
        credentials_arn = aws_iam_role.start.arn
        request_parameters = {
          StateMachineArn = var.state_machine_arn
        }
      }
    }
    "$default" = {
      integration = { uri = aws_lambda_function.orders.arn }
    }
  }
}

variable "subnet_ids" {
  type = list(string)
}

variable "listener_arn" {
  type = string
}

variable "state_machine_arn" {
  type = string
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  role          = "arn:aws:iam::123456789012:role/orders"
}

resource "aws_lambda_permission" "orders" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.orders.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${module.gateway.execution_arn}/*/*"
}

resource "aws_iam_role" "start" {
  assume_role_policy = "{}"
}
