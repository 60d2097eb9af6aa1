"""Writes out the update of a weight at its cell of W if the card "This step" has no room."""

from PySide6.QtCore import QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from ..panels.step_card import StepCard
from ..panels.update_popup import UpdatePopup
from ..tables import MatrixView
from ..tables.models.weight_rows import WeightRow
from ..tables.models.weights import WeightsModel
from ..text.translation import translate

KEY_TEXT = translate("window", "In W: write out the whole update of the weight")


class UpdateAtCell(QObject):
    """Shows the update at a clicked cell of W while the card is hidden, and at a key.

    The start is typed into: a click there shows nothing.
    """

    def __init__(self, view: MatrixView, card: StepCard) -> None:
        super().__init__(view)
        self._view, self._card = view, card
        self._popup = UpdatePopup(view)
        view.clicked.connect(self._show_clicked)
        key = QShortcut(QKeySequence("Alt+Up"), view)
        key.setWhatsThis(KEY_TEXT)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._show_current)

    @Slot(QModelIndex)
    def _show_clicked(self, index: QModelIndex) -> None:
        if not self._card.isVisible() and not self._is_start(index):
            self._show(index)

    @Slot()
    def _show_current(self) -> None:
        self._show(self._view.currentIndex())

    def _show(self, index: QModelIndex) -> None:
        text = self._card.whole_update
        if text:
            place = self._view.visualRect(index)
            place.moveTopLeft(self._view.viewport().mapTo(self._view, place.topLeft()))
            self._popup.show_at(place, self._card.heading, text)

    def _is_start(self, index: QModelIndex) -> bool:
        model = self._view.matrix
        return isinstance(model, WeightsModel) and model.rows[index.row()] is WeightRow.START
