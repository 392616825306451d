"""The rule invalid-response-transfer-mode."""

from __future__ import annotations

from apigw_lint.facts.enums import nearest
from apigw_lint.languages.backend import PROXIES, backend
from apigw_lint.languages.uri import INVOCATION, AwsUri
from apigw_lint.rule import Consequence, Fix, Rule
from apigw_lint.value import Answer, Known, equals, literals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Integration
    from apigw_lint.rule import Finding

_MODES = ("BUFFERED", "STREAM")
# Lambda's two calls, and the versions of its API that have them.
_OPERATIONS = {True: ("response-streaming-invocations", "2021-11-15"), False: ("invocations", INVOCATION)}


class InvalidResponseTransferMode(Rule):
    """
    Response transfer mode that does not fit the integration.

    ## What it does
    Finds modes other than `BUFFERED` and `STREAM`, `STREAM` on integrations that are no proxies, and Lambda functions that are streamed
    from with the URI of a buffered call, `.../2015-03-31/functions/.../invocations`, or the other way round.

    ## Why is this bad?
    API Gateway refuses the first two. With the wrong URI the function answers in a form that API Gateway does not read: calls fail.

    ## Example
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            responseTransferMode: STREAMING
    ```

    ## Use instead
    ```yaml
    openapi: 3.0.1
    info: {title: pets, version: "1"}
    paths:
      /pets:
        get:
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: GET
            uri: https://pets.example.com/
            responseTransferMode: STREAM
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
    """

    consequence = Consequence.REJECTED
    stage = "integration request"

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks at the mode, the type and the URI."""
        mode = integration.response_transfer_mode
        for written in literals(mode, str):
            if written.value.upper() not in _MODES:
                yield self._unknown(written)
        streams = equals(mode, "STREAM") if not isinstance(mode, Known) else Answer.of(str(mode.value).upper() == "STREAM")
        if streams is Answer.MAYBE:
            return
        called = backend(integration)
        if streams is Answer.YES and called.type in ("AWS", "HTTP", "MOCK"):
            yield self.finding(mode.span, f"STREAM is for AWS_PROXY and HTTP_PROXY, not {called.type}")
        if called.type in PROXIES:
            yield from self._uri(integration, streams is Answer.YES)

    def _unknown(self, written: Known[str]) -> Finding:
        near = nearest(written.value, _MODES)
        edit = written.replaced(near) if near else None
        return self.finding(
            written.span,
            f"response transfer mode {written.value or 'is empty: it'} is none of {', '.join(_MODES)}",
            fix=Fix(f"write {near}", [edit], safe=False) if edit else None,
        )

    def _uri(self, integration: Integration, streams: bool) -> Iterator[Finding]:
        called = backend(integration)
        function = called.aws.function if isinstance(called.aws, AwsUri) else None
        written = "invocations" if called.invoke_arn else function.operation.text if function is not None else ""
        wanted, version = _OPERATIONS[streams]
        if written not in (operation for operation, _ in _OPERATIONS.values()) or written == wanted:
            return
        place = (
            called.view.at(function.operation.start, function.operation.end) if function is not None and called.view is not None else None
        )
        mode = integration.response_transfer_mode
        yield self.finding(
            place or integration.uri.span,
            f"{'STREAM' if streams else 'a buffered response'} needs the URI .../{version}/functions/.../{wanted}, not {written}",
            related=[(mode.span, "the mode")] if isinstance(mode, Known) else (),
            consequence=Consequence.BROKEN,
        )
