"""The page of the import dialog in little room."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.importing.choice_box import ChoiceBox
from gui.importing.page import Footer, ImportPage
from gui.importing.preview_view import PreviewView
from gui.importing.scrolled_page import ScrolledPage
from tests.gui.finding import named

from .conftest import MIXED, PlanOf

SMALL = QSize(960, 540)
"""Full HD at 200 %."""


@pytest.fixture
def dialog(
    qtbot: QtBot, tmp_path: Path, plan_of: PlanOf, request: pytest.FixtureRequest
) -> QWidget:
    """A page with faults in text so many times as large, above a footer."""
    dialog, page = QWidget(), ImportPage(tmp_path / "a table.csv")
    font = QFont(QApplication.font())
    font.setPointSizeF(getattr(request, "param", 2.0) * font.pointSizeF())
    dialog.setFont(font)
    column = QVBoxLayout(dialog)
    column.addWidget(ScrolledPage(page), 1)
    column.addWidget(Footer())
    qtbot.addWidget(dialog)
    page.show_plan(plan_of(MIXED))
    dialog.resize(SMALL)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def area(dialog: QWidget) -> ScrolledPage:
    return named(dialog, ScrolledPage, "import_scrolled_page")


def is_seen(dialog: QWidget, part: QWidget) -> bool:
    viewport = area(dialog).viewport()
    where = QRect(part.mapTo(viewport, part.rect().topLeft()), part.size())
    return viewport.rect().contains(where)


def test_dialog_fits_small_screen(dialog: QWidget) -> None:
    least = dialog.minimumSizeHint()
    assert dialog.size() == SMALL
    assert least.boundedTo(SMALL) == least
    assert not area(dialog).horizontalScrollBar().isVisible()
    assert area(dialog).verticalScrollBar().isVisible()


def test_every_choice_is_seen_whole(dialog: QWidget) -> None:
    boxes = [each for each in dialog.findChildren(ChoiceBox) if each.isVisible()]
    assert boxes
    assert all(each.needed_width <= each.width() for each in boxes)


def test_preview_shows_some_rows(dialog: QWidget) -> None:
    view = named(dialog, PreviewView, "import_preview")
    assert view.viewport().height() >= 3 * view.verticalHeader().defaultSectionSize() - 2


def test_footer_stays_in_view(dialog: QWidget) -> None:
    button = named(dialog, QPushButton, "import_button")
    where = QRect(button.mapTo(dialog, button.rect().topLeft()), button.size())
    assert dialog.rect().contains(where)


def test_focus_scrolls_the_page(dialog: QWidget, qtbot: QtBot) -> None:
    skip = named(dialog, QPushButton, "skip_rows")
    assert not is_seen(dialog, skip)
    named(dialog, PreviewView, "import_preview").setFocus()
    dialog.activateWindow()
    for _ in range(20):
        if QApplication.focusWidget() is skip:
            break
        qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert skip.hasFocus()
    assert is_seen(dialog, skip)


@pytest.mark.parametrize("dialog", [1.0], indirect=True)
def test_usual_text_needs_no_bar(dialog: QWidget) -> None:
    dialog.resize(960, 664)
    QApplication.sendPostedEvents()
    assert not area(dialog).verticalScrollBar().isVisible()
    assert named(dialog, QLabel, "import_outcome").isVisible()
