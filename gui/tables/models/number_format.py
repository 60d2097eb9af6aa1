"""How the numbers of a column are displayed: decimal points aligned, never misleading.

Data are shown as they were typed, as far as six digits go. The decimal separator is a point in
every locale, so a number reads the same wherever it is copied.
"""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine import Matrix
from engine.threads.caching import cached_property

from ...text.numbers import (
    MINUS,
    NUMBER_DIGITS,
    PLAIN_NUMBERS,
    format_exact,
    format_number,
    format_scientific,
    in_exponents,
)
from .digits import EVERY_DIGIT

CUT_MARK = "…"
"""Follows the digits of an editable number that has more of them."""

# Rounding may move a displayed value by half a percent at most; beyond that it gets more digits.
MAX_RELATIVE_LOSS = 0.005
# The next ones may tell of the number nearest to a typed one that a computer can hold.
_SURE_DIGITS = 15
# Digits of a number that is unlike the rest of its column, and those of a residual.
_FEW_DIGITS = 4
# Widths in digits, as in DejaVu Sans; other fonts differ little (the sum decides which is longest).
_POINT_WIDTH, _MINUS_WIDTH, _MARK_WIDTH = 0.5, 1.32, 1.57
# By so many characters a wider text may be the shorter one: of two signs, without a point.
_UNLIKE = 2


@dataclass(frozen=True)
class NumberStyle:
    """How a kind of column is written: with how many digits, and in which range without exponent.

    ``drops_zeros`` says whether decimals that are zero after rounding are left out: the numbers are
    then marked if they are cut. Computed numbers are not marked, so they keep these zeros.
    ``relative_loss`` is by what share rounding may move a number. ``shares_decimals`` says whether
    the decimal points of a column stand under each other; otherwise each number has all its digits.
    """

    digits: int = NUMBER_DIGITS
    plain: tuple[float, float] = PLAIN_NUMBERS
    drops_zeros: bool = False
    relative_loss: float = MAX_RELATIVE_LOSS
    shares_decimals: bool = True


DATA = NumberStyle(drops_zeros=True)
PREDICTION = NumberStyle()
RESIDUAL = NumberStyle(_FEW_DIGITS, plain=(1e-3, 1e6), shares_decimals=False)


@dataclass(frozen=True)
class Fixed:
    """Writes a column with between ``least`` and ``most`` decimals."""

    least: int = 0
    most: int = NUMBER_DIGITS - 1
    style: NumberStyle = DATA

    @cached_property
    def _usual(self) -> tuple[float, float, str]:
        """Below which sizes a number is plain and has ``most`` decimals, and how it is written."""
        most_size = 10.0 ** (self.style.digits - self.most)  # larger than all sampled ones
        return self.style.plain[1], most_size, f"%.{self.most}f"

    def text(self, value: float) -> str:
        """Format one value of the column."""
        size, (most_plain, most_size, usual) = abs(value), self._usual
        if not size < most_plain:  # nor is NaN
            return format_number(value, self.style.digits, self.style.plain)
        decimals = self.most
        if size >= most_size:
            decimals = max(self.least, min(decimals, _most_decimals(size, self.style)))
            usual = f"%.{decimals}f"
        text = usual % (value + 0.0)  # + 0.0 turns −0 into 0
        shown = float(text)
        if abs(shown - value) > self.style.relative_loss * size:
            return format_number(value, _FEW_DIGITS, self.style.plain)
        if decimals > self.least and (self.style.drops_zeros or shown == value):
            whole, point, after = text.partition(".")
            after = after.rstrip("0").ljust(self.least, "0")
            text = whole + point + after if after else whole
        return text.replace("-", MINUS) if value < 0.0 else text


@dataclass(frozen=True)
class Scientific:
    """Writes a column of very small values with mantissas of equal length."""

    decimals: int

    def text(self, value: float) -> str:
        """Format one value of the column."""
        if not math.isfinite(value):
            return format_number(value)
        if not value:
            return "0"
        mantissa, _, exponent = f"{value:.{self.decimals}e}".partition("e")
        return in_exponents(mantissa, int(exponent))


@dataclass(frozen=True)
class Significant:
    """Writes each number of a column with the digits of its style, whatever the others have."""

    style: NumberStyle

    def text(self, value: float) -> str:
        """Format one value of the column."""
        size, style = abs(value), self.style
        # As format_number does, without its calls: an edit writes a number of each row in view.
        if not (style.plain[0] <= size < style.plain[1] and size < 10.0**style.digits - 0.5):
            return format_number(value, style.digits, style.plain)
        text = f"{value:#.{style.digits}g}"
        text = text.rstrip("0").rstrip(".") if float(text) == value else text.rstrip(".")
        return text.replace("-", MINUS) if value < 0.0 else text


@dataclass(frozen=True)
class EveryDigit:
    """Writes each number of a column with all the digits that it has."""

    def text(self, value: float) -> str:
        """Format one value of the column."""
        return format_exact(value)


ColumnFormat = Fixed | Scientific | Significant | EveryDigit


