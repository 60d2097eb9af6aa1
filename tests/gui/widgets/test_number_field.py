import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.numbers import exact, parse_number
from engine.shortening import NARROW_SPACE
from gui.text.numbers import format_exact
from gui.widgets.number_field import NumberField, stepped


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    field = NumberField("h", "Step h")
    qtbot.addWidget(field)
    field.value_entered.connect(field.set_value)
    field.set_value(0.1)
    field.show()
    return field


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1e-12", 1e-12), ("0,25", 0.25), ("0.1234567890123456", 0.1234567890123456), ("7", 7.0)],
)
def test_typed_number_keeps_every_digit(
    field: NumberField, qtbot: QtBot, typed: str, value: float
) -> None:
    field.selectAll()
    qtbot.keyClicks(field, typed)
    with qtbot.waitSignal(field.value_entered) as entered:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.args == [value]
    assert field.value() == value


def test_pasted_minus_sign_is_read(field: NumberField, qtbot: QtBot) -> None:
    field.selectAll()
    field.insert("2e−3")
    with qtbot.waitSignal(field.value_entered) as entered:
        field.commit()
    assert entered.args == [2e-3]


@pytest.mark.parametrize("typed", ["abc", "", "1,234", "nan", "1e400", "1_000"])
def test_text_is_refused_and_value_kept(field: NumberField, qtbot: QtBot, typed: str) -> None:
    field.clear()
    qtbot.keyClicks(field, typed)
    with qtbot.waitSignal(field.refused) as refused:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(refused.args[0]) > 10
    assert field.is_refused()
    assert field.value() == 0.1
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.is_refused()) == ("0.1", False)


def test_german_comma_is_a_decimal_comma(field: NumberField, qtbot: QtBot, german: None) -> None:
    field.selectAll()
    qtbot.keyClicks(field, "1,234")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 1.234


def test_losing_focus_commits_the_number(field: NumberField, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "3e-5")
    with qtbot.waitSignal(field.value_entered):
        field.clearFocus()
    assert field.value() == 3e-5


def test_keys_step_through_round_numbers(field: NumberField, qtbot: QtBot) -> None:
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
        seen.append(field.value())
    assert seen == [0.2, 0.5, 5.0, 2.0]


@given(st.floats(1e-300, 1e300), st.sampled_from([-3, -1, 1, 3]))
def test_steps_are_round_and_well_directed(value: float, steps: int) -> None:
    result = stepped(value, steps)
    assert (result > value) == (steps > 0)
    lead = result / 10.0 ** math.floor(math.log10(result) + 1e-9)
    assert any(math.isclose(lead, digit, rel_tol=1e-6) for digit in (1, 2, 5))


@given(st.floats(0, 1e-300), st.sampled_from([-3, -1, 1, 3]))
def test_steps_from_tiny_numbers_are_finite(value: float, steps: int) -> None:
    assert math.isfinite(stepped(value, steps))


def test_steps_stop_at_the_least_value(qtbot: QtBot) -> None:
    field = NumberField("epochs", "Epochs", least=1)
    qtbot.addWidget(field)
    field.value_entered.connect(field.set_value)
    field.set_value(2)
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert (field.value(), field.text(), field.is_refused()) == (1, "1", False)


