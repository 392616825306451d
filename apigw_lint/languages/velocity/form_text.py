"""Values in a form-encoded body: ``Action=SendMessage&MessageBody=...``."""

from __future__ import annotations

from apigw_lint.languages.velocity.abstract import UNDEFINED, Gap, Hole, Item, Literal
from apigw_lint.languages.velocity.printer import run
from apigw_lint.regexp import regexp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.languages.velocity.abstract import Piece
    from apigw_lint.languages.velocity.nodes import Template
    from apigw_lint.languages.velocity.worlds import Sink

_FORM = regexp(r"\s*[A-Za-z_][\w.\-]*=")
_LAST_NAME = regexp(r"(?:^|&)\s*([^&=\s]+)=[^&=]*$")


class FormText(Item):
    """A sink that reads a form: the values that stand in it, by the name before them."""

    __slots__ = ("is_form", "name", "places")

    def __init__(self, places: dict[tuple[Hole, str], None], is_form: bool | None = None, name: str = "") -> None:
        self.places = places
        self.is_form = is_form
        self.name = name

    def fields(self) -> tuple[object, ...]:
        """Returns what makes it equal to another: not what was seen."""
        return (self.is_form, self.name)

    @property
    def dead(self) -> bool:
        """Returns false: every value is looked at."""
        return False

    def met(self, other: Sink) -> FormText:
        """Returns itself: what was seen is kept beside it."""
        return self

    def fed(self, piece: Piece) -> FormText:
        """Returns the reader after one more piece."""
        if self.is_form is False or isinstance(piece, Gap):
            return self
        if isinstance(piece, Literal):
            if self.is_form is None:
                if not piece.text.strip():
                    return self
                if not _FORM.match(piece.text):
                    return FormText(self.places, False)
            match = _LAST_NAME.search(piece.text)
            return FormText(self.places, True, match[1] if match else "" if "&" in piece.text else self.name)
        if self.is_form is None:
            return self if piece.kind == UNDEFINED else FormText(self.places, False)
        self.places[piece, self.name] = None
        return self


def values(template: Template, text: str) -> list[tuple[Hole, str]]:
    """Returns the holes in a template's text where that is a form, each with the name of its field. Empty where it is none."""
    places: dict[tuple[Hole, str], None] = {}
    run(template, text, FormText(places))
    return list(places)
