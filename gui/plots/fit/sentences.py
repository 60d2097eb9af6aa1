"""What the plots of a fit say: the reading of one point, and what a plot shows as a whole."""

import math

from engine.inference.row_figures import RowFigures

from ...text.numbers import format_count, format_number
from ...text.translation import translate
from .shown_rows import ShownRows

_FIGURE_DIGITS = 3
ROW_READING = translate("plots", "row {row}   Y {observed}   Ŷ {predicted}   residual {residual}")
"""One point of a plot of residuals."""
QUANTILE_READING = translate(
    "plots", "row {row}   studentised residual {studentised}   normal quantile {quantile}"
)
BESIDE_READING = translate(
    "plots", "row {row}, left out   Y {observed}   Ŷ {predicted}   residual {residual}"
)
"""One that is left out, in any plot."""
HELD_OUT_READING = translate(
    "plots", "row {row}, held out   Y {observed}   Ŷ {predicted}   residual {residual}"
)
INFLUENCE_READING = translate(
    "plots", "row {row}   leverage {leverage}   studentised residual {studentised}   Cook {cook}"
)
COLUMN_READING = translate("plots", "row {row}   {name} {value}   Y {observed}   Ŷ {predicted}")
"""One point of Y against a column."""

RESIDUALS = translate(
    "plots",
    "Points: the residuals of {rows} rows against {against}. {beyond} of them are more than two "
    "residual deviations from 0.",
)
QUANTILES = translate(
    "plots",
    "Points: the studentised residuals of {rows} rows, from {least} to {largest}, against those of "
    "a normal distribution. The line is where they are equal.",
)
INFLUENCE = translate(
    "plots",
    "Points: the leverages of {rows} rows, up to {leverage}, against their studentised residuals. "
    "The largest Cook distance is {cook}, of row {row}.",
)
COLUMN = translate(
    "plots",
    "Points: Y of {rows} rows against {name}. The line is the fit with all other columns at their "
    "means.",
)
AGREEMENT = translate(
    "plots", "Points: Ŷ of {rows} rows against Y. The line is where they are equal."
)


def row_reading(rows: ShownRows, row: int) -> str:
    """Return the reading of a row in a plot of residuals."""
    figures, at = rows.figures, [row]
    return ROW_READING.format(
        row=_number(rows, row),
        observed=format_number(float(figures.observed(at)[0])),
        predicted=format_number(float(figures.predicted(at)[0])),
        residual=format_number(float(figures.influence.residuals[row]), 4),
    )


def beside_reading(rows: ShownRows, place: int) -> str:
    """Return the reading of a row that is left out, or held out."""
    beside = rows.beside
    assert beside is not None
    reading = HELD_OUT_READING if rows.holds_out(place) else BESIDE_READING
    return reading.format(
        row=format_count(rows.row_beside(place) + 1),
        observed=format_number(float(beside.observed[place])),
        predicted=format_number(float(beside.predicted[place])),
        residual=format_number(float(beside.residuals[place]), 4),
    )


def quantile_reading(rows: ShownRows, row: int) -> str:
    """Return the reading of a row beside a normal distribution."""
    figures = rows.figures
    return QUANTILE_READING.format(
        row=_number(rows, row),
        studentised=_short(float(figures.influence.studentised[row])),
        quantile=_short(float(figures.quantiles([row])[0])),
    )


def influence_reading(rows: ShownRows, row: int) -> str:
    """Return the reading of the influence of a row."""
    influence = rows.figures.influence
    return INFLUENCE_READING.format(
        row=_number(rows, row),
        leverage=_short(float(influence.leverage[row])),
        studentised=_short(float(influence.studentised[row])),
        cook=_short(float(influence.cook[row])),
    )


def column_reading(rows: ShownRows, row: int, column: int) -> str:
    """Return the reading of a row in Y against a column."""
    figures, at = rows.figures, [row]
    return COLUMN_READING.format(
        row=_number(rows, row),
        name=rows.names[column],
        value=format_number(float(figures.inputs(at, column)[0])),
        observed=format_number(float(figures.observed(at)[0])),
        predicted=format_number(float(figures.predicted(at)[0])),
    )


def residuals_sentence(rows: ShownRows, against: str) -> str:
    """Describe the residuals."""
    return RESIDUALS.format(
        rows=format_count(rows.figures.total),
        against=against,
        beyond=format_count(rows.figures.beyond_two),
    )


def quantiles_sentence(rows: ShownRows) -> str:
    """Describe the studentised residuals."""
    least, largest = rows.figures.studentised_range
    return QUANTILES.format(
        rows=format_count(rows.figures.placed), least=_short(least), largest=_short(largest)
    )


def influence_sentence(rows: ShownRows) -> str:
    """Describe the influence of the rows."""
    figures = rows.figures
    most = figures.most_influential
    return INFLUENCE.format(
        rows=format_count(figures.total),
        leverage=_short(float(figures.influence.leverage.max())),
        cook=_short(math.nan if most is None else float(figures.influence.cook[most])),
        row="" if most is None else _number(rows, most),
    )


def column_sentence(rows: ShownRows, column: int) -> str:
    """Describe Y against a column."""
    return COLUMN.format(rows=format_count(rows.figures.total), name=rows.names[column])


def agreement_sentence(figures: RowFigures) -> str:
    """Describe Ŷ against Y."""
    return AGREEMENT.format(rows=format_count(figures.total))


def _number(rows: ShownRows, row: int) -> str:
    return format_count(rows.table_row(row) + 1)


def _short(value: float) -> str:
    return format_number(value, _FIGURE_DIGITS)
