"""The model of W."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings, predict
from engine.numbers import parse_number
from gui.document import Column, Document, Experiment, TableName
from gui.tables import TableAxis, WeightsModel
from gui.tables.models.weights import original_weights

from .test_headings import give

GRADIENT = np.array([[0.5], [-0.25], [0.0]])


def column(model: WeightsModel, number: int) -> list[str]:
    return [model.index(k, number).data() for k in range(model.rowCount())]


def test_weights_model_obeys_qt_rules(
    document: Document, fitted: Matrix, qtmodeltester: ModelTester
) -> None:
    model = WeightsModel(document)
    model.show(fitted, GRADIENT)
    qtmodeltester.check(model)


def test_weights_have_row_and_column_names(document: Document) -> None:
    model = WeightsModel(document)
    rows = [model.headerData(k, Qt.Orientation.Vertical) for k in range(3)]
    columns = [model.headerData(k, Qt.Orientation.Horizontal) for k in range(3)]
    assert rows == ["w1", "w2", "w3"]
    assert columns == ["initial", "now", "δW"]
    assert rows == [*document.experiment.weight_names]


def test_weights_show_initial_current_and_gradient(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    model.show(fitted, GRADIENT)
    assert column(model, 0) == ["1.76405…", "0.400157…", "0.978738…"]
    assert column(model, 1) == ["1", "2", "3"]
    assert column(model, 2) == ["0.5", "−0.25", "0"]


LONGLEY = [
    *(-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683),
    *(-1.03322686717359, -0.0511041056535807, 1829.15146461355),
]
SHOWN = ["−3482259", "15.0619", "−0.0358192", "−2.02023", "−1.03323", "−0.0511041", "1829.15"]


def weights_of(initial: list[float], now: list[float]) -> WeightsModel:
    problem = Problem(np.eye(len(initial)), np.ones(len(initial)), initial)
    model = WeightsModel(Document(problem, Settings(), "weights"))
    model.show(np.array(now)[:, None], np.array(now)[:, None])
    return model


def test_every_weight_keeps_six_digits() -> None:
    model = weights_of([0.0] * 7, LONGLEY)
    assert column(model, 0) == ["0"] * 7
    assert column(model, 1) == SHOWN
    assert column(model, 2)[0] == "−3.48226e6"


def test_cut_initial_weights_are_marked() -> None:
    model = weights_of(LONGLEY, [0.0] * 7)
    assert column(model, 0) == [f"{text}…" for text in SHOWN]
    assert model.shows_cuts(0)
    assert not model.shows_cuts(1)


@pytest.mark.parametrize(
    ("initial", "now", "shown"),
    [
        (1.764052345, 0.900000001, ["1.764052…", "0.900000"]),
        (0.4001572, 1.3525713, ["0.400157…", "1.352571"]),
        (1.5, 1.3525713, ["1.5", "1.35257"]),
        (1234.5678, 0.1234567, ["1234.57…", "0.123457"]),
        (99.99999951, 100.0, ["100.000…", "100"]),
        (1e-7, 2.3456789, ["1e−7", "2.34568"]),
        (2e12, -2.00000000001e12, ["2e12", "−2.00000e12"]),
    ],
)
def test_near_weights_share_their_point(initial: float, now: float, shown: list[str]) -> None:
    model = weights_of([initial], [now])
    assert [column(model, 0)[0], column(model, 1)[0]] == shown


def test_initial_follows_the_current_decimals(qtbot: QtBot) -> None:
    model = weights_of([1.764052345], [1.5])
    before = column(model, 0)
    changed: list[int] = []
    model.dataChanged.connect(lambda top, bottom: changed.append(top.column()))
    model.show(np.array([[0.9]]), None)
    assert (before, column(model, 0)) == (["1.76405…"], ["1.764052…"])
    assert changed == [1, 0]


def test_edit_shows_all_digits_of_weights() -> None:
    model = weights_of([-15.0618722713733], [1e-7])
    roles = (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole)
    assert [model.index(0, 0).data(role) for role in roles] == [
        "-15.0618722713733",
        "−15.0618722713733",
    ]
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "1e−7"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=6))
def test_any_weights_keep_their_digits(weights: list[float]) -> None:
    model = weights_of(weights, weights[::-1])
    for number, values in enumerate((weights, weights[::-1], weights[::-1])):
        shown = [parse_number(text.rstrip("…")) for text in column(model, number)]
        assert shown == pytest.approx(values, rel=5.01e-6, abs=0)


def test_typed_minus_signs_are_read() -> None:
    model = weights_of([1.0], [1.0])
    assert model.setData(model.index(0, 0), "−2.5e−3")
    assert model.document.table(TableName.W).joined[0, 0] == -2.5e-3


def test_unknown_weights_show_a_dash(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    assert column(model, 1) == ["—"] * 3
    model.show(fitted, None)
    assert (column(model, 1), column(model, 2)) == (["1", "2", "3"], ["—"] * 3)


def test_new_weights_change_computed_columns_only(
    document: Document, fitted: Matrix, qtbot: QtBot
) -> None:
    model = WeightsModel(document)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.show(fitted, GRADIENT)
    assert (changed.args[0].column(), changed.args[1].column()) == (1, 2)
    assert changed.args[1].row() == 2


def test_weights_of_wrong_length_are_unknown(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    model.show(fitted, GRADIENT)
    document.remove_columns([1])
    assert (column(model, 1), column(model, 2)) == (["—"] * 2, ["—"] * 2)


def test_initial_weights_are_editable(document: Document) -> None:
    model = WeightsModel(document)
    assert model.setData(model.index(1, 0), "-0.5")
    assert not model.setData(model.index(1, 1), "-0.5")
    assert document.table(TableName.W).joined[1, 0] == -0.5
    assert column(model, 0)[1] == "−0.5"


def test_weight_rows_are_columns_of_a(document: Document) -> None:
    model = WeightsModel(document)
    model.insert(TableAxis.ROW, 1)
    assert document.table(TableName.A).joined[0].tolist() == [1, 0, 2, 3]
    model.remove(TableAxis.ROW, [0, 1])
    assert document.table(TableName.A).joined[0].tolist() == [2, 3]
    model.insert(TableAxis.ROW, 0, 2)
    assert (document.rows, document.columns) == (3, 4)


def test_invalid_weight_is_named(document: Document, qtbot: QtBot) -> None:
    model = WeightsModel(document)
    with qtbot.waitSignal(model.refused) as refusal:
        assert not model.setData(model.index(2, 0), "x")
    assert refusal.args[1] == (
        "W, row 3, column 1: 'x' is not a number. Write one, such as 0.5 or 1e-3."
    )


NOTE = Qt.ItemDataRole.ToolTipRole
H = Qt.Orientation.Horizontal


def scale(document: Document) -> None:
    """Standardise the second column."""
    give(document, Column(), Column("a", 3.0, 2.0), Column())


def test_scaling_adds_column_of_original_units(
    document: Document, fitted: Matrix, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = WeightsModel(document)
    model.show(fitted, None)
    with qtbot.waitSignal(model.columnsInserted):
        scale(document)
    assert model.headerData(3, H) == "original units"
    assert column(model, 3) == ["1", "1", "3"]
    assert not model.setData(model.index(0, 3), "1")
    qtmodeltester.check(model)
    with qtbot.waitSignal(model.columnsRemoved):
        document.undo_stack.undo()
    assert model.columnCount() == 3


def test_tooltip_shows_constant_without_intercept(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    scale(document)
    assert "Add" not in str(model.headerData(3, H, NOTE))
    model.show(fitted, None)
    assert "Add −3 to each prediction" in str(model.headerData(3, H, NOTE))
    document.set_block(TableName.A, 0, 0, np.ones((3, 1)))
    assert "Add" not in str(model.headerData(3, H, NOTE))
    assert column(model, 3) == ["−2", "1", "3"]


def test_opening_shows_or_hides_original_units(document: Document) -> None:
    model, plain = WeightsModel(document), document.experiment
    scale(document)
    scaled = document.experiment
    document.open(plain)
    assert model.columnCount() == 3
    document.open(scaled)
    assert (model.columnCount(), column(model, 3)) == (4, ["—"] * 3)


def test_scaling_undone_at_once_names_present_columns(document: Document, qtbot: QtBot) -> None:
    """The column of original units, noted as changed, is gone when the views are notified."""
    model = WeightsModel(document)
    before = document.experiment
    scale(document)
    document.undo_stack.undo()
    assert document.experiment is before
    with qtbot.waitSignal(model.dataChanged) as changed:
        pass
    first, last = changed.args[:2]
    assert (first.column(), last.column()) == (1, 2)


def test_removing_scaled_column_hides_original_units(document: Document) -> None:
    model = WeightsModel(document)
    scale(document)
    document.remove_columns([1])
    assert model.columnCount() == 3
    document.undo_stack.undo()
    assert model.columnCount() == 4


def test_weights_snapshot_does_not_change(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    scale(document)
    model.show(fitted, GRADIENT)
    columns = model.snapshot()
    document.resize(3, 1)
    values = [columns(k, range(3)).tolist() for k in range(1, 4)]
    assert values == [[1, 2, 3], [0.5, -0.25, 0], [1, 1, 3]]


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
