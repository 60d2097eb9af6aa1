"""Print View: asks for a printer, and prints a view in the background; or writes it as a PDF."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from engine.shortening import fitted

from ..background import Progress, TaskQueue
from ..errors import GuiError
from ..text.message import Message, MessageKind, refusal
from ..text.translation import translate
from .export_job import PDF, ExportJob, ExportTarget
from .printed_view import PIXELS_PER_INCH, PrintedView, print_on, printed_pdf, sheet

NO_PRINTER = Message(
    MessageKind.WARNING,
    translate("exporting", "This computer has no printer: the view is written as a PDF."),
)
PRINTING = translate("exporting", "The view is being sent to {printer}…")
PRINTED = translate("exporting", "The view was sent to {printer}.")
STALLED = translate("exporting", "{printer} does not answer. Look whether it is switched on.")
TITLE = translate("exporting", "Print View")


class PrinterRefused(GuiError):
    """A printer does not take what it is sent."""

    def __init__(self, printer: str) -> None:
        super().__init__(
            translate(
                "exporting",
                "{printer} took nothing. Look whether it is switched on, or write a PDF instead.",
            ).format(printer=printer)
        )
        self.short = fitted(
            translate("exporting", "{printer} took nothing."), names={"printer": printer}
        )


class Printing(QObject):
    """Prints one view after the other.

    ``message`` carries what became of it, ``failed`` the report of an unexpected exception.
    ``pdf_asked`` carries a job whose file is still to be chosen, ``pdf_chosen`` one that has its
    file: they are written as every other file.
    """

    message = Signal(Message)
    failed = Signal(str)
    pdf_asked = Signal(ExportJob)
    pdf_chosen = Signal(ExportJob)

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._view: PrintedView | None = None
        self._printer: QPrinter | None = None
        """That of the dialog, which does not keep it."""
        self._printing_on = ""
        self._tasks = TaskQueue("print", self)
        self._tasks.started.connect(self._tell_begun)
        self._tasks.done.connect(self._tell_printed)
        self._tasks.refused.connect(self._tell_refused)
        self._tasks.failed.connect(self.failed)
        self._tasks.stalled.connect(self._tell_stalled)

    def ask(self, view: PrintedView) -> None:
        """Ask for a printer; without one, for the file of a PDF."""
        if not QPrinterInfo.availablePrinterNames():
            self.message.emit(NO_PRINTER)
            self.pdf_asked.emit(pdf_job(view))
            return
        self._view, self._printer = view, QPrinter(QPrinter.PrinterMode.ScreenResolution)
        self._printer.setResolution(PIXELS_PER_INCH)
        self._printer.setDocName(view.title)
        self._printer.setPageLayout(sheet())
        dialog = QPrintDialog(self._printer, self._window)
        dialog.setObjectName("print_dialog")
        dialog.setWindowTitle(TITLE)
        for option in (
            QAbstractPrintDialog.PrintDialogOption.PrintPageRange,
            QAbstractPrintDialog.PrintDialogOption.PrintSelection,
            QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies,
        ):
            dialog.setOption(option, False)
        dialog.accepted.connect(self.print_chosen)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # its own asks for a slot by name

    @Slot()
    def print_chosen(self) -> None:
        """Print on what the dialog has chosen; a file is written as every other one."""
        view, printer = self._view, self._printer
        assert view is not None
        assert printer is not None
        if path := printer.outputFileName():
            job = pdf_job(view, printer)
            self.pdf_chosen.emit(job.to(ExportTarget(Path(path), PDF)))
        else:
            self.print_on(printer, view)

    def print_on(self, printer: QPrinter, view: PrintedView) -> None:
        """Print a view in the background: a printer may answer late."""
        self._tasks.add(partial(_print, printer, view), printer.printerName())

    def shut_down(self) -> None:
        """Wait a moment for what is being sent, then leave it to the system."""
        self._tasks.finish()
        self._tasks.stop()

    @Slot(str)
    def _tell_begun(self, printer: str) -> None:
        self._printing_on = printer
        self.message.emit(Message(MessageKind.GOING, PRINTING.format(printer=printer)))

    @Slot(object)
    def _tell_printed(self, printer: str) -> None:
        self.message.emit(Message(MessageKind.GOOD, PRINTED.format(printer=printer)))

    @Slot(object)
    def _tell_refused(self, reason: Exception) -> None:
        self.message.emit(Message(MessageKind.FAULT, refusal(reason)))

    @Slot()
    def _tell_stalled(self) -> None:
        told = STALLED.format(printer=self._printing_on)
        self.message.emit(Message(MessageKind.WARNING, told))


def pdf_job(view: PrintedView, printer: QPrinter | None = None) -> ExportJob:
    """Return a job that writes a view as a PDF, on the sheet that was chosen for a printer."""
    layout = sheet() if printer is None else printer.pageLayout()
    name = f"{view.name.lower()}.pdf"
    return ExportJob(TITLE, name, {PDF: partial(printed_pdf, view, layout)})


def _print(printer: QPrinter, view: PrintedView, progress: Progress) -> str:
    """Send a view to a printer, and return its name."""
    del progress
    name = printer.printerName()
    if not printer.isValid():
        raise PrinterRefused(name)
    print_on(printer, view)
    if printer.printerState() is QPrinter.PrinterState.Error:
        raise PrinterRefused(name)
    return name
