"""What is saved as a picture has the size that it is seen with."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.fit.fit_view import PICTURES, FitView
from gui.window.main_window import MainWindow
from tests.gui.finding import named

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize("width", [900, 1280])
def test_picture_of_fit_has_its_width(window: MainWindow, qtbot: QtBot, width: int) -> None:
    """It is drawn at once, before Qt lays out what is seen only now."""
    window.resize(width, 600)
    named(window, QAction, "view_fit").trigger()
    view = named(window, FitView, "fit")
    for name in PICTURES:
        assert view.picture(name).drawn.picture_size().width() > 200, name
    qtbot.waitUntil(lambda: view.model.frame is not None)
