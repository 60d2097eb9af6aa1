"""Every sentence of the tables' names, tooltips and refusals, with its facts left open.

Rows and columns are given counted from 0, and named counted from 1.
"""

from engine.shortening import fitted

from ...text.numbers import format_number
from ...text.translation import plural, translate

_COLUMN = translate("tables", "{name}: column {number} of A.")
_HELD = translate("tables", "It holds ({name} − {shift}) / {scale}.")
_HELD_UNNAMED = translate("tables", "It holds (original − {shift}) / {scale}.")
_TERM = translate("tables", "It is computed: {term}.")
_LEFT_OUT_LEVEL = translate(
    "tables", "It is 1 in the rows of one level: {term}. “{left_out}” has no column."
)
_WHY_COMPUTED = translate(
    "tables", "{name} is computed from {sources}: edit that, or Make Plain Column."
)
_WHY_COMPUTED_LONG = translate("tables", "{name} is computed: edit its sources, or make it plain.")
_WEIGHT = translate("tables", "{name}: the weight of column {number} of A.")
_ROW = translate("tables", "row {number}")
_COMPUTED = translate("tables", "{row}, computed")
LEFT_OUT_ROW = translate("tables", "{row}, left out")
HELD_OUT_ROW = translate("tables", "{row}, held out")
_CELL = translate("tables", "{table}, {row}, column {number}")
_NAMED_CELL = translate("tables", "{table}, {row}, column {number} ({name})")
_PLACE_OF_ROW = translate("tables", "Row {number}.")
_VALUE = translate("tables", "{cell}: {number}")
_REFUSED = translate("tables", "{cell}: {reason}")
_NO_DIGIT = translate("tables", "{words}: no digit of the slope is right")
_DIGITS = plural(
    "tables",
    "{words}: {n} digits of the slope are right",
    "{words}: {n} digit of the slope is right",
    1,
)
NO_SLOPE = translate("tables", "The slope is 0 to rounding: it has no digits.")
NO_LEAST = translate(
    "tables", "Empty: no formula tells the least of this loss, nor the weights that have it."
)
ONE_OF_MANY = translate(
    "tables",
    "Only {rank} of {weights} columns are independent, so many W fit equally: this one is nearest "
    "the start.",
)
NO_ERRORS = translate("tables", "Empty: standard errors are those of least squares.")
OF_LOSS = translate("tables", "loss(W) = {formula}, differentiated by one sweep from its end")
_NO_DERIVATIVE = translate(
    "tables", "No derivative at {name}: slope {left} to the left, {right} to the right."
)
_KINK_DIGITS = 3


def place_of_column(name: str, column: int) -> str:
    """Say which column of A it is."""
    return _COLUMN.format(name=name, number=column + 1)


def held(name: str, shift: str, scale: str) -> str:
    """Say what a scaled column holds of the original one."""
    return (_HELD if name else _HELD_UNNAMED).format(name=name, shift=shift, scale=scale)


def computed_from(term: str) -> str:
    """Say what a column is computed from."""
    return _TERM.format(term=term)


def level_of(term: str, left_out: str) -> str:
    """Say which level a 0/1 column is of."""
    return _LEFT_OUT_LEVEL.format(term=term, left_out=left_out)


def why_computed(name: str, sources: str) -> str:
    """Say why a computed cell takes no text, on one line."""
    names = {"name": name, "sources": sources}
    return fitted(_WHY_COMPUTED, _WHY_COMPUTED_LONG, names=names)


def weight_of(name: str, column: int) -> str:
    """Say which column of A a weight belongs to."""
    return _WEIGHT.format(name=name, number=column + 1)


def numbered(row: int) -> str:
    """Name a row by its number."""
    return _ROW.format(number=row + 1)


def computed(row: str) -> str:
    """Say that a cell of a row takes no text."""
    return _COMPUTED.format(row=row)


def place_of_row(row: int) -> str:
    """Say which row it is."""
    return _PLACE_OF_ROW.format(number=row + 1)


def value_of(cell: str, number: str) -> str:
    """Say what a cell holds."""
    return _VALUE.format(cell=cell, number=number)


def cell(table: str, row: str, column: int, name: str) -> str:
    """Name a cell by its table, its row and its column."""
    form = _NAMED_CELL if name else _CELL
    return form.format(table=table, row=row, number=column + 1, name=name)


def refused(cell: str, reason: str) -> str:
    """Say why a cell does not take what was typed."""
    return _REFUSED.format(cell=cell, reason=reason)


def one_of_many(rank: int, weights: int) -> str:
    """Say which of many optima is shown."""
    return ONE_OF_MANY.format(rank=rank, weights=weights)


def right_digits(words: str, count: int) -> str:
    """Say how well a quotient agrees with the exact slope, and how many digits are right."""
    return _DIGITS(count, words=words) if count else _NO_DIGIT.format(words=words)


def no_derivative(name: str, left: float, right: float) -> str:
    """Return that a loss has two slopes along a weight."""
    return _NO_DERIVATIVE.format(name=name, left=_signed(left), right=_signed(right))


def _signed(slope: float) -> str:
    written = format_number(slope, _KINK_DIGITS)
    return f"+{written}" if slope > 0 else written
