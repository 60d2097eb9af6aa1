"""Progress messages on the terminal during the first launch."""

import sys


def report(message: str) -> None:
    """Print one line on standard error at once; do nothing if there is none (pythonw)."""
    print(f"Secant: {message}", file=sys.stderr, flush=True)
