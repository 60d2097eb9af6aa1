import csv
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSlider,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Difference, Frame, Method, Problem, Settings, descend, fit, predict
from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.examples import EXAMPLES, Example, published
from engine.writing.atomic_write import write_whole
from engine.writing.csv import SEMICOLON_AND_COMMA
from gui.document import Experiment, TableName
from gui.exporting.results import table_header, table_text
from gui.preferences import Preferences
from gui.recovery.recovery import recovery_folder
from gui.run.controls import Pace
from gui.run.method_texts import REPORTS
from gui.run.run_state import RunState
from gui.run.worker import RunProgress
from gui.theme.palette import is_dark
from gui.widgets.standing_mark import StandingMark
from gui.window.main_window import MainWindow
from tests.gui.exporting.jobs import job_of
from tests.gui.figures import epoch_text, loss_text, method_text
from tests.gui.finding import named
from tests.gui.recovery.crash import OtherWindow
from tests.gui.suggesting import choose

FOREVER = 1_000_000_000
DISCARD = QMessageBox.StandardButton.Discard


def text_of(window: MainWindow, name: str) -> str:
    window.document.flush()
    return named(window, QLabel, name).text()


def epoch_of(window: MainWindow) -> str:
    window.document.flush()
    return epoch_text(window)


def loss_of(window: MainWindow) -> str:
    window.document.flush()
    return loss_text(window)


def enter(window: MainWindow, qtbot: QtBot, name: str, text: str) -> None:
    field = named(window, QLineEdit, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def run_to(window: MainWindow, qtbot: QtBot, state: RunState) -> None:
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda reached: reached is state
    ):
        named(window, QAction, "run").trigger()


