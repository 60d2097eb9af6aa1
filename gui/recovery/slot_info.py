"""What a window records about its document: for other windows, and for recovery after a crash."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from ..files.file_state import FileState, Fingerprint


class BrokenSlotInfo(Exception):
    """The text is not the content of a slot's info file."""


@dataclass(frozen=True)
class SlotInfo:
    """A document's name and shape, its file with length and digest, and its recovery copy.

    Empty texts mean none. The field names are the keys of the JSON file.
    """

    name: str = ""
    rows: int = 0
    columns: int = 0
    file: str = ""
    length: int = 0
    digest: str = ""
    copy: str = ""

    @classmethod
    def of(cls, name: str, shape: tuple[int, int], file_state: FileState | None) -> "SlotInfo":
        """Return the info of a document that has no recovery copy yet."""
        if file_state is None:
            return cls(name, *shape)
        fingerprint = file_state.fingerprint or Fingerprint(0, "")
        return cls(name, *shape, str(file_state.path), fingerprint.length, fingerprint.digest)

    @classmethod
    def parse(cls, text: str) -> "SlotInfo":
        """Read the JSON that ``text`` returns; raises BrokenSlotInfo."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BrokenSlotInfo from error
        types = {field.name: type(field.default) for field in fields(cls)}
        if not isinstance(data, dict) or {k: type(v) for k, v in data.items()} != types:
            raise BrokenSlotInfo
        return cls(**data)

    @property
    def text(self) -> str:
        """The info as JSON."""
        return json.dumps(asdict(self))

    @property
    def file_state(self) -> FileState | None:
        """The document's file; None if it has none."""
        fingerprint = Fingerprint(self.length, self.digest) if self.digest else None
        return FileState(Path(self.file), fingerprint) if self.file else None

    def with_copy(self, file_name: str) -> "SlotInfo":
        """Return this info with the name of a recovery copy."""
        return replace(self, copy=file_name)
