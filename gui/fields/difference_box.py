"""The choice of the difference quotient, each with its formula."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from engine import Difference

FORMULAE = {
    Difference.CENTRAL: "[loss(w + h) − loss(w − h)] / 2h",
    Difference.FORWARD: "[loss(w + h) − loss(w)] / h",
    Difference.BACKWARD: "[loss(w) − loss(w − h)] / h",
}


class DifferenceBox(QComboBox):
    """Offers the quotients; the formula of the one chosen is its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("difference")
        self.setAccessibleName("Difference quotient")
        for place, (difference, formula) in enumerate(FORMULAE.items()):
            self.addItem(difference.capitalize(), difference)
            self.setItemData(place, formula, Qt.ItemDataRole.ToolTipRole)

    def choose(self, difference: Difference) -> None:
        """Show a quotient as the one chosen."""
        self.setCurrentIndex(list(FORMULAE).index(difference))
        self.setToolTip(FORMULAE[difference])

    def chosen(self) -> Difference:
        """Return the quotient chosen."""
        return list(FORMULAE)[self.currentIndex()]
