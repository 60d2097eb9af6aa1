import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings, optimum, predict, stability
from engine.examples import EXAMPLES, published
from engine.rescaling import Rescaling
from engine.trace import EMPTY
from gui.document import Document, Experiment, Fitted, TableName, changes
from gui.panels.lesson import WHAT_IS_SEEN
from gui.plots.axis_scale import Scale
from gui.plots.view_range import ViewMode
from gui.run.controls import FirstPace, Pace
from gui.run.run_state import RunState
from gui.run.session import Session, Update
from gui.run.worker import RunProgress
from gui.tables import MatrixView, WeightsModel
from gui.tables.models.cell_look import CellLook
from gui.tables.models.weight_rows import WeightRow
from gui.text.message import Fix, Message, MessageKind
from gui.transforms.scaling import scale_columns
from gui.widgets.epochs.epoch_field import EpochField
from gui.window import presenter
from gui.window.parts import Parts
from gui.window.presenter import Presenter
from tests.gui.figures import epoch_text, loss_text, method_text
from tests.gui.finding import named
from tests.gui.frames import frame_of
from tests.gui.suggesting import suggested

FOREVER = 1_000_000_000
MENUS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
READY = "Ready: 3 rows, 3 weights, loss 340.381 at the start."


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

    def epoch(self) -> str:
        self.document.flush()
        return epoch_text(self.window)

    def loss(self) -> str:
        self.document.flush()
        return loss_text(self.window)

    def cells(self, table: str, column: int) -> list[str]:
        self.document.flush()
        view = named(self.window, QTableView, table)
        model = view.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def weights(self, row: WeightRow) -> list[str]:
        """Return the texts of a row of W."""
        self.document.flush()
        model = named(self.window, MatrixView, "W").matrix
        assert isinstance(model, WeightsModel)
        model.show_rows(model.available_rows)
        place = model.rows.index(row)
        return [str(model.index(place, k).data()) for k in range(model.columnCount())]


NOW = WeightRow.NOW


def limit(shown: Presented) -> str:
    """Return η's limit, which its note explains."""
    shown.document.flush()
    note = named(shown.window, QLabel, "learning_rate_limit")
    return note.toolTip().partition("its limit ")[2].partition(": ")[0]


def view_mode_of(shown: Presented) -> ViewMode:
    return shown.parts.prediction_plot.view_mode


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Presented]:
    example = published()
    window = QWidget()
    qtbot.addWidget(window)
    document = Document(example.problem, example.settings, example.name, example.note)
    session = Session(document)
    parts = Parts.of(document, session, window)
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
    assert shown.epoch() == "epoch 0 of 1,000"
    assert shown.loss() == "loss —"
    assert shown.text("learning_rate_limit") == "95 % of limit"
    assert shown.text("diagnosis_sentence") == READY
    assert shown.weights(NOW) == ["—"] * 3
    assert shown.parts.loss_plot.plot_area.hint == "Run walks down from here."
    assert shown.parts.prediction_plot.observed.getData()[1].tolist() == [14, 32, 50]
    assert not shown.parts.actions.reset.isEnabled()


