"""A person at the keyboard of an X screen, by ``xdotool``."""

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from time import monotonic

from .building import BundleFault

PATIENCE_SECONDS = 300.0
"""A start takes one second; on two cores that thirty other programs used, it took 75."""
_LOOK_SECONDS = 0.1
_AGAIN_SECONDS = 3.0
_SETTLE_SECONDS = 0.7
"""A window that is there takes keys a moment later."""


class Keyboard:
    """Types into the window that has the focus.

    ``environ`` names the screen, and ``log`` is what the program writes, told if it fails.
    """

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        self._environ, self._log = dict(environ), log

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self._tool("key", *keys)

    def type(self, text: str) -> None:
        """Type a text over what is in the field."""
        self.press("ctrl+a")
        self._tool("type", "--delay", "20", text)

    def wait_for_window(self, title: str) -> float:
        """Wait for a window with this title, a pattern; return after how many seconds it came."""
        took = self.wait_until(lambda: self._has_window(title), f"a window {title}")
        self.settle()
        return took

    def open_window(self, key: str, title: str) -> None:
        """Press a key until it has opened a window: what it is about may not be there yet."""
        begin = monotonic()
        while not self._has_window(title) and monotonic() - begin < PATIENCE_SECONDS:
            self.press(key)
            Event().wait(_AGAIN_SECONDS)
        self.wait_for_window(title)

    def wait_until(self, is_so: Callable[[], bool], what: str) -> float:
        """Wait until something is so; return after how many seconds.

        Raises
        ------
        BundleFault
            If it never is, or the program has failed.
        """
        begin = monotonic()
        while not is_so():
            written = self._log.read_text("utf-8", "replace")
            if monotonic() - begin > PATIENCE_SECONDS or "Traceback" in written:
                raise BundleFault(f"there is not {what}. The program wrote: {written}")
            Event().wait(_LOOK_SECONDS)
        return monotonic() - begin

    def settle(self) -> None:
        """Wait until a window that has just come takes keys."""
        Event().wait(_SETTLE_SECONDS)

    def _has_window(self, title: str) -> bool:
        found = self._tool("search", "--onlyvisible", "--name", ".", check=False).split()
        names = [self._tool("getwindowname", each, check=False) for each in found]
        return any(re.search(title, name.strip()) for name in names)

    def _tool(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environ, capture_output=True, text=True, check=check
        )
        return done.stdout
