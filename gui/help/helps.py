"""Opens the dialogs of the Help menu."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from ..text.translation import translate
from . import texts


class Helps(QObject):
    """The dialogs of the Help menu; each is open once at most."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def show_first_steps(self) -> None:
        """Show what to do first."""
        self._show("first_steps_dialog", translate("help", "First Steps"), texts.FIRST_STEPS)

    @Slot()
    def show_keyboard(self) -> None:
        """Show all keys as they are now."""
        from .key_list import key_page  # loaded on use, as the dialog

        self._show("keyboard_dialog", translate("help", "Keyboard"), key_page(self._window))

    @Slot()
    def show_rule(self) -> None:
        """Show the definition of the derivative, and the step made of it."""
        self._show("rule_dialog", translate("help", "The Rule"), texts.RULE)

    @Slot()
    def show_about(self) -> None:
        """Show version and licence."""
        from engine.program.version import VERSION  # loaded on use, as the dialog

        page = texts.ABOUT.format(version=VERSION)
        self._show("about_dialog", translate("help", "About Secant"), page)

    def _show(self, name: str, title: str, page: str) -> None:
        from .help_dialog import HelpDialog

        dialog = self._window.findChild(HelpDialog, name)
        if dialog is None:
            dialog = HelpDialog(name, title, page, self._window)
        dialog.show()
        dialog.activateWindow()
