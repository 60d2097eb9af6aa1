"""Helpers that read and write the system clipboard."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from gui.tables.clipboard.clip import ClipboardData

_DATA = Path(__file__).parent / "data"


def sample(name: str) -> str:
    """Return the HTML that a spreadsheet puts on the clipboard."""
    return (_DATA / f"{name}.html").read_text("utf-8")


def clip(text: str = "", html: str = "") -> ClipboardData:
    """Return fetched clipboard data."""
    return ClipboardData(QByteArray(text.encode()), QByteArray(html.encode()))


def put(text: str, html: str = "") -> None:
    """Put text on the clipboard, and HTML if given."""
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def copied_text() -> str:
    """Return the clipboard's text."""
    return QGuiApplication.clipboard().text()


def copied_html() -> str:
    """Return the clipboard's HTML."""
    return QGuiApplication.clipboard().mimeData().html()


def ignore(fraction: float) -> None:
    """Accept progress without cancelling."""
    assert 0.0 <= fraction <= 1.0
