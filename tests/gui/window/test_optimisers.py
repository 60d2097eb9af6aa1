"""Optimisers in the window: the bar, the menu, what is said of a run, and the file."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from engine import Matrix, Optimiser, Settings, descend, fit, stability_limit
from engine.optimisers.rules import rule_of
from gui.document import Document, Experiment, TableName
from gui.help.what_is_this import explanation
from gui.optimiser.optimiser_dialog import OptimiserDialog
from gui.optimiser.optimiser_field import OptimiserField
from gui.panels.lesson import LessonLine
from gui.panels.message_strip import MessageStrip
from gui.panels.step_card import StepCard
from gui.preferences import Preferences
from gui.run.run_state import RunState
from gui.widgets.limit_gauge import LimitGauge
from gui.widgets.suggesting_field import SuggestingField
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.suggesting import suggested
from tests.gui.window.test_main_window import run_to

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus


def action(window: MainWindow, name: str) -> QAction:
    return named(window, QAction, name)


def strip(window: MainWindow) -> str:
    return named(window, MessageStrip, "diagnosis").sentence


def checked(window: MainWindow) -> list[Optimiser]:
    return [each for each in Optimiser if action(window, f"optimiser_{each}").isChecked()]


def test_menu_chooses_an_optimiser(window: MainWindow) -> None:
    for optimiser in Optimiser:
        action(window, f"optimiser_{optimiser}").trigger()
        window.document.flush()
        assert window.document.settings.optimiser is optimiser
        assert checked(window) == [optimiser]
        assert "W ← W − η" in action(window, f"optimiser_{optimiser}").toolTip()
    assert window.document.undo_stack.count() == len(Optimiser) - 1
    assert window.document.undo_stack.undoText() == "Change of Settings"


def test_dialog_is_undone_at_once(window: MainWindow) -> None:
    action(window, "ask_optimiser").trigger()
    dialog = named(window, OptimiserDialog, "optimiser_dialog")
    dialog.chosen.emit({"optimiser": "adam", "beta1": 0.8, "schedule": "cosine"})
    dialog.reject()
    before = window.document.settings
    assert (before.optimiser, before.beta1, before.schedule) == ("adam", 0.8, "cosine")
    window.document.undo_stack.undo()
    after = window.document.settings
    assert (after.optimiser, after.beta1, after.schedule) == ("plain", 0.9, "constant")


def test_key_goes_to_the_optimiser(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    field = named(window, OptimiserField, "optimiser")
    qtbot.waitUntil(field.isVisible)
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert (field.hasFocus(), field.selectedText()) == (True, "plain")
    qtbot.keyClicks(field, "nesterov 0.95")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.settings.momentum == 0.95
    assert "b ← 0.95·b + δW" in explanation(field)


def test_mistake_stays_in_the_strip(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    field = named(window, OptimiserField, "optimiser")
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "nesterov 1.5")
    action(window, "run").trigger()
    assert strip(window) == "β must be zero or more, and less than 1: 1.5 is not."
    assert window.session.state is RunState.READY
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert strip(window).startswith("Ready: ")


def roots_after_one_epoch(document: Document) -> Matrix:
    settings = replace(document.settings, epochs=1)
    *_, frame = descend(document.problem(), settings)
    assert frame.memory is not None
    return rule_of(settings).told(frame.memory)[-1][1]


def test_limit_of_adam_becomes_that_of_run(window: MainWindow, qtbot: QtBot) -> None:
    document, gauge = window.document, named(window, LimitGauge, "limit_gauge")
    document.change_settings(optimiser="adam", epochs=10)
    document.flush()
    first = gauge.share
    assert first is not None
    (said,) = suggested(window, "learning_rate")
    assert said.text().startswith("η’s limit of this optimiser changes with its roots: it is ")
    action(window, "run").trigger()
    qtbot.waitUntil(partial(is_at, window, 10))
    assert gauge.share not in (None, first)
    assert "as the run has" in gauge.toolTip()
    (said,) = suggested(window, "learning_rate")
    assert said.text().endswith("a run shows it from epoch 1 on.")
    action(window, "reset").trigger()
    document.flush()
    assert gauge.share == first


def test_gauge_follows_rows_left_out(window: MainWindow) -> None:
    """η is a number: it may then be above its limit, which is said at once."""
    document, gauge = window.document, named(window, LimitGauge, "limit_gauge")
    document.flush()
    share = gauge.share
    assert share is not None
    window.session.leave_out([0])
    document.flush()
    assert gauge.share is not None
    assert gauge.share > 1 > share
    assert "0.01 is above its limit 0.00739: the run would diverge." in strip(window)
    document.undo_stack.undo()
    document.flush()
    assert gauge.share == pytest.approx(share)
    assert strip(window).startswith("Ready: ")


def test_gauge_follows_edited_cell(window: MainWindow) -> None:
    document, gauge = window.document, named(window, LimitGauge, "limit_gauge")
    document.set_block(TableName.A, 2, 2, np.array([[20.0]]))
    document.flush()
    assert gauge.share is not None
    assert gauge.share > 1
    assert " is above its limit " in strip(window)


@pytest.mark.parametrize("other", [{"optimiser": "rmsprop"}, {"optimiser": "adam"}])
def test_limit_of_plain_descent_goes(window: MainWindow, other: dict[str, str]) -> None:
    document = window.document
    gauge = named(window, LimitGauge, "limit_gauge")
    rate = named(window, SuggestingField, "learning_rate")
    document.change_settings(learning_rate=0.02)
    document.flush()
    assert gauge.share is not None
    assert strip(window) == "η = 0.02 is above its limit 0.0106: the run would diverge."
    document.change_settings(**other)
    document.flush()
    of_first_epoch = stability_limit(
        document.problem(), document.settings, roots_after_one_epoch(document)
    )
    assert gauge.share == pytest.approx(0.02 / of_first_epoch)
    assert "as the\nfirst epoch makes it at the start" in gauge.toolTip()
    assert rate.accessibleDescription().endswith(" of limit")
    assert strip(window).startswith("Ready: ")
    assert named(window, LessonLine, "lesson").text().startswith("What this example teaches is of")
    document.undo_stack.undo()
    document.flush()
    assert gauge.share is not None
    assert strip(window) == "η = 0.02 is above its limit 0.0106: the run would diverge."


def test_momentum_has_its_limit(window: MainWindow) -> None:
    document, gauge = window.document, named(window, LimitGauge, "limit_gauge")
    document.flush()
    share = gauge.share
    assert share is not None
    document.change_settings(optimiser="heavy ball")
    document.flush()
    assert gauge.share == pytest.approx(share / 1.9)
    document.change_settings(optimiser="nesterov")
    document.flush()
    assert gauge.share == pytest.approx(share * 2.8 / 1.9)
    assert strip(window) == "η = 0.01 is above its limit 0.00717: the run would diverge."
    named(window, MessageStrip, "diagnosis").take_remedy()
    document.flush()
    assert gauge.share == pytest.approx(0.5, rel=0.01)


def test_scheduled_rate_has_its_share(window: MainWindow, qtbot: QtBot) -> None:
    """Of the η that comes next; what becomes of a run is not known from that."""
    document, gauge = window.document, named(window, LimitGauge, "limit_gauge")
    document.change_settings(learning_rate=0.02, schedule="inverse", schedule_rate=0.1, epochs=10)
    document.flush()
    assert gauge.share == pytest.approx(0.02 / 0.0105686428)
    assert strip(window).startswith("Ready: ")
    action(window, "run").trigger()
    qtbot.waitUntil(partial(is_at, window, 10))
    qtbot.waitUntil(lambda: gauge.share == pytest.approx(0.01 / 0.0105686428))
    assert "η of the next epoch, 11, is 0.01" in gauge.toolTip()
    document.change_settings(optimiser="heavy ball")
    document.flush()
    assert gauge.share == pytest.approx(0.01 / 0.0105686428 / 1.9)
    action(window, "reset").trigger()
    document.flush()
    assert gauge.share == pytest.approx(0.02 / 0.0105686428 / 1.9)


@pytest.mark.parametrize("optimiser", ["rmsprop", "adam", "adamw", "adagrad"])
@pytest.mark.parametrize("scaled", [False, True])
def test_run_shows_the_limit_of_its_roots(
    window: MainWindow, qtbot: QtBot, optimiser: str, scaled: bool
) -> None:
    document, gauge = window.document, named(window, LimitGauge, "limit_gauge")
    document.change_settings(optimiser=optimiser, scale_columns=scaled, epochs=25)
    document.flush()
    of_first_epoch = gauge.share
    assert of_first_epoch is not None
    assert "as the\nfirst epoch makes it at the start" in gauge.toolTip()
    action(window, "run").trigger()
    qtbot.waitUntil(partial(is_at, window, 25))
    progress = window.session.progress
    assert progress is not None
    memory, settings = progress.frame.memory, document.settings
    assert memory is not None
    roots = rule_of(settings).told(memory)[-1][1]
    limit = stability_limit(document.problem(), settings, roots)
    share = settings.fixed_learning_rate / limit
    qtbot.waitUntil(lambda: gauge.share == pytest.approx(share, rel=1e-9))
    assert "D^-½·H·D^-½" in gauge.toolTip()
    assert "as the run has\nit now" in gauge.toolTip()
    most = 38.0 if optimiser.startswith("adam") else 2.0
    assert gauge.tick == pytest.approx(1 / most)
    document.change_settings(epsilon=1e-3)
    document.flush()
    assert gauge.share is None
    document.undo_stack.undo()
    document.flush()
    assert gauge.share == pytest.approx(share, rel=1e-9)
    action(window, "reset").trigger()
    document.flush()
    assert gauge.share == pytest.approx(of_first_epoch)


def test_typed_rate_is_compared_with_the_roots(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    gauge = named(window, LimitGauge, "limit_gauge")
    window.document.change_settings(optimiser="rmsprop", epochs=30)
    run_to(window, qtbot, RunState.DONE)
    qtbot.waitUntil(lambda: gauge.share is not None)
    share, field = gauge.share, named(window, SuggestingField, "learning_rate")
    assert share is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1")
    assert gauge.share == pytest.approx(100 * share)


def test_first_step_is_of_the_optimiser(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    card = named(window, StepCard, "step_card")
    next_weight = named(card, QLabel, "step_next")
    qtbot.waitUntil(lambda: next_weight.isVisible() and next_weight.text() != "—")
    plain = next_weight.text()
    window.document.change_settings(optimiser="adam")
    qtbot.waitUntil(lambda: next_weight.text() not in ("—", plain))
    assert next_weight.accessibleDescription() == "w − step = w next"
    # The first step of Adam is as long as η, whatever the slope is.
    assert named(card, QLabel, "step_change").text() == "−0.010000"


def test_change_after_end_is_named(window_after_run: MainWindow) -> None:
    window_after_run.document.change_settings(optimiser="heavy ball")
    window_after_run.document.flush()
    assert strip(window_after_run).startswith("The optimiser is heavy ball, β = 0.9 now.")


def test_file_keeps_the_optimiser(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.document.change_settings(optimiser="adamw", weight_decay=0.5, schedule="step")
    kept = window.document.settings
    path = tmp_path / "a.secant"
    action(window, "save_as").trigger()
    dialog = named(window, QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    files = window.features.files
    qtbot.waitUntil(lambda: files.file_state is not None)
    window.document.change_settings(optimiser="plain", schedule="constant")
    assert files.is_modified
    window.document.undo_stack.undo()
    assert not files.is_modified
    files.begin("Other", Experiment.of(window.document.problem(), Settings(h=0.1)))
    assert window.document.settings.optimiser == "plain"
    files.open_path(path)
    qtbot.waitUntil(lambda: window.document.settings == kept)


def test_next_start_has_the_optimiser(window: MainWindow) -> None:
    window.document.change_settings(optimiser="nesterov", momentum=0.5)
    window.keep()
    kept = Preferences().settings(window.document.settings)
    assert (kept.optimiser, kept.momentum) == ("nesterov", 0.5)


@pytest.mark.parametrize(
    ("change", "formula"),
    [
        (lambda window: None, "W ← W − η·δW"),
        (lambda window: window.document.change_settings(optimiser="adam"), "m ← 0.9·m + 0.1·δW"),
    ],
)
def test_rate_is_explained(
    window: MainWindow, change: Callable[[MainWindow], None], formula: str
) -> None:
    change(window)
    assert formula in explanation(named(window, SuggestingField, "learning_rate"))


def test_run_of_another_optimiser_has_verdict(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(optimiser="heavy ball", learning_rate=1e-6, epochs=50)
    run_to(window, qtbot, RunState.DONE)
    progress = window.session.progress
    assert progress is not None
    assert progress.verdict is not None
    assert "limit" not in progress.verdict.sentence


@pytest.mark.parametrize("optimiser", [each for each in Optimiser if each is not Optimiser.PLAIN])
def test_window_runs_what_the_engine_does(
    window: MainWindow, qtbot: QtBot, optimiser: Optimiser
) -> None:
    document = window.document
    document.change_settings(optimiser=optimiser.value, epochs=20, schedule="inverse")
    document.flush()
    expected = fit(document.problem(), document.settings)
    run_to(window, qtbot, RunState.DONE)
    progress = window.session.progress
    assert progress is not None
    assert progress.frame.W.tolist() == expected.W.tolist()
    assert progress.settings.optimiser is optimiser


def is_at(window: MainWindow, epoch: int) -> bool:
    """Return whether a run rests at an epoch."""
    progress = window.session.progress
    return progress is not None and progress.frame.epoch == epoch and not is_active(window)


def is_active(window: MainWindow) -> bool:
    return window.session.state.is_active


def test_steps_of_one_epoch_remember(window: MainWindow, qtbot: QtBot) -> None:
    """Three single steps are a run of three epochs: each goes on with what was remembered."""
    document = window.document
    document.change_settings(optimiser="heavy ball", epochs=3)
    document.flush()
    expected = fit(document.problem(), document.settings)
    for epoch in (1, 2, 3):
        action(window, "step").trigger()
        qtbot.waitUntil(partial(is_at, window, epoch))
    assert window.session.progress is not None
    assert window.session.progress.frame.W.tolist() == expected.W.tolist()
