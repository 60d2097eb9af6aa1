"""``python3 -m tests.screen_reader [--orca]``: press keys, and check what a screen reader hears.

Run, its end, a divergence, a refused rate and a refused cell must be announced. With ``--orca``,
Orca must speak them, and the name of everything that keys reach. The status is 1 if something was
not heard, and 2 if packages are missing, which are then named.
"""

import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.desktops.screens import Screen, ScreenName, screen

from . import orca
from .hearing import ANNOUNCED, SPOKEN, Hearing, NotHeard
from .person import Person

ROOT = Path(__file__).parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
HAS_ATSPI = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
COMMANDS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus"}
BUS_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")

ORCA_QUIET = 0.6
"""Seconds; Orca, which is slower than the program, has then said what it has to say."""

ORCA_STARTED = 3.0
"""Seconds; how long Orca says nothing when it has read a new window, beside two busy processes."""

Step = tuple[str, Callable[[Person], str]]


def missing_packages() -> list[str]:
    """Return the Debian packages that are needed and not installed."""
    missing = [package for name, package in COMMANDS.items() if shutil.which(name) is None]
    if not any(Path(launcher).exists() for launcher in BUS_LAUNCHERS):
        missing.append("at-spi2-core")
    found = subprocess.run([SYSTEM_PYTHON, "-c", HAS_ATSPI], capture_output=True, check=False)
    if found.returncode:
        missing += ["python3-gi", "gir1.2-atspi-2.0"]
    return missing


def run(person: Person) -> str:
    """Press Run."""
    words = "^running|^falling"
    return person.hearing.wait_announced("Run", words, person.press("F5")).text


def end(person: Person) -> str:
    """Wait until the run has ended."""
    words = "are done|^at the optimum|^not at the optimum|^converged|^done"
    return person.hearing.wait_announced("the end of the run", words, 0).text


def refused_rate(person: Person) -> str:
    """Type a rate that is no number."""
    person.tab_to("the rate", r"(?i)(rate|η)")
    person.press("ctrl+a")
    person.type_text("abc")
    before = person.press("Return")
    return person.hearing.wait_announced("the refused rate", "not a number", before).text


def divergence(person: Person) -> str:
    """Run with a rate that is far above its limit, once the warning is heard.

    Orca drops sentences while over 50 events wait, as after keys that no person presses so fast.
    """
    person.press("ctrl+a")
    person.type_text("1")
    before = person.press("Return")
    person.hearing.wait_announced("the warning", "above its limit", before)
    before = person.press("F5")
    return person.hearing.wait_announced("the divergence", "diverg|grew|grows", before).text


def refused_cell(person: Person) -> str:
    """Type a text into a cell of A."""
    person.tab_to("the table A", r"^table( cell)?: ")
    before = person.type_text("abc")
    person.press("Return")
    return person.hearing.wait_announced("the refused cell", "not a number", before).text


def tour(person: Person) -> str:
    """Go through the whole window; everything must be named."""
    for key, sentences in TOUR:
        before = person.press(key)
        for sentence in sentences:
            person.hearing.wait_announced(f"{sentence!r} after {key}", sentence, before)
    return f"{len(TOUR)} stops"


RUN, END = ("Run", run), ("its end", end)
REFUSALS: tuple[Step, ...] = (
    ("a refused rate", refused_rate),
    ("a divergence", divergence),
    ("a refused cell", refused_cell),
)


