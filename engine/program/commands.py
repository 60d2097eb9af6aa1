"""The commands that start Secant here: from its sources, installed, or in a bundle."""

import sys
from pathlib import Path

FIT = "secant-fit"
"""The program without a window, installed or in a bundle."""
WINDOW = "secant"
READ_WORKBOOK = "--read-workbook"
"""The first word by which the bundle's ``secant-fit`` becomes the process that reads workbooks."""


def is_bundle() -> bool:
    """Return whether the program runs from a bundle, without a Python to start beside it."""
    return bool(getattr(sys, "frozen", False))


def fit_command() -> str:
    """Return what a person types to fit a table without a window."""
    return FIT if is_bundle() or _own_name() == FIT else "python3 -m engine"


def window_command() -> str:
    """Return what a person types to open the window."""
    return WINDOW if is_bundle() or _own_name() in (WINDOW, FIT) else "python3 main.py"


def fit_program() -> Path:
    """Return the bundle's program without a window, which is beside the running one."""
    return Path(sys.executable).with_name(FIT + Path(sys.executable).suffix)


def _own_name() -> str:
    return Path(sys.argv[0]).stem if sys.argv else ""
