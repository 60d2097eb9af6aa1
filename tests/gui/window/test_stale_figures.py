"""A changed table in the window: no weights, figures or exports of another one beside it."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QTableView
from pytestqt.qtbot import QtBot

from engine import (
    Problem,
    Settings,
    learning_rate_limit,
    on_unit_columns,
    optimum,
    suggest_h,
)
from engine.archive import archived, read_archive
from gui.document import Experiment, TableName
from gui.document.suggested_settings import suggest_settings
from gui.recovery.recovery import recovery_folder
from gui.run.outlook import optimum_at_once
from gui.run.run_state import RunState
from gui.tables import InputsModel
from gui.text.message import MessageKind
from gui.text.numbers import format_loss
from gui.window.main_window import MainWindow
from tests.gui.figures import epoch_text, loss_text, method_text
from tests.gui.finding import named

NAMES = ("disp", "weight", "mpg")
A = [[160.0, 2.62], [108.0, 2.32], [258.0, 3.215], [360.0, 3.44], [225.0, 3.46]]
Y = [21.0, 22.8, 21.4, 18.7, 18.1]


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with a table as an import opens it, and its run to the end."""
    open_table(window, Problem(A, Y))
    run(window, qtbot)
    return window


def open_table(window: MainWindow, problem: Problem, **settings: object) -> None:
    fitting = suggest_settings(problem, Settings(**settings))  # type: ignore[arg-type]
    names = NAMES if problem.weights == 2 else ()
    window.document.open(Experiment.of(problem, fitting, "cars", "", names))
    window.document.flush()


def run(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.state_changed, check_params_cb=lambda s: not s.is_active):
        named(window, QAction, "run").trigger()


def trigger(window: MainWindow, name: str) -> None:
    named(window, QAction, name).trigger()
    window.document.flush()


def press(window: MainWindow, name: str, table: str = "A", row: int = 0, column: int = 0) -> None:
    """Trigger a command of the tables, with a cell chosen."""
    choose(window, table, row, column)
    trigger(window, name)


def choose(window: MainWindow, table: str, row: int, column: int) -> None:
    view = named(window, QTableView, table)
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, column))


def type_in(window: MainWindow, table: str, value: str) -> None:
    model = named(window, QTableView, table).model()
    assert model.setData(model.index(0, 0), value, Qt.ItemDataRole.EditRole)
    window.document.flush()


def rename(window: MainWindow, name: str) -> None:
    model = named(window, QTableView, "A").model()
    assert isinstance(model, InputsModel)
    model.rename(0, name)


def paste(window: MainWindow, text: str, table: str = "A", row: int = 0, column: int = 0) -> None:
    choose(window, table, row, column)
    QGuiApplication.clipboard().setText(text)
    trigger(window, "paste")


def exchange(window: MainWindow) -> None:
    trigger(window, "use_column_as_y")


def add_intercept(window: MainWindow) -> None:
    trigger(window, "add_intercept")


def standardise(window: MainWindow) -> None:
    trigger(window, "standardise_columns")


def scale(window: MainWindow) -> None:
    trigger(window, "scale_values")


def scale_and_restore(window: MainWindow) -> None:
    trigger(window, "scale_values")
    trigger(window, "original_units")


def insert_column(window: MainWindow) -> None:
    press(window, "insert_column_right")


def remove_column(window: MainWindow) -> None:
    press(window, "remove_columns")


def replace_column(window: MainWindow) -> None:
    """Remove a column and insert another, so that there are as many as before."""
    remove_column(window)
    insert_column(window)


def paste_column(window: MainWindow) -> None:
    """Paste another quantity with its name over a column."""
    paste(window, "\n".join(["hp", "110", "93", "110", "175", "105"]))


def paste_wider(window: MainWindow) -> None:
    paste(window, "7\t8", column=1)


COLUMN_CHANGES: list[Callable[[MainWindow], None]] = [
    *(exchange, add_intercept, standardise, scale, scale_and_restore),
    *(insert_column, remove_column, replace_column, paste_column, paste_wider),
]


