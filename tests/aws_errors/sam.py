"""Errors of SAM, which refuses a template before anything is made."""

from __future__ import annotations

from textwrap import dedent

from aws_errors.foretold import Cannot, Foretold

_ONLY_SAM = {"terraform": Cannot("Terraform knows no SAM"), "openapi": Cannot("an OpenAPI document is none of SAM's templates")}


def _api(settings: str, function: str = "") -> str:
    """Returns a template of SAM with an API of some settings and a function with an event, and further events."""
    return dedent("""\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Pets:
            Type: AWS::Serverless::Api
            Properties: {StageName: prod, OpenApiVersion: 3.0.1%s}
          List:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: src
              Handler: list.handler
              Runtime: python3.13
              Events:
                List: {Type: Api, Properties: {RestApiId: !Ref Pets, Path: /pets, Method: get}}
                %s
    """) % (settings, function)


ERRORS = (
    Foretold(
        "CO-09",
        "'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set",
        "invalid-sam-cors",
        cloudformation=_api(", Cors: {AllowCredentials: true, AllowOrigin: \"'*'\", AllowHeaders: \"'Content-Type'\"}"),
        **_ONLY_SAM,
    ),
    Foretold(
        "SA-06",
        "Invalid key 'X' for 'Cors' property.",
        "invalid-sam-cors",
        cloudformation=_api(", Cors: {AllowOrigins: \"'*'\", AllowHeaders: \"'Content-Type'\"}"),
        **_ONLY_SAM,
    ),
    Foretold(
        "SA-12",
        "Lambda integration already exists on Path=X, Method=Y",
        "invalid-sam-event",
        cloudformation=_api("", "Again: {Type: Api, Properties: {RestApiId: !Ref Pets, Path: /pets, Method: GET}}"),
        **_ONLY_SAM,
    ),
)
