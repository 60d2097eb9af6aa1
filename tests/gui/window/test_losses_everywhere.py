"""A loss in the window, in its file, in the program that is copied, and on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document.experiment import Experiment
from gui.loss.loss_field import LossField
from gui.run.run_state import RunState
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.loss.test_loss_field import press
from tests.gui.window.test_main_window import run_to

ROOT = Path(__file__).parents[3]
TYPED = [
    ("quantile 0.9", ["--loss", "quantile", "--quantile", "0.9"]),
    ("Huber, δ = 0.5", ["--loss", "huber", "--delta", "0.5"]),
    ("log-cosh", ["--loss", "log-cosh"]),
    ("mean absolute", ["--loss", "mean absolute"]),
    ("mean(|Y − P|^1.5) + 0.1·sum(W²)", ["--loss", "mean(|Y − P|^1.5) + 0.1·sum(W²)"]),
    ("mean(log(1 + (Y−P)²/4)) + max(|W|)/N", None),
    ("sum(where(Y < P, 3·(P−Y), sqrt(1 + (Y−Ŷ)^2) − 1))/N + 1e-3·sum(W^4)", None),
]


def table() -> Problem:
    """A line with an outlier."""
    A = np.column_stack([np.ones(9), np.arange(9) / 4])
    Y = A @ [1.0, 2.0] + 0.05 * np.array([1, -1, 2, 0, -2, 1, 0, -1, 1])
    Y[3] += 7
    return Problem(A, Y)


def output_of(arguments: list[str]) -> str:
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        encoding="utf-8",
        check=True,
    )
    assert "Warning" not in ran.stderr
    return ran.stdout


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize(("typed", "options"), TYPED)
def test_loss_is_the_same_everywhere(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, typed: str, options: list[str] | None
) -> None:
    settings = Settings(30, 0.05, 1e-3)
    window.features.files.begin("Line", Experiment.of(table(), settings))
    window.document.flush()
    field = named(window, LossField, "loss")
    qtbot.keyClick(window, "L", Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(field.hasFocus)
    press(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    loss = window.document.settings.loss
    assert loss != settings.loss, field.error
    window.document.undo_stack.undo()
    assert window.document.settings.loss == settings.loss
    window.document.undo_stack.redo()
    assert window.document.settings.loss == loss
    window.document.change_settings(learning_rate=0.05, h=1e-3, epochs=30)
    run_to(window, qtbot, RunState.DONE)
    progress = window.session.progress
    assert progress is not None

    clipboard = QGuiApplication.clipboard()
    clipboard.setText("")
    trigger(window, "copy_numpy_code")
    qtbot.waitUntil(lambda: bool(clipboard.text()))
    program = tmp_path / "program.py"
    show = "\nimport json\nprint(json.dumps(W.ravel().tolist()))\n"
    program.write_text(clipboard.text() + show, encoding="utf-8")
    W = json.loads(output_of([str(program)]).splitlines()[-1])
    np.testing.assert_allclose(W, progress.frame.W[:, 0], rtol=1e-9, atol=1e-12)

    path = tmp_path / "a.secant"
    trigger(window, "save_as")
    dialog = named(window, QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: path.exists() and not window.features.files.is_modified)
    before = window.document.settings
    window.features.files.begin("Other", Experiment.of(table(), settings))
    window.features.files.open_path(path)
    qtbot.waitUntil(lambda: window.document.settings == before)

    csv = tmp_path / "table.csv"
    np.savetxt(csv, np.hstack((table().A, table().Y)), delimiter=",", fmt="%.17g")
    weights = tmp_path / "weights.csv"
    arguments = ["-m", "engine", str(csv), *(options or ["--loss", loss])]
    arguments += ["--epochs", "30", "--learning-rate", "0.05", "--h", "0.001"]
    output_of([*arguments, "--weights", str(weights)])
    fitted = [line.split(",")[-1] for line in weights.read_text(encoding="utf-8").split("\n")[1:3]]
    np.testing.assert_allclose([float(each) for each in fitted], W, rtol=1e-9)
