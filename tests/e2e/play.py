"""Run the program with a simulated person at its keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import TIMEOUT_SECONDS
from tests.processes import running

ROOT = Path(__file__).parents[2]


def home_in(folder: Path) -> dict[str, str]:
    """Return environment variables that make a folder the home."""
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places = {name: str(folder / name) for name in names}
    return os.environ | places | {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}


def play(
    home: dict[str, str], *arguments: str, driver: str = "driver"
) -> subprocess.CompletedProcess[str]:
    """Run the program until it ends."""
    return subprocess.run(
        command(*arguments, driver=driver),
        cwd=ROOT,
        env=home,
        text=True,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )


@contextmanager
def begin(
    home: dict[str, str], *arguments: str, driver: str = "driver"
) -> Iterator[subprocess.Popen[str]]:
    """Start the program and return while it runs."""
    with running(command(*arguments, driver=driver), ROOT, home) as program:
        yield program


def command(*arguments: str, driver: str) -> list[str]:
    """Return the command that starts a driver."""
    return [sys.executable, "-m", f"tests.e2e.{driver}", *arguments]
