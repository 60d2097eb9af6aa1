"""Where a person is, over a reset."""

from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from gui.document import Document
from gui.tables import MatrixView

from .test_edits import go


def test_the_current_cell_is_kept_as_far_as_there_is_one(
    inputs: MatrixView, document: Document
) -> None:
    go(inputs, 2, 1)
    document.insert_columns(3, 2)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (2, 1)
    document.resize(2, 1)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (1, 0)


def test_going_back_is_no_choice_of_the_person(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    go(inputs, 2, 2)
    with qtbot.assertNotEmitted(inputs.chosen):
        document.resize(2, 2)


def test_without_a_current_cell_the_first_becomes_it(
    inputs: MatrixView, document: Document
) -> None:
    inputs.setCurrentIndex(QModelIndex())
    document.resize(2, 2)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (0, 0)
