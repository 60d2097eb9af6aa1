"""Running the program with a person at its keyboard."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120


def play(
    home: dict[str, str], *arguments: str, driver: str = "driver"
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        command(*arguments, driver=driver),
        cwd=ROOT,
        env=home,
        text=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def begin(home: dict[str, str], *arguments: str, driver: str = "driver") -> subprocess.Popen[str]:
    """Run the program, and go on meanwhile."""
    pipe = subprocess.PIPE
    words = command(*arguments, driver=driver)
    return subprocess.Popen(words, cwd=ROOT, env=home, text=True, stdout=pipe, stderr=pipe)


def command(*arguments: str, driver: str) -> list[str]:
    """Return the words that run it."""
    return [sys.executable, "-m", f"tests.e2e.{driver}", *arguments]
