"""The raw content of the system clipboard."""

from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QMimeData

# HTML is ten to twenty times as long as its text and is parsed at about 4 MB/s, so the HTML of
# 4 MB of text would reach the time limit in html_cells.py.
MAX_TEXT_WITH_HTML = 2**22

_TEXT_FORMATS = ("text/plain;charset=utf-8", "text/plain")


@dataclass(frozen=True)
class ClipboardData:
    """The same table as text and as HTML; either is empty if the clipboard lacks it.

    ``html_skipped`` means that there was too much HTML to look for exact numbers in it.
    """

    text: QByteArray
    html: QByteArray = field(default_factory=QByteArray)
    html_skipped: bool = False

    @property
    def size(self) -> int:
        """The number of bytes to read."""
        return self.text.size() + self.html.size()


def fetch_clipboard(data: QMimeData | None) -> ClipboardData:
    """Fetch a clipboard's text, without a copy, and its HTML unless there is too much.

    A clipboard that was never used, or was cleared, has no data at all. Only the window's thread
    may access the clipboard, so this does nothing else.
    """
    if data is None:
        return ClipboardData(QByteArray())
    text = _text(data)
    if not data.hasHtml():
        return ClipboardData(text)
    if text.size() > MAX_TEXT_WITH_HTML:
        return ClipboardData(text, html_skipped=True)
    return ClipboardData(text, data.data("text/html"))


def _text(data: QMimeData) -> QByteArray:
    for mime_type in _TEXT_FORMATS:
        if data.hasFormat(mime_type):
            return data.data(mime_type)
    return QByteArray()
