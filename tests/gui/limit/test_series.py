from PySide6.QtWidgets import QWidget

from engine import Difference
from gui.limit.series import colour_of
from gui.plots.theme import theme_of


def test_each_quotient_has_its_colour(window: QWidget) -> None:
    theme = theme_of(window)
    colours = {colour_of(each, theme).name() for each in Difference}
    assert len(colours) == len(Difference)
    assert colour_of(Difference.CENTRAL, theme) == theme.run
