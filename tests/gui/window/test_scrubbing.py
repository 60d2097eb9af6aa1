"""An earlier epoch of a run in the window: shown everywhere, exported and saved nowhere."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from engine import Settings, descend, predict
from engine.archive import read_archive
from engine.examples import published
from gui.document import TableName
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot
from gui.run import shown_epoch
from gui.run.controls import Pace
from gui.run.run_state import RunState
from gui.tables import MatrixView, WeightsModel
from gui.tables.models.weight_rows import WeightRow
from gui.widgets.epochs.epoch_groove import EpochGroove
from gui.window.main_window import MainWindow
from tests.gui.figures import epoch_text, loss_text
from tests.gui.finding import named

HUNDREDTH = list(descend(published().problem, Settings(100, h=0.1, method="literal")))[-1]


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window after the published run, epoch by epoch."""
    window.document.change_settings(method="literal")
    run(window, qtbot)
    return window


def run(window: MainWindow, qtbot: QtBot, name: str = "run") -> None:
    with qtbot.waitSignal(window.session.state_changed, check_params_cb=lambda s: not s.is_active):
        named(window, QAction, name).trigger()


def type_epoch(window: MainWindow, qtbot: QtBot, text: str) -> None:
    field = named(window, QLineEdit, "shown_epoch")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def sentence(window: MainWindow) -> str:
    window.document.flush()
    return named(window, QLabel, "diagnosis_sentence").text()


def weights(window: MainWindow, row: WeightRow) -> list[str]:
    """Return the texts of a row of W."""
    window.document.flush()
    model = named(window, MatrixView, "W").matrix
    assert isinstance(model, WeightsModel)
    model.show_rows(model.available_rows)
    place = model.rows.index(row)
    return [str(model.index(place, k).data()) for k in range(model.columnCount())]


def cells(window: MainWindow, table: str, column: int) -> list[str]:
    window.document.flush()
    model = named(window, QTableView, table).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace("−", "-")) for text in texts]


def test_everything_shows_the_epoch(window: MainWindow, qtbot: QtBot) -> None:
    type_epoch(window, qtbot, "100")
    predicted = predict(published().problem.A, HUNDREDTH.W)[:, 0]
    assert epoch_text(window) == "epoch 100 of 1,000"
    assert float(loss_text(window).removeprefix("loss ")) == pytest.approx(HUNDREDTH.loss, rel=1e-5)
    assert numbers(weights(window, WeightRow.NOW)) == pytest.approx(HUNDREDTH.W[:, 0], rel=1e-4)
    assert numbers(cells(window, "Y", 1)) == pytest.approx(predicted, rel=1e-4)
    plot = named(window, PredictionPlot, "prediction_plot")
    assert plot.predicted.getData()[1].tolist() == predicted.tolist()
    marked = named(window, LossPlot, "loss_plot").shown.getData()
    assert (marked[0].tolist(), marked[1][0]) == ([100], pytest.approx(np.log10(HUNDREDTH.loss)))
    gradient = pytest.approx(HUNDREDTH.gradient[:, 0], rel=1e-4)
    qtbot.waitUntil(lambda: "—" not in weights(window, WeightRow.GRADIENT))
    assert numbers(weights(window, WeightRow.GRADIENT)) == gradient


def test_gradient_is_empty_until_known(window: MainWindow) -> None:
    window.session.show_epoch(100.0)
    assert weights(window, WeightRow.GRADIENT) == ["—"] * 3
    assert "—" not in weights(window, WeightRow.NOW)


