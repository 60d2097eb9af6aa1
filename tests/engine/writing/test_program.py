import ast
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from engine import Matrix, Method, Problem, Settings, fit, suggest_h
from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.examples import published
from engine.inference.held_out_loss import HeldOutLoss
from engine.inference.holding_out import held_out, split
from engine.terms import CategoryTerm, PowerTerm
from engine.unit_columns import on_unit_columns
from engine.writing.atomic_write import write_whole
from engine.writing.program import (
    MOST_CELLS_WRITTEN,
    MOST_LITERAL_EPOCHS,
    HeldOutTable,
    numpy_code,
)
from tests import TIMEOUT_SECONDS

from ..archives import experiments, slow_draws
from ..problems import random_problem

PUBLISHED = {
    0: 340.381080443314,
    1: 271.2823807105329,
    2: 216.2515975467686,
    3: 172.42400336832483,
    4: 137.51824026392174,
    5: 109.71752315572326,
    997: 2.7843784765948775e-07,
    998: 2.742164675205845e-07,
    999: 2.7005908748527544e-07,
    1000: 2.6596473724906243e-07,
}

Run = Callable[[str], dict[str, Any]]


def saved(problem: Problem, settings: Settings, **facts: Any) -> SavedExperiment:  # noqa: ANN401
    return SavedExperiment(problem.A, problem.Y, problem.W, settings, **facts)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run_it(code: str) -> dict[str, Any]:
        path = tmp_path / "program.py"
        path.write_text(code, "utf-8")
        return runpy.run_path(str(path))

    return run_it


def last_loss(out: str) -> float:
    (line,) = [line for line in out.splitlines() if line.startswith("The last loss:")]
    return float(line.rpartition(" ")[2])


def last_W(out: str) -> Matrix:
    (line,) = [line for line in out.splitlines() if line.startswith("W:")]
    return np.array([float(text) for text in line[2:].strip(" []").split(",")]).reshape(-1, 1)


def test_published_program_prints_published_losses() -> None:
    example = published()
    code = numpy_code(saved(example.problem, example.settings, name=example.name))
    command = [sys.executable, "-W", "error", "-c", code]
    out = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    ).stdout
    losses = [float(line.split(": ")[1]) for line in out.splitlines() if line.startswith("Loss")]
    assert len(losses) == 1001
    assert {epoch: losses[epoch] for epoch in PUBLISHED} == pytest.approx(PUBLISHED, rel=1e-9)
    assert last_loss(out) == losses[-1]
    assert last_W(out).ravel() == pytest.approx([1.32439537, 1.35257131, 3.32322317], abs=1e-8)


@pytest.mark.parametrize(
    ("settings", "closeness"),
    [
        (Settings(300, 0.05, 0.1), 1e-9),
        (Settings(300, 0.05, 0.01, "forward"), 1e-9),
        (Settings(300, 0.05, 0.01, "backward"), 1e-9),
        (Settings(300, "safe", 0.1), 1e-9),
        (Settings(300, "safe", 0.1, scale_columns=True), 1e-9),
        (Settings(300, 0.3, 0.01, "forward", tolerance=0.05, scale_columns=True), 1e-9),
        (Settings(300, 0.05, 0.1, tolerance=1e-2), 1e-9),
        (Settings(300, 0.05, 0.1, tolerance=1e6), 1e-9),
        (Settings(0, 0.05, 0.1), 1e-12),
        (Settings(2500, 0.05, 0.1), 1e-9),
        (Settings(300, 0.05, 0.1, precision="float32"), 1e-4),
        (Settings(300, "safe", 0.1, precision="float32", scale_columns=True), 1e-4),
        (Settings(300, "safe", 0.1, method="modes"), 1e-9),
        (Settings(300, "safe", "fits each weight"), 1e-9),
        (Settings(300, "safe", (0.1, 0.2, 0.3, 1e-3), "forward", scale_columns=True), 1e-9),
        (Settings(300, 0.05, (0.1, 0.2, 0.3, 1e-3), "backward"), 1e-9),
        (Settings(20, 0.05, 1e-3, loss="mean absolute"), 1e-9),
        (Settings(300, "safe", 1e-3, loss="huber", delta=0.5), 1e-8),
        (Settings(300, 0.05, "fits", loss="log-cosh"), 1e-6),
        (Settings(300, 0.05, "fits each weight", "forward", loss="log-cosh"), 1e-5),
        (Settings(20, 0.05, 1e-3, loss="quantile", quantile=0.9, scale_columns=True), 1e-8),
        (Settings(300, "safe", 0.1, loss="mean((Y−P)²) + 0.1·sum(W²)"), 1e-9),
        (Settings(300, 0.5, 0.1, loss="mean((Y−P)²) + 0.1·sum(W²)", scale_columns=True), 1e-9),
        (Settings(99, 0.1, 0.01, loss="sum(|Y−P|^1.5)/N + sum(W^4)", scale_columns=True), 1e-8),
        (Settings(99, 0.1, 0.01, loss="mean(|Y−P|^1.5)", precision="float32"), 1e-3),
    ],
)
def test_program_reproduces_run(
    run: Run, capsys: pytest.CaptureFixture[str], settings: Settings, closeness: float
) -> None:
    problem = random_problem(5, 12, 4)
    result = run(numpy_code(saved(problem, settings)))
    literal = fit(problem, replace(settings, method=Method.LITERAL))
    out = capsys.readouterr().out
    assert result["W"] == pytest.approx(literal.W, rel=closeness)
    assert last_W(out).tolist() == result["W"].tolist()
    assert last_loss(out) == pytest.approx(literal.loss, rel=closeness)


