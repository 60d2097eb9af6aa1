"""After Qt has loaded, the text of a module that is imported is not read."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LATER = "import tomllib, linecache, sys; print(tomllib.__file__ in linecache.cache)"


@pytest.mark.parametrize(
    ("loaded", "is_read"), [("PySide6.QtCore", True), ("gui.window.plain_import", False)]
)
def test_text_of_modules_is_read(loaded: str, is_read: bool) -> None:
    command = [sys.executable, "-c", f"import {loaded}; {LATER}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(is_read)]
