"""Run PowerShell scripts, the only way on Windows to make shortcuts without more libraries."""

import subprocess
from collections.abc import Callable, Sequence

Run = Callable[[Sequence[str]], int]


def run_command(command: Sequence[str]) -> int:
    """Run a command without showing its output; return the exit status."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode


def run_script(script: str, run: Run = run_command) -> bool:
    """Run a script; return whether it succeeded."""
    try:
        return run(["powershell", "-NoProfile", "-NonInteractive", "-Command", script]) == 0
    except OSError:
        return False


def literal(text: str) -> str:
    """Return `text` as a single-quoted PowerShell string, in which only quotes are escaped."""
    return "'" + text.replace("'", "''") + "'"
