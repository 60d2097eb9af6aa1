"""The two panels share the width."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.surface.panel_row import SurfacePanels


class Sized(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(640, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 92)


@pytest.mark.parametrize(
    ("width", "shares"), [(1281, (768, 512)), (601, (360, 240)), (501, (260, 240))]
)
def test_panels_share_the_width(qtbot: QtBot, width: int, shares: tuple[int, int]) -> None:
    surface, gap = Sized(), Sized()
    panels = SurfacePanels(surface, gap)
    qtbot.addWidget(panels)
    panels.resize(width, 200)
    with qtbot.waitExposed(panels):
        panels.show()
    assert (surface.width(), gap.width()) == shares
    assert gap.x() == shares[0] + 1
    assert surface.height() == gap.height() == 200


def test_both_have_their_least_size(qtbot: QtBot) -> None:
    panels = SurfacePanels(Sized(), Sized())
    qtbot.addWidget(panels)
    assert panels.minimumSizeHint() == QSize(481, 92)
    assert panels.sizeHint() == QSize(1281, 300)
