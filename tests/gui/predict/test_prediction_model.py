"""A few rows are predicted at once, and by the weights now without all the rest."""

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, optimum
from engine.statistics import statistics
from engine.writing.csv import Dialect
from gui.document import Experiment
from gui.document.new_rows import set_cells
from gui.predict.prediction_basis import OptimumState, PredictionBasis, RunEnd
from gui.predict.prediction_model import PredictionModel
from gui.predict.row_text import WrittenRows


def test_weights_now_change_alone(qtbot: QtBot) -> None:
    problem = Problem([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [0.0, 2.0, 1.0])
    table = set_cells(Experiment.of(problem, Settings(h=0.1)), 0, [1], [1.5])
    figures = statistics(problem, optimum(problem))
    parent = QWidget()
    qtbot.addWidget(parent)
    model = PredictionModel(parent)
    known = OptimumState.KNOWN
    model.show_basis(PredictionBasis(table, ("1", "x"), known, figures, np.array([[1.0], [2.0]])))
    first = model.shown
    assert first is not None
    assert first.rows is not None
    assert first.rows.now.tolist() == [4.0]
    end = RunEnd.CONVERGED
    W = np.array([[0.0], [2.0]])
    model.show_basis(PredictionBasis(table, ("1", "x"), known, figures, W, end=end))
    second = model.shown
    assert second is not None
    assert second.rows is not None
    assert second.rows.now.tolist() == [3.0]
    assert second.is_of_same_rows(first)
    assert second.rows.values[0] == pytest.approx(1.25)
    written = WrittenRows.of(second)
    assert written is not None
    head, row = b"".join(written.csv(Dialect())).decode().splitlines()
    assert (head.split(",")[:3], row.split(",")[:2]) == (
        ["row", "x", "predicted_now"],
        ["1", "1.5"],
    )
    assert (head.split(",")[-1], row.split(",")[-1]) == ("converged", "yes")
    model.shut_down()
