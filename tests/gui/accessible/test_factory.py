"""Labels that speak and plots have a role, and a text that is up to date."""

import gc

import numpy as np
import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.accessible.factory import (
    DIGITS_PANEL,
    INTERFACES,
    MICROSCOPE,
    NOTE,
    PLOT_AREA,
    SPOKEN_LABEL,
    STACK,
    make_interface,
)
from gui.limit.digits_panel import DigitsPanel
from gui.limit.microscope import Microscope
from gui.panels.empty_state import EmptyState
from gui.plots.interactive_area import InteractivePlotArea
from gui.plots.loss_plot import LossPlot
from gui.plots.prediction_plot import PredictionPlot
from gui.widgets.note import MessageBar, Note
from gui.widgets.spoken_label import SpokenLabel
from tests.gui.limit.states import published_state
from tests.gui.plots.conftest import trace_of

Role, Text = QAccessible.Role, QAccessible.Text


@pytest.fixture(autouse=True)
def installed(interfaces: None) -> None:
    """Every test has the interfaces."""


def face_of(widget: QWidget) -> QAccessibleInterface:
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    return face


def test_classes_are_known_by_name() -> None:
    classes = {
        SPOKEN_LABEL: SpokenLabel,
        NOTE: Note,
        PLOT_AREA: InteractivePlotArea,
        MICROSCOPE: Microscope,
        DIGITS_PANEL: DigitsPanel,
        STACK: QStackedWidget,
    }
    assert {name: kind.__name__ for name, kind in classes.items()} == {n: n for n in INTERFACES}


def test_other_widgets_are_left_to_qt(qtbot: QtBot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    assert make_interface("QLabel", label) is None
    assert face_of(label).role() == Role.StaticText


@pytest.mark.parametrize("kind", [SpokenLabel, MessageBar])
def test_spoken_text_is_a_notification(qtbot: QtBot, kind: type[QLabel]) -> None:
    label = kind("message")
    qtbot.addWidget(label)
    label.setText("No.")
    face = face_of(label)
    assert (face.role(), face.text(Text.Name)) == (Role.Notification, "No.")
    label.setText("Yes.")
    assert face_of(label).text(Text.Name) == "Yes."


@pytest.mark.parametrize("kind", [Microscope, DigitsPanel])
def test_panels_of_limit_describe_themselves(
    qtbot: QtBot, kind: type[Microscope | DigitsPanel]
) -> None:
    panel = kind()
    qtbot.addWidget(panel)
    panel.show_limit(published_state(8e-8))
    face = face_of(panel)
    assert (face.role(), face.text(Text.Description)) == (Role.Chart, panel.spoken_sentence())
    assert face.text(Text.Description)


def test_plot_describes_its_curve(qtbot: QtBot) -> None:
    plot = LossPlot()
    qtbot.addWidget(plot)
    face = face_of(plot.plot_area)
    assert (face.role(), face.text(Text.Name)) == (Role.Chart, "Loss by epoch")
    assert face.text(Text.Description) == "Press Run to watch the loss fall."
    plot.show_trace(trace_of(np.linspace(340.381, 2.7e-7, 1001)))
    expected = "Line: the loss falls from 340 at epoch 0 to 2.7e−7 at epoch 1,000."
    assert face_of(plot.plot_area).text(Text.Description) == expected


def test_plot_describes_its_points(qtbot: QtBot) -> None:
    plot = PredictionPlot()
    qtbot.addWidget(plot)
    plot.show_rows(np.arange(3), [14.0, 32.0, 50.0], None)
    face = face_of(plot.plot_area)
    assert face.text(Text.Description) == "Points: Y of 3 rows, from 14 to 50."
    plot.show_rows(np.arange(3), [14.0, 32.0, 50.0], [13.5, 30.0, 51.25])
    expected = "Points: Y of 3 rows, from 14 to 50, and Ŷ, from 13.5 to 51.2."
    assert face.text(Text.Description) == expected


def test_stack_is_no_layered_pane(qtbot: QtBot) -> None:
    stack = EmptyState()
    qtbot.addWidget(stack)
    stack.cover(QLabel("covered"))
    face = face_of(stack)
    assert face.role() == Role.Grouping
    assert "covered" in [face.child(k).text(Text.Name) for k in range(face.childCount())]


def test_interfaces_outlive_garbage_collection(qtbot: QtBot) -> None:
    label = SpokenLabel("kept")
    qtbot.addWidget(label)
    face_of(label)
    gc.collect()
    assert face_of(label).text(Text.Name) == "kept"
