"""From launch to the first painted window, against the barest program of the same parts."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from .measure import Measure, ratio, seconds

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def launch_measures() -> list[Measure]:
    """Secant as a person starts it, and a bare window with one plot."""
    secant = partial(_start, "painted_secant.py")
    bare = partial(_start, "painted_bare.py")
    times = ratio(secant, bare)
    return [
        Measure("launch to first painted window, bare program", seconds(bare), "s"),
        Measure("launch to first painted window, Secant", seconds(secant), "s"),
        Measure("launch against the bare program", times, "×", at_most=1.5),
    ]


def _start(program: str) -> None:
    subprocess.run([sys.executable, str(HERE / program)], cwd=ROOT, check=True)
