"""A tiny distribution that a test can write itself."""

import base64
import hashlib
import zipfile
from pathlib import Path

_FILES = {
    "tiny/__init__.py": "SIZE = 'tiny'\n",
    "tiny-1.5.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.5\n",
    "tiny-1.5.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}


def write_wheel(folder: Path) -> None:
    """Write the wheel of tiny 1.5, for any Python, into ``folder``."""
    lines = [_record(name, text.encode()) for name, text in _FILES.items()]
    lines.append("tiny-1.5.dist-info/RECORD,,\n")
    with zipfile.ZipFile(folder / "tiny-1.5-py3-none-any.whl", "w") as wheel:
        for name, text in _FILES.items():
            wheel.writestr(name, text)
        wheel.writestr("tiny-1.5.dist-info/RECORD", "".join(lines))


def _record(name: str, data: bytes) -> str:
    """Return the line of RECORD for a file."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(data)}\n"
