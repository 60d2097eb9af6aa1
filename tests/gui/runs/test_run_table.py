"""The table of the runs: whole columns, sorted, ticked and renamed by keys."""

import math
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from engine import Difference, Settings
from engine.archive.kept_run import EarlierSettings
from engine.optimisers.kinds import Optimiser
from gui.plots.theme import theme_of
from gui.runs.run_columns import COLUMNS, RunColumn
from gui.runs.run_table import RunTable
from gui.runs.run_table_model import RunTableModel
from gui.runs.runs_view import RunsPanel
from gui.runs.swatch import HEIGHT, WIDTH, swatch
from gui.widgets.listing.list_table import HEAD_HEIGHT, ROW_HEIGHT
from gui.widgets.listing.look import ListHeader, TickedDelegate
from tests.engine.archive.runs import kept

from .conftest import RunsBench

Role = Qt.ItemDataRole
PUBLISHED = Settings(1000, 0.01, 0.1)


@pytest.fixture
def table(bench: RunsBench, qtbot: QtBot) -> RunTable:
    """A table of three runs."""
    bench.document.keep_runs(
        (
            kept(1, loss=0.5, pinned=True),
            kept(2, loss=math.nan, least=None, name=""),
            kept(3, loss=0.25, name="third"),
        )
    )
    model = RunTableModel(bench.collection, lambda _: QPixmap(), bench.session)
    table = RunTable(model)
    qtbot.addWidget(table)
    table.resize(900, 200)
    model.show_runs()
    bench.collection.changed.connect(model.show_runs)
    with qtbot.waitExposed(table):
        table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    return table


def column(table: RunTable, which: RunColumn) -> list[str]:
    """Return the texts of a column."""
    model = table.model()
    place = COLUMNS.index(which)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_cells_tell_the_runs(table: RunTable) -> None:
    assert column(table, RunColumn.RUN) == ["1  as published", "2", "3  third"]
    assert column(table, RunColumn.OPTIMISER) == 3 * ["Nesterov 0.8"]
    assert column(table, RunColumn.LOSS) == ["0.5", "—", "0.25"]
    assert column(table, RunColumn.GAP) == ["0.25", "—", "0"]
    first = table.model().index(0, 0)
    assert first.data(Role.AccessibleTextRole) == "run 1 as published, kept"
    assert first.data(Role.FontRole).bold() or first.data(Role.FontRole).weight() > 400
    assert first.data(Role.ToolTipRole).startswith("○ Done: the loss")
    assert table.model().headerData(0, Qt.Orientation.Vertical) is None
    assert not table.model().setData(table.model().index(0, 1), "x")


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (1200, COLUMNS),
        (360, [RunColumn.RUN, RunColumn.ENDING]),
    ],
)
def test_columns_that_fit_are_shown(table: RunTable, width: int, shown: list[RunColumn]) -> None:
    table.resize(width, 200)
    assert table.shown_columns == shown
    widths = [table.columnWidth(k) for k in range(len(COLUMNS)) if not table.isColumnHidden(k)]
    assert sum(widths) == table.viewport().width()


def test_endings_are_whole_where_there_is_room(table: RunTable) -> None:
    table.resize(1500, 200)
    whole = "○ Done: the loss is within 1 % of the least possible."
    assert column(table, RunColumn.ENDING) == 3 * [whole]
    table.resize(800, 200)
    assert RunColumn.ENDING in table.shown_columns
    assert column(table, RunColumn.ENDING) == 3 * ["○ done"]


def test_changed_settings_come_first(table: RunTable, bench: RunsBench) -> None:
    first, second, third = bench.document.kept_runs
    before = replace(first.settings, optimiser=Optimiser.ADAM)
    changed = replace(first, earlier=(EarlierSettings(40, before),))
    bench.document.keep_runs((changed, second, third))
    bench.collection.changed.emit()
    table.resize(800, 200)
    assert RunColumn.OPTIMISER in table.shown_columns
    assert RunColumn.STEP not in table.shown_columns
    assert column(table, RunColumn.OPTIMISER)[0] in (
        "Adam → Nesterov 0.8",
        "Adam, then Nesterov 0.8 from epoch 40",
    )