def edit_input(window: MainWindow) -> None:
    type_in(window, "A", "7")


def edit_output(window: MainWindow) -> None:
    type_in(window, "Y", "7")


def insert_row(window: MainWindow) -> None:
    press(window, "insert_row_below", row=2)


def remove_row(window: MainWindow) -> None:
    press(window, "remove_rows", row=2)


def paste_cells(window: MainWindow) -> None:
    paste(window, "1\t2\n3\t4")


def replace_row(window: MainWindow) -> None:
    remove_row(window)
    insert_row(window)


CELL_CHANGES: list[Callable[[MainWindow], None]] = [
    *(edit_input, edit_output, insert_row, remove_row, replace_row, paste_cells)
]


def epoch_of(window: MainWindow) -> str:
    window.document.flush()
    return epoch_text(window)


def loss_of(window: MainWindow) -> str:
    window.document.flush()
    return loss_text(window)


def cells(window: MainWindow, table: str, columns: range) -> set[str]:
    model = named(window, QTableView, table).model()
    return {
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in columns
    }


def run_weights(window: MainWindow) -> set[str]:
    """Return what the rows "now" and "δW" show."""
    model = named(window, QTableView, "W").model()
    rows = {model.headerData(row, Qt.Orientation.Vertical): row for row in range(model.rowCount())}
    return {
        str(model.index(rows[name], column).data())
        for name in ("now", "δW")
        for column in range(model.columnCount())
    }


def shown(window: MainWindow) -> list[object]:
    """Return all that is shown of a run."""
    window.document.flush()
    loss_plot, prediction_plot = window._parts.loss_plot, window._parts.prediction_plot
    return [
        *(loss_text(window), epoch_text(window), method_text(window)),
        run_weights(window),
        cells(window, "Y", range(1, 3)),
        np.array(loss_plot.curve.getData()).tolist(),
        loss_plot.least_line.position is not None,
        np.array(prediction_plot.predicted.getData()).tolist(),
        window.session.state,
    ]


def undo_all(window: MainWindow) -> None:
    window.document.undo_stack.setIndex(0)
    window.document.flush()


def save(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    trigger(window, "save_as")
    named(window, QFileDialog, "save_dialog").fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: not window.features.files.is_writing)


