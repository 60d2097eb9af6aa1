"""A sweep is computed beside the window, told, stopped, and one of its values taken."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.sweep.result import Sweep, SweptSetting
from engine.sweep.spacing import spaced
from gui.document import Experiment, Filling, TableName
from gui.files.secant_document import empty_experiment
from gui.run.prepared_rows import PreparedRows
from gui.runs import sweep_request, texts
from gui.runs.sweep_model import sweep_sentence
from gui.runs.sweep_request import SweepRequest
from gui.text.numbers import format_number

from .conftest import MILLISECONDS, RunsBench

RATE = SweptSetting.LEARNING_RATE
RATES = tuple(spaced("learning_rate", 1e-4, 0.0127, 8).tolist())


def swept(bench: RunsBench, qtbot: QtBot, name: SweptSetting, values: tuple[float, ...]) -> None:
    """Sweep, and wait for the end."""
    bench.sweeps.start(name, values)
    assert bench.sweeps.is_running
    qtbot.waitUntil(lambda: not bench.sweeps.is_running, timeout=MILLISECONDS)


def test_sweep_names_the_nearest(bench: RunsBench, qtbot: QtBot) -> None:
    assert bench.sweeps.sentence == texts.EMPTY_SWEEP
    swept(bench, qtbot, RATE, RATES)
    found = bench.sweeps.sweep
    assert found is not None
    assert found.epochs == 100
    assert bench.sweeps.limit == pytest.approx(found.stable[1])  # type: ignore[index]
    assert bench.sweeps.sentence.startswith("After 100 epochs, η = ")
    assert "% of its limit: loss " in bench.sweeps.sentence
    assert not bench.sweeps.is_former


def test_value_is_taken_and_undone(bench: RunsBench, qtbot: QtBot) -> None:
    bench.sweeps.take_value(0)
    swept(bench, qtbot, RATE, RATES)
    bench.sweeps.take_value(3)
    assert bench.document.settings.learning_rate == RATES[3]
    assert bench.said[-1].endswith("is set. Run starts with it.")
    assert not bench.sweeps.is_former  # the setting that is swept does not matter
    bench.document.undo_stack.undo()
    assert bench.document.settings.learning_rate == 0.01
    bench.sweeps.take_value(99)


@pytest.mark.parametrize("change", ["settings", "table"])
def test_changes_make_it_a_former(bench: RunsBench, qtbot: QtBot, change: str) -> None:
    swept(bench, qtbot, RATE, RATES)
    if change == "settings":
        bench.document.change_settings(epochs=7)
    else:
        bench.document.set_block(TableName.A, 0, 0, np.array([[9.0]]))
    bench.document.flush()
    assert bench.sweeps.is_former


def test_alike_values_are_a_range(bench: RunsBench, qtbot: QtBot) -> None:
    bench.document.change_settings(epochs=0)
    swept(bench, qtbot, RATE, RATES)
    assert "from 1e−4 to 0.0127 all come to the loss" in bench.sweeps.sentence.replace(
        "0.0001", "1e−4"
    )


def test_alike_values_adjoin(bench: RunsBench, qtbot: QtBot) -> None:
    """Values on both sides of a worse one are no range: the sentence said that all are alike."""
    swept(bench, qtbot, RATE, RATES)
    found = bench.sweeps.sweep
    assert found is not None
    losses = np.array([0.5, 0.5, 0.7, 0.5, 0.5, 0.5, 0.9, np.inf])
    other = replace(found, losses=losses)
    assert other.best == 0
    said = sweep_sentence(other)
    first, last = (format_number(RATES[at], 3) for at in (0, 1))
    assert f"from {first} to {last} all come to the loss" in said


def test_h_and_momentum_are_swept(bench: RunsBench, qtbot: QtBot) -> None:
    swept(bench, qtbot, SweptSetting.H, (1e-17, 0.1))
    assert bench.sweeps.sentence.startswith("After 100 epochs, h = 0.1 comes nearest: loss ")
    bench.document.change_settings(optimiser="heavy ball")
    swept(bench, qtbot, SweptSetting.MOMENTUM, (0.0, 0.9))
    assert "β = " in bench.sweeps.sentence


def test_all_may_diverge(bench: RunsBench, qtbot: QtBot) -> None:
    bench.document.change_settings(epochs=2000)
    swept(bench, qtbot, RATE, (10.0, 20.0))
    assert bench.sweeps.sentence == texts.SWEPT_NONE.format(epochs="2,000", symbol="η")


def test_sweep_is_stopped(bench: RunsBench, qtbot: QtBot) -> None:
    bench.document.change_settings(epochs=10**7, method="triangle")
    bench.sweeps.start(RATE, RATES)
    assert bench.sweeps.sentence.startswith("Sweep of η: 0 % of 8 runs")
    qtbot.waitUntil(lambda: "0 %" in bench.sweeps.sentence)
    bench.sweeps.stop()
    assert not bench.sweeps.is_running
    assert bench.sweeps.sweep is None
    bench.sweeps.stop()


def test_refused_sweep_says_why(bench: RunsBench, qtbot: QtBot) -> None:
    swept(bench, qtbot, SweptSetting.MOMENTUM, (0.5,))
    assert "optimiser" in bench.said[-1]
    assert bench.sweeps.sweep is None


def test_empty_table_is_not_swept(bench: RunsBench) -> None:
    empty = empty_experiment()
    assert empty.filling is not Filling.RUNNABLE
    bench.document.open(empty)
    bench.document.flush()
    assert bench.sweeps.limit is None
    bench.sweeps.start(RATE, RATES)
    assert bench.said == [texts.NO_TABLE]


def test_another_document_has_no_sweep(bench: RunsBench, qtbot: QtBot) -> None:
    swept(bench, qtbot, RATE, RATES)
    bench.document.open(bench.document.experiment.as_new_document())
    bench.document.flush()
    assert bench.sweeps.sweep is None


@pytest.mark.parametrize("loss", ["mean square", "huber"])
def test_request_tells_each_percent_once(loss: str) -> None:
    problem = Problem([[1.0, 0.2], [0.3, 2.0], [1.0, 1.0]], [1.0, 2.0, 3.5])
    experiment = Experiment.of(problem, Settings(500, 0.1, 0.1, loss=loss, method="triangle"))
    told: list[float] = []
    request = SweepRequest(experiment, RATE, (0.01, 0.02))
    found = request.run(PreparedRows(experiment), told.append, lambda: False)
    assert len(found.values) == 2
    assert len(told) <= 101
    assert told == sorted(told)
    assert request.is_of(experiment)


def test_runs_are_shown_as_they_come(
    bench: RunsBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep_request, "SHOWN_SECONDS", 0.0)
    bench.document.change_settings(optimiser="adam", epochs=60_000)
    bench.sweeps.start(RATE, RATES)
    seen: list[Sweep] = []

    def look() -> None:
        if bench.sweeps.is_running and bench.sweeps.shown is not None:
            seen.append(bench.sweeps.shown)

    bench.sweeps.changed.connect(look)
    qtbot.waitUntil(lambda: len(seen) > 1 and seen[-1] is not seen[0], timeout=MILLISECONDS)
    assert 0 < seen[-1].epochs < 60_000
    assert len(seen[-1].losses) == len(RATES)
    assert not bench.sweeps.is_former
    bench.sweeps.take_value(2)
    assert bench.document.settings.learning_rate == RATES[2]
    bench.sweeps.stop()
    assert bench.sweeps.shown is None


@pytest.mark.parametrize(("seconds", "told"), [(0.0, 299), (1e6, 0)])
def test_pictures_are_some_time_apart(
    monkeypatch: pytest.MonkeyPatch, seconds: float, told: int
) -> None:
    monkeypatch.setattr(sweep_request, "SHOWN_SECONDS", seconds)
    problem, found = Problem([[1.0, 0.2], [0.3, 2.0]], [1.0, 2.0]), list[Sweep]()
    experiment = Experiment.of(problem, Settings(300, 0.1, 0.1, optimiser="adam"))
    request = SweepRequest(experiment, RATE, RATES)
    request.run(PreparedRows(experiment), lambda _: None, lambda: False, found.append)
    assert len(found) == told
