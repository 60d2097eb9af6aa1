"""Which rows of W the window shows, and what the menu says of those that it does not."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gui.panels.fit_card import FitCard
from gui.panels.sheet import SheetPanel
from gui.panels.step_card import StepCard
from gui.run.run_state import RunState
from gui.tables.models.weight_rows import WeightRow
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.window.test_main_window import run_to

ROOM = "There is no room for the row"


def shown(window: MainWindow, qtbot: QtBot) -> set[WeightRow]:
    """Return the rows that are seen, once the window is laid out."""
    window.document.flush()
    qtbot.wait(50)
    sheet = window.findChild(SheetPanel)
    assert isinstance(sheet, SheetPanel)
    return set(WeightRow) - sheet.crowded_out


def says_no_room(window: MainWindow, row: WeightRow) -> bool:
    return named(window, QAction, f"row_{row.name.lower()}").toolTip().startswith(ROOM)


@pytest.mark.parametrize("example", ["published", "norris"])
def test_standardised_columns_keep_exact_slopes(
    window: MainWindow, qtbot: QtBot, example: str
) -> None:
    window.resize(1280, 800)
    named(window, QAction, f"example_{example}").trigger()
    named(window, QAction, "standardise_columns").trigger()
    window.document.flush()
    with qtbot.waitSignal(window.session.state_changed, check_params_cb=lambda s: not s.is_active):
        window.session.run_or_pause()
    assert shown(window, qtbot) >= {WeightRow.ORIGINAL, WeightRow.GRADIENT, WeightRow.EXACT}
    assert not says_no_room(window, WeightRow.EXACT)


def test_menu_says_which_row_lacks_room(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 600)
    run_to(window, qtbot, RunState.DONE)
    assert WeightRow.EXACT not in shown(window, qtbot)
    assert says_no_room(window, WeightRow.EXACT)
    assert not says_no_room(window, WeightRow.NOW)
    window.resize(1280, 900)
    assert WeightRow.EXACT in shown(window, qtbot)
    assert not says_no_room(window, WeightRow.EXACT)


@pytest.mark.parametrize("loss", ["mean absolute", "huber", "log-cosh", "quantile"])
def test_empty_rows_give_way(window: MainWindow, qtbot: QtBot, loss: str) -> None:
    window.resize(900, 600)
    slopes = {WeightRow.GRADIENT, WeightRow.EXACT}
    named(window, QAction, "example_longley").trigger()
    assert not shown(window, qtbot) >= slopes
    named(window, QAction, f"loss_{loss}").trigger()
    assert shown(window, qtbot) >= slopes
    assert WeightRow.ERROR not in shown(window, qtbot)
    named(window, QAction, "loss_mean square").trigger()
    assert shown(window, qtbot) >= {WeightRow.OPTIMUM, WeightRow.ERROR}


def test_cards_are_hidden_by_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    step, fit = named(window, StepCard, "step_card"), named(window, FitCard, "fit_card")
    qtbot.waitUntil(lambda: step.isVisible() and fit.isVisible())
    switch = named(window, QAction, "show_step_card")
    switch.trigger()
    qtbot.waitUntil(lambda: not step.isVisible())
    assert fit.isVisible()
    window.keep()
    again = MainWindow()
    qtbot.addWidget(again)
    assert not named(again, QAction, "show_step_card").isChecked()
    assert named(again, QAction, "show_fit_card").isChecked()
    again.close_without_asking()
    switch.trigger()
    qtbot.waitUntil(step.isVisible)
