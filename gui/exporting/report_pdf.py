"""A report as a PDF: the same parts as the page of HTML, laid out on sheets of A4."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from engine.writing.report.elements import element, escaped
from engine.writing.report.html import written
from engine.writing.report.parts import (
    Figure,
    Figures,
    Listing,
    Part,
    Report,
    ReportCell,
    ReportTable,
    Status,
)

from ..text.translation import translate

PIXELS_PER_INCH = 96
"""Of a layout: style sheets count in these."""
MARGIN = 56.0
"""On all sides: 15 mm."""
FOOT = 32.0
"""Room below the text for the number of the page."""
COLUMN_GAP = 16.0
SHAPES_AT_ONCE = 400
"""Drawing 4,000 at once held up the window's thread for 0.1 s."""
STYLE = """
body {{ font-size: 9pt; color: #1f2328; }}
h1 {{ font-size: 17pt; margin-bottom: 2px; }}
h2 {{ font-size: 12pt; margin-top: 18px; margin-bottom: 6px; }}
p {{ margin-top: 4px; margin-bottom: 4px; }}
.subtitle, .note, .caption {{ color: #59636e; }}
.subtitle {{ margin-bottom: 12px; }}
.caption {{ font-size: 8pt; margin-top: 2px; margin-bottom: 14px; }}
.picture {{ margin: 0px; }}
.formula {{ font-style: italic; font-size: 10pt; margin: 4px 0px 6px 16px; }}
pre {{ font-size: 7pt; white-space: pre-wrap; margin-top: 6px; }}
th, td {{ font-size: 8pt; }}
.rows th, .rows td {{ padding: 2px 5px 2px 5px; }}
th {{ font-weight: normal; color: #59636e; }}
.status {{ background-color: #f1f3f5; }}
.status p {{ margin: 1px; font-size: 9pt; }}
"""
PAGE_OF = translate("exporting", "{name} – page {page} of {pages}")


