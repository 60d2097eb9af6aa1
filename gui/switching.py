"""How quickly a busy thread gives the interpreter back to the window."""

import sys

QUICK_SECONDS = 0.00001
"""Far below the 5 ms of Python: Qt gives the interpreter up several hundred times a redraw."""


def switch_quickly() -> None:
    """Let the window redraw while a thread is busy.

    Qt releases the interpreter at nearly every call, and waits this long to get it back. At the
    default of 5 ms, a redraw of several hundred calls would take seconds.
    """
    sys.setswitchinterval(QUICK_SECONDS)
