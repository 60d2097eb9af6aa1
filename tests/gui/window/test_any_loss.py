"""A loss that is not the mean square, in every part of the window."""

import math
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, SavedExperiment, Settings
from engine.archive import TEXT, archived, read_archive
from engine.errors import BadExperiment
from engine.limit.slope_check import SlopeAgreement
from engine.shortening import LONGEST
from gui.document import TableName
from gui.document.experiment import Experiment
from gui.files.file_state import read
from gui.files.questions import HalfTypedLossDialog
from gui.files.secant_document import to_saved
from gui.limit.limit_view import LimitView
from gui.loss.loss_field import LossField
from gui.panels.fit_card import FitCard
from gui.panels.lesson import LessonLine
from gui.panels.message_strip import MessageStrip
from gui.panels.readout import LossReadout
from gui.panels.run_bar import RunBar
from gui.run.run_state import RunState
from gui.tables.models.weight_rows import WeightRow
from gui.tables.models.weights import WeightsModel
from gui.widgets.cell import SmallText
from gui.widgets.menu_field import MenuField
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.loss.test_loss_field import press
from tests.gui.window.test_main_window import run_to

ROBUST = "mean(|Y − P|^1.5) + 0.1·sum(W²)"
RIDGE = "mean((Y − P)²) + 0.1·sum(W²)"


def strip(window: MainWindow) -> MessageStrip:
    window.document.flush()
    return named(window, MessageStrip, "diagnosis")


def field(window: MainWindow) -> LossField:
    return named(window, LossField, "loss")


def readout(window: MainWindow) -> str:
    window.document.flush()
    return named(window, LossReadout, "readout").text()


def weights(window: MainWindow) -> WeightsModel:
    found = window.findChild(WeightsModel)
    assert isinstance(found, WeightsModel)
    return found


