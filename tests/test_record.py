import copy
from typing import ClassVar

import pytest

from apigw_lint.record import Factory, Record, Row


class Place(Row):
    line: int
    column: int = 1


def test_a_row_is_a_tuple_with_names():
    place = Place(3)

    assert (3, 1) == place
    assert (3, 1) == (place.line, place.column)
    assert Place(column=2, line=3) == place._replace(column=2) == Place(3, column=2)
    assert {"line": 3, "column": 1} == place._asdict()
    assert "Place(line=3, column=1)" == repr(place)
    assert [place, Place] == [copy.copy(place), type(copy.copy(place))]
    assert {place} == {Place(3, 1)}


@pytest.mark.parametrize("given", [((), {}), ((1, 2, 3), {}), ((1,), {"line": 2}), ((1,), {"row": 2})])
def test_a_row_has_its_items_and_no_others(given):
    with pytest.raises(TypeError, match="Place has the items line, column"):
        Place(*given[0], **given[1])


class Base(Record):
    name: str
    size: int = 1
    kind: ClassVar[str] = ""
    items: list[int] = Factory(lambda record: [record.size])


class Changed(Base):
    kind = "changed"
    size = Factory(lambda record: len(record.name))
    name = "one"
    more: str = "more"


class Same(Changed):
    def label(self):
        return self.name


def test_a_record_has_the_fields_of_its_base_with_what_it_changes():
    assert [("name", "size", "items"), ("name", "size", "items", "more")] == [Base.fields, Same.fields]
    assert [1, [1]] == [Base(name="x").size, Base(name="x").items]
    assert ["one", 4, [4], "more"] == [(same := Same(size=4)).label(), same.size, same.items, same.more]
    assert 2 == Same(name="xy").size
    assert Base(name="x").items is not Base(name="x").items


def test_a_record_takes_its_fields_and_no_others():
    with pytest.raises(TypeError, match="Base needs name"):
        Base()
    with pytest.raises(TypeError, match="Base has no field 'other'"):
        Base(name="x", other=1)
