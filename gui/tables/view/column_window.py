"""Which columns of A are seen at once: only whole ones, which share out what room is left."""

from collections.abc import Callable
from typing import NamedTuple

Needed = Callable[[int], int]
"""Returns the width that a column needs."""


class ColumnWindow(NamedTuple):
    """The columns that are seen: the first of them, and the width of each."""

    first: int
    widths: tuple[int, ...]

    @property
    def columns(self) -> range:
        """The numbers of the columns, from 0."""
        return range(self.first, self.first + len(self.widths))

    @property
    def width(self) -> int:
        """The width of all together."""
        return sum(self.widths)


def window_from(
    first: int, count: int, room: int, needed: Needed, is_fixed: Callable[[int], bool]
) -> ColumnWindow:
    """Return the whole columns that fit into ``room`` from ``first`` on, of ``count`` in all.

    Room at the end is filled with columns before ``first``. If there are more columns than fit,
    those without a fixed width share what is left, so that the window is as wide as the room.
    """
    first = max(min(first, count - 1), 0)
    widths = [needed(first)]
    while first + len(widths) < count and sum(widths) + needed(first + len(widths)) <= room:
        widths.append(needed(first + len(widths)))
    while first > 0 and sum(widths) + needed(first - 1) <= room:
        first -= 1
        widths.insert(0, needed(first))
    if len(widths) == count and sum(widths) <= room:
        return ColumnWindow(first, tuple(widths))
    if len(widths) == 1:
        return ColumnWindow(first, (max(min(widths[0], room), 1),))
    return ColumnWindow(first, _shared_out(first, widths, room, is_fixed))


def first_that_shows(column: int, count: int, room: int, needed: Needed) -> int:
    """Return the first column of the last window that ends with ``column``."""
    first = max(min(column, count - 1), 0)
    taken = needed(first)
    while first > 0 and taken + needed(first - 1) <= room:
        first -= 1
        taken += needed(first)
    return first


def _shared_out(
    first: int, widths: list[int], room: int, is_fixed: Callable[[int], bool]
) -> tuple[int, ...]:
    free = [place for place in range(len(widths)) if not is_fixed(first + place)]
    spare = max(room - sum(widths), 0)
    for number, place in enumerate(free):
        widths[place] += spare // len(free) + (number < spare % len(free))
    return tuple(widths)
