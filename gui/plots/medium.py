"""What is drawn on: the screen wants speed, a picture wants shapes."""

from enum import Enum


class Medium(Enum):
    """What is drawn on."""

    SCREEN = "screen"
    PAPER = "paper"
