"""The settings as cells of the run bar."""

import math
import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine import Difference, Settings, on_unit_columns, suggest_h
from engine.examples import published
from engine.settings import FITS_EACH
from gui.document import Document, TableName, following_steps
from gui.optimiser.optimiser_field import OptimiserField
from gui.panels.settings import FIT_MILLISECONDS, SettingsPanel
from gui.text.message import MessageKind
from gui.text.numbers import format_exact, format_number
from gui.widgets.cell import SmallText
from gui.widgets.limit_gauge import LimitGauge
from gui.widgets.outline import PADDING
from gui.widgets.suggesting_field import SuggestingField
from tests.gui.finding import named
from tests.gui.suggesting import choose, suggested

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # menus

FIELDS = ("epochs", "learning_rate", "h")
LIMIT = 0.010568642774350597


@pytest.fixture
def document() -> Document:
    """The published example."""
    example = published()
    return Document(example.problem, example.settings, example.name, example.note)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """An active window, so that fields can have the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    yield window
    window.close()


@pytest.fixture
def panel(document: Document, window: QWidget, qtbot: QtBot) -> SettingsPanel:
    """The settings, their cells in the window."""
    panel = SettingsPanel(document, window)
    layout = QHBoxLayout(window)
    for cell in (*panel.cells.cells, panel.cells.folded):
        layout.addWidget(cell)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return panel


def field(window: QWidget, name: str) -> SuggestingField:
    return named(window, SuggestingField, name)


def shown(window: QWidget) -> list[str]:
    return [field(window, name).text() for name in FIELDS]


def box(window: QWidget, name: str = "difference") -> QComboBox:
    return named(window, QComboBox, name)


def note(window: QWidget) -> SmallText:
    return named(window, SmallText, "learning_rate_limit")


def gauge(window: QWidget) -> LimitGauge:
    return named(window, LimitGauge, "limit_gauge")


def type_over(window: QWidget, qtbot: QtBot, name: str, text: str) -> None:
    field(window, name).setFocus()
    field(window, name).selectAll()
    qtbot.keyClicks(field(window, name), text)


def enter(window: QWidget, qtbot: QtBot, name: str, text: str) -> None:
    type_over(window, qtbot, name, text)
    qtbot.keyClick(field(window, name), Qt.Key.Key_Return)


def test_settings_are_shown_and_followed(
    panel: SettingsPanel, window: QWidget, document: Document
) -> None:
    assert shown(window) == ["1,000", "0.01", "0.1"]
    document.change_settings(epochs=7, learning_rate=1e-12, h=0.5, difference="backward")
    assert shown(window) == ["7", "1e−12", "0.5"]
    assert box(window).currentText() == "backward"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("epochs", "1e6", Settings(epochs=1_000_000, h=0.1)),
        ("epochs", "0", Settings(epochs=0, h=0.1)),
        ("epochs", "until converged", Settings(h=0.1, until_converged=True)),
        ("learning_rate", "1.2345678901234567e-12", Settings(1000, 1.2345678901234567e-12, 0.1)),
        ("h", "0,25", Settings(h=0.25)),
    ],
)
def test_entered_value_becomes_a_setting(
    panel: SettingsPanel,
    window: QWidget,
    document: Document,
    qtbot: QtBot,
    name: str,
    text: str,
    expected: Settings,
) -> None:
    enter(window, qtbot, name, text)
    assert document.settings == expected
    assert not panel.has_refused


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("epochs", "2.5", "whole number"),
        ("epochs", "-1", "whole number"),
        ("epochs", "for ever", "for ever"),
        ("learning_rate", "-0.1", "zero or more"),
        ("h", "0", "more than zero"),
        ("h", "abc", "abc"),
    ],
)
def test_refused_value_is_restored_by_escape(
    panel: SettingsPanel,
    window: QWidget,
    document: Document,
    qtbot: QtBot,
    name: str,
    text: str,
    reason: str,
) -> None:
    field(window, name).setFocus()
    before = field(window, name).text()
    with qtbot.waitSignal(panel.refused) as refused:
        enter(window, qtbot, name, text)
    assert reason in refused.args[0]
    assert panel.has_refused
    assert document.settings == published().settings
    with qtbot.waitSignal(panel.refused) as cleared:
        qtbot.keyClick(field(window, name), Qt.Key.Key_Escape)
    assert cleared.args == [""]
    assert (field(window, name).text(), panel.has_refused) == (before, False)


def test_commit_takes_typed_settings(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    type_over(window, qtbot, "epochs", "12")
    assert document.settings.epochs == 1000
    panel.commit()
    assert document.settings.epochs == 12


def test_arrow_key_changes_a_setting(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    qtbot.keyClick(field(window, "learning_rate"), Qt.Key.Key_Up)
    assert document.settings.learning_rate == 0.02


def test_quotient_is_chosen_by_key(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    box(window).setFocus()
    qtbot.keyClick(box(window), Qt.Key.Key_Down)
    assert document.settings.difference is Difference.FORWARD
    assert box(window).toolTip() == "[loss(w + h) − loss(w)] / h"
    tips = [box(window).itemData(k, Qt.ItemDataRole.ToolTipRole) for k in range(3)]
    assert len(set(tips)) == len(Difference)


def test_fields_have_labels(panel: SettingsPanel, window: QWidget) -> None:
    labels = [label for label in window.findChildren(QLabel) if label.buddy()]
    named_by = {label.text(): label.buddy().objectName() for label in labels}
    assert named_by == {
        "η  rate": "learning_rate",
        "h  step": "h",
        "quotient": "difference",
        "epochs": "epochs",
        "optimiser": "optimiser",
        "loss": "loss",
        "columns": "columns",
        "more settings": "quotient_and_columns",
    }
    keys = [cell.key for cell in (*panel.cells.cells, panel.cells.folded)]
    own = ["Alt+N", "Alt+S", "Alt+Q", "Alt+P", "Alt+O", "Alt+L", "Alt+C"]
    assert keys == [*own, "Alt+M"]


def test_share_of_limit_is_noted(panel: SettingsPanel, window: QWidget) -> None:
    assert (note(window).text(), gauge(window).isVisible()) == ("", False)
    panel.show_limit(LIMIT)
    assert (note(window).text(), note(window).kind) == ("95 % of limit", MessageKind.WARNING)
    assert gauge(window).share == pytest.approx(0.01 / LIMIT)
    assert "0.0105686" in note(window).toolTip()
    assert field(window, "learning_rate").accessibleDescription() == "95 % of limit"
    panel.show_limit(None)
    assert (note(window).text(), note(window).toolTip(), gauge(window).share) == ("", "", None)


def test_limit_of_other_columns_waits(
    panel: SettingsPanel, window: QWidget, document: Document
) -> None:
    panel.show_limit(LIMIT)
    document.change_settings(scale_columns=True)
    assert (note(window).text(), note(window).toolTip(), gauge(window).share) == ("", "", None)
    assert [entry.isEnabled() for entry in suggested(window, "learning_rate")] == [False]
    document.undo_stack.undo()
    assert note(window).text() == "95 % of limit"
    document.set_block(TableName.A, 0, 0, np.array([[7.0]]))
    document.change_settings(h=0.2)
    assert note(window).text() == ""


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("0.00528", "50 % of limit", MessageKind.QUIET),
        ("2e-2", "189 % of limit", MessageKind.FAULT),
        ("2", "189 × limit", MessageKind.FAULT),
        ("-1", "", MessageKind.QUIET),
        ("1e", "", MessageKind.QUIET),
    ],
)
def test_share_follows_typing(
    panel: SettingsPanel,
    window: QWidget,
    document: Document,
    qtbot: QtBot,
    typed: str,
    text: str,
    kind: MessageKind,
) -> None:
    panel.show_limit(LIMIT)
    type_over(window, qtbot, "learning_rate", typed)
    assert (note(window).text(), note(window).kind) == (text, kind)
    assert gauge(window).isVisible() == bool(text)
    assert document.settings.learning_rate == 0.01
    qtbot.keyClick(field(window, "learning_rate"), Qt.Key.Key_Escape)
    assert note(window).text() == "95 % of limit"


@pytest.mark.parametrize(
    ("value", "text"), [(math.inf, "no limit"), (sys.float_info.min, "limit < 2e−308")]
)
def test_limit_beyond_numbers_is_no_share(
    panel: SettingsPanel, window: QWidget, value: float, text: str
) -> None:
    panel.show_limit(value)
    assert (note(window).text(), gauge(window).share) == (text, None)
    assert [entry.isEnabled() for entry in suggested(window, "learning_rate")] == [False]


def test_rates_are_suggested(panel: SettingsPanel, window: QWidget, document: Document) -> None:
    assert [entry.isEnabled() for entry in suggested(window, "learning_rate")] == [False]
    panel.show_limit(LIMIT)
    texts = [entry.text() for entry in suggested(window, "learning_rate")]
    assert texts == ["half the limit\t0.00528", "the limit\t0.0105686"]
    choose(window, "learning_rate", "half the limit")
    assert document.settings.learning_rate == 0.00528
    assert (shown(window)[1], note(window).text()) == ("0.00528", "50 % of limit")
    choose(window, "learning_rate", "the limit")
    assert document.settings.learning_rate == LIMIT
    assert note(window).text() == "at the limit"


@pytest.mark.parametrize(
    "other", [{"optimiser": "rmsprop"}, {"optimiser": "adam"}, {"schedule": "step"}]
)
def test_other_optimiser_has_no_share(
    panel: SettingsPanel, window: QWidget, document: Document, other: dict[str, str]
) -> None:
    panel.show_limit(LIMIT)
    document.change_settings(**other)
    assert (note(window).text(), note(window).toolTip(), gauge(window).share) == ("", "", None)
    (entry,) = suggested(window, "learning_rate")
    assert (entry.isEnabled(), "optimiser" in entry.text()) == (False, True)
    document.undo_stack.undo()
    assert note(window).text() == "95 % of limit"


def test_momentum_has_its_own_limit(
    panel: SettingsPanel, window: QWidget, document: Document
) -> None:
    panel.show_limit(LIMIT)
    document.change_settings(optimiser="nesterov")
    assert note(window).text() == ""
    panel.show_limit(0.0075)
    assert note(window).text() == "133 % of limit"
    assert "limit 0.0075: 2(1 + β)/((1 + 2β)·λmax)" in note(window).toolTip()
    texts = [entry.text() for entry in suggested(window, "learning_rate")]
    assert texts == ["half the limit\t0.00374", "the limit\t0.0075"]
    document.change_settings(loss="huber")
    (entry,) = suggested(window, "learning_rate")
    assert not entry.isEnabled()


def test_rate_explains_its_step(panel: SettingsPanel, window: QWidget, document: Document) -> None:
    assert field(window, "learning_rate").property("formula") == "W ← W − η·δW"
    document.change_settings(optimiser="heavy ball")
    assert "W ← W − η·b" in field(window, "learning_rate").property("formula")


def test_refused_optimiser_counts(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    optimiser = named(window, OptimiserField, "optimiser")
    refused = QSignalSpy(panel.refused)
    optimiser.setFocus()
    optimiser.selectAll()
    qtbot.keyClicks(optimiser, "nesterov 2")
    panel.commit()
    assert panel.has_refused
    assert "2 is not" in str(refused.at(0)[0])
    optimiser.restore()
    assert not panel.has_refused


def test_fitting_h_is_suggested(
    panel: SettingsPanel,
    window: QWidget,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document.change_settings(h=1e-9)
    h = suggest_h(document.problem())
    choose(window, "h", "fits these columns")
    assert document.settings.h == h
    assert shown(window)[2] == format_exact(h)
    monkeypatch.setattr(following_steps, "MOST_CELLS_AT_ONCE", 8)
    (entry,) = suggested(window, "h")
    assert (entry.isEnabled(), "too large" in entry.text()) == (False, True)


def test_epochs_are_suggested(panel: SettingsPanel, window: QWidget, document: Document) -> None:
    texts = [entry.text() for entry in suggested(window, "epochs")]
    assert texts == ["100", "1,000", "10,000", "until converged"]
    choose(window, "epochs", "until")
    assert document.settings.until_converged
    assert shown(window)[0] == "until converged"
    choose(window, "epochs", "10,000")
    settings = document.settings
    assert (settings.epochs, settings.until_converged) == (10_000, False)
    document.undo_stack.undo()
    assert shown(window)[0] == "until converged"


def test_until_converged_needs_a_rate(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    document.change_settings(learning_rate=0.0)
    with qtbot.waitSignal(panel.refused) as refused:
        choose(window, "epochs", "until")
    assert "more than zero" in refused.args[0]
    assert (panel.has_refused, document.settings.until_converged) == (True, False)
    qtbot.keyClick(field(window, "epochs"), Qt.Key.Key_Escape)
    assert (panel.has_refused, shown(window)[0]) == (False, "1000")
    document.change_settings(learning_rate=0.01, until_converged=True)
    with qtbot.waitSignal(panel.refused):
        enter(window, qtbot, "learning_rate", "0")
    assert document.settings.learning_rate == 0.01


def test_scaled_columns_show_their_steps(
    panel: SettingsPanel, window: QWidget, document: Document
) -> None:
    panel.show_limit(LIMIT)
    before = note(window).toolTip(), box(window, "columns").toolTip()
    document.change_settings(learning_rate=0.00528, h=10.0)
    steps = document.undo_stack.count()
    box(window, "columns").setCurrentText("scaled")
    now = document.settings
    assert now.scale_columns
    assert (now.learning_rate, now.h) == (0.502, suggest_h(on_unit_columns(document.problem())))
    assert shown(window) == ["1,000", "0.502", format_exact(now.fixed_h)]
    assert document.undo_stack.count() == steps + 1
    after = note(window).toolTip(), box(window, "columns").toolTip()
    assert (before[0] == after[0], before[1] == after[1]) == (False, False)
    document.change_settings(scale_columns=False)
    assert box(window, "columns").currentText() == "as they are"
    assert shown(window) == ["1,000", "0.00528", "10"]


def test_quotient_shows_its_h(panel: SettingsPanel, window: QWidget, document: Document) -> None:
    document.change_settings(h=10.0)
    steps = document.undo_stack.count()
    box(window).setCurrentText("forward")
    h = suggest_h(document.problem(), "forward")
    assert document.settings.h == h < 1e-5
    assert shown(window)[2] == format_exact(h)
    document.undo_stack.undo()
    assert (document.settings.h, document.settings.difference) == (10.0, "central")
    assert document.undo_stack.index() == steps
    assert shown(window)[2] == "10"


def test_refreshing_changes_no_setting(
    panel: SettingsPanel, window: QWidget, document: Document
) -> None:
    changes = QSignalSpy(document.settings_changed)
    document.change_settings(difference="forward", scale_columns=True, until_converged=True)
    assert changes.count() == 1
    assert named(window, QWidget, "quotient_and_columns").text() == "forward, scaled, MSE"  # type: ignore[attr-defined]


def test_each_weight_may_have_its_step(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    enter(window, qtbot, "h", "fits each weight")
    assert document.settings.h == FITS_EACH
    assert field(window, "h").text() == "fits each"
    tip = field(window, "h").toolTip()
    assert "exact at any h" in tip
    steps = following_steps.steps_of_weights(document.experiment)
    assert steps is not None
    assert f"x2\t{format_number(steps[1], 3)}" in tip
    document.undo_stack.undo()
    assert field(window, "h").text() == "0.1"
    assert "x2\t" not in field(window, "h").toolTip()


def test_steps_are_suggested_where_they_help(
    panel: SettingsPanel, window: QWidget, document: Document
) -> None:
    (entry,) = suggested(window, "h")  # the columns are of one size
    assert entry.toolTip().startswith("The central quotient of a parabola is exact at any h")
    document.set_block(TableName.A, 0, 2, np.array([[3000.0], [6000.0], [9000.0]]))
    entries = suggested(window, "h")
    assert [entry.text().partition("\t")[0] for entry in entries] == [
        "best for all weights",
        "fits each weight",
    ]
    assert all("is exact at any h" in entry.toolTip() for entry in entries)
    choose(window, "h", "fits each weight")
    assert document.settings.h == FITS_EACH
    document.change_settings(difference="forward")
    assert document.settings.h == FITS_EACH
    assert "cuts the bend" in field(window, "h").toolTip()


def test_given_steps_are_shown(panel: SettingsPanel, window: QWidget, document: Document) -> None:
    document.use_settings(replace(document.settings, h=(0.1, 0.2, 0.3)))
    assert field(window, "h").text() == "own for each"
    assert "x3\t0.3" in field(window, "h").toolTip()


def fit_note(window: QWidget) -> SmallText:
    return named(window, SmallText, "h_fit")


def test_note_says_that_h_follows(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    assert (fit_note(window).text(), fit_note(window).toolTip()) == ("", "")
    document.change_settings(h=suggest_h(document.experiment.problem))
    assert fit_note(window).text() == "fits"
    assert "follows" in fit_note(window).toolTip()
    document.change_settings(scale_columns=True)
    assert fit_note(window).text() == "fits"
    type_over(window, qtbot, "h", "0.125")
    assert fit_note(window).text() == ""
    choose(window, "h", "fits these columns")
    assert fit_note(window).text() == "fits"
    document.set_block(TableName.W, 0, 0, np.full((3, 1), 1e20))
    qtbot.waitUntil(lambda: fit_note(window).text() == "")


def test_large_h_is_explained(panel: SettingsPanel, window: QWidget, document: Document) -> None:
    why = "exact at any h, so a large h only takes rounding away"
    document.change_settings(h=suggest_h(document.experiment.problem))
    assert why in fit_note(window).toolTip()
    (entry,) = suggested(window, "h")
    assert why in entry.toolTip()
    document.change_settings(difference="forward")
    assert fit_note(window).text() == "fits"
    assert why not in fit_note(window).toolTip()
    (entry,) = suggested(window, "h")
    assert why not in entry.toolTip()


def test_captions_say_what_they_are(panel: SettingsPanel, window: QWidget) -> None:
    for cell in (*panel.cells.cells, panel.cells.folded):
        tip = cell.caption.toolTip()
        assert tip.endswith(f" ({cell.key})")
        assert len(tip) > 20


def test_long_numbers_have_room(
    panel: SettingsPanel, window: QWidget, document: Document, qtbot: QtBot
) -> None:
    document.change_settings(h=1e12, learning_rate=0.010568642771234567)
    h, rate = (named(window, SuggestingField, name) for name in ("h", "learning_rate"))
    other = named(window, SuggestingField, "epochs")
    other.setFocus()
    assert h.text() == "1e12"
    for each in (h, rate):
        arrow = named(each, QToolButton, f"{each.objectName()}_arrow")
        assert each.fontMetrics().horizontalAdvance(each.text()) < arrow.x() - PADDING
    assert rate.text().startswith("0.01056864")
    assert len(rate.text()) < len("0.010568642771234567")
    assert rate.toolTip().startswith("0.010568642771234567\n")
    rate.setFocus()
    assert rate.text() == rate.selectedText() == "0.010568642771234567"
    other.setFocus()
    assert document.settings.learning_rate == 0.010568642771234567
    document.change_settings(learning_rate=0.01)
    assert rate.toolTip() == "Learning rate η: step size along −δW (Alt+N)"


def test_note_on_h_leaves_large_tables(
    panel: SettingsPanel,
    window: QWidget,
    document: Document,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following_steps, "MOST_CELLS_EACH_EDIT", 8)
    document.change_settings(h=suggest_h(document.experiment.problem))
    assert fit_note(window).text() == ""


def test_fields_may_end_before_panel(
    panel: SettingsPanel, document: Document, qtbot: QtBot
) -> None:
    document.set_block(TableName.A, 0, 2, np.array([[3000.0]]))
    with qtbot.waitSignal(document.changed):
        pass  # the note on h is to follow
    for cell in panel.cells.cells:
        Shiboken.delete(cell)
    document.set_block(TableName.A, 0, 2, np.array([[1.0]]))
    qtbot.wait(2 * FIT_MILLISECONDS)  # pytest-qt fails the test if a slot raises


@pytest.mark.parametrize(
    ("loss", "note", "entry"),
    [
        ("mean absolute", "follows", "fits at the start"),
        ("huber", "follows", "fits at the start"),
        ("log-cosh", "follows", "fits at the start"),
        ("mean((Y − P)²) + 0.1·sum(|W|)", "follows", "fits at the start"),
        ("mean((Y − P)²) + 0.1·sum(W²)", "fits", "fits these columns"),
    ],
)
def test_no_h_fits_all_along_a_bend(
    panel: SettingsPanel,
    window: QWidget,
    document: Document,
    qtbot: QtBot,
    loss: str,
    note: str,
    entry: str,
) -> None:
    del panel
    document.change_settings(loss=loss)
    choose(window, "h", entry)
    document.flush()
    qtbot.waitUntil(lambda: fit_note(window).text() == note)
    assert ("The limit" in fit_note(window).toolTip()) is (note == "follows")
    document.change_settings(h=0.0123)
    document.flush()
    qtbot.waitUntil(lambda: fit_note(window).text() == "")
