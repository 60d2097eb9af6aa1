"""Presses keys in the window that has the focus, and finds its way by what gets the focus."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic, sleep

from .hearing import Heard, Hearing, NotHeard

MOST_TABS = 60
"""More than there are stops in the window."""
FOCUS_SECONDS = 3.0
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Person:
    """Somebody with a keyboard and a screen reader, who listens before the next key."""

    hearing: Hearing
    environ: Mapping[str, str]
    quiet_seconds: float = 0.0
    """How long nothing is heard before a key is pressed."""

    def press(self, *keys: str) -> int:
        """Press keys one after the other; return the number of events before them."""
        self.hearing.wait_quiet(self.quiet_seconds)
        before = len(self.hearing.events)
        self._run("key", "--delay", "40", *keys)
        return before

    def type_text(self, text: str) -> int:
        """Type a text; return the number of events before it."""
        self.hearing.wait_quiet(self.quiet_seconds)
        before = len(self.hearing.events)
        self._run("type", "--delay", "40", text)
        return before

    def tab_to(self, what: str, pattern: str) -> Heard:
        """Press Tab until the name, label or role of what has the focus fits; raises NotHeard.

        A table takes Tab for itself, and is left by Ctrl+Tab.
        """
        wanted, passed = re.compile(pattern), []
        for _ in range(MOST_TABS):
            reached = self.hearing.focused()
            if reached is not None:
                told = f"{reached.role}: {reached.name} {reached.label}"
                if wanted.search(told):
                    return reached
                passed.append(told)
            in_table = reached is not None and reached.role in ("table", "table cell")
            before = self.press("ctrl+Tab" if in_table else "Tab")
            self._wait_focus(before)
        raise NotHeard(f"{what} was not reached; passed were {list(dict.fromkeys(passed))}")

    def _wait_focus(self, before: int) -> None:
        end = monotonic() + FOCUS_SECONDS
        while monotonic() < end:
            if any(event.is_focused for event in self.hearing.events[before:]):
                return
            sleep(POLL_SECONDS)

    def _run(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=dict(self.environ), check=True, timeout=60)
