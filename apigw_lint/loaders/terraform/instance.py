"""A resource instance: what the evaluator and the plan reader give, and what the model is built from."""

from __future__ import annotations

from apigw_lint.record import Record, made
from apigw_lint.value import Absent, List, Table, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from apigw_lint.model import Renewal
    from apigw_lint.source import Span


class Instance(Record):
    """One instance of a resource or data source, with its arguments evaluated as far as they are known.

    ``address`` is Terraform's: ``module.api["x"].aws_api_gateway_method.get["pets"]``. A resource whose ``count`` or ``for_each`` is
    unknown is one instance with the key ``[*]`` and ``certain`` false. ``values`` has each argument under its name; ``null`` is Absent;
    a nested block type is a List of Tables, incomplete where a ``dynamic`` block is not known. Arguments of other resources are already
    resolved to their Values where they are written in the configuration; what AWS computes (``id``, ``arn``) is a Reference.
    """

    type: str
    name: str
    address: str
    values: Table
    span: Span
    name_span: Span
    """The type and name labels of the block's header."""
    module: str = ""
    """The module path: empty for the root, else ``module.api["x"]``."""
    data: bool = False
    certain: bool = True
    references: tuple[str, ...] = ()
    """Addresses of the resources, without keys and with module path, that any expression of the block refers to (``depends_on`` too)."""
    after: tuple[str, ...] = ()
    """Addresses of the resources that the calls of its modules wait for."""
    depends_on: Value = made(lambda instance: Absent(instance.span))
    """A List of References."""
    create_before_destroy: Value = made(lambda instance: Absent(instance.span))
    renewal: Renewal | None = None
    """Of a deployment, where its expressions are seen."""


class Vain(Record):
    """A reference to something that a module certainly does not declare: what it would be, its name, and the names that there are."""

    span: Span
    kind: str
    name: str
    declared: Collection[str]


class Instances(Record):
    """All instances of a module tree. ``complete`` is false where a module could not be read, so that others may exist."""

    items: list[Instance] = made(lambda _: [])
    complete: bool = True
    vain: list[Vain] = made(lambda _: [])
    """References in vain, wherever they stand."""
    told: frozenset[str] | None = None
    """Addresses, without keys, of the resources that the root module's outputs refer to; not known of a plan."""


def blocks(values: Table, name: str) -> List:
    """Returns the nested blocks of a type: a List of Tables, empty where there are none."""
    value = values.get(name)
    if isinstance(value, List):
        return value
    if isinstance(value, Table):
        return List([value], value.span, True)
    return List([], value.span, isinstance(value, Absent))
