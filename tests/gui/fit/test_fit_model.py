"""Which fit is looked at, and whether its figures are those of the weights now."""

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import optimum
from engine.inference.leave_out import KeptRows, leave_out
from engine.statistics import statistics
from gui.document import TableName
from gui.fit import texts
from gui.fit.fit_frame import FitFrame, FitStanding
from gui.fit.fit_model import CELLS_AT_ONCE, FitGap
from gui.fit.fit_request import FitRequest
from gui.run.run_state import RunState

from .conftest import MILLISECONDS, FitBench, example, table_of


def frame_of(bench: FitBench) -> FitFrame:
    bench.document.flush()
    bench.model.pause()
    bench.model.resume()
    assert bench.model.frame is not None
    return bench.model.frame


def test_figures_are_those_of_the_optimum(bench: FitBench) -> None:
    bench.model.resume()
    frame = frame_of(bench)
    problem = bench.document.experiment.problem
    known = statistics(problem, optimum(problem))
    assert frame.figures.r_squared == known.r_squared
    assert frame.figures.standard_errors == pytest.approx(known.standard_errors)
    assert frame.standing is FitStanding.NOT_RUN
    assert frame.sentence == texts.NOT_RUN
    assert bench.model.offer == texts.RUN_ON
    assert frame.rows is not None


def test_short_run_is_above_the_optimum(bench: FitBench, qtbot: QtBot) -> None:
    bench.run(qtbot, epochs=3)
    frame = frame_of(bench)
    assert frame.standing is FitStanding.ABOVE
    assert not frame.is_reached
    assert "× the least" in frame.sentence
    assert bench.model.offer == texts.GO_ON
    assert frame.now is not None


def test_converged_run_has_these_figures(bench: FitBench, qtbot: QtBot) -> None:
    bench.run(qtbot, scale_columns=True, until_converged=True, learning_rate="safe")
    frame = frame_of(bench)
    assert frame.standing is FitStanding.THERE
    assert frame.is_reached
    assert frame.sentence == texts.THERE
    assert bench.model.offer == ""
    assert frame.now is not None
    assert frame.now[:, 0] == pytest.approx(frame.figures.best.W[:, 0], rel=1e-6)


def test_diverged_run_does_not_go_on(bench: FitBench, qtbot: QtBot) -> None:
    bench.run(qtbot, epochs=1000, learning_rate=1e6)
    assert bench.session.state is RunState.DIVERGED
    frame = frame_of(bench)
    assert frame.sentence.startswith("These belong to the optimum: ")
    assert bench.model.offer == ""


def test_edited_table_has_its_own_figures(bench: FitBench, qtbot: QtBot) -> None:
    bench.run(qtbot, epochs=3)
    before = frame_of(bench)
    bench.document.set_block(TableName.Y, 0, 0, np.array([[1000.0]]))
    frame = frame_of(bench)
    assert frame.figures is not before.figures
    assert frame.figures.r_squared < before.figures.r_squared
    assert frame.standing is FitStanding.NOT_RUN


def test_hidden_view_computes_nothing(bench: FitBench) -> None:
    spy = QSignalSpy(bench.model.changed)
    bench.open(example("longley"))
    assert bench.model.frame is None
    assert spy.count() == 0


def test_other_loss_has_no_figures(bench: FitBench) -> None:
    bench.document.change_settings(loss="mean absolute")
    bench.document.flush()
    bench.model.resume()
    assert bench.model.frame is None
    assert bench.model.gap is FitGap.OTHER_LOSS
    assert bench.model.gap.text.startswith("These figures are those of the mean square")
    assert bench.model.offer == ""


def test_exact_fit_says_what_it_cannot(bench: FitBench, qtbot: QtBot) -> None:
    bench.open(table_of([[1, 0], [1, 1]], [1, 3]))
    bench.run(qtbot, until_converged=True, learning_rate="safe")
    frame = frame_of(bench)
    assert frame.sentence.startswith("An exact fit: 2 rows cannot say")
    bench.open(table_of([[2.0]], [3.0]))
    bench.run(qtbot, until_converged=True, learning_rate="safe")
    assert frame_of(bench).sentence == "An exact fit: 1 row cannot say how sure the weights are."


