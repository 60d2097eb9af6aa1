"""The tool tips of the Data menu, and the messages after each change.

The messages are quiet: a ✓ beside a changed table would seem to be about its fit.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.rescaling import Rescaling

from ..document import Document, Experiment, changes
from ..text.message import Message, MessageKind, details
from ..text.names import all_of
from ..text.numbers import format_count, format_number
from ..text.translation import plural, translate
from .columns import MOST_NAMED, named_columns
from .exchange import is_output_empty
from .scaling import lacks_intercept

if TYPE_CHECKING:
    from .hold_out import HoldOut
    from .shuffle import Shuffle

HAS_INTERCEPT = translate("transforms", "A has an intercept already: “{name}” is 1 in every row.")
UNSCALED_TIP = translate("transforms", "All columns of A are in their original units.")
"""Why there is nothing to restore."""
PLAIN_TIP = translate("transforms", "No column of A is computed from others.")
"""Why there is nothing to make plain."""
TOOL_TIPS = {
    "add_intercept": translate(
        "transforms", "Insert a column of ones as the first column; its weight is the constant"
    ),
    "remove_intercept": translate(
        "transforms", "Remove the column of ones: the fit goes through the origin then"
    ),
    "standardise_columns": translate(
        "transforms",
        "Scale the columns of A that are selected from top to bottom, or all columns, to mean 0 "
        "and "
        "standard deviation 1.\n"
        "This changes the table and can be undone. Run ▸ Columns ▸ Scaled during Descent leaves it "
        "as it is.",
    ),
    "scale_values": translate(
        "transforms",
        "Divide the columns of A that are selected from top to bottom, or all columns, by their "
        "length.\n"
        "This changes the table and can be undone. Run ▸ Columns ▸ Scaled during Descent leaves it "
        "as it is.",
    ),
    "original_units": translate(
        "transforms",
        "Undo the scaling of the columns of A that are selected from top to bottom, or all columns",
    ),
    "use_column_as_y": (
        translate(
            "transforms",
            "Make the column of A with the current cell Y; the old Y becomes a column of A in its "
            "place",
        )
    ),
    "use_last_as_y": translate(
        "transforms", "Move the last column of A to Y, in place of the present Y"
    ),
    "use_mean": translate(
        "transforms",
        "Make the only column of A Y, and A a column of ones: its weight is then the mean",
    ),
    "shuffle_rows": translate(
        "transforms", "Put the rows of A and Y in a random order; pairs stay together"
    ),
    "hold_out_rows": translate(
        "transforms",
        "Keep a share of the rows out of the fit, to see how well it predicts what it has not seen",
    ),
    "take_back_held_out": translate(
        "transforms", "Let the rows that are held out count again, as all others do"
    ),
    "add_power": translate(
        "transforms", "Add a power of a column to A, such as age²; it follows the column from then"
    ),
    "add_product": translate(
        "transforms", "Add the product of two columns to A, such as age·bmi; it follows them"
    ),
    "add_logarithm": translate(
        "transforms", "Add the logarithm of a column to A, such as ln(dose); it follows the column"
    ),
    "add_formula": translate(
        "transforms", "Add a column to A that a formula computes from others in each row"
    ),
    "make_plain": translate(
        "transforms",
        "Let computed columns of A that are selected, or the current one, keep their values and "
        "follow no others any more",
    ),
    "random_problem": translate(
        "transforms", "Replace A, Y and W by a random problem of chosen size and condition number"
    ),
}
NONE_HELD_OUT_TIP = translate("transforms", "No row is held out.")
"""Why there is nothing to take back."""
_SPLIT = plural(
    "transforms",
    "{n} rows test the fit, which is made on {fitted}.",
    "{n} row tests the fit, which is made on {fitted}.",
    1,
)
_TOO_FEW = plural(
    "transforms",
    "{n} rows are fewer than the {weights} weights, which then fit them exactly.",
    "{n} row is fewer than the {weights} weights, which then fit it exactly.",
    1,
)
_BOTH = translate("transforms", "{split} {few}")
_HELD_OUT = plural(
    "transforms",
    "{n} of {rows} rows are held out ({percent} %, seed {seed}).",
    "{n} of {rows} rows is held out ({percent} %, seed {seed}).",
    1,
)
_LEFT_TOO_FEW = plural(
    "transforms",
    "{n} rows are left to fit, fewer than the {weights} weights.",
    "{n} row is left to fit, fewer than the {weights} weights.",
    1,
)
_TAKEN_BACK = plural(
    "transforms",
    "{n} rows that were held out count again.",
    "{n} row that was held out counts again.",
    1,
)
_NO_INTERCEPT = translate(
    "transforms", "A has no intercept column, so this shift changes the model."
)
_KEEP_PREDICTIONS = translate(
    "transforms", "{done} {warning} Add an intercept column to keep the same predictions."
)
_Y_KEPT = translate("transforms", "Y is now {name}, and the old Y is column {number} of A.")
_Y_DROPPED = translate("transforms", "Y is now {name}.")
_MEAN = translate(
    "transforms", "Y is now {name}; the best weight of the column of ones is its mean."
)
_TERM_ADDED = translate("transforms", "{name} is column {number} of A, computed from {sources}.")
_PLAIN = translate("transforms", "Plain, with the values as they are: {columns}.")
_DONE = {
    Rescaling.STANDARDISE: translate("transforms", "Mean 0 and standard deviation 1: {columns}."),
    Rescaling.SCALE: translate("transforms", "Length 1: {columns}."),
}


def intercept_added() -> Message:
    """Return the message after an intercept column was added."""
    return Message(
        MessageKind.QUIET,
        translate("transforms", "Column 1 of A is now all ones; its weight is the constant."),
    )


def intercept_removed() -> Message:
    """Return the message after the intercept column was removed."""
    return Message(
        MessageKind.QUIET,
        translate("transforms", "A has no column of ones now: the fit goes through the origin."),
    )


def columns_scaled(document: Document, columns: Sequence[int], how: Rescaling) -> Message:
    """Return which columns were scaled, with a warning if an intercept is missing."""
    after = document.experiment
    changed = [k for k in columns if after.inputs[k].is_scaled]
    sentence = _DONE[how].format(columns=named_columns(after, changed))
    return _message(sentence, lacks_intercept(after, changed))


def units_restored(before: Experiment, columns: Sequence[int]) -> Message:
    """Return which columns are back in original units, with a warning as in scaling."""
    changed = [k for k in columns if before.inputs[k].is_scaled]
    sentence = translate("transforms", "Back in original units: {columns}.").format(
        columns=named_columns(before, changed)
    )
    return _message(sentence, lacks_intercept(before, changed))


def column_used(before: Experiment, column: int) -> Message:
    """Return which column is Y now, and where the old Y is."""
    sentence = _Y_DROPPED if is_output_empty(before) else _Y_KEPT
    text = sentence.format(name=named_columns(before, [column]), number=column + 1)
    return Message(MessageKind.QUIET, text)


def term_added(document: Document) -> Message:
    """Return which column was added, and what it is computed from."""
    column = document.columns - 1
    term = document.inputs[column].term
    sources = all_of(term.sources if term else (), MOST_NAMED)
    name = named_columns(document.experiment, [column])
    return Message(
        MessageKind.QUIET, _TERM_ADDED.format(name=name, number=column + 1, sources=sources)
    )


def made_plain(before: Experiment, columns: Sequence[int]) -> Message:
    """Return which columns follow no others any more."""
    changed = [k for k in columns if before.inputs[k].term is not None]
    return Message(MessageKind.QUIET, _PLAIN.format(columns=named_columns(before, changed)))


def mean_used(before: Experiment) -> Message:
    """Return what the weight is now."""
    return Message(MessageKind.QUIET, _MEAN.format(name=named_columns(before, [0])))


def last_column_used(before: Experiment) -> Message:
    """Return which column of A has become Y."""
    name = named_columns(before, [before.columns - 1])
    return Message(
        MessageKind.QUIET,
        translate("transforms", "Y is now {name}, which was the last column of A.").format(
            name=name
        ),
    )


def rows_shuffled(chosen: "Shuffle") -> Message:
    """Return the seed, which gives the same order again."""
    return Message(
        MessageKind.QUIET,
        translate("transforms", "The rows are in random order, seed {seed}.").format(
            seed=int(chosen.seed)
        ),
    )


def rows_to_be_held_out(rows: int, weights: int, chosen: "HoldOut") -> str:
    """Return how many rows will test the fit, and how many make it; they may be too few."""
    if rows < 2:
        return translate("transforms", "Two rows that count are needed: one to fit, one to test.")
    count, fitted = chosen.counts(rows)
    split = _SPLIT(count, fitted=format_count(fitted))
    if fitted >= min(weights, rows):
        return split
    return _BOTH.format(split=split, few=_TOO_FEW(fitted, weights=format_count(weights)))


def rows_held_out(before: Experiment, document: Document, chosen: "HoldOut") -> Message:
    """Return how many rows are held out, and what holds out the same ones again."""
    after = document.experiment
    assert after.held_out is not None
    count = int(after.held_out.rows.sum())
    candidates = len(changes.rows_to_hold_out(before))
    fitted = candidates - count
    if fitted < min(after.columns, candidates):
        text = _LEFT_TOO_FEW(fitted, weights=format_count(after.columns))
        return Message(MessageKind.WARNING, text)
    text = _HELD_OUT(
        count,
        rows=format_count(candidates),
        percent=format_number(chosen.percent),
        seed=int(chosen.seed),
    )
    return Message(MessageKind.QUIET, text)


def rows_taken_back(before: Experiment) -> Message:
    """Return how many rows count again."""
    assert before.held_out is not None
    return Message(MessageKind.QUIET, _TAKEN_BACK(int(before.held_out.rows.sum())))


def _message(sentence: str, warn: bool) -> Message:
    if warn:
        whole = _KEEP_PREDICTIONS.format(done=sentence, warning=_NO_INTERCEPT)
        return Message(MessageKind.WARNING, _NO_INTERCEPT, details(whole), whole)
    return Message(MessageKind.QUIET, sentence)
