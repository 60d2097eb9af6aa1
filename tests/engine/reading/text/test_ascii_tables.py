from pathlib import Path

import numpy as np
import pytest

from engine import read_table
from engine.reading.text.ascii_tables import (
    is_rule,
    rule_marks_header,
    strip_frame,
    unescape_markdown,
)
from engine.writing.markup import markdown_table


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
