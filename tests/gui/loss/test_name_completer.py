"""The names that are offered while a formula is typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.formula.tree import FUNCTIONS, Symbol
from gui.loss.entry import read_loss
from gui.loss.loss_field import LossField
from gui.loss.name_completer import NameCompleter
from gui.text.loss_texts import NAME_TIPS
from tests.gui.active import active

from .test_loss_field import press


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[LossField]:
    field = LossField(lambda text: read_loss(text, Settings()), list)
    field.show_loss("mean square")
    with active(qtbot, QWidget(), field, QLineEdit(), typed_in=field):
        yield field
        field.names.close()


def offered(field: LossField) -> list[str]:
    """Return the names in the list that is open."""
    model = field.names.view.model()
    rows = model.rowCount() if field.names.is_open else 0
    return [str(model.index(row, 0).data()).split("    ")[0] for row in range(rows)]


def test_every_name_of_the_language_is_offered() -> None:
    variables = {each.value for each in Symbol} - {Symbol.RESIDUAL.value}
    assert set(NAME_TIPS) == variables | {*FUNCTIONS}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("m", []),
        ("me", ["mean", "mean square", "mean absolute"]),
        ("hu", ["Huber"]),
        ("Qu", ["quantile"]),
        ("1 + hu", []),
        ("mean(me", ["mean"]),
        ("mean", []),
        ("mean(lo", ["log", "log1p", "logaddexp"]),
        ("mean(Lo", ["log", "log1p", "logaddexp"]),
        ("2·si", ["sin", "sinh"]),
        ("mean(P)", []),
        ("zz", []),
    ],
)
def test_word_before_the_cursor_is_completed(
    field: LossField, typed: str, names: list[str]
) -> None:
    press(field, typed)
    assert offered(field) == names


def test_return_enters_beside_an_open_list(field: LossField, qtbot: QtBot) -> None:
    entered = QSignalSpy(field.loss_entered)
    press(field, "mean(abs(Y − P)) + 0·su")
    press(field, "m(W)")
    qtbot.keyClick(field, Qt.Key.Key_Home)
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert field.names.is_open
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.count() == 1
    assert entered.at(0) == ["mean(abs(Y − P)) + 0·sum(W)"]
    assert not field.names.is_open


def test_chosen_name_is_written(field: LossField, qtbot: QtBot) -> None:
    entered = QSignalSpy(field.loss_entered)
    press(field, "me")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "mean("
    assert entered.count() == 0
    press(field, "ab")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Enter)
    assert field.text() == "mean(abs("
    assert field.is_refused()


def test_chosen_loss_is_written(field: LossField, qtbot: QtBot) -> None:
    entered = QSignalSpy(field.loss_entered)
    press(field, "hu")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Huber"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.at(0) == ["Huber"]


def test_click_writes_a_name(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(Y) + (W)")
    field.setCursorPosition(10)
    press(field, "su")
    view = field.names.view
    place = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert field.text() == "mean(Y) + sum(W)"


def test_escape_closes_the_list_alone(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(ab")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.names.is_open
    assert field.text() == "mean(ab"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "mean square"


def test_control_space_offers_all(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(Y) + ")
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert offered(field) == list(NAME_TIPS)
    assert isinstance(field.names, NameCompleter)


def test_leaving_closes_the_list(field: LossField, qtbot: QtBot) -> None:
    press(field, "me")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not field.names.is_open
    assert field.text() == "me"
    assert field.names.view.window() is field.window()


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_End])
def test_other_place_closes_the_list(field: LossField, qtbot: QtBot, key: Qt.Key) -> None:
    press(field, "mean(ab + 1")
    field.setCursorPosition(len("mean(ab"))
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert field.names.is_open
    qtbot.keyClick(field, key)
    assert not field.names.is_open


def test_click_elsewhere_closes_the_list(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(Y) + ab")
    assert field.names.is_open
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(12, field.height() // 2))
    assert field.cursorPosition() < len(field.text())
    assert not field.names.is_open


@pytest.mark.parametrize("loss", ["mean square", "mean(ab"])
def test_another_loss_closes_the_list(field: LossField, loss: str) -> None:
    field.show_loss(loss)
    field.selectAll()
    press(field, "mean(ab")
    assert field.names.is_open
    field.show_loss(loss)
    assert not field.names.is_open


def test_undo_opens_no_list(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(abx")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.names.is_open
    field.undo()
    field.redo()
    field.undo()
    assert not field.names.is_open


def test_menu_elsewhere_closes_the_list(field: LossField) -> None:
    press(field, "mean(ab")
    leaving = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason)
    QApplication.sendEvent(field, leaving)
    assert not field.names.is_open
    assert field.text() == "mean(ab"


@pytest.mark.parametrize(
    ("text", "cursor", "steps", "completed"),
    [
        ("mean(cosh(Y − P))", 7, 2, "mean(cosh(Y − P))"),
        ("mean(cosh Y − P)", 7, 1, "mean(cos( Y − P)"),
        ("mean(coP)", 7, 2, "mean(cosh(P)"),
        ("mean(coŶ)", 7, 1, "mean(cos(Ŷ)"),
        ("huber", 2, 1, "Huber"),
        ("meaan(Y − P)", 3, 1, "mean(Y − P)"),
    ],
)
def test_whole_word_is_completed(
    field: LossField, qtbot: QtBot, text: str, cursor: int, steps: int, completed: str
) -> None:
    press(field, text)
    field.setCursorPosition(cursor)
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    for _ in range(steps):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == completed
