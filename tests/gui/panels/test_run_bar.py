"""The row of buttons and settings above everything."""

import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Optimiser
from engine.examples import published
from gui.document import Document
from gui.icons.glyphs import Glyph, glyph_icon
from gui.loss.loss_field import LossField
from gui.optimiser.optimiser_dialog import OptimiserDialog
from gui.panels.run_bar import RunBar
from gui.panels.settings import SettingsPanel
from gui.theme.appearance import Appearance, palette_of
from gui.theme.blending import contrast
from gui.widgets.action_button import ActionButton, Emphasis
from gui.widgets.cell import Cell
from gui.widgets.menu_field import MenuField
from gui.widgets.speed_slider import UNLIMITED
from tests.gui.finding import named

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus

KEYS = {"run": "F5", "step": "F10", "reset": "Shift+F5"}
SMALLEST = 868
FIELDS = {
    "N": "learning_rate",
    "S": "h",
    "Q": "difference",
    "P": "epochs",
    "O": "optimiser",
    "L": "loss",
    "C": "columns",
}


def button(name: str, window: QWidget) -> ActionButton:
    action = QAction(name.capitalize(), window)
    action.setObjectName(name)
    action.setShortcut(KEYS[name])
    action.setIcon(glyph_icon(Glyph(name), QColor("black"), QColor("gray")))
    if name == "run":
        return ActionButton(action, Emphasis.FILLED, ["Pause", "Resume"])
    return ActionButton(action)


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def bar(document: Document, qtbot: QtBot) -> Iterator[RunBar]:
    window = QWidget()
    qtbot.addWidget(window)
    settings = SettingsPanel(document, window)
    run, step, reset = (button(name, window) for name in KEYS)
    bar = RunBar(run, step, reset, settings.cells)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(bar)
    layout.addStretch(1)
    window.resize(1280, 400)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    yield bar
    window.close()


def widen(bar: RunBar, width: int) -> None:
    window = bar.window()
    window.resize(width, 400)
    layout = window.layout()
    assert layout is not None
    layout.activate()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert (bar.width(), bar.height()) == (width, bar.sizeHint().height())


def cells(bar: RunBar) -> list[Cell]:
    return [cell for cell in bar.findChildren(Cell) if cell.isVisible()]


def place(widget: QWidget, bar: RunBar) -> QRect:
    return QRect(widget.mapTo(bar, QPoint()), widget.size())


def cut(bar: RunBar) -> list[str]:
    """Return what sticks out, overlaps, or is smaller than it needs."""
    found = []
    shown = cells(bar)
    for k, cell in enumerate(shown):
        if not bar.rect().contains(place(cell, bar)):
            found.append(f"{cell.caption.text()} sticks out")
        if any(place(cell, bar).intersects(place(other, bar)) for other in shown[:k]):
            found.append(f"{cell.caption.text()} overlaps")
        content = cell.content
        if content.width() < content.sizeHint().width() or content.height() < 28:
            found.append(f"{cell.caption.text()} has a cut field")
        for text in (cell.caption, cell.note):
            if text.width() < text.fontMetrics().horizontalAdvance(text.text()):
                found.append(f"{text.text()} is cut")
    return found


def rows(bar: RunBar) -> int:
    return len({place(cell, bar).y() for cell in cells(bar)})


def enlarge(bar: RunBar, factor: float) -> None:
    font = QFont(bar.window().font())
    font.setPointSizeF(factor * font.pointSizeF())
    bar.window().setFont(font)


@pytest.mark.parametrize("width", [SMALLEST, 900, 1023, 1279, 1280, 1920])
def test_one_row_fits_any_window(bar: RunBar, document: Document, width: int) -> None:
    document.change_settings(until_converged=True, difference="backward")
    widen(bar, width)
    assert (cut(bar), rows(bar), bar.height()) == ([], 1, 64)


@pytest.mark.parametrize("width", [SMALLEST, 900, 1279, 1280, 1920])
@pytest.mark.parametrize("optimiser", Optimiser)
def test_one_row_fits_any_optimiser(
    bar: RunBar, document: Document, width: int, optimiser: Optimiser
) -> None:
    document.change_settings(optimiser=optimiser, momentum=0.99, schedule="exponential")
    widen(bar, width)
    assert (cut(bar), rows(bar), bar.height()) == ([], 1, 64)


