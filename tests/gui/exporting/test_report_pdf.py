import re
import zlib

import numpy as np
from PySide6.QtCore import QBuffer, QSizeF
from PySide6.QtGui import QGuiApplication, QTextDocument

from engine.writing.report.chart import Chart, Dots
from engine.writing.report.parts import (
    Figure,
    Figures,
    FormulaLine,
    Heading,
    Listing,
    Mood,
    Paragraph,
    Part,
    Report,
    ReportCell,
    ReportTable,
    Status,
)
from engine.writing.report.scale import ChartScale
from gui.exporting import report_pdf
from gui.exporting.report_pdf import pdf_pages


def figure() -> Figure:
    axis = ChartScale(0.0, 1.0)
    x = np.linspace(0, 1, 9)
    return Figure(Chart("A", "across", "up", axis, axis, dots=Dots(x, x)), "below it")


def report_of(*parts: Part) -> Report:
    return Report("Title & <b>", "subtitle", parts)


def pages_of(data: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", data))


def shapes_in(data: bytes) -> bytes:
    """Return the chart commands of all pages."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    found = []
    for stream in streams:
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def laid_out(report: Report) -> tuple[QTextDocument, dict[str, Figure], QSizeF]:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = report_pdf.writer_on(buffer, report.title)
    room = report_pdf.room_on(writer)
    document, figures = report_pdf._laid_out(report, room, writer)
    _ = document.pageCount()  # lays it out, as long as there is a writer
    return document, figures, room


def test_every_part_is_laid_out(qapp: QGuiApplication) -> None:
    table = ReportTable([[ReportCell("a"), ReportCell("1.5", is_number=True)]], ["Name", "Number"])
    parts: list[Part] = [
        *(Status(Mood.GOOD, ("Fine.",)), Heading("h"), Paragraph("p"), FormulaLine("f")),
        *(table, Figures([figure(), figure()]), Figures([figure()]), Listing("x = 1 < 2\n")),
    ]
    *pages, data = pdf_pages(report_of(*parts))
    assert set(pages) == {b""}
    assert data.startswith(b"%PDF-")
    assert pages_of(data) == len(pages) == 1


def test_pictures_are_shapes(qapp: QGuiApplication) -> None:
    without = b"".join(pdf_pages(report_of(Paragraph("p"))))
    data = b"".join(pdf_pages(report_of(Paragraph("p"), Figures([figure()]))))
    curves = rb"\bc\n"
    assert (
        len(re.findall(curves, shapes_in(data)))
        >= len(re.findall(curves, shapes_in(without))) + 9 * 4
    )
    images = rb"/Subtype\s*/Image"
    widths = [int(w) for w in re.findall(rb"/Width (\d+)", data)]
    assert not re.search(images, data) or max(widths) <= 1


def test_long_program_goes_on_over_pages(qapp: QGuiApplication) -> None:
    *pages, data = pdf_pages(report_of(Listing("x = 1\n" * 400)))
    assert pages_of(data) == len(pages) > 3


def test_heading_stays_with_what_follows(qapp: QGuiApplication) -> None:
    for lines in range(40, 110, 2):
        report = report_of(Listing("x\n" * lines), Heading("Title"), Paragraph("text"))
        document, _, room = laid_out(report)
        block = document.begin()
        while block.blockFormat().headingLevel() != 2:
            block = block.next()
        layout = document.documentLayout()
        places = [layout.blockBoundingRect(each).top() for each in (block, block.next())]
        assert len({int(place // room.height()) for place in places}) == 1, lines


def test_pictures_stand_on_their_pages(qapp: QGuiApplication) -> None:
    report = report_of(*[Figures([figure(), figure()])] * 7)
    document, figures, room = laid_out(report)
    places = report_pdf._places(document, figures)
    assert len(places) == 14
    for place, _ in places:
        assert 0 <= place.left() < place.right() <= room.width() + 1
        assert int(place.top() // room.height()) == int((place.bottom() - 1) // room.height())
        assert place.width() > room.width() / 2 - 30
    for one, other in zip(places[::2], places[1::2], strict=True):
        assert one[0].top() == other[0].top()
        assert one[0].right() <= other[0].left()
