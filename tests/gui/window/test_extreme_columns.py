"""Columns near the ends of float64, run in the window with every warning an error."""

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, Tone
from gui.document import Experiment
from gui.window.main_window import MainWindow

from ..finding import named

COLUMNS = {
    "1e-320": [[1e-320], [3e-320], [2e-320]],
    "1e-310": [[1e-310], [2e-310], [3e-310]],
    "1e-310 and 1": [[1e-310, 1.0], [2e-310, 1.0], [4e-310, 1.0]],
    "1e308": [[1e308], [-1e308], [5e307]],
    "1e-310 and 1e308": [[1e-310, 1e308], [2e-310, 2e307], [4e-310, -1e308]],
    "1e-160 and 1e154": [[1e-160, 1e154], [2e-160, 2e154], [4e-160, -1e154]],
}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("scale_columns", [True, False])
@pytest.mark.parametrize("name", COLUMNS)
def test_run_ends_without_warning(
    qtbot: QtBot, name: str, scale_columns: bool, precision: str
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    problem = Problem(COLUMNS[name], [1.0, -2.0, 4.0])
    settings = Settings(
        epochs=1000,
        learning_rate=0.7,
        h=1.0,
        until_converged=scale_columns,
        scale_columns=scale_columns,
        precision=precision,
    )
    window.document.open(Experiment.of(problem, settings))
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=20_000)
    progress = window.session.progress
    assert progress is not None
    assert progress.verdict is not None
    if not (np.abs(progress.frame.W) < np.finfo(float).max).all():
        assert progress.verdict.tone is Tone.FAULT
    window.grab()
    window.session.reset()
    window.close_without_asking()


@pytest.mark.parametrize("name", COLUMNS)
def test_scaled_values_end_without_warning(qtbot: QtBot, name: str) -> None:
    """A weight of a scaled column may be beyond float64 in its original units."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    problem = Problem(COLUMNS[name], [1.0, -2.0, 4.0])
    settings = Settings(learning_rate=0.3, h=1.0, until_converged=True)
    window.document.open(Experiment.of(problem, settings))
    named(window, QTableView, "A").selectAll()
    named(window, QAction, "scale_values").trigger()
    qtbot.waitUntil(lambda: any(each.is_scaled for each in window.document.experiment.inputs))
    named(window, QAction, "run").trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active, timeout=20_000)
    window.document.flush()
    progress = window.session.progress
    assert progress is not None
    original = window.document.experiment.in_original_units(progress.frame.W)
    text = named(window, QLabel, "diagnosis_sentence").text()
    assert np.isfinite(original.W).all() or "is beyond 1e308" in text
    window.session.reset()
    window.close_without_asking()
