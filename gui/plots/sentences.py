"""What the plots say to a screen reader, each as one whole sentence."""

import math
from enum import Enum
from functools import partial

import numpy as np

from engine import Trace
from engine.language.sentence import marked
from engine.verdict.wording import told_apart

from ..text.numbers import format_count, format_grouped, format_loss
from ..text.translation import plural, translate, translated
from .axis_scale import Numbers
from .rows import PlotRows

# A curve is described roughly; its points are read one by one with all their digits.
_DIGITS = 3


class LossSentence(Enum):
    """What the curve of the loss does from the first recorded epoch to the last."""

    FALLS = marked(
        "plots", "Line: the loss falls from {first} at epoch {start} to {last} at epoch {end}."
    )
    GROWS = marked(
        "plots", "Line: the loss grows from {first} at epoch {start} to {last} at epoch {end}."
    )
    STAYS = marked("plots", "Line: the loss stays at {last} from epoch {start} to epoch {end}.")
    ONE = marked("plots", "Line: one point, the loss {last} at epoch {end}.")


class RowsSentence(Enum):
    """What the plot of the predictions shows."""

    OBSERVED = plural(
        "plots",
        "Points: Y of {n} rows, from {least} to {largest}.",
        "Points: Y of {n} row, from {least} to {largest}.",
        1,
    )
    BOTH = plural(
        "plots",
        "Points: Y of {n} rows, from {least} to {largest}, and Ŷ, from {least_predicted} to "
        "{largest_predicted}.",
        "Points: Y of {n} row, from {least} to {largest}, and Ŷ, from {least_predicted} to "
        "{largest_predicted}.",
        1,
    )


ROW_READING = translate("plots", "row {row}   Y {observed}   Ŷ {predicted}")
"""One point of the plot of the predictions."""


def loss_sentence(trace: Trace, floor: float = 0.0) -> str:
    """Describe the losses of a run with at least one recorded epoch.

    Below the ``floor`` a loss is only rounding.
    """
    first, last = float(trace.loss[0]), float(trace.loss[-1])
    kind = LossSentence.ONE
    if len(trace) > 1:
        grows = math.isnan(last) or last > first
        kind = LossSentence.GROWS if grows else LossSentence.FALLS
        kind = LossSentence.STAYS if first == last else kind
    first_text, last_text = told_apart(
        first, last, partial(format_loss, floor=floor), digits=_DIGITS
    )
    return translated(kind.value).format(
        first=first_text,
        last=last_text,
        start=format_count(float(trace.epoch[0])),
        end=format_count(float(trace.epoch[-1])),
    )


def rows_sentence(rows: PlotRows) -> str:
    """Describe Y, and Ŷ if there is any, of at least one row."""
    predicted = rows.predicted[np.isfinite(rows.predicted)]
    least, largest = _range(rows.observed)
    facts = {"least": least, "largest": largest}
    if not len(predicted):
        return RowsSentence.OBSERVED.value(len(rows), **facts)
    least, largest = _range(predicted)
    return RowsSentence.BOTH.value(
        len(rows), **facts, least_predicted=least, largest_predicted=largest
    )


def _range(values: Numbers) -> tuple[str, str]:
    """Write the least and the largest of some numbers."""
    return told_apart(float(values.min()), float(values.max()), format_grouped, digits=_DIGITS)


def row_reading(rows: PlotRows, index: int) -> str:
    """Return the reading of one row."""
    return ROW_READING.format(
        row=format_count(float(rows.number[index])),
        observed=format_grouped(float(rows.observed[index])),
        predicted=format_grouped(float(rows.predicted[index])),
    )
