from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.toast import Toast

SAVED = "Saved to /home/somebody/experiments/of this year/table.secant."


def test_toast_ends_by_itself(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window, milliseconds=1)
    with qtbot.waitSignal(toast.ended):
        toast.show_text(SAVED)
    assert toast.text() == ""


def test_newer_toast_has_its_time(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window, milliseconds=1)
    toast.show_text(SAVED)
    with qtbot.waitSignal(toast.ended):
        toast.show_text("Copied 3 rows.")
    with qtbot.assertNotEmitted(toast.ended, wait=20):
        toast.end()


def test_narrow_toast_keeps_both_ends(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_text(SAVED)
    toast.resize(toast.sizeHint().width() // 2, toast.sizeHint().height())
    shown = toast.shown_text()
    assert shown.startswith("Saved to ")
    assert shown.endswith(".secant.")
    assert toast.toolTip() == SAVED


def test_tooltip_has_the_rest(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_text("Saved.", "It has 3 rows.")
    assert (toast.text(), toast.toolTip()) == ("Saved.", "Saved.\nIt has 3 rows.")


def test_ground_is_as_wide_as_text(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_text("Saved.")
    toast.resize(400, 28)
    picture = toast.grab().toImage()
    beside = picture.pixelColor(390, 14)
    assert picture.pixelColor(3, 14) != beside
