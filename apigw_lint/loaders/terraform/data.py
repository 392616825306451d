"""Documents in arguments: policies, schemas and bodies, which Terraform takes as JSON in a string, as data."""

from __future__ import annotations

from apigw_lint.loaders.embedded import parse_text
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.loaders.terraform.values import Encoded
from apigw_lint.value import Entry, Known, List, Reference, Table, Text, Unknown, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.errors import Problem
    from apigw_lint.loaders.terraform.links import Addresses
    from apigw_lint.value import Value

_STATEMENT = {
    "Sid": "sid",
    "Effect": "effect",
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
}


class Documents:
    """Opens documents; those that a data source writes too."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self.problems: list[Problem] = []

    def opened(self, value: Value) -> Value:
        """Returns a document as data where it can be read, else as written."""
        if isinstance(value, Encoded):
            return value.content
        if isinstance(value, Reference):
            source = self._addresses.instance(value, "aws_iam_policy_document")
            return policy(source.values) if source is not None and value.attribute == "json" else value
        if isinstance(value, Unknown) and value.candidates:
            return Unknown(value.span, [self.opened(candidate) for candidate in value.candidates], value.why, value.writer)
        if isinstance(value, Text) or known(value, str) is not None:
            document, _ = parse_text(value, only_json=True)
            return document if isinstance(document, (Table, List, Unknown)) else value
        return value

    def body(self, value: Value) -> Value:
        """Returns an OpenAPI document as data, and notes why it cannot be read where it should be."""
        if isinstance(value, Text) or known(value, str) is not None:
            document, problems = parse_text(value)
            self.problems += problems
            return document if document is not None else value
        return value.content if isinstance(value, Encoded) else value


def policy(values: Table) -> Table:
    """Returns the policy that an ``aws_iam_policy_document`` writes."""
    statements = blocks(values, "statement")
    inherits = not (values.lacks("source_policy_documents") and values.lacks("override_policy_documents"))
    items = [_statement(item) for item in statements.items if isinstance(item, Table)]
    complete = statements.complete and not inherits and len(items) == len(statements.items)
    version = values.get("version")
    entries = [
        _entry("Version", version if not values.lacks("version") else Known("2012-10-17", values.span)),
        _entry("Statement", List(items, statements.span, complete)),
    ]
    return Table(entries, values.span, complete)


def _statement(block: Table) -> Table:
    found = [_entry(key, _one_or_several(block.get(argument))) for key, argument in _STATEMENT.items() if not block.lacks(argument)]
    if block.lacks("effect"):
        found.append(_entry("Effect", Known("Allow", block.span)))
    for key, name in (("Principal", "principals"), ("NotPrincipal", "not_principals")):
        written = blocks(block, name)
        if written.items or not written.complete:
            found.append(_entry(key, _principals(written)))
    conditions = blocks(block, "condition")
    if conditions.items or not conditions.complete:
        found.append(_entry("Condition", _conditions(conditions)))
    return Table(found, block.span, block.complete)


def _conditions(written: List) -> Value:
    """Returns the conditions of a statement: keys and values by operator."""
    operators: dict[str, list[Entry]] = {}
    for item in written.items:
        test = item.get("test") if isinstance(item, Table) else item
        variable = item.get("variable") if isinstance(item, Table) else item
        if not (isinstance(test, Known) and isinstance(variable, Known) and isinstance(item, Table)):
            return Unknown(written.span, why="conditions")
        operators.setdefault(str(test.value), []).append(Entry(variable, item.get("values")))
    tables = [_entry(name, Table(entries, entries[0].span)) for name, entries in operators.items()]
    return Table(tables, written.span, written.complete)


def _principals(written: List) -> Value:
    entries = []
    for item in written.items:
        if not isinstance(item, Table):
            return Unknown(written.span, why="principals")
        kind, names = item.get("type"), item.get("identifiers")
        if known(kind, str) == "*":
            return Known("*", item.span)
        if not isinstance(kind, (Known, Text, Unknown)):
            return Unknown(written.span, why="principals")
        entries.append(Entry(kind, _one_or_several(names)))
    return Table(entries, written.span, written.complete)


def _one_or_several(value: Value) -> Value:
    """Returns the item of a list of one, which the data source writes without its list."""
    return value.items[0] if isinstance(value, List) and len(value.items) == 1 and value.complete else value


def _entry(key: str, value: Value) -> Entry:
    return Entry(Known(key, value.span), value)
