"""The model of W."""

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Document, Part
from gui.tables import Axis, WeightsModel

GRADIENT = np.array([[0.5], [-0.25], [0.0]])


def column(model: WeightsModel, number: int) -> list[str]:
    return [model.index(k, number).data() for k in range(model.rowCount())]


def test_is_a_proper_model(document: Document, fitted: Matrix, qtmodeltester: ModelTester) -> None:
    model = WeightsModel(document)
    model.show(fitted, GRADIENT)
    qtmodeltester.check(model)


def test_names_its_rows_and_columns(document: Document) -> None:
    model = WeightsModel(document)
    rows = [model.headerData(k, Qt.Orientation.Vertical) for k in range(3)]
    columns = [model.headerData(k, Qt.Orientation.Horizontal) for k in range(3)]
    assert rows == ["w1", "w2", "w3"]
    assert columns == ["initial", "now", "δW"]


def test_shows_the_initial_the_current_and_the_gradient(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    model.show(fitted, GRADIENT)
    assert column(model, 0) == ["1.76405", "0.40016", "0.97874"]
    assert column(model, 1) == ["1", "2", "3"]
    assert column(model, 2) == ["0.50", "-0.25", "0.00"]


def test_each_may_be_unknown(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    assert column(model, 1) == ["—"] * 3
    model.show(fitted, None)
    assert (column(model, 1), column(model, 2)) == (["1", "2", "3"], ["—"] * 3)


def test_says_that_the_computed_columns_changed_and_no_other(
    document: Document, fitted: Matrix, qtbot: QtBot
) -> None:
    model = WeightsModel(document)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.show(fitted, GRADIENT)
    assert (changed.args[0].column(), changed.args[1].column()) == (1, 2)
    assert changed.args[1].row() == 2


def test_what_does_not_fit_any_more_is_unknown(document: Document, fitted: Matrix) -> None:
    model = WeightsModel(document)
    model.show(fitted, GRADIENT)
    document.remove_columns([1])
    assert (column(model, 1), column(model, 2)) == (["—"] * 2, ["—"] * 2)


def test_the_initial_weights_are_edited(document: Document) -> None:
    model = WeightsModel(document)
    assert model.setData(model.index(1, 0), "-0.5")
    assert not model.setData(model.index(1, 1), "-0.5")
    assert document.table(Part.W).joined[1, 0] == -0.5
    assert column(model, 0)[1] == "-0.50000"


def test_its_rows_are_the_columns_of_a(document: Document) -> None:
    model = WeightsModel(document)
    model.insert(Axis.ROW, 1)
    assert document.table(Part.A).joined[0].tolist() == [1, 0, 2, 3]
    model.remove(Axis.ROW, [0, 1])
    assert document.table(Part.A).joined[0].tolist() == [2, 3]
    model.grow(4, 1)
    assert (document.rows, document.columns) == (3, 4)


def test_a_refusal_names_the_weight(document: Document, qtbot: QtBot) -> None:
    model = WeightsModel(document)
    with qtbot.waitSignal(model.refused) as refusal:
        assert not model.setData(model.index(2, 0), "x")
    assert refusal.args[1] == (
        "W, row 3, column 1: 'x' is not a number. Type one, such as 0.5 or 1e-3."
    )
