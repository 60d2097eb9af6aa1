"""What the terminal shows while Secant gets ready."""

import sys


def say(words: str) -> None:
    """Write one line on standard error, at once; say nothing where there is none (pythonw)."""
    print(f"Secant: {words}", file=sys.stderr, flush=True)
