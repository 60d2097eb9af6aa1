"""From launch to the first painted window, against the smallest program with a plot."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from gui.first_launch.set_up import compile_sources
from tests import TIMEOUT_SECONDS

from .measure import Measure, ratio, seconds

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TURNS = 7


def launch_measures() -> list[Measure]:
    """Measure Secant as a person starts it, including the relaunch, and a bare window.

    The clock is what a person waits; the computing is what a busy machine leaves the same. The
    byte code is there, as it is after the first start.
    """
    compile_sources(ROOT)
    secant = partial(_start, _users_python(), "painted_secant.py")
    inside = partial(_start, sys.executable, "painted_secant.py")
    bare = partial(_start, sys.executable, "painted_bare.py")
    times = ratio(secant, bare)
    by_main, in_environment = computing_ratios([secant, inside], bare)
    return [
        Measure("launch to first painted window, bare program", seconds(bare), "s"),
        Measure("launch to first painted window, Secant", seconds(secant), "s"),
        Measure("launch against the bare program", times, "×", at_most=1.5),
        Measure("launch against the bare program, computing, by main.py", by_main, "×"),
        Measure("launch against the bare program, computing, environment", in_environment, "×"),
    ]


def computing_ratios(
    programs: list[Callable[[], object]], bare: Callable[[], object], turns: int = TURNS
) -> list[float]:
    """Return how many times longer each program computes than the bare one, all in turns."""
    for program in (*programs, bare):
        program()
    rounds = [[computing_seconds(each) for each in (*programs, bare)] for _ in range(turns)]
    return [median(turn[k] / turn[-1] for turn in rounds) for k in range(len(programs))]


def computing_seconds(program: Callable[[], object]) -> float:
    """Return the time that the processor spends on the processes of a program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def _users_python() -> str:
    """Return the interpreter that a person would start, outside Secant's own environment."""
    own = Path(sys.prefix) == ROOT / ".venv"
    return str(getattr(sys, "_base_executable", sys.executable)) if own else sys.executable


def _start(interpreter: str, program: str) -> None:
    changed = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONDONTWRITEBYTECODE")
    subprocess.run(
        [interpreter, str(HERE / program)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in changed},
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
