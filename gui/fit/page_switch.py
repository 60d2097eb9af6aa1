"""The switch between the pages of the view: its weights and pictures, and new rows."""

from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..widgets.toggle_button import ToggleButton
from . import texts


class FitPage(Enum):
    """The pages of the view."""

    WEIGHTS = "weights"
    NEW_ROWS = "new_rows"


class PageSwitch(QWidget):
    """Two buttons side by side, of which one stays pressed; ``chosen`` carries its page."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fit_pages")
        self.setAccessibleName(texts.PAGES)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.buttons: dict[FitPage, ToggleButton] = {}
        for page, text in texts.PAGE_TEXTS.items():
            button = ToggleButton(text)
            button.setObjectName(f"fit_page_{page}")
            button.setToolTip(texts.PAGE_TIPS[page])
            button.setAccessibleDescription(texts.PAGE_TIPS[page])
            layout.addWidget(button)
            self.buttons[FitPage(page)] = button
            button.clicked.connect(self._choose)
        self.show_page(FitPage.WEIGHTS)

    def show_page(self, page: FitPage) -> None:
        """Press the button of a page."""
        for each, button in self.buttons.items():
            button.setChecked(each is page)

    @Slot()
    def _choose(self) -> None:
        pressed = self.sender()
        for page, button in self.buttons.items():
            if button is pressed:
                self.show_page(page)
                self.chosen.emit(page)
