"""The model of W."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings, optimum, predict
from engine.limit.slope_check import agreeing_digits
from engine.numbers import parse_number
from engine.statistics import statistics
from gui.document import Column, Document, Experiment, TableName
from gui.tables import RunNumbers, TableAxis, WeightsModel
from gui.tables.models.agreement import Agreement
from gui.tables.models.cell_look import CellLook
from gui.tables.models.number_format import text_width
from gui.tables.models.weight_rows import INFERENCE, WeightRow
from gui.tables.models.weights import original_weights
from gui.text.numbers import UNKNOWN, format_probability

from .test_headings import give

GRADIENT = np.array([[0.5], [-0.25], [0.0]])
NOW = WeightRow.NOW


def texts(model: WeightsModel, row: WeightRow) -> list[str]:
    place = model.rows.index(row)
    return [model.index(place, k).data() for k in range(model.columnCount())]


def shown(
    document: Document, W: Matrix | None = None, gradient: Matrix | None = None
) -> WeightsModel:
    model = WeightsModel(document)
    model.show(RunNumbers(W, gradient))
    return model


def test_weights_model_obeys_qt_rules(
    document: Document, fitted: Matrix, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(shown(document, fitted, GRADIENT))


def test_rows_and_columns_have_names(document: Document) -> None:
    model = WeightsModel(document)
    rows = [model.headerData(k, V) for k in range(model.rowCount())]
    columns = [model.headerData(k, H) for k in range(3)]
    assert rows == ["start ▾", "now", "δW", "exact δW", "optimum"]
    assert columns == ["x1", "x2", "x3"] == [*document.experiment.column_names]
    assert [model.row_name(k) for k in range(2)] == ["start", "now"]


def test_heads_tell_slopes_to_readers(document: Document) -> None:
    model = WeightsModel(document)
    role = Qt.ItemDataRole.AccessibleTextRole
    heads = [model.headerData(k, V, role) for k in range(model.rowCount() + 1)]
    said = ["start", "now", "δW, slope of the loss", "exact δW, slope of the loss", "optimum", None]
    assert heads == said


def test_weights_stand_over_their_columns(document: Document, fitted: Matrix) -> None:
    model = shown(document, fitted, GRADIENT)
    assert texts(model, WeightRow.START) == ["1.76405…", "0.400157…", "0.978738…"]
    assert texts(model, NOW) == ["1.00000", "2.000000", "3.000000"]
    assert texts(model, WeightRow.GRADIENT) == ["0.5", "−0.25", "0"]
    assert texts(model, WeightRow.OPTIMUM) == ["—"] * 3


def test_standard_errors_need_spare_rows(document: Document) -> None:
    model = WeightsModel(document)
    assert WeightRow.ERROR not in model.available_rows
    document.resize(4, 3)
    assert WeightRow.ERROR in model.rows


def test_each_row_has_its_digits(document: Document) -> None:
    document.resize(4, 1)
    model = WeightsModel(document)
    model.show(
        RunNumbers(
            gradient=np.array([[4.94141257e-4]]),
            exact_gradient=np.array([[4.94141261e-4]]),
            optimum=np.array([[1.32375123]]),
            standard_errors=np.array([[5.13999]]),
        )
    )
    found = [texts(model, row)[0] for row in WeightRow if row in model.rows]
    assert found == ["1.76405…", "—", "4.94141e−4", "4.94141e−4", "1.32375", "5.14"]


LONGLEY = [
    *(-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683),
    *(-1.03322686717359, -0.0511041056535807, 1829.15146461355),
]
SHOWN = ["−3482259", "15.0619", "−0.0358192", "−2.02023", "−1.03323", "−0.0511041", "1829.15"]


def weights_of(initial: list[float], now: list[float]) -> WeightsModel:
    problem = Problem(np.eye(len(initial)), np.ones(len(initial)), initial)
    model = WeightsModel(Document(problem, Settings(), "weights"))
    model.show(RunNumbers(np.array(now)[:, None], np.array(now)[:, None]))
    return model


def test_every_weight_keeps_six_digits() -> None:
    model = weights_of([0.0] * 7, LONGLEY)
    assert texts(model, WeightRow.START) == ["0"] * 7
    assert texts(model, NOW) == SHOWN
    assert texts(model, WeightRow.GRADIENT)[0] == "−3.48226e6"


def test_cut_initial_weights_are_marked() -> None:
    model = weights_of([*LONGLEY[:6], 1.5], [0.0] * 7)
    assert texts(model, WeightRow.START) == [*(f"{text}…" for text in SHOWN[:6]), "1.5"]
    assert [model.shows_cuts(k) for k in range(7)] == [True] * 6 + [False]


@pytest.mark.parametrize(
    ("room", "shown", "tail"),
    [
        (10.5, "1.76405…", "…"),
        (11.1, "1.76405…", "…"),
        (11.2, "1.764052…", "2…"),
        (12.1, "1.764052…", "2…"),
        (12.2, "1.7640523…", "23…"),
        (12.6, "1.7640523…", "23…"),
        (12.7, "1.764052345", "2345"),
        (17.5, "1.764052345", "2345"),
    ],
)
def test_start_has_digits_that_fit(room: float, shown: str, tail: str) -> None:
    model = weights_of([1.764052345], [1.0])
    start, now, slope = map(model.rows.index, (WeightRow.START, NOW, WeightRow.GRADIENT))
    model.give_room(0, room)
    assert texts(model, WeightRow.START)[0] == shown
    assert [model.tail(row, 0) for row in (start, now, slope)] == [tail, tail, ""]
    assert model.shows_cuts(0) is shown.endswith("…")
    assert 1.1 * (text_width("−1.76405")) + text_width(tail) <= max(room, 10.5)


def test_digits_after_rounded_ones_are_right() -> None:
    model = weights_of([1.7640587654321], [1.0])
    assert texts(model, WeightRow.START) == ["1.76406…"]
    model.give_room(0, 13.8)
    assert texts(model, WeightRow.START) == ["1.76405876…"]


def test_longer_weight_takes_digits() -> None:
    model = weights_of([1.764052345, -1.764052345], [-1.234567e-4, 1.0])
    for column, shown in ((0, "1.76405…"), (1, "−1.764052…")):
        model.give_room(column, 11.8)
        assert texts(model, WeightRow.START)[column] == shown


def test_start_is_whole_with_room() -> None:
    model = weights_of([1.764052345, 2.0, 1.25e-9 / 3], [1.0, 1.0, 1.0])
    rows = {row: model.rows.index(row) for row in model.rows}
    start, now, slope = rows[WeightRow.START], rows[NOW], rows[WeightRow.GRADIENT]
    model.give_room(0, 17.6)
    assert texts(model, WeightRow.START)[0] == "1.764052345"
    assert {model.tail(row, 0) for row in (start, now, slope)} == {"2345"}
    assert not model.shows_cuts(0)
    assert not model.give_room(0, 17.6)
    assert not model.give_room(1, 17.0)
    assert {model.tail(row, 1) for row in (start, now, slope)} == {""}
    model.give_room(2, 99.0)
    assert texts(model, WeightRow.START)[2].endswith("…"), "an exponent has no tail"


@pytest.mark.parametrize(
    ("initial", "now", "shown"),
    [
        (1.764052345, 0.900000001, ["1.764052…", "0.900000"]),
        (0.4001572, 1.3525713, ["0.400157…", "1.352571"]),
        (1.5, 1.3525713, ["1.50000", "1.35257"]),
        (1234.5678, 0.1234567, ["1234.57…", "0.123457"]),
        (99.99999951, 100.0, ["100.000…", "100.000"]),
        (65317.0, 65316.96, ["65317.0", "65317.0"]),
        (2.0, 1.0, ["2", "1"]),
        (1e-7, 2.3456789, ["1e−7", "2.34568"]),
        (2e12, -2.00000000001e12, ["2e12", "−2.00000e12"]),
    ],
)
def test_near_weights_share_their_point(initial: float, now: float, shown: list[str]) -> None:
    model = weights_of([initial], [now])
    assert [texts(model, WeightRow.START)[0], texts(model, NOW)[0]] == shown


def test_optimum_keeps_its_digits_in_a_run(document: Document) -> None:
    document.resize(3, 1)
    model = WeightsModel(document)
    optimum = np.array([[1.32375123]])
    seen = []
    for now in (np.nan, 25.5, 0.912345678, 1.1, 0.95, 12.3456789, 9.87654321):
        model.show(RunNumbers(W=np.array([[now]]), optimum=optimum))
        seen.append(texts(model, WeightRow.OPTIMUM)[0])
    assert seen == ["1.32375", "1.32375", *["1.323751"] * 5]
    assert texts(model, NOW) == ["9.876543"], "the point is still shared"
    model.show(RunNumbers(optimum=optimum))
    assert texts(model, WeightRow.OPTIMUM) == ["1.32375"], "without a run it is as before"


def test_optimum_shares_the_point_too() -> None:
    model = weights_of([0.0], [0.912345678])
    model.show(RunNumbers(W=np.array([[0.912345678]]), optimum=np.array([[1.32375123]])))
    assert [texts(model, row)[0] for row in (NOW, WeightRow.OPTIMUM)] == ["0.912346", "1.323751"]


def test_edit_shows_all_digits_of_weights() -> None:
    model = weights_of([-15.0618722713733], [1e-7])
    roles = (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole)
    assert [model.index(0, 0).data(role) for role in roles] == [
        "-15.0618722713733",
        "−15.0618722713733",
    ]
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "1e−7"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=6))
def test_any_weights_keep_their_digits(weights: list[float]) -> None:
    model = weights_of(weights, weights[::-1])
    rows = (WeightRow.START, NOW, WeightRow.GRADIENT)
    for row, values in zip(rows, (weights, weights[::-1], weights[::-1]), strict=True):
        read = [parse_number(text.rstrip("…")) for text in texts(model, row)]
        assert read == pytest.approx(values, rel=5.01e-6, abs=0)


def test_typed_minus_signs_are_read() -> None:
    model = weights_of([1.0], [1.0])
    assert model.setData(model.index(0, 0), "−2.5e−3")
    assert model.document.table(TableName.W).joined[0, 0] == -2.5e-3


def test_unknown_weights_show_a_dash(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    assert texts(model, NOW) == ["—"] * 3
    model.show(RunNumbers(fitted))
    assert texts(model, NOW) == ["1.00000", "2.000000", "3.000000"]
    assert texts(model, WeightRow.GRADIENT) == ["—"] * 3


def test_same_numbers_change_nothing(document: Document, fitted: Matrix, qtbot: QtBot) -> None:
    model = shown(document, fitted, GRADIENT)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.show(RunNumbers(fitted.copy(), GRADIENT))
    with qtbot.waitSignal(model.dataChanged):
        model.show(RunNumbers(fitted, GRADIENT, loss=1.0))


def test_steps_change_only_their_rows(document: Document, fitted: Matrix, qtbot: QtBot) -> None:
    model = shown(document, fitted)
    texts(model, WeightRow.NOW)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.show(RunNumbers(W=fitted + 1e-3, optimum=model.run.optimum))
    first, last, _ = changed.args or []
    assert model.rows[first.row()] is WeightRow.NOW
    assert model.rows[last.row()] is WeightRow.EXACT
    assert (first.column(), last.column()) == (0, model.columnCount() - 1)


def test_weights_of_wrong_length_are_unknown(document: Document, fitted: Matrix) -> None:
    model = shown(document, fitted, GRADIENT)
    document.remove_columns([1])
    assert (texts(model, NOW), texts(model, WeightRow.GRADIENT)) == (["—"] * 2, ["—"] * 2)


def test_only_the_start_is_editable(document: Document) -> None:
    model = WeightsModel(document)
    assert model.setData(model.index(0, 1), "-0.5")
    assert not model.setData(model.index(1, 1), "-0.5")
    assert document.table(TableName.W).joined[1, 0] == -0.5
    assert texts(model, WeightRow.START)[1] == "−0.5"


def test_weights_are_columns_of_a(document: Document) -> None:
    model = WeightsModel(document)
    model.insert(TableAxis.COLUMN, 1)
    assert document.table(TableName.A).joined[0].tolist() == [1, 0, 2, 3]
    model.remove(TableAxis.COLUMN, [0, 1])
    assert document.table(TableName.A).joined[0].tolist() == [2, 3]
    model.insert(TableAxis.COLUMN, 0, 2)
    assert (document.rows, document.columns) == (3, 4)


def test_invalid_weight_is_named(document: Document, qtbot: QtBot) -> None:
    model = WeightsModel(document)
    with qtbot.waitSignal(model.refused) as refusal:
        assert not model.setData(model.index(0, 2), "x")
    assert refusal.args[1] == (
        "W, start, column 3: “x” is not a number. Write one, such as 0.5 or 1e-3."
    )


def test_rows_come_and_go(document: Document, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = WeightsModel(document)
    few = (WeightRow.START, NOW, WeightRow.OPTIMUM)
    with qtbot.waitSignal(model.rowsRemoved):
        model.show_rows(few)
    assert model.rows == few
    with qtbot.waitSignal(model.rowsInserted):
        model.show_rows(model.available_rows)
    assert model.rows == model.available_rows
    qtmodeltester.check(model)


@pytest.mark.parametrize("moment", ["rowsAboutToBeRemoved", "rowsRemoved", "rowsInserted"])
def test_rows_follow_the_last_wish(
    document: Document, qtmodeltester: ModelTester, moment: str
) -> None:
    """As if a row that comes or goes made the sheet ask for other rows at once."""
    model = WeightsModel(document)
    qtmodeltester.check(model)
    last = (WeightRow.START, WeightRow.NOW, WeightRow.OPTIMUM)
    asked: list[tuple[WeightRow, ...]] = []

    def ask_for_others() -> None:
        if not asked:
            asked.append(model.rows)
            model.show_rows(last)

    model.show_rows([WeightRow.START, WeightRow.GRADIENT])
    getattr(model, moment).connect(ask_for_others)
    model.show_rows([WeightRow.NOW, WeightRow.EXACT])
    assert asked
    assert model.rows == last
    assert model.rowCount() == len(last)


def test_rows_of_former_table_stay_away(document: Document, qtbot: QtBot) -> None:
    document.resize(4, 3)
    model = WeightsModel(document)
    del qtbot

    def reshape() -> None:
        if document.rows > 3:
            document.resize(3, 3)

    model.rowsRemoved.connect(reshape)
    model.show_rows([row for row in model.rows if row is not WeightRow.NOW])
    assert WeightRow.ERROR not in model.rows
    assert set(model.rows) <= set(model.available_rows)


def test_hidden_rows_leave_and_return(
    document: Document, fitted: Matrix, qtmodeltester: ModelTester
) -> None:
    model = shown(document, fitted)
    qtmodeltester.check(model)
    before = model.rows
    model.hide_rows(frozenset({NOW, WeightRow.ERROR}))
    assert NOW not in model.rows
    assert NOW not in model.available_rows
    document.resize(5, 3)  # standard errors appear by themselves, but not if they are hidden
    document.flush()
    assert WeightRow.ERROR not in model.rows
    model.hide_rows(frozenset())
    assert model.rows == (*before, WeightRow.ERROR)


def test_quotients_are_compared_with_slopes(document: Document) -> None:
    model = WeightsModel(document)
    exact = GRADIENT + np.array([[1e-9], [1e-4], [1e-3]])
    model.show(RunNumbers(gradient=GRADIENT, exact_gradient=exact))
    row = model.rows.index(WeightRow.EXACT)
    marks = [model.agreement(row, k) for k in range(3)]
    assert marks == [Agreement.AGREES, Agreement.ROUNDED, Agreement.WRONG]
    assert model.agreement(0, 0) is None
    assert model.gradient_check is not None
    assert model.gradient_check.worst_digits == 0


def test_slopes_say_their_right_digits(document: Document) -> None:
    model = WeightsModel(document)
    slopes = np.array([[0.5], [-0.25], [0.125]])
    off = slopes * (1 + np.array([[9e-10], [9e-5], [0.03]]))
    model.show(RunNumbers(gradient=off, exact_gradient=slopes))
    for row in (WeightRow.GRADIENT, WeightRow.EXACT):
        place = model.rows.index(row)
        tips = [model.index(place, k).data(Qt.ItemDataRole.ToolTipRole) for k in range(3)]
        assert [tip.partition("\n")[2] for tip in tips] == [
            "✓ agrees: 9 digits of the slope are right",
            "▲ rounding visible: 4 digits of the slope are right",
            "✕ wrong: 1 digit of the slope is right",
        ]
        spoken = model.index(place, 2).data(Qt.ItemDataRole.AccessibleDescriptionRole)
        assert spoken == f"{row.title}, computed, wrong: 1 digit of the slope is right"


def test_slopes_of_rounding_say_so(document: Document) -> None:
    model = WeightsModel(document)
    check = agreeing_digits(GRADIENT + 1e-16, GRADIENT, floor=1e-15)
    model.show(RunNumbers(gradient=GRADIENT, exact_gradient=GRADIENT, check=check))
    place = model.rows.index(WeightRow.EXACT)
    tip = model.index(place, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "0\nThe slope is 0 to rounding: it has no digits."


def test_other_rows_say_nothing_of_slopes(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    model.show(RunNumbers(fitted, GRADIENT, exact_gradient=GRADIENT))
    tip = model.index(model.rows.index(NOW), 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "\n" not in tip
    model.show(RunNumbers(gradient=GRADIENT))
    place = model.rows.index(WeightRow.GRADIENT)
    assert model.index(place, 0).data(Qt.ItemDataRole.ToolTipRole) == "0.5"


def test_looks_tell_what_is_typed(document: Document) -> None:
    model = WeightsModel(document)
    looks = [model.look(row, 0) for row in range(5)]
    assert looks == [
        CellLook.INPUT,
        CellLook.CURRENT,
        CellLook.COMPUTED,
        CellLook.QUIET,
        CellLook.COMPUTED,
    ]


NOTE = Qt.ItemDataRole.ToolTipRole
H, V = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
ORIGINAL = WeightRow.ORIGINAL


def scale(document: Document) -> None:
    """Standardise the second column."""
    give(document, Column(), Column("a", 3.0, 2.0), Column())


def test_scaling_adds_row_of_original_units(
    document: Document, fitted: Matrix, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = shown(document, fitted)
    with qtbot.waitSignal(model.rowsInserted):
        scale(document)
    row = model.rows.index(ORIGINAL)
    assert model.headerData(row, V) == "original units"
    assert texts(model, ORIGINAL) == ["1", "1", "3"]
    assert not model.setData(model.index(row, 0), "1")
    qtmodeltester.check(model)
    with qtbot.waitSignal(model.rowsRemoved):
        document.undo_stack.undo()
    assert ORIGINAL not in model.rows


def test_tooltip_shows_constant_without_intercept(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    scale(document)
    row = model.rows.index(ORIGINAL)
    assert "Add" not in str(model.headerData(row, V, NOTE))
    model.show(RunNumbers(fitted))
    assert "Add −3 to each prediction" in str(model.headerData(row, V, NOTE))
    document.set_block(TableName.A, 0, 0, np.ones((3, 1)))
    assert "Add" not in str(model.headerData(row, V, NOTE))
    assert texts(model, ORIGINAL) == ["−2", "1", "3"]


def test_opening_shows_or_hides_original_units(document: Document) -> None:
    model, plain = WeightsModel(document), document.experiment
    scale(document)
    scaled = document.experiment
    document.open(plain)
    assert ORIGINAL not in model.rows
    document.open(scaled)
    assert texts(model, ORIGINAL) == ["—"] * 3


def test_scaling_undone_at_once_names_present_cells(document: Document, qtbot: QtBot) -> None:
    """The row of original units is gone when the views are notified."""
    model = WeightsModel(document)
    before = document.experiment
    scale(document)
    document.undo_stack.undo()
    assert document.experiment is before
    with qtbot.waitSignal(model.dataChanged) as changed:
        pass
    first, last = changed.args[:2]
    assert (first.row(), first.column(), last.row(), last.column()) == (0, 0, 4, 2)


def test_removing_scaled_column_hides_original_units(document: Document) -> None:
    model = WeightsModel(document)
    scale(document)
    document.remove_columns([1])
    assert ORIGINAL not in model.rows
    document.undo_stack.undo()
    assert ORIGINAL in model.rows


def test_weights_snapshot_does_not_change(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    scale(document)
    model.show(RunNumbers(fitted, GRADIENT))
    model.show_rows((NOW, WeightRow.GRADIENT, ORIGINAL))
    columns = model.snapshot()
    document.resize(3, 1)
    values = [columns(k, range(3)).tolist() for k in range(3)]
    assert values == [[1, 0.5, 1], [2, -0.25, 1], [3, 0, 3]]


INPUTS = (Column(), Column("a", 3.0, 2.0), Column("b", -1.0, 0.5))
W = np.array([[1.0], [4.0], [-2.0]])
numbers = st.floats(-100, 100)


def experiment(A: Matrix) -> Experiment:
    return replace(Experiment.of(Problem(A, np.ones(len(A))), Settings()), inputs=INPUTS)


TWOS, WITH_ONES = experiment(np.full((2, 3), 2.0)), experiment(np.array([[1.0, 2.0, 3.0]]))


def stored(raw: list[list[float]]) -> np.ndarray:
    table = np.array(raw)
    return (table - [each.shift for each in INPUTS]) / [each.scale for each in INPUTS]


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=5))
def test_original_weights_predict_the_same(raw: list[list[float]]) -> None:
    found = original_weights(W, TWOS)
    of_original = predict(np.array(raw), found.W) + found.constant
    assert of_original == pytest.approx(predict(stored(raw), W), abs=1e-9)


def test_intercept_weight_takes_the_constant() -> None:
    found = original_weights(W, WITH_ONES)
    assert found.constant == 0.0
    assert found.W[:, 0].tolist() == [1.0 - 4.0 * 3.0 / 2.0 - 2.0 * 1.0 / 0.5, 2.0, -4.0]


@pytest.mark.parametrize("known", [None, np.zeros((2, 1))])
def test_unknown_weights_give_nan(known: np.ndarray | None) -> None:
    found = original_weights(known, TWOS)
    assert np.isnan(found.W).all()
    assert np.isnan(found.constant)


def test_inference_comes_only_if_wanted(qtmodeltester: ModelTester) -> None:
    problem = Problem([[1, 0], [1, 1], [1, 2], [1, 4]], [1.0, 3.0, 4.0, 9.0])
    found = statistics(problem, optimum(problem))
    model = WeightsModel(Document(problem, Settings(), "line"))
    run = RunNumbers(standard_errors=found.standard_errors, statistics=found)
    model.show(run)
    qtmodeltester.check(model)
    before = model.rows
    assert not set(INFERENCE) & set(before)
    model.show_inference(frozenset({WeightRow.P, WeightRow.UPPER}))
    assert model.rows == (*before, WeightRow.P, WeightRow.UPPER)
    places = [model.rows.index(row) for row in (WeightRow.P, WeightRow.UPPER)]
    values = model.column_values(1, places)
    assert values.tolist() == [found.p[1], found.intervals[1, 1]]
    assert model.display_text(places[0], 1) == format_probability(float(found.p[1]), 3)
    assert model.row_name(places[1]) == "95 % to"
    model.hide_rows(frozenset({WeightRow.NOW}))  # which leaves the wanted ones
    assert WeightRow.P in model.rows
    model.show(RunNumbers())
    assert model.display_text(model.rows.index(WeightRow.P), 1) == UNKNOWN
    model.show_inference(frozenset())
    assert not set(INFERENCE) & set(model.rows)
