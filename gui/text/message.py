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
    """A remedy at one click: the text of the button, and the settings that it changes.

    ``why`` says why it helps. One that changes no setting shows its ``details``, or triggers the
    ``action`` of the window with that name. One that ``goes_on`` runs at once.
    """

    label: str
    changes: Mapping[str, float | str]
    why: str = ""
    details: str = ""
    goes_on: bool = False
    action: str = ""


@dataclass(frozen=True)
class Message:
    """One message, with a remedy at one click if there is one; ``detail`` is its tooltip."""

    kind: MessageKind
    text: str
    fix: Fix | None = None
    detail: str = ""
