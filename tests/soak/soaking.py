"""Runs the program and the control beside it, and takes samples until the program ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from tests.processes import running

from .journal import read_journal
from .judging import Soak
from .samples import Sample, sample

ROOT = Path(__file__).parents[2]
SAMPLE_SECONDS = 1.0
# After the time is over, an export of a large table may still have to be finished.
ENDING_SECONDS = 60.0


def soak(
    folder: Path,
    seconds: float,
    seed: int,
    is_full_speed: bool = False,
    with_stacks: bool = False,
    with_screen: bool = False,
) -> Soak:
    """Soak the program for so many seconds; everything that it writes is below the folder."""
    modes = {"full-speed": is_full_speed, "stacks": with_stacks}
    mode = ",".join(name for name, is_on in modes.items() if is_on) or "random"
    most = seconds + ENDING_SECONDS
    stderr, began, samples = folder / "stderr.txt", monotonic(), []
    with screen(with_screen) as display, stderr.open("wb") as errors:
        environment = environment_of(folder) | display
        control = [sys.executable, "-m", "tests.soak.control", str(folder / "control.jsonl")]
        with running(control, ROOT, environment, most_seconds=most) as beside:
            program = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.soak.program"),
                    *(str(folder), str(seconds), str(seed), mode),
                ],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stderr=errors,
            )
            try:
                samples = list(samples_of(program, began + most))
            finally:
                program.kill()
                status = program.wait()
                beside.kill()
    return Soak(
        notes=list(read_journal(folder / "program.jsonl")),
        control=list(read_journal(folder / "control.jsonl")),
        samples=samples,
        status=status,
        stderr=stderr.read_text("utf-8", "replace"),
        is_full_speed=is_full_speed,
        began=began,
    )


def samples_of(program: "subprocess.Popen[bytes]", deadline: float) -> Iterator[Sample]:
    """Yield samples until the program ends or the deadline is over."""
    while monotonic() < deadline:
        try:
            program.wait(SAMPLE_SECONDS)
        except subprocess.TimeoutExpired:
            if (taken := sample(program.pid, monotonic())) is not None:
                yield taken
        else:
            return


def environment_of(folder: Path) -> dict[str, str]:
    """Return variables with a home of its own and no screen."""
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    homes = {name: str(folder / name) for name in names}
    # With a fault handler, a crash leaves the stacks of all threads on stderr.
    modes = {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"}
    return os.environ | homes | modes


@contextmanager
def screen(is_wanted: bool) -> Iterator[dict[str, str]]:
    """Start a virtual X screen if it is wanted; yield the variables that lead to it."""
    if not is_wanted:
        yield {}
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            display = number.readline().strip()
        yield {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()