def test_dependent_columns_are_named(bench: FitBench, qtbot: QtBot) -> None:
    bench.open(example("collinear"))
    bench.run(qtbot, until_converged=True, learning_rate="safe")
    frame = frame_of(bench)
    assert frame.sentence.startswith("x3 = x1 + x2: ")


def test_zero_least_loss_is_told(bench: FitBench, qtbot: QtBot) -> None:
    bench.open(table_of([[1, 0], [1, 1], [1, 2]], [1, 3, 5]))
    bench.run(qtbot, epochs=2)
    assert frame_of(bench).sentence.endswith("the least is 0.")


def test_large_table_is_computed_aside(bench: FitBench, qtbot: QtBot) -> None:
    random = np.random.default_rng(1)
    A = random.normal(size=(CELLS_AT_ONCE // 2, 4))
    bench.open(table_of(A, A.sum(axis=1) + random.normal(size=len(A))))
    shares = QSignalSpy(bench.model.progressed)
    bench.model.resume()
    assert bench.model.gap is FitGap.COMPUTING
    qtbot.waitUntil(lambda: bench.model.frame is not None, timeout=MILLISECONDS)

    def has_rows() -> bool:
        return bench.model.frame is not None and bench.model.frame.rows is not None

    qtbot.waitUntil(has_rows, timeout=MILLISECONDS)
    frame = bench.model.frame
    assert frame is not None
    assert frame.rows is not None
    assert frame.rows.figures.influence.leverage.sum() == pytest.approx(4)
    assert frame.rows.remark.endswith(" of 16,384 rows")
    assert all(0 <= shares.at(k)[0] <= 1 for k in range(shares.count()))


def test_optimum_of_dependent_columns_follows_the_start(bench: FitBench) -> None:
    bench.open(example("collinear"))
    first = frame_of(bench)
    bench.document.set_initial_weights(np.array([[5.0], [0.0], [0.0]]))
    second = frame_of(bench)
    assert not np.allclose(first.figures.best.W, second.figures.best.W)
    W = bench.document.experiment.W.joined
    assert FitRequest(bench.document.experiment, W).start[0, 0] == 5


def test_incomplete_rows_keep_their_numbers(bench: FitBench) -> None:
    bench.open(table_of([[1, 0], [1, 1], [1, 2], [1, 4]], [1, 3, 4, 9]))
    bench.document.resize(6, 2)
    bench.document.set_block(TableName.A, 5, 0, np.array([[1.0, 3.0]]))
    bench.document.set_block(TableName.Y, 5, 0, np.array([[7.0]]))
    rows = frame_of(bench).rows
    assert rows is not None
    if rows.numbering is not None:
        assert rows.numbering.tolist() == [0, 1, 2, 3, 5]
    assert rows.row_of(5) is not None


def test_fit_follows_the_rows_that_count(bench: FitBench) -> None:
    bench.open(example("longley"))
    bench.model.resume()
    bench.session.leave_out([2, 5])
    frame = frame_of(bench)
    whole = example("longley").problem
    kept = leave_out(KeptRows.of(whole), [2, 5])
    assert np.allclose(frame.figures.best.W, kept.best.W, rtol=1e-10)
    rows = frame.rows
    assert rows is not None
    assert rows.beside is not None
    assert rows.figures.total == 14
    assert (rows.place_beside(5), rows.row_of(5), rows.row_of(6)) == (1, None, 4)
    assert np.allclose(rows.beside.predicted, (whole.A[[2, 5]] @ kept.best.W)[:, 0], rtol=1e-9)
    bench.session.take_back([2, 5])
    again = frame_of(bench).rows
    assert again is not None
    assert (again.beside, again.figures.total) == (None, 16)


def test_column_of_zeros_is_one_weight(bench: FitBench, qtbot: QtBot) -> None:
    bench.open(table_of([[1, 0], [1, 0], [1, 0]], [1, 3, 7]))
    bench.run(qtbot, until_converged=True, learning_rate="safe")
    frame = frame_of(bench)
    name = frame.names[1]
    assert frame.sentence == (
        f"The weight of “{name}” is not determined: its column is 0 in every fitted row."
    )
