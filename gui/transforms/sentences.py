"""What the Data menu says of its entries before, and of what they did afterwards."""

from collections.abc import Sequence

from engine.units import Rescaling

from ..document import Document, Experiment
from ..message import Message, MessageKind
from .columns import shown
from .random_table import RandomTable
from .scaling import lacks_intercept
from .shuffle import Shuffle

_WHICH = "the columns of A selected from top to bottom, or all of them"
_NOT_THE_RUN = (
    "This changes the values in A, and can be taken back. It is not the box “scale columns” of a "
    "run, which leaves A as it is."
)
TOOL_TIPS = {
    "add_intercept": "Put a column of ones before the others: its weight is the constant",
    "standardise_columns": f"Give {_WHICH}, mean 0 and standard deviation 1.\n{_NOT_THE_RUN}",
    "scale_values": f"Divide {_WHICH}, so that their root mean square is 1.\n{_NOT_THE_RUN}",
    "original_units": f"Take the scaling of {_WHICH}, back",
    "exchange_with_y": "Learn the column of A with the current cell, and put Y in its place",
    "shuffle_rows": "Put the rows of A and Y in a random order, in pairs",
    "random_problem": "Replace A, Y and W by a random problem of a chosen shape and condition",
}
_NO_INTERCEPT = (
    "A has no column of ones to take up the constant: add an intercept column, "
    "or the model goes without it."
)
_DONE = {
    Rescaling.STANDARDISE: "Mean 0 and standard deviation 1",
    Rescaling.SCALE: "Root mean square 1",
}


def intercept_added() -> Message:
    """Say what the new column is for."""
    return Message(MessageKind.GOOD, "Column 1 of A is all ones now: its weight is the constant.")


def scaled(document: Document, columns: Sequence[int], how: Rescaling) -> Message:
    """Say which columns were standardised or scaled, and what is missing."""
    after = document.experiment
    moved = [k for k in columns if after.inputs[k].is_scaled]
    sentence = f"{_DONE[how]}: {shown(after, moved)}."
    return _warned(sentence, lacks_intercept(after, moved))


def unscaled(before: Experiment, columns: Sequence[int]) -> Message:
    """Say which columns are in their original units again."""
    moved = [k for k in columns if before.inputs[k].is_scaled]
    sentence = f"Back in original units: {shown(before, moved)}."
    return _warned(sentence, lacks_intercept(before, moved))


def exchanged(before: Experiment, column: int) -> Message:
    """Say what is Y now, and where Y has gone."""
    sentence = f"Y is {shown(before, [column])} now, and what was Y is column {column + 1} of A."
    return Message(MessageKind.GOOD, sentence)


def shuffled(chosen: Shuffle) -> Message:
    """Say how to get this order again."""
    return Message(MessageKind.GOOD, f"The rows are in random order, seed {int(chosen.seed)}.")


def drawn(chosen: RandomTable) -> Message:
    """Say what to expect of a run."""
    return Message(MessageKind.GOOD, f"A random problem is ready. {chosen.remark}")


def _warned(sentence: str, is_lacking: bool) -> Message:
    if is_lacking:
        return Message(MessageKind.WARNING, f"{sentence} {_NO_INTERCEPT}")
    return Message(MessageKind.GOOD, sentence)
