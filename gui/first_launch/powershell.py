"""What only PowerShell can do on Windows without further libraries."""

import subprocess
from collections.abc import Callable, Sequence

Run = Callable[[Sequence[str]], int]


def run_command(command: Sequence[str]) -> int:
    """Run a command unseen; return its exit status."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode


def run_script(script: str, run: Run = run_command) -> bool:
    """Run a script; tell whether it could be."""
    try:
        return run(["powershell", "-NoProfile", "-NonInteractive", "-Command", script]) == 0
    except OSError:
        return False


def literal(text: str) -> str:
    """Return `text` as PowerShell's string without escapes, in which only the quote is doubled."""
    return "'" + text.replace("'", "''") + "'"
