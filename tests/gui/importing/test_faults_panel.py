import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from engine.reading.options import BadRows, ReadOptions
from engine.reading.tables import measure_completeness
from gui.importing.faults_panel import FaultsPanel
from gui.importing.options import ImportOptions
from tests.gui.finding import named

from .conftest import CLEAN, MIXED, PlanOf, Write


@pytest.fixture
def panel(qtbot: QtBot) -> FaultsPanel:
    panel = FaultsPanel()
    qtbot.addWidget(panel)
    return panel


def listed(panel: FaultsPanel) -> list[str]:
    faults = named(panel, QListWidget, "import_faults")
    return [faults.item(k).text() for k in range(faults.count())]


def button(panel: FaultsPanel, name: str) -> QPushButton:
    return named(panel, QPushButton, name)


def test_panel_without_faults_is_hidden(panel: FaultsPanel, plan_of: PlanOf) -> None:
    panel.show_plan(plan_of(MIXED))
    assert panel.isVisible()
    panel.show_plan(plan_of(CLEAN))
    assert panel.isHidden()
    panel.show_plan(plan_of(MIXED))
    panel.show_plan(None)
    assert panel.isHidden()


def test_faults_are_listed_by_line(panel: FaultsPanel, plan_of: PlanOf) -> None:
    panel.show_plan(plan_of(MIXED))
    first, second = listed(panel)
    assert first.startswith("Line 3, column 2 (age): ")
    assert second.startswith("Line 6, column 5 (weight): ")
    assert named(panel, QLabel, "import_faults_sentence").text().startswith("2 rows")


def test_both_remedies_are_offered(panel: FaultsPanel, plan_of: PlanOf, qtbot: QtBot) -> None:
    panel.show_plan(plan_of(MIXED))
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(panel.skip_toggled) as skip_toggled:
        qtbot.mouseClick(button(panel, "skip_rows"), left)
    assert skip_toggled.args == [True]
    with qtbot.waitSignal(panel.skip_toggled) as skip_toggled:
        qtbot.keyClick(button(panel, "skip_rows"), Qt.Key.Key_Space)
    assert skip_toggled.args == [False]
    with qtbot.waitSignal(panel.leave_out_requested):
        qtbot.mouseClick(button(panel, "leave_columns_out"), left)


def test_show_plan_emits_nothing(panel: FaultsPanel, plan_of: PlanOf) -> None:
    emitted = QSignalSpy(panel.skip_toggled)
    panel.show_plan(plan_of(MIXED).with_options(ImportOptions(ReadOptions(bad_rows=BadRows.SKIP))))
    assert button(panel, "skip_rows").isChecked()
    assert named(panel, QLabel, "import_faults_sentence").text().endswith("skipped:")
    panel.show_plan(plan_of(MIXED))
    assert not button(panel, "skip_rows").isChecked()
    assert emitted.count() == 0


def test_short_row_cannot_be_left_out(panel: FaultsPanel, plan_of: PlanOf) -> None:
    panel.show_plan(plan_of("a,b,y\n1,2,3\n4,5\n"))
    assert not button(panel, "leave_columns_out").isEnabled()
    assert button(panel, "skip_rows").isEnabled()


def test_buttons_use_singular_and_plural(panel: FaultsPanel, plan_of: PlanOf) -> None:
    panel.show_plan(plan_of("a,y\n1,2\nx,4\n"))
    assert button(panel, "skip_rows").text() == "Skip this &row"
    assert button(panel, "leave_columns_out").text() == "&Leave this column out"
    panel.show_plan(plan_of(MIXED))
    assert button(panel, "skip_rows").text() == "Skip these &rows"
    assert button(panel, "leave_columns_out").text() == "&Leave these columns out"


def test_selected_fault_is_emitted(panel: FaultsPanel, plan_of: PlanOf, qtbot: QtBot) -> None:
    panel.show_plan(plan_of(MIXED))
    faults = named(panel, QListWidget, "import_faults")
    second = faults.visualItemRect(faults.item(1)).center()
    with qtbot.waitSignal(panel.fault_chosen) as chosen:
        qtbot.mouseClick(faults.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert chosen.args == [6, 5]
    with qtbot.waitSignal(panel.fault_chosen) as chosen:
        qtbot.keyClick(faults, Qt.Key.Key_Up)
    assert chosen.args == [3, 2]


def test_list_height_is_limited(panel: FaultsPanel, plan_of: PlanOf) -> None:
    panel.show_plan(plan_of("a,y\n1,2\nx,4\n"))
    faults = named(panel, QListWidget, "import_faults")
    one = faults.height()
    panel.show_plan(plan_of("a,y\n1,2\n" + "x,4\n" * 50 + "1,2\n"))
    assert one < faults.height() < 4 * one
    assert faults.count() == 50


def test_price_is_shown_before_the_click(
    panel: FaultsPanel, plan_of: PlanOf, write: Write, qtbot: QtBot
) -> None:
    content = "a,b,y\n" + "".join(f"{k},{'' if k == 9 else 2},{k}\n" for k in range(5, 25))
    plan, price = plan_of(content), named(panel, QLabel, "import_complete_price")
    panel.show_plan(plan)
    assert price.text() == "Counting what is complete…"
    assert not button(panel, "use_complete").isEnabled()
    options = ReadOptions(columns=(1, 2, 3))
    plan = plan.with_completeness(measure_completeness(write(content), options))
    panel.show_plan(plan)
    assert price.text() == "Complete: 3 of 3 columns, 19 of 20 rows."
    assert "19 of 20 rows" in button(panel, "use_complete").accessibleDescription()
    with qtbot.waitSignal(panel.complete_toggled):
        qtbot.mouseClick(button(panel, "use_complete"), Qt.MouseButton.LeftButton)
    panel.show_plan(plan.with_complete_part())
    assert price.text().endswith("in use.")
    assert button(panel, "use_complete").isChecked()


def test_unknown_price_says_why(panel: FaultsPanel, plan_of: PlanOf) -> None:
    panel.show_plan(plan_of(MIXED).with_unknown_completeness("t.csv: this line is broken."))
    assert named(panel, QLabel, "import_complete_price").text() == "t.csv: this line is broken."
    assert not button(panel, "use_complete").isEnabled()