NOTED_SHARES = (
    *(0.0, 1e-318, 9.4e-13, 1e-6, 9e-6, 1e-5, 1e-4, 0.004, 0.09, 0.996, 0.9994, 0.9999, 0.999999),
    *(1.0, 1.00001, 1.0001, 1.0002, 1.0005, 1.003, 1.9, 9.99, 10.0, 12345.0, 1e9, 1.23e300),
)


@pytest.mark.parametrize("size", [1, 1.5, 2])
def test_no_note_is_cut(bar: RunBar, document: Document, size: float) -> None:
    panel = bar.window().findChild(SettingsPanel)
    assert panel is not None
    enlarge(bar, size)
    widen(bar, SMALLEST)
    seen = set()
    for share in NOTED_SHARES:
        panel.show_limit(1.0)
        document.change_settings(learning_rate=share)
        seen.add(named(bar.window(), QLabel, "learning_rate_limit").text())
        assert cut(bar) == []
    for limit in (math.inf, 0.0):
        panel.show_limit(limit)
        assert cut(bar) == []
    for position in range(bar.speed.maximum() + 1):
        bar.speed.set_position(position)
        assert cut(bar) == []
    assert {"0.0009 % of limit", "100.02 % of limit"} <= seen


@pytest.mark.parametrize(("width", "count"), [(SMALLEST, 2), (960, 2), (1280, 2), (1920, 1)])
def test_large_text_takes_two_rows(bar: RunBar, qtbot: QtBot, width: int, count: int) -> None:
    enlarge(bar, 2)
    widen(bar, width)
    qtbot.waitUntil(lambda: bar.height() == bar.sizeHint().height())
    assert (cut(bar), rows(bar)) == ([], count)
    assert bar.window().width() == width


@pytest.mark.parametrize("width", [300, 500, 700])
def test_narrow_bar_breaks_into_rows(bar: RunBar, qtbot: QtBot, width: int) -> None:
    widen(bar, width)
    qtbot.waitUntil(lambda: bar.height() == bar.sizeHint().height())
    assert cut(bar) == []
    assert rows(bar) > 1
    assert bar.minimumSizeHint().width() <= 300


def test_bar_folds_by_need(bar: RunBar) -> None:
    needed = bar.sizeHint().width()
    folded = named(bar, MenuField, "quotient_and_columns")
    step = named(bar, ActionButton, "step_button")
    for width, is_folded in ((needed, False), (needed - 1, True), (needed, False)):
        widen(bar, width)
        assert folded.isVisible() == is_folded
        assert named(bar, QComboBox, "difference").isVisible() != is_folded
        assert (step.width() < 50) == is_folded
        assert step.text() == "Step"


def test_commands_stand_under_their_keys(bar: RunBar) -> None:
    captions = [cell.caption.text() for cell in cells(bar)]
    assert captions == [
        *("F5", "F10", "⇧F5", "speed"),
        *("η  rate", "h  step", "quotient", "epochs", "optimiser", "loss", "columns"),
    ]


def test_only_run_is_filled(bar: RunBar) -> None:
    base, hue = bar.palette().base().color(), bar.palette().accent().color().hue()
    grounds = {name: named(bar, ActionButton, f"{name}_button").ground() for name in KEYS}
    assert grounds["run"].hue() == pytest.approx(hue, abs=2)
    assert grounds["step"] == grounds["reset"] == base


def test_note_has_the_pace(bar: RunBar) -> None:
    cell = bar.speed.parentWidget()
    assert isinstance(cell, Cell)
    note = cell.note
    assert note.text() == "max"
    bar.speed.set_position(10)
    assert note.text() == "10 / s"
    for position in range(UNLIMITED + 1):
        bar.speed.set_position(position)
        assert cut(bar) == []


@pytest.mark.parametrize("key", FIELDS)
def test_key_focuses_the_field(bar: RunBar, qtbot: QtBot, key: str) -> None:
    content = named(bar, QWidget, FIELDS[key])
    qtbot.keyClick(bar.window(), key, Qt.KeyboardModifier.AltModifier)
    assert content.hasFocus()
    if isinstance(content, QLineEdit):
        assert content.selectedText() == content.text()


