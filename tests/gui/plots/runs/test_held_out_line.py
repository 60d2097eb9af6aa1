"""The line of the rows that are held out."""

import numpy as np
from PySide6.QtCore import Qt

from engine import Trace
from gui.plots.axis_scale import AxisScale
from gui.plots.loss_plot import LossPlot
from gui.plots.runs.held_out_line import NAME, HeldOutLine


def test_line_is_dashed_and_reads_its_epochs(loss_plot: LossPlot) -> None:
    area = loss_plot.plot_area
    line = HeldOutLine(area.view, area.theme)
    assert line.loss_at(0) is None
    line.show(Trace.of_each(np.array([0, 4]), np.array([3.0, 2.0])))
    x, losses = line.points(AxisScale(), 100)
    assert (x.tolist(), losses.tolist()) == ([0, 4], [3, 2])
    assert (line.loss_at(4), line.loss_at(3), line.loss_at(5)) == (2, None, None)
    entry = line.legend()
    assert entry.name == NAME
    assert entry.pen.style() is Qt.PenStyle.CustomDashLine
    assert entry.pen.color() != area.theme.run
    line.show(None)
    assert line.points(AxisScale(), 100)[0].size == 0
