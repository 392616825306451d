"""How parts find each other: what an argument that names another resource stands for.

A :class:`Key` is *firm* where it is certain which thing is meant: a resource that these files make, or an id written as text. It is
soft where that is known only after deployment (``var.api_id``, a data source): two equal soft keys are the same thing, two different
ones may be.
"""

from __future__ import annotations

from apigw_lint.record import Row
from apigw_lint.regexp import regexp
from apigw_lint.typed import Generic, TypeVar
from apigw_lint.value import Known, Reference, Text, Unknown, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.model import Api, Part
    from apigw_lint.value import Value

P = TypeVar("P", bound="Part")

KEY = r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+|\*)\]'
"""An instance key in an address, as a regular expression."""
_KEYS = regexp(KEY)
_LAST_KEY = regexp(rf"{KEY}\Z")
_LONGEST_CHAIN = 20
"""Arguments that are read from each other."""
_MOST_MISSES = 200
"""Places without a match that are compared one by one; of more, each is taken to fit everything."""


class Key(Row):
    """What is meant. ``text`` identifies it among keys of its ``kind``: ``made``, ``root``, ``literal``, ``soft``."""

    kind: str
    text: str

    @property
    def firm(self) -> bool:
        """Returns whether it is certain which thing is meant."""
        return self.kind != "soft"


class Place(Row):
    """The method that a resource belongs to: path, verb, and the API where that is firm."""

    resource: Key
    verb: Key
    api: Api | None

    @property
    def firm(self) -> bool:
        """Returns whether path and verb are both certain."""
        return self.resource.firm and self.verb.firm

    def may_be(self, other: Place) -> bool:
        """Returns whether two places can be the same method."""
        if self.verb.firm and other.verb.firm and self.verb != other.verb:
            return False
        if self.resource == other.resource:
            return True
        if self.resource.firm and other.resource.firm:
            return False
        return self.api is None or other.api is None or self.api is other.api


def base(address: str) -> str:
    """Returns an address without its instance key: ``aws_x.y["a"]`` as ``aws_x.y``."""
    return _LAST_KEY.sub("", address) if address.endswith("]") else address


def without_keys(address: str) -> str:
    """Returns an address without the keys of resources and modules."""
    return _KEYS.sub("", address) if "[" in address else address


class Addresses:
    """The instances by address, and what a value that names one of them stands for."""

    def __init__(self, instances: Iterable[Instance]) -> None:
        self.by_address: dict[str, Instance] = {}
        self._by_base: dict[str, list[Instance]] = {}
        for instance in instances:
            self.by_address.setdefault(instance.address, instance)
            self._by_base.setdefault(base(instance.address), []).append(instance)

    def instance(self, value: Value, type: str = "") -> Instance | None:
        """Returns the instance that a value certainly refers to, of a type where one is given."""
        if isinstance(value, Unknown) and not isinstance(value, Reference) and value.candidates:
            found = {id(one): one for candidate in value.candidates for one in [self.instance(candidate, type)]}
            return next(iter(found.values())) if len(found) == 1 else None
        if not isinstance(value, Reference):
            return None
        exact = self.by_address.get(value.target)
        if exact is None:
            others = self._by_base.get(base(value.target), [])
            # A key of a resource whose keys are not known: it is the one instance that stands for all of them.
            exact = others[0] if len(others) == 1 and others[0].address.endswith("[*]") else None
        return exact if exact is not None and type in ("", exact.type) else None

    def key(self, value: Value, type: str, user: Instance) -> Key:
        """Returns the key of the resource of a type that an instance names."""
        found = self.instance(value, type)
        if found is not None and not found.data:
            return Key("made", found.address)
        return self.plain_key(value, user)

    def plain_key(self, value: Value, user: Instance) -> Key:
        """Returns the key of a value that need not name a resource, such as a verb.

        An argument of another resource that is not known (``aws_api_gateway_method.m.http_method``) is what was written there.
        """
        for _ in range(_LONGEST_CHAIN):
            if isinstance(value, Known):
                return Key("literal", scalar_text(value.value))
            written = self.instance(value) if isinstance(value, Reference) else None
            entry = written.values.entry(value.attribute) if written is not None and isinstance(value, Reference) else None
            if written is None or entry is None:
                break
            value, user = entry.value, written
        return _soft(value, user)


def _soft(value: Value, user: Instance) -> Key:
    """Returns the key of something that is known after deployment only.

    Within a module the same expression is the same value, unless it speaks of the instance that it stands in.
    """
    if isinstance(value, Reference):
        return Key("soft", f"{value.target}.{value.attribute}")
    if isinstance(value, Text):
        return Key("soft", "".join(part.value if isinstance(part, Known) else f"${{{_soft(part, user).text}}}" for part in value.parts))
    written = value.span.text
    own = user.address if not value.span or "each." in written or "count." in written or len(written) > 200 else user.module
    return Key("soft", f"{own}:{value.span.source.path}:{written}")


class Index(Generic[P]):
    """Parts by place."""

    def __init__(self) -> None:
        self.parts: dict[tuple[Key, Key], list[tuple[P, Instance]]] = {}
        self.all: list[tuple[Place, P]] = []
        self.soft: list[tuple[Place, P]] = []
        """Those whose own place is not certain."""

    def add(self, place: Place, item: P, instance: Instance) -> None:
        """Adds a part at its place."""
        self.parts.setdefault((place.resource, place.verb), []).append((item, instance))
        self.all.append((place, item))
        if not place.firm:
            self.soft.append((place, item))

    def items(self) -> list[P]:
        """Returns all parts."""
        return [item for _, item in self.all]


class Search(Generic[P]):
    """Where instances of one type belong in an index. What cannot be told leaves the parts it may belong to in doubt."""

    def __init__(self, index: Index[P]) -> None:
        self._index = index
        self._misses: dict[Place, None] = {}
        self._doubted: dict[int, P] = {}

    def find(self, place: Place, instance: Instance) -> P | None:
        """Returns the part that an instance with this place belongs to, ``None`` where that is not certain.

        Of several at one place, such as two with opposite ``count``, it is the one that the instance refers to.
        """
        found = self._index.parts.get((place.resource, place.verb), [])
        if not found:
            self._misses[place] = None
            return None
        if len(found) == 1:
            return found[0][0]
        named = [item for item, other in found if without_keys(other.address) in instance.references]
        if len(named) == 1:
            return named[0]
        for item, _ in found:
            self._doubted[id(item)] = item
        return found[0][0] if all(item.certain for item, _ in found) else None

    def doubted(self) -> Iterator[P]:
        """Yields each part to which something that was looked for may belong, though that is not certain."""
        for place in self._judged():
            for other, item in self._index.soft if place.firm else self._index.all:
                if id(item) not in self._doubted and place.may_be(other):
                    self._doubted[id(item)] = item
        yield from self._doubted.values()

    def _judged(self) -> list[Place]:
        """Returns the places that were missed; of very many, one that fits everything stands for all."""
        misses = [place for place in self._misses if self._index.soft or not place.firm]
        if len(misses) <= _MOST_MISSES:
            return misses
        return [Place(Key("soft", ""), Key("soft", ""), None)]
