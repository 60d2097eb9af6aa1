"""Real tables in the window: no ✓ on wrong weights, and one click that helps."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.verdict.verdict import Outcome
from gui.document import Experiment, TableName
from gui.document.suggested_settings import suggest_settings
from gui.text.message import MessageKind
from gui.window.main_window import MainWindow
from tests.engine.least_squares import exact_optimum, table_problem
from tests.gui.finding import named
from tests.gui.suggesting import choose


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window, not yet shown anything but its first example."""
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda each: each.session.shut_down())
    window.show()
    yield window
    window.document.undo_stack.setClean()


def open_table(window: MainWindow, name: str, names: tuple[str, ...], **settings: object) -> None:
    """Open a table with the settings that a person would have, as an import gives them."""
    problem = table_problem(name)
    fitting = suggest_settings(problem, Settings())
    window.document.open(Experiment.of(problem, fitting, name, "", names))
    window.document.change_settings(**settings)  # type: ignore[arg-type]


def run(window: MainWindow, qtbot: QtBot) -> None:
    """Run to the end."""
    with qtbot.waitSignal(
        window.session.state_changed,
        timeout=30_000,
        check_params_cb=lambda state: not state.is_active,
    ):
        named(window, QAction, "run").trigger()


def click(window: MainWindow, qtbot: QtBot) -> None:
    """Click the remedy in the strip."""
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    window.document.flush()


def said(window: MainWindow) -> str:
    """Return the mark and the sentence of the strip."""
    window.document.flush()
    mark = named(window, QLabel, "diagnosis_mark").text()
    sentence = named(window, QLabel, "diagnosis_sentence").text()
    return f"{mark} {sentence}"


def weights_are_right(window: MainWindow, name: str) -> bool:
    """Return whether each weight shown is the exact optimum's to six digits."""
    progress = window.session.progress
    assert progress is not None
    truth = [float(value) for value in exact_optimum(table_problem(name))]
    return bool(progress.frame.W[:, 0].tolist() == pytest.approx(truth, rel=1e-6, abs=0))


@pytest.mark.parametrize("is_endless", [False, True])
@pytest.mark.parametrize("name", ["fit_photoelectric", "fit_powers"])
def test_unequal_columns_are_scaled_by_click(
    window: MainWindow, qtbot: QtBot, name: str, is_endless: bool
) -> None:
    open_table(window, name, (), until_converged=is_endless)
    run(window, qtbot)
    assert said(window).startswith(MessageKind.WARNING.value)
    assert not weights_are_right(window, name)
    assert named(window, QPushButton, "fix").text() == "Scale columns"
    click(window, qtbot)
    assert said(window).startswith("○ Columns are scaled now")
    assert not named(window, QPushButton, "fix").isVisible()
    window.document.change_settings(until_converged=True)
    run(window, qtbot)
    assert said(window).startswith(MessageKind.GOOD.value)
    assert weights_are_right(window, name)


def test_biased_quotient_is_never_good(window: MainWindow, qtbot: QtBot) -> None:
    biased = {"difference": "forward", "h": 10.0, "until_converged": True}
    open_table(window, "fit_ages", ("1", "age", "pressure"), **biased)
    run(window, qtbot)
    assert said(window) == "▲ Forward at h = 10 is biased: the loss rose from 17,566 to 401,597."
    click(window, qtbot)
    run(window, qtbot)
    assert said(window).startswith("✓ Converged ")
    assert weights_are_right(window, "fit_ages")


def test_gap_is_closed_by_one_click(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, "fit_large_y", (), epochs=20)
    run(window, qtbot)
    assert named(window, QPushButton, "fix").text() == "Go on until converged"
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda state: not state.is_active
    ):
        click(window, qtbot)
    assert said(window).startswith("✓ Converged by epoch ")
    assert weights_are_right(window, "fit_large_y")


def test_dependent_columns_are_listed(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, "fit_collinear", ("a", "b", "c", "y"), until_converged=True)
    run(window, qtbot)
    assert said(window) == "✓ c = a + b: many W fit equally; this one is nearest the start."
    click(window, qtbot)
    dialog = named(window, QDialog, "details")
    lines = named(dialog, QPlainTextEdit, "details_lines").toPlainText()
    assert lines.splitlines()[1:] == ["c = a + b"]
    dialog.reject()


def test_intercept_is_added_by_click(window: MainWindow, qtbot: QtBot) -> None:
    problem = table_problem("fit_ages")
    without = Problem(problem.A[:, 1:], problem.Y)
    settings = suggest_settings(without, Settings())
    window.document.open(Experiment.of(without, settings, "ages", "", ("age", "pressure")))
    assert said(window) == "▲ No column of ones: the fit is forced through the origin."
    click(window, qtbot)
    assert window.document.columns == 2
    assert window.document.table(TableName.A).joined[:, 0].tolist() == [1.0] * problem.rows
    assert "No column of ones" not in said(window)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_near_dependence_is_undone_by_click(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, "fit_ticks", ("1", "tick", "y"), scale_columns=True, until_converged=True)
    run(window, qtbot)
    assert said(window).startswith("▲ The columns are nearly dependent")
    assert named(window, QPushButton, "fix").text() == "Standardise columns"
    click(window, qtbot)
    qtbot.waitUntil(lambda: not window.document.is_busy)
    choose(window, "learning_rate", "half the limit")
    run(window, qtbot)
    assert said(window).startswith("✓ ")


def test_undo_finds_verdict_again(window: MainWindow, qtbot: QtBot) -> None:
    open_table(window, "fit_collinear", ("a", "b", "c", "y"), until_converged=True)
    run(window, qtbot)
    before = said(window)
    window.document.change_settings(learning_rate=1e-3)
    assert said(window) != before
    window.document.undo_stack.undo()
    assert said(window) == before
    window.document.insert_rows(0, 1)
    assert said(window) != before
    window.document.undo_stack.undo()
    assert said(window) == before
    progress = window.session.progress
    assert progress is not None
    assert progress.verdict is not None
    assert progress.verdict.kind is Outcome.NEAREST_START