def type_loss(window: MainWindow, qtbot: QtBot, text: str) -> None:
    qtbot.keyClick(window, "L", Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(field(window).hasFocus)
    press(field(window), text)


def test_remedy_writes_the_loss(window: MainWindow, qtbot: QtBot) -> None:
    before = window.document.settings
    type_loss(window, qtbot, "(Y−P)²")
    assert "A loss is one number" in strip(window).sentence
    assert len(strip(window).sentence) <= LONGEST
    assert window.document.settings is before
    strip(window).take_remedy()
    assert window.document.settings.loss == "mean((Y−P)²)"
    assert field(window).text() == "mean((Y−P)²)"
    assert "A loss is one number" not in strip(window).sentence


def test_refused_loss_names_the_other(window: MainWindow, qtbot: QtBot) -> None:
    run_to(window, qtbot, RunState.DONE)
    before = readout(window)
    assert "least possible" in before
    type_loss(window, qtbot, "mean(Y − W)")
    figure = before.split()[1]
    assert readout(window) == f"loss {figure}, under mean square"
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    assert readout(window) == f"loss {figure}, under mean square"
    qtbot.keyClick(field(window), Qt.Key.Key_Escape)
    assert readout(window) == before


def test_refused_loss_names_a_formula(window: MainWindow, qtbot: QtBot) -> None:
    type_loss(window, qtbot, ROBUST)
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    before = readout(window)
    assert before.endswith(", at the start")
    type_loss(window, qtbot, "huber(Y)+")
    assert readout(window) == before.replace("at the start", "under the formula before")
    window.document.change_settings(loss="huber")
    assert "under" not in readout(window)


def test_mistake_keeps_run_asleep(window: MainWindow, qtbot: QtBot) -> None:
    type_loss(window, qtbot, "mean(Y − W)")
    run = window.findChild(QAction, "run")
    assert run is not None
    run.trigger()
    assert window.session.state is RunState.READY
    qtbot.keyClick(field(window), Qt.Key.Key_Escape)
    assert strip(window).sentence.startswith("Ready")


@pytest.mark.parametrize("name", ["run", "step"])
def test_run_says_the_mistake(window: MainWindow, qtbot: QtBot, name: str) -> None:
    type_loss(window, qtbot, "mean((Y-P")
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()
    assert window.session.state is RunState.READY
    assert strip(window).sentence.startswith("Nothing runs until the loss is corrected.")
    assert field(window).text() == "mean((Y-P"


def test_save_leaves_out_a_mistake(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "new.secant"
    write_file(path, "huber")
    files = window.features.files
    files.open_path(path)
    qtbot.waitUntil(lambda: files.file_state is not None)
    window.document.set_block(TableName.A, 0, 0, np.array([[7.0]]))
    type_loss(window, qtbot, "mean((Y-P")
    with qtbot.waitSignal(files.message) as told:
        files.save.trigger()
    assert told.args is not None
    assert told.args[0].text.endswith(", but for the loss that is typed: it has a mistake.")
    assert field(window).text() == "mean((Y-P"
    assert field(window).is_refused()
    saved = read_archive(path)
    assert (saved.A[0, 0], saved.settings.loss) == (7, "huber")


@pytest.mark.parametrize("width", [900, 1280])
def test_half_typed_loss_is_asked_about(window: MainWindow, qtbot: QtBot, width: int) -> None:
    window.resize(width, 800)
    type_loss(window, qtbot, "mean(|Y − P")
    new = window.features.files.new
    for button in (QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard):
        assert field(window).text() == "mean(|Y − P"
        new.trigger()
        question = named(window, HalfTypedLossDialog, "half_typed_loss")
        qtbot.waitUntil(question.isActiveWindow)
        question.button(button).click()
        qtbot.waitUntil(lambda: window.findChild(HalfTypedLossDialog) is None)
        if button is QMessageBox.StandardButton.Cancel:
            window.activateWindow()  # without a desktop, nothing does so when a box closes
            qtbot.waitUntil(field(window).hasFocus)
            assert "mean(|Y" in field(window).text()
            assert window.document.name == "Published example"
    assert window.document.name != "Published example"
    assert not field(window).is_refused()


def test_running_pauses_despite_a_mistake(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(epochs=10**6)
    run = window.findChild(QAction, "run")
    assert run is not None
    run.trigger()
    type_loss(window, qtbot, "mean((Y-P")
    run.trigger()
    qtbot.waitUntil(lambda: not window.session.state.is_active)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "loss", ["mean((Y-P)^2)*1e308*1e10", "mean((Y-P)^2)/sum(W)", "mean((Y-P)^2)/0"]
)
def test_infinite_losses_are_silent(window: MainWindow, qtbot: QtBot, loss: str) -> None:
    window.document.change_settings(loss=loss)
    named(window, QAction, "view_the_limit").trigger()
    action = window.findChild(QAction, "run")
    assert action is not None
    action.trigger()
    qtbot.waitUntil(lambda: window.session.state not in (RunState.READY, RunState.RUNNING))
    qtbot.wait(100)  # the check of the gradient follows the run
    assert strip(window).sentence


def test_loss_without_least_stands_alone(window: MainWindow, qtbot: QtBot) -> None:
    type_loss(window, qtbot, ROBUST)
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    assert readout(window) == "loss 75.4738, at the start"
    window.document.change_settings(epochs=50)
    run_to(window, qtbot, RunState.DONE)
    progress = window.session.progress
    assert progress is not None
    assert readout(window).startswith("loss ")
    assert "least" not in readout(window)
    assert "✓" not in readout(window)
    assert progress.best is None
    assert not progress.has_least_loss
    model = weights(window)
    row = model.rows.index(WeightRow.OPTIMUM)
    assert "no formula tells the least" in model.row_tooltip(row)
    assert (
        strip(window).sentence == "The loss still fell from 2.103 to 2.008 in the last 13 epochs."
    )
    assert named(window, SmallText, "learning_rate_limit").text() == ""
    assert "1.5" in str(named(window, LossReadout, "readout").property("formula"))


def test_strip_offers_the_step_that_fits(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="log-cosh", h=0.5, epochs=500)
    run_to(window, qtbot, RunState.DONE)
    blamed = "Not the least loss: h = 0.5 is too large, the slopes are off."
    assert strip(window).sentence == blamed
    strip(window).take_remedy()
    assert window.document.settings.h == 1e-3
    run_to(window, qtbot, RunState.DONE)
    assert strip(window).sentence != blamed


def test_lesson_is_of_the_mean_square(window: MainWindow) -> None:
    line = named(window, LessonLine, "lesson")
    before = line.text()
    window.document.change_settings(loss="huber", delta=2.0)
    window.document.flush()
    assert line.text() == (
        "What this example teaches is of the mean square. The loss is now: Huber, δ = 2"
    )
    window.document.undo_stack.undo()
    window.document.flush()
    assert line.text() == before


def test_card_has_condition_and_rank(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    card = named(window, FitCard, "fit_card")
    rank, now = (named(card, QLabel, f"fit_{name}") for name in ("rank_optimum", "rmse_now"))
    window.document.change_settings(loss="log-cosh", epochs=5)
    qtbot.waitUntil(lambda: rank.text() == "2 of 3")
    run_to(window, qtbot, RunState.DONE)
    qtbot.waitUntil(lambda: now.text() != "—")
    assert rank.text() == "2 of 3"


def test_exact_slope_is_of_the_loss(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="log-cosh", h=1e-4, epochs=3)
    run_to(window, qtbot, RunState.DONE)
    progress = window.session.progress
    assert progress is not None
    assert progress.gradient_check is not None
    worst = progress.gradient_check.worst_digits
    assert worst is not None
    assert worst >= 6


def test_ridge_has_its_optimum(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss=RIDGE, until_converged=True)
    window.document.flush()
    assert "least possible 1.37992" in readout(window)
    assert "% of limit" in named(window, SmallText, "learning_rate_limit").text()
    run_to(window, qtbot, RunState.CONVERGED)
    assert readout(window) == "✓ loss 1.37992 = least possible 1.37992"


def test_other_loss_starts_again(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(epochs=50)
    run_to(window, qtbot, RunState.DONE)
    window.document.change_settings(loss="mean absolute", epochs=100)
    assert strip(window).sentence.startswith("The loss is mean absolute now")
    run_to(window, qtbot, RunState.DONE)
    progress = window.session.progress
    assert progress is not None
    assert progress.trace.loss[0] == pytest.approx(17.0706, abs=1e-4)
    window.document.undo_stack.undo()
    assert field(window).text() == "mean square"


def test_running_ends_with_its_loss(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="log-cosh", epochs=10**9)
    window.session.run_or_pause()
    qtbot.waitUntil(lambda: window.session.progress is not None)
    window.document.change_settings(loss="huber")
    window.document.flush()
    assert window.session.state is RunState.PAUSED
    assert strip(window).sentence == "The loss is Huber, δ = 1 now. Press Run to start again."


def test_kink_is_said_without_red(window: MainWindow, qtbot: QtBot) -> None:
    problem = Problem([[1.0], [1.0], [1.0]], [0.0, 2.0, 5.0], [0.0])
    window.features.files.begin("Example", Experiment.of(problem, Settings(loss="mean absolute")))
    window.document.flush()
    said = strip(window).sentence
    assert said.startswith("No derivative at ")
    assert said.endswith(": slope −1 to the left, −0.333 to the right.")
    window.document.change_settings(epochs=0)
    run_to(window, qtbot, RunState.DONE)
    model = weights(window)
    check = model.gradient_check
    assert check is not None
    assert check.worst is SlopeAgreement.ROUNDED
    assert not model.has_wrong_slopes
    assert "No derivative at " in model.agreement_text(0)


def test_limit_looks_at_any_loss(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="huber")
    action = window.findChild(QAction, "view_the_limit")
    assert action is not None
    action.trigger()
    view = named(window, LimitView, "limit")
    qtbot.waitUntil(lambda: view.model.frame is not None)
    frame = view.model.frame
    assert frame is not None
    assert frame.is_of_any_loss
    assert "digits of the slope are right" in view.verdict
    window.document.change_settings(loss="mean square")
    window.document.flush()
    qtbot.waitUntil(lambda: view.model.frame not in (None, frame))
    assert view.model.frame is not None
    assert not view.model.frame.is_of_any_loss


@pytest.mark.parametrize("loss", ["mean square", "huber", "quantile"])
def test_menu_chooses_a_loss(window: MainWindow, loss: str) -> None:
    action = window.findChild(QAction, f"loss_{loss}")
    assert action is not None
    action.trigger()
    window.document.flush()
    assert window.document.settings.loss == loss
    assert action.isChecked()


def test_jumping_is_said_to_serve_one(window: MainWindow) -> None:
    window.document.change_settings(loss="huber", method="modes")
    window.document.flush()
    assert strip(window).sentence.startswith("Jumping by formula serves the mean square only")


def test_steps_follow_the_loss(window: MainWindow) -> None:
    before = window.document.settings
    window.document.change_settings(loss="huber", delta=2.0)
    after = window.document.settings
    assert after.fixed_learning_rate != before.fixed_learning_rate
    window.document.undo_stack.undo()
    assert window.document.settings == before


def test_field_lies_over_others(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 600)
    bar = named(window, RunBar, "run_bar")
    qtbot.waitUntil(lambda: bar.width() == 900)
    folded = named(window, MenuField, "quotient_and_columns")
    assert not field(window).isVisible()
    type_loss(window, qtbot, "mean(|Y − P|^1.5)")
    assert field(window).width() > 200
    assert bar.rect().contains(field(window).geometry())
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not field(window).isVisible())
    assert folded.text() == "central, formula"
    assert folded.hasFocus()
    assert isinstance(folded, QWidget)


def write_file(path: Path, loss: str) -> Settings:
    """Write a file with a loss, which may be none; return its other settings."""
    settings = Settings(20, 0.05, 0.1)
    A, Y, W = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]]), np.array([[0.5]])
    saved = SavedExperiment(A, Y, W, settings, fitted=W + 1, loss=3.0)
    with ZipFile(path, "w") as changed, ZipFile(BytesIO(b"".join(archived(saved)))) as archive:
        for each in archive.namelist():
            content = archive.read(each)
            if each == f"{TEXT}.npy":
                text = str(np.load(BytesIO(content)))
                file = BytesIO()
                np.save(file, np.array(text.replace("mean square", loss)))
                content = file.getvalue()
            changed.writestr(each, content)
    return settings