def test_awaited_gradient_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    window.session.show_epoch(100.0)
    window.document.flush()
    margin = named(window, QTableView, "W_margin").model()
    beside = [str(margin.index(row, 0).data()) for row in range(margin.rowCount())]
    assert "being computed" in beside
    title = named(window, QLabel, "step_card_title")
    assert title.text() == "This step is being computed"
    qtbot.waitUntil(lambda: title.text() == "This step, for x1")
    beside = [str(margin.index(row, 0).data()) for row in range(margin.rowCount())]
    assert "being computed" not in beside


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"method": "automatic"},
        {"optimiser": "nesterov", "learning_rate": 0.001},
        {"optimiser": "adam"},
        {"scale_columns": True},
        {"loss": "huber"},
    ],
)
def test_epochs_that_pass_have_gradients(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, float | str],
) -> None:
    monkeypatch.setattr(shown_epoch, "SECONDS_AT_ONCE", 10.0)  # on a busy machine, too
    window.document.change_settings(**settings)
    window.session.reset()
    run(window, qtbot)
    groove = named(window, EpochGroove, "timeline_groove")
    for epoch in (1.0, 7.0, 20.0, 3.0):
        groove.epoch_chosen.emit(epoch)
        assert "—" not in weights(window, WeightRow.GRADIENT)
        window.session.show_recorded(epoch + 1)
        assert "—" not in weights(window, WeightRow.GRADIENT)
        passed = numbers(weights(window, WeightRow.GRADIENT))
        window.session.show_latest()
        window.session.show_epoch(epoch + 1)
        qtbot.waitUntil(lambda: "—" not in weights(window, WeightRow.GRADIENT))
        assert numbers(weights(window, WeightRow.GRADIENT)) == passed


def test_strip_offers_the_latest(window: MainWindow, qtbot: QtBot) -> None:
    before = [
        sentence(window),
        *weights(window, WeightRow.NOW),
        *weights(window, WeightRow.GRADIENT),
    ]
    type_epoch(window, qtbot, "100")
    assert sentence(window) == "This is epoch 100. The run has reached 1,000."
    fix = named(window, QPushButton, "fix")
    assert fix.text() == "Back to the latest"
    fix.click()
    assert [
        sentence(window),
        *weights(window, WeightRow.NOW),
        *weights(window, WeightRow.GRADIENT),
    ] == before
    assert epoch_text(window) == "epoch 1000 of 1,000", "the field has the focus, ready to type"
    assert named(window, LossPlot, "loss_plot").shown.getData()[0].tolist() == []


def test_typed_epoch_beyond_is_refused(window: MainWindow, qtbot: QtBot) -> None:
    before = weights(window, WeightRow.NOW)
    type_epoch(window, qtbot, "1001")
    assert sentence(window) == "The run has only reached epoch 1,000."
    assert weights(window, WeightRow.NOW) == before
    qtbot.keyClick(named(window, QLineEdit, "shown_epoch"), Qt.Key.Key_Escape)
    assert "only reached" not in sentence(window)


def test_keys_go_through_epochs(window: MainWindow, qtbot: QtBot) -> None:
    groove = named(window, EpochGroove, "timeline_groove")
    groove.setFocus()
    for key, epoch in (
        (Qt.Key.Key_PageUp, 100),
        (Qt.Key.Key_Left, 99),
        (Qt.Key.Key_Right, 100),
        (Qt.Key.Key_PageDown, 1000),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_End, 1000),
    ):
        qtbot.keyClick(groove, key)
        assert epoch_text(window) == f"epoch {epoch:,} of 1,000"
    table = named(window, QTableView, "A")
    table.setFocus()
    for key, epoch in (
        (Qt.Key.Key_Left, 999),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 1000),
    ):
        qtbot.keyClick(table, key, Qt.KeyboardModifier.AltModifier)
        assert epoch_text(window) == f"epoch {epoch:,} of 1,000"
        assert table.hasFocus()


def test_drag_shows_epochs(window: MainWindow, qtbot: QtBot) -> None:
    groove = named(window, EpochGroove, "timeline_groove")

    def at(epoch: float) -> None:
        point = QPointF(groove.position_of(epoch), groove.height() / 2).toPoint()
        qtbot.mousePress(groove, Qt.MouseButton.LeftButton, pos=point)

    at(0)
    assert epoch_text(window) == "epoch 0 of 1,000"
    assert window.session.shown is not None
    assert window.session.shown.frame.W.tolist() == published().problem.W.tolist()
    at(1000)
    assert window.session.earlier is None


