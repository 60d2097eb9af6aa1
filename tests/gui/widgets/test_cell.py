"""A caption above a field, and a note beside it."""

import pytest
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.text.message import MessageKind
from gui.theme.palette import kind_colour
from gui.widgets.cell import Cell, CommandCell


def made(qtbot: QtBot, cell: Cell) -> Cell:
    qtbot.addWidget(cell)
    cell.resize(cell.sizeHint())
    cell.show()
    qtbot.waitExposed(cell)
    return cell


def test_caption_names_the_field(qtbot: QtBot) -> None:
    cell = made(qtbot, Cell("h  step", QLineEdit(), key="Alt+S"))
    labels = QAccessible.queryAccessibleInterface(cell.content).relations()
    assert [label.text(QAccessible.Text.Name) for label, _ in labels] == ["h  step"]
    assert cell.caption.toolTip() == "Alt+S"


def test_key_is_no_name(qtbot: QtBot) -> None:
    cell = made(qtbot, CommandCell("F10", QPushButton("Step")))
    face = QAccessible.queryAccessibleInterface(cell.content)
    assert (face.text(QAccessible.Text.Name), face.relations()) == ("Step", [])


def test_notes_move_nothing(qtbot: QtBot) -> None:
    cell = made(qtbot, Cell("η", QLineEdit(), widest_notes=["just", "99.99 % of limit"]))
    before = cell.sizeHint(), cell.content.geometry()
    for note in ("99.99 % of limit", "", "a note that is much too long to be shown whole"):
        cell.note.show_text(note, MessageKind.FAULT)
        assert (cell.sizeHint(), cell.content.geometry()) == before
    metrics = QFontMetrics(cell.note.font())
    assert cell.note.width() >= metrics.horizontalAdvance("99.99 % of limit")
    assert cell.caption.width() >= metrics.horizontalAdvance("η")


def test_note_has_colour_of_kind(qtbot: QtBot) -> None:
    cell = made(qtbot, Cell("η", QLineEdit(), widest_notes=["no limit"]))
    assert cell.note.kind is MessageKind.QUIET
    muted = cell.note.ink()
    cell.note.show_text("200 % of limit", MessageKind.FAULT)
    assert cell.note.ink() == kind_colour(MessageKind.FAULT, cell.palette()) != muted
    cell.note.show_text("no limit")
    assert cell.note.ink() == muted


@pytest.mark.parametrize("gauge", [True, False])
def test_gauge_moves_no_field(qtbot: QtBot, gauge: bool) -> None:
    part = QWidget() if gauge else None
    cell = made(qtbot, Cell("η", QLineEdit(), gauge=part))
    plain = made(qtbot, Cell("h", QLineEdit()))
    assert cell.sizeHint().height() == plain.sizeHint().height()
    assert cell.content.geometry().y() == plain.content.geometry().y()


def test_texts_follow_the_font(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    cell = Cell("quotient", QLineEdit())
    QVBoxLayout(window).addWidget(cell)
    window.show()
    before, width = cell.caption.font().pointSizeF(), cell.sizeHint().width()
    font = window.font()
    font.setPointSizeF(2 * font.pointSizeF())
    window.setFont(font)
    assert cell.caption.font().pointSizeF() == pytest.approx(2 * before)
    assert cell.caption.font().pointSizeF() < font.pointSizeF()
    assert cell.sizeHint().width() > width
