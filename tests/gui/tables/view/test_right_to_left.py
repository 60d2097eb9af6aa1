"""A matrix is never mirrored, and its numbers never turn round, in any language."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine import Problem, Settings
from gui.document import Document
from gui.tables import InputsModel, MatrixView, OutputsModel, WeightsModel

from ..conftest import Show

NEGATIVE = [[-1.5, 2e-7], [3.0, -4e12]]
MODELS = (InputsModel, OutputsModel, WeightsModel)


@pytest.fixture
def picture(qapp: object, show: Show) -> Callable[[type, Qt.LayoutDirection], QImage]:
    """Return the picture of a table of negative numbers in a window of this direction."""

    def _picture(
        kind: type[InputsModel] | type[OutputsModel] | type[WeightsModel],
        direction: Qt.LayoutDirection,
    ) -> QImage:
        document = Document(Problem(NEGATIVE, [-14.0, 32.0]), Settings(), "negative")
        document.set_initial_weights(np.array([[-0.25], [1e-9]]))
        document.flush()
        window = QWidget()
        window.setLayoutDirection(direction)
        view = MatrixView(kind(document), "A", "Inputs A", window)
        view.matrix.setParent(view)
        QVBoxLayout(window).addWidget(view)
        show(window)
        image = view.grab().toImage()
        document.shut_down()
        return image

    return _picture


@pytest.mark.parametrize("kind", MODELS)
def test_direction_changes_no_table(
    picture: Callable[[type, Qt.LayoutDirection], QImage], kind: type
) -> None:
    directions = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    one, other = (picture(kind, direction) for direction in directions)
    assert one == other
