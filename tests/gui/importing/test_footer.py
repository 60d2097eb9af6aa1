import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from gui.importing.footer import Footer
from tests.gui.finding import named


@pytest.fixture
def footer(qtbot: QtBot) -> Footer:
    footer = Footer()
    qtbot.addWidget(footer)
    footer.show()
    return footer


def test_obstacle_disables_import(footer: Footer) -> None:
    footer.show_obstacle("No column is Y.")
    button = named(footer, QPushButton, "import_button")
    assert not button.isEnabled()
    assert named(footer, QLabel, "import_obstacle").text() == "No column is Y."
    footer.show_obstacle("")
    assert button.isEnabled()
    assert button.isDefault()


def test_both_buttons_emit(footer: Footer, qtbot: QtBot) -> None:
    footer.show_obstacle("")
    with qtbot.waitSignal(footer.import_requested):
        qtbot.mouseClick(named(footer, QPushButton, "import_button"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(footer.cancelled):
        qtbot.mouseClick(named(footer, QPushButton, "import_cancel"), Qt.MouseButton.LeftButton)


def test_button_order_follows_desktop(footer: Footer, qtbot: QtBot) -> None:
    other = QDialogButtonBox()
    qtbot.addWidget(other)
    other.addButton("Take", QDialogButtonBox.ButtonRole.AcceptRole)
    other.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
    other.show()
    take, cancel = other.findChildren(QPushButton)
    ours = [named(footer, QPushButton, f"import_{name}") for name in ("button", "cancel")]
    assert (ours[0].x() < ours[1].x()) == (take.x() < cancel.x())


def test_progress_replaces_sentence(footer: Footer) -> None:
    bar, button = (
        named(footer, QProgressBar, "import_progress"),
        named(footer, QPushButton, "import_button"),
    )
    footer.show_progress(0.25)
    assert bar.isVisible()
    assert bar.value() == bar.maximum() // 4
    assert not button.isEnabled()
    assert named(footer, QLabel, "import_obstacle").isHidden()
    footer.show_obstacle("")
    assert bar.isHidden()
    assert button.isEnabled()
