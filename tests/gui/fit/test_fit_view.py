"""The view of the fit: grey until it is reached, sorted, copied, and one click to go on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.fit import texts
from gui.fit.copied_weights import HEAD
from gui.fit.figure_texts import GoodnessFigure
from gui.fit.fit_view import FigurePanel, FitView
from gui.fit.weight_table_model import COLUMNS, WeightColumn
from gui.theme.blending import quiet
from gui.widgets.listing.list_table import HEAD_HEIGHT, ROW_HEIGHT
from gui.widgets.listing.look import EDGE, inner
from tests.gui.finding import named

from .conftest import FitBench, example, table_of

Role = Qt.ItemDataRole
TO_THE_END: dict[str, float | str] = {
    "until_converged": True,
    "scale_columns": True,
    "learning_rate": "safe",
}


def column(view: FitView, which: WeightColumn) -> list[str]:
    """Return the texts of a column."""
    model, place = view.weights, COLUMNS.index(which)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_table_tells_longley(view: FitView, bench: FitBench) -> None:
    bench.open(example("longley"))
    view.model.pause()
    view.model.resume()
    assert column(view, WeightColumn.WEIGHT)[:2] == ["intercept", "deflator"]
    # https://www.itl.nist.gov/div898/strd/lls/data/LINKS/DATA/Longley.dat
    assert column(view, WeightColumn.OPTIMUM)[0] == "−3482259"
    assert column(view, WeightColumn.ERROR)[0] == "890420"
    assert column(view, WeightColumn.T)[:2] == ["−3.91", "0.177"]
    assert column(view, WeightColumn.P)[0] == "0.00356"
    assert column(view, WeightColumn.INTERVAL)[1] == "−177.029 … 207.153"
    assert column(view, WeightColumn.VIF) == [
        *("none", "135.5", "1789", "33.62", "3.589", "399.2", "759.0")
    ]
    assert column(view, WeightColumn.NOW) == 7 * ["—"]
    card = view.card
    assert card.text_of(GoodnessFigure.R_SQUARED) == "0.995479"
    assert card.text_of(GoodnessFigure.RESIDUAL_SD) == "304.854"
    assert card.text_of(GoodnessFigure.F) == "330.3"
    assert card.text_of(GoodnessFigure.ADJUSTED) == "0.992465"
    assert card.text_of(GoodnessFigure.RANK) == "7 of 7"
    assert card.caption_of(GoodnessFigure.R_SQUARED) == "R²"


def test_figures_are_grey_until_reached(view: FitView, bench: FitBench, qtbot: QtBot) -> None:
    r_squared = named(view, QLabel, "goodness_r_squared")
    muted, ink = quiet(view.palette()), view.palette().color(QPalette.ColorRole.Text)
    optimum = view.weights.index(0, COLUMNS.index(WeightColumn.OPTIMUM))
    now = view.weights.index(0, COLUMNS.index(WeightColumn.NOW))
    assert r_squared.palette().windowText().color() == muted
    assert optimum.data(Role.ForegroundRole) == muted
    assert now.data(Role.ForegroundRole) is None
    bench.run(qtbot, **TO_THE_END)
    qtbot.waitUntil(lambda: view.sentence.text() == texts.THERE)
    assert r_squared.palette().windowText().color() == ink
    assert optimum.data(Role.ForegroundRole) is None
    assert not view.go_on_button.isVisible()


def test_button_asks_to_go_on(view: FitView, bench: FitBench, qtbot: QtBot) -> None:
    spy = QSignalSpy(view.go_on_requested)
    assert view.go_on_button.isVisible()
    assert view.go_on_button.text() == texts.RUN_ON
    QTest.mouseClick(view.go_on_button, Qt.MouseButton.LeftButton)
    assert spy.count() == 1
    bench.run(qtbot, epochs=2)
    qtbot.waitUntil(lambda: view.go_on_button.text() == texts.GO_ON)
    assert view.sentence.text().startswith("These belong to the optimum: ")
    assert view.accessibleDescription() == view.sentence.text()


def test_run_that_ended_early_offers_nothing(view: FitView, bench: FitBench, qtbot: QtBot) -> None:
    bench.open(example("longley"))  # whose columns differ too much in size
    bench.run(qtbot, until_converged=True)
    assert not view.go_on_button.isVisible()


def test_click_on_a_head_sorts(view: FitView, bench: FitBench) -> None:
    bench.open(example("longley"))
    view.model.pause()
    view.model.resume()
    place = COLUMNS.index(WeightColumn.P)
    view.table.setCurrentIndex(view.weights.index(view.weights.row_of(3), 0))
    view.table.sortByColumn(place, Qt.SortOrder.AscendingOrder)
    assert column(view, WeightColumn.WEIGHT)[0] == "armed forces"
    assert view.weights.weight_at(view.table.currentIndex().row()) == 3
    view.table.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    assert column(view, WeightColumn.WEIGHT)[0] == "deflator"
    view.table.sortByColumn(COLUMNS.index(WeightColumn.VIF), Qt.SortOrder.DescendingOrder)
    assert column(view, WeightColumn.WEIGHT)[-1] == "intercept"  # which has none


def test_table_is_copied_whole(view: FitView, bench: FitBench) -> None:
    said = QSignalSpy(view.message)
    QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == list(HEAD)
    assert len(lines) == 3
    frame = bench.model.frame
    assert frame is not None
    cells = lines[2].split("\t")
    assert float(cells[2]) == frame.figures.best.W[1, 0]
    assert float(cells[3]) == frame.figures.standard_errors[1]
    assert cells[1] == ""  # there is no run
    assert lines[1].split("\t")[-1] == ""  # the intercept is not inflated
    assert said.at(0)[0].text == "The figures of 2 weights were copied."
    view.table.copy_action.trigger()
    assert said.count() == 2


def test_figures_that_do_not_exist_say_so(view: FitView, bench: FitBench) -> None:
    bench.open(example("collinear"))
    view.model.pause()
    view.model.resume()
    assert column(view, WeightColumn.ERROR)[0] == "not determined"
    assert column(view, WeightColumn.P)[0] == "—"
    cell = view.weights.index(0, COLUMNS.index(WeightColumn.P))
    assert cell.data(Role.AccessibleTextRole) == "p: not determined"
    assert "does not determine this weight" in cell.data(Role.ToolTipRole)
    assert view.card.text_of(GoodnessFigure.CONDITION) == "∞"
    bench.open(table_of([[1, 0], [1, 1]], [1, 3]))
    view.model.pause()
    view.model.resume()
    assert view.card.text_of(GoodnessFigure.ADJUSTED) == "no rows to spare"
    assert view.card.text_of(GoodnessFigure.F) == "no rows to spare"
    assert column(view, WeightColumn.ERROR) == 2 * ["no rows to spare"]
    label = named(view, QLabel, "goodness_adjusted")
    assert "No degrees of freedom are left" in label.toolTip()


def test_uncentred_r_squared_is_named(view: FitView, bench: FitBench) -> None:
    bench.open(table_of([[1, 0], [2, 1], [3, 5]], [1, 3, 8]))
    view.model.pause()
    view.model.resume()
    assert view.card.caption_of(GoodnessFigure.R_SQUARED) == "R² (uncentred)"
    tip = named(view, QLabel, "goodness_r_squared").toolTip()
    assert "no column of A is constant" in tip


def test_screen_reader_hears_each_cell(view: FitView) -> None:
    model = view.weights
    spoken = [model.index(1, k).data(Role.AccessibleTextRole) for k in range(len(COLUMNS))]
    assert spoken[0] == "x2"
    assert spoken[COLUMNS.index(WeightColumn.T)].startswith("t: ")
    assert all(model.index(1, k).data(Role.AccessibleDescriptionRole) for k in range(len(COLUMNS)))
    assert view.card.accessibleName() == texts.CARD
    value = named(view, QLabel, "goodness_rmse")
    assert value.accessibleDescription() == "RMSE"


@pytest.mark.parametrize("height", [120, 150, 200, 300, 500])
def test_no_line_is_cut(view: FitView, bench: FitBench, height: int) -> None:
    bench.open(example("longley"))
    view.model.pause()
    view.model.resume()
    view.resize(900, height)
    assert isinstance(view.figures, FigurePanel)
    rows = view.table.height() - HEAD_HEIGHT
    assert rows % ROW_HEIGHT == 0
    assert rows > 0
    card = view.card
    assert card.height() + view.table.height() <= view.figures.height()
    last = named(card, QLabel, f"goodness_{card.shown[-1].name.lower()}")
    assert last.geometry().bottom() < card.height()
    assert card.shown[0] is GoodnessFigure.R_SQUARED


def test_narrow_table_keeps_what_matters(view: FitView) -> None:
    view.panels.setSizes([700, 500])
    assert WeightColumn.INTERVAL in view.table.shown_columns
    view.panels.setSizes([400, 800])
    shown = view.table.shown_columns
    assert shown[:3] == [WeightColumn.WEIGHT, WeightColumn.OPTIMUM, WeightColumn.ERROR]
    assert WeightColumn.INTERVAL not in shown
    assert "95 % interval: " in view.weights.index(0, 0).data(Role.ToolTipRole)


def test_weight_of_the_row_is_told(view: FitView) -> None:
    spy = QSignalSpy(view.weight_chosen)
    view.table.setCurrentIndex(view.weights.index(1, 0))
    assert spy.at(0) == [1]


def test_empty_view_says_what_to_do(view: FitView, bench: FitBench) -> None:
    bench.document.change_settings(loss="huber")
    bench.document.flush()
    view.model.pause()
    view.model.resume()
    assert view.weights.rowCount() == 0
    assert view.pictures_row.residuals.plot_area.empty_text == view.sentence.text()
    assert view.card.text_of(GoodnessFigure.R_SQUARED) == "—"
    assert not view.go_on_button.isVisible()


def test_card_groups_thousands(view: FitView, bench: FitBench) -> None:
    bench.open(example("longley"))
    view.model.pause()
    view.model.resume()
    assert view.card.text_of(GoodnessFigure.CONDITION) == "43,275"


@pytest.mark.parametrize("width", [900, 1279, 1280, 1283])
def test_figures_end_as_the_table(view: FitView, bench: FitBench, width: int) -> None:
    bench.open(example("longley"))
    view.resize(width, 360)
    card, table = view.card, view.table
    shown = [named(card, QLabel, f"goodness_{each.name.lower()}") for each in card.shown]
    ends = {label.geometry().right() + 1 for label in shown}
    last = max(table.columns_seen)
    cell = table.visualRect(view.weights.index(0, last))
    text = inner(cell, last, table.viewport().width())
    assert text.right() + 1 == table.viewport().width() - EDGE
    widest = card.minimumSizeHint().width() - 2 * EDGE + 32
    across = len(ends)
    assert max(ends) == min(card.width() - EDGE, EDGE + across * widest + (across - 1) * 16)


def test_remedy_is_left_to_the_strip(view: FitView) -> None:
    assert view.go_on_button.isVisible()
    switch = view.sentence._switch.geometry()
    assert switch.right() + 1 == view.sentence.width() - 16
    assert view.go_on_button.geometry().right() + 1 == switch.left() - 8
    view.leave_remedy(True)
    assert not view.go_on_button.isVisible()
    view.leave_remedy(False)
    assert view.go_on_button.isVisible()
    assert view.go_on_button.text() == texts.RUN_ON == "Run until converged"


def test_narrow_boxes_stand_without_names(view: FitView, bench: FitBench) -> None:
    bench.open(example("longley"))
    controls = view.pictures_row.controls
    names = [each for each in controls.findChildren(QLabel) if each.text()]
    view.resize(1280, 400)
    assert any(name.isVisible() for name in names)
    controls.setFixedWidth(controls.minimumSizeHint().width())
    assert not any(name.isVisible() for name in names)
    for box in (controls.picture, controls.against):
        assert box.width() >= box.sizeHint().width()
        assert controls.rect().contains(box.geometry())


def test_switch_lies_on_the_tint(view: FitView) -> None:
    font = view.font()
    font.setPointSizeF(2 * font.pointSizeF())
    for each in (view.sentence, view.switch, view.go_on_button):
        each.setFont(font)
    view.sentence.resize(900, view.sentence.sizeHint().height())
    view.sentence.offer("Run until converged")
    assert view.sentence.tinted_height < view.sentence.height()
    for each in (view.switch, view.go_on_button):
        assert each.geometry().bottom() < view.sentence.tinted_height - 1
