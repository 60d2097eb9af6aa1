from pathlib import Path

import pytest

from engine import read_table
from engine.reading.text.records import CellSplitter
from engine.reading.text.row_names import (
    empty_comments,
    has_names_with_blanks,
    has_row_names,
    without_label,
)


def named(text: str, separator: str = " ") -> bool:
    splitter = CellSplitter(separator)
    lines = text.splitlines(keepends=True)
    first, *rows = splitter.first_rows(lines, 20)
    return has_row_names(first, rows, lines, splitter)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ('"x","y"\n"1",2,3\n', ","),
        ('"x" "y"\n"Mazda RX4" 2 3\n"a" 4 5\n', " "),
        ("x;y\nr1;2;3\nr2;4;5\n", ";"),
        ("x\ty\n1\t2\t3\n2\t4\t5\n", "\t"),
        ("  x y\n1 2 3\n2 4 5\n", " "),
        ("  x y\n0 2 3\n1 4 5\n", " "),
        ("  x y\n1: 2 3\n2: 4 5\n", " "),
        ("x,y\n1,2,3\n2,4,5\n3,4,5\n", ","),
        ('"a" "b"\n"7" 1 "one"\n"9" 2 "two"\n', " "),
    ],
)
def test_row_names_are_recognised(text: str, separator: str) -> None:
    assert named(text, separator)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2,3\n4,5,6\n", ","),
        ("x y\n3 1 2\n7 3 4\n", " "),
        ("x y\nr1 1 2\nr2 3\n", " "),
        ("x y\nr1 1 2\n7 3 4\n", " "),
        ("x y\n1 2 3\n", " "),
        ("x\n1,5\n2,5\n3,5\n", ","),
        ("x,y\n1,5,3\n2,5,4\n", ","),
        ("x,y\n1,2,\n2,4,\n3,5,\n", ","),
        ('"x","y"\n"1","2","3"\n"4","5","6"\n', ","),
        ("x,y\n1,2\n2,4\n", ","),
        ("x,y\n0,2,3\n1,4,5\n2,4,5\n", ","),
    ],
)
def test_missing_name_is_no_row_name(text: str, separator: str) -> None:
    assert not named(text, separator)


def test_label_before_names_is_dropped() -> None:
    assert without_label(["Data:", "y", "x"], [["1", "2"]]) == ["y", "x"]
    assert without_label(["Data:   y"], [["1"]]) == ["y"]
    assert without_label(["Data:", "y"], [["1", "2"]]) == ["Data:", "y"]
    assert without_label(["a", "b", "c"], [["1", "2"]]) == ["a", "b", "c"]


def test_comments_without_cells_are_dropped() -> None:
    assert without_label(["x", "y", "Comment"], [["1", "2"], ["3", "4"]]) == ["x", "y"]


def test_empty_column_of_comments_is_found() -> None:
    assert empty_comments(["x", "Comment"], [["1", ""], ["2"]]) == 1
    assert empty_comments(["x", "Comment"], [["1", "ok"]]) is None
    assert empty_comments(["x", "z"], [["1", ""]]) is None


PRINTED = """\
               mpg cyl
Mazda RX4     21.0   6
Mazda RX4 Wag 21.0  NA
Valiant       18.1   6
"""


def test_printed_names_have_blanks(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text(PRINTED.replace("NA", " 8"))
    table = read_table(path)
    assert table.names == ("mpg", "cyl")
    assert table.values.tolist() == [[21, 6], [21, 8], [18.1, 6]]
    assert "row names (“Mazda RX4, Mazda RX4 Wag, Valiant”)" in table.notes[0]
    assert read_table(path, columns=[3]).values.tolist() == [[6], [8], [6]]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", True),
        ("Wag 21.0", "Wag21.0 ", False),
        ("18.1   6", "18.1  x6", False),
        ("18.1   6", "18.1 6  ", False),
        ("Valiant       ", "7 8           ", False),
        ("Valiant       ", "Valiant\t      ", False),
        ("Valiant  ", '"V" iant ', False),
    ],
)
def test_blanks_in_names_need_alignment(old: str, new: str, found: bool) -> None:
    lines = PRINTED.replace(old, new).splitlines(keepends=True)
    assert has_names_with_blanks(["mpg", "cyl"], lines, CellSplitter(" ")) is found
    assert not has_names_with_blanks(["mpg", "cyl"], lines, CellSplitter(","))


def test_commas_in_all_rows_separate() -> None:
    rows = [["1", "23,15"], ["2", "34,16"]]
    assert not has_row_names(["x,y"], rows, [], CellSplitter(" "))
    assert has_row_names(["x"], rows, [], CellSplitter(" "))
