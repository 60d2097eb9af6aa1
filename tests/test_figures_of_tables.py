"""Standard errors, residual deviation and R² have no fewer digits than those of other programs."""

import math
import re
from pathlib import Path

import pytest

from tests.engine.least_squares import table_problem
from tests.figures_of_tables import (
    TABLES,
    Figures,
    exact_figures,
    markdown,
    own_figures,
    right_digits,
    true_figures,
    written_figures,
)

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
# Two programs that round in another order may differ by so many digits, by chance.
BY_CHANCE = 0.5


@pytest.mark.parametrize("name", TABLES)
def test_digits_are_those_of_best(name: str) -> None:
    true = true_figures(name)
    own = own_figures(table_problem(name)).digits(true)
    others = [tables[name].digits(true) for tables in written_figures().values()]
    best = [max(digits) for digits in zip(*others, strict=True)]
    assert [ours >= most - BY_CHANCE for ours, most in zip(own, best, strict=True)] == [True] * 3


@pytest.mark.parametrize("name", ["Norris", "Longley", "Pontius", "Wampler3", "NoInt1", "NoInt2"])
def test_certified_figures_follow_from_fractions(name: str) -> None:
    assert min(exact_figures(table_problem(name)).digits(true_figures(name))) > 13.5


def test_every_program_has_every_table() -> None:
    written = written_figures()
    kinds = {program.split()[0] for program in written}
    assert kinds == {"R", "LibreOffice", "numpy", "statsmodels"}
    assert all(set(tables) == set(TABLES) for tables in written.values())
    assert all(re.search(r"\d+\.\d+", program) for program in written)


def test_page_has_all_digits() -> None:
    """The last digit may differ between machines, and those of Secant may become more."""
    lines = {line.split("|")[1] + line.split("|")[2]: line for line in _table_of_page()}
    expected = {line.split("|")[1] + line.split("|")[2]: line for line in _rows(markdown())}
    assert len(expected) > len(TABLES)
    assert list(lines) == list(expected)
    for key, line in expected.items():
        stated, now = (each.split("|")[3:-1] for each in (lines[key], line))
        if "table" in key or "---" in key:
            assert stated == now
            continue
        assert stated[1:] == now[1:]
        assert float(now[0]) >= float(stated[0]) - BY_CHANCE


def test_missing_error_has_no_digits() -> None:
    true = Figures((1.0, 2.0), 1.0, 0.5)
    assert Figures((1.0,), 1.0, 0.5).digits(true) == (0, 15, 15)
    assert Figures((1.0, math.nan), 1.1, 0.5).digits(true) == pytest.approx((0, 1, 15))
    assert right_digits(1e-9, 0.0) == pytest.approx(9)
    assert right_digits(5.0, 1.0) == 0


def _table_of_page() -> list[str]:
    return _rows(PAGE.read_text(encoding="utf-8"))


def _rows(text: str) -> list[str]:
    """Return the rows of the table, of which those without a name take that before."""
    found, name = [], ""
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        cells = line.split("|")
        name = cells[1].strip() or name
        found.append("|".join(["", f" {name} ", *cells[2:]]))
    return found
