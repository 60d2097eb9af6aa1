"""The look that all tables share."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHeaderView

from gui.tables import MatrixView


def test_empty_area_has_the_window_colour(inputs: MatrixView) -> None:
    picture = inputs.viewport().grab().toImage()
    corner = picture.pixelColor(picture.width() - 2, picture.height() - 2)
    assert corner == inputs.palette().window().color()
    assert inputs.viewport().backgroundRole() == QPalette.ColorRole.Window


def test_only_columns_can_be_resized(inputs: MatrixView) -> None:
    modes = QHeaderView.ResizeMode
    assert inputs.verticalHeader().sectionResizeMode(0) == modes.Fixed
    assert inputs.horizontalHeader().sectionResizeMode(0) == modes.Interactive


def test_font_has_digits_of_equal_width(inputs: MatrixView) -> None:
    assert [tag.toString() for tag in inputs.font().featureTags()] == [b"tnum"]
    assert inputs.font().family() == QApplication.font().family()