REFUSED = "mean(|Y − P|^1.5 + foo(3))"


def open_refused(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    write_file(path, REFUSED)
    window.features.files.open_path(path)
    qtbot.waitUntil(lambda: field(window).text() == REFUSED)
    window.document.set_block(TableName.A, 0, 0, np.array([[7.0]]))
    window.document.flush()


@pytest.mark.parametrize("name", ["save", "save_as"])
def test_save_keeps_a_refused_loss(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "old.secant"
    open_refused(window, qtbot, path)
    files = window.features.files
    with qtbot.waitSignal(files.message):
        if name == "save":
            files.save.trigger()
        else:
            files.save_as.trigger()
            dialog = window.findChild(QFileDialog)
            assert dialog is not None
            path = tmp_path / "new.secant"
            dialog.fileSelected.emit(str(path))
            dialog.close()
    assert not files.is_modified
    saved = read_archive(path, keeps_refused_loss=True)
    assert saved.refused_loss == REFUSED
    assert saved.A[0, 0] == 7
    with pytest.raises(BadExperiment):
        read_archive(path)
    assert field(window).text() == REFUSED
    assert field(window).is_refused()


def test_readout_tells_whose_loss_stands_in(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_refused(window, qtbot, tmp_path / "old.secant")
    readout = named(window, LossReadout, "readout")
    qtbot.waitUntil(lambda: "of the mean square" in readout.text())
    type_loss(window, qtbot, "mean square")
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.document.experiment.refused_loss)
    qtbot.waitUntil(lambda: "of the mean square" not in readout.text())


def test_recovery_marks_a_refused_loss(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_refused(window, qtbot, tmp_path / "old.secant")
    snapshot = window.features.files.snapshot()
    copy = tmp_path / "copy.secant"
    copy.write_bytes(b"".join(archived(to_saved(snapshot.experiment, snapshot.fitted))))
    window.document.change_settings(loss="huber")
    window.features.files.recover(read(copy)[0], None, "copy")
    assert field(window).text() == REFUSED
    assert field(window).is_refused()
    assert strip(window).sentence


def test_chosen_loss_replaces_a_refused_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    open_refused(window, qtbot, tmp_path / "old.secant")
    type_loss(window, qtbot, "mean square")
    assert not field(window).is_refused()
    qtbot.keyClick(field(window), Qt.Key.Key_Escape)
    assert field(window).text() == REFUSED
    assert field(window).is_refused()
    press(field(window), "mean square")
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    assert window.document.experiment.refused_loss == ""
    assert not field(window).is_refused()
    assert field(window).text() == "mean square"
    window.document.undo_stack.undo()
    assert field(window).text() == REFUSED
    assert field(window).is_refused()


@pytest.mark.parametrize("size", [(900, 600), (1280, 800)])
@pytest.mark.parametrize("loss", ["mean(Y)", "mean(|Y − P|", "softplus(P − Y)"])
def test_file_with_refused_loss_opens(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, loss: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    path = tmp_path / "old.secant"
    settings = write_file(path, loss)
    with pytest.raises(BadExperiment):
        read_archive(path)
    window.features.files.open_path(path)
    qtbot.waitUntil(lambda: field(window).text() == loss)
    qtbot.wait(50)
    assert field(window).text() == loss
    assert field(window).isVisible()
    assert field(window).is_refused()
    error = field(window).error
    assert error is not None
    assert strip(window).sentence in (error.short, error.sentence)
    assert window.document.settings == settings
    assert window.document.fitted is not None
    assert window.document.fitted.W.tolist() == [[1.5]]
    assert math.isnan(window.document.fitted.loss)
    window.document.change_settings(epochs=30)
    window.document.flush()
    assert field(window).text() == loss
    type_loss(window, qtbot, "mean absolute")
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    assert window.document.settings.loss == "mean absolute"


def test_jumps_are_told_at_once(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="mean absolute")
    run_to(window, qtbot, RunState.DONE)
    told = "Never settles: W goes to and fro. A smaller η brings it nearer."
    assert strip(window).sentence == told
    rate = window.document.settings.fixed_learning_rate
    strip(window).take_remedy()
    assert window.document.settings.fixed_learning_rate < rate


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus
@pytest.mark.parametrize("size", [(868, 505), (900, 600), (960, 540)])
def test_folded_losses_can_be_chosen(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.document.change_settings(delta=0.123456789)
    window.resize(*size)
    folded = named(window, MenuField, "quotient_and_columns")
    qtbot.waitUntil(folded.isVisible)
    qtbot.mouseClick(folded, Qt.MouseButton.LeftButton)
    entries = {each.text(): each for each in folded.choices.actions()}
    huber = entries["Huber, δ = 0.123457"]
    place = folded.choices.actionGeometry(huber).center()
    assert folded.choices.rect().contains(place)
    qtbot.mouseClick(folded.choices, Qt.MouseButton.LeftButton, pos=place)
    assert window.document.settings.loss == "huber"
    assert window.document.settings.delta == 0.123456789
    assert folded.text() == "central, Huber"
    folded.setFocus()
    qtbot.keyClick(folded, Qt.Key.Key_Return)
    assert [each.text() for each in folded.choices.actions() if each.isChecked()][-1] == (
        "Huber, δ = 0.123457"
    )
    for _ in range(2):  # round the beginning, past what asks for a formula
        qtbot.keyClick(folded.choices, Qt.Key.Key_Up)
    qtbot.keyClick(folded.choices, Qt.Key.Key_Return)
    assert window.document.settings.loss == "quantile"


def test_mistake_stays_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    qtbot.waitUntil(field(window).isVisible)
    type_loss(window, qtbot, "mean(|Y − P")
    bar = named(window, RunBar, "run_bar")
    for width in (900, 1280, 868):
        window.resize(width, 700)
        qtbot.waitUntil(lambda: bar.width() == window.width())
        qtbot.wait(20)
        assert field(window).isVisible()
        assert field(window).text() == "mean(|Y − P"
    strip(window).take_remedy()
    assert window.document.settings.loss == "mean(|Y − P|)"
    qtbot.waitUntil(lambda: not field(window).isVisible())


def test_nothing_agrees_where_nothing_is_defined(window: MainWindow, qtbot: QtBot) -> None:
    window.document.change_settings(loss="mean(sqrt(−1 − P²))")
    run_to(window, qtbot, RunState.UNDEFINED)
    assert strip(window).sentence == (
        "The loss is not defined at the start: start from other weights."
    )
    assert weights(window).gradient_check is None


def test_other_name_of_loss_is_offered(window: MainWindow, qtbot: QtBot) -> None:
    type_loss(window, qtbot, "MAE")
    assert "Y observed, P predicted, W weights, N rows" in strip(window).sentence
    assert len(strip(window).sentence) <= LONGEST
    strip(window).take_remedy()
    assert window.document.settings.loss == "mean absolute"


def test_loss_without_weights_is_told(window: MainWindow, qtbot: QtBot) -> None:
    before = window.document.settings
    type_loss(window, qtbot, "sum(Y)")
    qtbot.keyClick(field(window), Qt.Key.Key_Return)
    assert strip(window).sentence.startswith("A loss depends on P or W.")
    assert window.document.settings is before
