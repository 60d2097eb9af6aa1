"""Where a plot is drawn: the screen needs speed, an exported picture needs vector shapes."""

from enum import Enum


class Medium(Enum):
    """Where a plot is drawn."""

    SCREEN = "screen"
    EXPORT = "export"
