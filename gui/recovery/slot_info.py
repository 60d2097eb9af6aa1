"""What a window records about its document: for other windows, and for recovery after a crash."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from ..files.file_state import FileState, Fingerprint

ADDED_LATER = {"document": "", "revision": 0}
"""The keys that files of earlier versions lack."""


class BrokenSlotInfo(Exception):
    """The text is not the content of a slot's info file."""


@dataclass(frozen=True)
class SlotInfo:
    """A document's name and shape, its file with length and digest, and its recovery copy.

    The file is the one that the copy was made from. ``document`` tells the documents of a window
    apart, and ``revision`` grows with each copy and each save, so it says which of them is later.
    Empty texts mean none. The field names are the keys of the JSON file.
    """

    name: str = ""
    rows: int = 0
    columns: int = 0
    file: str = ""
    length: int = 0
    digest: str = ""
    copy: str = ""
    document: str = ""
    revision: int = 0

    @classmethod
    def of(cls, name: str, shape: tuple[int, int], file_state: FileState | None) -> "SlotInfo":
        """Return the info of a document that has no recovery copy yet."""
        if file_state is None:
            return cls(name, *shape)
        fingerprint = file_state.fingerprint or Fingerprint(0, "")
        return cls(name, *shape, str(file_state.path), fingerprint.length, fingerprint.digest)

    @classmethod
    def parse_all(cls, text: str) -> "list[SlotInfo]":
        """Read an info file, which has one or more infos in lines; raises BrokenSlotInfo."""
        infos = [cls.parse(line) for line in text.splitlines()]
        if not infos:
            raise BrokenSlotInfo
        return infos

    @classmethod
    def parse(cls, text: str) -> "SlotInfo":
        """Read the JSON that ``text`` returns; raises BrokenSlotInfo."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BrokenSlotInfo from error
        types = {field.name: type(field.default) for field in fields(cls)}
        if not isinstance(data, dict):
            raise BrokenSlotInfo
        values: dict[str, Any] = ADDED_LATER | data
        if {k: type(v) for k, v in values.items()} != types or "\0" in values["file"]:
            raise BrokenSlotInfo
        return cls(**values)

    @property
    def text(self) -> str:
        """The info as one line of JSON."""
        return json.dumps(asdict(self))

    @property
    def file_state(self) -> FileState | None:
        """The document's file; None if it has none."""
        fingerprint = Fingerprint(self.length, self.digest) if self.digest else None
        return FileState(Path(self.file), fingerprint) if self.file else None

    def with_revision(self, document: str, revision: int) -> "SlotInfo":
        """Return this info for a revision of one of the window's documents."""
        return replace(self, document=document, revision=revision)

    def with_copy(self, file_name: str) -> "SlotInfo":
        """Return this info with the name of a recovery copy."""
        return replace(self, copy=file_name)
