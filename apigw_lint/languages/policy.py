"""Resource policies: their statements, and whether one of them is about a call.

A policy is read out of a table; what may stand in it beside what is seen, and what is not known of it, makes answers ``MAYBE``. The words
that name elements and actions are taken in any case, as IAM takes them.

Source: IAM's reference of policy elements, and the developer guide's pages on resource policies of APIs and their condition keys.
"""

from __future__ import annotations

import re

from apigw_lint.languages import arn
from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.value import HOLE, Absent, Answer, Known, List, Table, Text, Unknown, known, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apigw_lint.languages.arn import Names
    from apigw_lint.value import Value

INVOKE = "execute-api:invoke"
"""The action that a call of an API is."""

PRIVATE_KEYS = frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"})
"""Condition keys that only calls of private APIs have."""
PUBLIC_KEYS = frozenset({"aws:sourceip"})
"""Condition keys that calls of private APIs have not."""
_CALLER_KEYS = regexp(r"aws:(principal(orgid|orgpaths|arn|account|type|tag/.*)|userid|username)$")

_NEGATED = regexp(r"(String|Arn|Numeric|Date|Binary)Not|NotIpAddress", re.IGNORECASE)


class Condition(Row):
    """One key of a condition block: the operator, the key as written and in lower case, and the values."""

    operator: str
    written: Known[str]
    key: str
    values: Value


class Statement:
    """A statement. ``effect`` is ``Allow``, ``Deny``, another text, or ``None`` where it is not known."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.effect = known(self.element("Effect"), str)
        self.conditions, self.conditions_known = _conditions(self.element("Condition"))

    def element(self, name: str) -> Value:
        """Returns an element by its name in any case."""
        for key, value in self.table.known():
            if key.value.lower() == name.lower():
                return value
        return self.table.get(name)

    def lacks(self, *names: str) -> bool:
        """Returns whether none of these elements is certainly there."""
        return all(isinstance(self.element(name), Absent) for name in names)

    def names_anyone(self) -> Answer:
        """Returns whether its principal is every caller, those who show no identity among them."""
        principal = self.element("Principal")
        if isinstance(principal, Absent):
            return Answer.MAYBE
        if isinstance(principal, Table):
            answers = [_is_star(value) for key, value in principal.known() if key.value.upper() in ("AWS", "*")]
            return _any(answers if principal.complete else [*answers, Answer.MAYBE])
        return _is_star(principal)

    def allows_action(self) -> Answer:
        """Returns whether calling an API is among its actions."""
        if not isinstance(self.element("NotAction"), Absent) or isinstance(self.element("Action"), Absent):
            return Answer.MAYBE
        return _any(_is_invoke(text) for text in texts(self.element("Action")))

    def covers(self, subjects: Iterable[str], names: Names) -> Answer:
        """Returns whether its resources are all calls that a subject stands for; ``NO`` where they are none that any stands for."""
        resource = self.element("Resource")
        if not isinstance(self.element("NotResource"), Absent) or isinstance(resource, Absent):
            return Answer.MAYBE
        wanted = list(subjects)
        return _any(_covers(value, wanted, names) for value in values(resource))

    def applies_without(self, keys: Callable[[str], bool]) -> Answer:
        """Returns whether its conditions hold for a call in which certain keys (in lower case) are not there."""
        answers = [_holds_without(condition, keys) for condition in self.conditions]
        if Answer.NO in answers:
            return Answer.NO
        return Answer.YES if self.conditions_known and all(answer is Answer.YES for answer in answers) else Answer.MAYBE


def caller_key(key: str) -> bool:
    """Returns whether a condition key, in lower case, is there only for callers who show who they are."""
    return _CALLER_KEYS.match(key) is not None


class Policy:
    """A resource policy: its statements, and whether these are all."""

    def __init__(self, table: Table) -> None:
        self.table = table
        written = next((value for key, value in table.known() if key.value.lower() == "statement"), table.get("Statement"))
        items = written.items if isinstance(written, List) else (written,)
        self.written = written
        self.statements = [Statement(item) for item in items if isinstance(item, Table)]
        whole = isinstance(written, Absent) or (isinstance(written, List) and written.complete) or isinstance(written, Table)
        self.complete = whole and len(self.statements) == len([item for item in items if not isinstance(item, Absent)])

    def of(self, effect: str) -> list[Statement]:
        """Returns the statements that certainly have an effect."""
        return [statement for statement in self.statements if statement.effect == effect]

    @property
    def certain(self) -> bool:
        """Returns whether all statements are seen, and the effect of each is known."""
        return self.complete and all(statement.effect in ("Allow", "Deny") for statement in self.statements)


def policy(value: Value) -> Policy | None:
    """Returns the policy that a table holds."""
    return Policy(value) if isinstance(value, Table) else None


def values(value: Value) -> Iterator[Value]:
    """Yields the items of a list, or the one value; an Unknown for the items of a list that are not seen."""
    if isinstance(value, List):
        yield from value.items
        if not value.complete:
            yield Unknown(value.span)
    else:
        yield value


def texts(value: Value) -> Iterator[str | None]:
    """Yields each string of a value or list, masked; ``None`` for what is not known."""
    for item in values(value):
        yield masked(item)


def _conditions(value: Value) -> tuple[list[Condition], bool]:
    found = []
    complete = isinstance(value, (Table, Absent)) and (isinstance(value, Absent) or value.complete)
    for operator, block in value.known() if isinstance(value, Table) else ():
        complete = complete and isinstance(block, Table) and block.complete
        for key, wanted in block.known() if isinstance(block, Table) else ():
            found.append(Condition(operator.value, key, key.value.lower(), wanted))
    return found, complete


def _holds_without(condition: Condition, keys: Callable[[str], bool]) -> Answer:
    """Returns whether a condition holds; its key is absent from the call where ``keys`` says so, else it can be anything."""
    if not keys(condition.key):
        return Answer.MAYBE
    operator = condition.operator.lower()
    if operator == "null":
        wanted = [str(one.value).lower() if isinstance(one, Known) else "" for one in values(condition.values)]
        return Answer.YES if wanted == ["true"] else Answer.NO if wanted == ["false"] else Answer.MAYBE
    if operator.endswith("ifexists") or operator.startswith("forallvalues:"):
        return Answer.YES
    return Answer.of(_NEGATED.search(operator) is not None)


def _is_star(value: Value) -> Answer:
    return _any(Answer.MAYBE if text is None or not text.strip(HOLE) else Answer.of(text == "*") for text in texts(value))


def _is_invoke(text: str | None) -> Answer:
    if text is None:
        return Answer.MAYBE
    return arn.covers(text.lower(), INVOKE)


def _covers(value: Value, subjects: list[str], names: Names) -> Answer:
    text = arn.pattern(value, names) if isinstance(value, (Known, Text, Unknown)) else None
    if text is None:
        return Answer.MAYBE
    if text == "*":
        return Answer.YES
    if not text.startswith(("arn:", HOLE)) or ":execute-api:" not in text:
        # What API Gateway makes of other forms is not recorded.
        return Answer.MAYBE
    return _any(arn.meets(text, subject) for subject in subjects)


def _any(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    return Answer.YES if Answer.YES in found else Answer.MAYBE if Answer.MAYBE in found else Answer.NO