def test_run_brings_no_former_limit(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_to(shown, qtbot, RunState.DONE)
    progress = shown.session.progress
    assert progress is not None
    shown.document.change_settings(scale_columns=True)
    known = shown.text("learning_rate_limit")
    late = replace(progress, learning_rate_limit=1e-9)
    monkeypatch.setattr(shown.session, "_progress", late)
    shown.presenter.show_update(Update(progress=True))
    assert shown.text("learning_rate_limit") == known
    scaled = replace(late, settings=shown.document.settings)
    monkeypatch.setattr(shown.session, "_progress", scaled)
    shown.presenter.show_update(Update(progress=True))
    assert "× limit" in shown.text("learning_rate_limit")


def test_goal_is_shown_before_run(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.document.set_block(TableName.Y, 2, 0, np.array([[60.0]]))
    shown.document.flush()
    plot = shown.parts.loss_plot
    assert plot.plot_area.hint == "Run walks from here to the dashed line."
    assert plot.least_line.label == "least possible 5.55556"
    shown_least: list[float | None] = []
    monkeypatch.setattr(plot, "show_least", lambda least, _floor: shown_least.append(least))
    run_to(shown, qtbot, RunState.DONE)
    assert len(shown_least) >= 1
    assert shown_least == pytest.approx([50 / 9] * len(shown_least))
    progress = shown.session.progress
    assert progress is not None
    shown_least.clear()
    monkeypatch.setattr(shown.session, "_progress", replace(progress, best=None))
    shown.presenter.show_update(Update(progress=True))
    assert shown_least == pytest.approx([50 / 9])


def test_run_is_shown_in_parts(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    progress = shown.session.progress
    assert progress is not None
    W = progress.frame.W
    assert shown.epoch() == "epoch 1,000 of 1,000"
    assert shown.loss() == "loss 2.65965e−7"
    falling = "Still falling: the loss halves every 45 epochs. 1,000 are done."
    assert shown.text("diagnosis_sentence") == falling
    assert [float(cell) for cell in shown.weights(NOW)] == pytest.approx(W[:, 0], rel=1e-5)
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
    label = named(shown.window, QLabel, "epoch_goal")
    refreshed = []
    for later in (0.0, 0.05, 0.11, 0.16, 0.22):
        seconds = 100.0 + later
        label.clear()
        shown.presenter.show_update(Update(progress=True))
        refreshed.append(bool(label.text()))
    assert refreshed == [False, False, True, False, True]


def test_numbers_catch_up_with_plots(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_for_ever(shown, qtbot)
    shown.session.pause()
    label = named(shown.window, QLabel, "epoch_goal")
    text = label.text()
    for drawing, expected in ((True, text), (False, "")):
        monkeypatch.setattr(presenter, "perf_counter", lambda: -math.inf)
        shown.presenter.show_update(Update(progress=True))  # nothing is due yet
        label.clear()
        if not drawing:
            shown.presenter.pause_drawing()
        qtbot.wait(round(2000 * presenter.NUMBERS_SECONDS))
        assert label.text() == expected


@pytest.mark.parametrize("pace", [Pace(5.0), FirstPace(epochs=1e6, seconds=6.0)])
def test_paced_run_has_one_epoch(shown: Presented, qtbot: QtBot, pace: Pace) -> None:
    shown.document.change_settings(epochs=1_000_000)
    shown.session.set_pace(pace)
    met: list[tuple[object, object, object]] = []

    def note(progress: RunProgress) -> None:
        drawn = shown.parts.loss_plot.curve.getData()[0]
        assert drawn is not None
        field = named(shown.window, EpochField, "shown_epoch")
        met.append((float(progress.frame.epoch), float(drawn[-1]), float(field.text())))
        W = progress.frame.W[:, 0]
        assert [float(each) for each in shown.weights(NOW)] == pytest.approx(W, abs=1e-5)

    shown.session.progressed.connect(note)
    shown.session.run_or_pause()
    qtbot.waitUntil(lambda: len(met) >= 4, timeout=20_000)
    shown.session.pause()
    assert all(len(set(each)) == 1 for each in met)


def test_reset_clears_every_part(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.session.reset()
    assert shown.loss() == "loss —"
    assert shown.weights(NOW) == ["—"] * 3
    assert shown.parts.loss_plot.plot_area.hint == "Run walks down from here."
    assert shown.parts.prediction_plot.predicted.getData()[1].tolist() == []
    assert not shown.parts.actions.reset.isEnabled()


def test_former_steps_are_told(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.document.change_settings(learning_rate=0.005, h=1.0)
    model = named(shown.window, MatrixView, "W").matrix
    assert isinstance(model, WeightsModel)
    shown.document.flush()
    told = "Of the run before, with η = 0.01 and h = 0.1."
    assert told in model.row_tooltip(model.rows.index(NOW))
    assert model.look(model.rows.index(NOW), 0) is CellLook.QUIET
    assert model.look(model.rows.index(WeightRow.START), 0) is CellLook.INPUT
    shown.parts.step_card.show()
    title = named(shown.window, QLabel, "step_card_title")
    assert title.text().startswith("Run before: ")
    run_to(shown, qtbot, RunState.DONE)
    assert model.look(model.rows.index(NOW), 0) is CellLook.CURRENT
    shown.parts.step_card.show()
    assert not title.text().startswith("Run before: ")


def test_former_optimiser_is_told(shown: Presented, qtbot: QtBot) -> None:
    """The slopes are still those of the next step, but the step made of them is not."""
    run_to(shown, qtbot, RunState.DONE)
    shown.document.change_settings(optimiser="adam")
    shown.document.flush()
    shown.parts.step_card.show()
    title = named(shown.window, QLabel, "step_card_title")
    assert title.text().startswith("Run before: ")
    model = named(shown.window, MatrixView, "W").matrix
    assert isinstance(model, WeightsModel)
    assert model.look(model.rows.index(NOW), 0) is CellLook.CURRENT
    shown.document.change_settings(optimiser="plain")
    shown.document.flush()
    assert not title.text().startswith("Run before: ")


def test_reset_names_the_next_quotient(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.document.change_settings(difference="forward")
    shown.session.reset()
    shown.document.flush()
    shown.parts.step_card.show()
    behind = named(shown.window, QLabel, "step_behind")
    assert behind.accessibleDescription() == "loss(w)"


def test_run_button_follows_state(shown: Presented, qtbot: QtBot) -> None:
    pictures = [shown.parts.run_button.icon().cacheKey()]
    run_for_ever(shown, qtbot)
    assert shown.parts.run_button.text() == "Pause"
    pictures.append(shown.parts.run_button.icon().cacheKey())
    shown.session.pause()
    assert shown.parts.run_button.text() == "Go On"
    assert len(set(pictures)) == 2


def test_limit_follows_tables(shown: Presented) -> None:
    shown.document.set_block(TableName.A, 0, 0, 10 * shown.document.table(TableName.A).joined)
    assert limit(shown) == "0.000105686"
    shown.document.resize(1, 1)
    assert limit(shown) == "0.01"


def test_expensive_limit_waits_for_divergence(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_AT_ONCE", 3 * 3**2 - 1)
    shown.document.set_block(TableName.A, 0, 0, np.array([[1.0]]))
    assert limit(shown) == ""
    shown.document.change_settings(learning_rate=0.5, method="literal")
    run_to(shown, qtbot, RunState.DIVERGED)
    assert limit(shown) == "0.0105686"


@MENUS
def test_expensive_limit_known_after_reduction(
    shown: Presented, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_AT_ONCE", 3 * 3**2 - 1)
    shown.document.set_block(TableName.A, 0, 0, np.array([[1.5]]))
    assert not suggested(shown.window, "learning_rate")[0].isEnabled()
    shown.document.change_settings(learning_rate=1e-3)
    run_to(shown, qtbot, RunState.DONE)
    assert limit(shown) == "0.0105020"
    assert suggested(shown.window, "learning_rate")[0].isEnabled()


def test_limit_follows_column_scaling(shown: Presented) -> None:
    shown.document.change_settings(scale_columns=True)
    assert limit(shown) == "1.00441"
    shown.document.set_block(TableName.A, 0, 0, 1e6 * shown.document.table(TableName.A).joined)
    assert limit(shown) == "1.00441"
    shown.document.change_settings(scale_columns=False)
    assert limit(shown) == "1.05686e−14"


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
        assert shown.text("epoch_rate") == ""


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
    assert shown.epoch().endswith(" until converged")


def test_setting_keeps_rate(shown: Presented, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100_000, 10))
    monkeypatch.setattr(presenter, "perf_counter", lambda: float(next(clock)))
    for state in RunState:
        monkeypatch.setattr(state, "is_active", True)
    frame = frame_of(7, 1.0, 1.0, 1.0, 1.0)
    experiment = shown.document.experiment
    progress = RunProgress(experiment, frame, EMPTY, None, experiment.settings)
    monkeypatch.setattr(Session, "progress", progress)
    for epochs in (5, 500, 5000):
        shown.document.change_settings(epochs=epochs)
        assert shown.text("epoch_rate") == ""


def test_figures_show_method_of_spans(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    assert method_text(shown.window).split("\n")[1:] == [
        "Epochs 1–64: every epoch, every row.",
        "Epochs 65–1,000: jumped by formula, checked.",
    ]


def test_figures_show_method_and_end(shown: Presented, qtbot: QtBot) -> None:
    shown.document.change_settings(until_converged=True)
    run_to(shown, qtbot, RunState.CONVERGED)
    assert shown.epoch().endswith(" until converged")
    assert method_text(shown.window).startswith("Jumped by formula, checked")
    assert shown.text("diagnosis_sentence").startswith("x3 = 2·x2 − x1: many W fit equally")
    shown.document.change_settings(until_converged=False, precision="float32", epochs=100)
    run_to(shown, qtbot, RunState.DONE)
    assert "because single precision runs epoch by epoch" in method_text(shown.window)


def test_strip_shows_reduction_progress(shown: Presented) -> None:
    shown.session.reduced.emit(0.453)
    assert shown.text("diagnosis_sentence") == "Reducing 3 rows: 45 %"


def test_reduction_does_not_hide_refusal(shown: Presented, qtbot: QtBot) -> None:
    field = named(shown.window, QLineEdit, "h")
    field.setText("abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    shown.session.reduced.emit(0.5)
    assert "“abc” is not a number" in shown.text("diagnosis_sentence")


def test_settings_reach_figures_and_menus(shown: Presented) -> None:
    shown.document.change_settings(
        epochs=77, tolerance=1e-6, precision="float32", method="triangle"
    )
    assert shown.epoch() == "epoch 0 of 77"
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
    session = Session(document)
    parts = Parts.of(document, session, window)
    gone = Presenter(document, session, parts).destroyed
    with qtbot.waitSignal(gone):
        parts.diagnosis.deleteLater()


def test_shown_window_is_drawn_first(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    example = published()
    document = Document(example.problem, example.settings, example.name)
    session = Session(document)
    parts = Parts.of(document, session, window)
    presenting = Presenter(document, session, parts)

    def active() -> list[QTimer]:
        timers = [*presenting.findChildren(QTimer), *parts.step_card.findChildren(QTimer)]
        return [timer for timer in timers if timer.isActive()]

    pauses = active()
    assert len(pauses) == 2
    go_on = presenting.draw_first()
    assert active() == []
    go_on()
    assert active() == pauses


def test_saved_weights_shown_until_run(shown: Presented, qtbot: QtBot) -> None:
    W = np.array([[1.0], [2.0], [3.0]])
    shown.document.open(shown.document.experiment, Fitted(W, 1000, 0.5))
    assert shown.weights(NOW) == ["1.00000", "2.000000", "3.000000"]
    assert shown.epoch() == "epoch 1,000 as saved"
    run_to(shown, qtbot, RunState.DONE)
    assert shown.weights(NOW)[1] != "2"
    assert "saved" not in shown.epoch()


def test_saved_optimum_is_said(shown: Presented, qtbot: QtBot) -> None:
    problem = Problem([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]], [1.0, 2.0, 4.0])
    experiment = Experiment.of(problem, Settings(1000, 0.1, 0.5))
    best = optimum(problem)
    shown.document.open(experiment, Fitted(best.W, 386_464, best.loss))
    sentence = "Saved at the optimum, epoch 386,464. Run starts from the start row."
    assert shown.text("diagnosis_sentence") == sentence
    assert shown.text("diagnosis_mark") == MessageKind.GOOD.value
    assert "—" not in shown.weights(WeightRow.EXACT)
    qtbot.waitUntil(lambda: shown.text("readout").endswith("R² 0.964286"))
    shown.document.open(experiment, Fitted(np.array([[0.0], [1.0]]), 10, 1 / 3))
    assert shown.text("diagnosis_sentence").startswith("Saved at epoch 10.")
    assert shown.weights(WeightRow.EXACT) == ["−0.666667", "−2"]


def test_background_change_is_announced(shown: Presented, qtbot: QtBot) -> None:
    gate = Event()

    def slow(now: Experiment) -> Experiment:
        assert gate.wait(10)
        return changes.insert_rows(now, 0, 1)

    with qtbot.waitSignal(shown.document.idle):
        shown.document.change("Shuffle Rows", slow, cells=10**6)
        assert shown.text("diagnosis_sentence") == "Shuffle Rows …"
        gate.set()
    assert shown.text("diagnosis_sentence").startswith("Ready: 4 rows, ")


def test_saved_result_is_shown_on_opening(shown: Presented) -> None:
    fitted = Fitted(np.full((3, 1), 2.0), 1000, 0.25)
    shown.document.open(shown.document.experiment, fitted)
    assert shown.epoch() == "epoch 1,000 as saved"
    assert shown.weights(NOW) == ["2.00000", "2.000000", "2.000000"]
    assert shown.parts.actions.export_weights.isEnabled()
    shown.document.insert_columns(1, 1)
    assert shown.cells("Y", 1) == ["—"] * 3, "weights of three columns predict nothing of four"
    shown.document.open(shown.document.experiment)
    assert not shown.parts.actions.export_weights.isEnabled()


@pytest.mark.parametrize(
    ("epoch", "hint", "points", "sentence"),
    [
        (
            1000,
            "As saved. Run starts again from the start row.",
            [[1000, np.log10(0.25)]],
            "Saved at epoch 1,000. Run starts again from the start row.",
        ),
        (
            np.nan,
            "",
            [],
            "W now is of a run from another start. Run starts from the start row.",
        ),
    ],
)
def test_saved_epoch_is_shown_everywhere(
    shown: Presented, epoch: float, hint: str, points: list[list[float]], sentence: str
) -> None:
    shown.document.open(shown.document.experiment, Fitted(np.full((3, 1), 2.0), epoch, 0.25))
    plot = shown.parts.loss_plot
    assert shown.text("diagnosis_sentence") == sentence
    assert plot.plot_area.hint == hint
    assert np.transpose(plot.latest.getData()).tolist() == points
    shown.document.insert_columns(1, 1)
    assert shown.text("diagnosis_sentence").startswith("Ready: ")
    assert plot.plot_area.hint.startswith("Run walks ")


def test_message_is_plain_text(shown: Presented) -> None:
    shown.presenter.announce(Message(MessageKind.GOING, "<b>bold</b>"))
    label = named(shown.window, QLabel, "diagnosis_sentence")
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_rescaled_columns_hide_run_numbers(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    rows = (NOW, WeightRow.GRADIENT)
    before = [*(shown.weights(row) for row in rows), shown.cells("Y", 1)]
    shown.document.change("Scale", lambda now: scale_columns(now, [0, 1], Rescaling.SCALE))
    computed = [shown.weights(row) for row in (*rows, WeightRow.ORIGINAL)]
    assert [*computed, shown.cells("Y", 1)] == [["—"] * 3] * 4
    assert not named(shown.window, QAction, "use_fitted").isEnabled()
    shown.document.undo_stack.undo()
    assert [*(shown.weights(row) for row in rows), shown.cells("Y", 1)] == before


def lesson_of(shown: Presented) -> str:
    return shown.parts.lesson.text()


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
    assert lesson_of(shown) == WHAT_IS_SEEN
    shown.document.undo_stack.undo()
    assert lesson_of(shown) == published().note
    shown.document.open(Experiment.of(published().problem, Settings()))
    assert lesson_of(shown) == WHAT_IS_SEEN


def test_readout_compares_with_the_least(shown: Presented, qtbot: QtBot) -> None:
    assert shown.text("readout") == "loss 340.381, at the start, least possible 0"
    run_to(shown, qtbot, RunState.DONE)
    assert shown.text("readout") == "loss 2.65965e−7 > least possible 0, R² 1 − 2.1e−10"
    shown.session.reset()
    assert shown.text("readout") == "loss 340.381, at the start, least possible 0"


def test_readout_has_tick_at_optimum(shown: Presented, qtbot: QtBot) -> None:
    noisy = next(example for example in EXAMPLES if example.key == "noisy")
    shown.document.open(Experiment.of(noisy.problem, noisy.settings))
    shown.document.change_settings(epochs=10)
    run_to(shown, qtbot, RunState.DONE)
    assert " × least possible 0.278196" in shown.text("readout")
    shown.document.change_settings(until_converged=True)
    run_to(shown, qtbot, RunState.CONVERGED)
    loss = shown.text("readout").partition(" = ")[0].removeprefix("✓ loss ")
    assert shown.text("readout") == f"✓ loss {loss} = least possible {loss}, R² 0.837025"


def margins(shown: Presented, row: WeightRow) -> str:
    """Return the number beside a row of W."""
    shown.weights(row)  # shows all rows
    view = named(shown.window, QTableView, "W_margin")
    weights = named(shown.window, MatrixView, "W").matrix
    assert isinstance(weights, WeightsModel)
    return str(view.model().index(weights.rows.index(row), 0).data())


def test_optimum_is_known_before_a_run(shown: Presented, qtbot: QtBot) -> None:
    noisy = next(example for example in EXAMPLES if example.key == "noisy")
    shown.document.open(Experiment.of(noisy.problem, noisy.settings))

    shown.window.resize(1900, 1000)  # so that there is room for the card

    def fit(row: str) -> str:
        return shown.text(f"fit_{row}_optimum")

    assert shown.text("readout") == "loss 2.66664, at the start, least possible 0.278196"
    assert shown.weights(WeightRow.OPTIMUM) == ["0.979617", "2.03612"]
    assert margins(shown, WeightRow.OPTIMUM) == "loss  0.278196"
    qtbot.waitUntil(lambda: fit("r_squared") == "0.837025")
    assert (fit("rank"), shown.text("fit_r_squared_now")) == ("2 of 2", "—")
    assert shown.weights(WeightRow.ERROR) == ["0.0693", "0.118"]
    assert margins(shown, WeightRow.ERROR) == "residual sd  0.5365"
    shown.document.set_block(TableName.Y, 0, 0, np.full((1, 1), 5.0))
    assert shown.weights(WeightRow.OPTIMUM) != ["0.979617", "2.03612"]
    assert (fit("r_squared"), shown.weights(WeightRow.ERROR)) == ("—", ["—", "—"])
    shown.document.undo_stack.undo()
    qtbot.waitUntil(lambda: fit("r_squared") == "0.837025")
    run_to(shown, qtbot, RunState.DONE)
    assert shown.weights(WeightRow.OPTIMUM) == ["0.979617", "2.03612"]
    shown.session.reset()
    assert fit("r_squared") == "0.837025"


def test_unfilled_tables_have_no_optimum(shown: Presented, qtbot: QtBot) -> None:
    shown.document.set_block(TableName.Y, 0, 0, np.full((3, 1), np.nan))
    assert shown.weights(WeightRow.OPTIMUM) == ["—"] * 3
    assert shown.text("readout") == "loss —, least possible —"
    shown.document.undo_stack.undo()
    shown.document.set_block(TableName.Y, 0, 0, np.full((3, 1), np.nan))
    qtbot.wait(2 * presenter.STATISTICS_MILLISECONDS)
    assert shown.text("fit_r_squared_optimum") == "—"


@pytest.mark.parametrize("observed", [-1_234_567.891, 0.1, 12.5, 98765.4321])
def test_rounding_is_written_alike(shown: Presented, qtbot: QtBot, observed: float) -> None:
    problem = Problem([[1.0], [1.0], [1.0]], [observed] * 3)
    shown.document.open(Experiment.of(problem, Settings(1000, 0.1, 1.0)))
    run_to(shown, qtbot, RunState.DONE)
    loss = shown.text("readout").partition(", ")[0].removeprefix("✓ ").removeprefix("loss ")
    assert loss == "0" or loss.endswith(" (rounding)")
    assert margins(shown, WeightRow.NOW) == f"loss  {loss}"
    assert loss_text(shown.window) == f"loss {loss}"
    plot = shown.parts.loss_plot
    said = plot.plot_area.spoken_sentence()
    QTest.keyClick(plot.plot_area, Qt.Key.Key_End)
    assert plot.plot_area.header.reading.endswith(f"loss {loss}")
    assert f"to {loss} at epoch" in said


def test_readout_says_whose_loss(shown: Presented, qtbot: QtBot) -> None:
    fitted = Fitted(np.full((3, 1), 2.0), 1000, 0.25)
    shown.document.open(shown.document.experiment, fitted)
    sentence = "loss 0.25, as saved, least possible 0, R² 0.999798"
    qtbot.waitUntil(lambda: shown.text("readout") == sentence)
    run_to(shown, qtbot, RunState.DONE)
    shown.document.set_block(TableName.Y, 0, 0, np.ones((1, 1)))
    assert shown.text("readout") == "loss 2.65965e−7, before the edit"


def test_undo_clears_message(shown: Presented) -> None:
    shown.document.change("Import", lambda now: changes.insert_rows(now, 0, 1))
    shown.presenter.announce(Message(MessageKind.GOOD, "Imported from a file."))
    assert shown.text("toast") == "Imported from a file."
    shown.document.undo_stack.undo()
    assert shown.text("toast") == ""


def test_toast_leaves_verdict(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    verdict = shown.text("diagnosis_sentence")
    shown.presenter.announce(Message(MessageKind.GOOD, "Written to w.csv."))
    assert (shown.text("diagnosis_sentence"), shown.text("toast")) == (verdict, "Written to w.csv.")
    shown.presenter.announce(FAULT)
    assert (shown.text("diagnosis_sentence"), shown.text("toast")) == (FAULT.text, "")
    shown.presenter.announce(Message(MessageKind.QUIET, "Copied."))
    assert (shown.text("diagnosis_sentence"), shown.text("toast")) == (verdict, "Copied.")


def test_toast_ends_as_run_starts(shown: Presented, qtbot: QtBot) -> None:
    shown.presenter.announce(Message(MessageKind.GOOD, "Saved to a.secant."))
    run_for_ever(shown, qtbot)
    assert shown.text("toast") == ""
    shown.presenter.announce(Message(MessageKind.GOOD, "Saved to a.secant."))
    with qtbot.waitSignal(shown.session.progressed):
        pass
    assert shown.text("toast") == "Saved to a.secant."


def test_long_success_has_details(shown: Presented) -> None:
    whole = "Copied NumPy code that reproduces the run. " + "It loads a.secant; save that. " * 3
    shown.presenter.announce(Message(MessageKind.GOOD, whole))
    assert shown.text("toast") == ""
    assert shown.text("diagnosis_mark") == MessageKind.QUIET.value
    assert shown.text("diagnosis_sentence") == "Copied NumPy code that reproduces the run."
    assert named(shown.window, QPushButton, "fix").text() == "Details"


def test_refused_row_stands_in_strip(shown: Presented) -> None:
    shown.parts.sheet.refused.emit("A needs at least one row. Clear the cells instead.")
    assert shown.text("diagnosis_sentence") == "A needs at least one row. Clear the cells instead."
    assert shown.text("diagnosis_mark") == MessageKind.FAULT.value
    shown.document.insert_rows(0, 1)
    assert "at least one row" not in shown.text("diagnosis_sentence")


def test_offer_outlives_its_refusal(shown: Presented) -> None:
    offer = Message(MessageKind.WARNING, "The clipboard is complete.", Fix("Paste it", {}))
    shown.presenter.announce(offer)
    shown.parts.sheet.refused.emit("Nothing was pasted.")
    assert shown.text("diagnosis_sentence") == offer.text


def test_failed_run_has_its_report(shown: Presented, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "state", RunState.FAILED)
    shown.session.failed.emit("Traceback of the worker")
    strip = shown.parts.diagnosis
    chosen: list[Fix] = []
    strip.fix_chosen.connect(chosen.append)
    strip.take_remedy()
    assert [fix.details for fix in chosen] == ["Traceback of the worker"]


def test_message_survives_its_own_change(shown: Presented, qtbot: QtBot) -> None:
    def announce(_: int) -> None:
        shown.presenter.announce(Message(MessageKind.GOOD, "Shuffled."))

    shown.document.undo_stack.indexChanged.connect(announce)
    with qtbot.waitSignal(shown.document.idle):
        shown.document.change("Shuffle Rows", lambda now: changes.insert_rows(now, 0, 1), 10**6)
    shown.document.undo_stack.indexChanged.disconnect(announce)
    assert shown.text("toast") == "Shuffled."


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
    assert shown.text("diagnosis_sentence") == READY


def test_pause_ends_fault(shown: Presented, qtbot: QtBot) -> None:
    run_for_ever(shown, qtbot)
    shown.presenter.announce(FAULT)
    shown.session.pause()
    assert shown.text("diagnosis_sentence") != FAULT.text


def test_other_start_has_no_loss_of_the_old(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.document.flush()
    model = named(shown.window, MatrixView, "W").matrix
    assert isinstance(model, WeightsModel)
    assert model.run.start_loss == pytest.approx(340.381, rel=1e-6)
    named(shown.window, QAction, "use_optimum").trigger()
    shown.document.flush()
    assert model.run.start_loss is None
    assert model.run.loss is not None
    shown.document.undo_stack.undo()
    shown.document.flush()
    assert model.run.start_loss == pytest.approx(340.381, rel=1e-6)


@pytest.mark.parametrize("h", [0.1, 1e-17])
def test_unfit_step_is_told_after_run(shown: Presented, qtbot: QtBot, h: float) -> None:
    run_to(shown, qtbot, RunState.DONE)
    shown.document.change_settings(epochs=2000, h=h)
    shown.document.flush()
    told = shown.parts.diagnosis.sentence
    if h == 0.1:
        assert told == "The epochs are 2,000 now. Press Run to go on from 1,000."
        shown.document.change_settings(learning_rate=0.02)
        shown.document.flush()
        told = shown.parts.diagnosis.sentence
        assert told == "η = 0.02 is above its limit 0.0106: the run would diverge."
    else:
        assert told == "h = 1e−17 is lost in x1: w + h is w, its slope would be 0."


def test_optimum_leaves_with_its_table(shown: Presented, qtbot: QtBot) -> None:
    run_to(shown, qtbot, RunState.DONE)
    assert "—" not in shown.weights(WeightRow.OPTIMUM)
    shown.document.set_block(TableName.W, 0, 0, np.array([[2.0]]))
    assert "—" not in shown.weights(WeightRow.OPTIMUM), "another start has the same optimum"
    shown.document.set_block(TableName.Y, 0, 0, np.array([[100.0]]))
    assert shown.weights(WeightRow.OPTIMUM) == ["—"] * 3
    use = named(shown.window, QAction, "use_optimum")
    assert not use.isEnabled()
    shown.document.undo_stack.undo()
    assert "—" not in shown.weights(WeightRow.OPTIMUM)
    assert use.isEnabled()
