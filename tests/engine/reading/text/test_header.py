import pytest

from engine.reading.text.header import (
    count_title_lines,
    count_title_rows,
    is_header,
    is_name,
    names_from_comment,
    quotes_mark_header,
)
from engine.reading.text.records import CellSplitter


@pytest.mark.parametrize("header", ["a,{}", "{},{}8", ",1,2,{}", "1,{}"])
def test_long_numbers_are_no_names(header: str) -> None:
    """Python refuses to read a whole number of over 4,300 digits."""
    digits = 5000 * "7"
    assert not is_header(header.format(digits, digits).split(","), [["1", "2"], ["3", "4"]])


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
        "label,7d,30d,y",
        "2D,3D",
        "01e,02a,1E,y",
    ],
)
def test_names_are_a_header(header: str) -> None:
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
        "1e5,2E+3",
        "0x1F,2",
        "2020-01-01,5",
        "$5,3",
        "2019,2020,2021",
        "?,1",
    ],
)
def test_numbers_are_not_a_header(first: str) -> None:
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
def test_rows_below_decide_header(first: str, below: list[str], names: bool) -> None:
    assert is_header(first.split(","), [row.split(",") for row in below]) is names


@pytest.mark.parametrize(
    ("lines", "expected"),
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
def test_quotes_mark_header(lines: list[str], expected: bool) -> None:
    assert quotes_mark_header(lines, CellSplitter(",", "#")) is expected


@pytest.mark.parametrize(
    ("cell", "expected"), [("x", True), ("°C", True), ("5", False), ("", False)]
)
def test_name_needs_a_letter(cell: str, expected: bool) -> None:
    assert is_name(cell) is expected


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
def test_comment_above_rows_names_columns(
    comment: str, separator: str, names: tuple[str, ...]
) -> None:
    lines = [*comment.splitlines(keepends=True), "1 2 3\n", "# d e f\n"]
    assert names_from_comment(lines, CellSplitter(separator, "#"), 3) == names


@pytest.mark.parametrize(
    ("rows", "titles"),
    [
        (["Mine", "x,y", "1,2"], 1),
        (["Mine,", "Made: 2021,,", "x,y", "1,2"], 2),
        (["2020-01-31", ",x,y", "1,2,3"], 1),
        (["x,y", "1,2"], 0),
        (["Mine", "1,2", "3,4"], 0),
        (["Mine", "x", "1"], 0),
        (["Mine", "x,y"], 0),
        (["Mine", "x,y", "m,s"], 0),
        (["5", "x,y", "1,2"], 0),
        (["Made,me", "x,y", "1,2"], 0),
        (["Mine", "Yours"], 0),
        ([], 0),
    ],
)
def test_title_rows_are_counted(rows: list[str], titles: int) -> None:
    assert count_title_rows([row.split(",") for row in rows]) == titles


@pytest.mark.parametrize(
    ("rows", "titles"),
    [
        ([",Length,,Out", "id,arm,leg,y", "1,2,3,4", "2,3,4,5"], 1),
        (["A,,B,", "mean,sd,mean,sd", "1,2,3,4", "2,3,4,5", "3,4,5,6"], 1),
        (["My title,,", "A,,B", "mean,sd,y", "1,2,3", "2,3,4"], 2),
        (["A,,B", "s,mV,kg", "1,2,3", "2,3,4"], 0),
        ([",a,b", "low,high,low", "1,2,3", "2,3,4"], 0),
        (["A,,B", "mean,sd,y", "1,2,3"], 0),
        (["A,,B", "mean,sd,y", "1,2,3", "a,b,c"], 0),
        (["A,,B", "mean,,y", "1,2,3", "2,3,4"], 0),
        (["A,,B", "1,2,3", "1,2,3", "2,3,4"], 0),
        (["A,,7", "mean,sd,y", "1,2,3", "2,3,4"], 0),
    ],
)
def test_names_of_groups_are_counted(rows: list[str], titles: int) -> None:
    assert count_title_rows([row.split(",") for row in rows]) == titles


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        (["Mine\n", "\n", "# so\n", "x,y\n", "1,2\n"], 3),
        (['"Mi\n', 'ne"\n', "x,y\n", "1,2\n"], 2),
        (["Mine\n", "x,y\n", "1,2\n", '"1'], 1),
        (["x,y\n", "1,2\n"], 0),
        ([], 0),
    ],
)
def test_title_lines_are_counted(lines: list[str], titles: int) -> None:
    assert count_title_lines(lines, CellSplitter(",", "#")) == titles
