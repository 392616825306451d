"""The base of this package's plain data classes.

``dataclasses`` costs 7 ms to import and a quarter of a millisecond for each class; a run builds about two hundred classes. This base reads
the same annotations, takes the same keyword arguments, is understood by type checkers as a dataclass, and costs microseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object):  # noqa: D103 - the checker's decorator, without its import
        return lambda cls: cls


class Factory:
    """A default that is made anew for each record from the record itself."""

    __slots__ = ("make",)

    def __init__(self, make: Any) -> None:
        self.make = make


@dataclass_transform(kw_only_default=True, eq_default=False)
class Record:
    """A class whose annotated attributes are its fields, given by keyword.

    A field without a default must be given. Names that start with an underscore and ``ClassVar`` annotations are no fields.
    A default that is a :class:`Factory` is called with the new record, after the fields before it are set.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    _required: ClassVar[frozenset[str]] = frozenset()
    _factories: ClassVar[dict[str, Factory]] = {}

    def __init_subclass__(cls) -> None:
        names = [
            name
            for name, kind in cls.__annotations__.items()
            if not name.startswith("_") and not str(kind).startswith(("ClassVar", "typing.ClassVar"))
        ]
        cls.fields = tuple(dict.fromkeys([*cls.fields, *names]))
        cls._required = frozenset(name for name in cls.fields if not hasattr(cls, name))
        cls._factories = {name: default for name in cls.fields if isinstance(default := getattr(cls, name, None), Factory)}

    def __init__(self, **values: Any) -> None:
        known = self.__dict__
        for name in values:
            if name not in self.fields:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
        known.update(values)
        if not self._required <= values.keys():
            missing = ", ".join(sorted(self._required - values.keys()))
            raise TypeError(f"{type(self).__name__} needs {missing}")
        for name, factory in self._factories.items():
            if name not in values:
                known[name] = factory.make(self)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.fields if name in self.__dict__)
        return f"{type(self).__name__}({shown})"
