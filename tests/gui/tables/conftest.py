"""Fixtures: the published example as a document, and views of its tables."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine import Matrix
from engine.examples import published
from gui.document import Document
from gui.tables import InputsModel, MatrixView, OutputsModel, TableActions, WeightsModel

FITTED = np.array([[1.0], [2.0], [3.0]])
Show = Callable[[QWidget], None]


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """The published example: A holds 1 to 9 in 3×3, Y is 14, 32, 50.

    Its refresh after a change needs an application.
    """
    example = published()
    return Document(example.problem, example.settings, example.name, example.note)


@pytest.fixture
def fitted() -> Matrix:
    """Weights that predict Y exactly."""
    return FITTED.copy()


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a widget as the active window."""

    def _show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(640, 480)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)

    return _show


@pytest.fixture
def inputs(document: Document, show: Show) -> Iterator[MatrixView]:
    """A view of A, shown and focused; its first cell is current."""
    yield from _view(MatrixView(InputsModel(document), "A", "Inputs A"), show)


@pytest.fixture
def outputs(document: Document, show: Show) -> Iterator[MatrixView]:
    """A view of Y."""
    yield from _view(MatrixView(OutputsModel(document), "Y", "Outputs Y"), show)


@pytest.fixture
def weights(document: Document, show: Show) -> Iterator[MatrixView]:
    """A view of W."""
    yield from _view(MatrixView(WeightsModel(document), "W", "Weights W"), show)


def _view(view: MatrixView, show: Show) -> Iterator[MatrixView]:
    view.matrix.setParent(view)
    actions = TableActions(view)
    actions.setObjectName("table_actions")
    actions.attach(view)
    show(view)
    view.setFocus()
    yield view
    actions.shut_down()
    view.matrix.document.shut_down()
