"""How a verdict writes numbers, epochs and combinations of columns."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from ..language.plurals import CountedSentence, plural
from ..language.sentence import marked
from ..matrix import Matrix
from ..shortening import LONGEST as LONGEST
from ..shortening import NAME_LENGTHS as NAME_LENGTHS
from ..shortening import elide_middle, grouped

INTERCEPT = marked("engine", "intercept")
ONES = "1"
"""What files and people call a column of ones."""
# Below it, a count is read digit by digit.
COUNTED_BELOW = 10**9
# A factor that is closer to 1 has too many nines, or zeros, to be counted by eye.
NEARLY_ONE = 1e-6
# 1.5 times the limit of η, over that limit, is 1.5 but for two roundings.
QUOTIENT_ROUNDING = 1e-14
# Outside this range a factor is written with an exponent: three of its digits matter.
PLAIN_FACTORS = (1e-3, 1e6)
# So many tell any float64 from any other.
MOST_DIGITS = 17
# The other parts of a direction do less than a third of what its first part does.
SMALL_PART = 0.3
# With its number it is as long as most sentences have room for.
LONGEST_NUMBERED = 16
_NUMBERED = marked("engine", "{name} (column {number})")
_COLUMN = marked("engine", "column {number}")
_EPOCHS = plural("engine", "{n} epochs", "{n} epoch", 1)
_EVERY = plural("engine", "every {n} epochs", "every epoch", 1)
OVERFLOWED = marked("engine", "over 1e308")


def number(value: float, digits: int = 3) -> str:
    """Write a number with a true minus: 0.00528, 17,565 or 1e−18."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "—"
    size = abs(value)
    if size != 0 and not 1e-4 <= size < COUNTED_BELOW:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        return f"{_shortened(mantissa)}e{int(exponent)}".replace("-", "−")
    rounded = float(f"{value:.{digits}g}")
    if size >= 10 ** (digits - 1):
        return grouped(float(value)).replace("-", "−")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    return _shortened(grouped(rounded, decimals)).replace("-", "−")


def setting(value: float, digits: int = 6) -> str:
    """Write η or h as its field does, with a true minus."""
    mantissa, power, exponent = f"{value:.{max(digits, 6)}g}".partition("e")
    return f"{mantissa}{power}{int(exponent) if power else ''}".replace("-", "−")


def told_apart(
    first: float,
    second: float,
    write: Callable[[float, int], str] = number,
    write_second: Callable[[float, int], str] | None = None,
    digits: int = 3,
) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes to see which is the larger one.

    Parameters
    ----------
    first, second : float
        What a sentence compares.
    write, write_second : callable
        Write a number with so many digits; the second as the first if not given.
    digits : int
        The least number of digits.

    Returns
    -------
    tuple of str
        Both numbers. Those that are equal, or not finite, have the least number of digits.
    """
    write_second = write_second or write
    if first != second and math.isfinite(first) and math.isfinite(second):
        while digits < MOST_DIGITS and f"{first:.{digits - 1}e}" == f"{second:.{digits - 1}e}":
            digits += 1
    return write(first, digits), write_second(second, digits)


def count(epochs: float, digits: int = 3) -> str:
    """Write a number of epochs: 12,345 or 3.7e12."""
    return grouped(epochs) if epochs < COUNTED_BELOW else number(float(epochs), digits)


def in_epochs(epochs: float, form: CountedSentence = _EPOCHS) -> str:
    """Write how long something takes, with three digits, whole from ten on: "45 epochs"."""
    if epochs < 1.5:
        return form(1)
    if epochs < 10:
        return form.of(math.ceil(epochs), number(epochs))
    rounded = float(f"{epochs:.3g}") if epochs >= 100 else round(epochs)
    return form.of(int(rounded), count(rounded))


how_often = partial(in_epochs, form=_EVERY)
"""Write how often something happens: "every 45 epochs", or "every epoch"."""


def roughly(epochs: float) -> str:
    """Write about how many epochs something takes, with two digits: "76,000 epochs"."""
    return _EPOCHS.of(int(float(f"{epochs:.1e}")), two_digits(epochs))


def two_digits(epochs: float) -> str:
    """Write about how many of something there are: 76,000 or 4.7e8."""
    return factor(float(f"{epochs:.1e}"), 2)


def factor(times: float, digits: int = 3) -> str:
    """Write how many times as large something is: 2.73, 1.0002, 1 + 3e−9 or 2.1e26.

    It is 1 only if it is equal. Zeros at its end say that it goes on, by more than the rounding of
    a quotient.
    """
    if not math.isfinite(times):
        return number(times)
    if 0 < abs(times - 1) < NEARLY_ONE:
        return f"1 {'+' if times > 1 else '−'} {number(abs(times - 1), 1)}"
    while times != 1 and float(f"{times:.{digits - 1}e}") == 1:
        digits += 1
    text = f"{times:.{digits - 1}e}"
    mantissa, _, exponent = text.partition("e")
    if times and not PLAIN_FACTORS[0] <= abs(times) < PLAIN_FACTORS[1]:
        mantissa = _shortened(mantissa) if _is_equal(float(text), times) else mantissa
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    decimals = max(0, digits - 1 - int(exponent))
    text = grouped(times, decimals).replace("-", "−")
    return _shortened(text) if _is_equal(float(f"{times:.{decimals}f}"), times) else text


def _is_equal(written: float, times: float) -> bool:
    return math.isclose(written, times, rel_tol=QUOTIENT_ROUNDING)


def _shortened(text: str) -> str:
    """Return decimals without the zeros at their end."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def fold(times: float) -> str:
    """Write how many times something has grown: 11.2 or 2.1e26."""
    return OVERFLOWED if math.isinf(times) else factor(times)


