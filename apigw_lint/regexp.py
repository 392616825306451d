"""Regular expressions that are compiled when they are first used: a run uses few of those that its modules have."""

from __future__ import annotations

import re

_compile = re.compile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    def regexp(text: str, flags: int = 0) -> re.Pattern[str]:
        """Returns what ``re.compile`` does, which takes a tenth of a millisecond and more, when it is first used."""
        ...
else:

    class regexp:  # noqa: N801 - the type checker sees a function
        """Stands for a compiled expression, and has its attributes from the first use on."""

        def __init__(self, text: str, flags: int = 0) -> None:
            self._written = text, flags

        def __getattr__(self, name: str) -> Any:
            compiled = _compile(*self._written)
            vars(self).update({each: getattr(compiled, each) for each in dir(compiled) if not each.startswith("_")})
            return getattr(compiled, name)


class compiled_later:  # noqa: N801 - reads as what it does
    """A context in which ``re.compile`` makes such expressions too: for the import of a module that compiles many and is asked for few."""

    def __enter__(self) -> None:
        re.compile = regexp  # type: ignore[assignment]

    def __exit__(self, *_: object) -> None:
        re.compile = _compile
