"""The loss of the rows that are held out, beside that of the rows a run descends on."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from engine import Trace

from ...text.translation import translate
from ..axis_scale import EMPTY, AxisScale, Numbers
from ..envelope import envelope
from ..graph import ViewBox
from ..header import LegendEntry
from ..line import THICK, PlotLine, RenderTarget
from ..theme import Theme

NAME, SHORT = translate("plots", "held-out rows"), translate("plots", "held out")
BELOW = -5.0
"""Below the line of the run itself, above those of kept runs."""
DASHES = (5.0, 2.5)
"""Longer than those of kept runs, in widths of the pen."""


class HeldOutLine:
    """One dashed line in another colour than the run's, in a view."""

    def __init__(self, view: ViewBox, theme: Theme) -> None:
        self._theme = theme
        self.trace: Trace | None = None
        self.line = PlotLine()
        self.line.setSegmentedLineMode("off")  # dashes would begin again at each point
        self.line.setZValue(BELOW)
        view.addItem(self.line)
        self.set_theme(theme)

    def show(self, trace: Trace | None) -> None:
        """Draw these losses, once they have points."""
        self.trace = trace if trace is not None and len(trace) else None

    def points(self, axis_scale: AxisScale, most: int) -> tuple[Numbers, Numbers]:
        """Return the positions of the epochs, and the losses there, of at most so many points."""
        if self.trace is None:
            return EMPTY, EMPTY
        return envelope(self.trace, axis_scale.positions(self.trace.epoch.astype(np.float64)), most)

    def set_points(self, x: Numbers, y: Numbers) -> None:
        """Set the positions."""
        self.line.set_points(x, y)

    def loss_at(self, epoch: float) -> float | None:
        """Return the loss at an epoch; None if it is not known there."""
        if self.trace is None:
            return None
        at = int(np.searchsorted(self.trace.epoch, epoch))
        is_known = at < len(self.trace) and float(self.trace.epoch[at]) == epoch
        return float(self.trace.loss[at]) if is_known else None

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of a theme."""
        self._theme = theme
        self.line.set_pen(self._pen())

    def set_render_target(self, target: RenderTarget) -> None:
        """Draw for the screen or for a picture."""
        self.line.set_render_target(target)

    def legend(self) -> LegendEntry:
        """Return its entry."""
        return LegendEntry(NAME, SHORT, self._pen())

    def _pen(self) -> QPen:
        pen = QPen(self._theme.series[0], THICK)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(DASHES)
        return pen
