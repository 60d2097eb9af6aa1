"""Kill the real program again and again while it edits and saves a file, and start it again.

Run it as ``python3 -m tests.e2e.kills [COUNT] [--seed N]``. It ends with status 1 at the first
start that offers a stale copy, loses work, or asks a question that is not due.
"""

import argparse
import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from tests import TIMEOUT_SECONDS
from tests.e2e import play

SCRIPT = "resume_and_save_for_ever"
LOST_SECONDS = 2.0
"""A recovery copy is written within this time of each change."""
SAVE_SECONDS = 0.15
"""A save and the deletion of the copy take some 40 ms, and thrice that on two busy cores."""
ROUND_SECONDS = 1.3
"""From one save to the next: the copy of the edit between them waits for a second."""
DURING_SAVE = 0.7
"""The share of the kills that are aimed at a save; the others come at any moment."""


class Lost(Exception):
    """A start after a kill was not as promised."""


@dataclass(frozen=True)
class Killed:
    """What a killed program had opened and typed, with times, and when it was killed."""

    opened: float
    typed: tuple[tuple[int, float], ...]
    when: float

    @property
    def due(self) -> float:
        """The latest number that must not be lost."""
        old = [value for value, typed in self.typed if typed <= self.when - LOST_SECONDS]
        return max(old, default=self.opened)


def make_file(folder: Path) -> Path:
    """Write a file to edit."""
    path = folder / "trial.secant"
    write_whole(path, archived(SavedExperiment(np.ones((2, 1)), np.ones(2), np.ones(1))))
    return path


def kill_and_restart(folder: Path, count: int, seed: int) -> Counter[str]:
    """Kill the program ``count`` times; return how often what was offered. Raises Lost."""
    path, home, random_kill = make_file(folder), play.home_in(folder), random.Random(seed)
    seen: Counter[str] = Counter()
    killed: Killed | None = None
    for _ in range(count + 1):  # the last one shows what the last kill left
        killed, offered = _one_life(path, home, killed, random_kill)
        seen[offered] += 1
    return seen


def _one_life(
    path: Path, home: dict[str, str], former: Killed | None, random_kill: random.Random
) -> tuple[Killed, str]:
    """Start the program, check what it offers, let it work, and kill it."""
    in_file = float(read_archive(path).A[0, 0])
    with play.begin(home, SCRIPT, str(path), driver="recovery_driver") as program:
        assert program.stdout is not None
        lines = iter(program.stdout.readline, "")
        offer, cell, end = (next(lines, "").strip() for _ in range(3))
        what = f"offer {offer!r}, shown {cell!r}, then {end!r}; file {in_file}, {former}"
        if not end:  # it ended before it had saved, and says why
            what += f"; {program.communicate(timeout=TIMEOUT_SECONDS)[1]}"
        _check(former, in_file, offer, cell, end, what)
        if read_archive(path).A[0, 0] != float(cell):
            raise Lost(f"not saved: {what}")
        typed = _follow(lines, random_kill.randint(1, 2))
        is_during_save = random_kill.random() < DURING_SAVE
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(random_kill.uniform(0, SAVE_SECONDS if is_during_save else ROUND_SECONDS))
        program.kill()
        when = time.monotonic()
        rest, errors = program.communicate(timeout=TIMEOUT_SECONDS)
        if program.returncode != -signal.SIGKILL or errors:
            raise Lost(f"ended by itself: {program.returncode}, {errors}")
    typed += [_number(line) for line in rest.splitlines() if line[:1].isdigit()]
    return Killed(float(cell), tuple(typed), when), offer.partition(",")[0]


def _check(
    former: Killed | None, in_file: float, offer: str, cell: str, end: str, what: str
) -> None:
    """Compare a start with what the program before it had done. Later numbers are higher."""
    if not cell or end != "saved":
        raise Lost(f"a question that is not due: {what}")
    if offer == "none" and float(cell) != in_file:
        raise Lost(f"not the file: {what}")
    if offer != "none" and not (offer.startswith("The copy is newer") and float(cell) > in_file):
        raise Lost(f"a stale offer: {what}")
    if former is not None and float(cell) < former.due:
        raise Lost(f"lost work: {what}")


def _follow(lines: Iterator[str], saves: int) -> list[tuple[int, float]]:
    """Read what the program types until it begins its last save."""
    typed: list[tuple[int, float]] = []
    for line in lines:
        if line[:1].isdigit():
            typed.append(_number(line))
        else:
            saves -= 1
            if saves == 0:
                break
    return typed


def _number(line: str) -> tuple[int, float]:
    value, _, when = line.partition(" ")
    return int(value), float(when or "inf")  # the last line may be cut short


def main() -> int:
    """Kill as often as the command line says, and print what was offered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            seen = kill_and_restart(Path(folder), options.count, options.seed)
        except Lost as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for offered, times in seen.most_common():
        sys.stdout.write(f"{times:5}  {offered}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
