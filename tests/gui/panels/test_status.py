"""The figures of the run."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from engine import Method, Settings
from gui.document import Fitted
from gui.files.stalled import MOST_OF_NAME, AfterWriting
from gui.panels.status import StatusPanel
from gui.text.message import Message, MessageKind
from tests.gui.finding import named
from tests.gui.frames import frame_of

NAMES = ("status_loss", "status_epoch", "status_gradient", "status_rate")


@pytest.fixture
def panel(qtbot: QtBot) -> StatusPanel:
    """The panel at the width of a small window."""
    panel = StatusPanel()
    qtbot.addWidget(panel)
    panel.resize(1024, panel.sizeHint().height())
    panel.show()
    return panel


def figure(panel: StatusPanel, name: str) -> QLabel:
    return named(panel, QLabel, name)


def texts(panel: StatusPanel) -> list[str]:
    return [figure(panel, name).text() for name in NAMES]


def geometries(panel: StatusPanel) -> list[QRect]:
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    return [figure(panel, name).geometry() for name in NAMES]


def test_before_a_run_figures_are_dashes(panel: StatusPanel) -> None:
    panel.show_figures(None, Settings(1000), None)
    assert texts(panel) == ["loss —", "epoch 0 of 1,000", "‖δW‖ —", ""]


def test_figures_have_readable_digits(panel: StatusPanel) -> None:
    panel.show_figures(frame_of(1234, 0.123456789, 3.0, 4.0), Settings(1_000_000), 98_765.4)
    assert texts(panel) == [
        "loss 0.1234568",
        "epoch 1,234 of 1,000,000",
        "‖δW‖ 5",
        "98,765 epochs/s",
    ]


def test_slow_rate_has_a_decimal(panel: StatusPanel) -> None:
    panel.show_figures(frame_of(1, 1.0, 1.0), Settings(10), 1.26)
    assert figure(panel, "status_rate").text() == "1.3 epochs/s"


def test_unknown_gradient_is_a_dash(panel: StatusPanel) -> None:
    panel.show_figures(frame_of(1, 1.0, float("nan")), Settings(10), None)
    assert figure(panel, "status_gradient").text() == "‖δW‖ —"


def test_figures_keep_their_positions(panel: StatusPanel) -> None:
    panel.show_figures(None, Settings(1000), None)
    before = geometries(panel)
    panel.show_figures(frame_of(99_999, 1.234567e-10, 1.23e-10), Settings(100_000), 999_999.4)
    assert geometries(panel) == before
    for name in NAMES:
        assert figure(panel, name).sizeHint().width() <= figure(panel, name).width()


def test_huge_epochs_are_powers_of_ten(panel: StatusPanel) -> None:
    settings = Settings(until_converged=True)
    panel.show_figures(frame_of(3_700_000_000_000, 1.0, 1.0), settings, 2.5e13)
    assert texts(panel)[1] == "epoch 3.7e12 · until converged"
    assert texts(panel)[3] == "2.5e13 epochs/s"
    panel.show_figures(frame_of(10**9, 1.0, 1.0), Settings(10**9), None)
    assert texts(panel)[1] == "epoch 1e9 of 1e9"


def test_method_is_named_and_explained(panel: StatusPanel) -> None:
    method = figure(panel, "status_method")
    panel.show_figures(frame_of(200, 1.0, 1.0, method=Method.MODES), Settings(), None)
    assert method.text() == "modes"
    assert method.toolTip() == method.accessibleDescription()
    why = "at this h, the quotients are mostly rounding error"
    panel.show_figures(frame_of(200, 1.0, 1.0, fallback=why), Settings(), None)
    assert method.text() == f"literal: {why}"
    assert why in method.toolTip()
    panel.show_figures(None, Settings(), None)
    assert (method.text(), method.toolTip()) == ("", "")


def test_figures_have_accessible_names(panel: StatusPanel) -> None:
    described = {figure(panel, name).accessibleName() for name in NAMES}
    assert len(described) == len(NAMES)
    assert all(described)


def test_saved_result_is_marked_as_saved(panel: StatusPanel) -> None:
    panel.show_fitted(Fitted(np.ones((1, 1)), 1000, 0.25))
    assert texts(panel)[:2] == ["loss 0.25", "epoch 1,000, as saved"]


def test_edited_result_is_marked(panel: StatusPanel) -> None:
    panel.show_figures(frame_of(40, 0.25, 3.0, 4.0), Settings(40), 9.0)
    panel.show_former(frame_of(40, 0.25, 3.0, 4.0), Settings(40))
    assert texts(panel) == ["loss 0.25", "epoch 40, before the edit", "‖δW‖ 5", ""]


def test_incomplete_saved_result_shows_dashes(panel: StatusPanel) -> None:
    panel.show_fitted(Fitted(np.ones((1, 1)), math.nan, math.nan))
    assert texts(panel)[:2] == ["loss —", "epoch —, as saved"]


def test_mark_leaves_figures_in_place(panel: StatusPanel) -> None:
    panel.show_figures(frame_of(1000, 1.0, 1.0), Settings(1000), None)
    before = geometries(panel)[:3]
    problem = Message(MessageKind.WARNING, "Not protected: the recovery folder cannot be written")
    panel.show_unprotected(problem)
    panel.show_unkept(Message(MessageKind.WARNING, "Settings not kept: no file"))
    assert geometries(panel)[:3] == before
    mark = figure(panel, "standing_mark")
    assert mark.isVisible()
    panel.show_unprotected(None)
    panel.show_unkept(None)
    assert not mark.isVisible()
    assert geometries(panel)[:3] == before


def test_step_is_its_own_goal(panel: StatusPanel) -> None:
    panel.show_figures(frame_of(1001, 1.0, 1.0), Settings(1000), None)
    assert texts(panel)[1] == "epoch 1,001 of 1,001"


@pytest.mark.parametrize("show", [StatusPanel.show_save, StatusPanel.show_export])
def test_writing_can_be_stopped_later(
    panel: StatusPanel, qtbot: QtBot, show: Callable[[StatusPanel, Message | None], None]
) -> None:
    stop, before = named(panel, QToolButton, "stop_writing"), panel.sizeHint().height()
    assert not stop.isVisible()
    longest = AfterWriting.REPLACE.short.format("w" * MOST_OF_NAME)
    show(panel, Message(MessageKind.WARNING, longest))
    assert stop.isVisible()
    assert panel.sizeHint().height() == before
    assert panel.minimumSizeHint().width() <= 900
    with qtbot.waitSignal(panel.stop_requested):
        stop.click()
    show(panel, None)
    assert not stop.isVisible()
