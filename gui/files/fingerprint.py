"""What tells whether a file is still the one that was read or written here."""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path

TAIL_BYTES = 2**18


@dataclass(frozen=True)
class Fingerprint:
    """The length of a file and a digest of its end, where a .secant file lists checksums of all.

    By its content alone: to be touched, copied back or kept on another disk changes no file.
    """

    length: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> "Fingerprint | None":
        """Return that of a file; None where there is none, UNREADABLE where it cannot be read."""
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
