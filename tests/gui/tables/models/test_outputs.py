"""The model of Y, Ŷ and Y − Ŷ."""

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings, predict
from gui.document import Document, TableName
from gui.tables import OutputsModel, TableAxis


def row(model: OutputsModel, number: int) -> list[str]:
    return [model.index(number, k).data() for k in range(3)]


def test_outputs_model_obeys_qt_rules(
    document: Document, fitted: Matrix, qtmodeltester: ModelTester
) -> None:
    model = OutputsModel(document)
    model.show_weights(fitted)
    qtmodeltester.check(model)


def test_outputs_have_formula_headers(document: Document) -> None:
    model = OutputsModel(document)
    names = [model.headerData(k, Qt.Orientation.Horizontal) for k in range(3)]
    assert names == ["Y", "Ŷ", "Y − Ŷ"]


def test_no_prediction_before_a_run(document: Document) -> None:
    assert row(OutputsModel(document), 0) == ["14", "—", "—"]


def test_outputs_show_the_engines_prediction(document: Document) -> None:
    model = OutputsModel(document)
    W = np.array([[1.32439537], [1.35257131], [3.32322317]])
    model.show_weights(W)
    predicted = predict(document.table(TableName.A).joined, W)
    exact = [float(model.index(k, 1).data(Qt.ItemDataRole.EditRole)) for k in range(3)]
    assert exact == pytest.approx(predicted[:, 0].tolist(), rel=1e-15)
    assert row(model, 0) == ["14", "13.9992", "7.925e−4"]
    assert row(model, 2) == ["50", "50.0003", "−3.466e−4"]


def test_new_weights_change_computed_outputs_only(
    document: Document, fitted: Matrix, qtbot: QtBot
) -> None:
    model = OutputsModel(document)
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.show_weights(fitted)
    top, bottom = changed.args[0], changed.args[1]
    assert (top.row(), top.column()) == (0, 1)
    assert (bottom.row(), bottom.column()) == (2, 2)


@pytest.mark.parametrize("table_name", [TableName.A, TableName.Y])
def test_predictions_follow_edits(
    document: Document, fitted: Matrix, table_name: TableName
) -> None:
    model = OutputsModel(document)
    model.show_weights(fitted)
    assert row(model, 0) == ["14", "14", "0"]
    document.set_block(table_name, 0, 0, np.array([[3.0]]))
    assert row(model, 0) == (
        ["14", "16", "−2"] if table_name == TableName.A else ["3", "14", "−11"]
    )


def test_initial_weights_do_not_change_outputs(document: Document, qtbot: QtBot) -> None:
    model = OutputsModel(document)
    with qtbot.assertNotEmitted(model.dataChanged):
        document.set_initial_weights(np.zeros((3, 1)))


def test_weights_of_wrong_length_predict_nothing(document: Document, fitted: Matrix) -> None:
    model = OutputsModel(document)
    model.show_weights(fitted)
    document.insert_columns(0, 1)
    assert row(model, 0) == ["14", "—", "—"]
    document.remove_columns([0])
    assert row(model, 0) == ["14", "14", "0"]


def test_no_weights_clear_the_prediction(document: Document, fitted: Matrix) -> None:
    model = OutputsModel(document)
    model.show_weights(fitted)
    model.show_weights(None)
    assert row(model, 1) == ["32", "—", "—"]


def test_overflowed_weights_show_infinity(document: Document) -> None:
    model = OutputsModel(document)
    model.show_weights(np.full((3, 1), np.inf))
    assert row(model, 0) == ["14", "∞", "−∞"]
    model.show_weights(np.full((3, 1), np.nan))
    assert row(model, 0) == ["14", "—", "—"]


def test_only_y_is_editable(document: Document, fitted: Matrix) -> None:
    model = OutputsModel(document)
    model.show_weights(fitted)
    assert model.setData(model.index(0, 0), "15")
    assert not model.setData(model.index(0, 1), "15")
    assert document.table(TableName.Y).joined[:, 0].tolist() == [15, 32, 50]
    editable = [bool(model.flags(model.index(0, k)) & Qt.ItemFlag.ItemIsEditable) for k in range(3)]
    assert editable == [True, False, False]


def test_outputs_insert_and_remove_observations(document: Document) -> None:
    model = OutputsModel(document)
    model.insert(TableAxis.ROW, 3)
    model.remove(TableAxis.ROW, [0])
    assert document.table(TableName.Y).joined[:, 0].tolist() == [32, 50, 0]
    model.insert(TableAxis.ROW, 0, 2)
    assert (document.rows, document.columns) == (5, 3)


def test_rows_far_down_are_predicted() -> None:
    A = np.arange(3000.0).reshape(1000, 3)
    document = Document(Problem(A, np.zeros(1000)), Settings(1, 0.1, 0.1), "long")
    model = OutputsModel(document)
    model.show_weights(np.array([[1.0], [0.0], [0.0]]))
    shown = [model.index(k, 1).data() for k in (0, 255, 256, 999)]
    assert shown == ["0", "765", "768", "2997"]
    assert model.index(1000, 1) == QModelIndex()


def test_outputs_snapshot_does_not_change(document: Document, fitted: Matrix) -> None:
    model = OutputsModel(document)
    model.show_weights(fitted)
    columns = model.snapshot()
    document.resize(1, 1)
    model.show_weights(None)
    assert [columns(k, [0, 2]).tolist() for k in range(3)] == [[14, 50], [14, 50], [0, 0]]
