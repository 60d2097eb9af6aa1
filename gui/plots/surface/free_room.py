"""Finds room for words among lines, dots and other words."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from ..axis_scale import Numbers

# Pixels along each side of a cell: finer than any line and its distance from a word need.
_CELL = 2.0
NO_PIECES = np.empty((0, 2))


class FreeRoom:
    """Which cells of an area are taken.

    Parameters
    ----------
    area : QRectF
        In pixels.
    """

    def __init__(self, area: QRectF) -> None:
        self._area = area
        shape = int(area.height() / _CELL) + 1, int(area.width() / _CELL) + 1
        self._taken: NDArray[np.bool_] = np.zeros(shape, bool)

    def take_lines(self, *lines: Numbers) -> None:
        """Take what lines through points (n, 2), in pixels, pass over."""
        starts, ends = [NO_PIECES], [NO_PIECES]
        for points in lines:
            places = (points - (self._area.left(), self._area.top())) / _CELL
            places = places[np.isfinite(places).all(axis=1)]
            starts.append(places[: max(len(places) - 1, 1)])
            ends.append(places[1:] if len(places) > 1 else places)
        height, width = self._taken.shape
        self._take_pieces(*_clipped(np.concatenate(starts), np.concatenate(ends), width, height))

    def _take_pieces(self, starts: Numbers, ends: Numbers) -> None:
        """Take pieces between two rows of cells (n, 2) within the room."""
        if len(starts) == 0:
            return
        height, width = self._taken.shape
        # One cell after the other of each piece.
        counts = np.ceil(np.abs(ends - starts).max(axis=1)).astype(int) + 1
        piece = np.repeat(np.arange(len(counts)), counts)
        step = np.arange(len(piece)) - np.repeat(np.cumsum(counts) - counts, counts)
        shares = (step / np.maximum(counts[piece] - 1, 1))[:, np.newaxis]
        cells = (starts[piece] + shares * (ends - starts)[piece]).astype(int)
        self._taken[np.clip(cells[:, 1], 0, height - 1), np.clip(cells[:, 0], 0, width - 1)] = True

    def take_rect(self, rect: QRectF) -> None:
        """Take a rectangle."""
        left, top, right, bottom = self._cells_of(rect)
        self._taken[top:bottom, left:right] = True

    def first_free(self, places: Iterable[QRectF]) -> QRectF | None:
        """Take the first place that is free and lies within the area; None if none is."""
        for place in places:
            if self._area.contains(place) and self.is_free(place):
                self.take_rect(place)
                return place
        return None

    def is_free(self, rect: QRectF) -> bool:
        """Return whether nothing is taken within a rectangle."""
        left, top, right, bottom = self._cells_of(rect)
        return not self._taken[top:bottom, left:right].any()

    def _cells_of(self, rect: QRectF) -> tuple[int, int, int, int]:
        height, width = self._taken.shape
        x, y = rect.left() - self._area.left(), rect.top() - self._area.top()
        left, top = max(0, int(x / _CELL)), max(0, int(y / _CELL))
        right, bottom = int((x + rect.width()) / _CELL) + 1, int((y + rect.height()) / _CELL) + 1
        return left, top, max(min(width, right), 0), max(min(height, bottom), 0)


def _clipped(
    starts: Numbers, ends: Numbers, width: float, height: float
) -> tuple[Numbers, Numbers]:
    """Return what lies within a room of the pieces between two rows of points, (n, 2)."""
    moves = ends - starts
    first, last = np.zeros(len(starts)), np.ones(len(starts))
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis, size in enumerate((width, height)):
            at, move = starts[:, axis], moves[:, axis]
            one, other = -at / move, (size - at) / move
            is_still = move == 0
            is_within = (at >= 0) & (at <= size)
            enters = np.where(is_still, np.where(is_within, 0.0, 2.0), np.minimum(one, other))
            leaves = np.where(is_still, 1.0, np.maximum(one, other))
            first, last = np.maximum(first, enters), np.minimum(last, leaves)
    kept = first <= last
    starts, moves = starts[kept], moves[kept]
    return starts + first[kept, np.newaxis] * moves, starts + last[kept, np.newaxis] * moves
