"""The choice of the quotient."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine import Difference
from gui.fields.difference_box import FORMULAE, DifferenceBox


@pytest.mark.parametrize("difference", Difference)
def test_what_is_chosen_is_shown_with_its_formula(qtbot: QtBot, difference: Difference) -> None:
    box = DifferenceBox()
    qtbot.addWidget(box)
    box.choose(difference)
    assert box.currentText() == difference.capitalize()
    assert box.toolTip() == FORMULAE[difference]
    assert box.itemData(box.currentIndex(), Qt.ItemDataRole.ToolTipRole) == FORMULAE[difference]
    assert box.chosen() is difference


def test_a_key_chooses_the_next(qtbot: QtBot) -> None:
    box = DifferenceBox()
    qtbot.addWidget(box)
    box.choose(Difference.CENTRAL)
    with qtbot.waitSignal(box.currentIndexChanged):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.chosen() is Difference.FORWARD
