"""From launch to the first painted window, against the smallest program with a plot."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from tests import TIMEOUT_SECONDS

from .measure import Measure, ratio, seconds

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def launch_measures() -> list[Measure]:
    """Measure Secant as a person starts it, including the relaunch, and a bare window."""
    secant = partial(_start, _users_python(), "painted_secant.py")
    bare = partial(_start, sys.executable, "painted_bare.py")
    times = ratio(secant, bare)
    return [
        Measure("launch to first painted window, bare program", seconds(bare), "s"),
        Measure("launch to first painted window, Secant", seconds(secant), "s"),
        Measure("launch against the bare program", times, "×", at_most=1.5),
    ]


def _users_python() -> str:
    """Return the interpreter that a person would start, outside Secant's own environment."""
    own = Path(sys.prefix) == ROOT / ".venv"
    return str(getattr(sys, "_base_executable", sys.executable)) if own else sys.executable


def _start(interpreter: str, program: str) -> None:
    subprocess.run(
        [interpreter, str(HERE / program)], cwd=ROOT, check=True, timeout=TIMEOUT_SECONDS
    )
