"""What the listener has written so far, read in a thread."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import IO

SECONDS = 30.0
"""Until something must be heard; a busy machine starts the program in ten."""
POLL_SECONDS = 0.02
ANNOUNCED = "object:announcement"
"""What the program tells readers to say."""
SPOKEN = "spoken"
"""What a reader says."""


class NotHeard(Exception):
    """Nothing that was waited for has been heard."""


@dataclass(frozen=True)
class Heard:
    """One event on the bus."""

    kind: str
    text: str = ""
    role: str = ""
    name: str = ""
    label: str = ""
    on: bool = False
    error: str = ""

    @property
    def is_focused(self) -> bool:
        """Whether a widget has got the focus."""
        return self.kind.startswith("object:state-changed:focused") and self.on


@dataclass
class Hearing:
    """Collects events from the listener's output.

    ``kind`` is that of the events with sentences: those of the program, or of a reader.
    """

    source: IO[str]
    kind: str = ANNOUNCED
    events: list[Heard] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, what: str, fits: Callable[[Heard], bool], since: int = 0) -> Heard:
        """Return the first event from ``since`` on that fits; raises NotHeard."""
        end = monotonic() + SECONDS
        while monotonic() < end:
            for event in self.events[since:]:
                if fits(event):
                    return event
            sleep(POLL_SECONDS)
        raise NotHeard(f"{what} was not heard; heard were {self.sentences(since)}")

    def wait_announced(self, what: str, pattern: str, since: int) -> Heard:
        """Return the first sentence from ``since`` on with this pattern; raises NotHeard."""
        found = re.compile(pattern, re.IGNORECASE)
        return self.wait(what, lambda e: self._is_said(e) and bool(found.search(e.text)), since)

    def sentences(self, since: int = 0) -> list[str]:
        """Return what has been said from ``since`` on."""
        return [event.text for event in self.events[since:] if self._is_said(event)]

    def wait_quiet(self, seconds: float) -> None:
        """Return when nothing has happened for so long."""
        count, since = len(self.events), monotonic()
        end = since + SECONDS
        while monotonic() < min(since + seconds, end):
            sleep(POLL_SECONDS)
            if len(self.events) > count:
                count, since = len(self.events), monotonic()

    def focused(self) -> Heard | None:
        """Return what has the focus."""
        return next((event for event in reversed(self.events) if event.is_focused), None)

    def _is_said(self, event: Heard) -> bool:
        return event.kind.startswith(self.kind)

    def _read(self) -> None:
        for line in self.source:
            self.events.append(Heard(**json.loads(line)))
