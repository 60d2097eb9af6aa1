"""A table of a million rows at work: what its edits, and the way back from them, hold up."""

from collections.abc import Callable
from functools import partial

import numpy as np

from engine import Matrix, Problem, Settings
from gui.document import Document, Experiment, Part, changes
from gui.main_window import MainWindow

from .heart import beats
from .measure import Measure, seconds
from .shown import shown_window

TALL = (1_000_000, 10)
Deed = Callable[[], object]


def editing_measures() -> list[Measure]:
    """Each edit of 1,000,000×10, then its undo: the longest heartbeat, and how long undo takes."""
    with shown_window() as window:
        return [
            measure for what, deed in _deeds(window.document) for measure in _of(window, what, deed)
        ]


def _of(window: MainWindow, what: str, deed: Deed) -> list[Measure]:
    document = window.document
    document.open(_tall())
    found = beats(2, [deed])
    back = seconds(document.undo_stack.undo)
    named = f"1,000,000×10, {what}"
    return [
        Measure(f"{named}: longest heartbeat", max(found), "ms", at_most=100),
        Measure(f"{named}: undone in", back, "s", at_most=0.2),
    ]


def _tall() -> Experiment:
    random = np.random.default_rng(1)
    problem = Problem(random.normal(size=TALL), random.normal(size=TALL[0]))
    return Experiment.of(problem, Settings(), "Tall")


def _deeds(document: Document) -> list[tuple[str, Deed]]:
    paste = partial(changes.paste, part=Part.A, row=0, column=0, values=_frozen(np.ones(TALL)))
    column = _frozen(np.zeros((TALL[0], 1)))
    return [
        ("a cell", partial(document.set_block, Part.A, 5, 5, np.ones((1, 1)))),
        ("a row put in", partial(document.insert_rows, 300, 1)),
        ("a column put in", partial(document.insert_columns, 3, 1)),
        ("a column cleared", partial(document.set_block, Part.A, 0, 3, column)),
        ("every third row removed", partial(document.remove_rows, range(0, TALL[0], 3))),
        ("all cells pasted", partial(document.change, "Paste", paste)),
    ]


def _frozen(values: Matrix) -> Matrix:
    values.setflags(write=False)
    return values
