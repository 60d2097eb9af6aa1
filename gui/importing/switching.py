"""How soon a thread at work hands the interpreter back to the window."""

import math
import sys

QUICK_SECONDS = 0.00002


class QuickSwitching:
    """Lets the window redraw beside a busy thread.

    Qt lets go of the interpreter at nearly every call, and must wait this long to get it back: at
    the usual 5 ms a table of some hundred cells would take seconds to draw.
    """

    def __init__(self) -> None:
        self._usual: float | None = None

    def begin(self) -> None:
        """Switch quickly from now on, unless somebody has seen to that already."""
        now = sys.getswitchinterval()
        if self._usual is None and now > QUICK_SECONDS:
            self._usual = now
            sys.setswitchinterval(QUICK_SECONDS)

    def end(self) -> None:
        """Switch as before, unless somebody has changed that meanwhile."""
        if self._usual is not None:
            if math.isclose(sys.getswitchinterval(), QUICK_SECONDS, rel_tol=0.1):
                sys.setswitchinterval(self._usual)
            self._usual = None
