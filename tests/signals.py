"""`python3 -m tests.signals [COUNT] [--seed N] [STATE …]`: end the program at random moments.

Starts the real program COUNT times, 200 if no number is given, brings it into a random state, and
sends it SIGINT, SIGTERM or SIGHUP up to half a second later. STATE, such as STALLED_SAVE, chooses
among the states. The status is 1 if a promise is broken: it ends within 2 s with status 0, prints
nothing, and leaves a recovery copy of unsaved work.
"""

import argparse
import os
import random
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import monotonic, sleep

from .e2e.signal_driver import WITH_UNSAVED_WORK, SignalState
from .processes import running

ROOT = Path(__file__).parents[1]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PROMISED_SECONDS = 2.0
MOST_DELAY = 0.5


@dataclass(frozen=True)
class Ending:
    """How the program ended after one signal."""

    state: SignalState
    number: signal.Signals
    delay: float
    seconds: float
    status: int | None
    errors: str
    copies: int

    @property
    def broken(self) -> list[str]:
        """The promises that were broken."""
        needs_copy = self.state in WITH_UNSAVED_WORK
        checks = {
            f"it took {self.seconds:.2f} s": self.seconds > PROMISED_SECONDS,
            f"its status was {self.status}": self.status != 0,
            f"it printed {self.errors!r}": bool(self.errors),
            "it left no recovery copy": needs_copy and not self.copies,
        }
        return [what for what, is_broken in checks.items() if is_broken]


def send(state: SignalState, number: signal.Signals, delay: float, folder: Path) -> Ending:
    """Start the program, send it the signal ``delay`` seconds after it has reached the state."""
    command = [sys.executable, "-m", "tests.e2e.signal_driver", state.value, str(folder)]
    with running(command, ROOT, home(folder)) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        if first != "ready\n":
            _, errors = program.communicate()
            raise AssertionError(f"{state.name} was not reached: {errors}")
        sleep(delay)
        began = monotonic()
        program.send_signal(number)
        # A program that does not end is a finding, not a reason to wait for the test's time limit.
        watchdog = Timer(10 * PROMISED_SECONDS, program.kill)
        watchdog.start()
        _, errors = program.communicate()
        watchdog.cancel()
        seconds = monotonic() - began
    copies = len(list(folder.rglob("recovery/*.secant")))
    return Ending(state, number, delay, seconds, program.returncode, errors, copies)


def home(folder: Path) -> dict[str, str]:
    """Return environment variables with a home folder of its own."""
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "HOME")
    places = {name: str(folder / name) for name in names}
    for place in places.values():
        Path(place).mkdir(exist_ok=True)
    return os.environ | places | {"QT_QPA_PLATFORM": "offscreen"}


def draw(rng: random.Random) -> tuple[signal.Signals, float]:
    """Return a signal and a delay."""
    return rng.choice(SIGNALS), rng.uniform(0, MOST_DELAY)


def state_of(name: str) -> SignalState:
    """Return the state of a name; raise ArgumentTypeError if there is none."""
    if name not in SignalState.__members__:
        raise argparse.ArgumentTypeError(f"no state is called {name}")
    return SignalState[name]


def main(words: Sequence[str]) -> int:
    """Print what was found and return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.signals")
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("states", nargs="*", metavar="STATE", type=state_of)
    given = parser.parse_args(words)
    states = given.states or list(SignalState)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup lets it be ignored, by the program too
    rng = random.Random(given.seed)
    slowest: dict[SignalState, float] = {}
    faults = 0
    for k in range(given.count):
        state = states[k % len(states)]
        number, delay = draw(rng)
        with TemporaryDirectory() as folder:
            ending = send(state, number, delay, Path(folder))
        slowest[state] = max(slowest.get(state, 0.0), ending.seconds)
        faults += bool(ending.broken)
        told = "; ".join(ending.broken) or "good"
        print(f"{k + 1:4} {state.name:18} {number.name:8} {ending.seconds:5.2f} s  {told}")
    print(f"{given.count} signals, {faults} broken; slowest {max(slowest.values()):.2f} s")
    for state, seconds in slowest.items():
        print(f"{seconds:5.2f} s  {state.value}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
