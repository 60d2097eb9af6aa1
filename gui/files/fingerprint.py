"""Detects whether a file has changed since it was last read or written here."""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

TAIL_BYTES = 2**18
"""Holds the whole directory of the archive, and costs 0.5 ms to read and hash."""


@dataclass(frozen=True)
class Fingerprint:
    """A file's length and a digest of its last bytes.

    A .secant file is a zip archive: its last bytes list the checksums of all its members. Only the
    content counts, so touching or copying the file does not change it.
    """

    length: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> "Fingerprint | None":
        """Return the fingerprint; None if there is no file, UNREADABLE if it cannot be read."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return None
            with path.open("rb") as file:
                length = file.seek(0, 2)
                file.seek(max(length - TAIL_BYTES, 0))
                return cls(length, hashlib.sha256(file.read(TAIL_BYTES)).hexdigest())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return UNREADABLE


UNREADABLE = Fingerprint(-1, "")
