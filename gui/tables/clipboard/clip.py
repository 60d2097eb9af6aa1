"""What another program has put on the clipboard, fetched as it is."""

from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QMimeData

MAX_TEXT_WITH_HTML = 2**22
"""HTML is some twenty times as long as text: more could not be read in time."""

_TEXT_FORMATS = ("text/plain;charset=utf-8", "text/plain")


@dataclass(frozen=True)
class ClipboardData:
    """The same table as text and as HTML, either of them empty if it is not there.

    ``html_left`` tells that there was too much HTML to look for exact numbers in it.
    """

    text: QByteArray
    html: QByteArray = field(default_factory=QByteArray)
    html_skipped: bool = False

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        return self.text.size() + self.html.size()


def fetch_clipboard(data: QMimeData | None) -> ClipboardData:
    """Fetch a clipboard's text, not copied, and its HTML unless there is too much of it.

    A clipboard that was never used, or cleared, has no data at all. Only the thread of the window
    may ask for it, so this is all that it does.
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
