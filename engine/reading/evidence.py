"""What numbers tell of their marks: which one is decimal, and which groups thousands."""

import re
from collections.abc import Iterable

_LIKE_A_NUMBER = re.compile(
    r"[+\-−]?[0-9.,'’\u00a0\u202f\u2009]*[0-9][0-9.,]*(?:[eE][+\-−]?[0-9]+)?\Z"
)
_MAY_GROUP = re.compile(r"[+\-−]?[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_BEYOND_DOUBT = {
    decimal: re.compile(
        rf"[+\-−]?[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+(?:{group}[0-9]{{3}}|{mark}[0-9]+)\Z"
    )
    for decimal, mark, group in ((",", ",", r"\."), (".", r"\.", ","))
}


def commas_decide(cells: Iterable[str]) -> bool:
    """Tell whether some numbers have decimal commas, beyond doubt, and none a decimal point."""
    found = _numbers(cells)
    by_comma = any(map(has_decimal_comma, found))
    return by_comma and not any(map(speaks_for_point, found))


def mark_of_grouped(cells: Iterable[str]) -> str | None:
    """Return the decimal mark of numbers whose thousands are grouped by the other one beyond doubt,
    as in 1.234,5 or 1,234,567; None where there are none, or some that speak against it."""
    found = _numbers(cells)
    against = {",": speaks_for_point, ".": has_decimal_comma}
    for mark, form in _BEYOND_DOUBT.items():
        if any(map(form.match, found)) and not any(map(against[mark], found)):
            return mark
    return None


def has_decimal_comma(cell: str) -> bool:
    """Tell whether a number has a decimal comma, beyond doubt."""
    return speaks_for_comma(cell) and not may_group(cell)


def speaks_for_comma(cell: str) -> bool:
    """Tell whether a number has a decimal comma, or points that group: 1,5 1.234,5 1.234.567."""
    commas, points = cell.count(","), cell.count(".")
    if commas == 1:
        return points == 0 or cell.rfind(",") > cell.rfind(".")
    return commas == 0 and points > 1


def speaks_for_point(cell: str) -> bool:
    """Tell whether a number has a decimal point, or commas that group; 1.234 may be either."""
    commas, points = cell.count(","), cell.count(".")
    if points == 1:
        return not may_group(cell) if commas == 0 else cell.rfind(".") > cell.rfind(",")
    return points == 0 and commas > 1


def may_group(cell: str) -> bool:
    """Tell 1.234 and 1,234, whose mark may be a decimal one as well as group thousands.

    Nobody groups thousands before an exponent.
    """
    return _MAY_GROUP.match(cell) is not None


def is_like_a_number(cell: str) -> bool:
    """Tell what is made of digits and marks alone, though it may be no number."""
    return _LIKE_A_NUMBER.match(cell) is not None


def _numbers(cells: Iterable[str]) -> list[str]:
    return list(filter(is_like_a_number, map(str.strip, cells)))