@pytest.mark.parametrize(
    ("key", "entry"), [("Q", "central"), ("C", "as they are"), ("O", "plain"), ("M", "central")]
)
def test_key_opens_what_is_folded(bar: RunBar, qtbot: QtBot, key: str, entry: str) -> None:
    widen(bar, SMALLEST)
    qtbot.keyClick(bar.window(), key, Qt.KeyboardModifier.AltModifier)
    menu = named(bar, MenuField, "quotient_and_columns").choices
    assert QApplication.activePopupWidget() is menu
    assert menu.activeAction().text() == entry
    menu.close()


def test_folded_choice_reaches_the_document(bar: RunBar, document: Document, qtbot: QtBot) -> None:
    widen(bar, SMALLEST)
    qtbot.keyClick(bar.window(), "C", Qt.KeyboardModifier.AltModifier)
    menu = named(bar, MenuField, "quotient_and_columns").choices
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert document.settings.scale_columns
    assert named(bar, MenuField, "quotient_and_columns").text() == "central, scaled, MSE"


def test_folded_optimiser_is_chosen(bar: RunBar, document: Document, qtbot: QtBot) -> None:
    widen(bar, SMALLEST)
    qtbot.keyClick(bar.window(), "O", Qt.KeyboardModifier.AltModifier)
    folded = named(bar, MenuField, "quotient_and_columns")
    qtbot.keyClick(folded.choices, Qt.Key.Key_Down)
    assert "b ← β·b" in folded.choices.activeAction().toolTip()
    qtbot.keyClick(folded.choices, Qt.Key.Key_Return)
    assert document.settings.optimiser == "heavy ball"
    assert folded.text() == "central, heavy, MSE"
    checked = [each.text() for each in folded.choices.actions() if each.isChecked()]
    assert checked == ["central", "as they are", "heavy ball, β = 0.9", "mean square"]


def test_folded_bar_asks_for_numbers(bar: RunBar, qtbot: QtBot) -> None:
    widen(bar, SMALLEST)
    folded = named(bar, MenuField, "quotient_and_columns")
    folded.named.opener.trigger()
    dialog = named(bar.window(), OptimiserDialog, "optimiser_dialog")
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize("width", [SMALLEST, 1280])
def test_tab_reaches_each_cell_in_order(bar: RunBar, qtbot: QtBot, width: int) -> None:
    widen(bar, width)
    contents = [cell.content for cell in cells(bar)]
    contents[0].setFocus()
    reached = []
    for _ in contents:
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached == contents


def test_bar_is_mirrored(bar: RunBar) -> None:
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    widen(bar, 1000)
    widen(bar, 1280)
    assert place(cells(bar)[0], bar).right() == 1280 - 16 - 1
    assert cut(bar) == []


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_texts_are_legible(bar: RunBar, appearance: Appearance) -> None:
    bar.window().setPalette(palette_of(appearance))
    window = bar.palette().window().color()
    for cell in cells(bar):
        assert contrast(cell.caption.ink(), window) >= 4.5
        if isinstance(cell.content, ActionButton):
            assert contrast(cell.content.ink(), cell.content.ground()) >= 4.5


def test_focus_is_seen_everywhere(bar: RunBar) -> None:
    ink = bar.palette().color(QPalette.ColorRole.WindowText)
    for cell in cells(bar):
        content = cell.content
        content.setFocus()
        focused = content.grab().toImage()
        content.clearFocus()
        middle = content.height() // 2
        assert focused.pixelColor(0, middle) == focused.pixelColor(1, middle) == ink
        assert content.grab().toImage().pixelColor(1, middle) != ink


def test_buttons_explain_themselves(bar: RunBar) -> None:
    for shown in bar.findChildren(QAbstractButton):
        assert shown.toolTip()
        assert shown.text() or shown.accessibleName()


def test_only_a_long_loss_is_wide(bar: RunBar, document: Document) -> None:
    widen(bar, 1920)
    loss = named(bar, LossField, "loss")
    usual = loss.width()
    assert usual == pytest.approx(loss.sizeHint().width(), abs=40)  # its caption may be wider
    document.change_settings(loss="mean(abs(Y - P)**1.5) + 0.01*sum(abs(W)) + 0.001*sum(W**2)")
    assert usual < loss.width() <= 352
    assert cut(bar) == []
    document.change_settings(loss="mean square")
    assert loss.width() == usual
