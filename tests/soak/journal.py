"""What a process notes during a soak: one JSON object a line, with the time of each."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple


class Note(NamedTuple):
    """A line of a journal: the time, what it is about, and its facts."""

    time: float
    kind: str
    facts: dict[str, object]


class Journal:
    """Appends notes to a file, each at once: the process may not live to write the next."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def note(self, kind: str, time: float | None = None, **facts: object) -> None:
        """Note something, now or with its own time."""
        when = monotonic() if time is None else time
        self._file.write(json.dumps([when, kind, facts], ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def note_gap(
        self, end: float, seconds: float, waited: float, stolen: float, ran: float
    ) -> None:
        """Note that a heart did not beat for so many seconds, and three parts of them."""
        self.note("gap", end, seconds=seconds, waited=waited, stolen=stolen, ran=ran)


def read_journal(path: Path) -> Iterator[Note]:
    """Yield the notes of a file; a last line that was cut off is left out."""
    if path.exists():
        for line in path.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                yield Note(*json.loads(line))