def about_fold(times: float) -> str:
    """Write about how many times as large something is, in one digit: 400,000 or 1e12."""
    return OVERFLOWED if math.isinf(times) else factor(float(f"{times:.0e}"), 1)


def default_names(weights: int) -> tuple[str, ...]:
    """Name the columns x1, x2, …"""
    return tuple(column_name("", k) for k in range(weights))


def column_name(given: str, column: int, *, is_ones: bool = False) -> str:
    """Name a column of A, counted from 0, and its weight: the one name that every part shows.

    It is the name ``given``, or x and a number. A column of ones that is called "1", or has no
    name, is the intercept: "1" would read as a number.
    """
    if is_ones and given in ("", ONES):
        return INTERCEPT
    return given or f"x{column + 1}"


def distinct_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns as sentences have them: the number beside one of several alike.

    Parameters
    ----------
    names : sequence of str
        What all columns are called, from the first on.
    """
    counts = Counter(names)
    return tuple(
        numbered_name(name, column) if counts[name] > 1 else name
        for column, name in enumerate(names)
    )


def numbered_name(name: str, column: int) -> str:
    """Return a name with the number of its column, which is counted from 0: "x (column 3)"."""
    short = name if len(name) <= LONGEST_NUMBERED else elide_middle(name, LONGEST_NUMBERED)
    return _NUMBERED.format(name=short, number=column + 1)


def by_number(name: str, column: int, most: int) -> str:
    """Return "column 3" in place of a name with its number that is too long for a sentence.

    Cut in the middle, "intercept (column 3)" would be "int… 3)".
    """
    is_numbered = name.endswith(_NUMBERED.format(name="", number=column + 1))
    return _COLUMN.format(number=column + 1) if is_numbered and len(name) > most else name


def combination(terms: Sequence[tuple[str, float]], longest_name: int = NAME_LENGTHS[0]) -> str:
    """Write a sum of columns, what is added first: ``x1 + 2·x2 − x3``; 0 if there is none."""
    text = ""
    shown = shortened([name for name, _ in terms], longest_name)
    terms = [(short, part) for short, (_, part) in zip(shown, terms, strict=True)]
    for name, coefficient in sorted(terms, key=lambda term: term[1] < 0):
        sign = "−" if coefficient < 0 else "+"
        size = abs(coefficient)
        times = "" if abs(size - 1) <= 1e-9 else f"{number(size, 4)}·"
        term = times + name
        text += f" {sign} {term}" if text else term if sign == "+" else f"−{term}"
    return text or "0"


def dependency(
    names: Sequence[str],
    column: int,
    terms: Mapping[int, float],
    longest_name: int = NAME_LENGTHS[0],
) -> str:
    """Write which combination of others a column is: ``total = adults + children``.

    Parameters
    ----------
    names : sequence of str
        Those of all columns.
    column : int
        The dependent one, from 0.
    terms : mapping of int to float
        The others with their coefficients; none if the column is 0 in every row.
    longest_name : int, optional
        Longer names are cut so that they stay different.
    """
    named = [by_number(names[k], k, longest_name) for k in (column, *terms)]
    name, *others = shortened(named, longest_name)
    parts = list(zip(others, terms.values(), strict=True))
    return f"{name} = {combination(parts, longest_name)}"


def shortened(names: Sequence[str], most: int) -> list[str]:
    """Shorten names so that different ones stay different.

    Where both ends do not tell them apart, more of one end is kept; if that does not either, they
    are numbered in the order in which they come.
    """
    for shorten in (elide_middle, _elide_start, _elide_end):
        short = [shorten(name, most) for name in names]
        if len(set(short)) == len(set(names)):
            return short
    order = list(dict.fromkeys(names))
    return [f"{name[: most - 3]}…{order.index(name) + 1}" for name in names]


def _elide_start(name: str, most: int) -> str:
    return name if len(name) <= most else f"…{name[1 - most :]}"


def _elide_end(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def direction(parts: Matrix, names: Sequence[str], longest_name: int = NAME_LENGTHS[0]) -> str:
    """Name a direction of W by the columns it moves most: ``x2, x5``.

    ``parts`` (j,) are how much the predictions move with each weight along it. Which of them rise
    while others fall is not said: ``x2 − x5`` would be read as a subtraction.
    """
    sizes = np.abs(parts)
    order = np.argsort(-sizes, kind="stable")
    large = [int(k) for k in order if sizes[k] > SMALL_PART * sizes[order[0]]]
    shown = sorted(large[:2])
    named = [by_number(names[k], k, longest_name) for k in shown]
    text = ", ".join(shortened(named, longest_name))
    return f"{text} …" if len(large) > len(shown) else text
