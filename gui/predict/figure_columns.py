"""The columns of figures beside new rows, and how they are written."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from engine.inference.new_table import NewRowFigures

from ..text.message import sentence_of
from ..text.numbers import NUMBER_DIGITS, UNKNOWN, format_number
from ..text.translation import translated
from . import texts
from .prediction_basis import OptimumState, PredictionBasis, RunStanding

ERROR_DIGITS = 3


@dataclass(frozen=True, eq=False)
class ShownFigures:
    """What is predicted for the rows shown, and from what; ``rows`` are None while that is open."""

    basis: PredictionBasis
    rows: NewRowFigures | None

    def is_of_same_rows(self, other: "ShownFigures | None") -> bool:
        """Return whether the others are of the same rows and fit, whatever the weights now."""
        if other is None or self.rows is None or other.rows is None:
            return False
        same = self.basis.names == other.basis.names and self.basis.state is other.basis.state
        return same and self.rows.values is other.rows.values

    @property
    def is_reached(self) -> bool:
        """Whether the run is at the optimum, to which the intervals belong."""
        return self.basis.standing is RunStanding.REACHED


def _now(rows: NewRowFigures, row: int) -> str:
    return _number(float(rows.now[row]))


def _optimum(rows: NewRowFigures, row: int) -> str:
    return _number(float(rows.values[row]))


def _error(rows: NewRowFigures, row: int) -> str:
    return _number(float(rows.standard_errors[row]), ERROR_DIGITS)


def _confidence(rows: NewRowFigures, row: int) -> str:
    return _interval(*rows.confidence[row].tolist())


def _prediction(rows: NewRowFigures, row: int) -> str:
    return _interval(*rows.prediction[row].tolist())


def _number(value: float, digits: int = NUMBER_DIGITS) -> str:
    return UNKNOWN if math.isnan(value) else format_number(value, digits)


def _interval(lower: float, upper: float) -> str:
    if math.isnan(lower) or math.isnan(upper):
        return UNKNOWN
    return texts.INTERVAL.format(
        lower=format_number(lower, NUMBER_DIGITS), upper=format_number(upper, NUMBER_DIGITS)
    )


class FigureColumn(Enum):
    """The columns in their order: head, text, and what they are."""

    NOW = texts.NOW_HEAD, _now, texts.NOW_TIP
    OPTIMUM = texts.OPTIMUM_HEAD, _optimum, texts.OPTIMUM_TIP
    ERROR = texts.ERROR_HEAD, _error, texts.ERROR_TIP
    CONFIDENCE = texts.CONFIDENCE_HEAD, _confidence, texts.CONFIDENCE_TIP
    PREDICTION = texts.PREDICTION_HEAD, _prediction, texts.PREDICTION_TIP

    def __init__(
        self, head: str, written: Callable[[NewRowFigures, int], str], meaning: str
    ) -> None:
        self.head, self.written, self.meaning = head, written, meaning

    @property
    def title(self) -> str:
        """The name over the column."""
        return translated(self.head)

    @property
    def is_of_optimum(self) -> bool:
        """Whether its figures belong to the optimum."""
        return self is not FigureColumn.NOW

    def text(self, shown: ShownFigures, row: int) -> str:
        """Write the figure of a row, or shortly why there is none."""
        rows = shown.rows
        if rows is None or row >= len(rows) or not rows.is_complete[row]:
            return ""
        text = self.written(rows, row)
        if text != UNKNOWN or not self.is_of_optimum:
            return text
        missing = rows.missing(row)
        return text if missing is None else texts.SHORT.get(missing, text)

    def reason(self, shown: ShownFigures, row: int) -> str:
        """Return why there is no figure, as a sentence; empty if there is one."""
        rows = shown.rows
        if rows is None or row >= len(rows):
            return ""
        if not rows.is_complete[row]:
            return reason_without(rows, row)
        if self.written(rows, row) != UNKNOWN:
            return ""
        if not self.is_of_optimum:
            return texts.NO_RUN if shown.basis.W is None else ""
        missing = rows.missing(row)
        return reason_of(shown.basis) if missing is None else translated(missing.value)


def reason_without(rows: NewRowFigures, row: int) -> str:
    """Return why a row, from 0, has no prediction: a cell is empty, or it cannot be so."""
    fault = rows.fault(row)
    return texts.INCOMPLETE if fault is None else sentence_of(fault)


def reason_of(basis: PredictionBasis) -> str:
    """Return why nothing is known of the optimum; empty if it is."""
    match basis.state:
        case OptimumState.KNOWN:
            return ""
        case OptimumState.COMPUTING:
            return texts.COMPUTING
        case OptimumState.OTHER_LOSS:
            return texts.OTHER_LOSS
    return texts.NOT_KNOWN
