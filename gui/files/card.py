"""What a window tells of the document it shows, for other windows and for after a crash."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from .fingerprint import Fingerprint
from .place import Place


class BrokenCard(Exception):
    """A text that is no card."""


@dataclass(frozen=True)
class Card:
    """The name and shape of a document, its file, what that was, and the file of its copy.

    Empty texts stand for none.
    """

    name: str = ""
    rows: int = 0
    columns: int = 0
    file: str = ""
    length: int = 0
    digest: str = ""
    copy: str = ""

    @classmethod
    def of(cls, name: str, shape: tuple[int, int], place: Place | None) -> "Card":
        """Return the card of a document that has no copy yet."""
        if place is None:
            return cls(name, *shape)
        known = place.known or Fingerprint(0, "")
        return cls(name, *shape, str(place.path), known.length, known.digest)

    @classmethod
    def parse(cls, text: str) -> "Card":
        """Read what ``text`` gave; raises BrokenCard."""
        try:
            facts = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BrokenCard from error
        kinds = {field.name: type(field.default) for field in fields(cls)}
        if not isinstance(facts, dict) or {k: type(v) for k, v in facts.items()} != kinds:
            raise BrokenCard
        return cls(**facts)

    @property
    def text(self) -> str:
        """The card as JSON."""
        return json.dumps(asdict(self))

    @property
    def place(self) -> Place | None:
        """Where the document lies, if anywhere."""
        known = Fingerprint(self.length, self.digest) if self.digest else None
        return Place(Path(self.file), known) if self.file else None

    def with_copy(self, file_name: str) -> "Card":
        """Return the card of the document once it has a copy."""
        return replace(self, copy=file_name)
