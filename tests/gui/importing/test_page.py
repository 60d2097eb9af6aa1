from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QListWidget, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from engine.reading.options import ReadOptions
from gui.importing.choice_box import ChoiceBox
from gui.importing.options import Role
from gui.importing.page import READING_PREVIEW, UNRECOGNISED, Footer, ImportPage, NotesLine
from gui.importing.preview_view import PreviewView
from tests.gui.finding import named

from .conftest import CLEAN, MIXED, PlanOf


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> ImportPage:
    page = ImportPage(tmp_path / "a table.csv")
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    return page


def text(page: ImportPage, name: str) -> str:
    return named(page, QLabel, f"import_{name}").text()


def test_new_page_says_reading(page: ImportPage) -> None:
    assert text(page, "recognised") == READING_PREVIEW


def test_plan_is_shown_in_all_parts(page: ImportPage, plan_of: PlanOf) -> None:
    page.show_plan(plan_of(MIXED))
    assert text(page, "recognised").startswith("Comma-separated")
    assert text(page, "outcome").startswith("A is 2 columns")
    assert named(page, PreviewView, "import_preview").preview.rowCount() == 5
    assert named(page, QListWidget, "import_faults").isVisible()
    assert named(page, ChoiceBox, "import_decimal").currentText() == "Automatic (point)"


def test_show_nothing_clears_page(page: ImportPage, plan_of: PlanOf) -> None:
    page.show_plan(plan_of(MIXED))
    page.show_nothing()
    page.show_message("It is empty.")
    assert text(page, "recognised") == UNRECOGNISED
    assert text(page, "outcome") == ""
    assert text(page, "message") == "It is empty."
    assert named(page, PreviewView, "import_preview").preview.rowCount() == 0
    assert not named(page, QListWidget, "import_faults").isVisible()


def test_message_stays_until_next_plan(page: ImportPage, plan_of: PlanOf) -> None:
    message = named(page, QLabel, "import_message")
    page.show_message("It is gone.")
    assert message.isVisible()
    page.clear_message()
    assert message.isHidden()
    page.show_message("It is gone.")
    page.show_plan(plan_of(CLEAN))
    assert message.isHidden()


def test_user_changes_are_emitted(page: ImportPage, plan_of: PlanOf, qtbot: QtBot) -> None:
    page.show_plan(plan_of(MIXED))
    with qtbot.waitSignal(page.read_options_changed) as emitted:
        qtbot.keyClick(named(page, ChoiceBox, "import_header"), Qt.Key.Key_End)
    assert emitted.args == [ReadOptions(header=False)]
    view = named(page, PreviewView, "import_preview")
    view.selectColumn(1)
    with qtbot.waitSignal(page.role_chosen) as emitted:
        qtbot.keyClick(view, Qt.Key.Key_L)
    assert emitted.args == [[2], Role.OUT]
    with qtbot.waitSignal(page.skip_toggled) as emitted:
        named(page, QPushButton, "skip_rows").click()
    assert emitted.args == [True]
    with qtbot.waitSignal(page.leave_out_requested):
        named(page, QPushButton, "leave_columns_out").click()


def test_selected_fault_scrolls_preview(page: ImportPage, plan_of: PlanOf) -> None:
    page.show_plan(plan_of(MIXED))
    named(page, QListWidget, "import_faults").setCurrentRow(1)
    index = named(page, PreviewView, "import_preview").currentIndex()
    assert (index.row(), index.column()) == (4, 4)


def test_read_options_are_shown(page: ImportPage) -> None:
    page.show_read_options(ReadOptions(decimal=","))
    assert named(page, ChoiceBox, "import_decimal").currentText() == "Comma"


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


def test_all_notes_are_shown(qtbot: QtBot) -> None:
    notes = NotesLine()
    qtbot.addWidget(notes)
    notes.show_notes([f"Note number {k} says what was left out." for k in range(9)])
    assert notes.shown_text().endswith("Note number 8 says what was left out.")
    assert notes.heightForWidth(300) > 5 * notes.fontMetrics().height()
    notes.show_notes([])
    assert notes.isHidden()
