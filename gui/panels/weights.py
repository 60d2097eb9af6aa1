"""The panel of W: the initial weights, the current ones, and the gradient."""

import numpy as np
from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from engine import Matrix
from engine.random_problem import random_weights

from ..document import Document
from ..tables import MatrixView, TableActions, WeightsModel
from ..theme.appearance import GRID
from ..widgets.buttons import flat_button, title_label

# More weights scroll, so that W does not push A and Y out of a small window.
_MOST_ROWS = 7
# Six digits are enough to try, and keep the field narrow.
_LARGEST_SEED = 999_999


class WeightsPanel(QWidget):
    """The table W, as tall as its rows need, and buttons that choose the initial weights."""

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
        self._W = MatrixView(self._model, "W", "Weights W: initial, current, and the gradient δW")
        self._seed = _seed_field()
        self._use_fitted = flat_button(
            "use_fitted",
            "Use fitted",
            "Start the next run from the current weights",
            self._take_fitted,
        )
        self._lay_out()
        self._connect(actions or TableActions(self))
        self._adjust_height()

    @property
    def has_refused(self) -> bool:
        """Whether a cell of W just refused what was typed."""
        return self._W.has_refused

    def commit(self) -> None:
        """Commit what is being typed in a cell, if anything."""
        self._W.commit()

    def show_weights(self, W: Matrix | None, gradient: Matrix | None) -> None:
        """Show the current weights and their gradient; None clears them."""
        self._fitted = W
        self._model.show(W, gradient)
        self._use_fitted.setEnabled(self._fits())

    def changeEvent(self, event: QEvent) -> None:
        """Adjust the height when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._adjust_height()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(self._header())
        layout.addWidget(self._W)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID // 2)
        line.addWidget(title_label("W"))
        line.addStretch(1)
        line.addWidget(self._use_fitted)
        line.addWidget(flat_button("zeros", "Zeros", "Start from zeros", self._take_zeros))
        line.addWidget(
            flat_button("random", "Random", "Start from random weights", self._take_random)
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
        self._document.reshaped.connect(self._adjust_height)

    def _fits(self) -> bool:
        return self._fitted is not None and len(self._fitted) == self._document.columns

    @Slot()
    def _adjust_height(self) -> None:
        """Set the height that the rows need, up to the most that are shown at once."""
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
