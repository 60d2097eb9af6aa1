"""The field for the shape of A."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.tables.errors import BadShape
from gui.tables.view.shape_field import ShapeField, parse_shape

from ..conftest import Show


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1000000×10", (1_000_000, 10)),
        ("1000000x10", (1_000_000, 10)),
        ("5 3", (5, 3)),
        (" 12 X 4 ", (12, 4)),
        ("2*2", (2, 2)),
        ("1,000,000 × 10", (1_000_000, 10)),
        ("0×3", (0, 3)),
        ("1.000 × 3", (1000, 3)),
        ("1\u202f000 × 3", (1000, 3)),
        ("1\xa0000 3", (1000, 3)),
    ],
)
def test_shape_is_parsed(text: str, shape: tuple[int, int]) -> None:
    assert parse_shape(text) == shape


@pytest.mark.parametrize(
    "text", ["", "5", "5×", "-1×3", "5.5×3", "5×3×2", "a×b", "1,00×2", "५×३", "1\u202f500"]
)
def test_bad_shape_is_refused(text: str) -> None:
    with pytest.raises(BadShape, match=r"is not a shape\. Type rows and columns, such as 100×3\."):
        parse_shape(text)


def test_long_text_is_shortened_in_message() -> None:
    assert len(str(BadShape("9" * 1000))) < 100


@pytest.fixture
def field(show: Show) -> Iterator[ShapeField]:
    """The field, showing 3×3, with another field below it."""
    host = QWidget()
    layout = QVBoxLayout(host)
    field = ShapeField()
    layout.addWidget(field)
    layout.addWidget(QLineEdit())
    show(host)
    field.show_shape(3, 3)
    field.setFocus()
    field.selectAll()
    yield field
    host.close()


def test_enter_emits_the_typed_shape(field: ShapeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "5 3")
    with qtbot.waitSignal(field.shape_entered, check_params_cb=lambda text: text == "5 3"):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_escape_restores_the_shape(field: ShapeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "5 3")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "3 × 3"


def test_leaving_restores_the_shape(field: ShapeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "1 1")
    with qtbot.assertNotEmitted(field.shape_entered):
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "3 × 3"


def test_field_fits_its_shape(field: ShapeField) -> None:
    field.show_shape(1_000_000, 1000)
    assert field.text() == "1,000,000 × 1,000"
    needed = field.fontMetrics().horizontalAdvance(field.text())
    assert field.sizeHint().width() > needed
