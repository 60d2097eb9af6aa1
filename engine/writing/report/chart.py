"""A picture with two axes, as SVG: sharp at any size, with text as text.

Every shape has a class, by which a page gives it the colours of the light or the dark; beside that,
it has the colours of the light itself, for programs that know no style sheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...matrix import Matrix
from ...threads.caching import cached_property
from .elements import element, escaped
from .scale import ChartScale

LEFT, RIGHT, TOP, BOTTOM = 34, 16, 12, 48
"""Room around the frame for the names of the axes, and the numbers of the lower one."""
DIGIT_WIDTH = 7
"""Of a letter of the axes, about: beside the left axis there is room for the longest number."""
FONT = "system-ui,sans-serif"
MOST_POINTS = 4000
"""A picture of so many is 150 kB; more would hardly be told apart on 350×260 pixels."""
FEW_POINTS = 300
LARGE_DOT, SMALL_DOT = 3, 1.7
WORD_HEIGHT = 12
SPOTS_BESIDE = 2**11
"""More than there are in any picture, one below the other."""

Number = TypeVar("Number", float, Matrix)


class Ink(Enum):
    """What a shape is drawn for: its class, and its colour on paper."""

    FRAME = "frame", "#8a919b"
    GRID = "grid", "#e3e6ea"
    TEXT = "word", "#24292f"
    RUN = "run", "#0072b2"
    OTHER = "other", "#c04e00"

    def __init__(self, name: str, colour: str) -> None:
        self.shape, self.colour = name, colour


@dataclass(frozen=True, eq=False)
class Dots:
    """Points (n,), and the words beside some of them."""

    x: Matrix
    y: Matrix
    words: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, eq=False)
class DrawnLine:
    """A line through points (n,); one that is a comparison is dashed."""

    x: Matrix
    y: Matrix
    ink: Ink = Ink.RUN
    is_dashed: bool = False
    word: str = ""


@dataclass(frozen=True, eq=False)
class Chart:
    """What is drawn between two axes, and what these are called."""

    title: str
    x_name: str
    y_name: str
    x: ChartScale
    y: ChartScale
    lines: Sequence[DrawnLine] = ()
    dots: Dots | None = None
    width: int = 440
    height: int = 320

    @cached_property
    def left(self) -> float:
        """Where the left axis stands: beside the longest of its numbers."""
        return LEFT + DIGIT_WIDTH * max([len(tick.text) for tick in self.y.ticks()], default=1)

    @property
    def right(self) -> float:
        """Where the frame ends."""
        return self.width - RIGHT

    @property
    def bottom(self) -> float:
        """Where the lower axis stands."""
        return self.height - BOTTOM

    def svg(self) -> str:
        """Return the picture as an SVG element, which is a file of its own as well."""
        return self._svg(element("title", escaped(self.title)) + "".join(self._shapes()))

    def layers(self, dots: int) -> Iterator[str]:
        """Yield SVGs that make up the picture on top of each other, with at most so many dots each.

        A renderer that holds up other threads does so for a shorter time.
        """
        shapes = list(self._shapes())
        for first in range(0, len(shapes), dots):
            yield self._svg("".join(shapes[first : first + dots]))

    def _svg(self, shapes: str) -> str:
        return element(
            "svg",
            shapes,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=" ".join(map(str, (0, 0, self.width, self.height))),
            width=self.width,
            height=self.height,
            role="img",
            font_family=FONT,
            font_size=12,
        )

    def _shapes(self) -> Iterator[str]:
        yield from self._axes()
        for line in self.lines:
            yield from self._line(line)
        if self.dots is not None:
            yield from self._dots(self.dots)

    def _axes(self) -> Iterator[str]:
        for tick in self.y.ticks():
            y = self._down(tick.place)
            yield _path(Ink.GRID, f"M{_short(self.left)} {_short(y)}H{_short(self.right)}")
            yield _word(self.left - 8, y + 4, tick.text, "end")
        for tick in self.x.ticks(5):
            x = self._across(tick.place)
            yield _path(Ink.GRID, f"M{_short(x)} {TOP}V{_short(self.bottom)}")
            yield _word(x, self.bottom + 18, tick.text, "middle")
        yield _path(
            Ink.FRAME, f"M{_short(self.left)} {TOP}V{_short(self.bottom)}H{_short(self.right)}"
        )
        yield _word((self.left + self.right) / 2, self.height - 10, self.x_name, "middle")
        middle = (TOP + self.bottom) / 2
        turned = f"rotate(-90,14,{_short(middle)})"
        yield _word(14, middle, self.y_name, "middle", turned)

    def _line(self, line: DrawnLine) -> Iterator[str]:
        x, y = self._pixels(line.x, line.y)
        for run in _runs(np.isfinite(x) & np.isfinite(y)):
            points = _thinned(x[run], y[run])
            places = "L".join(f"{_short(a)} {_short(b)}" for a, b in points)
            yield _path(line.ink, f"M{places}", 1 if line.is_dashed else 1.6, dashed=line.is_dashed)
        seen = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if line.word and len(seen):
            last = seen[-1]
            right = min(float(x[last]), self.right - 4)
            above = float(y[last]) - 5 if y[last] > TOP + WORD_HEIGHT + 6 else float(y[last]) + 14
            yield _word(right, above, line.word, "end", ink=line.ink)

    def _dots(self, dots: Dots) -> Iterator[str]:
        x, y = self._pixels(dots.x, dots.y)
        drawn = one_for_each_spot(x, y)
        radius = LARGE_DOT if len(drawn) <= FEW_POINTS else SMALL_DOT
        for k in drawn:
            yield element(
                "circle",
                class_="dot",
                fill=Ink.RUN.colour,
                fill_opacity=0.6,
                cx=_short(x[k]),
                cy=_short(y[k]),
                r=radius,
            )
        for k, word in dots.words:
            if np.isfinite(x[k]) and np.isfinite(y[k]):
                is_right = x[k] > (self.left + self.width) / 2
                beside = float(x[k]) + (-6 if is_right else 6)
                yield _word(beside, float(y[k]) + 4, word, "end" if is_right else "start")

    def _across(self, place: Number) -> Number:
        return self.left + place * (self.right - self.left)

    def _down(self, place: Number) -> Number:
        return self.bottom - place * (self.bottom - TOP)

    def _pixels(self, x: Matrix, y: Matrix) -> tuple[Matrix, Matrix]:
        return self._across(self.x.places(x)), self._down(self.y.places(y))


def one_for_each_spot(x: Matrix, y: Matrix, most: int = MOST_POINTS) -> list[int]:
    """Return which points to draw: of those that would fall on one another, the first.

    The spots are as small as the number of points allows, so that every outlier has its own.
    """
    seen = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    size = 0.5
    while True:
        across = (x[seen] // size).astype(np.int64)
        down = (y[seen] // size).astype(np.int64)
        spots = (across - across.min(initial=0)) * SPOTS_BESIDE + down - down.min(initial=0)
        # No sorting, which takes ten times as long: the first point of a spot is written last.
        first = np.full(int(spots.max(initial=0)) + 1, -1)
        first[spots[::-1]] = seen[::-1]
        seen = np.sort(first[first >= 0])
        if len(seen) <= most:
            return [int(k) for k in seen]
        size *= 1.5


def _runs(seen: NDArray[np.bool_]) -> Iterator[slice]:
    """Yield the stretches of a line that can be drawn."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], seen, [False])).astype(int)))
    for first, end in edges.reshape(-1, 2).tolist():
        yield slice(first, end)


def _thinned(x: Matrix, y: Matrix) -> list[tuple[float, float]]:
    """Return the points of a line without those that repeat a tenth of a pixel."""
    points = np.column_stack((np.round(x, 1), np.round(y, 1)))
    differs = np.concatenate(([True], (np.diff(points, axis=0) != 0).any(axis=1)))
    return [(a, b) for a, b in points[differs].tolist()]


def _path(ink: Ink, data: str, width: float = 1, *, dashed: bool = False) -> str:
    return element(
        "path",
        class_=ink.shape,
        fill="none",
        stroke=ink.colour,
        stroke_width=width,
        stroke_dasharray="5,4" if dashed else None,
        d=data,
    )


def _word(x: float, y: float, text: str, anchor: str, turned: str = "", ink: Ink = Ink.TEXT) -> str:
    return element(
        "text",
        escaped(text),
        class_=ink.shape if ink is Ink.TEXT else f"{ink.shape}-word",
        fill=ink.colour,
        x=_short(x),
        y=_short(y),
        text_anchor=anchor,
        transform=turned,
    )


def _short(pixels: float) -> str:
    return f"{pixels:.1f}".removesuffix(".0")