def test_refused_text_stays_until_corrected(field: NumberField, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    with qtbot.waitSignal(field.refused):
        field.clearFocus()
    assert (field.text(), field.is_refused(), field.value()) == ("abc", True, 0.1)
    field.selectAll()
    with qtbot.waitSignal(field.refused) as corrected:
        qtbot.keyClicks(field, "0.1")
    assert corrected.args == [""]
    field.commit()
    assert not field.is_refused()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_shown_number_reads_back_exactly(value: float) -> None:
    assume(value != 0 or math.copysign(1, value) > 0)
    assert parse_number(exact(value)) == parse_number(format_exact(value)) == value


@pytest.mark.parametrize("typed", ["2e-06", "2e-6", "2e−6", "0.000002"])
def test_field_has_one_style(field: NumberField, qtbot: QtBot, typed: str) -> None:
    field.selectAll()
    field.insert(typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (2e-6, "2e−6")


@pytest.fixture
def count(qtbot: QtBot, window: QWidget) -> NumberField:
    """A field for a whole number in a window that is shown; another widget has the focus."""
    field, other = NumberField("epochs", "Epochs", groups=True, parent=window), QLineEdit(window)
    field.value_entered.connect(field.set_value)
    field.set_value(1000)
    for each in (field, other):
        each.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    other.setFocus()
    return field


def test_count_is_grouped_unless_typed(count: NumberField, qtbot: QtBot) -> None:
    offers = QSignalSpy(count.value_entered)
    assert count.text() == "1,000"
    count.setFocus()
    assert (count.text(), count.selectedText()) == ("1000", "1000")
    qtbot.keyClick(count, Qt.Key.Key_Return)
    count.clearFocus()
    assert (count.text(), offers.count()) == ("1,000", 0)
    count.set_value(10**9 + 7)
    assert count.text() == "1000000007"


def test_count_may_be_typed_grouped(count: NumberField, qtbot: QtBot) -> None:
    count.setFocus()
    qtbot.keyClicks(count, "12,345")
    count.clearFocus()
    assert (count.value(), count.text()) == (12345, "12,345")


@pytest.mark.parametrize("typed", [f"12{NARROW_SPACE}345", "12.345", "12345"])
def test_german_count_reads_back(german: None, count: NumberField, typed: str) -> None:
    count.setFocus()
    count.insert(typed)
    count.clearFocus()
    assert (count.value(), count.text()) == (12345, f"12{NARROW_SPACE}345")


def test_german_comma_is_no_group(german: None, count: NumberField, qtbot: QtBot) -> None:
    count.setFocus()
    qtbot.keyClicks(count, "1,000")
    count.clearFocus()
    assert (count.value(), count.text(), count.is_refused()) == (1000, "1,000", True)


def test_refused_count_stays_typed(count: NumberField, qtbot: QtBot) -> None:
    count.setFocus()
    qtbot.keyClicks(count, "many")
    count.clearFocus()
    assert (count.text(), count.is_refused()) == ("many", True)
    qtbot.keyClick(count, Qt.Key.Key_Escape)
    assert (count.text(), count.is_refused()) == ("1,000", False)


def test_second_escape_closes_the_dialog(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    field = NumberField("h", "Step h", parent=dialog)
    field.set_value(0.1)
    dialog.show()
    qtbot.keyClicks(field, "5")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), dialog.isVisible()) == ("0.1", True)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("keys", [["Up"], ["Up", "Up", "PageDown"], ["Down", "PageUp", "PageUp"]])
def test_escape_returns_before_steps(field: NumberField, qtbot: QtBot, keys: list[str]) -> None:
    for key in keys:
        qtbot.keyClick(field, Qt.Key[f"Key_{key}"])
    assert field.value() != 0.1
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.value(), field.text()) == (0.1, "0.1")


def test_escape_returns_before_typing_too(field: NumberField, qtbot: QtBot) -> None:
    field.selectAll()
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 10.0
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.value(), field.text(), field.is_refused()) == (0.1, "0.1", False)


def test_escape_keeps_what_was_entered(field: NumberField, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.value() == 0.2
    qtbot.keyClick(field, Qt.Key.Key_Up)
    field.set_value(3.0)  # somebody else, as by Undo
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.value() == 3.0


def test_first_escape_after_steps_stays(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    field = NumberField("h", "Step h", parent=dialog)
    field.value_entered.connect(field.set_value)
    field.set_value(0.1)
    dialog.show()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (dialog.isVisible(), field.value()) == (True, 0.1)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
