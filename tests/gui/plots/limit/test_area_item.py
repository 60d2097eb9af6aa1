"""What is drawn over the area inside the axes."""

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from gui.plots.area_items import AreaItem
from gui.plots.limit.error_plot import ErrorPlot
from gui.plots.limit.h_marks import HMarks
from gui.plots.limit.region_bands import RegionBands


@pytest.mark.parametrize("kind", [HMarks, RegionBands])
def test_items_fill_their_area(qtbot: QtBot, kind: type[AreaItem]) -> None:
    plot = ErrorPlot()
    qtbot.addWidget(plot)
    (item,) = (each for each in plot.plot_area.scene().items() if isinstance(each, kind))
    for area in (QRectF(10, 20, 30, 40), QRectF(0, 0, 300, 200)):
        item.arrange(area)
        assert item.boundingRect() == area
        assert item.sceneBoundingRect() == area
