import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QGuiApplication, QPalette, QTextLayout
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine import Difference
from engine.limit.arithmetic import Notation, arithmetic
from gui.limit.digits_panel import (
    REMARKS,
    DigitsLayout,
    DigitsPanel,
    with_last_words_together,
)
from gui.limit.digits_text import RowName
from gui.plots.header import PlotHeader
from gui.plots.theme import theme_of
from gui.text.message import Message
from gui.theme.blending import TEXT, legible
from tests.gui.finding import named
from tests.gui.plots.conftest import dark, painted, palette, picture_of

from .states import published_state, scaled_state, triangle_state

__all__ = ["palette"]
STATE = published_state(8e-8, Difference.FORWARD)


@pytest.fixture
def panel(qtbot: QtBot) -> DigitsPanel:
    """The panel of the published example at the best h."""
    panel = DigitsPanel()
    qtbot.addWidget(panel)
    panel.resize(330, 272)
    panel.show_limit(STATE)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def layout_of(panel: DigitsPanel) -> DigitsLayout:
    return DigitsLayout(panel.rows, panel.sentences, theme_of(panel), QSizeF(panel.size()))


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def ink_of(panel: DigitsPanel, difference: Difference) -> QColor:
    theme = theme_of(panel)
    return legible(theme.of_quotient(difference), theme.background, TEXT)


def test_quotient_has_its_colour(panel: DigitsPanel) -> None:
    forward, central = (ink_of(panel, each) for each in (Difference.FORWARD, Difference.CENTRAL))
    assert painted(picture_of(panel), forward) > 10
    panel.show_limit(published_state(8e-8))
    assert painted(picture_of(panel), forward) == 0
    assert painted(picture_of(panel), central) > 10


@pytest.mark.parametrize("width", [240, 330, 480])
def test_no_digit_is_cut(panel: DigitsPanel, width: int) -> None:
    panel.resize(width, 272)
    assert layout_of(panel).right <= width


def test_points_stand_below_each_other(panel: DigitsPanel) -> None:
    layout = layout_of(panel)
    assert layout.point == layout.left + 4 * layout.digit  # −170 before the point of the slope


@pytest.mark.parametrize("h", [2.0, 0.03, 8e-8, 3e-15, 1e-16])
def test_sentences_fit_the_least_size(panel: DigitsPanel, h: float) -> None:
    panel.show_limit(published_state(h, Difference.FORWARD))
    panel.resize(panel.minimumSizeHint())
    layout = layout_of(panel)
    end = layout.top + len(panel.rows) * layout.row_height + layout.height_of_sentences()
    assert end + 8 <= panel.height()


def test_low_panel_has_low_rows(panel: DigitsPanel) -> None:
    usual = layout_of(panel).row_height
    panel.resize(330, 160)
    assert layout_of(panel).row_height < usual


@pytest.mark.parametrize("notation", Notation)
def test_arithmetic_is_copied(panel: DigitsPanel, qtbot: QtBot, notation: Notation) -> None:
    action = named(panel, QAction, f"copy_digits_{notation.name.lower()}")
    with qtbot.waitSignal(panel.message) as said:
        action.trigger()
    assert clipboard() == arithmetic(STATE.digits, notation, "w1")
    assert said.args is not None
    message = said.args[0]
    assert isinstance(message, Message)
    assert message.text == f"Copied the quotient as {notation}."
    assert message.is_passing


def test_copy_key_copies_text(panel: DigitsPanel, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == arithmetic(STATE.digits, Notation.TEXT, "w1")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_menu_offers_copies(panel: DigitsPanel) -> None:
    at = panel.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, panel.mapToGlobal(at))
    QApplication.sendEvent(panel, event)
    menu = panel.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    assert [action.text() for action in menu.actions()] == ["Copy &As"]
    assert [each.text() for each in panel.copy_menu.actions()] == ["&Text", "&LaTeX", "&NumPy Code"]
    menu.close()


def test_panel_is_read_aloud(panel: DigitsPanel) -> None:
    assert "9 are left. So 8 digits of the slope are right." in panel.spoken_sentence()


def test_empty_panel_says_nothing(panel: DigitsPanel) -> None:
    panel.show_limit(None)
    assert (panel.rows, panel.sentences, panel.spoken_sentence()) == ((), (), "")
    panel.copy_text()
    assert painted(picture_of(panel), theme_of(panel).background) == 330 * 272


