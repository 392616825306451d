"""The rule invalid-endpoint-configuration."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Absent, Answer, Known, List, known, strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, EndpointConfiguration
    from apigw_lint.rule import Finding

_TYPES = ("EDGE", "REGIONAL", "PRIVATE")
_ADDRESS_TYPES = ("ipv4", "dualstack")


class InvalidEndpointConfiguration(Rule):
    """
    Endpoint configuration that API Gateway does not take.

    ## What it does
    Finds types of endpoints other than `EDGE`, `REGIONAL` and `PRIVATE`, and more than one of them; VPC endpoints of an API that is not
    private; IP address types other than `ipv4` and `dualstack`, and `ipv4` on a private API.

    ## Why is this bad?
    API Gateway refuses the API: `Cannot create an api with multiple Endpoint Types`, `VPCEndpoints can only be specified with PRIVATE
    apis`, `Only dualstack ipAddressType is supported for Private APIs`.

    ## Example
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration:
            Types: [EDGE, REGIONAL]
    ```

    ## Use instead
    ```yaml
    Resources:
      Api:
        Type: AWS::ApiGateway::RestApi
        Properties:
          Name: pets
          EndpointConfiguration:
            Types: [REGIONAL]
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/api/API_EndpointConfiguration.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")
    needs = ("api.endpoint_configuration",)

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Looks at the endpoint configuration."""
        endpoint = api.endpoint_configuration
        if endpoint is None or not api.declared:
            return
        for address_type in strings(endpoint.ip_address_type):
            if address_type.value not in _ADDRESS_TYPES:
                yield self.finding(
                    address_type.span,
                    f"IP address type {address_type.value or 'is empty: it'} is none of {', '.join(_ADDRESS_TYPES)}",
                    fix=_fix(address_type, nearest(address_type.value, _ADDRESS_TYPES)),
                )
        if api.kind == "REST":
            yield from self._types(endpoint)
            yield from self._addresses(endpoint, api)

    def _types(self, endpoint: EndpointConfiguration) -> Iterator[Finding]:
        written = endpoint.types
        listed = written.items if isinstance(written, List) else ()
        for item in listed:
            for text in strings(item):
                if text.value not in _TYPES:
                    yield self.finding(
                        text.span,
                        f"endpoint type {text.value or 'is empty: it'} is none of {', '.join(_TYPES)}",
                        fix=_fix(text, nearest(text.value, _TYPES)),
                    )
        if len({item.value for item in listed if isinstance(item, Known)}) > 1:
            yield self.finding(written.span, "an API has one endpoint type; API Gateway refuses several")

    def _addresses(self, endpoint: EndpointConfiguration, api: Api) -> Iterator[Finding]:
        private = _is_private(endpoint, api)
        endpoints = endpoint.vpc_endpoint_ids
        if private is Answer.NO and isinstance(endpoints, List) and endpoints.items and endpoints.complete:
            yield self.finding(endpoints.span, "VPC endpoints of an API that is not private: API Gateway refuses them")
        if private is Answer.YES and known(endpoint.ip_address_type, str) == "ipv4":
            yield self.finding(endpoint.ip_address_type.span, "a private API is dualstack only: API Gateway refuses ipv4")


def _is_private(endpoint: EndpointConfiguration, api: Api) -> Answer:
    """Returns whether the API is private, as its endpoint configuration or a parameter of its import says."""
    written = endpoint.types
    if isinstance(written, List) and written.complete and written.items and all(isinstance(item, Known) for item in written.items):
        return Answer.of(any(known(item, str) == "PRIVATE" for item in written.items))
    if isinstance(written, Absent) and api.format == "cloudformation" and isinstance(api.parameters, Absent):
        return Answer.NO if isinstance(api.body, Absent) and isinstance(api.body_location, Absent) else Answer.MAYBE
    return Answer.MAYBE


def _fix(written: Known[str], right: str | None) -> Fix | None:
    edit = written.replaced(right) if right else None
    return Fix(f"write {right}", [edit], safe=False) if edit else None
