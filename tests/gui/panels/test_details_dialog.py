from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.panels.details_dialog import DetailsDialog
from tests.gui.finding import named


def test_lines_can_be_read_and_copied(qtbot: QtBot) -> None:
    dialog = DetailsDialog("Show which", "x3 = x1 + x2.", "To the rounding:\nx3 = x1 + x2")
    qtbot.addWidget(dialog)
    dialog.open()
    lines = named(dialog, QPlainTextEdit, "details_lines")
    assert lines.toPlainText().splitlines() == ["To the rounding:", "x3 = x1 + x2"]
    assert lines.isReadOnly()


def test_many_lines_scroll(qtbot: QtBot) -> None:
    few = DetailsDialog("Title", "Heading", "\n".join(["a"] * 20))
    many = DetailsDialog("Title", "Heading", "\n".join(["a"] * 2000))
    for dialog in (few, many):
        qtbot.addWidget(dialog)
    assert few.sizeHint().height() == many.sizeHint().height()
