import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.terms import ComputedTerm, FormulaTerm, LogarithmTerm, PowerTerm, ProductTerm
from gui.transforms.formula_field import FormulaField
from gui.transforms.term_dialog import LIVE_ROWS, TermDialog, TermKind
from gui.widgets.note import Note
from gui.widgets.outlined_fields import OutlinedComboBox, OutlinedLineEdit
from tests.gui.finding import named

from .experiments import made

ROWS = [[1.0, 20.0, 0.5], [1.0, 30.0, -2.0], [1.0, 45.0, 1.5], [1.0, 60.0, 2.0], [1.0, 70.0, 3.0]]
PEOPLE = made(ROWS, np.zeros(5), np.zeros(3), ("1", "age", "body mass"))


class Asked:
    """An open dialog, and what it says."""

    def __init__(self, window: QWidget, kind: TermKind, column: int = 1) -> None:
        self.dialog = TermDialog(PEOPLE, kind, column, window)
        self.chosen = QSignalSpy(self.dialog.chosen)
        self.dialog.open()

    def box(self, name: str) -> OutlinedComboBox:
        return named(self.dialog, OutlinedComboBox, f"term_{name}")

    def field(self, name: str) -> OutlinedLineEdit:
        return named(self.dialog, OutlinedLineEdit, f"term_{name}")

    @property
    def preview(self) -> str:
        label = named(self.dialog, QLabel, "preview")
        return label.text() if label.isVisible() else ""

    @property
    def refusal(self) -> str:
        note = named(self.dialog, Note, "refusal")
        return note.text() if note.isVisible() else ""

    @property
    def may_add(self) -> bool:
        return self.dialog.findChildren(QPushButton)[0].isEnabled()

    def answer(self) -> tuple[ComputedTerm, str]:
        self.dialog.accept()
        assert self.chosen.count() == 1
        term, name = self.chosen.at(0)
        return term, name


@pytest.fixture
def shown(window: QWidget) -> QWidget:
    window.show()
    return window


def test_power_shows_its_first_values(shown: QWidget) -> None:
    asked = Asked(shown, TermKind.POWER)
    assert asked.preview == "age²: 400, 900, 2025, 3600, …"
    assert asked.field("name").placeholderText() == "age²"
    asked.field("exponent").setText("-1")
    assert asked.preview.startswith("age^(−1): 0.05, 0.0333333, ")
    assert asked.answer() == (PowerTerm("age", -1.0), "")


def test_product_begins_with_two_columns(shown: QWidget) -> None:
    asked = Asked(shown, TermKind.PRODUCT, column=2)
    assert asked.preview == "body mass·age: 10, −60, 67.5, 120, …"
    asked.field("name").setText(" load ")
    assert asked.preview.startswith("load: 10, ")
    assert asked.answer() == (ProductTerm(("body mass", "age")), "load")


def test_logarithm_needs_positive_numbers(shown: QWidget) -> None:
    asked = Asked(shown, TermKind.LOGARITHM, column=2)
    assert asked.refusal.startswith("The logarithm of −2 in row 2 of body mass does not exist.")
    assert not asked.may_add
    asked.dialog.accept()
    assert asked.dialog.isVisible()
    asked.box("column").setCurrentText("age")
    asked.box("base").setCurrentIndex(1)
    assert asked.preview.startswith("log10(age): 1.30103, ")
    assert asked.answer() == (LogarithmTerm("age", 10.0), "")


def test_formula_is_checked_while_typed(shown: QWidget, qtbot: QtBot) -> None:
    asked = Asked(shown, TermKind.FORMULA)
    assert asked.preview == "Write a formula of columns, such as 2·age + ln(age)."
    assert not asked.may_add
    field = named(asked.dialog, FormulaField, "term_formula")
    qtbot.keyClicks(field, "age body")
    assert asked.refusal == "A sign is missing before “body”, such as · to multiply. " + (
        "Perhaps: age·body"
    )
    assert field.mistake_place() is not None
    field.selectAll()
    qtbot.keyClicks(field, "max(age, 40) + `body mass`")
    assert asked.refusal == ""
    assert field.mistake_place() is None
    assert asked.preview == "max(age, 40) + body mass: 40.5, 38, 46.5, 62, …"
    term, name = asked.answer()
    assert isinstance(term, FormulaTerm)
    assert name == ""


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("exponent", "1", "A power needs an exponent other than 0 and 1."),
        ("exponent", "two", "“two” is not a number."),
        ("name", "age", "A has a column “age” already. Choose another name."),
    ],
)
def test_what_cannot_be_is_said(shown: QWidget, field: str, text: str, sentence: str) -> None:
    asked = Asked(shown, TermKind.POWER)
    asked.field(field).setText(text)
    assert asked.refusal.startswith(sentence[:20])
    assert not asked.may_add
    assert asked.preview == ""


def test_kind_may_be_changed(shown: QWidget) -> None:
    asked = Asked(shown, TermKind.POWER)
    fields = ("column", "factor", "exponent", "base", "formula")

    def visible() -> list[str]:
        found = (named(asked.dialog, QWidget, f"term_{name}") for name in fields)
        return [name for name, each in zip(fields, found, strict=True) if each.isVisible()]

    assert visible() == ["column", "exponent"]
    asked.box("kind").setCurrentIndex(1)
    assert visible() == ["column", "factor"]
    asked.box("kind").setCurrentIndex(2)
    assert visible() == ["column", "base"]
    asked.box("kind").setCurrentIndex(3)
    assert visible() == ["formula"]
    assert asked.dialog.focusWidget() is named(asked.dialog, FormulaField, "term_formula")


def test_keys_are_different(shown: QWidget) -> None:
    asked = Asked(shown, TermKind.POWER)
    labels = [each.text() for each in asked.dialog.findChildren(QLabel)]
    buttons = [each.text() for each in asked.dialog.findChildren(QPushButton)]
    keys = [text[text.index("&") + 1].lower() for text in (*labels, *buttons) if "&" in text]
    assert len(keys) == len(set(keys)) == 8


def test_return_adds_the_column(shown: QWidget, qtbot: QtBot) -> None:
    asked = Asked(shown, TermKind.POWER)
    qtbot.keyClick(asked.field("exponent"), Qt.Key.Key_3)
    qtbot.keyClick(asked.field("exponent"), Qt.Key.Key_Return)
    assert asked.chosen.at(0)[0] == PowerTerm("age", 3.0)


def test_long_tables_are_looked_at_in_part(shown: QWidget) -> None:
    values = np.ones((LIVE_ROWS + 1, 1))
    values[0], values[-1] = 2.0, -1.0
    long = made(values, np.zeros(len(values)), [0.0], ("x",))
    dialog = TermDialog(long, TermKind.LOGARITHM, 0, shown)
    dialog.open()
    assert named(dialog, QLabel, "preview").text() == "ln(x): 0.693147, 0, 0, 0, …"
