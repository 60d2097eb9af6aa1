"""Which whole columns are seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.tables.view.column_window import ColumnWindow, first_that_shows, window_from

WIDTHS = (50, 80, 60, 100, 40)


def window(first: int, room: int, fixed: tuple[int, ...] = ()) -> ColumnWindow:
    return window_from(first, len(WIDTHS), room, WIDTHS.__getitem__, fixed.__contains__)


@pytest.mark.parametrize(
    ("first", "room", "found"),
    [
        (0, 330, ColumnWindow(0, WIDTHS)),
        (0, 400, ColumnWindow(0, WIDTHS)),
        (0, 329, ColumnWindow(0, (60, 90, 70, 109))),
        (1, 245, ColumnWindow(1, (82, 62, 101))),
        (4, 200, ColumnWindow(2, (60, 100, 40))),
        (9, 45, ColumnWindow(4, (40,))),
        (0, 30, ColumnWindow(0, (30,))),
        (0, -5, ColumnWindow(0, (1,))),
    ],
)
def test_whole_columns_fill_the_room(first: int, room: int, found: ColumnWindow) -> None:
    assert window(first, room) == found


def test_dragged_widths_are_kept() -> None:
    assert window(0, 300, fixed=(0, 1)).widths == (50, 80, 65, 105)
    assert window(0, 300, fixed=(0, 1, 2, 3)).widths == (50, 80, 60, 100)


@pytest.mark.parametrize(("column", "room", "first"), [(4, 200, 2), (2, 140, 1), (0, 10, 0)])
def test_last_window_ends_with_column(column: int, room: int, first: int) -> None:
    assert first_that_shows(column, len(WIDTHS), room, WIDTHS.__getitem__) == first


@given(
    st.lists(st.integers(20, 200), min_size=1, max_size=30),
    st.integers(0, 40),
    st.integers(1, 1500),
)
def test_no_column_is_cut(widths: list[int], first: int, room: int) -> None:
    found = window_from(first, len(widths), room, widths.__getitem__, lambda _: False)
    assert found.width <= room
    if len(found.widths) > 1:
        assert all(width >= widths[k] for k, width in zip(found.columns, found.widths, strict=True))
    last = first_that_shows(len(widths) - 1, len(widths), room, widths.__getitem__)
    assert found.first <= last
    assert found.columns.stop <= len(widths)
