import pytest
from pytestqt.qtbot import QtBot

from engine.formula.errors import BadFormula
from engine.terms import term_of
from gui.transforms.formula_field import FormulaField


def mistake_in(text: str) -> BadFormula:
    with pytest.raises(BadFormula) as raised:
        term_of(text, ["age", "bmi"])
    return raised.value


@pytest.fixture
def field(qtbot: QtBot) -> FormulaField:
    made = FormulaField("formula")
    qtbot.addWidget(made)
    made.resize(300, 28)
    return made


def test_mistake_is_underlined(field: FormulaField) -> None:
    text = "2·age + size"
    field.setText(text)
    assert field.mistake_place() is None
    field.mark(mistake_in(text))
    place = field.mistake_place()
    assert place is not None
    width = field.fontMetrics().horizontalAdvance
    assert place[1] - place[0] == pytest.approx(width("size"), abs=2)
    plain = field.grab().toImage()
    field.mark(None)
    assert field.grab().toImage() != plain


def test_what_is_missing_has_a_letter(field: FormulaField) -> None:
    field.setText("age +")
    field.mark(mistake_in("age +"))
    place = field.mistake_place()
    assert place is not None
    assert place[1] - place[0] == field.fontMetrics().horizontalAdvance("m")


def test_long_formulas_mark_within(field: FormulaField) -> None:
    text = " + ".join(["age"] * 60) + " + size"
    field.setText(text)
    field.setCursorPosition(0)
    field.mark(mistake_in(text))
    place = field.mistake_place()
    assert place is not None
    assert 0 <= place[0] < place[1] <= field.width()
