from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Matrix, Settings, predict, stability
from engine.examples import published
from engine.rescaling import Rescaling
from engine.trace import EMPTY
from gui.document import Document, Experiment, Fitted, TableName, changes
from gui.plots.axis_scale import Scale
from gui.plots.view_range import ViewMode
from gui.run.run_state import RunState
from gui.run.session import Session, Update
from gui.run.worker import RunProgress
from gui.text.message import Message, MessageKind
from gui.transforms.scaling import scale_columns
from gui.window import presenter
from gui.window.parts import Parts
from gui.window.presenter import Presenter
from gui.window.status_message import StatusMessage
from tests.gui.finding import named
from tests.gui.frames import frame_of

FOREVER = 1_000_000_000


@dataclass(frozen=True)
class Presented:
    """A document and its session, shown in parts, as they are at the end of a turn."""

    window: QWidget
    document: Document
    session: Session
    refreshed_parts: Parts
    presenter: Presenter

    @property
    def parts(self) -> Parts:
        self.document.flush()
        return self.refreshed_parts

    def text(self, name: str) -> str:
        self.document.flush()
        label = named(self.window, QLabel, name)
        return label.text()

    def cells(self, table: str, column: int) -> list[str]:
        self.document.flush()
        view = named(self.window, QTableView, table)
        model = view.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def view_mode_of(shown: Presented) -> ViewMode:
    return shown.parts.prediction_plot.view_mode


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Presented]:
    example = published()
    window = QWidget()
    qtbot.addWidget(window)
    document = Document(example.problem, example.settings, example.name, example.note)
    session, parts = Session(document), Parts.of(document, window)
    layout = QVBoxLayout(window)
    for field in fields(parts):
        if isinstance(part := getattr(parts, field.name), QWidget):
            layout.addWidget(part)
    presenting = Presenter(document, session, parts)
    window.resize(700, 900)
    window.show()
    qtbot.waitExposed(window)
    yield Presented(window, document, session, parts, presenting)
    session.shut_down()
    window.close()


def run_to(shown: Presented, qtbot: QtBot, state: RunState) -> None:
    with qtbot.waitSignal(
        shown.session.state_changed, check_params_cb=lambda reached: reached is state
    ):
        shown.session.run_or_pause()


def run_for_ever(shown: Presented, qtbot: QtBot) -> None:
    shown.document.change_settings(epochs=FOREVER, method="literal")

    def has_begun(progress: RunProgress) -> bool:
        return progress.frame.epoch > 0

    with qtbot.waitSignal(shown.session.progressed, check_params_cb=has_begun):
        shown.session.run_or_pause()


def predicted_by(shown: Presented, W: Matrix) -> list[float]:
    return [float(value) for value in predict(shown.document.table(TableName.A).joined, W)[:, 0]]


def test_everything_shows_ready_before_run(shown: Presented) -> None:
    assert shown.text("status_epoch") == "epoch 0 of 1,000"
    assert shown.text("status_loss") == "loss —"
    assert shown.text("learning_rate_limit") == "limit 0.0106"
    assert shown.text("diagnosis_sentence").startswith("Ready.")
    assert shown.cells("W", 1) == ["—"] * 3
    assert shown.parts.loss_plot.plot_area.empty_text
    assert shown.parts.prediction_plot.observed.getData()[1].tolist() == [14, 32, 50]
    assert not shown.parts.actions.reset.isEnabled()


