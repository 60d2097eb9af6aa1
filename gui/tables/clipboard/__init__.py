"""What moves between the tables and other programs, by text and HTML: cut, copy and paste."""

from .clipboard import Clipboard

__all__ = ["Clipboard"]
