"""The open experiment: what it holds, what can be done to it, and how that is undone."""

from .document import Change, Document
from .document_change import UNCHANGED, DocumentChange
from .experiment import Experiment, Fitted, Input
from .grid import Grid
from .part import Part

__all__ = [
    "UNCHANGED",
    "Change",
    "Document",
    "DocumentChange",
    "Experiment",
    "Fitted",
    "Grid",
    "Input",
    "Part",
]