def test_running_keeps_scrubbed_epoch(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(epochs=1_000_000_000)
    window.session.set_pace(Pace(5_000.0))
    window.session.run_or_pause()
    assert window.session.state is RunState.RUNNING
    with qtbot.waitSignal(
        window.session.progressed, check_params_cb=lambda p: p.frame.epoch > 1050
    ):
        pass
    window.session.show_epoch(100.0)
    shown = weights(window, WeightRow.NOW)
    reached = window.session.progress.frame.epoch if window.session.progress else 0
    with qtbot.waitSignal(
        window.session.progressed, check_params_cb=lambda p: p.frame.epoch > reached + 1000
    ):
        pass
    assert weights(window, WeightRow.NOW) == shown
    assert sentence(window).startswith("This is epoch 100. The run has reached ")
    assert epoch_text(window).startswith("epoch 100 of")
    window.session.pause()
    assert sentence(window).startswith("This is epoch 100. ")
    named(window, QPushButton, "fix").click()
    assert sentence(window).startswith("Paused")
    assert weights(window, WeightRow.NOW) != shown


@pytest.mark.parametrize("name", ["run", "step", "reset"])
def test_acts_return_to_the_latest(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.document.change_settings(epochs=2000)
    type_epoch(window, qtbot, "100")
    if name == "reset":
        named(window, QAction, name).trigger()
        assert epoch_text(window).startswith("epoch 0 of")
        assert weights(window, WeightRow.NOW) == ["—"] * 3
    else:
        run(window, qtbot, name)
        assert window.session.progress is not None
        assert window.session.progress.frame.epoch > 1000
    assert window.session.earlier is None
    assert named(window, LossPlot, "loss_plot").shown.getData()[0].tolist() == []


@pytest.mark.parametrize(
    ("changes", "told", "reached"),
    [
        (
            {"learning_rate": 0.005},
            "η is 0.005 now. Run starts again from the start row, not from here.",
            1000,
        ),
        ({"h": 0.5}, "h is 0.5 now. Run starts again from the start row, not from here.", 1000),
        (
            {"epochs": 1200},
            "The epochs are 1,200 now. The run goes on from 1,000, not from here.",
            1200,
        ),
    ],
)
def test_change_says_where_run_begins(
    window: MainWindow, qtbot: QtBot, changes: dict[str, float], told: str, reached: int
) -> None:
    type_epoch(window, qtbot, "100")
    window.document.change_settings(**changes)
    assert sentence(window) == told
    assert named(window, QPushButton, "fix").text() == "Back to the latest"
    begins_at_start = "start row" in told
    loss = window.session.progress.trace.loss[1] if window.session.progress else 0.0
    run(window, qtbot)
    progress = window.session.progress
    assert progress is not None
    assert progress.frame.epoch == reached
    if "h" not in changes:  # at any h, the quotients of a parabola are the same
        assert bool(progress.trace.loss[1] != loss) is begins_at_start


def test_unfit_rate_is_told_earlier(window: MainWindow, qtbot: QtBot) -> None:
    type_epoch(window, qtbot, "100")
    window.document.change_settings(learning_rate=0.02)
    assert sentence(window).startswith("η = 0.02 is above its limit")
    window.document.change_settings(learning_rate=0.01)
    assert sentence(window) == "This is epoch 100. The run has reached 1,000."


def test_edit_leaves_the_epoch(window: MainWindow, qtbot: QtBot) -> None:
    latest = weights(window, WeightRow.NOW)
    type_epoch(window, qtbot, "100")
    window.document.set_block(TableName.A, 0, 0, np.array([[7.0]]))
    assert sentence(window) == RunState.EDITED.value
    assert weights(window, WeightRow.NOW) == latest
    assert not named(window, EpochGroove, "timeline_groove").isEnabled()
    window.document.undo_stack.undo()
    assert weights(window, WeightRow.NOW) == latest
    assert epoch_text(window) == "epoch 1,000 of 1,000"
    assert named(window, EpochGroove, "timeline_groove").isEnabled()


def export(window: MainWindow, qtbot: QtBot, name: str, path: Path) -> str:
    """Export and return what the dialog or the strip said about it."""
    named(window, QAction, name).trigger()
    dialog = window.findChildren(QFileDialog, "export_dialog")[-1]
    with qtbot.waitSignal(window.features.exports.message) as written:
        dialog.fileSelected.emit(str(path))
    return str(written.args[0].text) if written.args else ""


def test_exports_have_the_latest(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    progress = window.session.progress
    assert progress is not None
    window.session.show_epoch(100.0)
    said = export(window, qtbot, "export_weights", tmp_path / "w.csv")
    assert "It has epoch 1,000, the latest; the window shows epoch 100." in said
    rows = list(csv.reader((tmp_path / "w.csv").read_text("utf-8").splitlines()))
    assert [float(row[-1]) for row in rows[1:]] == progress.frame.W[:, 0].tolist()
    window.session.show_latest()
    assert "window shows" not in export(window, qtbot, "export_weights", tmp_path / "v.csv")


def test_picture_returns_to_the_latest(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    def predicted() -> list[float]:
        plot = named(window, PredictionPlot, "prediction_plot")
        return [float(value) for value in plot.predicted.getData()[1]]

    before = predicted()
    latest = export(window, qtbot, "export_prediction_plot", tmp_path / "a.svg")
    window.session.show_epoch(2.0)
    assert predicted() != before
    said = export(window, qtbot, "export_prediction_plot", tmp_path / "b.svg")
    assert window.session.earlier is None
    assert said.replace("b.svg", "a.svg") == latest
    assert predicted() == before, "the range may differ, the points may not"


def test_copied_weights_say_their_epoch(window: MainWindow, qtbot: QtBot) -> None:
    progress = window.session.progress
    assert progress is not None
    window.session.show_epoch(100.0)
    with qtbot.waitSignal(window.features.copy_as.message) as copied:
        named(window, QAction, "copy_weights_markdown").trigger()
    assert "epoch 1,000, the latest" in copied.args[0].text
    assert repr(float(progress.frame.W[0, 0])) in QGuiApplication.clipboard().text()


def test_file_has_the_latest(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    progress = window.session.progress
    assert progress is not None
    window.session.show_epoch(100.0)
    named(window, QAction, "save_as").trigger()
    path = tmp_path / "a.secant"
    named(window, QFileDialog, "save_dialog").fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: path.exists() and not window.features.files.is_writing)
    saved = read_archive(path)
    assert saved.fitted is not None
    assert (saved.epoch, saved.fitted.tolist()) == (1000, progress.frame.W.tolist())


def test_scrubbing_modifies_nothing(window: MainWindow, qtbot: QtBot) -> None:
    modified, steps = window.isWindowModified(), window.document.undo_stack.count()
    type_epoch(window, qtbot, "100")
    assert (window.isWindowModified(), window.document.undo_stack.count()) == (modified, steps)


def test_hidden_window_follows_the_epoch(window: MainWindow) -> None:
    window.hide()
    window.session.show_epoch(5.0)
    assert epoch_text(window) == "epoch 5 of 1,000"


def test_epochs_are_played_back(window: MainWindow, qtbot: QtBot) -> None:
    play = named(window, QAction, "play_back")
    named(window, QAction, "playback_speed_8").trigger()
    play.trigger()
    assert play.text() == "Stop Playing Back"
    assert epoch_text(window) == "epoch 0 of 1,000"
    qtbot.waitUntil(lambda: play.text() == "Play the Epochs Back")
    assert epoch_text(window) == "epoch 1,000 of 1,000"


def test_chosen_epoch_ends_the_playing(window: MainWindow, qtbot: QtBot) -> None:
    play = named(window, QAction, "play_back")
    named(window, QAction, "playback_speed_0.125").trigger()
    play.trigger()
    named(window, QAction, "next_epoch").trigger()
    assert play.text() == "Play the Epochs Back"
    assert epoch_text(window) == "epoch 1 of 1,000"


def test_shown_epoch_is_the_start(window: MainWindow, qtbot: QtBot) -> None:
    start, go_on = (named(window, QAction, f"{each}_from_epoch") for each in ("start", "go_on"))
    assert (start.isEnabled(), go_on.isEnabled()) == (True, False)
    type_epoch(window, qtbot, "100")
    qtbot.waitUntil(go_on.isEnabled)
    start.trigger()
    assert window.document.experiment.W.joined.tolist() == HUNDREDTH.W.tolist()
    assert window.session.state is RunState.READY
    assert (start.isEnabled(), go_on.isEnabled()) == (False, False)


def test_run_goes_on_from_shown(window: MainWindow, qtbot: QtBot) -> None:
    type_epoch(window, qtbot, "100")
    go_on = named(window, QAction, "go_on_from_epoch")
    qtbot.waitUntil(go_on.isEnabled)
    go_on.trigger()
    assert epoch_text(window) == "epoch 100 of 1,000"
    assert named(window, QAction, "run").text() == "&Go On"