def reopen(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    trigger(window, "new")
    with qtbot.waitSignal(window.document.opened):
        window.open_file(path)
    window.document.flush()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    named(window, QTableView, "A").setFocus()  # its commands sleep otherwise


def leave_out_run(path: Path) -> None:
    """Let a file have the weights alone, as those that were saved in the middle of a run."""
    path.write_bytes(b"".join(archived(replace(read_archive(path), run=None))))


def has_exports(window: MainWindow) -> bool:
    return named(window, QAction, "export_weights").isEnabled()


@pytest.mark.parametrize("change", [*COLUMN_CHANGES, *CELL_CHANGES])
def test_file_has_no_former_weights(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, change: Callable[[MainWindow], None]
) -> None:
    change(window)
    save(window, qtbot, tmp_path / "a.secant")
    assert read_archive(tmp_path / "a.secant").fitted is None
    window.keep()
    reopen(window, qtbot, tmp_path / "a.secant")
    assert "saved" not in epoch_of(window)
    assert not has_exports(window)


def test_undo_saves_weights_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    progress = window.session.progress
    assert progress is not None
    for number, change in enumerate([exchange, edit_input, remove_row]):
        change(window)
        undo_all(window)
        path = tmp_path / f"{number}.secant"
        save(window, qtbot, path)
        saved = read_archive(path)
        assert saved.fitted is not None
        assert saved.fitted.tolist() == progress.frame.W.tolist()
        assert (saved.epoch, saved.loss) == (progress.frame.epoch, progress.frame.loss)


@pytest.mark.parametrize("change", [exchange, edit_input, insert_row, scale])
def test_recovery_copy_has_no_former_weights(
    window: MainWindow, change: Callable[[MainWindow], None]
) -> None:
    change(window)
    window.keep()
    (copy,) = recovery_folder().glob("*.secant")
    assert read_archive(copy).fitted is None
    undo_all(window)
    type_in(window, "W", "0.5")
    window.keep()
    (copy,) = recovery_folder().glob("*.secant")
    assert read_archive(copy).fitted is not None


def test_other_start_has_no_epoch(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """The weights and their loss are those of A and Y, but not reached from this initial W."""
    progress = window.session.progress
    assert progress is not None
    type_in(window, "W", "0.5")
    save(window, qtbot, tmp_path / "a.secant")
    saved = read_archive(tmp_path / "a.secant")
    assert saved.fitted is not None
    assert (saved.epoch, saved.loss) == (None, progress.frame.loss)
    reopen(window, qtbot, tmp_path / "a.secant")
    assert epoch_of(window) == "epoch — as saved"
    copied(window, qtbot, "copy_numpy_code")


@pytest.mark.parametrize("change", [*COLUMN_CHANGES, *CELL_CHANGES])
def test_saved_weights_leave_changed_table(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, change: Callable[[MainWindow], None]
) -> None:
    path = tmp_path / "a.secant"
    save(window, qtbot, path)
    leave_out_run(path)
    reopen(window, qtbot, path)
    before = shown(window)
    assert epoch_of(window).endswith(" as saved")
    change(window)
    assert loss_of(window) == "loss —"
    assert run_weights(window) == cells(window, "Y", range(1, 3)) == {"—"}
    assert not has_exports(window)
    save(window, qtbot, tmp_path / "b.secant")
    assert read_archive(tmp_path / "b.secant").fitted is None
    undo_all(window)
    assert shown(window) == before
    assert has_exports(window)


def copied(window: MainWindow, qtbot: QtBot, name: str) -> str:
    QGuiApplication.clipboard().clear()
    trigger(window, name)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "")
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("change", COLUMN_CHANGES)
def test_other_columns_show_no_run(
    window: MainWindow, qtbot: QtBot, change: Callable[[MainWindow], None]
) -> None:
    before = shown(window)
    change(window)
    assert (window.session.progress, window.session.state) == (None, RunState.READY)
    assert loss_of(window) == "loss —"
    assert epoch_of(window).startswith("epoch 0 of ")
    found = shown(window)
    assert (found[2:5], found[7]) == (["", {"—"}, {"—"}], [[], []])
    best = optimum_at_once(window.document.experiment)
    least = None if best is None else best.loss
    assert found[6] is bool(least)
    label = f"least possible {format_loss(least)}" if least is not None else ""
    assert window._parts.loss_plot.least_line.label == label
    epochs, _ = window._parts.loss_plot.curve.getData()
    assert epochs is not None
    assert epochs.tolist() == [0.0]  # where Run would start
    assert not has_exports(window)
    assert "Fitted" not in copied(window, qtbot, "copy_weights_markdown")
    undo_all(window)
    assert shown(window) == before


@pytest.mark.parametrize("change", CELL_CHANGES)
def test_edit_leaves_figures_of_run(
    window: MainWindow, change: Callable[[MainWindow], None]
) -> None:
    before, progress = shown(window), window.session.progress
    assert progress is not None
    change(window)
    assert window.session.state is RunState.EDITED
    epoch = f"epoch {progress.frame.epoch:,} before the edit"
    assert shown(window)[:4] == [before[0], epoch, *before[2:4]]
    assert cells(window, "Y", range(1, 3)) == {"—"}
    assert shown(window)[5:8] == [*before[5:7], [[], []]]
    assert named(window, QLabel, "diagnosis_sentence").text() == RunState.EDITED.value
    undo_all(window)
    assert shown(window) == before


def test_other_start_keeps_predictions(window: MainWindow) -> None:
    before = cells(window, "Y", range(1, 3))
    type_in(window, "W", "0.5")
    assert window.session.state is RunState.EDITED
    assert cells(window, "Y", range(1, 3)) == before
    sentence = "The start has changed. Press Run to start again."
    assert named(window, QLabel, "diagnosis_sentence").text() == sentence
    type_in(window, "A", "0.5")
    assert named(window, QLabel, "diagnosis_sentence").text() == RunState.EDITED.value


@pytest.mark.parametrize("choice", ["zeros", "use_fitted", "use_optimum"])
def test_menu_changes_only_the_start(window: MainWindow, choice: str) -> None:
    named(window, QAction, choice).trigger()
    window.document.flush()
    sentence = "The start has changed. Press Run to start again."
    assert named(window, QLabel, "diagnosis_sentence").text() == sentence


def test_rename_keeps_run(window: MainWindow, qtbot: QtBot) -> None:
    before = shown(window)
    rename(window, "cubic inches")
    assert shown(window) == before
    assert "cubic inches" in copied(window, qtbot, "copy_weights_markdown")


def test_edited_run_exports_own_names(window: MainWindow, qtbot: QtBot) -> None:
    before = copied(window, qtbot, "copy_weights_markdown")
    edit_input(window)
    rename(window, "cubic inches")
    assert copied(window, qtbot, "copy_weights_markdown") == before


def test_running_run_leaves_other_columns(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(epochs=10**9, method="literal")
    trigger(window, "run")
    qtbot.waitUntil(lambda: window.session.state is RunState.RUNNING)
    exchange(window)
    assert (window.session.progress, window.session.state) == (None, RunState.READY)
    undo_all(window)
    assert window.session.progress is not None


@pytest.mark.parametrize(
    "name", ["add_intercept", "use_column_as_y", "scale_values", "standardise_columns"]
)
def test_change_of_table_is_quiet(window: MainWindow, name: str) -> None:
    trigger(window, name)
    mark = named(window, QLabel, "diagnosis_mark").text()
    assert mark != MessageKind.GOOD.value


def share(window: MainWindow) -> float:
    """Return how large a part of its limit η is."""
    problem, settings = window.document.problem(), window.document.settings
    if settings.scale_columns:
        problem = on_unit_columns(problem)
    return settings.fixed_learning_rate / learning_rate_limit(problem)


def h_fits(window: MainWindow) -> bool:
    problem, settings = window.document.problem(), window.document.settings
    if settings.scale_columns:
        problem = on_unit_columns(problem)
    fitting = suggest_h(problem, settings.difference, settings.precision)
    return math.isclose(settings.fixed_h, fitting, rel_tol=1e-6)


@pytest.mark.parametrize("is_scaled", [False, True])
@pytest.mark.parametrize("unit", [1e-4, 1.0, 1e4])
@pytest.mark.parametrize("change", COLUMN_CHANGES[:5])
def test_steps_follow_data_menu(
    window: MainWindow,
    qtbot: QtBot,
    change: Callable[[MainWindow], None],
    unit: float,
    is_scaled: bool,
) -> None:
    open_table(window, Problem(np.multiply(A, unit), Y), epochs=50, scale_columns=is_scaled)
    before = window.document.settings
    change(window)
    assert share(window) == pytest.approx(0.5, rel=0.01)
    assert h_fits(window)
    run(window, qtbot)
    assert window.session.state is RunState.DONE
    window.document.undo_stack.undo()
    if change is not scale_and_restore:
        assert window.document.settings == before


def test_steps_follow_change_in_thread(window: MainWindow, qtbot: QtBot) -> None:
    random = np.random.default_rng(0)
    open_table(window, Problem(random.normal(size=(100_000, 3)) * 1e-3, np.ones(100_000)))
    for change in (add_intercept, exchange):
        change(window)
        qtbot.waitUntil(lambda: not window.document.is_busy)
        assert share(window) == pytest.approx(0.5, rel=0.01)
        assert h_fits(window)
    assert window.document.undo_stack.count() == 2


def test_chosen_steps_keep_their_part(window: MainWindow) -> None:
    window.document.change_settings(learning_rate=1e-9, h=0.025)
    before = share(window)
    add_intercept(window)
    assert share(window) == pytest.approx(before, rel=0.01)
    assert window.document.settings.h == 0.025


@pytest.mark.parametrize("change", [edit_input, paste_cells, insert_row, paste_column])
def test_steps_stay_after_edit(window: MainWindow, change: Callable[[MainWindow], None]) -> None:
    before = window.document.settings
    change(window)
    assert window.document.settings == before


TABLE = "\n".join(f"{k * 1000}\t{k * k * 50}\t{k + 7000}" for k in range(1, 9))


@pytest.mark.parametrize("size", [(3, 2), (8, 3), (2, 2), (8, 1)])
def test_paste_into_new_suits_steps(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    trigger(window, "new")
    lines = [line.split("\t")[: size[1]] for line in TABLE.splitlines()[: size[0]]]
    count = window.document.undo_stack.count()
    paste(window, "\n".join("\t".join(line) for line in lines))
    assert window.document.undo_stack.count() == count + 1
    assert share(window) == pytest.approx(0.5, rel=0.01)
    assert h_fits(window)
    paste(window, "\n".join(str(5e5 + k) for k in range(window.document.rows)), "Y")
    assert h_fits(window)
    assert share(window) == pytest.approx(0.5, rel=0.01)
    window.document.change_settings(epochs=20)
    run(window, qtbot)
    assert window.session.state is RunState.DONE
    window.document.undo_stack.setIndex(count)
    assert window.document.settings.learning_rate == Settings().learning_rate


def test_long_paste_suits_steps(window: MainWindow, qtbot: QtBot) -> None:
    """It is read beside the window."""
    trigger(window, "new")
    count = window.document.undo_stack.count()
    paste(window, "\n".join(f"{1e6 + k:.9f}\t{k * 0.001:.9f}" for k in range(20_000)))
    qtbot.waitUntil(lambda: not window.document.is_busy)
    assert window.document.undo_stack.count() == count + 1
    assert share(window) == pytest.approx(0.5, rel=0.01)
    assert h_fits(window)


def test_output_may_be_pasted_first(window: MainWindow) -> None:
    trigger(window, "new")
    window.document.change_settings(difference="forward")
    paste(window, "1e6\n2e6\n3e6", "Y")
    paste(window, TABLE)
    assert share(window) == pytest.approx(0.5, rel=0.01)
    assert h_fits(window)


@pytest.mark.parametrize("setting", [{"learning_rate": 1e-5}, {"h": 3.0}])
def test_paste_keeps_chosen_steps(window: MainWindow, setting: dict[str, float]) -> None:
    trigger(window, "new")
    window.document.change_settings(**setting)
    before = window.document.settings
    paste(window, TABLE)
    assert window.document.settings == before


def test_zeros_of_file_keep_steps(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    trigger(window, "new")
    save(window, qtbot, tmp_path / "zeros.secant")
    reopen(window, qtbot, tmp_path / "zeros.secant")
    before = window.document.settings
    paste(window, TABLE)
    assert window.document.settings == before


def test_filled_table_is_not_new(window: MainWindow) -> None:
    trigger(window, "new")
    paste(window, TABLE)
    paste(window, "1\n2\n3\n4\n5\n6\n7\n8", "Y")
    before = window.document.settings
    paste(window, "1e9")
    paste(window, "1e9", "Y")
    assert window.document.settings == before
    assert window.document.table(TableName.A).value(0, 0) == 1e9


def test_rows_left_out_have_figures_of_their_own(window: MainWindow) -> None:
    open_table(window, Problem(A, Y))
    settings = window._parts.settings
    for rows in ([3], [1]):
        window.session.leave_out(rows)
        window.document.flush()
        problem = window.document.experiment.problem
        assert settings._known_limit == pytest.approx(learning_rate_limit(problem))
        best = window._presenter._best_ahead()
        assert best is not None
        assert np.allclose(best.W, optimum(problem).W, rtol=1e-12)
    window.document.undo_stack.undo()
    window.document.undo_stack.undo()
    window.document.flush()
    assert settings._known_limit == pytest.approx(learning_rate_limit(Problem(A, Y)))
