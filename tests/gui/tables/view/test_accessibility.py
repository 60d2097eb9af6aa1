"""Tables with a screen reader: selecting a million rows is instant, computed cells say so."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Document
from gui.tables import InputsModel, MatrixView, OutputsModel

from ..conftest import Show

ROWS = 1_000_000
SECONDS = 0.1


@pytest.fixture
def tall(qtbot: QtBot, show: Show) -> Iterator[MatrixView]:
    """A view of a million rows of ten columns."""
    document = Document(Problem(np.ones((ROWS, 10)), np.ones(ROWS)), Settings(), "tall")
    view = MatrixView(InputsModel(document), "A", "Inputs A")
    view.matrix.setParent(view)
    show(view)
    yield view
    document.shut_down()


def test_selecting_a_million_rows_is_instant(tall: MatrixView, listened: None) -> None:
    assert QAccessible.isActive()
    for select in (tall.selectAll, tall.clearSelection, lambda: tall.selectColumn(3)):
        start = perf_counter()
        select()
        assert perf_counter() - start < SECONDS
    assert tall.selectionModel().isColumnSelected(3)


def test_selection_is_painted_when_listened(inputs: MatrixView, listened: None) -> None:
    inputs.clearSelection()
    before = inputs.viewport().grab().toImage()
    inputs.selectAll()
    assert inputs.viewport().grab().toImage() != before


def test_cells_say_row_and_computed(outputs: MatrixView) -> None:
    model = outputs.matrix
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    texts = [model.index(1, column).data(role) for column in range(model.columnCount())]
    assert isinstance(model, OutputsModel)
    assert texts == ["row 2", "row 2, computed", "row 2, computed"]
    cell = QAccessible.queryAccessibleInterface(outputs)
    assert cell is not None
    described = [
        cell.child(index).text(QAccessible.Text.Description) for index in range(cell.childCount())
    ]
    assert {"row 1", "row 1, computed"} <= set(described)
