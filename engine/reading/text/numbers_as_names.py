"""A first row of growing numbers and a name, such as 400, 410, 420, y: names, or an odd row?"""

import operator
from collections.abc import Sequence
from itertools import pairwise

from ...language.sentence import marked
from ...shortening import in_quotes
from ..faults import NeedsChoice
from .header import is_name, values_of
from .number_patterns import looks_like_number

# Two numbers have no step to compare. Wavelengths in nm, wavenumbers and years have three digits.
_FEWEST_NUMBERS = 3
_FEWEST_DIGITS = 3
# A row of data seldom differs from all others by a factor of ten and has equal steps as well.
_OTHER_MAGNITUDE = 10
_FEWEST_ROWS = 2


def refuse_numbers_as_names(
    cells: Sequence[str], below: Sequence[Sequence[str]], name: str, line: int | None = None
) -> None:
    """Refuse a first row whose numbers can name the columns: wavelengths, doses or times.

    Parameters
    ----------
    cells : sequence of str
        The first row.
    below : sequence of sequence of str
        The first rows below it.
    name : str
        The name of the file.
    line : int, optional
        The line of the first row, if it is in a text.

    Raises
    ------
    NeedsChoice
        If the row can be names: beside a name, numbers that all grow or all fall, or a name above
        numbers; or numbers alone in equal steps above numbers of another magnitude.
    """
    names = [cell for cell in cells if is_name(cell)]
    numbers = [cell for cell in cells if looks_like_number(cell)]
    if not below or any(len(row) != len(cells) for row in below):
        return
    has_corner = cells[0] == "" and not names
    if not numbers or len(names) + len(numbers) + has_corner != len(cells):
        return
    if not names and not has_corner:
        if _are_of_another_size(numbers, below):
            raise NeedsChoice(name, _numbers_alone(numbers), "header", (True, False), line)
        return
    is_led = has_corner or is_name(cells[0])
    if is_led and not _lead_names(cells, numbers, below):
        return
    if not is_led and (
        len(numbers) < _FEWEST_NUMBERS
        or not _grow_or_fall(numbers)
        or not all(map(looks_like_number, below[0]))
    ):
        return
    quoted = ", ".join(in_quotes(each) for each in names[:2])
    shown = ", ".join(numbers[:_FEWEST_NUMBERS])
    if has_corner and all(map(str.isdecimal, numbers)):
        return  # the header is sought among these already
    if has_corner:
        raise NeedsChoice(name, _without_corner(shown), "header", (True, False), line)
    raise NeedsChoice(
        name,
        marked(
            "engine",
            "{shown} and {quoted} can be the names of the columns, or a row in which {quoted} is "
            "no number. Choose whether the first row is a header: yes or no.",
        ).format(shown=shown, quoted=quoted),
        "header",
        (True, False),
        line,
    )


def _lead_names(
    cells: Sequence[str], numbers: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Return whether a row that a name or an empty corner leads can be names.

    A name is above numbers; or the numbers grow above numbers, and the text is above text. Two
    that fall are rather a row: names such as wavelengths fall by the three.
    """
    columns = list(zip(*below, strict=True))
    are_numbers = [all(map(looks_like_number, column)) for column in columns]
    if any(is_name(cell) and are_numbers[k] for k, cell in enumerate(cells)):
        return True
    above = [are_numbers[k] for k, cell in enumerate(cells) if looks_like_number(cell)]
    values = values_of(numbers)
    grows = len(values) > 1 and all(map(operator.lt, values, values[1:]))
    falls = len(values) >= _FEWEST_NUMBERS and _grow_or_fall(numbers)
    return all(above) and (grows or falls)


def _are_of_another_size(numbers: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether whole numbers in equal steps stand above numbers of another magnitude.

    Such are 400, 410, 420 or 2018, 2019, 2020.
    """
    if len(numbers) < _FEWEST_NUMBERS or len(below) < _FEWEST_ROWS:
        return False
    if not all(number.isdecimal() and len(number) >= _FEWEST_DIGITS for number in numbers):
        return False
    values = values_of(numbers)
    steps = {later - earlier for earlier, later in pairwise(values)}
    sizes = [abs(value) for row in below for value in values_of(row)]
    if len(steps) > 1 or 0 in steps or len(sizes) < len(below) * len(numbers):
        return False
    smallest, largest = min(values), max(values)
    return max(sizes) * _OTHER_MAGNITUDE < smallest or min(sizes) > _OTHER_MAGNITUDE * largest


def _numbers_alone(numbers: Sequence[str]) -> str:
    shown = ", ".join(numbers[:_FEWEST_NUMBERS])
    return marked(
        "engine",
        "{shown} can be the names of the columns, or a row: the numbers below are of another "
        "magnitude. Choose whether the first row is a header: yes or no.",
    ).format(shown=shown)


def _without_corner(shown: str) -> str:
    return marked(
        "engine",
        "{shown} after an empty cell can be the names of the columns, or a row that lacks a "
        "number. Choose whether the first row is a header: yes or no.",
    ).format(shown=shown)


def _grow_or_fall(numbers: Sequence[str]) -> bool:
    """Return whether numbers of three digits or more all grow, or all fall."""
    has_digits = all(sum(map(str.isdigit, n)) >= _FEWEST_DIGITS for n in numbers)
    return has_digits and _is_sorted(values_of(numbers))


def _is_sorted(values: Sequence[float]) -> bool:
    pairs = list(pairwise(values))
    return bool(pairs) and (
        all(operator.lt(*pair) for pair in pairs) or all(operator.gt(*pair) for pair in pairs)
    )
