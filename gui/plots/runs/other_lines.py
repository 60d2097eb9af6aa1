"""The lines of kept runs beside what a plot shows."""

from collections.abc import Sequence

from ..axis_scale import EMPTY, Numbers
from ..graph import ViewBox
from ..header import LegendEntry
from ..line import PlotLine, RenderTarget
from ..theme import Theme
from .overlaid_run import OverlaidRun
from .run_styles import run_pen

BELOW = -10.0
"""Below the line of the run itself."""


class OtherLines:
    """One dashed line for each kept run, in a view."""

    def __init__(self, view: ViewBox, theme: Theme) -> None:
        self._view, self._theme = view, theme
        self._target = RenderTarget.SCREEN
        self.runs: Sequence[OverlaidRun] = ()
        self.lines: list[PlotLine] = []

    def show(self, runs: Sequence[OverlaidRun]) -> None:
        """Draw these runs, once they have points."""
        self.runs = runs
        while len(self.lines) < len(runs):
            line = PlotLine()
            line.setSegmentedLineMode("off")  # dashes would begin again at each point
            line.setZValue(BELOW)
            self._view.addItem(line)
            self.lines.append(line)
        for line in self.lines[len(runs) :]:
            line.set_points(EMPTY, EMPTY)
        self.set_theme(self._theme)

    def set_points(self, points: Sequence[tuple[Numbers, Numbers]]) -> None:
        """Set the positions of each run."""
        for line, (x, y) in zip(self.lines, points, strict=False):
            line.set_points(x, y)

    def clear(self) -> None:
        """Draw none of them now."""
        for line in self.lines:
            line.set_points(EMPTY, EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of a theme."""
        self._theme = theme
        for line, run in zip(self.lines, self.runs, strict=False):
            line.set_pen(run_pen(theme, run.style))

    def set_render_target(self, target: RenderTarget) -> None:
        """Draw for the screen or for a picture."""
        for line in self.lines:
            line.set_render_target(target)

    def legend(self) -> list[LegendEntry]:
        """Return an entry for each run."""
        return [
            LegendEntry(run.name, str(run.number), run_pen(self._theme, run.style))
            for run in self.runs
        ]
