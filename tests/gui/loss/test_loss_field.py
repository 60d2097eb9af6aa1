"""The field of the loss: it underlines a mistake as it is typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.formula.errors import BadFormula
from gui.loss.entry import read_loss
from gui.loss.loss_field import LossField
from gui.widgets.suggesting_field import Suggestion
from tests.gui.active import active

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[LossField]:
    entries = [Suggestion("mean absolute", "mean absolute"), Suggestion("Type…", None)]
    field = LossField(lambda text: read_loss(text, Settings()), lambda: entries)
    field.show_loss("mean square")
    with active(qtbot, QWidget(), field, QLineEdit(), typed_in=field):
        yield field
        field.menu.close()


def press(field: LossField, text: str) -> None:
    """Type any letters: QTest knows those of ASCII alone."""
    for letter in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(field, event)


def underlined(field: LossField) -> str:
    """Return the letters above the line."""
    place = field.mistake_place()
    assert place is not None
    width_of = field.fontMetrics().horizontalAdvance
    text = field.text()
    origin = field.cursorRect().center().x() - width_of(text[: field.cursorPosition()])
    return "".join(
        letter
        for k, letter in enumerate(text)
        if place[0] <= origin + (width_of(text[:k]) + width_of(text[: k + 1])) / 2 <= place[1]
    )


def test_mistake_is_underlined_while_typed(field: LossField) -> None:
    field.resize(400, field.height())
    said = QSignalSpy(field.mistaken)
    entered = QSignalSpy(field.loss_entered)
    press(field, "mean(|Y − W|)")
    assert isinstance(field.error, BadFormula)
    assert underlined(field) == "Y − W"
    assert said.count() > 0
    assert entered.count() == 0


def test_line_is_drawn(field: LossField) -> None:
    field.resize(400, field.height())
    press(field, "(Y-P)^2")
    place = field.mistake_place()
    assert place is not None
    image = field.grab().toImage()
    scale = image.width() / field.width()
    below = (field.height() + field.fontMetrics().height()) // 2
    colour = image.pixelColor(round(sum(place) / 2 * scale), round(below * scale))
    assert colour.red() > 1.5 * colour.blue()


def test_right_loss_is_entered(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(|Y − P|^1.5)")
    assert field.error is None
    with qtbot.waitSignal(field.loss_entered) as entered:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.args == ["mean(|Y − P|^1.5)"]


def test_mistake_is_not_entered(field: LossField, qtbot: QtBot) -> None:
    entered = QSignalSpy(field.loss_entered)
    press(field, "mean(Y − W)")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.selectedText() == "Y − W"
    parent = field.parentWidget()
    assert parent is not None
    parent.findChildren(QLineEdit)[-1].setFocus()
    assert entered.count() == 0
    assert field.text() == "mean(Y − W)"


def test_escape_restores(field: LossField, qtbot: QtBot) -> None:
    press(field, "mean(")
    assert field.is_refused()
    said = QSignalSpy(field.mistaken)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.is_refused()) == ("mean square", False)
    assert said.at(0) == [None]


def test_menu_enters_a_loss(field: LossField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert QApplication.activePopupWidget() is field.menu
    with qtbot.waitSignal(field.loss_entered) as entered:
        qtbot.keyClick(field.menu, Qt.Key.Key_Return)
    assert entered.args == ["mean absolute"]


def test_correction_is_entered(field: LossField, qtbot: QtBot) -> None:
    press(field, "(Y-P)^2")
    with qtbot.waitSignal(field.loss_entered):
        field.correct("mean((Y-P)^2)")
    assert field.error is None


def test_missing_formula_is_marked_at_the_start(field: LossField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    place = field.mistake_place()
    assert place is not None
    assert place[1] < field.width() / 2


def test_long_formula_begins_in_sight(field: LossField, qtbot: QtBot) -> None:
    """It began at “n(log(…”, and its first letters stayed out of sight."""
    field.resize(field.sizeHint())
    press(field, "mean(lg(1 + (Y − P)^2 + (Y − P)^4))")
    assert origin(field) < 0
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.selectedText() == "lg"
    field.repaint()
    assert origin(field) >= 0
    place = field.mistake_place()
    assert place is not None
    assert 0 < place[0] < place[1] < field.width()


def origin(field: LossField) -> int:
    """Return where the text begins, in pixels."""
    field.repaint()
    before = field.fontMetrics().horizontalAdvance(field.text()[: field.cursorPosition()])
    return field.cursorRect().center().x() - before
