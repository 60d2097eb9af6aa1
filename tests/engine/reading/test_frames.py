import numpy as np
import pytest

from engine.reading.frames import is_rule, rule_tells, without_frame
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
    assert without_frame(line) == cells


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
    assert rule_tells(lines) is told


def test_what_markdown_we_write_has_a_rule_to_tell_it_by() -> None:
    lines = markdown_table(["1", "2"], [np.array([5.0, 6.0]), np.array([7.0, 8.0])]).splitlines()
    assert rule_tells(lines)
