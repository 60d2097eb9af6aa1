"""Text, edges and lines can be seen in light, dark and black palettes."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.plots.theme import theme_of
from gui.text.message import MessageKind
from gui.theme import blending
from gui.theme.appearance import Appearance
from gui.theme.blending import CURVE, TEXT, blend, contrast, hairline, quiet, wants_contrast
from gui.theme.legibility import (
    LegiblePalettes,
    edge_colour,
    edge_source,
    legible_palette,
    selection_colours,
    separated_window,
)
from gui.theme.palette import accent_colour, kind_colour
from tests.audit.appearances import Look

Role, Group = QPalette.ColorRole, QPalette.ColorGroup
TEXTS_ON_GROUNDS = (
    *((Role.WindowText, Role.Window), (Role.Text, Role.Base), (Role.Text, Role.AlternateBase)),
    *((Role.ButtonText, Role.Button), (Role.PlaceholderText, Role.Base)),
    *((Role.ToolTipText, Role.ToolTipBase), (Role.Link, Role.Window), (Role.Link, Role.Base)),
    *((Role.HighlightedText, Role.Highlight), (Role.WindowText, Role.Base)),
)
# The strongest tint of the highlight colour under numbers in a table.
SELECTION_TINT = 0.24


@pytest.fixture(autouse=True)
def colours_as_before(qapp: QApplication) -> Iterator[None]:
    before = QApplication.palette()
    yield
    QApplication.setPalette(before)


@pytest.fixture(scope="session")
def palettes(qapp: QApplication) -> LegiblePalettes:
    """The palettes of the program; they follow the application's until all tests have ended."""
    return LegiblePalettes(qapp)


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize(("text", "ground"), TEXTS_ON_GROUNDS)
@pytest.mark.parametrize("group", [Group.Active, Group.Inactive])
def test_every_text_is_readable(
    look: Look, text: QPalette.ColorRole, ground: QPalette.ColorRole, group: QPalette.ColorGroup
) -> None:
    palette = look.palette()
    assert contrast(palette.color(group, text), palette.color(group, ground)) >= TEXT


@pytest.mark.parametrize("look", Look)
def test_mixed_texts_are_readable(look: Look, window: QWidget) -> None:
    palette = look.palette()
    window.setPalette(palette)
    theme = theme_of(window)
    ground, base = palette.window().color(), palette.base().color()
    pairs = [(quiet(palette), ground), (theme.text, base), (theme.quiet, base)]
    pairs += [(kind_colour(kind, palette), ground) for kind in MessageKind]
    for under in (ground, base):
        tinted = blend(under, palette.highlight().color(), SELECTION_TINT)
        pairs.append((palette.text().color(), tinted))
    assert min(contrast(*pair) for pair in pairs) >= TEXT


@pytest.mark.parametrize("look", Look)
def test_marks_are_seen(look: Look, window: QWidget) -> None:
    palette = look.palette()
    window.setPalette(palette)
    theme = theme_of(window)
    base, button = palette.base().color(), palette.button().color()
    pairs = [(colour, base) for colour in (theme.run, *theme.series)]
    pairs += [(accent_colour(palette), button), (edge_colour(palette), base)]
    pairs.append((edge_colour(palette), palette.window().color()))
    assert min(contrast(*pair) for pair in pairs) >= CURVE


def test_black_accent_becomes_visible() -> None:
    palette = Look.LIGHT.palette()
    palette.setColor(Role.Accent, QColor("black"))
    assert accent_colour(palette) == palette.highlight().color()


def test_lines_follow_wish_for_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    light, black = Look.LIGHT.palette(), Look.BLACK.palette()
    assert not wants_contrast(light)
    assert contrast(hairline(light), light.base().color()) < CURVE
    assert wants_contrast(black)
    assert contrast(hairline(black), black.base().color()) >= CURVE
    monkeypatch.setattr(blending, "wants_contrast", lambda _palette: True)
    blending.forget_mixed()
    assert contrast(hairline(light), light.base().color()) >= CURVE
    blending.forget_mixed()


def test_selected_text_becomes_readable() -> None:
    palette = Look.LIGHT.palette()
    palette.setColor(Role.Highlight, QColor("#8ab4f8"))
    assert contrast(QColor("white"), QColor("#8ab4f8")) < TEXT
    changed = legible_palette(palette)
    assert contrast(changed.highlightedText().color(), changed.highlight().color()) >= TEXT
    assert selection_colours(Look.DARK.palette(), Group.Active).text.name() == "#ffffff"


# The accents of Fusion, Breeze, Yaru and Adwaita, all with white text.
@pytest.mark.parametrize("accent", ["#308cc6", "#3daee9", "#e95420", "#3584e4"])
def test_selection_keeps_white_text(accent: str) -> None:
    palette = Look.LIGHT.palette()
    palette.setColor(Role.Highlight, QColor(accent))
    ground, text = selection_colours(palette, Group.Active)
    assert text.name() == "#ffffff"
    assert contrast(text, ground) >= TEXT
    assert abs(ground.hsvHue() - QColor(accent).hsvHue()) <= 2
    assert ground.hsvSaturation() >= QColor(accent).hsvSaturation() - 2


