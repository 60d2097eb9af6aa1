"""The combo box for the difference quotient, with the formula of each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from engine import Difference

from ..text.setting_texts import DIFFERENCE_NAMES
from ..text.translation import translate
from .outlined_fields import OutlinedComboBox

FORMULAE = {
    Difference.CENTRAL: translate("widgets", "[loss(w + h) − loss(w − h)] / 2h"),
    Difference.FORWARD: translate("widgets", "[loss(w + h) − loss(w)] / h"),
    Difference.BACKWARD: translate("widgets", "[loss(w) − loss(w − h)] / h"),
}


class DifferenceBox(OutlinedComboBox):
    """Lists the quotients; the tool tip is the formula of the selected one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("difference", parent)
        for row, (difference, formula) in enumerate(FORMULAE.items()):
            self.addItem(DIFFERENCE_NAMES[difference], difference)
            self.setItemData(row, formula, Qt.ItemDataRole.ToolTipRole)

    def select(self, difference: Difference) -> None:
        """Select a quotient."""
        self.setCurrentIndex(list(FORMULAE).index(difference))
        self.setToolTip(FORMULAE[difference])

    def selected(self) -> Difference:
        """Return the selected quotient."""
        return list(FORMULAE)[self.currentIndex()]
