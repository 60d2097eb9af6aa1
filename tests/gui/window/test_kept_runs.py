"""Runs in the window: kept by a key, saved with the file, exported, and drawn in every plot."""

import csv
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.exporting.export_dialog import ExportDialog
from gui.files.file_state import FileState, read, write
from gui.files.sentences import LOST_RUNS
from gui.panels.message_strip import MessageStrip
from gui.run.run_state import RunState
from gui.runs.runs_view import RunsView
from gui.surface.surface_view import SurfaceView
from gui.window.main_window import TAKEN_MILLISECONDS, MainWindow
from tests.audit.cases import example
from tests.gui.finding import named
from tests.gui.runs.test_run_table import type_name

from .test_main_window import run_to


def kept_and_run_again(window: MainWindow, qtbot: QtBot) -> None:
    """Keep the run, and run with another η."""
    named(window, QAction, "keep_run").trigger()
    window.session.reset()
    window.document.change_settings(learning_rate=0.005)
    run_to(window, qtbot, RunState.DONE)


def test_kept_run_is_drawn_in_every_plot(window_after_run: MainWindow, qtbot: QtBot) -> None:
    window = window_after_run
    kept_and_run_again(window, qtbot)
    names = [entry.name for entry in window._parts.loss_plot.plot_area.header.legend]
    assert names == ["loss", "run 1"]
    named(window, QAction, "view_surface").trigger()
    surface = window.findChild(SurfaceView)
    assert surface is not None
    qtbot.waitUntil(lambda: surface.model.frame is not None)
    assert [entry.name for entry in surface.plot.plot_area.header.legend] == ["run 1"]
    assert len(surface.plot.others.lines[0].getData()[0]) > 0  # type: ignore[arg-type]
    named(window, QAction, "view_runs").trigger()
    view = window.findChild(RunsView)
    assert view is not None
    assert view.table.hasFocus()
    assert view.model.rowCount() == 2


def test_other_document_has_its_own_runs(window_after_run: MainWindow, qtbot: QtBot) -> None:
    """The view showed the runs of the document before, and took up none of the new one."""
    window = window_after_run
    named(window, QAction, "view_runs").trigger()
    view = window.findChild(RunsView)
    assert view is not None
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    window.document.open(example("longley"))
    window.document.flush()
    assert view.model.rowCount() == 0
    run_to(window, qtbot, RunState.DONE)
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    assert window.document.kept_runs[0].epochs == 1000


def test_sweep_opens_the_view(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "sweep").trigger()
    assert window._parts.views.current_name == "Runs"
    dialog = window.findChild(QWidget, "sweep_dialog")
    assert dialog is not None
    dialog.close()


def test_runs_are_saved_and_come_back(
    window_after_run: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window, path = window_after_run, tmp_path / "a.secant"
    kept_and_run_again(window, qtbot)
    before = window.document.kept_runs
    write(window.features.files.snapshot(), FileState(path))
    snapshot, _ = read(path)
    assert [run.number for run in snapshot.runs] == [1, 2]
    for one, other in zip(before, snapshot.runs, strict=True):
        np.testing.assert_array_equal(one.losses, other.losses)
    window.open_file(path)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    question = window.findChild(QMessageBox)
    assert question is not None
    question.button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: window.document.kept_runs is not before)
    window.document.flush()
    assert not window.features.files.is_modified
    run_to(window, qtbot, RunState.DONE)
    legend = window._parts.loss_plot.plot_area.header.legend
    assert [entry.name for entry in legend] == ["loss", "run 1"]
    assert window.features.files.is_modified


def test_reopened_runs_are_drawn_at_once(
    window_after_run: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """They were drawn as soon as some setting changed."""
    kept_and_run_again(window_after_run, qtbot)
    path = tmp_path / "a.secant"
    write(window_after_run.features.files.snapshot(), FileState(path))
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: window.close_without_asking())
    window.show()
    window.open_file(path)
    qtbot.waitUntil(lambda: len(window.document.kept_runs) == 2)
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE)
    header = window._parts.loss_plot.plot_area.header
    qtbot.waitUntil(lambda: [entry.name for entry in header.legend] == ["loss", "run 1"])
    named(window, QAction, "keep_run").trigger()
    assert [(run.number, run.pinned) for run in window.document.kept_runs] == [
        (1, True),
        (2, True),
    ]


def test_opened_run_changes_nothing(
    window_after_run: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """A file whose runs had been deleted counted as modified once it was opened."""
    path = tmp_path / "a.secant"
    qtbot.waitUntil(lambda: len(window_after_run.document.kept_runs) == 1)
    window_after_run.document.keep_runs(())
    write(window_after_run.features.files.snapshot(), FileState(path))
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: window.close_without_asking())
    window.show()
    window.open_file(path)
    qtbot.waitUntil(lambda: window.session.state is RunState.DONE)
    qtbot.wait(3 * TAKEN_MILLISECONDS)
    assert not window.features.files.is_modified
    window.document.change_settings(epochs=300)
    run_to(window, qtbot, RunState.DONE)
    qtbot.waitUntil(lambda: len(window.document.kept_runs) == 1)


def test_typed_name_is_saved(window_after_run: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Neither Save nor closing took a name that was still being typed."""
    window, path = window_after_run, tmp_path / "a.secant"
    qtbot.waitUntil(lambda: len(window.document.kept_runs) == 1)
    write(window.features.files.snapshot(), FileState(path))
    window.open_file(path)
    qtbot.waitUntil(lambda: window.document.name == "a")
    named(window, QAction, "view_runs").trigger()
    view = window.findChild(RunsView)
    assert view is not None
    view.table.choose(1)
    type_name(view.table, "best")
    window.features.files.save.trigger()
    qtbot.waitUntil(lambda: not window.features.files.is_writing)
    assert [run.name for run in read(path)[0].runs] == ["best"]
    assert not window.features.files.is_modified
    type_name(view.table, "better")
    assert not window.close()
    question = window.findChild(QMessageBox)
    assert question is not None
    question.reject()
    assert window.document.kept_runs[0].name == "better"


def test_damaged_runs_cost_no_table(
    window_after_run: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window, path = window_after_run, tmp_path / "a.secant"
    qtbot.waitUntil(lambda: len(window.document.kept_runs) == 1)
    write(window.features.files.snapshot(), FileState(path))
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    del members["runs_numbers.npy"]
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    window.open_file(path)
    qtbot.waitUntil(lambda: window.document.kept_runs == ())
    assert window.findChildren(MessageStrip)[0].sentence == LOST_RUNS
    assert window.document.rows == 3


def test_runs_are_exported(window_after_run: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window, path = window_after_run, tmp_path / "runs.csv"
    qtbot.waitUntil(lambda: len(window.document.kept_runs) == 1)
    named(window, QAction, "export_runs").trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    with qtbot.waitSignal(window.features.exports.written):
        dialog.fileSelected.emit(str(path))
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert [row["run"] for row in rows] == ["1"]
    assert float(rows[0]["learning_rate"]) == 0.01


def test_no_runs_are_not_exported(window: MainWindow) -> None:
    named(window, QAction, "export_runs").trigger()
    assert "no runs to export" in window.findChildren(MessageStrip)[0].sentence
