"""What classes say to the type checker alone. ``typing`` takes a thirtieth of a small run to import; a run does without it."""

from __future__ import annotations

__all__ = ["Generic", "Protocol", "TypeVar", "overload"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic, Protocol, TypeVar, overload
else:

    def TypeVar(name: str, *_: object, **__: object) -> str:  # noqa: N802 - as in typing
        """Returns something that can stand in brackets."""
        return name

    def overload(function: object) -> object:
        """Returns the function, which another of the same name follows."""
        return function

    class Generic:
        """A base that can be written with types in brackets."""

        __slots__ = ()

        def __class_getitem__(cls, _: object) -> type:
            return cls

    class Protocol:
        """A base of what other classes are like."""

        __slots__ = ()
