"""Edits of a table of a million rows, and their undo: how long they block the window."""

from collections.abc import Callable
from functools import partial

import numpy as np

from engine import Matrix, Problem, Settings
from gui.document import Document, Experiment, TableName, changes
from gui.window.main_window import MainWindow

from .heart import beats
from .measure import Measure, seconds
from .shown import shown_window

TALL = (1_000_000, 10)
Edit = Callable[[], object]


def editing_measures() -> list[Measure]:
    """Measure each edit of 1,000,000×10, then its undo: longest heartbeat, and time of the undo."""
    with shown_window() as window:
        return [
            measure
            for what, edit in _edits(window.document)
            for measure in _measures(window, what, edit)
        ]


def _measures(window: MainWindow, what: str, edit: Edit) -> list[Measure]:
    document = window.document
    document.open(_tall())
    found = beats(2, [edit])
    undo = seconds(document.undo_stack.undo)
    named = f"1,000,000×10, {what}"
    return [
        Measure(f"{named}: longest heartbeat", max(found), "ms", at_most=100),
        Measure(f"{named}: undone in", undo, "s", at_most=0.2),
    ]


def _tall() -> Experiment:
    random = np.random.default_rng(1)
    problem = Problem(random.normal(size=TALL), random.normal(size=TALL[0]))
    return Experiment.of(problem, Settings(), "Tall")


def _edits(document: Document) -> list[tuple[str, Edit]]:
    paste = partial(
        changes.paste, table_name=TableName.A, row=0, column=0, values=_frozen(np.ones(TALL))
    )
    column = _frozen(np.zeros((TALL[0], 1)))
    return [
        ("a cell", partial(document.set_block, TableName.A, 5, 5, np.ones((1, 1)))),
        ("a row inserted", partial(document.insert_rows, 300, 1)),
        ("a column inserted", partial(document.insert_columns, 3, 1)),
        ("a column cleared", partial(document.set_block, TableName.A, 0, 3, column)),
        ("every third row removed", partial(document.remove_rows, range(0, TALL[0], 3))),
        ("all cells pasted", partial(document.change, "Paste", paste)),
    ]


def _frozen(values: Matrix) -> Matrix:
    values.setflags(write=False)
    return values
