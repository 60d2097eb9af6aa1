from pathlib import Path

import numpy as np
import pytest

from engine import read_table
from engine.reading.notes import boxes_left_out, footer_left_out, rule_left_out
from engine.reading.text.ascii_tables import (
    box_characters,
    find_footer,
    is_framed,
    is_rule,
    rule_marks_header,
    strip_frame,
    unescape_markdown,
)
from engine.writing.markup import markdown_table

from ..texts import table_of

LIGHT = """
┌─────┬─────┐
│  x  │  y  │
├─────┼─────┤
│   1 │ 2.5 │
│   3 │   4 │
└─────┴─────┘
"""
POLARS = """shape: (2, 2)
┌─────┬─────┐
│ x   ┆ y   │
│ --- ┆ --- │
│ i64 ┆ f64 │
╞═════╪═════╡
│ 1   ┆ 2.5 │
│ 3   ┆ 4.0 │
└─────┴─────┘
"""
DUCKDB = """
┌───────┬────────┐
│   x   │   y    │
│ int32 │ double │
├───────┼────────┤
│     1 │    2.5 │
│     3 │    4.0 │
└───────┴────────┘
"""
HEAVY = """
┏━━━┳━━━━━┓
┃ x ┃ y   ┃
┡━━━╇━━━━━┩
│ 1 │ 2.5 │
├───┼─────┤
│ 3 │ 4   │
└───┴─────┘
"""
DOUBLE = LIGHT.translate(str.maketrans("┌─┬┐│├┼┤└┴┘", "╔═╦╗║╠╬╣╚╩╝"))
BARE = " x │  y  \n───┼─────\n 1 │ 2.5\n 3 │   4\n"
UNDERLINED = "  x    y\n ───  ───\n  1    2.5\n  3    4\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("| --- | --: |\n", True),
        ("|--:|:-|", True),
        ("+---+===+\r\n", True),
        ("--- | ---", True),
        ("| - | - |", False),
        ("| -1 | -2 |", False),
        ("| a | --- |", False),
        ("", False),
    ],
)
def test_rules_are_recognised(line: str, expected: bool) -> None:
    assert is_rule(line) is expected


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| 1 | 2 |\r\n", " 1 | 2 \n"),
        ("1 | 2\n", "1 | 2\n"),
        ("|--:|--:|\n", "\n"),
    ],
)
def test_frame_is_stripped(line: str, cells: str) -> None:
    assert strip_frame(line) == cells


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["| 1 | 2 |", "|---|---|", "| 3 | 4 |"], True),
        (["", "+---+", "| 1 |", "+---+", "| 3 |", "| 4 |", "+---+"], True),
        (["+---+", "| 1 |", "+---+", "| 3 |", "+---+", "| 4 |", "+---+"], False),
        (["| 1 | 2 |", "| 3 | 4 |"], False),
        (["| 1 | 2 |", "|---|---|"], False),
        ([], False),
    ],
)
def test_rule_below_first_row_marks_header(lines: list[str], expected: bool) -> None:
    assert rule_marks_header(lines) is expected


def test_written_markdown_has_header_rule() -> None:
    lines = markdown_table(["1", "2"], [np.array([5.0, 6.0]), np.array([7.0, 8.0])]).splitlines()
    assert rule_marks_header(lines)


@pytest.mark.parametrize(
    ("cell", "name"),
    [(r"a\_b", "a_b"), (r"x \[m\]", "x [m]"), (r"\\alpha", r"\alpha"), (r"\alpha", r"\alpha")],
)
def test_markdown_escapes_are_removed(cell: str, name: str) -> None:
    assert unescape_markdown(cell) == name


def test_written_markdown_names_read_back(tmp_path: Path) -> None:
    path, names = tmp_path / "t.md", ("a_b", "x [m]", "R&D *", r"\$", "2019")
    path.write_text(markdown_table(names, [np.array([1.5, -2.0])] * 5))
    assert read_table(path).names == names


@pytest.mark.parametrize(
    "text", [LIGHT, POLARS, DUCKDB, HEAVY, DOUBLE, BARE, UNDERLINED, LIGHT + "(2 rows)\n"]
)
@pytest.mark.parametrize("size", [1, 5, 2**20])
def test_boxes_are_read(text: str, size: int) -> None:
    table = table_of(text, size=size)
    values = [row for rows in table.rows([0, 1]) for row in rows.values.tolist()]
    assert (table.layout.names, values) == (("x", "y"), [[1, 2.5], [3, 4]])
    assert table.notes[0] == boxes_left_out()


def test_box_characters_are_kept_elsewhere() -> None:
    assert box_characters("│ 1 │ 2 │\n") == box_characters("a ─ b\n") == {}
    assert table_of("x│1,y\n1,2\n").layout.names == ("x│1", "y")


@pytest.mark.parametrize(
    "footer",
    [
        *("(2 rows)", "(1 row)", "(1,234 rows)", "(2 rows affected)", "2 rows selected."),
        *("2 rows in set (0.00 sec)", "1 row in set, 1 warning (0.01 sec)"),
    ],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n\r\n"])
def test_footer_is_told(footer: str, end: str) -> None:
    table = table_of(f" x | y \n---+---\n 1 | 2\n  {footer}{end}")
    (rows,) = table.rows([0, 1])
    assert (rows.values.tolist(), rows.faults) == ([[1, 2]], ())
    assert table.notes[0] == footer_left_out(footer)
    assert table.notes == rows.notes
    assert len(table.notes) == (1 if footer.startswith(("(1 row)", "1 row")) else 2)


@pytest.mark.parametrize("line", ["2 rows", "(2 lines)", "x (2 rows)", "3;(2 rows)", "(2 rows) 5"])
def test_other_lines_are_no_footer(line: str) -> None:
    assert find_footer(f"1 2\n{line}\n".encode()) == b""


def test_long_line_is_no_footer() -> None:
    assert find_footer(b"1" * 1000 + b" (2 rows)") == find_footer(b" " * 1000 + b"(2 rows)") == b""


def test_rule_below_lone_name_is_told() -> None:
    table = table_of(" x \n---\n 1\n 3\n")
    (rows,) = table.rows([0])
    assert (table.layout.names, rows.values.tolist()) == (("x",), [[1], [3]])
    assert table.notes == (rule_left_out(),)
    (rows,) = table_of("x\n1\n---\n3\n").rows([0])
    assert rows.faults[0].text == "---"


def test_framed_column_is_read() -> None:
    text = "+---+\n| x |\n+---+\n| 1 |\n| 3 |\n+---+\n"
    (rows,) = table_of(text).rows([0])
    assert rows.values.tolist() == [[1], [3]]
    assert is_framed(text.splitlines(keepends=True))
    assert not is_framed(["| 1 |\n", "| 2 |\n"])