def test_rows_are_sorted(table: RunTable) -> None:
    table.choose(3)
    table.sortByColumn(COLUMNS.index(RunColumn.LOSS), Qt.SortOrder.AscendingOrder)
    assert column(table, RunColumn.RUN) == ["3  third", "1  as published", "2"]
    assert table.number == 3
    table.sortByColumn(COLUMNS.index(RunColumn.LOSS), Qt.SortOrder.DescendingOrder)
    assert column(table, RunColumn.RUN) == ["1  as published", "3  third", "2"]
    assert isinstance(table.horizontalHeader(), ListHeader)
    assert isinstance(table.itemDelegate(), TickedDelegate)
    assert not table.grab().isNull()


def test_keys_do_what_the_menu_does(table: RunTable, bench: RunsBench) -> None:
    done: list[str] = []
    for name, action in table.actions_of_run.items():
        action.triggered.connect(lambda _=False, name=name: done.append(name))
    table.choose(3)
    for key in (Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_Delete):
        QTest.keyClick(table, key)
    assert done == ["pin_run", "use_run_settings", "delete_run"]
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert bench.collection.runs[2].shown


def test_name_is_typed(table: RunTable, bench: RunsBench, qtbot: QtBot) -> None:
    table.choose(2)
    table.edit_name()
    editor = table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, " best ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.collection.runs[1].name == "best")


def type_name(table: RunTable, text: str) -> QLineEdit:
    """Begin to type a name of the run that is chosen."""
    table.edit_name()
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    return editor


def test_typed_name_outlasts_changes(table: RunTable, bench: RunsBench) -> None:
    """It was emptied by each change of a setting, and gone when a run ended."""
    table.sortByColumn(COLUMNS.index(RunColumn.LOSS), Qt.SortOrder.AscendingOrder)
    table.choose(2)
    editor = type_name(table, "half ty")
    bench.collection.changed.emit()
    assert editor.text() == "half ty"
    first, second, third = bench.document.kept_runs
    better = replace(first, loss=0.125)
    bench.document.keep_runs((better, second, third, kept(4, loss=0.2, name="")))
    bench.collection.changed.emit()
    assert column(table, RunColumn.RUN) == ["1  as published", "4", "3  third", "2"]
    bench.document.keep_runs((second, third))
    bench.collection.changed.emit()
    assert column(table, RunColumn.RUN) == ["3  third", "2"]
    assert (table.number, editor.text()) == (2, "half ty")
    assert editor.isVisible()
    QTest.keyClicks(editor, "ped")
    table.commit()
    assert bench.collection.runs[0].name == "half typed"
    assert not editor.isVisible()
    table.commit()  # nothing is typed any more


def test_typed_name_stays_in_its_document(table: RunTable, bench: RunsBench) -> None:
    table.choose(2)
    type_name(table, "of the first")
    other = kept(2, name="other")
    bench.document.open(bench.document.experiment.as_new_document(), None, "", (other,))
    bench.collection.changed.emit()
    assert table.number == 0
    table.commit()
    assert bench.collection.runs == (other,)


