from pathlib import Path

import numpy as np
import pytest

from engine import Problem, optimum
from engine.command import task as task_module
from engine.command.commandline import run
from engine.command.statistics_listing import listed, written
from engine.inference.missing import MissingFigure, RSquaredKind
from engine.statistics import statistics

Capture = pytest.CaptureFixture[str]


def lines_of(problem: Problem, *names: str) -> list[str]:
    best = optimum(problem)
    return listed(statistics(problem, best), names)


def test_table_is_aligned() -> None:
    A = np.array([[1.0, 1], [1, 2], [1, 3], [1, 4]])
    lines = lines_of(Problem(A, [2.1, 3.9, 6.2, 7.8]), "intercept", "dose")
    head, *weights = lines[:3]
    assert head.split()[:6] == ["weight", "optimum", "±", "s.e.", "t", "p"]
    assert head.split()[-5:] == ["95", "%", "from", "to", "VIF"]
    assert len({len(line) for line in (head, *weights)}) == 1
    assert weights[1].split()[:2] == ["dose", "1.94"]
    assert "R² 0.995661" in lines
    assert "N 4, rank 2 of 2, κ 4.686" in lines


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (float("nan"), "–"),
        (float("inf"), "∞"),
        (-1.5, "−1.5"),
        (1 - 1.2e-9, "1 − 1.2e−09"),
        (6e-11 - 1, "−(1 − 6e−11)"),
    ],
)
def test_numbers_are_never_rounded_to_one(number: float, text: str) -> None:
    assert written(number, 6) == text


def test_missing_figures_say_why() -> None:
    lines = lines_of(Problem([[1.0, 2]], [3.0]), "a", "b")
    assert MissingFigure.NO_DEGREES.value in lines
    assert lines[-2:] == ["Dependent columns:", "b = 2·a"]
    A = np.array([[1.0, 2, 0, 5], [2, 4, 0, 7], [3, 6, 0, 7], [4, 8, 0, 2], [1, 2, 0, 9]])
    lines = lines_of(Problem(A, [1.0, 2, 4, 5, 9]), "a", "b", "zero", "alone")
    assert f"a, b: {MissingFigure.NOT_DETERMINED.value}" in lines
    assert f"zero: {MissingFigure.ZERO_COLUMN.value}" in lines
    assert lines[-2:] == ["b = 2·a", "zero = 0"]
    assert "Determined all the same: alone" in lines
    assert RSquaredKind.ABOUT_ZERO.value in lines


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
@pytest.mark.parametrize("kind", ["constant", "exact", "zeros", "alike", "usual"])
def test_no_listing_has_nan(rows: int, kind: str) -> None:
    """Of one row, as many rows as columns, constant, exact and dependent tables."""
    x = np.arange(rows) + 1.0
    A = np.column_stack((np.ones(rows), x, x * x))
    Y = {"constant": np.full(rows, 2.5), "exact": 2 * x, "zeros": np.zeros(rows)}
    if kind == "alike":
        A = np.ones((rows, 3))
    text = "\n".join(lines_of(Problem(A, Y.get(kind, np.cos(x))), "a", "b", "c"))
    assert "nan" not in text.lower()
    if "–" in text:
        assert any(reason.value in text for reason in MissingFigure)


def test_wide_tables_list_some() -> None:
    x = np.array([[1.0], [2], [3]])
    lines = lines_of(Problem(np.tile(x, 30), [1.0, 2, 4]), *(f"x{k}" for k in range(30)))
    assert lines[-1] == "… and 9 more"


def test_command_prints_statistics(tmp_path: Path, capsys: Capture) -> None:
    tmp_path.joinpath("t.csv").write_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.9\n")
    assert run([str(tmp_path / "t.csv"), "--intercept", "--epochs", "5", "--statistics"]) == 0
    out = capsys.readouterr().out
    assert "Least squares, at the optimum:" in out
    assert "adjusted R² 0.9" in out


def test_table_beyond_memory_has_statistics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    tmp_path.joinpath("t.csv").write_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.9\n")
    options = [str(tmp_path / "t.csv"), "--intercept", "--statistics"]
    run(options)
    expected = capsys.readouterr().out.partition("Least squares")[2]
    monkeypatch.setattr(task_module, "BYTES_IN_MEMORY", 1)
    run(options)
    assert capsys.readouterr().out.partition("Least squares")[2] == expected


def test_other_loss_has_no_statistics(tmp_path: Path, capsys: Capture) -> None:
    """Those of least squares would be taken for its own."""
    tmp_path.joinpath("t.csv").write_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.9\n")
    with pytest.raises(SystemExit):
        run([str(tmp_path / "t.csv"), "--loss", "huber", "--statistics"])
    assert "nothing is known of the errors of another loss" in capsys.readouterr().err
