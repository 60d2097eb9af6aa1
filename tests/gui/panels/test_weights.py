"""The panel of W."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSpinBox, QTableView, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine import Matrix
from engine.examples import published
from gui.document import Column, Document, TableName
from gui.panels.weights import WeightsPanel
from tests.gui.finding import named


@pytest.fixture
def document() -> Document:
    """The published example."""
    example = published()
    return Document(example.problem, example.settings, example.name, example.note)


@pytest.fixture
def fitted() -> Matrix:
    """Weights that predict Y exactly."""
    return np.array([[1.0], [2.0], [3.0]])


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> Iterator[WeightsPanel]:
    """The panel above a stretch, as in the window."""
    host = QWidget()
    layout = QVBoxLayout(host)
    panel = WeightsPanel(document)
    layout.addWidget(panel)
    layout.addStretch(1)
    qtbot.addWidget(host)
    host.resize(480, 500)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    yield panel
    host.close()


def table(panel: WeightsPanel) -> QTableView:
    return named(panel, QTableView, "W")


def button(panel: WeightsPanel, name: str) -> QToolButton:
    return named(panel, QToolButton, name)


def press(panel: WeightsPanel, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)


def start(document: Document) -> list[float]:
    return [float(value) for value in document.table(TableName.W).joined[:, 0]]


def test_initial_and_current_weights_are_shown(panel: WeightsPanel) -> None:
    model = table(panel).model()
    assert [model.index(0, k).data() for k in range(3)] == ["1.76405…", "—", "—"]
    panel.show_weights(np.array([[1.5], [2.0], [3.0]]), np.array([[0.5], [0.0], [0.0]]))
    assert [model.index(0, k).data() for k in range(3)] == ["1.76405…", "1.5", "0.5"]


def test_fitted_weights_become_initial(
    panel: WeightsPanel, document: Document, fitted: Matrix, qtbot: QtBot
) -> None:
    assert not button(panel, "use_fitted").isEnabled()
    panel.show_weights(fitted, None)
    press(panel, qtbot, "use_fitted")
    assert start(document) == [1, 2, 3]
    panel.show_weights(None, None)
    assert not button(panel, "use_fitted").isEnabled()


def test_fitted_weights_need_matching_columns(
    panel: WeightsPanel, document: Document, fitted: Matrix
) -> None:
    panel.show_weights(fitted, None)
    document.insert_columns(0, 1)
    assert not button(panel, "use_fitted").isEnabled()
    document.remove_columns([0])
    assert button(panel, "use_fitted").isEnabled()


def test_zeros_button_sets_zeros(panel: WeightsPanel, document: Document, qtbot: QtBot) -> None:
    press(panel, qtbot, "zeros")
    assert start(document) == [0, 0, 0]


def test_seed_0_button_gives_published_start(
    panel: WeightsPanel, document: Document, qtbot: QtBot
) -> None:
    press(panel, qtbot, "zeros")
    press(panel, qtbot, "random")
    assert start(document) == published().problem.W[:, 0].tolist()


def test_return_in_seed_draws_weights(
    panel: WeightsPanel, document: Document, qtbot: QtBot
) -> None:
    seed = named(panel, QSpinBox, "seed")
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "7")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert start(document) == np.random.RandomState(7).randn(3, 1)[:, 0].tolist()


@pytest.mark.parametrize(("columns", "shown"), [(1, 1), (3, 3), (7, 7), (30, 7)])
def test_height_fits_up_to_seven_rows(
    panel: WeightsPanel, document: Document, columns: int, shown: int
) -> None:
    document.resize(3, columns)
    view = table(panel)
    assert view.height() == view.horizontalHeader().height() + shown * view.rowHeight(0)


def test_height_grows_with_the_font(panel: WeightsPanel, qtbot: QtBot) -> None:
    view, before = table(panel), table(panel).height()
    font = panel.font()
    font.setPointSizeF(2 * font.pointSizeF())
    panel.setFont(font)
    qtbot.waitUntil(lambda: view.height() > before)
    assert view.height() == view.horizontalHeader().height() + 3 * view.rowHeight(0)


def test_refusal_is_shown_at_the_cell(panel: WeightsPanel, qtbot: QtBot) -> None:
    view = table(panel)
    view.selectAll()
    actions = {action.objectName(): action for action in view.actions()}
    actions["remove_rows"].trigger()
    note = named(view, QLabel, "refusal")
    assert note.isVisible()
    assert note.text() == "A needs at least one column. Clear the cells instead."
    assert view.viewport().rect().contains(note.geometry())


def test_weights_panel_is_accessible(panel: WeightsPanel) -> None:
    for name in ("W", "use_fitted", "zeros", "random", "seed"):
        part = named(panel, QWidget, name)
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_scaled_columns_add_original_weights(
    panel: WeightsPanel, document: Document, fitted: Matrix
) -> None:
    panel.show_weights(fitted, None)
    scaled = (Column("age", 0.0, 2.0), Column(), Column())
    document.change("Scale Columns", lambda before: replace(before, inputs=scaled))
    view = table(panel)
    assert [view.model().index(k, 3).data() for k in range(3)] == ["0.5", "2", "3"]
    last = view.visualRect(view.model().index(2, 3))
    assert view.viewport().rect().contains(last)
    assert view.model().headerData(0, Qt.Orientation.Vertical) == "age"
