"""What a window records just before it replaces a file: which version of its work that will hold.

A window that is killed between replacing the file and deleting its recovery copy leaves both. The
record says which of the two is later, whatever the clock says.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ..files.file_state import FileState, Fingerprint

MOST_RECORDS = 8
"""Two for each of the few documents that a window saves at a time; more say nothing new."""


@dataclass(frozen=True)
class SaveRecord:
    """A save that was about to replace a file: of which document and revision, with what content.

    ``document`` and ``revision`` are those of a ``SlotInfo``. The file holds this revision only if
    its fingerprint is the recorded one: the window may have been killed first.
    """

    document: str = ""
    revision: int = 0
    file: str = ""
    length: int = 0
    digest: str = ""

    @classmethod
    def of(cls, document: str, revision: int, file_state: FileState) -> "SaveRecord":
        """Return the record of a save that makes a file what ``file_state`` says."""
        fingerprint = file_state.fingerprint or Fingerprint(0, "")
        path = str(file_state.path)
        return cls(document, revision, path, fingerprint.length, fingerprint.digest)

    @property
    def file_state(self) -> FileState:
        """The file as the save leaves it."""
        return FileState(Path(self.file), Fingerprint(self.length, self.digest))


def log_text(records: Iterable[SaveRecord]) -> str:
    """Return the latest records as JSON, oldest first."""
    return json.dumps([asdict(record) for record in list(records)[-MOST_RECORDS:]])


def parse_log(text: str) -> tuple[SaveRecord, ...]:
    """Return the records in a text; none if it is damaged, for then nothing is known."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    types = {field.name: type(field.default) for field in fields(SaveRecord)}
    if not isinstance(items, list) or not all(_fits(item, types) for item in items):
        return ()
    return tuple(SaveRecord(**item) for item in items)


def _fits(item: object, types: dict[str, type]) -> bool:
    if not isinstance(item, dict) or {k: type(v) for k, v in item.items()} != types:
        return False
    return "\0" not in item["file"]  # which is no path
