"""A tiny distribution that a test can write itself."""

import zipfile
from pathlib import Path

_METADATA = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.5\n"
_WHEEL = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write_wheel(folder: Path) -> None:
    """Write the wheel of tiny 1.5, for any Python, into ``folder``."""
    with zipfile.ZipFile(folder / "tiny-1.5-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", "SIZE = 'tiny'\n")
        wheel.writestr("tiny-1.5.dist-info/METADATA", _METADATA)
        wheel.writestr("tiny-1.5.dist-info/WHEEL", _WHEEL)
        wheel.writestr("tiny-1.5.dist-info/RECORD", "")
