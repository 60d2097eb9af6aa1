"""Files of this computer, by the URLs that other programs give them."""

from pathlib import Path

from PySide6.QtCore import QUrl


def local_path(url: QUrl) -> Path:
    """Return the path of a local file, whose computer the URL may call localhost."""
    if url.host() == "localhost":
        url = QUrl(url)
        url.setHost("")
    return Path(url.toLocalFile())
