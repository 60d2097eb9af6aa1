"""The open experiment: what it holds, how it is edited, and how edits are undone.

An ``Experiment`` is everything that is edited, at one moment: A, Y, the initial W, the settings and
the names. It never changes. Its tables are ``Grid``s, which share what an edit leaves alone
(``blocks.py``), so a step of undo costs only what it changed.

An experiment also has the ``DocumentKey`` of its document. Edits keep it; a table that replaces the
document brings its own, so undo finds the former document with its file. The ``ColumnsKey`` marks
the columns in the same way: a run is shown beside a table only while its columns are those of the
run, and its weights are saved only while A and Y are the very tables that it ran on.

A change is a function from one experiment to the next (``changes.py``). η and h follow some changes
of settings and of the tables (``following_steps.py``, ``suggested_settings.py``). ``Document``
holds the present experiment, applies changes and keeps each as a step of undo.
Large changes are made in a thread, one after another, by the ``TaskQueue`` of
``gui/background/task_queue.py``.

``Document`` reports a change to the tables at once, because Qt's models must fit their data. It
reports it to everything else once a turn of the event loop, as a ``DocumentChange``
(``document_change.py``). The session gets it first and then refreshes the window.
"""

from .column import Column
from .document import Change, Document, is_kept
from .document_change import UNCHANGED, DocumentChange
from .experiment import ColumnsKey, DocumentKey, Experiment, Filling, Fitted, StepsOrigin
from .grid import Grid
from .table_name import TableName

__all__ = [
    "UNCHANGED",
    "Change",
    "Column",
    "ColumnsKey",
    "Document",
    "DocumentChange",
    "DocumentKey",
    "Experiment",
    "Filling",
    "Fitted",
    "Grid",
    "StepsOrigin",
    "TableName",
    "is_kept",
]
