"""The plot of the losses of kept runs, and of the run that is shown, by epoch."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from engine import Trace

from ...text.translation import translate
from ..axis_scale import Numbers
from ..loss_plot import LossPlot
from ..theme import Theme
from .overlaid_run import OverlaidRun
from .run_styles import run_pen
from .sentences import runs_sentence

CHOSEN = 2.5
"""The width of the line of the run that is chosen, in pixels."""
_EXPORT_TIP = translate("plots", "Write the losses of the runs as a picture")


class RunsPlot(LossPlot):
    """Kept runs dashed, each in its style, and the run that is shown as a solid line.

    The pointer and the keys read the run that is chosen.
    """

    TITLE = translate("plots", "Loss of each run")

    def __init__(self, parent: QWidget | None = None) -> None:
        self._kept: Sequence[OverlaidRun] = ()
        self._chosen: OverlaidRun | None = None
        self._own_name = ""
        super().__init__(parent)
        self.set_names("runs_plot", translate("plots", "Loss of each run, by epoch"))
        self._export_action.setToolTip(_EXPORT_TIP)
        self._export_action.setStatusTip(_EXPORT_TIP)

    @property
    def kept(self) -> Sequence[OverlaidRun]:
        """The kept runs that are drawn."""
        return self._kept

    def show_runs(
        self,
        runs: Sequence[OverlaidRun],
        own: Trace | None,
        chosen: OverlaidRun | None,
        own_name: str = "",
    ) -> None:
        """Draw kept runs and the run that is shown, by its name; the chosen one is thick."""
        self._own_name = own_name
        self._kept, self._chosen = runs, chosen
        self._trace = own if own is not None and len(own) else None
        self.show_others(runs)
        self._redraw()

    def _drawn_others(self, losses: Numbers) -> Sequence[OverlaidRun]:
        del losses
        return self._kept if self._others is not None else ()

    def _curve_name(self) -> str:
        return self._own_name or super()._curve_name()

    def _read_trace(self) -> Trace | None:
        if self._chosen is None or not len(self._chosen.epochs):
            return self._trace
        return Trace.of_each(self._chosen.epochs, self._chosen.losses)

    def _show_remarks(self, y: Numbers, is_least_in_view: bool) -> None:
        super()._show_remarks(y, is_least_in_view)
        has_kept = any(len(run.epochs) for run in self._kept)
        if has_kept and not np.isfinite(y).any():
            self.plot_area.set_empty_text("")
            if self._others is not None:
                self.plot_area.header.set_legend(*self._others.legend())

    def _described(self) -> str:
        if self._trace is None and not self._kept:
            return self._empty_text
        return runs_sentence(self._kept, self._trace, self._floor)

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._thicken(theme)

    def _refresh(self) -> None:
        super()._refresh()
        self._thicken(self.plot_area.theme)

    def _thicken(self, theme: Theme) -> None:
        """Draw the line of the chosen run thick."""
        if self._others is None:
            return
        for line, run in zip(self._others.lines, self._others.runs, strict=False):
            if run is self._chosen:
                pen: QPen = run_pen(theme, run.style, CHOSEN)
                line.set_pen(pen)
            else:
                line.set_pen(run_pen(theme, run.style))