OPTIMISED: list[dict[str, Any]] = [
    {"optimiser": "heavy ball", "dampening": 0.25},
    {"optimiser": "heavy ball", "momentum": 0, "schedule": "inverse"},
    {"optimiser": "nesterov", "schedule": "step", "schedule_every": 7},
    {"optimiser": "rmsprop"},
    {"optimiser": "adam", "schedule": "cosine", "schedule_least": 1e-4},
    {"optimiser": "adamw", "schedule": "exponential", "schedule_factor": 0.99},
    {"optimiser": "adamw", "weight_decay": 0},
    {"optimiser": "adagrad"},
    {"schedule": "cosine", "schedule_epochs": 20},
]


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("given", OPTIMISED)
def test_program_has_every_optimiser(
    run: Run, capsys: pytest.CaptureFixture[str], given: dict[str, Any], precision: str
) -> None:
    """RMSProp and Adam make much of the last digits, so that more epochs would differ."""
    settings = Settings(50, 0.02, 0.1, precision=precision, scale_columns=True, **given)
    problem = random_problem(5, 12, 3)
    result = fit(problem, replace(settings, method=Method.LITERAL))
    program = run(numpy_code(saved(problem, settings)))
    close = 1e-9 if precision == "float64" else 1e-3
    assert program["W"] == pytest.approx(result.W, rel=close)
    assert last_loss(capsys.readouterr().out) == pytest.approx(result.loss, rel=close)


@pytest.mark.parametrize(
    "given", [{"optimiser": "heavy ball"}, {"schedule": "exponential", "schedule_factor": 0.9}]
)
def test_program_with_memory_stops_at_rest(run: Run, given: dict[str, Any]) -> None:
    settings = Settings(learning_rate=0.1, h=0.5, until_converged=True, **given)
    program = run(numpy_code(saved(Problem([[1.0]], [1.0], [0.0]), settings)))
    assert program["epoch"] < 10_000


def test_program_says_what_an_epoch_does() -> None:
    settings = Settings(3, 0.02, 0.1, optimiser="heavy ball")
    code = numpy_code(saved(random_problem(5, 3, 2), settings))
    assert "# Each epoch: b ← β·b + (1 − τ)·δW;  W ← W − η·b, as torch.optim.SGD" in code


def test_single_precision_covers_every_number(run: Run) -> None:
    problem = random_problem(1, 6, 2)
    result = run(numpy_code(saved(problem, Settings(3, 0.1, 0.1, precision="float32"))))
    assert {result[name].dtype for name in ("A", "Y", "W")} == {np.dtype(np.float32)}
    assert result["gradient"](result["W"]).dtype == np.float32
    assert result["loss"](result["W"]).dtype == np.float32


