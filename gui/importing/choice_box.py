"""A choice that is guessed until a person makes it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget

AUTOMATIC = "Automatic"
_BESIDE = 2  # what styles leave free on either side of the text


class ChoiceBox(QComboBox):
    """Offers “Automatic (comma)” and all that may be chosen in place of it.

    ``changed`` is of the person's doing only.
    """

    changed = Signal()

    def __init__(
        self, name: str, description: str, words: Mapping[Any, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(description)
        self._words: dict[Any, str] = {}
        self._values: list[object] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(self._tell)
        self.offer(words)

    def offer(self, words: Mapping[Any, str]) -> None:
        """Offer other values, each with what it is called; the one chosen stays chosen."""
        if words == self._words and self._values:
            return
        chosen = self.chosen
        self._words = dict(words)
        self._values = [None, *words]
        self.clear()
        self.addItems([AUTOMATIC, *(text[:1].upper() + text[1:] for text in words.values())])
        self.choose(chosen)

    @property
    def chosen(self) -> object:
        """The value chosen; None where it is to be guessed."""
        return self._values[self.currentIndex()] if self._values else None

    def choose(self, value: object) -> None:
        """Show a value as chosen, also one that is not offered; None for a guess."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(str(value))
        self.setCurrentIndex(self._values.index(value))

    def show_guess(self, value: object) -> None:
        """Show what is taken as long as nothing is chosen; None where that is not known."""
        known = self.chosen is None and value is not None
        guess = self._words.get(value, str(value))
        self.setItemText(0, f"{AUTOMATIC} ({guess})" if known else AUTOMATIC)
        self.setToolTip(self.currentText())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Cut a long text where it says that it is cut; the tool tip has all of it."""
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = (
            self.style()
            .subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
            .width()
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room - _BESIDE
        )

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
