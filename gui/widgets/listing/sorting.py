"""The order of the rows of a listing."""

import math
from collections.abc import Callable, Iterable
from functools import cmp_to_key
from typing import Any, TypeVar

from PySide6.QtCore import Qt

Row = TypeVar("Row")


def unknown_last(rows: Iterable[Row], key: Callable[[Row], Any], order: Qt.SortOrder) -> list[Row]:
    """Return rows by a key, in either order; those whose key is NaN come last in both."""
    sign = 1 if order is Qt.SortOrder.AscendingOrder else -1

    def compared(one: Row, other: Row) -> int:
        first, second = key(one), key(other)
        unknown = _is_unknown(first), _is_unknown(second)
        if any(unknown):
            return int(unknown[0]) - int(unknown[1])
        return sign * (int(first > second) - int(first < second))

    return sorted(rows, key=cmp_to_key(compared))


def _is_unknown(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)
