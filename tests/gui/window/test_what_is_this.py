"""Every part of the window says what it is, to a click and to a key."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QTableView,
    QWhatsThis,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.fit.fit_view import FitView
from gui.help import what_is_this
from gui.help.explanations import EXPLANATIONS, FORMULAE
from gui.help.what_is_this import explanation
from gui.widgets.cell import Cell
from gui.window.main_window import MainWindow
from tests.gui.finding import named

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NAMES = sorted({*EXPLANATIONS, *FORMULAE})


@pytest.fixture
def window(window_after_run: MainWindow) -> Iterator[MainWindow]:
    """A window after a run; what is explained in the end is hidden again."""
    yield window_after_run
    QWhatsThis.hideText()
    QWhatsThis.leaveWhatsThisMode()


def ask(window: MainWindow) -> None:
    """Collect the texts, without the mode in which a click shows one."""
    named(window, QAction, "what_is_this").trigger()
    assert QWhatsThis.inWhatsThisMode()
    QWhatsThis.leaveWhatsThisMode()


def answers(window: MainWindow, part: QWidget, at: QPoint) -> bool:
    """Return whether a click there would show a text, of the part or of what is around it."""
    below = window.childAt(part.mapTo(window, at)) or part
    place = part.mapToGlobal(at)
    event = QHelpEvent(QEvent.Type.QueryWhatsThis, below.mapFromGlobal(place), place)
    QApplication.sendEvent(below, event)
    return event.isAccepted()


def shown() -> list[QWidget]:
    """Return the texts that Qt shows on the screen."""
    every = QApplication.topLevelWidgets()
    return [
        each for each in every if each.metaObject().className() == "QWhatsThat" and each.isVisible()
    ]


def test_every_part_answers_a_click(window: MainWindow) -> None:
    ask(window)
    parts = [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    names = ("readout", "lesson", "limit_gauge", "timeline_groove", "W_margin", "diagnosis")
    parts += [named(window, QWidget, name) for name in (*names, "step_card", "fit_card")]
    silent = [
        part.objectName() or type(part).__name__
        for part in parts
        if not answers(window, part, part.rect().center())
    ]
    assert silent == []
    assert len(parts) > 25


@pytest.mark.parametrize("name", NAMES)
def test_explained_parts_exist(window: MainWindow, name: str) -> None:
    for view in ("view_surface", "view_fit"):  # which are made when they are first seen
        named(window, QAction, view).trigger()
    view_of_fit = window.findChild(FitView)
    assert view_of_fit is not None
    assert view_of_fit.pictures  # each is made when it is first seen or asked for
    part = window.findChild(QWidget, name)
    assert part is not None
    text = explanation(part)
    assert EXPLANATIONS.get(name, "") in text
    assert FORMULAE.get(name, "") in text


def test_captions_answer_for_their_fields(window: MainWindow) -> None:
    field = named(window, QWidget, "learning_rate")
    cell = field.parentWidget()
    assert isinstance(cell, Cell)
    assert "W ← W − η·δW" in explanation(cell) == explanation(cell.caption) == explanation(field)


def test_plots_answer_inside(window: MainWindow) -> None:
    ask(window)
    area = named(window, QWidget, "loss_plot_area")
    assert area.whatsThis() == ""  # so that Qt asks the plot
    assert answers(window, area, area.rect().center())
    assert "(1/N)" in named(window, QWidget, "loss_plot").whatsThis()


def test_heads_answer_with_formula(window: MainWindow) -> None:
    model = named(window, QTableView, "W").model()
    role = Qt.ItemDataRole.WhatsThisRole
    found = [model.headerData(k, Qt.Orientation.Vertical, role) for k in range(model.rowCount())]
    assert "2·Aᵀ·(A·W − Y) / N" in found[3]
    assert all(len(text) > 20 for text in found)
    for name in ("A", "Y", "W"):
        view = named(window, QTableView, name)
        heads = [view.verticalHeader(), view.horizontalHeader()]
        for head in filter(QHeaderView.isVisible, heads):
            assert answers(window, head.viewport(), QPoint(5, 5))
        assert view.model().index(0, 0).data(role).startswith(name)


def test_click_shows_the_text(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert QWhatsThis.inWhatsThisMode()
    before = window.session.state
    qtbot.mouseClick(named(window, QWidget, "run_button"), Qt.MouseButton.LeftButton)
    assert len(shown()) == 1
    assert not QWhatsThis.inWhatsThisMode()
    assert window.session.state is before


@pytest.mark.parametrize("name", ["h", "timeline_groove", "loss_plot_area", "W", "view_tabs"])
def test_key_explains_the_focus(
    window: MainWindow, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(what_is_this, "announce", lambda _part, text, assertive: said.append(text))
    part = named(window, QWidget, name)
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_F1)
    assert len(shown()) == 1
    assert not QWhatsThis.inWhatsThisMode()
    assert len(said) == 1
    assert len(said[0]) > 20


def test_nothing_in_focus_asks_for_a_click(window: MainWindow) -> None:
    focused = window.focusWidget()
    assert focused is not None
    focused.clearFocus()
    named(window, QAction, "explain_focus").trigger()
    assert QWhatsThis.inWhatsThisMode()


def test_menu_entries_explain_themselves(window: MainWindow) -> None:
    ask(window)
    assert named(window, QAction, "take_remedy").whatsThis().startswith("Do what the line")
