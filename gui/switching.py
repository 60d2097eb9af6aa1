"""How soon a thread at work hands the interpreter back to the window."""

import sys

QUICK_SECONDS = 0.00001


def switch_quickly() -> None:
    """Let the window redraw beside a busy thread.

    Qt lets go of the interpreter at nearly every call, and must wait this long to get it back: at
    the usual 5 ms a redraw of some hundred calls would take seconds.
    """
    sys.setswitchinterval(QUICK_SECONDS)
