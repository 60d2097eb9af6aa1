"""The frame of a card."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance
from gui.theme.blending import TEXT, contrast
from gui.widgets.card_frame import CardFrame, monospace, tabular
from tests.gui.finding import named

HINT = "What the rows are about, which takes more than one line of a card."


@pytest.fixture
def card(qtbot: QtBot) -> CardFrame:
    """A card with two rows of two numbers."""
    card = CardFrame("some_card", HINT, ("now", "then"))
    qtbot.addWidget(card)
    for name in ("loss", "rank"):
        for label in card.add_row((name,), "1.23456")[1:]:
            label.setText("1.5")
    card.show()
    return card


@pytest.fixture(autouse=True)
def system_appearance(qtbot: QtBot) -> Iterator[None]:
    """Leave the application's colours as they were."""
    yield
    Appearance.SYSTEM.apply()


def labels(card: CardFrame) -> dict[str, QLabel]:
    return {label.text(): label for label in card.findChildren(QLabel)}


def pixel(card: CardFrame, x: int, y: int) -> QColor:
    return QColor(card.grab().toImage().pixel(x, y))


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_box_is_on_the_ground_of_tables(card: CardFrame, appearance: Appearance) -> None:
    appearance.apply()
    base = card.palette().base().color()
    assert pixel(card, 6, card.height() // 2).name() == base.name()
    assert pixel(card, 0, card.height() // 2).name() != base.name()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_names_stay_legible(card: CardFrame, appearance: Appearance) -> None:
    appearance.apply()
    base = card.palette().base().color()
    for text in ("loss", "rank", "now", "then"):
        ink = labels(card)[text].palette().color(QPalette.ColorRole.WindowText)
        assert contrast(ink, base) >= TEXT
        assert ink.name() != card.palette().text().color().name()


def test_title_is_the_accessible_name(card: CardFrame) -> None:
    card.set_title("heat & light")
    title = named(card, QLabel, "some_card_title")
    assert title.text() == title.toolTip() == card.accessibleName() == "heat & light"
    assert title.font().weight() == QFont.Weight.DemiBold


def test_hint_takes_the_place_of_rows(card: CardFrame) -> None:
    card.set_title("This")
    rows = [each for each in card.findChildren(QLabel) if each.text() != "This"]
    size = card.sizeHint()
    card.show_empty(is_empty=True)
    hint = named(card, QLabel, "some_card_hint")
    assert (hint.text(), hint.isVisible()) == (HINT, True)
    assert not any(label.isVisible() for label in rows)
    assert hint.heightForWidth(hint.width()) <= hint.height()
    assert card.rect().contains(hint.geometry())
    assert card.sizeHint() == size
    card.show_empty(is_empty=False)
    assert card.findChild(QLabel, "some_card_hint") is None
    assert all(label.isVisible() for label in rows)


def test_left_out_label_stays_left_out(card: CardFrame) -> None:
    label = card.add_row(("length",), "1.5")[1]
    card.show_label(label, is_shown=False)
    card.show_empty(is_empty=True)
    card.show_empty(is_empty=False)
    assert label.isHidden()
    card.show_empty(is_empty=True)
    card.show_label(label, is_shown=True)
    assert label.isHidden()
    card.show_empty(is_empty=False)
    assert label.isVisible()


def test_sizes_follow_the_font(card: CardFrame) -> None:
    least, height = card.least_width, card.sizeHint().height()
    font = card.font()
    font.setPointSizeF(2 * font.pointSizeF())
    card.setFont(font)
    found = labels(card)
    assert found["loss"].font().pointSizeF() == font.pointSizeF()
    assert found["now"].font().pointSizeF() == pytest.approx(font.pointSizeF() * 11 / 12, abs=0.1)
    assert card.least_width > 1.5 * least
    assert card.sizeHint().height() > 1.3 * height


def test_long_title_is_elided(card: CardFrame) -> None:
    least = card.least_width
    card.set_title("a name of a column that is longer than all of its numbers " * 3)
    assert card.least_width == least


def test_number_keeps_its_width(card: CardFrame) -> None:
    least = card.least_width
    labels(card)["1.5"].setText("1")
    assert card.least_width == least


@pytest.mark.parametrize("font", [tabular(), monospace(), monospace(heavy=True)])
def test_number_fonts_follow_the_size(card: CardFrame, font: QFont) -> None:
    label = QLabel("1", card)
    label.setFont(font)
    larger = card.font()
    larger.setPointSizeF(31.0)
    card.setFont(larger)
    assert label.font().pointSizeF() == 31.0
    assert label.font().weight() == font.weight()


def test_rows_share_a_low_card(card: CardFrame) -> None:
    usual, least = card.sizeHint().height(), card.minimumSizeHint().height()
    assert least <= usual - 2 * 8
    card.resize(card.least_width, least)
    tops = [label.geometry() for label in card.findChildren(QLabel) if label.text() == "1.5"]
    assert tops[0].bottom() < tops[-1].top()


def test_rows_are_read_in_order(card: CardFrame) -> None:
    tree = QAccessible.queryAccessibleInterface(card)
    read = [tree.child(k).text(QAccessible.Text.Name) for k in range(tree.childCount())]
    assert read == ["", "now", "then", "loss", "1.5", "1.5", "rank", "1.5", "1.5"]
