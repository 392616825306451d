"""A linter for Amazon API Gateway definitions in CloudFormation, SAM, Terraform and OpenAPI."""

__version__ = "0.1.0"
