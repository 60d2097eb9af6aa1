"""How a table looks before there is a number in it."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHeaderView

from gui.tables import MatrixView


def test_the_empty_part_is_the_windows_own(inputs: MatrixView) -> None:
    picture = inputs.viewport().grab().toImage()
    corner = picture.pixelColor(picture.width() - 2, picture.height() - 2)
    assert corner == inputs.palette().window().color()
    assert inputs.viewport().backgroundRole() == QPalette.ColorRole.Window


def test_rows_cannot_be_dragged_and_columns_can(inputs: MatrixView) -> None:
    modes = QHeaderView.ResizeMode
    assert inputs.verticalHeader().sectionResizeMode(0) == modes.Fixed
    assert inputs.horizontalHeader().sectionResizeMode(0) == modes.Interactive


def test_figures_are_of_equal_width_and_the_font_the_applications(inputs: MatrixView) -> None:
    assert [tag.toString() for tag in inputs.font().featureTags()] == [b"tnum"]
    assert inputs.font().family() == QApplication.font().family()
