"""The current cell over a model reset."""

from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import MatrixView

from ..commands.test_edits import go


def test_current_cell_survives_a_reshape(inputs: MatrixView, document: Document) -> None:
    go(inputs, 2, 1)
    document.insert_columns(3, 2)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (2, 1)
    document.resize(2, 1)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (1, 0)


def test_restoring_emits_no_chosen(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    go(inputs, 2, 2)
    with qtbot.assertNotEmitted(inputs.chosen):
        document.resize(2, 2)


def test_first_cell_replaces_no_current_cell(inputs: MatrixView, document: Document) -> None:
    inputs.setCurrentIndex(QModelIndex())
    document.resize(2, 2)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (0, 0)
