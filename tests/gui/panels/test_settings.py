"""The settings panel in the toolbar."""

import math
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from engine import Difference, Settings, on_unit_columns, suggest_h
from engine.examples import published
from gui.document import Document
from gui.panels.settings import SettingsPanel
from tests.gui.finding import named

FIELDS = ("epochs", "learning_rate", "h")


@pytest.fixture
def document() -> Document:
    """The published example."""
    example = published()
    return Document(example.problem, example.settings, example.name, example.note)


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> Iterator[SettingsPanel]:
    """The panel in an active window, so that fields can have the focus."""
    panel = SettingsPanel(document)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel
    panel.close()


def field(panel: SettingsPanel, name: str) -> QLineEdit:
    return named(panel, QLineEdit, name)


def box(panel: SettingsPanel) -> QComboBox:
    return named(panel, QComboBox, "difference")


def limit(panel: SettingsPanel) -> str:
    found = named(panel, QLabel, "learning_rate_limit")
    return found.text()


def type_over(panel: SettingsPanel, qtbot: QtBot, name: str, text: str) -> None:
    field(panel, name).setFocus()
    field(panel, name).selectAll()
    qtbot.keyClicks(field(panel, name), text)


def enter(panel: SettingsPanel, qtbot: QtBot, name: str, text: str) -> None:
    type_over(panel, qtbot, name, text)
    qtbot.keyClick(field(panel, name), Qt.Key.Key_Return)


def test_settings_are_shown_and_followed(panel: SettingsPanel, document: Document) -> None:
    assert [field(panel, name).text() for name in FIELDS] == ["1000", "0.01", "0.1"]
    document.change_settings(epochs=7, learning_rate=1e-12, h=0.5, difference="backward")
    assert [field(panel, name).text() for name in FIELDS] == ["7", "1e-12", "0.5"]
    assert box(panel).currentText() == "Backward"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("epochs", "1e6", Settings(epochs=1_000_000, h=0.1)),
        ("epochs", "0", Settings(epochs=0, h=0.1)),
        ("learning_rate", "1.2345678901234567e-12", Settings(1000, 1.2345678901234567e-12, 0.1)),
        ("h", "0,25", Settings(h=0.25)),
    ],
)
def test_entered_value_becomes_a_setting(
    panel: SettingsPanel,
    document: Document,
    qtbot: QtBot,
    name: str,
    text: str,
    expected: Settings,
) -> None:
    enter(panel, qtbot, name, text)
    assert document.settings == expected
    assert not panel.has_refused


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("epochs", "2.5", "whole number"),
        ("epochs", "-1", "whole number"),
        ("learning_rate", "-0.1", "zero or more"),
        ("h", "0", "more than zero"),
        ("h", "abc", "abc"),
    ],
)
def test_refused_value_is_restored_by_escape(
    panel: SettingsPanel, document: Document, qtbot: QtBot, name: str, text: str, reason: str
) -> None:
    before = field(panel, name).text()
    with qtbot.waitSignal(panel.refused) as refused:
        enter(panel, qtbot, name, text)
    assert reason in refused.args[0]
    assert panel.has_refused
    assert document.settings == published().settings
    with qtbot.waitSignal(panel.refused) as cleared:
        qtbot.keyClick(field(panel, name), Qt.Key.Key_Escape)
    assert cleared.args == [""]
    assert (field(panel, name).text(), panel.has_refused) == (before, False)


def test_commit_takes_typed_settings(
    panel: SettingsPanel, document: Document, qtbot: QtBot
) -> None:
    type_over(panel, qtbot, "epochs", "12")
    assert document.settings.epochs == 1000
    panel.commit()
    assert document.settings.epochs == 12


def test_arrow_key_changes_a_setting(
    panel: SettingsPanel, document: Document, qtbot: QtBot
) -> None:
    qtbot.keyClick(field(panel, "learning_rate"), Qt.Key.Key_Up)
    assert document.settings.learning_rate == 0.02


def test_quotient_is_chosen_by_key(panel: SettingsPanel, document: Document, qtbot: QtBot) -> None:
    box(panel).setFocus()
    qtbot.keyClick(box(panel), Qt.Key.Key_Down)
    assert document.settings.difference is Difference.FORWARD
    assert box(panel).toolTip() == "[loss(w + h) − loss(w)] / h"
    tips = [box(panel).itemData(k, Qt.ItemDataRole.ToolTipRole) for k in range(3)]
    assert len(set(tips)) == len(Difference)


