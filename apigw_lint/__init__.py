"""A linter for Amazon API Gateway definitions in CloudFormation, Terraform and OpenAPI."""

__version__ = "0.1.0"
