"""The open experiment: what it holds, what can be done to it, and how that is undone."""

from .document import Change, Document
from .document_change import UNCHANGED, DocumentChange
from .experiment import Column, Experiment, Fitted
from .grid import Grid
from .table_name import TableName

__all__ = [
    "UNCHANGED",
    "Change",
    "Column",
    "Document",
    "DocumentChange",
    "Experiment",
    "Fitted",
    "Grid",
    "TableName",
]
