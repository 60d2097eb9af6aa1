"""Fields that draw themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.blending import contrast
from gui.widgets.outline import PADDING, chevron_room
from gui.widgets.outlined_fields import OutlinedComboBox, OutlinedLineEdit

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


@pytest.mark.parametrize(
    ("cursor", "start", "end", "place"),
    [
        (0, 4, 8, "whole"),
        (0, 8, 8, "letter"),
        (0, 200, 210, "end"),
        (400, 0, 4, "beginning"),
    ],
)
def test_part_of_text_has_its_place(
    qtbot: QtBot, cursor: int, start: int, end: int, place: str
) -> None:
    field = OutlinedLineEdit()
    qtbot.addWidget(field)
    field.resize(200, 28)
    field.setText("mean" * 100)
    field.setCursorPosition(cursor)
    field.grab()  # which scrolls it
    width_of, last = field.fontMetrics().horizontalAdvance, 180
    left, right = field.place_of(start, end, last)
    letter = width_of("m")
    assert right - left == (width_of("mean") if place == "whole" else letter)
    if place == "end":
        assert right == last
    if place == "beginning":
        assert left == PADDING
