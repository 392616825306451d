"""What an authorizer and a method's authorization are, with the defaults of the format that they are written in."""

from __future__ import annotations

from apigw_lint.languages import identity
from apigw_lint.value import Absent, Answer, Known, List, Text, Unknown, known, masked, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.languages.identity import Source, SourceFault
    from apigw_lint.model import Authorizer, Method
    from apigw_lint.value import Value


def has_defaults(authorizer: Authorizer) -> bool:
    """Returns whether it is Terraform's resource for REST APIs, which has a type and an identity source without being told."""
    return "aws_api_gateway_authorizer." in authorizer.address


def type_of(authorizer: Authorizer) -> str | None:
    """Returns the type of an authorizer, ``None`` where it is not known or not written where it must be."""
    if isinstance(authorizer.type, Absent) and has_defaults(authorizer):
        return "TOKEN"
    return known(authorizer.type, str)


def kind_of(authorizer: Authorizer) -> str:
    """Returns the kind of API that an authorizer belongs to."""
    return str(authorizer.api.kind) if authorizer.api is not None else ""


def seconds(value: Value) -> int | None:
    """Returns a time to live that is written out."""
    return known(value, int) if not isinstance(known(value, bool), bool) else None


def caches(authorizer: Authorizer) -> Answer:
    """Returns whether answers of an authorizer are cached: for 300 seconds unless it says otherwise."""
    if type_of(authorizer) == "JWT" or kind_of(authorizer) == "WEBSOCKET":
        return Answer.NO
    if is_empty(authorizer.result_ttl):
        return Answer.YES if kind_of(authorizer) == "REST" else Answer.MAYBE
    time = seconds(authorizer.result_ttl)
    return Answer.MAYBE if time is None else Answer.of(time > 0)


def is_empty(value: Value) -> bool:
    """Returns whether nothing is written: absent, null, an empty string or list."""
    if isinstance(value, List):
        return value.complete and not value.items
    return isinstance(value, Absent) or (isinstance(value, Known) and (value.value is None or str(value.value).strip() == ""))


def identity_sources(authorizer: Authorizer) -> Iterator[tuple[Known[str] | Text, Source | SourceFault]]:
    """Yields each identity source that is written, or what is wrong with it, and the value that it stands in."""
    kind, sort = kind_of(authorizer), type_of(authorizer)
    for value in _written(authorizer.identity_source):
        text = masked(value)
        if text is not None and isinstance(value, (Known, Text)) and sort is not None:
            for one in identity.read(text, kind, sort):
                yield value, one


def _written(value: Value) -> Iterator[Value]:
    if isinstance(value, List):
        yield from value.items
    elif not isinstance(value, Absent):
        yield value


def all_sources_seen(authorizer: Authorizer) -> bool:
    """Returns whether no identity source can be there beside those that are written."""
    value = authorizer.identity_source
    if isinstance(value, List):
        return value.complete and not any(isinstance(item, Unknown) for item in value.items)
    return isinstance(value, (Known, Text, Absent))


def authorization(method: Method) -> str | None:
    """Returns the authorization type of a method in capitals; ``NONE`` where none is written, ``None`` where it is not known."""
    written = method.authorization_type
    if isinstance(written, Absent) or (isinstance(written, Known) and written.value is None):
        return "NONE"
    text = scalar_text(written.value) if isinstance(written, Known) else None
    return text.upper() if text else text
