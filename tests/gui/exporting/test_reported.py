import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, StopReason, fit
from engine.rescaling import Rescaling
from gui.document import Column, Document, Experiment
from gui.document.grid import Grid
from gui.exporting.reported import reported, unrun
from gui.run.result import RunResult
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.transforms.scaling import scale_columns

PROBLEM = Problem([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 4.0]], [1.0, 2.0, 2.5, 5.0])


@pytest.fixture
def line(window: QWidget) -> Iterator[tuple[Document, Session]]:
    """A line that is not run yet."""
    document = Document(PROBLEM, Settings(20, 0.05, 0.1), "Line")
    session = Session(document)
    yield document, session
    session.shut_down()


def test_run_is_that_of_the_window(line: tuple[Document, Session], qtbot: QtBot) -> None:
    document, session = line
    with qtbot.waitSignal(
        session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        session.run_or_pause()
    progress, outcome = session.progress, RunResult.of(document, session)
    assert progress is not None
    assert outcome is not None
    run = reported(outcome, "Mine", "Changed since.")
    assert (run.saved.name, run.source, run.caution) == ("Mine", "Line", "Changed since.")
    assert (run.W, run.loss, run.epoch) == (progress.frame.W, progress.frame.loss, 20)
    assert (run.best, run.known) == (progress.best, progress.statistics)
    assert (run.verdict, run.check) == (progress.verdict, progress.gradient_check)
    assert run.stop is StopReason.DONE
    assert not run.has_other_settings
    assert run.names == ("intercept", "x2")


def test_changed_settings_are_noticed(line: tuple[Document, Session], qtbot: QtBot) -> None:
    document, session = line
    for epochs, rate in ((20, 0.05), (40, 0.1)):
        document.change_settings(epochs=epochs, learning_rate=rate)
        with qtbot.waitSignal(
            session.state_changed, check_params_cb=lambda state: state is RunState.DONE
        ):
            session.run_or_pause()
    outcome = RunResult.of(document, session)
    assert outcome is not None
    run = reported(outcome)
    assert run.epoch == 40
    assert run.has_other_settings
    assert run.settings.learning_rate == 0.1


def test_weights_of_a_file_are_known_alone() -> None:
    experiment = Experiment.of(PROBLEM, Settings(5, 0.05), "Line")
    W = fit(PROBLEM, Settings(5, 0.05)).W
    run = reported(RunResult(experiment, W, math.nan), "Line")
    assert (run.stop, run.verdict, run.trace, run.source) == (None, None, None, "")
    assert math.isnan(run.loss)
    assert run.completed().loss == pytest.approx(fit(PROBLEM, Settings(5, 0.05)).loss)


def test_rows_being_filled_are_left_out() -> None:
    experiment = Experiment.of(PROBLEM, Settings(5, 0.05), "Line")
    A = PROBLEM.A.copy()
    A[2, 1] = np.nan
    run = unrun(replace(experiment, A=Grid.of(A)))
    assert run.problem.A.tolist() == PROBLEM.A[[0, 1, 3]].tolist()


def test_scaled_columns_have_original_units() -> None:
    named = Experiment.of(PROBLEM, Settings(5, 0.05), "Line")
    named = replace(named, inputs=(Column("one"), Column("x")))
    scaled = scale_columns(named, [1], Rescaling.STANDARDISE)
    W = np.array([[1.0], [2.0]])
    outcome = RunResult(scaled, W, 5)
    run, expected = reported(outcome), outcome.original()
    assert run.original is not None
    assert expected is not None
    assert run.original.W.tolist() == expected.W.tolist()