STEPS = (RUN, END, *REFUSALS)
STEPS_WITH_ORCA = (RUN, END, ("everything by name", tour), *REFUSALS)
TOUR = (
    ("Tab", ("^Step push button", "Take one epoch")),
    ("Tab", ("^Reset push button",)),
    ("Tab", ("^Speed: as fast as possible horizontal slider",)),
    ("Left", ("^Speed: 1e5 epochs a second",)),
    ("Right", ("^Speed: as fast as possible",)),
    ("Tab", ("^η +rate text", "^0.01", "^95 % of limit")),
    ("Tab", ("^h +step text", "^0.1")),
    ("Tab", ("^quotient combo box", "^central")),
    ("Tab", ("^epochs text", "^1000")),
    ("Tab", ("^optimiser text", "^plai")),
    ("Tab", ("^loss text", "^quadratic")),
    ("Tab", ("^columns combo box", "^as they are")),
    ("Tab", ("^Descent page tab",)),
    ("Tab", ("^Loss by epoch chart", "^Line: the loss falls from 340 at epoch 0 to")),
    ("Left", ("^epoch 1,000 +loss ",)),
    ("Home", ("^epoch 0 +loss 340",)),
    ("Tab", ("^Observed and predicted output chart", "^Points: Y of 3 rows, from 14 to 50, and Ŷ")),
    ("Home", ("^row 1 ",)),
    ("Tab", ("^By Row check box checked",)),
    ("Tab", ("^Ŷ against Y check box not checked",)),
    ("Tab", ("^Go to the Start push button",)),
    ("Right", ("^One Epoch Back push button",)),
    ("Tab", ("^epoch text", "^1000")),
    ("Tab", ("^Epoch 1,000 of 1,000, loss .* horizontal slider",)),
    ("Left", ("^Epoch [0-9]+ of 1,000, loss ",)),
    ("End", ("^Epoch 1,000 of 1,000, loss ",)),
    ("Tab", ("^Inputs A", "^table with 3 rows 3 columns", "^row 1")),
    ("Right", ("column header 2", "^row 1")),
    ("Down", ("^5", "^row 2")),
    ("Up", ("^row 1",)),
    ("Up", ("^Weights W: start, now, and the gradient δW", "^optimum, computed")),
    ("Up", ("^exact δW, computed",)),
    ("Up", ("^δW, computed",)),
    ("Up", ("^now, computed",)),
    ("Left", ("^x1 column header ", "^now, computed")),
    ("Up", ("^start",)),
)
"""Keys from the button Run on, and what must be said after each, in the published example."""


def listen(folder: Path, on: Screen, *, with_orca: bool) -> int:
    """Start listener and program, do all steps, and return the number of those that failed."""
    failures = 0
    home = {name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME")}
    environ = {
        **on.environ,
        **home,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    with ExitStack() as stack:
        listener = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("listener.py"))],
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(listener.kill)
        assert listener.stdout is not None
        hearing = Hearing(listener.stdout, SPOKEN if with_orca else ANNOUNCED)
        person = Person(hearing, on.outer, ORCA_QUIET if with_orca else 0.0)
        hearing.wait("the bus", lambda event: event.kind == "ready")
        if with_orca:
            orca.silence(Path(environ["XDG_CONFIG_HOME"]))
            stack.callback(orca.Orca(environ, hearing.events.append).end)
            hearing.wait_announced("Orca", "Screen reader on", 0)
        program = subprocess.Popen([sys.executable, str(ROOT / "main.py")], env=environ, cwd=ROOT)
        stack.callback(program.kill)
        hearing.wait("the window", lambda event: event.is_focused)
        if with_orca:  # behind the events of a new window it would drop the first sentences
            hearing.wait_announced("the window", "^Run push button", 0)
            hearing.wait_quiet(ORCA_STARTED)
        for name, step in STEPS_WITH_ORCA if with_orca else STEPS:
            try:
                print(f"✓ {name}: {step(person)}", flush=True)
            except NotHeard as fault:
                failures += 1
                print(f"✕ {name}: {fault}", flush=True)
        print("heard in all:", *hearing.sentences(), sep="\n  ")
    return failures


def main() -> int:
    """Run everything and return the exit status."""
    parser = ArgumentParser(prog="python3 -m tests.screen_reader", description=__doc__)
    parser.add_argument("--orca", action="store_true", help="hear what Orca says")
    with_orca = parser.parse_args().orca
    missing = missing_packages() + (orca.missing_packages() if with_orca else [])
    if missing:
        print("needed: apt-get install " + " ".join(missing))
        return 2
    if with_orca and orca.is_running():
        print("Orca is running already; a second one does not start")
        return 2
    with TemporaryDirectory(prefix="reader", dir="/tmp") as name:
        folder = Path(name)
        (folder / "home").mkdir()
        with screen(ScreenName.X11, folder) as on:
            return int(listen(folder, on, with_orca=with_orca) > 0)


if __name__ == "__main__":
    sys.exit(main())