def test_run_is_shown_in_parts(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    progress = shown.session.progress
    assert progress is not None
    W = progress.frame.W
    assert shown.text("status_epoch") == "epoch 1,000 of 1,000"
    assert shown.text("status_loss") == "loss 2.659647e−7"
    falling = "Still falling: the loss halves every 45.4 epochs. 1,000 are done."
    assert shown.text("diagnosis_sentence") == falling
    assert [float(cell) for cell in shown.cells("W", 1)] == pytest.approx(W[:, 0], rel=1e-5)
    assert [float(cell) for cell in shown.cells("Y", 1)] == pytest.approx(
        predicted_by(shown, W), rel=1e-5
    )
    drawn = shown.parts.prediction_plot.predicted.getData()[1]
    assert drawn.tolist() == predicted_by(shown, W)
    assert shown.parts.loss_plot.plot_area.empty_text == ""
    assert shown.parts.actions.reset.isEnabled()


def test_figures_refresh_ten_times_per_second(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 100.0
    monkeypatch.setattr(presenter, "perf_counter", lambda: seconds)
    run_for_ever(shown, qtbot)
    shown.session.pause()
    label = named(shown.window, QLabel, "status_epoch")
    refreshed = []
    for later in (0.0, 0.05, 0.11, 0.16, 0.22):
        seconds = 100.0 + later
        label.clear()
        shown.presenter.show_update(Update(progress=True))
        refreshed.append(bool(label.text()))
    assert refreshed == [False, False, True, False, True]


def test_reset_clears_every_part(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.session.reset()
    assert shown.text("status_loss") == "loss —"
    assert shown.cells("W", 1) == ["—"] * 3
    assert shown.parts.loss_plot.plot_area.empty_text
    assert shown.parts.prediction_plot.predicted.getData()[1].tolist() == []
    assert not shown.parts.actions.reset.isEnabled()


def test_run_button_follows_state(shown: Presented, qtbot: QtBot) -> None:
    pictures = [shown.parts.run_button.icon().cacheKey()]
    run_for_ever(shown, qtbot)
    assert shown.parts.run_button.text() == "Pause"
    pictures.append(shown.parts.run_button.icon().cacheKey())
    shown.session.pause()
    assert shown.parts.run_button.text() == "Resume"
    assert len(set(pictures)) == 2


def test_limit_follows_tables(shown: Presented) -> None:
    shown.document.set_block(TableName.A, 0, 0, 10 * shown.document.table(TableName.A).joined)
    assert shown.text("learning_rate_limit") == "limit 0.000106"
    shown.document.resize(1, 1)
    assert shown.text("learning_rate_limit") == "limit 0.01"


def test_expensive_limit_waits_for_divergence(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_AT_ONCE", 3 * 3**2 - 1)
    shown.document.set_block(TableName.A, 0, 0, np.array([[1.0]]))
    assert shown.text("learning_rate_limit") == ""
    shown.document.change_settings(learning_rate=0.5, method="literal")
    run_to(shown, qtbot, RunState.DIVERGED)
    assert shown.text("learning_rate_limit") == "limit 0.0106"


def test_expensive_limit_known_after_reduction(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_AT_ONCE", 3 * 3**2 - 1)
    shown.document.set_block(TableName.A, 0, 0, np.array([[1.5]]))
    safe = named(shown.window, QToolButton, "safe_learning_rate")
    shown.document.flush()
    assert not safe.isEnabled()
    shown.document.change_settings(learning_rate=1e-3)
    run_to(shown, qtbot, RunState.DONE)
    assert shown.text("learning_rate_limit") == "limit 0.0105"
    assert safe.isEnabled()


def test_limit_follows_column_scaling(shown: Presented) -> None:
    shown.document.change_settings(scale_columns=True)
    assert shown.text("learning_rate_limit") == "limit 1"
    shown.document.set_block(TableName.A, 0, 0, 1e6 * shown.document.table(TableName.A).joined)
    assert shown.text("learning_rate_limit") == "limit 1"
    shown.document.change_settings(scale_columns=False)
    assert shown.text("learning_rate_limit") == "limit 1.06e-14"


def test_epoch_axis_suits_run(shown: Presented, qtbot: QtBot) -> None:
    def scale() -> Scale:
        return shown.parts.loss_plot.epoch_scale

    run_to(shown, qtbot, RunState.DONE)
    assert scale() is Scale.LINEAR
    shown.document.change_settings(until_converged=True)
    run_to(shown, qtbot, RunState.CONVERGED)
    assert scale() is Scale.LOGARITHMIC
    shown.parts.loss_plot.set_epoch_scale(Scale.LINEAR)
    run_to(shown, qtbot, RunState.CONVERGED)
    assert scale() is Scale.LINEAR


def test_epoch_axis_follows_until_converged(shown: Presented, qtbot: QtBot) -> None:
    run_for_ever(shown, qtbot)
    shown.document.change_settings(until_converged=True)
    assert shown.parts.loss_plot.epoch_scale is Scale.LOGARITHMIC
    shown.session.pause()
    shown.document.change_settings(until_converged=False)
    assert shown.parts.loss_plot.epoch_scale is Scale.LOGARITHMIC


def test_only_an_active_run_has_speed(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0
    monkeypatch.setattr(presenter, "perf_counter", lambda: seconds)
    with qtbot.waitSignal(
        shown.session.state_changed, check_params_cb=lambda state: not state.is_active
    ):
        shown.session.step()
    for value in (5.0, 6.0, 7.0):
        seconds += 1
        shown.document.set_block(TableName.A, 0, 0, np.full((1, 1), value))
        assert shown.text("status_rate") == ""


def test_epoch_axis_returns_with_run(shown: Presented, qtbot: QtBot) -> None:
    def scale() -> Scale:
        return shown.parts.loss_plot.epoch_scale

    shown.document.change_settings(until_converged=True)
    run_to(shown, qtbot, RunState.CONVERGED)
    shown.document.set_block(TableName.Y, 0, 0, np.array([[15.0]]))
    shown.document.change_settings(until_converged=False, epochs=9)
    run_to(shown, qtbot, RunState.DONE)
    assert scale() is Scale.LINEAR
    shown.document.undo_stack.undo()
    shown.document.undo_stack.undo()
    assert scale() is Scale.LOGARITHMIC
    assert shown.text("status_epoch").endswith("· until converged")


def test_setting_keeps_rate(shown: Presented, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100_000, 10))
    monkeypatch.setattr(presenter, "perf_counter", lambda: float(next(clock)))
    monkeypatch.setattr(RunState, "is_active", True)
    frame = frame_of(7, 1.0, 1.0, 1.0, 1.0)
    experiment = shown.document.experiment
    progress = RunProgress(experiment, frame, EMPTY, None, experiment.settings)
    monkeypatch.setattr(Session, "progress", progress)
    for epochs in (5, 500, 5000):
        shown.document.change_settings(epochs=epochs)
        assert shown.text("status_rate") == ""


def test_figures_show_method_and_end(shown: Presented, qtbot: QtBot) -> None:
    shown.document.change_settings(until_converged=True)
    run_to(shown, qtbot, RunState.CONVERGED)
    assert shown.text("status_epoch").endswith("· until converged")
    assert shown.text("status_method") == "modes"
    assert shown.text("diagnosis_sentence").startswith("x3 = 2·x2 − x1: many W fit equally")
    shown.document.change_settings(until_converged=False, precision="float32", epochs=100)
    run_to(shown, qtbot, RunState.DONE)
    assert shown.text("status_method") == "literal: single precision runs epoch by epoch"


def test_strip_shows_reduction_progress(shown: Presented) -> None:
    shown.session.reduced.emit(0.453)
    assert shown.text("diagnosis_sentence") == "Reducing 3 rows: 45 %"


def test_reduction_does_not_hide_refusal(shown: Presented, qtbot: QtBot) -> None:
    field = named(shown.window, QLineEdit, "h")
    field.setText("abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    shown.session.reduced.emit(0.5)
    assert "'abc' is not a number" in shown.text("diagnosis_sentence")


def test_settings_reach_figures_and_menus(shown: Presented) -> None:
    shown.document.change_settings(
        epochs=77, tolerance=1e-6, precision="float32", method="triangle"
    )
    assert shown.text("status_epoch") == "epoch 0 of 77"
    assert shown.parts.actions.precisions.checkedAction().data() == "float32"
    assert shown.parts.actions.tolerances.checkedAction().data() == 1e-6
    assert shown.parts.actions.methods.checkedAction().data() == "triangle"


def test_unlisted_tolerance_checks_none(shown: Presented) -> None:
    shown.document.change_settings(tolerance=0.25)
    assert shown.parts.actions.tolerances.checkedAction() is None


def test_edit_and_reshape_after_run(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.document.set_block(TableName.Y, 0, 0, np.array([[15.0]]))
    assert shown.text("diagnosis_sentence") == RunState.EDITED.value
    assert shown.parts.prediction_plot.observed.getData()[1].tolist() == [15, 32, 50]
    shown.document.remove_columns([0])
    assert shown.parts.prediction_plot.predicted.getData()[1].tolist() == []
    assert shown.cells("Y", 1) == ["—"] * 3


def test_refused_setting_is_shown_until_escape(shown: Presented, qtbot: QtBot) -> None:
    before = shown.text("diagnosis_sentence")
    field = named(shown.window, QLineEdit, "h")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "more than zero" in shown.text("diagnosis_sentence")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert shown.text("diagnosis_sentence") == before


def test_divergence_is_shown_with_remedy(shown: Presented, qtbot: QtBot) -> None:
    shown.document.change_settings(learning_rate=0.5)
    run_to(shown, qtbot, RunState.DIVERGED)
    assert shown.text("diagnosis_sentence").startswith("Diverged at epoch ")
    fix = named(shown.window, QPushButton, "fix")
    assert fix.isVisible()
    assert fix.text() == "Use η = 0.00528"


def zoom(shown: Presented, qtbot: QtBot) -> None:
    qtbot.keyClick(shown.parts.prediction_plot.plot_area, Qt.Key.Key_Plus)
    assert view_mode_of(shown) is ViewMode.MANUAL


def test_zoom_survives_edit_not_reshape(shown: Presented, qtbot: QtBot) -> None:
    zoom(shown, qtbot)
    shown.document.set_block(TableName.Y, 0, 0, np.array([[15.0]]))
    assert view_mode_of(shown) is ViewMode.MANUAL
    shown.document.insert_columns(0, 1)
    assert view_mode_of(shown) is ViewMode.FOLLOW
    zoom(shown, qtbot)
    shown.document.insert_rows(0, 2)
    assert view_mode_of(shown) is ViewMode.FOLLOW
    left, right = shown.parts.prediction_plot.plot_area.shown_range()[0]
    assert left < 1 < 5 < right


def test_icons_follow_new_palette(shown: Presented) -> None:
    step = shown.parts.actions.step

    def mark() -> bytes:
        return bytes(step.icon().pixmap(16, 16).toImage().constBits())

    before = mark()
    palette = shown.window.palette()
    palette.setColor(palette.ColorRole.ButtonText, Qt.GlobalColor.red)
    shown.window.setPalette(palette)
    shown.presenter.draw_icons()
    assert mark() != before


def test_presenter_ends_with_strip(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    example = published()
    document = Document(example.problem, example.settings, example.name)
    parts = Parts.of(document, window)
    gone = Presenter(document, Session(document), parts).destroyed
    with qtbot.waitSignal(gone):
        parts.diagnosis.deleteLater()


def test_saved_weights_shown_until_run(shown: Presented, qtbot: QtBot) -> None:
    W = np.array([[1.0], [2.0], [3.0]])
    shown.document.open(shown.document.experiment, Fitted(W, 1000, 0.5))
    now = named(shown.window, QTableView, "W").model().index(1, 1)
    shown.document.flush()
    assert now.data() == "2"
    assert shown.text("status_epoch") == "epoch 1,000, as saved"
    run_to(shown, qtbot, RunState.DONE)
    assert now.data() != "2"
    assert "saved" not in shown.text("status_epoch")


def test_background_change_is_announced(shown: Presented, qtbot: QtBot) -> None:
    gate = Event()

    def slow(now: Experiment) -> Experiment:
        assert gate.wait(10)
        return changes.insert_rows(now, 0, 1)

    with qtbot.waitSignal(shown.document.idle):
        shown.document.change("Shuffle Rows", slow, cells=10**6)
        assert shown.text("diagnosis_sentence") == "Shuffle Rows …"
        gate.set()
    assert shown.text("diagnosis_sentence") == RunState.READY.value


def test_saved_result_is_shown_on_opening(shown: Presented) -> None:
    fitted = Fitted(np.full((3, 1), 2.0), 1000, 0.25)
    shown.document.open(shown.document.experiment, fitted)
    assert shown.text("status_epoch") == "epoch 1,000, as saved"
    assert shown.cells("W", 1) == ["2"] * 3
    assert shown.parts.actions.export_weights.isEnabled()
    shown.document.insert_columns(1, 1)
    assert shown.cells("Y", 1) == ["—"] * 3, "weights of three columns predict nothing of four"
    shown.document.open(shown.document.experiment)
    assert not shown.parts.actions.export_weights.isEnabled()


def test_message_is_plain_text(shown: Presented) -> None:
    shown.presenter.announce(Message(MessageKind.GOING, "<b>bold</b>"))
    label = named(shown.window, QLabel, "diagnosis_sentence")
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_rescaled_columns_hide_run_numbers(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    before = [shown.cells("W", 1), shown.cells("W", 2), shown.cells("Y", 1)]
    shown.document.change("Scale", lambda now: scale_columns(now, [0, 1], Rescaling.SCALE))
    computed = [*(shown.cells("W", column) for column in (1, 2, 3)), shown.cells("Y", 1)]
    assert computed == [["—"] * 3] * 4
    assert not named(shown.window, QToolButton, "use_fitted").isEnabled()
    shown.document.undo_stack.undo()
    assert [shown.cells("W", 1), shown.cells("W", 2), shown.cells("Y", 1)] == before


def lesson_of(shown: Presented) -> str:
    lesson = shown.parts.lesson
    assert not (lesson.isHidden() and lesson.text())
    return lesson.text()


def test_lesson_stays_through_a_run(shown: Presented, qtbot: QtBot) -> None:
    note = published().note
    assert lesson_of(shown) == note
    run_to(shown, qtbot, RunState.DONE)
    assert lesson_of(shown) == note
    shown.document.change_settings(learning_rate=0.005)
    assert lesson_of(shown) == note
    shown.document.set_initial_weights(np.zeros((3, 1)))
    assert lesson_of(shown) == note


def test_lesson_goes_with_its_tables(shown: Presented) -> None:
    shown.document.set_block(TableName.Y, 0, 0, np.ones((1, 1)))
    assert lesson_of(shown) == ""
    assert not shown.parts.lesson.isHidden()
    shown.document.undo_stack.undo()
    assert lesson_of(shown) == published().note
    shown.document.open(Experiment.of(published().problem, Settings()))
    assert lesson_of(shown) == ""


def test_undo_clears_message(shown: Presented) -> None:
    shown.document.change("Import", lambda now: changes.insert_rows(now, 0, 1))
    shown.presenter.announce(Message(MessageKind.GOOD, "Imported from a file."))
    assert shown.text("diagnosis_sentence") == "Imported from a file."
    shown.document.undo_stack.undo()
    assert "Imported" not in shown.text("diagnosis_sentence")


def test_verdict_stays_above_passing_message(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    verdict = shown.text("diagnosis_sentence")
    shown.presenter.announce(Message(MessageKind.GOOD, "Written to w.csv."))
    assert shown.text("diagnosis_sentence") == f"{verdict}\nWritten to w.csv."
    shown.presenter.announce(FAULT)
    assert shown.text("diagnosis_sentence") == FAULT.text
    shown.presenter.announce(Message(MessageKind.QUIET, "Copied."))
    assert shown.text("diagnosis_sentence") == f"{verdict}\nCopied."
    passing = shown.presenter.findChild(StatusMessage)
    assert passing is not None
    passing.clear()
    assert shown.text("diagnosis_sentence") == verdict


def test_message_survives_its_own_change(shown: Presented, qtbot: QtBot) -> None:
    def announce(_: int) -> None:
        shown.presenter.announce(Message(MessageKind.GOOD, "Shuffled."))

    shown.document.undo_stack.indexChanged.connect(announce)
    with qtbot.waitSignal(shown.document.idle):
        shown.document.change("Shuffle Rows", lambda now: changes.insert_rows(now, 0, 1), 10**6)
    shown.document.undo_stack.indexChanged.disconnect(announce)
    assert shown.text("diagnosis_sentence") == "Shuffled."


FAULT = Message(MessageKind.FAULT, "a.csv cannot be written: the disk is full.")


@pytest.mark.parametrize(
    "act",
    [
        lambda shown: shown.document.set_block(TableName.A, 0, 0, np.ones((1, 1))),
        lambda shown: shown.document.change_settings(tolerance=1e-3),
        lambda shown: shown.document.change("Rename", lambda now: changes.rename_output(now, "y")),
        lambda shown: shown.document.open(shown.document.experiment),
        lambda shown: shown.session.run_or_pause(),
        lambda shown: shown.session.step(),
        lambda shown: shown.presenter.announce(Message(MessageKind.GOOD, "Saved.")),
    ],
    ids=["edit", "settings", "rename", "open", "run", "step", "message"],
)
def test_fault_stands_until_next_act(
    shown: Presented, qtbot: QtBot, act: Callable[[Presented], object]
) -> None:
    shown.presenter.announce(FAULT)
    shown.presenter.show_reduction(0.5)
    assert shown.text("diagnosis_sentence") == FAULT.text
    act(shown)
    assert shown.text("diagnosis_sentence") != FAULT.text


def test_fault_outlives_run_that_ends(shown: Presented, qtbot: QtBot) -> None:
    def announce(state: RunState) -> None:
        if state is RunState.RUNNING:
            shown.presenter.announce(FAULT)

    shown.session.state_changed.connect(announce)
    run_to(shown, qtbot, RunState.DONE)
    assert shown.text("diagnosis_sentence") == FAULT.text
    shown.session.reset()
    assert shown.text("diagnosis_sentence") == RunState.READY.value


def test_pause_ends_fault(shown: Presented, qtbot: QtBot) -> None:
    run_for_ever(shown, qtbot)
    shown.presenter.announce(FAULT)
    shown.session.pause()
    assert shown.text("diagnosis_sentence") != FAULT.text
