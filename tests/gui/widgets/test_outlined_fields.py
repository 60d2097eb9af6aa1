"""A combo box that draws itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.blending import contrast
from gui.widgets.outline import chevron_room
from gui.widgets.outlined_fields import OutlinedComboBox

TEXTS = ["central", "forward", "a choice with a long text"]


def made(qtbot: QtBot) -> OutlinedComboBox:
    box = OutlinedComboBox("choice")
    qtbot.addWidget(box)
    box.addItems(TEXTS)
    box.resize(box.sizeHint())
    box.show()
    qtbot.waitExposed(box)
    return box


def darkest_right_of(box: OutlinedComboBox, x: int) -> int:
    """Return the last column with a pixel of ink, before the ▾."""
    image, ground = box.grab().toImage(), box.palette().base().color()
    columns = [
        column
        for column in range(x, box.width() - chevron_room(box.fontMetrics()))
        for row in range(6, box.height() - 6)
        if contrast(image.pixelColor(column, row), ground) > 2
    ]
    return max(columns, default=0)


def test_longest_text_is_whole(qtbot: QtBot) -> None:
    box = made(qtbot)
    box.setCurrentIndex(2)
    width = box.fontMetrics().horizontalAdvance(TEXTS[2])
    assert box.minimumSizeHint() == box.sizeHint()
    assert 8 + width - 4 <= darkest_right_of(box, 8) <= 8 + width + 1


def test_text_is_mirrored(qtbot: QtBot) -> None:
    box = made(qtbot)
    before = box.grab().toImage()
    box.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    after = box.grab().toImage()
    assert before != after
    assert before.pixelColor(0, 14) == after.pixelColor(0, 14) != QColor()


def test_palette_is_followed(qtbot: QtBot) -> None:
    box = made(qtbot)
    box.setPalette(palette_of(Appearance.DARK))
    ground = box.grab().toImage().pixelColor(4, box.height() // 2)
    assert ground == palette_of(Appearance.DARK).base().color()
