"""The view of all runs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.sweep.result import SweptSetting
from gui.runs import texts
from gui.runs.runs_view import RunsPanel, RunsView
from gui.runs.sweep_dialog import SweepDialog
from tests.gui.plots.conftest import dark

from .conftest import MILLISECONDS, RunsBench


def test_empty_view_says_what_to_do(view: RunsView) -> None:
    assert view.sentence.text() == texts.EMPTY
    assert view.plot.plot_area.empty_text == texts.EMPTY
    assert not view.keep_button.isEnabled()
    assert not view.show_sweep_button.isVisible()
    assert [picture.drawn for picture in view.pictures.values()] == [view.plot, view.sweep_plot]
    assert view.findChild(RunsPanel) is not None


def test_exported_picture_is_shown(view: RunsView, bench: RunsBench, qtbot: QtBot) -> None:
    assert view.picture("export_sweep") is None
    assert bench.said[-1] == texts.NO_SWEEP
    bench.sweeps.start(SweptSetting.LEARNING_RATE, (0.001, 0.005))
    qtbot.waitUntil(lambda: bench.sweeps.sweep is not None, timeout=MILLISECONDS)
    assert view.picture("export_sweep") == view.pictures["export_sweep"]
    assert view.shows_sweep
    assert view.picture("export_runs_plot") == view.pictures["export_runs_plot"]
    assert not view.shows_sweep


def test_runs_are_drawn_and_compared(view: RunsView, bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    QTest.mouseClick(view.keep_button, Qt.MouseButton.LeftButton)
    bench.run(qtbot, learning_rate=0.005)
    assert view.sentence.text().startswith("Run 1 came nearest: loss ")
    assert view.accessibleDescription() == view.sentence.text()
    names = [entry.name for entry in view.plot.plot_area.header.legend]
    assert names == ["run 2", "run 1"]
    assert view.model.rowCount() == 2


def test_chosen_run_is_drawn(view: RunsView, bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.run(qtbot, learning_rate=0.005)
    assert view.plot.kept == []
    view.table.choose(1)
    assert [run.number for run in view.plot.kept] == [1]
    actions = view.table.actions_of_run
    actions["draw_run"].trigger()
    actions["pin_run"].trigger()
    first = bench.collection.runs[0]
    assert (first.shown, first.pinned) == (True, True)
    actions["use_run_settings"].trigger()
    assert bench.document.settings.learning_rate == 0.01
    actions["delete_run"].trigger()
    assert [run.number for run in bench.collection.runs] == [2]
    assert view.table.number == 0  # no other run comes in its place


def test_sweep_is_asked_for_and_shown(view: RunsView, bench: RunsBench, qtbot: QtBot) -> None:
    view.sweep_button.click()
    dialog = view.window().findChild(SweepDialog)
    assert dialog is not None
    dialog.accept()
    assert view.shows_sweep
    assert view.sweep_button.text() == texts.STOP_SWEEP
    qtbot.waitUntil(lambda: not bench.sweeps.is_running, timeout=MILLISECONDS)
    assert view.sweep_button.text() == texts.SWEEP
    assert view.sweep_plot.sweep is bench.sweeps.sweep
    assert view.sentence.text() == bench.sweeps.sentence
    view.sweep_plot.value_chosen.emit(5)
    sweep = bench.sweeps.sweep
    assert sweep is not None
    assert bench.document.settings.learning_rate == sweep.values[5]
    view.show_runs()
    assert view.show_sweep_button.isVisible()
    view.show_sweep_button.click()  # type: ignore[attr-defined]
    assert view.shows_sweep
    bench.document.open(bench.document.experiment.as_new_document())
    bench.document.flush()
    assert not view.shows_sweep


def test_button_stops_the_sweep(view: RunsView, bench: RunsBench) -> None:
    bench.document.change_settings(epochs=10**7, method="triangle")
    bench.sweeps.start(SweptSetting.LEARNING_RATE, (0.01,))
    view.show_sweep()
    assert bench.sweeps.is_running
    view.sweep_button.click()
    assert not bench.sweeps.is_running
    assert not view.shows_sweep


def test_hidden_view_draws_nothing(view: RunsView, bench: RunsBench, qtbot: QtBot) -> None:
    view.hide()
    bench.run(qtbot)
    assert view.model.rowCount() == 0
    view.show()
    assert view.model.rowCount() == 1


def test_samples_follow_the_palette(
    view: RunsView, bench: RunsBench, qtbot: QtBot, restored: QPalette
) -> None:
    bench.run(qtbot)
    index = view.model.index(0, 0)
    before = index.data(Qt.ItemDataRole.DecorationRole).toImage()
    QApplication.setPalette(dark(restored))
    view.setPalette(dark(restored))
    assert index.data(Qt.ItemDataRole.DecorationRole).toImage() != before