def run_for_ever(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(epochs=FOREVER, method="literal")

    def has_begun(progress: RunProgress) -> bool:
        return progress.frame.epoch > 0

    with qtbot.waitSignal(window.session.progressed, check_params_cb=has_begun):
        named(window, QAction, "run").trigger()


def test_window_opens_ready_to_run(window: MainWindow) -> None:
    assert window.windowTitle() == "Published example — Secant"
    assert named(window, QToolButton, "run_button").hasFocus()
    assert named(window, QLineEdit, "epochs").text() == "1,000"
    assert named(window, QLineEdit, "learning_rate").text() == "0.01"
    assert named(window, QLineEdit, "h").text() == "0.1"
    assert "Look for two slopes" in text_of(window, "lesson")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_one_key_gives_published_numbers(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        qtbot.keyClick(named(window, QToolButton, "run_button"), key)
    assert epoch_of(window) == "epoch 1,000 of 1,000"
    assert loss_of(window) == "loss 2.65965e−7"
    now = [named(window, QTableView, "W").model().index(1, k) for k in range(3)]
    assert [float(index.data()) for index in now] == pytest.approx(
        [1.32439537, 1.35257131, 3.32322317], abs=1e-5
    )
    predicted = [named(window, QTableView, "Y").model().index(i, 1) for i in range(3)]
    assert [float(index.data()) for index in predicted] == pytest.approx(
        [13.99920748, 31.99977701, 50.00034653], abs=1e-4
    )


def test_run_pauses_and_resumes(window: MainWindow, qtbot: QtBot) -> None:
    run = named(window, QAction, "run")
    run_for_ever(window, qtbot)
    assert run.text() == "&Pause"
    run.trigger()
    assert window.session.state is RunState.PAUSED
    assert run.text() == "&Go On"


def test_step_and_reset(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda state: state is RunState.PAUSED
    ):
        named(window, QAction, "step").trigger()
    assert epoch_of(window) == "epoch 1 of 1,000"
    named(window, QAction, "reset").trigger()
    assert epoch_of(window) == "epoch 0 of 1,000"
    assert named(window, QTableView, "W").model().index(1, 0).data() == "—"
    assert window.document.table(TableName.W).tolist() == published().problem.W.tolist()


@pytest.mark.parametrize(
    ("key", "field"),
    [("N", "learning_rate"), ("S", "h"), ("Q", "difference"), ("P", "epochs"), ("C", "columns")],
)
def test_keys_reach_settings_from_table(
    window: MainWindow, qtbot: QtBot, key: str, field: str
) -> None:
    window.resize(1280, 800)
    qtbot.waitUntil(window.isActiveWindow)
    view = named(window, QTableView, "A")
    view.setFocus()
    qtbot.keyClick(view, key, Qt.KeyboardModifier.AltModifier)
    assert named(window, QWidget, field).hasFocus()


def test_caption_key_resets(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    run_to(window, qtbot, RunState.DONE)
    qtbot.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.state is RunState.READY


def test_run_commits_typed_setting(window: MainWindow, qtbot: QtBot) -> None:
    field = named(window, QLineEdit, "epochs")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "7")
    run_to(window, qtbot, RunState.DONE)
    assert epoch_of(window) == "epoch 7 of 7"


def test_refused_setting_is_explained(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "h", "0")
    assert "must be" in text_of(window, "diagnosis_sentence")
    assert window.document.settings.h == 0.1
    named(window, QLineEdit, "h").setFocus()
    qtbot.keyClick(named(window, QLineEdit, "h"), Qt.Key.Key_Escape)
    assert "must be" not in text_of(window, "diagnosis_sentence")


def test_setting_refused_at_run_stops_it(window: MainWindow, qtbot: QtBot) -> None:
    field = named(window, QLineEdit, "learning_rate")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    named(window, QAction, "run").trigger()
    assert window.session.state is RunState.READY
    assert "“abc” is not a number" in text_of(window, "diagnosis_sentence")
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert text_of(window, "diagnosis_sentence").startswith("Ready: 3 rows, 3 weights, ")
    run_to(window, qtbot, RunState.DONE)


def test_refusal_stays_during_run(window: MainWindow, qtbot: QtBot) -> None:
    window.session.set_pace(Pace(50.0))  # or, on a slow machine, it is at rest before all is typed
    run_for_ever(window, qtbot)
    enter(window, qtbot, "h", "abc")
    with qtbot.waitSignal(window.session.progressed):
        pass
    assert "“abc” is not a number" in text_of(window, "diagnosis_sentence")
    enter(window, qtbot, "h", "0.2")
    with qtbot.waitSignal(window.session.progressed):
        pass
    assert text_of(window, "diagnosis_sentence").startswith("Falling: ")


def test_step_key_keeps_table_focus(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, QTableView, "A")
    view.setFocus()
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda state: state is RunState.PAUSED
    ):
        named(window, QAction, "step").trigger()
    assert view.hasFocus()


def test_too_large_start_is_named(window: MainWindow, qtbot: QtBot) -> None:
    window.document.set_block(TableName.W, 0, 0, np.full((3, 1), 1e200))
    run_to(window, qtbot, RunState.DIVERGED)
    assert "start from smaller weights" in text_of(window, "diagnosis_sentence")
    assert not named(window, QPushButton, "fix").isVisible()


def test_offered_h_suits_arithmetic(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(precision="float32", h=1e-12, difference="forward")
    run_to(window, qtbot, RunState.STEP_VANISHED)
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    run_to(window, qtbot, RunState.DONE)


def test_fields_take_full_precision(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "1.2345678901234567e-12")
    enter(window, qtbot, "h", "1e-3")
    enter(window, qtbot, "epochs", "1e6")
    named(window, QComboBox, "difference").setCurrentIndex(1)
    expected = Settings(1_000_000, 1.2345678901234567e-12, 1e-3, Difference.FORWARD)
    assert window.document.settings == expected


def test_divergence_offers_safe_rate_button(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "0.5")
    run_to(window, qtbot, RunState.DIVERGED)
    assert text_of(window, "diagnosis_sentence").startswith("Diverged at epoch ")
    fix = named(window, QPushButton, "fix")
    assert fix.isVisible()
    qtbot.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert window.document.settings.learning_rate == 0.00528
    assert text_of(window, "diagnosis_sentence") == ("η is 0.00528 now. Press Run to start again.")
    assert not fix.isVisible()
    run_to(window, qtbot, RunState.DONE)


def test_chosen_method_is_named(window: MainWindow, qtbot: QtBot) -> None:
    for method in (Method.LITERAL, Method.TRIANGLE, Method.MODES):
        named(window, QAction, f"method_{method}").trigger()
        assert window.document.settings.method == method
        run_to(window, qtbot, RunState.DONE)
        assert method_text(window).startswith(REPORTS[Method(method)])
        assert loss_of(window).startswith("loss 2.6596")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_three_choices_reach_optimum(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QComboBox, "columns").setCurrentText("scaled")
    choose(window, "epochs", "until converged")
    choose(window, "learning_rate", "half the limit")
    assert window.document.settings.learning_rate == 0.502
    run_to(window, qtbot, RunState.CONVERGED)
    assert window.session.progress is not None
    predicted = predict(published().problem.A, window.session.progress.frame.W)
    assert predicted == pytest.approx(published().problem.Y, rel=1e-12)


def test_one_sided_endless_run_is_fixed(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(until_converged=True, difference="forward", method="modes")
    run_to(window, qtbot, RunState.ENDLESS)
    assert "a forward quotient pushes W" in text_of(window, "diagnosis_sentence")
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    run_to(window, qtbot, RunState.CONVERGED)


def test_remedy_commits_what_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "0.02")
    assert "above its limit" in text_of(window, "diagnosis_sentence")
    view = named(window, QTableView, "A")
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    qtbot.keyClicks(view, "7")
    window._parts.diagnosis.take_remedy()
    assert window.document.table(TableName.A).value(0, 0) == 7.0
    assert window.document.settings.learning_rate == 0.00528


def test_vanishing_h_is_fixed(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "h", "1e-17")
    run_to(window, qtbot, RunState.STEP_VANISHED)
    assert "x1" in text_of(window, "diagnosis_sentence")
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    run_to(window, qtbot, RunState.DONE)


def test_too_large_h_is_fixed(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "h", "1e18")
    run_to(window, qtbot, RunState.STEP_TOO_LARGE)
    assert text_of(window, "diagnosis_sentence").startswith("h = 1e18 is too large")
    qtbot.mouseClick(named(window, QPushButton, "fix"), Qt.MouseButton.LeftButton)
    run_to(window, qtbot, RunState.DONE)


def test_typing_in_table_stops_run(window: MainWindow, qtbot: QtBot) -> None:
    run_for_ever(window, qtbot)
    view = named(window, QTableView, "A")
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    qtbot.keyClicks(view, "2")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.session.state is RunState.EDITED
    assert window.document.table(TableName.A).joined[0, 0] == 2
    window.document.change_settings(epochs=5)
    run_to(window, qtbot, RunState.DONE)
    expected = fit(window.document.problem(), window.document.settings)
    assert window.session.progress is not None
    assert window.session.progress.frame.W.tolist() == expected.W.tolist()


def test_run_commits_typed_cell(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, QTableView, "Y")
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    qtbot.keyClicks(view, "1")
    qtbot.keyClicks(QApplication.focusWidget(), "5")
    run_to(window, qtbot, RunState.DONE)
    assert window.document.table(TableName.Y).joined[0, 0] == 15
    assert window.session.progress is not None
    assert window.session.progress.problem.Y[0, 0] == 15


def test_cell_refused_at_run_stops_it(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, QTableView, "A")
    view.setCurrentIndex(view.model().index(1, 1))
    view.setFocus()
    qtbot.keyClicks(view, "x")
    named(window, QAction, "run").trigger()
    assert window.session.state is RunState.READY
    note = view.findChild(QLabel, "refusal")
    assert isinstance(note, QLabel)
    assert note.isVisible()
    assert "A, row 2, column 2" in note.text()
    assert window.document.table(TableName.A).tolist() == published().problem.A.tolist()


def test_run_enables_reset_and_exports(window: MainWindow, qtbot: QtBot) -> None:
    names = ("reset", "export_weights", "export_history", "export_predictions", "export_plot")
    offered = [named(window, QAction, name) for name in names]
    assert not any(action.isEnabled() for action in offered)
    run_for_ever(window, qtbot)
    assert all(action.isEnabled() for action in offered)


def test_icons_follow_chosen_appearance(window: MainWindow, qtbot: QtBot) -> None:
    def is_light(name: str) -> bool:
        image = named(window, QAction, name).icon().pixmap(16, 16).toImage()
        pixels = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max(pixels, key=lambda colour: colour.alpha()).lightness() > 128

    def are_light(expected: bool) -> bool:
        return is_light("step") is is_light("reset") is expected

    for appearance in ("light", "dark", "light"):
        named(window, QAction, f"appearance_{appearance}").trigger()
        qtbot.waitUntil(partial(are_light, appearance == "dark"))
    named(window, QAction, "appearance_system").trigger()


def test_digits_choice_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    now = named(window, QTableView, "W").model().index(1, 0)
    run_to(window, qtbot, RunState.DONE)
    window.document.flush()
    assert now.data() == "1.32440"
    named(window, QAction, "digits_9").trigger()
    assert now.data() == "1.32439537"
    named(window, QAction, "digits_all").trigger()
    assert len(now.data()) >= 16
    window.close_without_asking()
    again = MainWindow()
    qtbot.addWidget(again)
    assert named(again, QAction, "digits_all").isChecked()
    start = named(again, QTableView, "W").model().index(0, 0)
    assert start.data() == "1.764052345967664"
    named(again, QAction, "digits_6").trigger()
    assert start.data() == "1.76405…"


def test_appearance_choice_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    named(window, QAction, "appearance_dark").trigger()
    qtbot.waitUntil(lambda: is_dark(window.palette()))
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert named(again, QAction, "appearance_dark").isChecked()
    named(again, QAction, "appearance_system").trigger()
    qtbot.waitUntil(lambda: not is_dark(again.palette()))


def test_removing_columns_after_run(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    window.document.remove_columns([0])
    assert window.session.state is RunState.READY
    assert named(window, QTableView, "Y").model().index(0, 1).data() == "—"
    window.document.change_settings(learning_rate=1e-3)
    run_to(window, qtbot, RunState.DONE)


@pytest.mark.parametrize(("dialect", "separator", "point"), [(0, ",", "."), (3, ";", ",")])
def test_weights_export_through_dialog(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, dialect: int, separator: str, point: str
) -> None:
    run_to(window, qtbot, RunState.DONE)
    path = tmp_path / "out.csv"
    named(window, QAction, "export_weights").trigger()
    dialog = named(window, QFileDialog, "export_dialog")
    dialog.selectNameFilter(dialog.nameFilters()[dialect])
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: text_of(window, "toast") == f"Written to {path}.")
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") == (dialect == 3)
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines(), delimiter=separator))
    assert rows[0] == ["weight", "start", "fitted"]
    fitted = [float(row[2].replace(point, ".")) for row in rows[1:]]
    assert fitted == fit(published().problem, published().settings).W.ravel().tolist()