def test_dark_panel_is_drawn_anew(panel: DigitsPanel, palette: QPalette, qtbot: QtBot) -> None:
    QApplication.setPalette(dark(palette))
    qtbot.waitUntil(lambda: theme_of(panel).background.name() == "#17181a")
    assert picture_of(panel).pixelColor(5, 5).name() == "#17181a"


def test_rows_follow_the_quotient(panel: DigitsPanel) -> None:
    assert [row.name for row in panel.rows][:2] == [RowName.AHEAD, RowName.HERE]
    panel.show_limit(published_state(8e-8))
    assert [row.name for row in panel.rows][:2] == [RowName.AHEAD, RowName.BEHIND]


def test_scaled_weights_are_copied_so(panel: DigitsPanel) -> None:
    panel.show_limit(scaled_state(0.1))
    panel.copy_text()
    assert clipboard().startswith("w = time, scaled = 14.33")


def test_title_names_scaled_columns(panel: DigitsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def keep(_: PlotHeader, title: str, remark: str) -> None:
        said.append(remark)

    monkeypatch.setattr(PlotHeader, "set_title", keep)
    for state in (STATE, scaled_state(0.1)):
        panel.show_limit(state)
        picture_of(panel)
    assert "of the forward quotient, float64" in said
    assert "of the central quotient, float64, columns scaled" in said


def test_scaled_columns_are_spoken_of(panel: DigitsPanel) -> None:
    assert "scaled" not in panel.spoken_sentence()
    panel.show_limit(scaled_state(0.1))
    assert panel.spoken_sentence().startswith("The columns are scaled: w, h and the slope")


@pytest.mark.parametrize("is_scaled", [False, True])
def test_triangle_is_named_beside_digits(qtbot: QtBot, is_scaled: bool) -> None:
    panel = DigitsPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show_limit(triangle_state(0.1, is_scaled=is_scaled))
    assert panel.toolTip().startswith("The rows are reduced to a triangle")
    assert panel.spoken_sentence().endswith("when the run and h are at rest.")
    assert panel.spoken_sentence().startswith("The columns are scaled") is is_scaled
    words = REMARKS[is_scaled, True].text
    assert words.endswith("on the triangle")
    assert ("scaled" in words) is is_scaled
    on_triangle = panel.grab().toImage()
    panel.show_limit(scaled_state(0.1) if is_scaled else published_state(0.1))
    assert panel.toolTip() == ""
    assert panel.grab().toImage() != on_triangle


@pytest.mark.parametrize("notation", Notation)
def test_copied_triangle_says_so(panel: DigitsPanel, notation: Notation) -> None:
    panel.show_limit(triangle_state(8e-8))
    panel.copy_menu.copy_as(notation)
    assert "triangle" in clipboard()
    panel.show_limit(STATE)
    panel.copy_menu.copy_as(notation)
    assert "triangle" not in clipboard()


@pytest.mark.parametrize("h", [2.0, 0.03, 8e-8, 3e-15, 1e-16])
@pytest.mark.parametrize("difference", [Difference.CENTRAL, Difference.FORWARD])
def test_low_panel_shows_every_digit(panel: DigitsPanel, h: float, difference: Difference) -> None:
    panel.show_limit(published_state(h, difference))
    assert not panel.is_low
    panel.resize(panel.low_size())
    assert panel.is_low
    layouts = panel.low_layouts()
    assert len({layout.font.pixelSize() for _, layout in layouts}) == 1
    for _, layout in layouts:
        assert layout.right <= panel.width() / 2
        assert layout.top + 3 * layout.row_height <= panel.height()
    assert panel.toolTip() == "\n".join(panel.sentences)
    panel.resize(330, 272)
    assert panel.toolTip() == ""


@pytest.mark.parametrize("width", range(240, 420, 7))
@pytest.mark.parametrize("left", [1, 9])
def test_no_word_stands_alone(panel: DigitsPanel, width: int, left: int) -> None:
    verb = "is" if left == 1 else "are"
    said = f"15 of the 16 digits of the two losses are the same, and cancel; {left} {verb} left."
    theme = theme_of(panel)
    lines = QTextLayout(with_last_words_together(said), theme.font)
    lines.beginLayout()
    last = ""
    while (line := lines.createLine()).isValid():
        line.setLineWidth(width)
        last = lines.text()[line.textStart() :]
    lines.endLayout()
    assert len(last.split()) >= 3
    (drawn,) = DigitsLayout((), (said,), theme, QSizeF(width, 200))._sentences
    assert drawn == with_last_words_together(said)