def pdf_pages(report: Report) -> Iterator[bytes]:
    """Write a report as a PDF: nothing for each page, then the whole file.

    Text stays text, and pictures are shapes, so both are sharp at any size.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = writer_on(buffer, report.title)
    sheet, room = QSizeF(writer.width(), writer.height()), room_on(writer)
    document, figures = _laid_out(report, room, writer)
    places = _places(document, figures)
    pages = document.pageCount()
    with QPainter(writer) as painter:
        for page in range(pages):
            if page:
                writer.newPage()
            top = page * room.height()
            painter.save()
            painter.translate(MARGIN, MARGIN - top)
            shown = QRectF(0, top, room.width(), room.height())
            painter.setClipRect(shown)
            context = QAbstractTextDocumentLayout.PaintContext()
            context.clip = shown
            context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
            document.documentLayout().draw(painter, context)
            for place, figure in places:
                if shown.intersects(place):
                    for layer in figure.chart.layers(SHAPES_AT_ONCE):
                        QSvgRenderer(layer.encode()).render(painter, place)
            painter.restore()
            foot = PAGE_OF.format(name=report.title, page=page + 1, pages=pages)
            _draw_foot(painter, sheet, foot)
            yield b""
    yield bytes(data.data())


def writer_on(buffer: QBuffer, title: str) -> QPdfWriter:
    """Return what writes sheets of A4."""
    writer = QPdfWriter(buffer)
    writer.setResolution(PIXELS_PER_INCH)
    writer.setTitle(title)
    writer.setCreator("Secant")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    return writer


def room_on(writer: QPdfWriter) -> QSizeF:
    """Return the size of the text on a page."""
    return QSizeF(writer.width() - 2 * MARGIN, writer.height() - 2 * MARGIN - FOOT)


def _draw_foot(painter: QPainter, sheet: QSizeF, text: str) -> None:
    painter.setPen(Qt.GlobalColor.darkGray)
    font = painter.font()
    font.setPointSizeF(7.5)
    painter.setFont(font)
    strip = QRectF(MARGIN, sheet.height() - MARGIN - 12, sheet.width() - 2 * MARGIN, 18)
    line = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(strip.width()))
    painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, line)


def _laid_out(
    report: Report, room: QSizeF, writer: QPdfWriter
) -> tuple[QTextDocument, dict[str, Figure]]:
    """Return the report as text on pages of this size, and the figures by their addresses."""
    figures: dict[str, Figure] = {}
    body = [
        element("h1", escaped(report.title)),
        element("p", escaped(report.subtitle), class_="subtitle"),
        *(_element(part, room.width(), figures) for part in report.parts),
    ]
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(STYLE.format())
    document.setPageSize(room)
    empty = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    empty.fill(Qt.GlobalColor.transparent)
    for address in figures:
        document.addResource(QTextDocument.ResourceType.ImageResource.value, address, empty)
    document.setHtml(element("body", "\n".join(body)))
    _keep_headings(document, room.height())
    return document, figures


def _keep_headings(document: QTextDocument, height: float) -> None:
    """Let no title stand at the end of a page while what it is of begins on the next one."""
    layout, block = document.documentLayout(), document.begin()
    while block.isValid():
        after = block.next()
        if block.blockFormat().headingLevel() and after.isValid():
            places = (layout.blockBoundingRect(each).top() for each in (block, after))
            first, second = (int(place // height) for place in places)
            if first != second:
                style = block.blockFormat()
                style.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(style)
        block = after


def _element(part: Part, width: float, figures: dict[str, Figure]) -> str:
    match part:
        case Figures(shown):
            return _figures(shown, width, figures)
        case Status():
            return _status(part)
        case ReportTable():
            return _table(part)
        case Listing(text):
            return element("pre", escaped(text))
        case _:
            return written(part, _not_drawn)


def _not_drawn(figure: Figure) -> str:
    return escaped(figure.caption)


def _status(status: Status) -> str:
    sentences = "".join(element("p", escaped(each)) for each in status.sentences)
    cells = element("td", status.mood.value, width=18) + element("td", sentences)
    return element(
        "table", element("tr", cells), class_="status", width="100%", cellpadding=6, border=0
    )


def _table(table: ReportTable) -> str:
    """Return a table, with its head again on each page that it goes on to."""
    numeric = [any(c.is_number for c in cells) for cells in zip(*table.rows, strict=True)]
    head = ""
    if table.head:
        names = [
            element("th", escaped(name), align="right" if is_number else "left")
            for name, is_number in zip(table.head, numeric, strict=True)
        ]
        head = element("thead", element("tr", "".join(names)))
    rows = "".join(element("tr", "".join(map(_cell, row))) for row in table.rows)
    return element("table", head + rows, class_="rows", cellspacing=0, cellpadding=0)


def _cell(cell: ReportCell) -> str:
    return element("td", escaped(cell.text), align="right" if cell.is_number else "left")


def _figures(shown: Sequence[Figure], width: float, figures: dict[str, Figure]) -> str:
    """Return pictures, two beside each other; one alone is as wide as the page."""
    beside = 1 if len(shown) == 1 else 2
    wide = (width - COLUMN_GAP * (beside - 1)) / beside
    cells = []
    for figure in shown:
        chart = figure.chart
        address = f"figure:{len(figures)}"
        figures[address] = figure
        height = round(wide * chart.height / chart.width)
        image = element("img", src=address, width=round(wide), height=height)
        caption = element("p", escaped(figure.caption), class_="caption")
        cells.append(
            element("td", element("p", image, class_="picture") + caption, width=round(wide))
        )
    rows = [element("tr", "".join(cells[k : k + beside])) for k in range(0, len(cells), beside)]
    return element("table", "".join(rows), cellspacing=0, cellpadding=0, width="100%")


def _places(document: QTextDocument, figures: dict[str, Figure]) -> list[tuple[QRectF, Figure]]:
    """Return where the pictures stand on the pages, one below the other."""
    found = []
    block = document.begin()
    while block.isValid():
        for at, address in _images(block):
            line = block.layout().lineForTextPosition(at - block.position())
            corner = document.documentLayout().blockBoundingRect(block).topLeft()
            corner += QPointF(line.x(), line.y())
            # As wide as the layout made it, which counts in pixels of the screen.
            figure, width = figures[address], line.naturalTextWidth()
            size = QSizeF(width, width * figure.chart.height / figure.chart.width)
            found.append((QRectF(corner, size), figure))
        block = block.next()
    return found


def _images(block: QTextBlock) -> Iterator[tuple[int, str]]:
    parts = block.begin()
    while not parts.atEnd():
        fragment = parts.fragment()
        if fragment.charFormat().isImageFormat():
            yield fragment.position(), fragment.charFormat().toImageFormat().name()
        parts += 1
