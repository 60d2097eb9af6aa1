from pathlib import Path

import numpy as np
import pytest

from engine import read_table
from engine.reading.frames import is_rule, rule_marks_header, strip_frame, unescape_markdown
from engine.writing.markup import markdown_table


@pytest.mark.parametrize(
    ("line", "ruled"),
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
def test_a_rule_is_drawn(line: str, ruled: bool) -> None:
    assert is_rule(line) is ruled


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| 1 | 2 |\r\n", " 1 | 2 \n"),
        ("1 | 2\n", "1 | 2\n"),
        ("|--:|--:|\n", "\n"),
    ],
)
def test_neither_rules_nor_outer_bars_are_cells(line: str, cells: str) -> None:
    assert strip_frame(line) == cells


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["| 1 | 2 |", "|---|---|", "| 3 | 4 |"], True),
        (["", "+---+", "| 1 |", "+---+", "| 3 |", "| 4 |", "+---+"], True),
        (["+---+", "| 1 |", "+---+", "| 3 |", "+---+", "| 4 |", "+---+"], False),
        (["| 1 | 2 |", "| 3 | 4 |"], False),
        (["| 1 | 2 |", "|---|---|"], False),
        ([], False),
    ],
)
def test_a_rule_under_the_first_row_tells_a_header(lines: list[str], told: bool) -> None:
    assert rule_marks_header(lines) is told


def test_what_markdown_we_write_has_a_rule_to_tell_it_by() -> None:
    lines = markdown_table(["1", "2"], [np.array([5.0, 6.0]), np.array([7.0, 8.0])]).splitlines()
    assert rule_marks_header(lines)


@pytest.mark.parametrize(
    ("cell", "name"),
    [(r"a\_b", "a_b"), (r"x \[m\]", "x [m]"), (r"\\alpha", r"\alpha"), (r"\alpha", r"\alpha")],
)
def test_marks_of_a_name_lose_their_backslashes(cell: str, name: str) -> None:
    assert unescape_markdown(cell) == name


def test_names_in_markdown_we_write_read_back(tmp_path: Path) -> None:
    path, names = tmp_path / "t.md", ("a_b", "x [m]", "R&D *", r"\$", "2019")
    path.write_text(markdown_table(names, [np.array([1.5, -2.0])] * 5))
    assert read_table(path).names == names
