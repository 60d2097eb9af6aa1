"""The combo box for the quotient."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine import Difference
from gui.widgets.difference_box import FORMULAE, DifferenceBox


@pytest.mark.parametrize("difference", Difference)
def test_selection_is_shown_with_its_formula(qtbot: QtBot, difference: Difference) -> None:
    box = DifferenceBox()
    qtbot.addWidget(box)
    box.select(difference)
    assert box.currentText() == difference
    assert box.toolTip() == FORMULAE[difference]
    assert box.itemData(box.currentIndex(), Qt.ItemDataRole.ToolTipRole) == FORMULAE[difference]
    assert box.selected() is difference


def test_arrow_key_selects_the_next(qtbot: QtBot) -> None:
    box = DifferenceBox()
    qtbot.addWidget(box)
    box.select(Difference.CENTRAL)
    with qtbot.waitSignal(box.currentIndexChanged):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.selected() is Difference.FORWARD
