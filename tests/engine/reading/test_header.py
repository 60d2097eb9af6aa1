from collections.abc import Sequence

import pytest

from engine.errors import BadTable
from engine.reading.cells import Layout
from engine.reading.choices import Choices
from engine.reading.header import (
    columns_wanted,
    is_header,
    is_name,
    layout_of,
    names_in_comment,
    quotes_tell,
    without_blank,
)
from engine.reading.records import Splitting


@pytest.mark.parametrize(
    "header",
    [
        "x,y",
        "1,x,y",
        ",y,x",
        "1st,2nd,y",
        "nan,y,x",
        "e,e1,E",
        "a b,c,d",
        "=x,+y,-z",
        "id,2019,2020,2021",
        "t,0,1,2",
        "°,%,ä",
        "😀,y",
        "x [m],y (5 s)",
        "#ID,#N,y",
        ",x,y",
    ],
)
def test_names_make_a_header(header: str) -> None:
    assert is_header(header.split(","))


@pytest.mark.parametrize(
    "first",
    [
        "1,2",
        "-1.5e-3,+2",
        "1,",
        ",2",
        "nan,1",
        "1,-inf",
        "1e400,1",
        "1_000,1",
        "１２,1",
        "1,NA",
        "12%,(3)",
        "1.5,2.5,oops",
        "1,2,oops",
        "id,2021,2020",
        "oops,1.5",
        "#N/A,2",
        "#DIV/0!,2",
        "#ИМЯ?,2,3",
        "#BÖL/0!,2,3",
        "TRUE,1",
        "1.5D+03,2.5",
        "0x1F,2",
        "2020-01-01,5",
        "$5,3",
        "2019,2020,2021",
        "?,1",
    ],
)
def test_a_row_of_what_were_meant_as_numbers_makes_none(first: str) -> None:
    assert not is_header(first.split(","))


@pytest.mark.parametrize(
    ("first", "below", "names"),
    [
        ("ann,1", ["bob,2"], False),
        ("ann,1,2", ["bob,3,4"], False),
        ("name,2019,2020", ["ann,1,2"], True),
        ("name,400,410", ["ann,0.1,0.2"], True),
        ("t,0,1", ["5,1,2"], True),
        ("a,b", ["c,d"], True),
        (",0,1", ["0,5,6", "1,7,8"], True),
        (",0,1", ["ann,5,6", "bob,7,8"], True),
        (",2019,2020", ["ann,5,6"], True),
        (",id,2019,2020", ["0,1,5,6", "1,2,7,8"], True),
        (",id,2019,2020", [",1,5,6"], True),
        (",1,id,2020", ["0,1,5,6"], False),
        (",0,1", ["3,5,6", "1,7,8"], False),
        (",5,6", ["0,7,8"], False),
        (",0,1", [], False),
        (",", ["0,1"], False),
    ],
)
def test_what_stands_below_tells_names_too(first: str, below: list[str], names: bool) -> None:
    assert is_header(first.split(","), [row.split(",") for row in below]) is names


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['"2019","2020"\n', "1,2\n"], True),
        (["# by me\n", "\n", '"2019" , "x"\n', '"1",2\n'], True),
        (['"2019","2020"\n', '"1","2"\n'], False),
        (['"1,5","2,5"\n', "3,4\n"], False),
        (['"1,5","2,5"\n', "3.5,4\n"], True),
        (['"1,234","2,345"\n', "3.5,4\n"], False),
        (['"1,5","2"\n', "3,4\n"], True),
        (['"1,5","a"\n', "3,4\n"], True),
        (['"ann","1,5"\n', '"bob",3\n'], False),
        (['"2019",2020\n', "1,2\n"], False),
        (['"2019","2020"\n'], False),
        ([], False),
    ],
)
def test_quotes_tell_a_header(lines: list[str], told: bool) -> None:
    assert quotes_tell(lines, Splitting(",", "#")) is told


@pytest.mark.parametrize(("cell", "named"), [("x", True), ("°C", True), ("5", False), ("", False)])
def test_a_name_has_a_letter(cell: str, named: bool) -> None:
    assert is_name(cell) is named


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
def test_the_columns_are_those_of_the_header_but_for_a_separator_too_many(
    header: str | None, rows: Sequence[str], layout: Layout
) -> None:
    cells = [row.split(",") for row in rows]
    assert layout_of(header.split(",") if header is not None else None, cells) == layout


@pytest.mark.parametrize(
    ("comment", "separator", "names"),
    [
        ("# a b c\n", " ", ("a", "b", "c")),
        ("# a b c\n", ",", ("a", "b", "c")),
        ("#a,b,c\n", ",", ("a", "b", "c")),
        ("# made by me\n#\n# a b c\n", " ", ("a", "b", "c")),
        ("# made by me\n", " ", ("made", "by", "me")),
        ("# a, b, c\n\n", ",", ("a", "b", "c")),
        ("# a b\n", " ", ()),
        ("# 1 2 3\n", " ", ()),
        ("#\n", " ", ()),
        ("", " ", ()),
    ],
)
def test_the_comment_above_the_first_row_may_name_the_columns(
    comment: str, separator: str, names: tuple[str, ...]
) -> None:
    lines = [*comment.splitlines(keepends=True), "1 2 3\n", "# d e f\n"]
    assert names_in_comment(lines, Splitting(separator, "#"), 3) == names


def test_columns_are_chosen_by_number_or_name_in_any_order() -> None:
    layout = Layout(("a", "b", "2"), 3)
    assert columns_wanted(Choices(), layout, "t.csv") == (0, 1, 2)
    assert columns_wanted(Choices(columns=(3, "a")), layout, "t.csv") == (2, 0)
    assert columns_wanted(Choices(columns=("2",)), layout, "t.csv") == (2,)


@pytest.mark.parametrize(
    ("column", "names", "told"),
    [
        (4, ("a", "b", "c"), "there is no column 4: it has 3 columns."),
        ("d", ("a", "b", ""), "there is no column named 'd': its names are 'a' or 'b'."),
        ("d", (), "there is no column named 'd': its columns have no names."),
        ("a", ("a", "a", "b"), "2 columns are named 'a'. Choose one by its number."),
    ],
)
def test_a_column_that_is_not_there_is_refused(
    column: int | str, names: tuple[str, ...], told: str
) -> None:
    with pytest.raises(BadTable) as refused:
        columns_wanted(Choices(columns=(column,)), Layout(names, 3), "t.csv")
    assert str(refused.value) == f"t.csv: {told}"


def test_blank_columns_are_not_wanted_unless_chosen() -> None:
    layout = layout_of(["", "x", "", "y", ""], [["", "1", "", "2", ""], ["", "3", "", "", ""]])
    assert layout == Layout(("", "x", "", "y"), 4, True, (0, 2))
    choices, seen = without_blank(Choices(), layout)
    assert (choices.columns, seen) == ((2, 4), layout)
    choices, seen = without_blank(Choices(columns=("x",)), layout)
    assert (choices.columns, seen.blank) == (("x",), ())


def test_a_column_with_a_name_or_a_cell_is_not_blank() -> None:
    layout = layout_of(["", "x", "y"], [["1", "", "2"], ["", "", "3"]])
    assert without_blank(Choices(), layout) == (Choices(), Layout(("", "x", "y"), 3))
    assert layout_of(None, [["1", "", "2"]]).blank == ()