def test_text_is_black_on_pale_accents() -> None:
    palette = Look.LIGHT.palette()
    palette.setColor(Role.Highlight, QColor("#8ab4f8"))
    assert selection_colours(palette, Group.Active) == (QColor("#8ab4f8"), QColor("black"))


def edges_of(picture: QImage, place: QRect, ground: QColor) -> float:
    """Return the least contrast, over the four sides, of the strongest line near each."""
    middle, sides = place.center(), []
    for near in (
        [(place.left() + k, middle.y()) for k in range(-1, 4)],
        [(place.right() - k, middle.y()) for k in range(-1, 4)],
        [(middle.x(), place.top() + k) for k in range(-1, 4)],
        [(middle.x(), place.bottom() - k) for k in range(-1, 4)],
    ):
        sides.append(max(contrast(picture.pixelColor(*at), ground) for at in near))
    return min(sides)


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("kind", [QLineEdit, QSpinBox, QComboBox])
def test_edges_of_fields_are_seen(
    palettes: LegiblePalettes, qtbot: QtBot, window: QWidget, look: Look, kind: type[QWidget]
) -> None:
    QApplication.setPalette(look.palette())
    field = kind(window)
    field.setGeometry(20, 20, 120, 28)
    field.show()
    ground = look.palette().window().color()
    assert edges_of(window.grab().toImage(), field.geometry(), ground) >= CURVE - 0.1


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_check_boxes_are_seen(
    palettes: LegiblePalettes, qtbot: QtBot, window: QWidget, look: Look, kind: type[QWidget]
) -> None:
    QApplication.setPalette(look.palette())
    box = kind(window)
    box.setGeometry(20, 20, 40, 20)
    box.show()
    picture, ground = window.grab().toImage(), look.palette().window().color()
    across = [picture.pixelColor(x, 30) for x in range(20, 40)]
    assert max(contrast(pixel, ground) for pixel in across) >= CURVE - 0.1


def test_fields_follow_another_palette(
    palettes: LegiblePalettes, qtbot: QtBot, window: QWidget
) -> None:
    field = QLineEdit(window)
    field.show()
    for look in (Look.DARK, Look.LIGHT, Look.BLACK):
        QApplication.setPalette(look.palette())
        assert field.palette().base().color() == look.palette().base().color()
        assert field.palette().text().color() == look.palette().text().color()


CHOICES = (
    *((Appearance.DARK, Appearance.LIGHT), (Appearance.LIGHT, Appearance.DARK, Appearance.LIGHT)),
    *((Appearance.DARK, Appearance.SYSTEM), (Appearance.DARK, Appearance.SYSTEM, Appearance.LIGHT)),
    *((Appearance.LIGHT, Appearance.DARK), (Appearance.DARK, Appearance.DARK)),
)


@pytest.mark.parametrize("chosen", CHOICES)
@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QTableView, QPlainTextEdit])
def test_chosen_appearances_stay_legible(
    palettes: LegiblePalettes,
    qtbot: QtBot,
    window: QWidget,
    chosen: tuple[Appearance, ...],
    kind: type[QWidget],
) -> None:
    part = kind(window)
    part.show()
    for appearance in chosen:
        appearance.apply()
        QTest.qWait(1)
    whole, own = QApplication.palette(), part.palette()
    Appearance.SYSTEM.apply()
    assert contrast(own.highlightedText().color(), own.highlight().color()) >= TEXT
    if kind in (QLineEdit, QComboBox):
        assert own.window().color() == edge_source(whole)


def test_dropped_palettes_are_given_again(
    palettes: LegiblePalettes, qtbot: QtBot, window: QWidget
) -> None:
    field = QLineEdit(window)
    field.show()
    QApplication.setPalette(Look.LIGHT.palette())
    QApplication.setPalette(Look.LIGHT.palette(), "QLineEdit")  # type: ignore[arg-type]
    source = edge_source(QApplication.palette())
    assert field.palette().window().color() != source
    qtbot.waitUntil(lambda: field.palette().window().color() == source)


def test_window_parts_from_its_tables(palettes: LegiblePalettes) -> None:
    palette = Look.LIGHT.palette()
    palette.setColor(Role.Window, QColor("white"))
    apart = separated_window(palette)
    assert apart is not None
    QApplication.setPalette(palette)
    assert QApplication.palette().window().color() == apart
    assert separated_window(Look.BLACK.palette()) is None
    assert separated_window(Look.DARK.palette()) is None


def test_text_on_parted_window_is_readable() -> None:
    palette = Look.LIGHT.palette()
    palette.setColor(Role.Window, QColor("white"))
    apart = separated_window(palette)
    assert apart is not None
    assert contrast(palette.windowText().color(), apart) >= TEXT
