"""How a message is meant."""

from enum import Enum


class Tone(Enum):
    """How a diagnosis is meant; the values are the marks that tell them apart without colour."""

    QUIET = "○"
    GOING = "●"
    GOOD = "✓"
    WARNING = "▲"
    FAULT = "✕"
