"""The rule response-template-key."""

from __future__ import annotations

import re

from apigw_lint.languages.responses import is_imported, maps_responses
from apigw_lint.regexp import regexp
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import List, Table, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import IntegrationResponse
    from apigw_lint.rule import Finding

_MEDIA_TYPE = regexp(r"[^\s/]+/\S.*", re.DOTALL)


class ResponseTemplateKey(Rule):
    """
    Response template that is not a text for a content type.

    ## What it does
    Finds keys of response templates that are no content types, and templates that are mappings or lists instead of a text.

    ## Why is this bad?
    API Gateway refuses the integration response: `Invalid content type specified`. A template is one text, JSON too.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  json: '[]'
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses:
            "200": {description: all pets}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: '[]'
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
    """

    consequence = Consequence.REJECTED
    needs = ("integration_response.response_templates",)
    stage = "integration response"

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the templates of a response."""
        if response.integration is None or not maps_responses(response.integration):
            return
        for table in tables(response.response_templates):
            for key, template in table.known():
                if not _MEDIA_TYPE.fullmatch(key.value):
                    yield self.finding(key.span, f"{key.value or 'an empty text'} is no content type: application/json, for one")
                # What the importer of OpenAPI documents makes of these is recorded nowhere.
                elif isinstance(template, (Table, List)) and not is_imported(response.integration.api):
                    what = "a mapping" if isinstance(template, Table) else "a list"
                    yield self.finding(key.span, f"the template for {key.value} is {what}: a template is one text")