def test_limit_is_shown_if_known(panel: SettingsPanel) -> None:
    assert limit(panel) == ""
    panel.show_limit(0.010568642774350597)
    assert limit(panel) == "limit 0.0106"
    panel.show_limit(math.inf)
    assert limit(panel) == "no limit"
    panel.show_limit(None)
    assert limit(panel) == ""


def test_fields_have_labels(panel: SettingsPanel) -> None:
    labels = [label for label in panel.findChildren(QLabel) if label.buddy()]
    assert [label.buddy().objectName() for label in labels] == list(FIELDS)
    assert [label.text().partition("&")[2][:1] for label in labels] == ["p", "", ""]
    assert all(field(panel, name).accessibleName() for name in FIELDS)


def check_box(panel: SettingsPanel, name: str) -> QCheckBox:
    return named(panel, QCheckBox, name)


def safe(panel: SettingsPanel) -> QToolButton:
    return named(panel, QToolButton, "safe_learning_rate")


def test_until_converged_disables_epochs(panel: SettingsPanel, document: Document) -> None:
    check_box(panel, "until_converged").click()
    assert document.settings.until_converged
    assert not field(panel, "epochs").isEnabled()
    check_box(panel, "until_converged").click()
    assert document.settings == published().settings
    assert field(panel, "epochs").isEnabled()


def test_until_converged_needs_a_learning_rate(
    panel: SettingsPanel, document: Document, qtbot: QtBot
) -> None:
    document.change_settings(learning_rate=0.0)
    with qtbot.waitSignal(panel.refused) as refused:
        check_box(panel, "until_converged").click()
    assert "more than zero" in refused.args[0]
    assert not check_box(panel, "until_converged").isChecked()
    assert not panel.has_refused
    document.change_settings(learning_rate=0.01, until_converged=True)
    with qtbot.waitSignal(panel.refused):
        enter(panel, qtbot, "learning_rate", "0")
    assert document.settings.learning_rate == 0.01


def limit_tip(panel: SettingsPanel) -> str:
    found = named(panel, QLabel, "learning_rate_limit")
    return found.toolTip()


def test_scale_columns_is_set_by_click(panel: SettingsPanel, document: Document) -> None:
    before = limit_tip(panel)
    check_box(panel, "scale_columns").click()
    assert document.settings.scale_columns
    assert limit_tip(panel) != before
    document.change_settings(scale_columns=False)
    assert not check_box(panel, "scale_columns").isChecked()


def test_scaled_columns_show_their_steps(panel: SettingsPanel, document: Document) -> None:
    document.change_settings(learning_rate=0.00528, h=10.0)
    steps = document.undo_stack.count()
    check_box(panel, "scale_columns").click()
    now = document.settings
    assert (now.learning_rate, now.h) == (0.502, suggest_h(on_unit_columns(document.problem())))
    shown = [field(panel, name).text() for name in FIELDS]
    assert shown == ["1000", "0.502", f"{now.fixed_h:g}"]
    assert document.undo_stack.count() == steps + 1
    check_box(panel, "scale_columns").click()
    assert [field(panel, name).text() for name in FIELDS] == ["1000", "0.00528", "10"]


def test_quotient_shows_its_h(panel: SettingsPanel, document: Document) -> None:
    document.change_settings(h=10.0)
    steps = document.undo_stack.count()
    box(panel).setCurrentText("Forward")
    h = suggest_h(document.problem(), "forward")
    assert document.settings.h == h < 1e-5
    assert field(panel, "h").text() == f"{h:g}"
    document.undo_stack.undo()
    assert (document.settings.h, document.settings.difference) == (10.0, "central")
    assert document.undo_stack.index() == steps
    assert field(panel, "h").text() == "10"


def test_safe_rate_is_set_by_click(panel: SettingsPanel, document: Document) -> None:
    assert not safe(panel).isEnabled()
    panel.show_limit(0.010568642774350597)
    safe(panel).click()
    assert document.settings.learning_rate == 0.00528
    assert field(panel, "learning_rate").text() == "0.00528"
    panel.show_limit(None)
    assert not safe(panel).isEnabled()


def test_choices_have_keys_and_tips(panel: SettingsPanel) -> None:
    for name in ("until_converged", "scale_columns"):
        assert "&" in check_box(panel, name).text()
    for button in panel.findChildren(QAbstractButton):
        if button.objectName():
            assert button.toolTip()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize(
    ("value", "text"), [(float("inf"), "no limit"), (sys.float_info.min, "limit < 2e-308")]
)
def test_limit_beyond_numbers_is_none(panel: SettingsPanel, value: float, text: str) -> None:
    panel.show_limit(value)
    assert limit(panel) == text
    assert not safe(panel).isEnabled()
