"""The panel of W: where a run starts, where it is, and the gradient there."""

import numpy as np
from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from engine import Matrix
from engine.random_problem import random_weights

from ..document import Document
from ..tables import MatrixView, TableActions, WeightsModel
from ..tables.header_line import small_button, title_label

_GRID = 8
_MOST_ROWS = 7
_LARGEST_SEED = 999_999


class WeightsPanel(QWidget):
    """W as a table as tall as its rows need, and ways to choose where to start."""

    def __init__(
        self,
        document: Document,
        actions: TableActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._fitted: Matrix | None = None
        self._model = WeightsModel(document, self)
        self._W = MatrixView(self._model, "W", "Weights W: initial, now, and the gradient δW")
        self._seed = _seed_field()
        self._use_fitted = small_button(
            "use_fitted", "Use fitted", "Start the next run from the weights now", self._take_fitted
        )
        self._lay_out()
        self._connect(actions or TableActions(self))
        self._follow_shape()

    @property
    def has_refused(self) -> bool:
        """Whether a cell of W refused what was typed just now."""
        return self._W.has_refused

    def commit(self) -> None:
        """Take what is typed in the open cell, if there is one."""
        self._W.commit()

    def show_weights(self, W: Matrix | None, gradient: Matrix | None) -> None:
        """Show the weights of the run and the gradient there; None shows nothing."""
        self._fitted = W
        self._model.show(W, gradient)
        self._use_fitted.setEnabled(self._fits())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font with the height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow_shape()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * _GRID, _GRID, _GRID, _GRID)
        column.setSpacing(_GRID)
        column.addLayout(self._header())
        column.addWidget(self._W)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(_GRID // 2)
        line.addWidget(title_label("W"))
        line.addStretch(1)
        line.addWidget(self._use_fitted)
        line.addWidget(small_button("zeros", "Zeros", "Start from zeros", self._take_zeros))
        line.addWidget(
            small_button("random", "Random", "Start from random weights", self._take_random)
        )
        seed = QLabel("seed")
        seed.setBuddy(self._seed)
        line.addWidget(seed)
        line.addWidget(self._seed)
        return line

    def _connect(self, actions: TableActions) -> None:
        actions.attach(self._W)
        self._W.refused.connect(self._W.show_message)
        self._seed.lineEdit().returnPressed.connect(self._take_random)
        self._document.reshaped.connect(self._follow_shape)

    def _fits(self) -> bool:
        return self._fitted is not None and len(self._fitted) == self._document.columns

    @Slot()
    def _follow_shape(self) -> None:
        """Be as tall as the rows need, up to the most shown at once."""
        self._W.setFixedHeight(self._W.height_of(min(self._document.columns, _MOST_ROWS)))
        self._use_fitted.setEnabled(self._fits())

    @Slot()
    def _take_fitted(self) -> None:
        if self._fitted is not None:
            self._document.set_initial_weights(self._fitted)

    @Slot()
    def _take_zeros(self) -> None:
        self._document.set_initial_weights(np.zeros((self._document.columns, 1)))

    @Slot()
    def _take_random(self) -> None:
        weights = random_weights(self._document.columns, self._seed.value())
        self._document.set_initial_weights(weights)


def _seed_field() -> QSpinBox:
    field = QSpinBox()
    field.setObjectName("seed")
    field.setAccessibleName("Seed of the random weights")
    field.setToolTip("The same seed gives the same random weights.")
    field.setRange(0, _LARGEST_SEED)
    return field
