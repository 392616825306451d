"""The rule override-in-wrong-place."""

from __future__ import annotations

from apigw_lint.languages.templates import is_evaluated, templates_of
from apigw_lint.model import Integration
from apigw_lint.rule import Consequence, Fix, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.templates import WrittenTemplate
    from apigw_lint.languages.velocity.overrides import Override
    from apigw_lint.model import IntegrationResponse
    from apigw_lint.rule import Finding


class OverrideInWrongPlace(Rule):
    """
    Override of a request or response parameter that has no effect, or breaks the call.

    ## What it does
    Finds `#set($context.requestOverride...)` in templates of integration responses, overrides of what cannot be overridden, statuses that
    are no integer from 100 to 599, and parameters that one way through a template overrides twice.

    ## Why is this bad?
    When the response template runs, the request has been sent. Names and statuses that API Gateway does not know are dropped. A parameter
    can be overridden once: a second time, the call is answered with a 5xx error.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: |
                    #set($context.requestOverride.header.X-Id = $context.requestId)
                    {}
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          responses: {"200": {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: |
                    #set($context.responseOverride.header.X-Id = $context.requestId)
                    {}
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
    """

    consequence = Consequence.IGNORED
    needs = ("integration.request_templates", "integration_response.response_templates")

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the request templates."""
        yield from self._check(integration)

    def check_integration_response(self, response: IntegrationResponse) -> Iterator[Finding]:
        """Looks at the response templates."""
        yield from self._check(response)

    def _check(self, part: Integration | IntegrationResponse) -> Iterator[Finding]:
        if not is_evaluated(part):
            return
        for template in templates_of(part):
            if "Override" in template.text:
                from apigw_lint.languages.velocity.overrides import leaves_early, overrides, twice

                found = overrides(template.tree)
                for override in found:
                    yield from self._override(template, override, isinstance(part, Integration))
                for first, second in () if template.errors or leaves_early(template.tree) else twice(found):
                    yield self.finding(
                        template.at(second.start, second.end),
                        f"{second.shown} is overridden a second time: API Gateway answers the call with a 5xx error",
                        related=[(template.at(first.start, first.end), "first overridden here")],
                        consequence=Consequence.BROKEN,
                        help="set a variable where the value is found, and the override once at the end",
                    )

    def _override(self, template: WrittenTemplate, override: Override, in_request: bool) -> Iterator[Finding]:
        from apigw_lint.facts.context import OVERRIDES
        from apigw_lint.languages.velocity.types import near

        place = template.at(override.start, override.end)
        allowed = OVERRIDES[override.root]
        if override.root == "requestOverride" and not in_request:
            yield self.finding(place, f"{override.shown} is set after the request was sent")
        elif override.location not in allowed:
            meant = near(override.location, allowed)
            edit = template.replaced(override.location_start, override.location_end, meant) if meant else None
            other = f"; did you mean {meant}?" if meant else f": it has {' and '.join(allowed)}"
            fix = Fix(f"write {meant}", [edit], safe=False) if edit else None
            yield self.finding(place, f"$context.{override.root} has no {override.location}{other}", fix=fix)
        elif override.location == "status" and override.wrong_status is not None:
            yield self.finding(place, f"{override.wrong_status} is dropped: a status is an integer from 100 to 599")
