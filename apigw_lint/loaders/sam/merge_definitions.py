"""``MergeDefinitions``: events of functions go into the document that the author wrote."""

from __future__ import annotations

from apigw_lint.loaders.sam.document import SWAGGER, skeleton, verb_key
from apigw_lint.loaders.sam.nodes import mapping
from apigw_lint.loaders.sam.rest_document import RestDocument
from apigw_lint.syntax.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.sam.events import Event
    from apigw_lint.loaders.sam.macro import Macro
    from apigw_lint.loaders.sam.nodes import Grown


def fresh(event: Event) -> RestDocument:
    """Returns the document that one event goes into before it is merged."""
    return RestDocument(skeleton(SWAGGER, event.key), True)


def merge(macro: Macro, body: Grown, made: RestDocument, event: Event) -> None:
    """Merges what an event made into a document: its keys go before those that the author wrote for the same method.

    Where the author's document has no paths, SAM loses the event. The method is written as the event names it, ``any`` included.
    """
    path, verb = macro.text(event.path), macro.text(event.method)
    written = mapping(body.get("paths"))
    if path is None or verb is None or written is None or not written.entries or event.path is None or event.method is None:
        return
    item = mapping(made.paths.get(path))
    operation = item.get(verb_key(verb)) if item is not None else None
    target = body.grow("paths").grow(path, event.path).grow(verb.lower(), event.method)
    for name, node in operation.entries if isinstance(operation, Mapping) else ():
        target.put(name, node)
