"""The tool tips of the Data menu, and the messages after each change.

The messages are quiet: a ✓ beside a changed table would seem to be about its fit.
"""

from collections.abc import Sequence

from engine.rescaling import Rescaling

from ..document import Document, Experiment
from ..text.message import Message, MessageKind
from .columns import named_columns
from .random_table import RandomTable
from .scaling import lacks_intercept
from .shuffle import Shuffle

_WHICH = "the columns of A that are selected from top to bottom, or all columns"
_NOT_THE_RUN = (
    "This changes the values in A and can be undone. The “scale columns” box of a run is "
    "different: it leaves A as it is."
)
TOOL_TIPS = {
    "add_intercept": "Insert a column of ones as the first column; its weight is the constant",
    "standardise_columns": f"Scale {_WHICH}, to mean 0 and standard deviation 1.\n{_NOT_THE_RUN}",
    "scale_values": f"Scale {_WHICH}, to root mean square 1.\n{_NOT_THE_RUN}",
    "original_units": f"Undo the scaling of {_WHICH}",
    "exchange_with_y": "Make the column of A with the current cell the new Y, and Y a column of A",
    "use_last_as_y": "Move the last column of A to Y, in place of the present Y",
    "shuffle_rows": "Put the rows of A and Y in a random order; pairs stay together",
    "random_problem": "Replace A, Y and W by a random problem of chosen size and condition number",
}
_NO_INTERCEPT = (
    "A has no intercept column, so this shift changes the model. "
    "Add an intercept column to keep the same predictions."
)
_DONE = {
    Rescaling.STANDARDISE: "Mean 0 and standard deviation 1",
    Rescaling.SCALE: "Root mean square 1",
}


def intercept_added() -> Message:
    """Return the message after an intercept column was added."""
    return Message(MessageKind.QUIET, "Column 1 of A is now all ones; its weight is the constant.")


def columns_scaled(document: Document, columns: Sequence[int], how: Rescaling) -> Message:
    """Return which columns were scaled, with a warning if an intercept is missing."""
    after = document.experiment
    changed = [k for k in columns if after.inputs[k].is_scaled]
    sentence = f"{_DONE[how]}: {named_columns(after, changed)}."
    return _message(sentence, lacks_intercept(after, changed))


def units_restored(before: Experiment, columns: Sequence[int]) -> Message:
    """Return which columns are back in original units, with a warning as in scaling."""
    changed = [k for k in columns if before.inputs[k].is_scaled]
    sentence = f"Back in original units: {named_columns(before, changed)}."
    return _message(sentence, lacks_intercept(before, changed))


def column_exchanged(before: Experiment, column: int) -> Message:
    """Return which column is Y now, and where the old Y is."""
    name = named_columns(before, [column])
    sentence = f"Y is now {name}, and the old Y is column {column + 1} of A."
    return Message(MessageKind.QUIET, sentence)


def last_column_used(before: Experiment) -> Message:
    """Return which column of A has become Y."""
    name = named_columns(before, [before.columns - 1])
    return Message(MessageKind.QUIET, f"Y is now {name}, which was the last column of A.")


def rows_shuffled(chosen: Shuffle) -> Message:
    """Return the seed, which gives the same order again."""
    return Message(MessageKind.QUIET, f"The rows are in random order, seed {int(chosen.seed)}.")


def problem_drawn(chosen: RandomTable) -> Message:
    """Return what to expect of a run on the new problem."""
    return Message(MessageKind.QUIET, f"A random problem is ready. {chosen.remark}")


def _message(sentence: str, warn: bool) -> Message:
    if warn:
        return Message(MessageKind.WARNING, f"{sentence} {_NO_INTERCEPT}")
    return Message(MessageKind.QUIET, sentence)
