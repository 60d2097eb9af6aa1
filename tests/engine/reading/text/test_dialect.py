from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.errors import BadTable
from engine.reading.options import ReadOptions
from engine.reading.text.dialect import (
    LINES_TO_GUESS_FROM,
    count_other_comments,
    guess_comment,
    guess_separator,
    refuse_quoted_lines,
    separator_directive,
)

from ..texts import table_of


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("1,5;2\n3,5;4", ";"),
        ("a;b,y\n1,2", ","),
        ('"a;b","c;d"\n1,2', ","),
        ('"a";"b\n\n;c"\n1;2', ";"),
        ("a,b\ty\n1\t2", "\t"),
        ("a|b\n1|2", "|"),
        ("a b\n1 2", " "),
        ("  a   b\n  1   2", " "),
        ("1,5 2,5\n3,5 4,5", " "),
        ("1\t2 3\n4 5\t6", " "),
        ("x \t y\n1 \t 2", "\t"),
        ("1, 2, 3\n4, 5, 6", ","),
        ("1\n2", ","),
        ("body mass\n1\n2", ","),
        ("a,b,c\n1,2\n3,4", ","),
        ("a;b;c\n1;2\n3;4", ";"),
        ("a;b;c", ";"),
        ("1 2 3", " "),
        ("My data, of 2021\n\na;b\n1;2\n3;4", ";"),
        ("1,5;2,5\n3,5\n4,5;1,5", ";"),
        ("Station A;1,5;2\nStation B;2,5;3", ";"),
        ("2020-01-01 10:00,5\n2020-01-01 11:00,6", ","),
        ("a;b\n1 234,5;2\n3 456,7;4", ";"),
        ("", ","),
        ("who\tplace\tn\nAnn\tRoom 5\t3.5\nBob\tRoom 6\t4", "\t"),
        ("who\tplace no\tn\nAnn\tRoom 5\t3.5\nBob\tRoom 6\t4", "\t"),
        ("who;place no;n\nAnn;Room 5;3,5\nBob;Room 6;4", ";"),
        ("who|place no|n\nAnn|Room 5|3.5\nBob|Room 6|4", "|"),
        ("nr,mark,floor\n1,Good,Floor 3\n2,Poor,Floor 4", ","),
        ("who,place no,n\nAnn,Room 5,3.5\nBob,Room 6,4", ","),
        ("ann 1,5 2,5\nbob 3,5 4,5", " "),
        ("Smith, 3 4\nJones, 5 6", " "),
        ("ann 1 2\nbob 3 4", " "),
    ],
)
def test_separator_gives_equal_rows_of_numbers(text: str, separator: str) -> None:
    assert guess_separator(lines(text), "") == separator


def test_only_first_lines_decide_separator() -> None:
    first = ["1;2,5\n"] * LINES_TO_GUESS_FROM
    assert guess_separator([*first, *["1,2\n"] * 99], "") == ";"


def test_comments_do_not_affect_separator() -> None:
    text = "# a, b, c, d, e, f\n# made, by, somebody, else, than, me\na;b\n1;2\n"
    assert guess_separator(lines(text), "#") == ";"


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("# made by hand\n1,2\n", "#"),
        ("1,2\n# note\n3,4\n", "#"),
        ("  # indented\n1 2\n", "#"),
        ("# 5\n1,2\n", "#"),
        ("% of MATLAB\n1 2\n", "%"),
        ("1,2\n3,4\n", ""),
        ("#5,7\n#6,8\n", ""),
        ("#N/A,7\n1,2\n", ""),
        ("1,5;2\n#NV;#NV\n", ""),
        ("1,2\n#GETTING_DATA,3\n", ""),
        ("1\t2\n#####\t3\n", ""),
        ("1,2\n%,3\n", ""),
        ("1,2\n#new,but no row\n", "#"),
        ("1 2\n#run 5\n", "#"),
        ("x #1,y\n1,2\n", ""),
    ],
)
def test_comment_character_is_guessed(text: str, character: str) -> None:
    assert guess_comment(lines(text)) == character


