"""Messages in the strip below the plots: a kind, a text, and a remedy if there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class MessageKind(Enum):
    """The kind of a message; the values are marks that distinguish kinds without colour."""

    QUIET = "○"
    GOING = "●"
    GOOD = "✓"
    WARNING = "▲"
    FAULT = "✕"


@dataclass(frozen=True)
class Fix:
    """A remedy at one click: the text of the button, and the settings that it changes."""

    label: str
    changes: Mapping[str, float | str]


@dataclass(frozen=True)
class Message:
    """One message, with a remedy at one click if there is one."""

    kind: MessageKind
    text: str
    fix: Fix | None = None
