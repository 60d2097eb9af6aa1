from collections.abc import Sequence

import pytest

from engine.errors import BadTable
from engine.reading.layout import Layout, choose_columns, find_columns, find_layout
from engine.reading.options import ReadOptions
from engine.reading.row_numbers import _read_columns
from engine.reading.sheets.sheets import _notes


@pytest.mark.parametrize(
    ("layout", "cells", "fits"),
    [
        (Layout((), 3), ["1", "2", "3"], True),
        (Layout((), 3), ["1", "2"], False),
        (Layout((), 3), ["1", "2", "3", ""], False),
        (Layout((), 2, trailing_empty=True), ["1", "2"], True),
        (Layout((), 2, trailing_empty=True), ["1", "2", "", ""], True),
        (Layout((), 2, trailing_empty=True), ["1", "2", "3"], False),
        (Layout((), 2, trailing_empty=True), ["1"], False),
    ],
)
def test_row_fits_if_widths_match(layout: Layout, cells: Sequence[str], fits: bool) -> None:
    assert layout.fits(cells) is fits


@pytest.mark.parametrize(
    ("header", "rows", "layout"),
    [
        ("a,b", ["1,2", "3,4"], Layout(("a", "b"), 2)),
        ("a,b", [], Layout(("a", "b"), 2)),
        ("a,b", ["1,2,3", "4,5,6"], Layout(("a", "b"), 2)),
        ("a,b,", ["1,2,3"], Layout(("a", "b", ""), 3)),
        ("a,b,", ["1,2,", "3,4,"], Layout(("a", "b"), 2, True)),
        ("a,b,", ["1,2", "3,4"], Layout(("a", "b"), 2, True)),
        ("a,b", ["1,2,", "3,4,"], Layout(("a", "b"), 2, True)),
        ("a,b,,,", ["1,2,,,", "3,4,,,"], Layout(("a", "b"), 2, True)),
        ("a,b,c", ["1,2,", "3,4,"], Layout(("a", "b", "c"), 3)),
        (",a,b", ["0,1,2"], Layout(("", "a", "b"), 3)),
        (None, ["1,2", "3,4"], Layout((), 2)),
        (None, ["1,2,", "3,4,"], Layout((), 2, True)),
        (None, ["1,2,"], Layout((), 3)),
        (None, ["1,2,", "3,4,5"], Layout((), 3)),
        (None, ["1,2", "3,4,5"], Layout((), 2)),
    ],
)
def test_layout_ignores_trailing_separators(
    header: str | None, rows: Sequence[str], layout: Layout
) -> None:
    cells = [row.split(",") for row in rows]
    assert find_layout(header.split(",") if header is not None else None, cells) == layout


def test_columns_by_number_or_name() -> None:
    layout = Layout(("a", "b", "2"), 3)
    assert find_columns(ReadOptions(), layout, "t.csv") == (0, 1, 2)
    assert find_columns(ReadOptions(columns=(3, "a")), layout, "t.csv") == (2, 0)
    assert find_columns(ReadOptions(columns=("2",)), layout, "t.csv") == (2,)


@pytest.mark.parametrize(
    ("column", "names", "message"),
    [
        (4, ("a", "b", "c"), "there is no column 4; the table has 3."),
        ("d", ("a", "b", ""), "there is no column named “d”; choose “a” or “b”."),
        ("d", (), "there is no column named “d”; its columns have no names."),
        (
            "d" * 99,
            ("a" * 2000,),
            f"there is no column named “{'d' * 29}…{'d' * 29}”; choose “{'a' * 29}…{'a' * 29}”.",
        ),
        ("a", ("a", "a", "b"), "2 columns are named “a”. Choose one by its number."),
    ],
)
def test_unknown_column_is_refused(column: int | str, names: tuple[str, ...], message: str) -> None:
    with pytest.raises(BadTable) as refused:
        find_columns(ReadOptions(columns=(column,)), Layout(names, 3), "t.csv")
    assert str(refused.value) == f"t.csv: {message}"


def test_empty_columns_are_skipped() -> None:
    layout = find_layout(["", "x", "", "y", ""], [["", "1", "", "2", ""], ["", "3", "", "", ""]])
    assert layout == Layout(("", "x", "", "y"), 4, True, (0, 2))
    options, seen = choose_columns(ReadOptions(), layout)
    assert (options.columns, seen) == ((2, 4), layout)
    options, seen = choose_columns(ReadOptions(columns=("x",)), layout)
    assert (options.columns, seen.empty_columns) == (("x",), ())


def test_named_or_used_column_is_kept() -> None:
    layout = find_layout(["", "x", "y"], [["1", "", "2"], ["", "", "3"]])
    assert choose_columns(ReadOptions(), layout) == (ReadOptions(), Layout(("", "x", "y"), 3))
    assert find_layout(None, [["1", "", "2"]]).empty_columns == ()


def test_row_names_are_left_out() -> None:
    layout = Layout(("", "x", "y"), 3, row_names=0)
    assert choose_columns(ReadOptions(), layout)[0].columns == (2, 3)
    assert choose_columns(ReadOptions(columns=(1, 3)), layout)[0].columns == (1, 3)


@pytest.mark.parametrize(
    ("column", "found"),
    [("2019", 1), (2019, 1), ("2", 1), (2, 1), ("1", 2), (1, 0), ("x", 0), ("3", 2)],
)
def test_number_may_be_name(column: int | str, found: int) -> None:
    layout = Layout(("x", "2019", "1"), 3)
    assert find_columns(ReadOptions(columns=(column,)), layout, "t.csv") == (found,)


@pytest.mark.parametrize("column", ["4", 4, "0", "9" * 5000])
def test_number_beyond_table_is_refused(column: int | str) -> None:
    with pytest.raises(BadTable, match="there is no column"):
        find_columns(ReadOptions(columns=(column,)), Layout(("x", "2019", "1"), 3), "t.csv")


def test_derived_columns_give_several_values() -> None:
    layout = Layout(("x", "kind", "y"), 3, derived=((1, ("kind = b", "kind = c")),))
    assert layout.names_of((1, 0)) == ("kind = b", "kind = c", "x")
    assert layout.width_of((1, 0)) == 3
    assert layout.with_y_last((2, 0, 1)) == (2, 1, 0)
    assert Layout((), 2).names_of((0, 1)) == ()
    assert layout.with_y_last((1,)) == (1,)


class Unsearched(tuple[int, ...]):
    """Columns that may be gone through, but not searched for each of 16,384: that took 4 s."""

    def __contains__(self, column: object) -> bool:
        raise AssertionError(column)


def test_empty_columns_are_searched_once() -> None:
    layout = Layout((), 6, empty_columns=Unsearched((1, 4, 5)))
    assert _read_columns(ReadOptions(), layout) == (0, 2, 3)
    (note,) = _notes(range(3), frozenset(), layout)
    assert "2" in note
