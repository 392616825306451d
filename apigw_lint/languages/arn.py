"""ARNs of calls to an API, and patterns of such ARNs: what a permission or a resource policy lets through.

Of a call, the ARN says the API, the stage, the verb and the path; of an authorizer, its id::

    arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}
    arn:{partition}:execute-api:{region}:{account}:{api}/authorizers/{id}
    execute-api:/{stage}/{verb}/{path}                                            (in a resource policy)

A pattern has ``*`` for any text and ``?`` for any character. A pattern and a *subject*, what is to be let through, are texts in one
private alphabet: :data:`HOLE` is a text that is not known, :data:`FIELD` a field that is right wherever it is deployed, :data:`API` the id
of the API in question, :data:`OTHER` another one, :data:`SEGMENT` a text without a slash that is not known. In subjects :data:`ANY`
stands for each text there is, such as the value of a path variable. Only a ``*`` lets through each text: neither ``{id}`` nor
``ANY`` in a pattern does.

Source: the developer guide's page on the format of ARNs, and Lambda's on permissions (patterns are matched as ArnLike does).
"""

from __future__ import annotations

import re

from apigw_lint.languages.uri import FIELD, SPECIAL, view
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE, Answer, Known, Reference, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apigw_lint.value import Value

    Names = Callable[[Reference], "str | None"]

API = "\ue010"
"""The id of the API in question."""
OTHER = "\ue011"
"""The id of something else that these files make."""
AUTHORIZER = "\ue012"
"""The id of the authorizer in question."""
ANY = "\ue013"
"""In a subject: each text that there is."""
SEGMENT = "\ue014"
"""A text without a slash that is not known, such as the name of a stage."""

_SHORT = regexp(r"execute-api:/")
_FIELDS = (1, 3, 4)
"""Partition, region and account."""
_HOLES = regexp(f"[{SPECIAL}]+")
_OPEN = frozenset(("*", "?", HOLE, SEGMENT, ANY))
_LONGEST = 2000
"""A pattern or subject with more characters is not compared."""


def call(api: str, stage: str, verb: str, path: str) -> str:
    """Returns the subject that the calls of a method are. ``stage``, ``verb`` and ``path`` may have holes; path variables are any text."""
    return f"arn:{FIELD}:execute-api:{FIELD}:{FIELD}:{api}/{stage}/{any_verb(verb)}{any_path(path)}"


def route(api: str, stage: str, key: str) -> str:
    """Returns the subject that the calls of a route are which is no verb and path: ``$default``, or a route of a WebSocket API."""
    return f"arn:{FIELD}:execute-api:{FIELD}:{FIELD}:{api}/{stage}/{key}"


def authorizer_call(api: str) -> str:
    """Returns the subject that the calls of the authorizer in question are."""
    return f"arn:{FIELD}:execute-api:{FIELD}:{FIELD}:{api}/authorizers/{AUTHORIZER}"


def any_verb(verb: str) -> str:
    """Returns a verb as subjects have it: ``ANY`` is each of them."""
    return ANY if verb.upper() in ("ANY", "X-AMAZON-APIGATEWAY-ANY-METHOD") else verb


def any_path(path: str) -> str:
    """Returns a path as subjects have it: a variable is any text."""
    return re.sub(r"\{[^{}/]*\}", ANY, path)


def pattern(value: Value, names: Names) -> str | None:
    """Returns the pattern that a string is, ``None`` where nothing of it is known.

    ``names`` gives the text of a reference in the private alphabet, or ``None`` for what it does not know.
    """
    text = _text(value, names)
    if text is None:
        return None
    text = _SHORT.sub(f"arn:{FIELD}:execute-api:{FIELD}:{FIELD}:{API}/", text, count=1) if text.startswith("execute-api:/") else text
    return _certain_fields(text)


def _text(value: Value, names: Names) -> str | None:
    if isinstance(value, Reference):
        return names(value)
    if isinstance(value, Text):
        return "".join(_part(part, names) for part in value.parts)
    if isinstance(value, Known) and isinstance(value.value, str):
        seen = view(value)
        return re.sub(f"([{SPECIAL}])\\1*", r"\1", seen.text) if seen is not None else None
    return None


def _part(part: Known[str] | object, names: Names) -> str:
    if isinstance(part, Known):
        return str(part.value)
    if isinstance(part, Reference):
        named = names(part)
        if named is not None:
            return named
    seen = view(Text([part], part.span)) if hasattr(part, "span") else None  # type: ignore[list-item]
    return FIELD if seen is not None and seen.text == FIELD else HOLE