def test_until_converged_stops_without_change(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem([[1.0], [1.0]], [1.0, 3.0], [16.0])
    settings = Settings(5, 0.25, 0.5, until_converged=True)
    result = run(numpy_code(saved(problem, settings)))
    assert result["epochs"] == MOST_LITERAL_EPOCHS
    assert result["epoch"] < 100
    assert result["W"].tolist() == [[2.0]]
    assert fit(problem, settings).W.item() == pytest.approx(2.0, rel=1e-12)
    assert last_loss(capsys.readouterr().out) == 1


def test_epochs_may_be_given(run: Run) -> None:
    problem = random_problem(2, 6, 2)
    settings = Settings(5, 0.05, 0.1, tolerance=1e6, until_converged=True)
    result = run(numpy_code(saved(problem, settings), epochs=40.0))
    literal = fit(problem, Settings(40, 0.05, 0.1, method="literal"))
    assert result["W"] == pytest.approx(literal.W, rel=1e-9)


def test_limited_epochs_are_remarked() -> None:
    problem = random_problem(2, 6, 2)
    code = numpy_code(saved(problem, Settings(1e300, 0.05, 0.1)))
    assert "epochs = 1000000  # of 1e+300, because this program runs each one\n" in code
    code = numpy_code(saved(problem, Settings(5, 0.05, 0.1)), epochs=10**7)
    assert "epochs = 1000000  # of 1e+07, because this program runs each one\n" in code
    code = numpy_code(saved(problem, Settings(until_converged=True)))
    assert "epochs = 1000000  # at most: it stops once no weight changes\n" in code
    assert "epochs = 1000000\n" in numpy_code(saved(problem, Settings(10**6)))


def test_printed_losses_are_limited(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run(numpy_code(saved(random_problem(2, 3, 1), Settings(2001, 0.05, 0.1))))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("Loss (3): ")
    assert lines[-3].startswith("Loss (2001): ")
    assert len(lines) == 1 + 667 + 2


def test_safe_rate_suits_scaled_columns() -> None:
    problem = random_problem(4, 9, 3)
    hessian = 2 * problem.A.T @ problem.A / problem.rows
    code = numpy_code(saved(problem, Settings(learning_rate="safe")))
    assert "  # the safe rate, 1/λmax of 2AᵀA/N\n" in code
    rate = float(code.partition("learning_rate = ")[2].split()[0])
    assert rate == pytest.approx(1 / np.linalg.eigvalsh(hessian)[-1], rel=1e-12)
    A = on_unit_columns(problem).A
    code = numpy_code(saved(problem, Settings(learning_rate="safe", scale_columns=True)))
    rate = float(code.partition("learning_rate = ")[2].split()[0])
    assert rate == pytest.approx(problem.rows / 2 / np.linalg.eigvalsh(A.T @ A)[-1], rel=1e-12)


@pytest.mark.parametrize("scaled", [False, True])
def test_fitting_h_is_written_as_number(scaled: bool) -> None:
    problem = Problem([[1e-6, 3.0], [2e-6, 1.0]], [1e12, 2e12], [5e17, 1.0])
    code = numpy_code(saved(problem, Settings(h="fits", scale_columns=scaled)))
    h = suggest_h(on_unit_columns(problem) if scaled else problem)
    assert f"\nh = {h!r}  # fits the scale of the table\n" in code


def test_overflowing_column_length_is_ignored() -> None:
    problem = Problem([[1e308]] * 5, [1.0] * 5)
    code = numpy_code(saved(problem, Settings(learning_rate="safe", scale_columns=True)))
    assert "[1e+308],\n" in code


def test_large_table_is_loaded(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = MOST_CELLS_WRITTEN // 4
    just = saved(random_problem(0, rows, 3), Settings(3, 0.1, 0.1))
    assert "np.load" not in numpy_code(just)
    large = saved(random_problem(0, rows + 1, 3), Settings(3, 0.1, 0.1), name="it's large")
    code = numpy_code(large)
    assert len(code) < 2000
    assert 'experiment = np.load("it\'s large.secant")' in code
    assert "too large to include: save the experiment to this file first" in code
    assert "np.load('other.secant')" in numpy_code(large, file="other.secant")
    write_whole(tmp_path / "it's large.secant", archived(large))
    monkeypatch.chdir(tmp_path)
    result = run(code)
    result["experiment"].close()
    literal = fit(large.problem, Settings(3, 0.1, 0.1, method="literal"))
    assert result["W"] == pytest.approx(literal.W, rel=1e-9)
    assert "experiment.secant" in numpy_code(replace(large, name=""))


def test_names_are_comments() -> None:
    problem = random_problem(0, 4, 3)
    code = numpy_code(saved(problem, Settings(), names=("x", "", "y z"), output="height"))
    assert "# The columns of A: x, x2, y z.\n# Y: height.\n" in code
    assert "columns of A" not in numpy_code(saved(problem, Settings()))
    scaled = numpy_code(saved(problem, Settings(), scale=(1.0, 2.0, 1.0)))
    assert "# The columns of A are rescaled, and W applies to the rescaled columns.\n" in scaled


def test_name_cannot_become_code(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\nraise SystemExit(5)\r\x0craise SystemExit\u2028\x85\ud800\0'''\"\"\"\\"
    long = " ".join(["raise SystemExit(6)"] * 50)
    problem = random_problem(0, 4, 2)
    experiment = saved(
        problem, Settings(1, 0.1, 0.1), name=hostile, names=(hostile, long), output=hostile
    )
    run(numpy_code(experiment))
    assert last_W(capsys.readouterr().out).shape == (2, 1)


@slow_draws
@given(experiments())
def test_any_experiment_gives_valid_program(experiment: SavedExperiment) -> None:
    code = numpy_code(experiment)
    ast.parse(code)
    code.encode()
    for matrix in (experiment.A, experiment.Y, experiment.W):
        assert all(repr(value) in code for value in matrix.ravel().tolist())
    if isinstance(experiment.settings.h, float):
        assert f"h = {experiment.settings.h!r}\n" in code


def test_program_needs_no_secant(tmp_path: Path) -> None:
    code = numpy_code(saved(random_problem(0, 4, 2), Settings(2, 0.1, 0.1)))
    path = tmp_path / "program.py"
    path.write_text(code, "utf-8")
    environment = {**os.environ, "PYTHONPATH": ""}
    command = [sys.executable, str(path)]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.stderr == b""
    assert "import engine" not in code


@pytest.mark.parametrize("most", [10_000, 20])
@pytest.mark.parametrize(
    "other", [{}, {"scale_columns": True}, {"loss": "mean absolute"}, {"precision": "float32"}]
)
def test_program_prints_loss_of_held_out_rows(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    most: int,
    other: dict[str, Any],
) -> None:
    monkeypatch.setattr("engine.writing.program.MOST_CELLS_WRITTEN", most)
    whole, settings = random_problem(1, 12, 3), Settings(20, 0.05, 0.1, **other)
    parts = split(whole, held_out(12, 0.25, 5))
    places = np.flatnonzero(parts.is_held_out).tolist()
    table = HeldOutTable(parts.test.A, parts.test.Y, [(row, row + 1) for row in places])
    train = saved(parts.train, settings, name="held")
    code = numpy_code(train, not_counted=table.spans, held_out=table)
    assert ("np.load" in code) is (most == 20)
    write_whole(tmp_path / "held.secant", archived(saved(whole, settings)))
    monkeypatch.chdir(tmp_path)
    result = run(code)
    if "experiment" in result:
        result["experiment"].close()
    last = capsys.readouterr().out.split("The loss of the held-out rows:")[1].split()[0]
    W = fit(parts.train, settings).W
    expected = HeldOutLoss(parts.test, settings).at(W.T)[0]
    digits = 1e-5 if "precision" in other else 1e-9
    assert float(last) == pytest.approx(expected, rel=digits)


def test_program_computes_terms(run: Run) -> None:
    A = np.array([[1.0, 2.0, 4.0, 1.0], [1.0, 3.0, 9.0, 0.0], [1.0, 5.0, 25.0, 0.0]])
    region = CategoryTerm("region", "north", ("east", "north"), "east")
    given = SavedExperiment(
        A,
        np.array([1.0, 2.0, 4.0]),
        np.zeros(4),
        Settings(epochs=5, learning_rate=1e-3, h=0.1),
        names=("1", "age", "age²", "region = north"),
        terms=(None, None, PowerTerm("age", 2.0), region),
    )
    code = numpy_code(given)
    assert "    A[:, 2] = A[:, 1]**2" in code
    assert "# Column 4 is 1 where region = north." in code
    found = run(code)
    new = np.array([[1.0, 7.0, 0.0, 1.0]])
    assert found["with_terms"](new).tolist() == [[1.0, 7.0, 49.0, 1.0]]
    assert new[0, 2] == 0.0
    assert np.allclose(found["W"], fit(given.problem, given.settings).W, rtol=1e-12)
    assert "with_terms" not in numpy_code(replace(given, terms=()))
