"""Names that every system takes for files."""

import re
from pathlib import Path

from PySide6.QtCore import QUrl

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_MOST_BYTES = 180  # of the 255 that there are, so that more may follow


def file_name(name: str) -> str:
    """Return a name without what one system or another does not allow in that of a file."""
    fit = _UNFIT.sub("-", name).strip(" .-").encode("utf-8", "ignore")[:_MOST_BYTES]
    return fit.decode("utf-8", "ignore").rstrip(" .-") or "Untitled"


def local_path(url: QUrl) -> Path:
    """Return the path of a local file, whose computer the URL may call localhost."""
    if url.host() == "localhost":
        url = QUrl(url)
        url.setHost("")
    return Path(url.toLocalFile())
