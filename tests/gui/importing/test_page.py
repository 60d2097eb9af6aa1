from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from engine.reading.choices import Choices
from gui.importing.choice_box import ChoiceBox
from gui.importing.page import READING_PREVIEW, UNRECOGNISED, ImportPage
from gui.importing.preview_view import PreviewView
from gui.importing.roles import Role
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


def test_at_first_it_says_that_it_looks(page: ImportPage) -> None:
    assert text(page, "recognised") == READING_PREVIEW


def test_a_draft_is_shown_in_all_its_parts(page: ImportPage, plan_of: PlanOf) -> None:
    page.show_plan(plan_of(MIXED))
    assert text(page, "recognised").startswith("Comma-separated")
    assert text(page, "outcome").startswith("A is 2 columns")
    assert named(page, PreviewView, "import_preview").preview.rowCount() == 5
    assert named(page, QListWidget, "import_faults").isVisible()
    assert named(page, ChoiceBox, "import_decimal").currentText() == "Automatic (point)"


def test_nothing_of_it_stays_where_there_is_no_table(page: ImportPage, plan_of: PlanOf) -> None:
    page.show_plan(plan_of(MIXED))
    page.show_nothing()
    page.say("It is empty.")
    assert text(page, "recognised") == UNRECOGNISED
    assert text(page, "outcome") == ""
    assert text(page, "message") == "It is empty."
    assert named(page, PreviewView, "import_preview").preview.rowCount() == 0
    assert not named(page, QListWidget, "import_faults").isVisible()


def test_what_went_wrong_is_said_until_something_else_is_shown(
    page: ImportPage, plan_of: PlanOf
) -> None:
    message = named(page, QLabel, "import_message")
    page.say("It is gone.")
    assert message.isVisible()
    page.withdraw()
    assert message.isHidden()
    page.say("It is gone.")
    page.show_plan(plan_of(CLEAN))
    assert message.isHidden()


def test_what_a_person_wishes_for_is_told(page: ImportPage, plan_of: PlanOf, qtbot: QtBot) -> None:
    page.show_plan(plan_of(MIXED))
    with qtbot.waitSignal(page.read_options_changed) as describe_fault:
        qtbot.keyClick(named(page, ChoiceBox, "import_header"), Qt.Key.Key_End)
    assert describe_fault.args == [Choices(header=False)]
    view = named(page, PreviewView, "import_preview")
    view.selectColumn(1)
    with qtbot.waitSignal(page.role_chosen) as describe_fault:
        qtbot.keyClick(view, Qt.Key.Key_L)
    assert describe_fault.args == [[2], Role.OUT]
    with qtbot.waitSignal(page.skip_toggled) as describe_fault:
        named(page, QPushButton, "skip_rows").click()
    assert describe_fault.args == [True]
    with qtbot.waitSignal(page.leave_out_requested):
        named(page, QPushButton, "leave_columns_out").click()


def test_a_fault_of_the_list_is_gone_to(page: ImportPage, plan_of: PlanOf) -> None:
    page.show_plan(plan_of(MIXED))
    named(page, QListWidget, "import_faults").setCurrentRow(1)
    index = named(page, PreviewView, "import_preview").currentIndex()
    assert (index.row(), index.column()) == (4, 4)


def test_choices_of_another_time_are_shown(page: ImportPage) -> None:
    page.show_read_options(Choices(decimal=","))
    assert named(page, ChoiceBox, "import_decimal").currentText() == "Comma"
