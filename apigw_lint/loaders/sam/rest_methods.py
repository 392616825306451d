"""Methods that events add to the document of a REST API, whatever stands behind them."""

from __future__ import annotations

from apigw_lint.loaders.sam import rest_policy, rest_security
from apigw_lint.loaders.sam.document import INTEGRATION, branches, conditional, verb_key
from apigw_lint.loaders.sam.events import said
from apigw_lint.loaders.sam.nodes import is_call, mapping
from apigw_lint.loaders.template import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.loaders.sam.nodes import Grown
    from apigw_lint.loaders.sam.rest_document import RestDocument


def where(macro: Macro, event: Event) -> tuple[str | None, str | None]:
    """Returns the path and the verb of an event, each ``None`` where it is not known."""
    return macro.text(event.path), macro.text(event.method)


def stage_of(api: Resource | None) -> str:
    """Returns the name of an API's stage as SAM uses it in logical ids."""
    if api is None:
        return "AllStages"
    written = api.get("StageName")
    return text_of(written) or "Stage" if written is not None and not is_call(written) else "Stage"


def make_method(document: RestDocument, event: Event, path: str, verb: str, integration: Grown, responses: dict[str, Any]) -> None:
    """Puts an integration into a document, on the condition of what stands behind the event."""
    assert event.path is not None
    assert event.method is not None
    document.declare(path, verb, event.path, event.method)
    condition = event.owner.condition
    if condition is not None:
        integration.put("uri", conditional(condition, integration.get("uri"), event.key), event.key)
    for item in document.items(path):
        for operation in branches(item, verb_key(verb)):
            operation.put(INTEGRATION, integration, event.key)
            if operation.get("responses") is None:
                operation.put("responses", responses, event.key)
            if condition is not None:
                item.put(verb_key(verb), conditional(condition, operation, event.method))


def authorize(macro: Macro, api: Resource, document: RestDocument, event: Event, stage: Any) -> None:
    """Adds what an event says of authorization to its method."""
    path, verb = where(macro, event)
    written = said(event, "Auth")
    auth = mapping(written)
    if path is None or verb is None or written is None:
        return
    if auth is None:
        if is_call(written):
            rest_security.lose_sight(document, path, verb, written)
        return
    rest_security.of_event(macro, api, document, auth, path, verb)
    rest_policy.of_event(macro, document, auth.get("ResourcePolicy"), path, stage)
