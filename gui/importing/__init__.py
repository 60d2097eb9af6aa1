"""Tables of files put in place of the experiment: the dialog, and files dropped on the window."""

from .drops import FileDrops
from .imports import Imports

__all__ = ["FileDrops", "Imports"]
