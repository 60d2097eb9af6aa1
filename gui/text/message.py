"""A message for the strip below the plots: how it is meant, what it says, and a remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class MessageKind(Enum):
    """How a message is meant; the values are the marks that tell kinds apart without colour."""

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
    """One message, with a remedy if there is one."""

    kind: MessageKind
    text: str
    fix: Fix | None = None
