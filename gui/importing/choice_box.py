"""A combo box whose value is guessed until the user chooses one."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget

from ..text.translation import translate

AUTOMATIC = translate("importing", "Automatic")
_SPACING = 2  # pixels that styles keep free on either side of the text


class ChoiceBox(QComboBox):
    """Offers "Automatic (comma)" and every value that can be chosen instead.

    ``changed`` is emitted only when the user chooses.
    """

    changed = Signal()

    def __init__(
        self, name: str, description: str, labels: Mapping[Any, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(description)
        self._labels: dict[Any, str] = {}
        self._values: list[object] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(self._emit_changed)
        self.offer(labels)

    def offer(self, labels: Mapping[Any, str]) -> None:
        """Offer other values, each with its label; the chosen one stays chosen."""
        if labels == self._labels and self._values:
            return
        chosen = self.chosen
        self._labels = dict(labels)
        self._values = [None, *labels]
        self.clear()
        self.addItems([AUTOMATIC, *(text[:1].upper() + text[1:] for text in labels.values())])
        self.choose(chosen)

    @property
    def chosen(self) -> object:
        """The chosen value; None if it is to be guessed."""
        return self._values[self.currentIndex()] if self._values else None

    def choose(self, value: object) -> None:
        """Show a value as chosen, even one that is not offered; None for a guess."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(str(value))
        self.setCurrentIndex(self._values.index(value))

    def show_guess(self, value: object) -> None:
        """Show the guessed value while none is chosen; None if the guess is unknown."""
        is_known = self.chosen is None and value is not None
        guess = self._labels.get(value, str(value))
        self.setItemText(0, f"{AUTOMATIC} ({guess})" if is_known else AUTOMATIC)
        self.setToolTip(self.currentText())

    @property
    def needed_width(self) -> int:
        """The width in which the current text is seen whole."""
        option = QStyleOptionComboBox()
        super().initStyleOption(option)
        beside = self.width() - self._room(option)
        return beside + self.fontMetrics().horizontalAdvance(self.currentText()) + 2 * _SPACING

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Elide a text that is too long; the tool tip has all of it."""
        super().initStyleOption(option)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, self._room(option) - _SPACING
        )

    def _room(self, option: QStyleOptionComboBox) -> int:
        """Return the width between the edge and the ▾."""
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(control, option, field, self).width()

    @Slot()
    def _emit_changed(self) -> None:
        self.changed.emit()
