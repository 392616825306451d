"""The bases of this package's plain data classes: :class:`Record`, and :class:`Row` for small tuples with names.

``dataclasses`` costs 7 ms to import and a quarter of a millisecond for each class; a run builds about two hundred classes. This base reads
the same annotations, takes the same keyword arguments, is understood by type checkers as a dataclass, and costs microseconds.
"""

from __future__ import annotations

from operator import itemgetter

__all__ = ["Factory", "Record", "Row", "made"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar, TypeVar
    from typing import NamedTuple as Row

    from typing_extensions import dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_: object):
        return lambda cls: cls

    class Row(tuple):
        """A tuple whose annotated attributes name its items, as in ``typing.NamedTuple``, which takes a fifth of a millisecond a class."""

        __slots__ = ()
        _fields = ()

        def __init_subclass__(cls) -> None:
            cls._fields = tuple(cls.__annotations__)
            cls._defaults = {name: vars(cls)[name] for name in cls._fields if name in vars(cls)}
            for index, name in enumerate(cls._fields):
                setattr(cls, name, property(itemgetter(index)))

        def __new__(cls, *values: Any, **named: Any) -> Row:  # noqa: D102 - as NamedTuple's
            if named or len(values) != len(cls._fields):
                values = cls._completed(values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _completed(cls, values: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
            positional = dict(zip(cls._fields, values, strict=False))
            given = {**cls._defaults, **positional, **named}
            if len(values) > len(positional) or positional.keys() & named.keys() or given.keys() != set(cls._fields):
                raise TypeError(f"{cls.__name__} has the items {', '.join(cls._fields)}, given {values!r} and {named!r}")
            return [given[name] for name in cls._fields]

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: Any) -> Row:
            return type(self)(**{**self._asdict(), **changes})

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"


class Factory:
    """A default that is made anew for each record from the record itself."""

    __slots__ = ("make",)

    def __init__(self, make: Any) -> None:
        self.make = make


def made(make: Callable[[Any], T]) -> T:
    """Returns a default that is made anew for each record, as what it makes: a field declares it so."""
    return Factory(make)  # type: ignore[return-value]


@dataclass_transform(kw_only_default=True, eq_default=False)
class Record:
    """A class whose annotated attributes are its fields, given by keyword.

    A field without a default must be given. Names that start with an underscore and ``ClassVar`` annotations are no fields.
    A default that is a :class:`Factory` is called with the new record, after the fields before it are set.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _required: ClassVar[frozenset[str]] = frozenset()
    _factories: ClassVar[dict[str, Factory]] = {}

    def __init_subclass__(cls) -> None:
        if not cls.__annotations__ and not any(name in vars(cls) for name in cls.fields):
            return  # nothing but what its base has, as in nearly every rule
        own = [
            name
            for name, kind in cls.__annotations__.items()
            if not name.startswith("_") and not str(kind).startswith(("ClassVar", "typing.ClassVar"))
        ]
        cls.fields = tuple(dict.fromkeys([*cls.fields, *own]))
        cls._names = frozenset(cls.fields)
        changed = {*own, *(cls._names & vars(cls).keys())}
        cls._required = cls._required - changed | {name for name in changed if not hasattr(cls, name)}
        cls._factories = {
            name: default
            for name in cls.fields
            if isinstance(default := getattr(cls, name, None) if name in changed else cls._factories.get(name), Factory)
        }

    def __init__(self, **values: Any) -> None:
        if not self._names.issuperset(values):
            raise TypeError(f"{type(self).__name__} has no field {min(values.keys() - self._names)!r}")
        if not self._required.issubset(values):
            missing = ", ".join(sorted(self._required - values.keys()))
            raise TypeError(f"{type(self).__name__} needs {missing}")
        self.__dict__ = values
        for name, factory in self._factories.items():
            if name not in values:
                values[name] = factory.make(self)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.fields if name in self.__dict__)
        return f"{type(self).__name__}({shown})"