@pytest.mark.parametrize(
    ("action", "name", "start"),
    [
        ("export_history", "loss.csv", b"epoch,loss\n0,340.38108044331"),
        ("export_predictions", "predictions.csv", b"row,observed,predicted,residual\n1,14.0,13.99"),
        ("export_plot", "loss.png", b"\x89PNG"),
        ("export_plot", "loss.svg", b"<?xml"),
        ("export_prediction_plot", "predictions.png", b"\x89PNG"),
        ("export_microscope", "microscope.pdf", b"%PDF"),
        ("export_digits", "digits.svg", b"<?xml"),
        ("export_error", "error.png", b"\x89PNG"),
        ("export_surface", "surface.svg", b"<?xml"),
        ("export_gap", "gap.pdf", b"%PDF"),
        ("export_runs_plot", "runs.png", b"\x89PNG"),
    ],
)
def test_other_exports_write_files(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, action: str, name: str, start: bytes
) -> None:
    run_to(window, qtbot, RunState.DONE)
    path = tmp_path / name
    named(window, QAction, action).trigger()
    dialog = named(window, QFileDialog, "export_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: text_of(window, "toast") == f"Written to {path}.")
    assert path.read_bytes().startswith(start)


def test_drawing_gets_its_ending(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    run_to(window, qtbot, RunState.DONE)
    named(window, QAction, "export_plot").trigger()
    dialog = named(window, QFileDialog, "export_dialog")
    dialog.setDirectory(str(tmp_path))
    drawing = next(name for name in dialog.nameFilters() if "svg" in name)
    dialog.selectNameFilter(drawing)
    dialog.filterSelected.emit(drawing)
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    name.setText(str(tmp_path / "picture"))
    dialog.accept()
    path = tmp_path / "picture.svg"
    qtbot.waitUntil(lambda: text_of(window, "toast") == f"Written to {path}.")
    assert path.read_bytes().startswith(b"<?xml")


def test_failed_export_is_reported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    run_to(window, qtbot, RunState.DONE)
    path = tmp_path / "no such folder" / "out.csv"
    named(window, QAction, "export_weights").trigger()
    dialog = named(window, QFileDialog, "export_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: "could not be written" in text_of(window, "diagnosis_sentence"))
    assert list(tmp_path.glob("no*")) == []
    assert window.session.state is RunState.DONE


def test_closing_ends_run(window: MainWindow, qtbot: QtBot) -> None:
    run_for_ever(window, qtbot)
    window.close()
    assert window.session.state is RunState.PAUSED


class Curtain(QObject):
    """Notes that a widget was hidden."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.fallen = Event()
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look for the event and pass all on."""
        if event.type() == QEvent.Type.Hide:
            self.fallen.set()
        return False


def descend_after(work: Callable[[], object]) -> Callable[..., Iterator[Frame]]:
    """Return a descent that does some work after its first frame, which nothing can cancel."""

    def descent(
        problem: Problem, settings: Settings, cancelled: Callable[[], bool], **_: object
    ) -> Iterator[Frame]:
        yield from islice(descend(problem, settings), 1)
        work()
        yield from descend(problem, settings, cancelled=cancelled)

    return descent


@pytest.mark.parametrize("is_asked", [True, False])
def test_window_closes_before_its_threads(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_asked: bool
) -> None:
    curtain, ended = Curtain(window), Event()

    def decompose() -> None:
        assert curtain.fallen.wait(10)
        ended.set()

    monkeypatch.setattr("engine.descend", descend_after(decompose))
    with qtbot.waitSignal(window.session.progressed):
        window.session.run_or_pause()
    assert not ended.is_set()
    if is_asked:
        window.close()
    else:
        window.close_without_asking()
    assert ended.is_set()
    assert not window.isVisible()


def test_unanswered_question_waits_for_no_thread(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = Event()
    monkeypatch.setattr("engine.descend", descend_after(partial(released.wait, 10)))
    window.document.set_block(TableName.Y, 0, 0, np.array([[15.0]]))
    with qtbot.waitSignal(window.session.progressed):
        window.session.run_or_pause()
    window.close()
    assert not released.is_set()
    assert window.isVisible()
    assert window.session.state is RunState.PAUSED
    named(window, QMessageBox, "unsaved_changes").reject()
    released.set()


def test_closing_waits_for_export(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    gate, path = Event(), tmp_path / "out.csv"

    def gated() -> Iterator[bytes]:
        while not gate.wait(0.01):
            yield b"more"

    window.features.exports.write(job_of(path, gated()))
    window.close()
    assert window.isVisible()
    window.features.exports.write(job_of(path, [b"more"]))
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert path.read_bytes() == b"more"


def test_system_end_skips_export(window: MainWindow, tmp_path: Path) -> None:
    window.features.exports.write(job_of(tmp_path / "out.csv", repeat(b"more")))
    window.close_without_asking()
    assert not window.isVisible()
    assert list(tmp_path.glob("*.csv")) == []


def test_next_start_restores_settings_and_shape(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "1e-5")
    named(window, QSlider, "speed").setValue(7)
    window.resize(770, 700)
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.document.settings == Settings(learning_rate=1e-5, h=0.1)
    assert named(again, QSlider, "speed").value() == 7
    assert (again.width(), again.height()) == (770, 700)


def test_next_start_ignores_foreign_settings(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "1e-5")
    window.keep()
    named(window, QAction, "example_longley").trigger()
    assert window.document.name == "Longley: employment"
    window.close()
    again = MainWindow()
    qtbot.addWidget(again)
    assert again.document.settings == Settings(learning_rate=1e-5, h=0.1)


def test_published_example_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "1e-5")
    window.document.resize(5, 2)
    named(window, QAction, "example_published").trigger()
    assert window.document.rows == 5
    named(window, QMessageBox, "unsaved_changes").button(DISCARD).click()
    assert window.document.settings == published().settings
    assert window.document.table(TableName.A).tolist() == published().problem.A.tolist()
    assert window.session.state is RunState.READY


@pytest.mark.parametrize(
    ("learning_rate", "h", "sentence"),
    [
        (0.0, 0.1, "Nothing has moved: η = 0 is far too small."),
        (0.01, 1e300, "The losses at w ± h overflow: numbers beyond 1e308."),
        (1e308, 0.1, "each epoch multiplies the error by over 1e308."),
        (0.01, 5e-324, "in x1, w + h is the same number as w."),
    ],
)
def test_extreme_settings_give_message(
    window: MainWindow, qtbot: QtBot, learning_rate: float, h: float, sentence: str
) -> None:
    window.document.change_settings(learning_rate=learning_rate, h=h, epochs=50)
    with qtbot.waitSignal(
        window.session.state_changed, check_params_cb=lambda state: not state.is_active
    ):
        named(window, QAction, "run").trigger()
    assert sentence in text_of(window, "diagnosis_sentence")


def test_zero_loss_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.document.set_block(TableName.Y, 0, 0, np.zeros((3, 1)))
    window.document.set_initial_weights(np.zeros((3, 1)))
    run_to(window, qtbot, RunState.DONE)
    assert "loss 0" in loss_of(window)
    assert window.grab().size().width() == window.width() * window.devicePixelRatio()
    assert window.childAt(QPoint(5, 5)) is not None


def test_alt_keys_are_unique(window: MainWindow) -> None:
    labels = [label.text() for label in window.findChildren(QLabel) if label.buddy()]
    buttons = [button.text() for button in window.findChildren(QAbstractButton)]
    menus = [action.text() for action in window.menuBar().actions()]
    keys = [QKeySequence.mnemonic(text).toString() for text in (*labels, *buttons, *menus)]
    assert [key for key, times in Counter(filter(None, keys)).items() if times > 1] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_every_example_opens_with_note(window: MainWindow, qtbot: QtBot, example: Example) -> None:
    action = named(window, QAction, f"example_{example.key}")
    assert action.text() == example.name
    assert action.toolTip() == example.note
    action.trigger()
    assert window.document.settings == example.settings
    assert window.document.table(TableName.A).tolist() == example.problem.A.tolist()
    assert window.document.note == example.note
    window.document.flush()
    assert named(window, QLabel, "lesson").text() == example.note
    assert (*(each.name for each in window.document.inputs), window.document.output) == (
        example.names or ("",) * (window.document.columns + 1)
    )
    assert example.name in window.windowTitle()


@pytest.mark.parametrize("name", ["a[*]b", "[*]", "a[*][*]b[*]", "plain"])
def test_title_shows_name_unchanged(window: MainWindow, name: str) -> None:
    window.document.set_file_name(name)
    assert window.windowHandle().title().startswith(f"{name} — Secant")
    window.document.set_initial_weights(np.zeros((3, 1)))
    window.document.flush()
    assert window.windowHandle().title().startswith(f"{name}* — Secant")


def test_opening_table_imports_it(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "two.csv"
    table.write_text("x,y\n1,2\n3,4\n")
    named(window, QAction, "open").trigger()
    named(window, QFileDialog, "open_dialog").fileSelected.emit(str(table))
    assert named(window, QDialog, "import_dialog").windowTitle() == "Import two.csv"
    named(window, QFileDialog, "open_dialog").reject()


def import_untouched(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.open_file(path)
    button = named(window, QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "import_dialog") is None)


def test_y_column_survives_export_and_import(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1.5,2\n3.25,4\n")
    import_untouched(window, qtbot, path)
    named(window, QAction, "use_column_as_y").trigger()
    before = window.document.experiment
    with qtbot.waitSignal(window.features.exports.written):
        chunks = table_text(before, SEMICOLON_AND_COMMA)
        window.features.exports.write(job_of(path, chunks, table_header(before)))
    import_untouched(window, qtbot, path)
    after = window.document.experiment
    assert (after.inputs, after.output) == (before.inputs, before.output)
    assert (after.A.tolist(), after.Y.tolist()) == (before.A.tolist(), before.Y.tolist())


def test_smaller_tables_before_first_layout(
    window: MainWindow,
) -> None:
    # A narrower Y makes A wider, whose header does not know yet that columns are gone.
    names = ["b", "", "", "a" * 30, "a" * 30, "b", "y" * 30]
    wide = Problem(np.ones((4, 6)), np.ones(4), np.zeros(6))
    window.document.open(Experiment.of(wide, Settings(), names=names))
    narrow = Problem(np.zeros((1, 1)), np.zeros(1), np.zeros(1))
    window.document.open(Experiment.of(narrow, Settings()))
    assert named(window, QTableView, "A").horizontalHeader().count() == 1
    assert named(window, QLineEdit, "shape").text() == "1 × 1"


def test_file_open_elsewhere_is_reported(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.secant"
    write_whole(path, archived(SavedExperiment(np.ones((2, 1)), np.ones(2), np.ones(1))))
    with OtherWindow(str(path)):
        window.open_file(path)
        qtbot.waitUntil(lambda: "open in another window" in text_of(window, "diagnosis_sentence"))
        assert window.document.name == "a"


def test_keep_leaves_window_open(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "learning_rate", "1e-5")
    view = named(window, QTableView, "A")
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    qtbot.keyClicks(view, "7")
    window.keep()
    (copy,) = recovery_folder().glob("*.secant")
    saved = read_archive(copy)
    assert (saved.A[0, 0], saved.settings.learning_rate) == (7, 1e-5)
    assert Preferences().settings(Settings(h=0.1)).learning_rate == 1e-5
    assert window.isVisible()
    named(window, QAction, "undo").trigger()
    assert window.document.table(TableName.A).value(0, 0) == 1


def test_new_table_accepts_typing(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    named(window, QAction, "new").trigger()
    qtbot.keyClicks(QApplication.focusWidget(), "7")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.document.table(TableName.A).joined[0, 0] == 7.0


def test_paste_works_outside_fields(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    QGuiApplication.clipboard().setText("70")
    paste = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    epochs = named(window, QLineEdit, "epochs")
    epochs.setFocus()
    epochs.selectAll()
    qtbot.keyClick(epochs, *paste)
    assert epochs.text() == "70"
    assert window.document.table(TableName.A).joined[0, 0] == 1.0
    button = named(window, QToolButton, "run_button")
    button.setFocus()
    qtbot.keyClick(button, *paste)
    assert window.document.table(TableName.A).joined[0, 0] == 70.0


def test_stalled_export_is_shown_and_stopped(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = Event()

    def gated() -> Iterator[bytes]:
        assert gate.wait(10)
        yield b"all"

    stop = named(window, QToolButton, "stop_writing")
    window.features.exports.write(job_of(tmp_path / "a.csv", gated()))
    window.close()
    assert stop.isVisible()
    window.resize(900, 600)
    mark = named(window, StandingMark, "standing_mark")
    assert mark.shown_text() == "● Closing after “a.csv”…"
    stop.click()
    assert "It is being written to" in named(window, QMessageBox, "stalled").text()
    named(window, QPushButton, "stalled_stay").click()
    assert "Closing" not in mark.text()
    gate.set()
    qtbot.waitUntil((tmp_path / "a.csv").exists)
    qtbot.waitUntil(lambda: not stop.isVisible())
    assert window.isVisible()


@pytest.mark.parametrize("plot", ["loss_plot_area", "prediction_plot_area"])
def test_file_over_plot_reaches_window(window: MainWindow, plot: str) -> None:
    area = named(window, QWidget, plot)
    target = window.childAt(area.mapTo(window, area.rect().center()))
    assert target is not None
    assert area.isAncestorOf(target)
    while target is not None and not target.acceptDrops():  # as Qt looks for what a drag enters
        target = target.parentWidget()
    assert target is window


def test_refused_cell_is_told_below(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, QTableView, "A")
    view.setCurrentIndex(view.model().index(1, 2))
    view.setFocus()
    qtbot.keyClicks(view, "x")
    assert not window._commit_edits()
    assert text_of(window, "diagnosis_sentence").startswith("A, row 2, column 3: “x” is not a")
    window.document.set_block(TableName.A, 0, 0, np.ones((1, 1)))
    assert "“x”" not in text_of(window, "diagnosis_sentence")
