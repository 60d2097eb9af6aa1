"""What other programs put on the clipboard."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from gui.tables.clipboard.clip import ClipboardData

_DATA = Path(__file__).parent / "data"


def sample(name: str) -> str:
    """Return the HTML of a spreadsheet."""
    return (_DATA / f"{name}.html").read_text("utf-8")


def clip(text: str = "", html: str = "") -> ClipboardData:
    """Return a clipboard that has been fetched."""
    return ClipboardData(QByteArray(text.encode()), QByteArray(html.encode()))


def put(text: str, html: str = "") -> None:
    """Put a text on the clipboard, and the same as HTML."""
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
    """Hear how far a work is, and let it go on."""
    assert 0.0 <= fraction <= 1.0
