"""The real window, with the interfaces that the program installs."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.accessible import factory
from gui.window.main_window import MainWindow


@pytest.fixture(scope="session")
def interfaces(qapp: QApplication) -> None:
    """Install the interfaces; Qt cannot remove them."""
    factory.install()


@pytest.fixture
def main_window(interfaces: None, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window, shown at its usual size."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.session.reset()
    window.close_without_asking()
