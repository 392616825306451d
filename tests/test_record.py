import copy

import pytest

from apigw_lint.record import Row


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