def test_click_ticks_a_run(table: RunTable, bench: RunsBench) -> None:
    rect = table.visualRect(table.model().index(0, 0))
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(26, 13)
    )
    assert bench.collection.runs[0].shown


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_menu_offers_all(table: RunTable) -> None:
    table.choose(1)
    at = table.visualRect(table.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    menu = table.findChild(QMenu)
    assert menu is not None
    assert menu.actions() == list(table.actions_of_run.values())
    assert table.actions_of_run["pin_run"].isChecked()
    menu.close()


def test_height_has_whole_rows(table: RunTable) -> None:
    assert table.whole_height(HEAD_HEIGHT + 2 * ROW_HEIGHT + 7) == HEAD_HEIGHT + 2 * ROW_HEIGHT


def test_nothing_is_chosen_in_an_empty_table(bench: RunsBench, qtbot: QtBot) -> None:
    table = RunTable(RunTableModel(bench.collection, lambda _: QPixmap(), bench.session))
    qtbot.addWidget(table)
    assert table.number == 0
    table.edit_name()
    QTest.keyClick(table, Qt.Key.Key_Delete)


def test_swatches_differ(table: RunTable) -> None:
    theme = theme_of(table)
    pictures = [swatch(theme, style).toImage() for style in (None, 0, 1, 2)]
    assert (pictures[0].width(), pictures[0].height()) == (WIDTH, HEIGHT)
    assert all(one != other for k, one in enumerate(pictures) for other in pictures[k + 1 :])


@pytest.mark.parametrize(
    ("changes", "column_shown"),
    [
        ({"optimiser": Optimiser.ADAM}, RunColumn.OPTIMISER),
        ({"scale_columns": True}, RunColumn.OPTIMISER),
        ({"difference": Difference.FORWARD}, RunColumn.QUOTIENT),
        ({"h": 0.25}, RunColumn.STEP),
        ({"loss": "mean(log(1+(Y-P)^2))"}, RunColumn.FORMULA),
        ({"schedule": "cosine"}, RunColumn.OPTIMISER),
    ],
)
@pytest.mark.parametrize("width", [400, 540])
def test_only_difference_is_seen_first(
    table: RunTable,
    bench: RunsBench,
    changes: dict[str, Any],
    column_shown: RunColumn,
    width: int,
) -> None:
    """The view gives the table so much room in a window of 900 pixels."""
    first, second, third = bench.document.kept_runs
    bench.document.keep_runs(
        (first, second, replace(third, settings=replace(third.settings, **changes)))
    )
    bench.collection.changed.emit()
    table.resize(width, 200)
    assert table.shown_columns[0] is RunColumn.RUN
    assert column_shown in table.shown_columns
    differing = {RunColumn.STEP, RunColumn.QUOTIENT, RunColumn.OPTIMISER, RunColumn.FORMULA}
    others = differing - {column_shown}
    assert width > 400 or not others & set(table.shown_columns)


def test_end_is_seen_in_a_small_window(table: RunTable, bench: RunsBench) -> None:
    """The column of “1” filled the table, and losses and endings were hidden."""
    typed = Settings(1000, 0.01, 1e-5, loss="mean(log(1+(Y-P)^2))")
    earlier = (EarlierSettings(40, replace(typed, optimiser=Optimiser.ADAM)),)
    first, second = kept(1, name="", settings=typed, earlier=earlier), kept(2, name="")
    bench.document.keep_runs((first, second))
    bench.collection.changed.emit()
    table.resize(539, 200)
    seen = table.shown_columns
    assert {RunColumn.FORMULA, RunColumn.LOSS, RunColumn.ENDING} <= set(seen)
    assert table.columnWidth(0) == table.width_of(0)
    bench.document.keep_runs((replace(first, earlier=()), replace(second, settings=PUBLISHED)))
    bench.collection.changed.emit()
    assert {RunColumn.STEP, RunColumn.FORMULA, RunColumn.LOSS, RunColumn.ENDING} <= set(
        table.shown_columns
    )
    bench.document.keep_runs((first,))
    bench.collection.changed.emit()
    table.resize(300, 200)
    assert table.columnWidth(0) == table.width_of(0)


def test_number_of_columns_is_told(bench: RunsBench, qtbot: QtBot) -> None:
    table = RunTable(RunTableModel(bench.collection, lambda _: QPixmap(), bench.session))
    panel = RunsPanel(table)
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    for width in (500, 2000):
        panel.resize(width, 200)
        seen = len(table.shown_columns)
        told = "" if seen == len(COLUMNS) else f"{seen} of {len(COLUMNS)} columns"
        assert panel.columns_seen.text() == told
        assert bool(told) == (width == 500)
