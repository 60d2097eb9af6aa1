"""How a process of the tests ends."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIES = "tests/gui/tables/clipboard/test_clipboard.py::test_copy_takes_selected_lines"
SECONDS = 300
"""It takes 2 s on a free machine, mostly to load Qt; 40 s were measured on a busy one."""


def test_process_survives_a_last_copy() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", COPIES],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert (ended.returncode, b"1 passed" in ended.stdout) == (0, True), ended.stdout.decode()
