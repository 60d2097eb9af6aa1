import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Runs the first steps of "python3 -m engine" in an interpreter that pretends to be another.
START = "import sys; sys.argv = ['-m']; {pretence}; import engine"
OLD_PYTHON = "sys.version_info = (3, 10, 4)"
NO_NUMPY = "sys.modules['numpy'] = None"
OLD_NUMPY = (
    "import types; old = types.ModuleType('numpy.version'); old.version = '1.26.4'; "
    "sys.modules['numpy'] = types.ModuleType('numpy'); sys.modules['numpy.version'] = old"
)
# A numpy whose import fails as numpy 2.5 does in a folder with letters that the locale lacks.
NO_LETTERS = (
    "import types; cut = types.ModuleType('numpy.version'); "
    "cut.__getattr__ = lambda name: '\\udcc3'.encode(); "
    "sys.modules['numpy'] = types.ModuleType('numpy'); sys.modules['numpy.version'] = cut"
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("pretence", "lacking"),
    [
        (OLD_PYTHON, "Python 3.11 or newer, and this is Python 3.10"),
        (NO_NUMPY, "numpy: install it with python3 -m pip install numpy"),
        (OLD_NUMPY, "numpy 2 or newer, and this is numpy 1.26.4"),
        (NO_LETTERS, "a locale with the letters of its folder: set PYTHONUTF8=1"),
    ],
)
def test_missing_requirement_is_one_sentence(pretence: str, lacking: str) -> None:
    done = run("-c", START.format(pretence=pretence))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Secant's engine needs {lacking}.\n"


def test_import_without_numpy_names_it() -> None:
    done = run("-c", f"import sys; {NO_NUMPY}; import engine")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ImportError: Secant's engine needs numpy: install it with python3 -m pip install numpy."
    )


def test_program_needs_numpy() -> None:
    """-S leaves out all installed packages, including numpy."""
    done = run("-S", "-E", "-m", "engine")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Secant's engine needs numpy")
    assert done.stderr.count("\n") == 1