def column_format(sample: Matrix, style: NumberStyle = DATA) -> ColumnFormat:
    """Choose a column's format from a sample of its values."""
    if style.digits >= EVERY_DIGIT:
        return EveryDigit()
    if not style.shares_decimals:
        return Significant(style)
    values = sample[np.isfinite(sample) & (sample != 0.0)]
    sizes = np.abs(values)
    if sizes.size and sizes.max() < style.plain[0]:
        return _scientific_format(values, style)
    plain = values[sizes < style.plain[1]]
    most = _most_decimals(float(np.abs(plain).max()), style) if plain.size else 0
    alike = plain[np.abs(np.round(plain, most) - plain) <= style.relative_loss * np.abs(plain)]
    widest = Fixed(0, most, style)
    least = 0
    for value in alike.tolist():
        least = max(least, _decimals_in(widest.text(value)))
        if least == most:  # the usual case, at the first value
            break
    return Fixed(least, most, style)


def roomy_format(
    base: ColumnFormat, sample: Matrix, style: NumberStyle, room: float
) -> ColumnFormat:
    """Return a format with as many digits as have room: all of them, or those before the mark.

    Parameters
    ----------
    base : ColumnFormat
        The format that cuts some of the values.
    sample : ndarray (n,)
        Values of the column.
    style : NumberStyle
        That of the base.
    room : float
        The width of a cell in digits, without its margins.
    """
    values = sample[np.isfinite(sample)].tolist()
    spare = room - _widest(list(map(base.text, values)))
    whole = column_format(sample, _longer(style, spare))
    if isinstance(whole, Fixed):
        whole = replace(whole, most=whole.least)
    for each in (whole, EveryDigit()):
        texts = _texts_with_room(each, values, room)
        if texts is not None and not any(map(is_cut, values, texts)):
            return each
    longer = column_format(sample, _longer(style, spare - _MARK_WIDTH))
    if longer == base or _texts_with_room(longer, values, room - _MARK_WIDTH) is None:
        return base
    return longer


def _longer(style: NumberStyle, spare: float) -> NumberStyle:
    """Return a style with so many digits more, as far as each of them is one of the number."""
    digits = style.digits + max(math.floor(spare), 0)
    return replace(style, digits=min(digits, _SURE_DIGITS))


def _widest(texts: Collection[str]) -> float:
    """Return the width of the widest text; only of long ones are the narrow characters counted."""
    longest = max(map(len, texts), default=0)
    return max((text_width(text) for text in texts if len(text) > longest - _UNLIKE), default=0.0)


def _texts_with_room(
    column_format: ColumnFormat, values: Sequence[float], room: float
) -> list[str] | None:
    """Return the texts of the values, or None if one is too wide; most often the first one is."""
    if values and text_width(column_format.text(values[0])) > room:
        return None
    texts = list(map(column_format.text, values))
    return texts if _widest(texts) <= room else None


def is_cut(value: float, text: str) -> bool:
    """Return whether a number has more digits than its text."""
    return math.isfinite(value) and float(text.replace(MINUS, "-")) != value


def text_width(text: str) -> float:
    """Return the width of a text in digits, roughly."""
    return (
        len(text)
        + (_POINT_WIDTH - 1) * text.count(".")
        + (_MINUS_WIDTH - 1) * text.count(MINUS)
        + (_MARK_WIDTH - 1) * text.count(CUT_MARK)
    )


def _scientific_format(values: Matrix, style: NumberStyle) -> Scientific:
    texts = (format_scientific(value, style.digits) for value in values.tolist())
    return Scientific(max(_decimals_in(text.partition("e")[0]) for text in texts))


def _most_decimals(largest: float, style: NumberStyle) -> int:
    """Return the decimals that show a style's digits of a value, or one if it has as many."""
    power = math.floor(math.log10(max(largest, style.plain[0])))
    decimals = max(0, style.digits - 1 - power)
    return decimals or (1 if largest < 10.0**style.digits else 0)


def _decimals_in(text: str) -> int:
    return len(text.partition(".")[2]) if "e" not in text else 0


# Choosing a format from 200 values takes under 1 ms, and a redraw may choose 20 formats.
_SAMPLED_ROWS = 100


class ColumnFormats:
    """The formats of a table's columns; sampled over all rows, so scrolling never changes one."""

    def __init__(
        self,
        column_values: Callable[[int, Sequence[int]], Matrix],
        row_count: Callable[[], int],
        style_of: Callable[[int], NumberStyle] = lambda _: DATA,
    ) -> None:
        self._column_values, self._row_count = column_values, row_count
        self._style_of = style_of
        self._formats: dict[int, ColumnFormat] = {}

    def invalidate(self, columns: Iterable[int]) -> None:
        """Choose the formats of these columns again, because their values changed."""
        for column in columns:
            self._formats.pop(column, None)

    def invalidate_all(self) -> None:
        """Choose every format again, because the columns changed."""
        self._formats.clear()

    def format_of(self, column: int) -> ColumnFormat:
        """Return the format of a column."""
        if column not in self._formats:
            self.choose(column, self._column_values(column, sample_rows(self._row_count())))
        return self._formats[column]

    def choose(self, column: int, sample: Matrix) -> None:
        """Choose the format of a column from values in ``sample_rows``, unless it is chosen."""
        if column not in self._formats:
            self._formats[column] = column_format(sample, self._style_of(column))


def sample_rows(rows: int) -> list[int]:
    """Return up to 200 row numbers: the first 100, and 100 spread over the table."""
    return list(_sampled(rows))


@lru_cache(maxsize=8)
def _sampled(rows: int) -> tuple[int, ...]:
    """Return the numbers, which all columns of a table share."""
    spread = np.linspace(0, rows - 1, _SAMPLED_ROWS).astype(int).tolist()
    return tuple(sorted({*range(min(rows, _SAMPLED_ROWS)), *spread}))
