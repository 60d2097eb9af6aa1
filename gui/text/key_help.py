"""The keys that a widget handles itself, with what they do: the list of keys asks the widgets."""

import re
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from PySide6.QtGui import QKeySequence

BETWEEN = ", "
_SHORT = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "PgDown": "PgDn",
    "Return": "Enter",
    "Backtab": "Tab",
    "-": "−",
}


@dataclass(frozen=True)
class KeyLine:
    """Keys, as Qt writes them in files, and what each of them does."""

    keys: tuple[str, ...]
    text: str

    @property
    def shown(self) -> str:
        """The keys as a person reads them: arrows for the arrow keys."""
        return BETWEEN.join(dict.fromkeys(map(_shown, self.keys)))


@dataclass(frozen=True)
class KeyHelp:
    """What the list of keys says of a widget; those with one title share a part of the list."""

    title: str
    lines: tuple[KeyLine, ...]

    @property
    def keys(self) -> frozenset[str]:
        """All keys, as Qt writes them in files."""
        return frozenset(key for line in self.lines for key in line.keys)

    def with_line(self, line: KeyLine) -> "KeyHelp":
        """Return these keys and others."""
        return KeyHelp(self.title, (*self.lines, line))


@runtime_checkable
class HandlesKeys(Protocol):
    """A widget that says which keys it handles."""

    KEYS: ClassVar[KeyHelp]


def _shown(key: str) -> str:
    last = re.split(r"\+(?=.)", key)[-1]  # + itself is a key, too
    whole, alone = (_native(text) for text in (key, last))
    return whole.removesuffix(alone) + _SHORT.get(last, alone)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
