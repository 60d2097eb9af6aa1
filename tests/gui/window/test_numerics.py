"""Numpy and the engine load before Qt, and linear algebra uses one thread."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gui.window import numerics

ROOT = Path(__file__).parents[3]
IN_ORDER = "import sys, gui.app, gui.window.main_window; print(*sys.modules)"
"""Prints the modules in the order in which they were loaded."""
FALSE_NUMPY = "import os; print(os.environ.get('OPENBLAS_NUM_THREADS')); raise SystemExit"
"""Numpy reads the number of its threads when it loads, and never again."""


def is_of_numbers(name: str) -> bool:
    """Return whether a module belongs to numpy or the engine."""
    return name.partition(".")[0] in ("numpy", "engine")


def test_numbers_load_before_qt() -> None:
    command = [sys.executable, "-c", IN_ORDER]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert [name for name in names[names.index("PySide6") :] if is_of_numbers(name)] == []


def test_linear_algebra_uses_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    Path(tmp_path, "numpy.py").write_text(FALSE_NUMPY, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import gui.app"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1\n"


def test_named_modules_are_loaded() -> None:
    assert set(numerics.BEFORE_QT) <= set(sys.modules)
