"""What the person does with a dialog, until it is closed."""

import random
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from gui.window.crash_report import FailureDialog

from .documents import Documents
from .journal import Journal

# A dialog that stays open for so many answers is closed by Escape.
MOST_ANSWERS = 12
CANCELLED = 0.2
IMPORTED_AFTER = 3
NUMBERS = ("1", "3", "20", "0.5", "x")


class Answers:
    """Answers the dialogs of the program.

    While ``discards`` is true, questions before another document are answered by Discard.
    """

    def __init__(self, documents: Documents, journal: Journal) -> None:
        self._documents, self._journal = documents, journal
        self._answered: QWidget | None = None
        self._answers = 0
        self.discards = False

    def open_dialog(self) -> QWidget | None:
        """Return the menu or dialog that takes the keys now; None if the window does."""
        if (popup := QApplication.activePopupWidget()) is not None:
            return popup
        if (modal := QApplication.activeModalWidget()) is not None:
            return modal
        dialogs = (w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog))
        return next((dialog for dialog in dialogs if dialog.isVisible()), None)

    def answer(self, dialog: QWidget, draw: random.Random) -> str:
        """Do one thing with a dialog; report what was done."""
        self._answers = self._answers + 1 if dialog is self._answered else 1
        self._answered = dialog
        name = dialog.objectName() or type(dialog).__name__
        if isinstance(dialog, FailureDialog):
            report = dialog.findChild(QWidget, "failure_report")
            self._journal.note("failure", report=report.toPlainText())  # type: ignore[union-attr]
            dialog.close()
            return f"{name}: close"
        if not isinstance(dialog, QDialog) or self._answers > MOST_ANSWERS:
            dialog.close()
            return f"{name}: close"
        return f"{name}: {self._do(dialog, draw)}"

    def _do(self, dialog: QDialog, draw: random.Random) -> str:
        match dialog:
            case QMessageBox():
                return self._answer_question(dialog, draw)
            case QFileDialog():
                return self._choose_file(dialog, draw)
            case _ if dialog.objectName() == "import_dialog":
                return self._import(dialog, draw)
            case _:
                return self._fill_in(dialog, draw)

    def _answer_question(self, box: QMessageBox, draw: random.Random) -> str:
        discard = box.button(QMessageBox.StandardButton.Discard)
        if self.discards and discard is not None:
            discard.click()
            return "discard"
        button = draw.choice(box.buttons())
        button.click()
        return button.text()

    def _choose_file(self, dialog: QFileDialog, draw: random.Random) -> str:
        if self.discards or draw.random() < CANCELLED:
            dialog.reject()
            return "cancel"
        path = self._path(dialog, draw)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        box = dialog.findChild(QDialogButtonBox)
        assert field is not None
        assert box is not None
        field.setText(str(path))
        kind = QDialogButtonBox.ButtonRole.AcceptRole
        next(button for button in box.buttons() if box.buttonRole(button) is kind).click()
        return path.name

    def _path(self, dialog: QFileDialog, draw: random.Random) -> Path:
        match dialog.objectName():
            case "open_dialog":
                return draw.choice([*self._documents.experiments.values()])
            case "import_file_dialog" | "import_files_dialog" | "new_rows_file_dialog":
                return draw.choice(self._documents.tables)
            case "save_dialog":
                return self._documents.target(".secant", draw.randrange(3))
            case _:
                suffix = Path(dialog.selectedFiles()[0]).suffix
                return self._documents.target(suffix, draw.randrange(3))

    def _import(self, dialog: QDialog, draw: random.Random) -> str:
        button = dialog.findChild(QPushButton, "import_button")
        assert button is not None
        if self.discards:
            dialog.reject()
            return "cancel"
        if button.isEnabled() and self._answers > IMPORTED_AFTER:
            button.click()
            return "import"
        boxes = [box for box in dialog.findChildren(QComboBox) if box.isEnabled()]
        if boxes and draw.random() < 0.5:
            box = draw.choice(boxes)
            box.setCurrentIndex(draw.randrange(box.count()))
            return f"{box.objectName()} {box.currentText()}"
        return "wait"

    def _fill_in(self, dialog: QDialog, draw: random.Random) -> str:
        fields = [f for f in dialog.findChildren(QLineEdit) if f.isVisible() and f.isEnabled()]
        if fields and draw.random() < 0.5:
            text = draw.choice(NUMBERS)
            draw.choice(fields).setText(text)
            return f"type {text}"
        buttons = [b for b in dialog.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
        if self.discards or not buttons:
            dialog.reject()
            return "cancel"
        button = draw.choice(buttons)
        button.click()
        return button.text()
