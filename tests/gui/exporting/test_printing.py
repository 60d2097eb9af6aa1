"""Printing: a dialog if there is a printer, a PDF if not, and what became of it."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.exporting import printing
from gui.exporting.export_job import PDF
from gui.exporting.printed_view import PrintedPicture, PrintedView
from gui.exporting.printing import NO_PRINTER, PRINTED, PRINTING, PrinterRefused, Printing
from gui.plots.loss_plot import LossPlot
from gui.text.message import MessageKind
from tests.gui.finding import named


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def asked(window: QWidget) -> Printing:
    return Printing(window, window)


@pytest.fixture
def view(qtbot: QtBot) -> PrintedView:
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    return PrintedView("Descent", "Longley – Descent", "", [PrintedPicture.of(plot, "Nothing.")])


def test_pdf_is_offered_without_printer(
    asked: Printing, view: PrintedView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    said, jobs = QSignalSpy(asked.message), QSignalSpy(asked.pdf_asked)
    asked.ask(view)
    assert said.at(0) == [NO_PRINTER]
    job = jobs.at(0)[0]
    assert (job.suggested_name, job.formats) == ("descent.pdf", [PDF])
    assert b"".join(job.contents[PDF]()).startswith(b"%PDF")


def test_dialog_chooses_the_printer(
    asked: Printing,
    view: PrintedView,
    window: QWidget,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    asked.ask(view)
    dialog = named(window, QPrintDialog, "print_dialog")
    assert dialog.isVisible()
    assert dialog.printer().docName() == "Longley – Descent"
    assert dialog.printer().pageLayout().orientation().name == "Landscape"
    dialog.printer().setOutputFileName(str(tmp_path / "chosen.pdf"))
    jobs = QSignalSpy(asked.pdf_chosen)
    dialog.accepted.emit(dialog.printer())
    dialog.close()
    job = jobs.at(0)[0]
    assert job.path == tmp_path / "chosen.pdf"  # which is written as every other file
    assert not job.path.exists()


def test_page_reaches_the_printer(
    asked: Printing, view: PrintedView, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "spooled.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(path))
    said = QSignalSpy(asked.message)
    asked.print_on(printer, view)
    qtbot.waitUntil(lambda: said.count() == 2, timeout=30_000)
    told = [said.at(k)[0] for k in range(2)]
    name = printer.printerName()
    assert [each.text for each in told] == [
        PRINTING.format(printer=name),
        PRINTED.format(printer=name),
    ]
    assert told[1].kind is MessageKind.GOOD
    assert path.read_bytes().startswith(b"%PDF")
    asked.shut_down()


def test_refusal_says_what_helps(
    asked: Printing,
    view: PrintedView,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QPrinter, "isValid", lambda _: False)
    said = QSignalSpy(asked.message)
    asked.print_on(QPrinter(), view)
    qtbot.waitUntil(lambda: said.count() == 2, timeout=30_000)
    assert said.at(1)[0].kind is MessageKind.FAULT
    assert "write a PDF instead" in said.at(1)[0].text
    assert "Office took nothing." in str(PrinterRefused("Office"))
    assert len(printing.NO_PRINTER.text) <= 72
    asked.shut_down()
