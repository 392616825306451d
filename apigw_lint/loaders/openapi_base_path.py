"""The base path: what the importer puts before every path when it is told to."""

from __future__ import annotations

from apigw_lint.loaders.openapi_values import is_absent, known_entries, shape, table_of
from apigw_lint.value import Absent, Known, List, Unknown, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.openapi_document import Document
    from apigw_lint.value import Value


def base_path(document: Document) -> Value | None:
    """Returns what stands before every path, ``None`` for nothing.

    The import parameter ``basepath`` decides: ``ignore`` (the default), ``prepend``, or ``split``, which leaves the first part to the
    stage. The base path itself is ``basePath`` of Swagger 2.0; of OpenAPI 3 the first server variable ``basePath``, else the path of
    the first server's url.
    """
    mode = document.basepath if document.basepath is not None else document.member(document.api.parameters, "basepath")
    if is_absent(mode) or (isinstance(mode, Known) and mode.value not in ("prepend", "split")):
        return None
    written = document.root.get("basePath") if document.version_2 else _of_servers(document)
    if is_absent(written):
        return None
    if not isinstance(mode, Known) or not isinstance(written, Known) or not isinstance(written.value, str):
        return Unknown(written.span, why="the base path")
    return _before(written, skips_first=mode.value == "split")


def _before(written: Known[str], skips_first: bool) -> Value | None:
    text = written.value.rstrip("/")
    start = len(text) - len(text.lstrip("/"))
    if skips_first:
        start = text.find("/", start) + 1 or len(text)
    if start >= len(text):
        return None
    if start and text[start - 1] == "/":
        return cut(written, start - 1, len(text))
    return Known("/" + text[start:], written.span)


def _of_servers(document: Document) -> Value:
    servers = document.root.get("servers")
    if not isinstance(servers, List):
        return Absent(servers.span) if is_absent(servers) else Unknown(servers.span, why="servers that are not known")
    tables = [table_of(server) for server in servers.items]
    for server in tables:
        for key, entry in known_entries(shape(server.get("variables")).table):
            if key.value == "basePath":
                return document.member(entry.value, "default")
    return _path_of_url(tables[0].get("url")) if tables else Absent(servers.span)


def _path_of_url(url: Value) -> Value:
    if not isinstance(url, Known) or not isinstance(url.value, str):
        return Absent(url.span) if is_absent(url) else Unknown(url.span, why="the url of the server")
    scheme = url.value.find("://")
    start = url.value.find("/", scheme + 3) if scheme >= 0 else url.value.find("/")
    if start < 0 or not url.value[start:].strip("/"):
        return Absent(url.span)
    if "{" in url.value[start:]:
        return Unknown(url.span, why="the variables of the server")
    return cut(url, start, len(url.value))
