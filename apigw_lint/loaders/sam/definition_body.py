"""The document of a REST API as the author gives it, before SAM adds to it."""

from __future__ import annotations

from apigw_lint.loaders.sam import rest_settings
from apigw_lint.loaders.sam.data import is_set
from apigw_lint.loaders.sam.document import SWAGGER, skeleton
from apigw_lint.loaders.sam.nodes import Grown, mapping, tree, unknown
from apigw_lint.loaders.sam.rest_document import RestDocument
from apigw_lint.loaders.template import call_of, section, text_of
from apigw_lint.syntax.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.sam.macro import Macro, Resource
    from apigw_lint.syntax.tree import Node

_TRANSFORM = "Fn::Transform"


class Definition:
    """The document of an API. ``opaque`` stands for it where SAM cannot add to it; ``merged``: events go into what the author wrote."""

    __slots__ = ("document", "merged", "opaque")

    def __init__(self, document: RestDocument, opaque: Node | None = None, merged: bool = False) -> None:
        self.document = document
        self.opaque = opaque
        self.merged = merged

    @property
    def body(self) -> Node:
        """Returns what the API is made of."""
        return self.opaque if self.opaque is not None else self.document.body


def definition_of(macro: Macro, api: Resource) -> Definition:
    """Returns the document of an API, a new one where the author wrote none."""
    written = api.get("DefinitionBody")
    if is_set(api.get("DefinitionUri")):
        return Definition(RestDocument(Grown(api.key), False), unknown(api.key))
    if written is None or not is_set(written):
        document = RestDocument(skeleton(SWAGGER, api.key), True)
        rest_settings.write_version(macro, api, document.body)
        return _merged(macro, api, document, api.key)
    body = _included(macro, written)
    if mapping(body) is None or not isinstance(body, Mapping):
        return Definition(RestDocument(Grown(written), False), body)
    return _merged(macro, api, RestDocument(Grown(body, body), False), written)


def _merged(macro: Macro, api: Resource, document: RestDocument, place: Node) -> Definition:
    """Returns a document into which events go, merged or not; one that is not known where that is not."""
    merged = macro.truth(api.get("MergeDefinitions"))
    return Definition(document, None if merged is not None else unknown(place), merged is True)


def _included(macro: Macro, body: Node) -> Node:
    """Returns a document with the local files in it that ``AWS::Include`` names: they are there before SAM adds to it."""
    call = call_of(body)
    if call is not None:
        return (_file(macro, call[1]) if call[0] == _TRANSFORM else None) or body
    if not isinstance(body, Mapping) or body.get(_TRANSFORM) is None:
        return body
    entries: list[tuple[Scalar, Node]] = []
    for key, node in body.entries:
        file = _file(macro, node) if key.value == _TRANSFORM else None
        entries += file.entries if isinstance(file, Mapping) else [(key, node)]
    return Mapping(body.source, body.start, body.end, entries)


def _file(macro: Macro, argument: Node) -> Node | None:
    if not isinstance(argument, Mapping) or text_of(argument.get("Name")) != "AWS::Include":
        return None
    parameters = section(argument, "Parameters")
    location = parameters.get("Location") if parameters is not None else None
    path = macro.text(location)
    found = macro.evaluator.included(path, location.span) if path is not None and location is not None else None
    return tree(found, argument) if found is not None else None