def _certain_fields(text: str) -> str:
    """Returns the text with fields that another deployment would have otherwise, and ids that are written out, as not known."""
    parts = text.split(":", 5)
    if len(parts) < 6 or HOLE in "".join(parts[:3]) or parts[0] != "arn":
        return _HOLES.sub(HOLE, text)
    for index in _FIELDS:
        if parts[index] not in ("*", FIELD):
            parts[index] = HOLE
    api, slash, rest = _HOLES.sub(HOLE, parts[5]).partition("/")
    # An id that is written out can be that of an API which these files make: it was copied after the first deployment.
    written_out = parts[2] == "execute-api" and re.fullmatch(r"[a-z0-9]+", api)
    parts[5] = (SEGMENT if written_out else api) + slash + rest
    return ":".join(parts)


def covers(pattern: str, subject: str) -> Answer:
    """Returns whether a pattern lets through all that a subject stands for."""
    if len(pattern) > _LONGEST or len(subject) > _LONGEST:
        return Answer.MAYBE
    if _ends_differ(pattern, subject) or _ends_differ(pattern[::-1], subject[::-1]):
        return Answer.NO
    if _match(pattern, subject, "*", ANY + HOLE + SEGMENT, ""):
        return Answer.YES
    return Answer.MAYBE if _may_match(pattern, subject) else Answer.NO


def may_cover(pattern: str, subject: str) -> bool:
    """Returns whether a pattern may let through all that a subject stands for: :func:`covers` does not say no."""
    if len(pattern) > _LONGEST or len(subject) > _LONGEST:
        return True
    if _ends_differ(pattern, subject) or _ends_differ(pattern[::-1], subject[::-1]):
        return False
    return _may_match(pattern, subject)


def _may_match(pattern: str, subject: str) -> bool:
    return _match(pattern, subject, "*" + HOLE + SEGMENT, ANY, HOLE + SEGMENT)


def meets(pattern: str, subject: str) -> Answer:
    """Returns whether a pattern lets through anything that a subject stands for: ``MAYBE`` or ``NO``, and ``YES`` where it covers it."""
    if len(pattern) > _LONGEST or len(subject) > _LONGEST:
        return Answer.MAYBE
    if _match(pattern, subject, "*" + HOLE + SEGMENT, "", HOLE + SEGMENT + ANY):
        return covers(pattern, subject) if covers(pattern, subject) is Answer.YES else Answer.MAYBE
    return Answer.NO


def _ends_differ(pattern: str, subject: str) -> bool:
    """Returns whether both start with characters of their own, and not with the same: most pairs are told apart by that."""
    for one, other in zip(pattern, subject, strict=False):
        if one in _OPEN or other in _OPEN:
            return False
        if one != other:
            return True
    return False


def _match(pattern: str, subject: str, stars: str, wild: str, loose: str) -> bool:
    """Returns whether a pattern matches a subject.

    ``stars`` are the characters of the pattern that match any text; ``wild`` those of the subject that only such a character matches;
    ``loose`` those of the subject that can be any text themselves.
    """
    waiting: list[tuple[int, int]] = [(0, 0)]
    seen: set[tuple[int, int]] = set()
    whole, end = len(pattern), len(subject)
    while waiting:
        at, place = waiting.pop()
        # Where neither stands for any text there is one way on, or none.
        while at < whole and place < end and pattern[at] not in stars and subject[place] not in loose:
            if subject[place] in wild or pattern[at] not in (subject[place], "?"):
                break
            at += 1
            place += 1
        else:
            if at == whole and place == end:
                return True
            if (at, place) not in seen:
                seen.add((at, place))
                waiting += _next(pattern, subject, at, place, stars, loose)
    return False


def _next(pattern: str, subject: str, at: int, place: int, stars: str, loose: str) -> Iterator[tuple[int, int]]:
    """Yields the ways on from where one of the two stands for any text."""
    if at < len(pattern) and pattern[at] in stars:
        after = pattern[at + 1 : at + 2]
        fixed = after not in stars and after != "?" if after else True
        for end in range(place, len(subject) + 1):
            ahead = subject[end : end + 1]
            if not fixed or ahead == after or (ahead and ahead in loose):
                yield at + 1, end
            if pattern[at] == SEGMENT and ahead == "/":
                return
    elif place < len(subject) and subject[place] in loose:
        yield at, place + 1
        if at < len(pattern) and not (subject[place] == SEGMENT and pattern[at] == "/"):
            yield at + 1, place