def test_long_comment_rule_is_fast() -> None:
    assert guess_comment([f"{'#' * 100_000} x\n"]) == "#"


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("sep=;\r\n", ";"),
        ("SEP=,", ","),
        ('"sep=;"\n', ";"),
        ("sep=\t\n", "\t"),
        ("sep=|\n", "|"),
        ("sep=;;\n", ";"),
        ("sep=ab\n", ""),
        ("sep;x\n", ""),
        ("1,2\n", ""),
    ],
)
def test_separator_directive_is_recognised(line: str, separator: str) -> None:
    assert separator_directive(line) == separator


OPEN = ReadOptions(separator=",")


def test_quoted_lines_are_not_decimals(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('"x,y"\n"1,2"\n"3,4"\n')
    with pytest.raises(EngineError) as refused:
        read_table(path)
    assert str(refused.value) == (
        "t.csv: each whole line is in quotes: 1,2 below x,y could be 2 cells or one "
        "number. Remove the quotes, or choose the decimal mark."
    )
    assert read_table(path, decimal=",").values.tolist() == [[1.2], [3.4]]


@pytest.mark.parametrize(
    ("header", "rows", "options"),
    [
        (["Price, net"], [["1,2"], ["3,4"]], OPEN),
        (["x,y"], [["1,2"], ["3"]], OPEN),
        (["x,y"], [["1"], ["3"]], OPEN),
        (["x,y"], [], OPEN),
        (["x,y"], [["1,2"]], ReadOptions(",", decimal=",")),
        (["x,y"], [["1,2"]], ReadOptions(";")),
        (["x,"], [["1,2"]], OPEN),
        (["x,y", "z"], [["1,2", "3"]], OPEN),
        (["x"], [["1,2"]], OPEN),
        ([], [["1,2"]], OPEN),
    ],
)
def test_single_quoted_cells_are_accepted(
    header: list[str], rows: list[list[str]], options: ReadOptions
) -> None:
    refuse_quoted_lines(header, rows, options, "t.csv")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,234,567", "could be 3 cells or one number. Remove the quotes, or choose "),
        ("1,2,3", "is 3 cells in one. Remove the quotes."),
        ("1.5,2.5,3", "is 3 cells in one. Remove the quotes."),
    ],
)
def test_error_counts_cells_in_quotes(row: str, problem: str) -> None:
    with pytest.raises(BadTable) as refused:
        refuse_quoted_lines(["a,b,c"], [[row], ["4,5,6"]], OPEN, "t.csv")
    assert f": {row} below a,b,c {problem}" in str(refused.value)


def test_error_shortens_long_quoted_lines() -> None:
    names, row = ",".join(["name"] * 1000), ",".join(["1.25"] * 1000)
    with pytest.raises(BadTable, match="is 1,000 cells in one") as refused:
        refuse_quoted_lines([names], [[row]], OPEN, "t.csv")
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# a\n% b\n1 2\n", 2),
        ("% a\n\n# b\n% c\nx y\n1 2\n", 4),
        ("# a\n# b\nx y\n", 0),
        ("# a\n% fat,y\n1,2\n", 0),
        ("# a\nx y\n% b\n", 0),
        ("", 0),
    ],
)
def test_other_comments_are_counted(text: str, count: int) -> None:
    assert count_other_comments(text.splitlines(keepends=True), "#") == count
    assert count_other_comments(text.splitlines(keepends=True), "") == 0


def test_second_sign_of_comments_is_told() -> None:
    table = table_of("# a\n% b\n1 2\n3 4\n")
    assert (table.layout.names, table.layout.width) == ((), 2)
    assert table.notes == ("2 lines above the table were left out, beginning with “# a”.",)
    assert table_of("# a\n% b\n1 2\n", table.options).layout.width == 2
