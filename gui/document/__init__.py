"""The open experiment: what it holds, what can be done to it, and how that is undone."""

from .changes import MOST_CELLS
from .document import Change, Document
from .experiment import Experiment, Fitted, Input
from .grid import Grid
from .part import Part

__all__ = ["MOST_CELLS", "Change", "Document", "Experiment", "Fitted", "Grid", "Input", "Part"]
