"""Paths of local files from the URLs that other programs pass."""

from pathlib import Path

from PySide6.QtCore import QUrl


def local_path(url: QUrl) -> Path:
    """Return the path of a local file; the URL may name this computer localhost."""
    if url.host() == "localhost":
        url = QUrl(url)
        url.setHost("")
    return Path(url.toLocalFile())
