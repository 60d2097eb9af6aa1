"""The combo box for the difference quotient, with the formula of each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from engine import Difference

FORMULAE = {
    Difference.CENTRAL: "[loss(w + h) − loss(w − h)] / 2h",
    Difference.FORWARD: "[loss(w + h) − loss(w)] / h",
    Difference.BACKWARD: "[loss(w) − loss(w − h)] / h",
}


class DifferenceBox(QComboBox):
    """Lists the quotients; the tool tip is the formula of the selected one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("difference")
        self.setAccessibleName("Difference quotient")
        for row, (difference, formula) in enumerate(FORMULAE.items()):
            self.addItem(difference.capitalize(), difference)
            self.setItemData(row, formula, Qt.ItemDataRole.ToolTipRole)

    def select(self, difference: Difference) -> None:
        """Select a quotient."""
        self.setCurrentIndex(list(FORMULAE).index(difference))
        self.setToolTip(FORMULAE[difference])

    def selected(self) -> Difference:
        """Return the selected quotient."""
        return list(FORMULAE)[self.currentIndex()]
