"""Which rows of W there is room for."""

import pytest

from gui.tables.models.weight_rows import (
    HIDEABLE,
    INFERENCE,
    WeightRow,
    hidden_rows,
    inference_rows,
    names_of,
    rows_with_room,
)

ALL = tuple(row for row in WeightRow if row not in INFERENCE)
SIX = ALL[:6]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (5, "start now optimum"),
        (6, "start now δW optimum"),
        (7, "start|now|δW|optimum|± s.e."),
        (8, "start|now|δW|optimum|± s.e."),
        (9, "start|now|δW|exact δW|optimum|± s.e."),
        (30, "start|now|δW|exact δW|optimum|± s.e."),
    ],
)
def test_data_keep_their_rows(room: int, shown: str) -> None:
    rows = rows_with_room(room, SIX, data_rows=2000)
    names = shown.split("|") if "|" in shown else shown.split()
    assert [row.title for row in rows] == names


def test_few_data_leave_more_room() -> None:
    assert rows_with_room(7, SIX, data_rows=1) == SIX
    assert len(rows_with_room(7, SIX, data_rows=100)) == 5


def test_three_data_are_whole() -> None:
    assert [len(rows_with_room(room, SIX, data_rows=3)) for room in (5, 6, 7, 8, 9)] == [
        *(3, 4, 4, 5, 6)
    ]


def test_three_rows_always_show() -> None:
    assert [row.title for row in rows_with_room(1, ALL, 9)] == ["start", "now", "optimum"]


def test_missing_rows_leave_their_room() -> None:
    available = [row for row in SIX if row is not WeightRow.ERROR]
    assert rows_with_room(8, available, 2000) == tuple(available)


def test_original_units_cost_no_slope() -> None:
    assert rows_with_room(9, ALL, 2000) == ALL
    assert rows_with_room(9, SIX, 2000) == SIX


def test_wrong_slopes_come_first() -> None:
    rows = rows_with_room(8, ALL, 2000, with_wrong_slopes=True)
    assert [row.title for row in rows] == ["start", "now", "δW", "exact δW", "optimum"]
    assert len(rows_with_room(9, ALL, 2000, with_wrong_slopes=True)) == 6


@pytest.mark.parametrize("rows", [set(), {WeightRow.ERROR}, set(HIDEABLE)])
def test_hidden_rows_come_back(rows: set[WeightRow]) -> None:
    assert hidden_rows(names_of(rows)) == rows


def test_only_known_rows_are_hidden() -> None:
    assert hidden_rows("start nonsense optimum") == {WeightRow.OPTIMUM}


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (5, "start|now|δW"),
        (6, "start|now|δW|exact δW"),
        (7, "start|now|δW|exact δW|optimum"),
        (9, "start|now|δW|exact δW|optimum|± s.e."),
    ],
)
@pytest.mark.parametrize("wrong", [False, True])
def test_silent_rows_come_last(room: int, shown: str, wrong: bool) -> None:
    silent = {WeightRow.OPTIMUM, WeightRow.ERROR}
    rows = rows_with_room(room, SIX, 2000, silent=silent, with_wrong_slopes=wrong)
    names = [row.title for row in rows]
    if room == 5 and wrong:  # the mark of a wrong slope stands beside the exact one
        assert names == ["start", "now", "exact δW"]
    else:
        assert names == shown.split("|")


def test_gradient_is_called_a_slope() -> None:
    for row in (WeightRow.GRADIENT, WeightRow.EXACT):
        assert "slope" in row.meaning
        assert row.spoken == f"{row.title}, slope of the loss"
    assert "not the change of W" in WeightRow.GRADIENT.meaning
    assert WeightRow.NOW.spoken == WeightRow.NOW.title


def test_wanted_rows_come_if_there_is_room() -> None:
    every = tuple(WeightRow)
    assert rows_with_room(14, every, 2000) == every
    shown = rows_with_room(11, [row for row in every if row is not WeightRow.ORIGINAL], 2000)
    assert WeightRow.P in shown
    assert WeightRow.UPPER not in shown


def test_wanted_rows_are_kept_by_name() -> None:
    assert inference_rows("p nonsense now upper") == {WeightRow.P, WeightRow.UPPER}
    assert inference_rows(names_of(INFERENCE)) == set(INFERENCE)
