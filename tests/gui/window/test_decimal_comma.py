"""Where a comma separates decimals, each field reads what it shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from engine.shortening import NARROW_SPACE
from gui.window.main_window import MainWindow
from tests.audit.windows import opened, run_to_the_end, settle
from tests.gui.finding import named

FIELDS = ("epochs", "learning_rate", "h", "shape", "shown_epoch")


def type_over(window: MainWindow, qtbot: QtBot, name: str, text: str) -> None:
    field = named(window, QLineEdit, name)
    field.setFocus()
    field.selectAll()
    field.insert(text)  # keyClicks can type no narrow space
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(window)


def test_shown_texts_read_back(german: None, qtbot: QtBot) -> None:
    with opened("published", (1280, 800)) as window:
        window.document.change_settings(epochs=1500, learning_rate=0.0125, h=0.25)
        window.document.resize(1200, 3)
        settle(window)
        shown = {name: named(window, QLineEdit, name).text() for name in FIELDS}
        assert shown["epochs"] == f"1{NARROW_SPACE}500"
        before = window.document.settings
        for name in FIELDS:
            type_over(window, qtbot, name, shown[name])
        assert window.document.settings == before
        assert (window.document.rows, window.document.columns) == (1200, 3)


@pytest.mark.parametrize(("typed", "left"), [("1.000", "1000"), ("1,000", "1,000")])
def test_shown_epoch_is_never_one(german: None, qtbot: QtBot, typed: str, left: str) -> None:
    with opened("published", (1280, 800)) as window:
        run_to_the_end(window)
        shown = named(window, QLineEdit, "shown_epoch")
        assert shown.text() == f"1{NARROW_SPACE}000"
        type_over(window, qtbot, "shown_epoch", typed)
        assert shown.text() == left
        assert window.session.earlier is None  # another epoch would be shown by now
