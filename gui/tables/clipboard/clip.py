"""What another program has put on the clipboard, fetched as it is."""

from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QMimeData

MOST_TEXT_WITH_HTML = 2**22
"""HTML is some twenty times as long as text: more could not be read in time."""

_TEXTS = ("text/plain;charset=utf-8", "text/plain")


@dataclass(frozen=True)
class Clip:
    """The same table as text and as HTML, either of them empty if it is not there.

    ``html_left`` tells that there was too much HTML to look for exact numbers in it.
    """

    text: QByteArray
    html: QByteArray = field(default_factory=QByteArray)
    html_left: bool = False

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        return self.text.size() + self.html.size()


def fetched(data: QMimeData | None) -> Clip:
    """Fetch a clipboard's text, not copied, and its HTML unless there is too much of it.

    A clipboard that was never used, or cleared, has no data at all. Only the thread of the window
    may ask for it, so this is all that it does.
    """
    if data is None:
        return Clip(QByteArray())
    text = _text(data)
    if not data.hasHtml():
        return Clip(text)
    if text.size() > MOST_TEXT_WITH_HTML:
        return Clip(text, html_left=True)
    return Clip(text, data.data("text/html"))


def _text(data: QMimeData) -> QByteArray:
    for form in _TEXTS:
        if data.hasFormat(form):
            return data.data(form)
    return QByteArray()
