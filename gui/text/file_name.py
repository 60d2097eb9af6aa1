"""File names that every operating system accepts."""

import re
from pathlib import Path

from PySide6.QtCore import QUrl

from .translation import translate

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
TABLE_PATTERNS = (
    "*.csv *.tsv *.tab *.txt *.dat *.gz *.xz *.zip *.xlsx *.xlsm *.xlsb *.xls *.ods *.npy *.npz "
    "*.parquet *.feather *.arrow *.arrows *.orc *.mat *.h5 *.hdf5 *.sav *.zsav *.dta *.xpt "
    "*.json *.jsonl *.ndjson"
)
"""Of the files that hold tables, in the manner of file dialogs."""
_MOST_BYTES = 180  # file systems allow 255; an ending or a number may follow


def file_name(name: str) -> str:
    """Return a name without the characters that some operating system forbids in a file name."""
    fit = _FORBIDDEN.sub("-", name).strip(" .-").encode("utf-8", "ignore")[:_MOST_BYTES]
    return fit.decode("utf-8", "ignore").rstrip(" .-") or translate("text", "Untitled")


def local_path(url: QUrl) -> Path:
    """Return the path of a local file; the URL may name this computer localhost."""
    if url.host() == "localhost":
        url = QUrl(url)
        url.setHost("")
    return Path(url.toLocalFile())
