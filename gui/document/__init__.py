"""The open experiment: what it holds, what can be done to it, and how that is undone."""

from .document import Document, Change
from .experiment import Experiment, Fitted, Input
from .grid import Grid
from .part import Part

__all__ = ["Change", "Document", "Experiment", "Fitted", "Grid", "Input", "Part"]
