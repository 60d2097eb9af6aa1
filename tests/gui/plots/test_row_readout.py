"""Rows are read by keys, in the order along the axis."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.plots.prediction_plot import PredictionPlot, PredictionView

from .conftest import painted, picture_of

Key = Qt.Key


@pytest.fixture
def rows(prediction_plot: PredictionPlot) -> PredictionPlot:
    """A plot of four rows."""
    prediction_plot.show_rows(np.arange(4), [3.0, 1.0, 4.0, 2.0], [3.1, 1.1, 4.1, 2.1])
    return prediction_plot


def read(qtbot: QtBot, plot: PredictionPlot, key: Key) -> str:
    qtbot.keyClick(plot.plot_area, key)
    return plot.plot_area.header.reading


def test_arrows_read_row_after_row(qtbot: QtBot, rows: PredictionPlot) -> None:
    assert read(qtbot, rows, Key.Key_Home) == "row 1   Y 3   Ŷ 3.1"
    assert read(qtbot, rows, Key.Key_Right) == "row 2   Y 1   Ŷ 1.1"
    assert read(qtbot, rows, Key.Key_End) == "row 4   Y 2   Ŷ 2.1"
    assert read(qtbot, rows, Key.Key_Left) == "row 3   Y 4   Ŷ 4.1"


def test_order_follows_the_axis(qtbot: QtBot, rows: PredictionPlot) -> None:
    rows.set_view(PredictionView.AGAINST)
    keys = [Key.Key_Home, Key.Key_Right, Key.Key_Right, Key.Key_Right]
    readings = [read(qtbot, rows, key).split("   ")[0] for key in keys]
    assert readings == ["row 2", "row 4", "row 1", "row 3"]


def test_reading_follows_new_predictions(qtbot: QtBot, rows: PredictionPlot) -> None:
    read(qtbot, rows, Key.Key_Home)
    rows.show_rows(np.arange(4), [3.0, 1.0, 4.0, 2.0], [3.5, 1.1, 4.1, 2.1])
    assert rows.plot_area.header.reading == "row 1   Y 3   Ŷ 3.5"


def test_other_table_ends_the_reading(qtbot: QtBot, rows: PredictionPlot) -> None:
    before = painted(picture_of(rows), rows.plot_area.theme.quiet)
    read(qtbot, rows, Key.Key_Home)
    assert painted(picture_of(rows), rows.plot_area.theme.quiet) > before + 100
    rows.show_rows(np.arange(3), [3.0, 1.0, 4.0], None)
    assert rows.plot_area.header.reading == ""


def test_empty_plot_reads_nothing(qtbot: QtBot, prediction_plot: PredictionPlot) -> None:
    assert read(qtbot, prediction_plot, Key.Key_Home) == ""
