from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, predict
from engine.rescaling import Rescaling
from gui.document import Column, Document, Fitted, TableName, changes
from gui.run.result import RunResult
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.transforms.exchange import use_column_as_output
from gui.transforms.intercept import with_intercept
from gui.transforms.scaling import scale_columns

A = [[1.0, 10.0], [2.0, 50.0], [4.0, 30.0]]


@pytest.fixture
def document() -> Document:
    return Document(Problem(A, [1.0, 2.0, 3.0], [0.5, 0.25]), Settings(10, 1e-4), "Test")


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    session = Session(document)
    yield session
    session.shut_down()


def run(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(
        session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        session.run_or_pause()


def outcome(document: Document, session: Session) -> RunResult:
    found = RunResult.of(document, session)
    assert found is not None
    return found


def test_no_result_before_run(document: Document, session: Session) -> None:
    assert RunResult.of(document, session) is None


def test_result_is_that_of_run(document: Document, session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    progress, found = session.progress, outcome(document, session)
    assert progress is not None
    assert (found.W, found.epoch, found.trace) == (progress.frame.W, 10, progress.trace)
    assert found.experiment.A is document.experiment.A


def test_result_uses_names_given_later(document: Document, session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    document.change("Rename", lambda now: changes.rename_input(now, 1, "size"))
    document.set_initial_weights(np.zeros((2, 1)))
    found = outcome(document, session)
    assert found.experiment.column_names == ("x1", "size")
    assert found.experiment.W.tolist() == [[0.5], [0.25]]


def test_result_ignores_names_after_edit(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change("Rename", lambda now: changes.rename_input(now, 1, "size"))
    run(session, qtbot)
    document.insert_rows(0, 1)
    document.change("Rename", lambda now: changes.rename_input(now, 1, "price"))
    assert outcome(document, session).experiment.column_names == ("x1", "size")
    assert outcome(document, session).experiment.rows == 3


def test_other_columns_have_no_result(document: Document, session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    document.change("Exchange", lambda now: use_column_as_output(now, 1))
    assert RunResult.of(document, session) is None
    document.undo_stack.undo()
    assert outcome(document, session).epoch == 10


def test_saved_result_keeps_its_start(document: Document, session: Session) -> None:
    document.open(document.experiment, Fitted(np.array([[3.0], [4.0]]), 77, 0.5))
    document.change("Rename", lambda now: changes.rename_input(now, 1, "size"))
    document.set_initial_weights(np.zeros((2, 1)))
    document.change_settings(epochs=5)
    found = outcome(document, session)
    assert found.experiment.column_names == ("x1", "size")
    assert found.experiment.W.tolist() == [[0.5], [0.25]]
    assert (found.epoch, found.experiment.settings.epochs) == (77, 10)


def test_saved_result_lasts_until_edit(document: Document, session: Session, qtbot: QtBot) -> None:
    W = np.array([[3.0], [4.0]])
    document.open(document.experiment, Fitted(W, 77, 0.5))
    found = outcome(document, session)
    assert (found.W, found.epoch, found.trace) == (W, 77, None)
    document.set_block(TableName.A, 0, 0, np.zeros((1, 1)))
    assert RunResult.of(document, session) is None
    run(session, qtbot)
    assert outcome(document, session).epoch == 10


def test_unscaled_columns_have_no_original_units(document: Document, session: Session) -> None:
    document.open(document.experiment, Fitted(np.ones((2, 1)), 1, 1.0))
    assert outcome(document, session).original() is None


@pytest.mark.parametrize("intercept", [True, False])
def test_weights_convert_to_original_units(
    document: Document, session: Session, intercept: bool
) -> None:
    experiment = with_intercept(document.experiment) if intercept else document.experiment
    experiment = scale_columns(experiment, range(experiment.columns), Rescaling.STANDARDISE)
    W = np.arange(1.0, experiment.columns + 1).reshape(-1, 1)
    document.open(experiment, Fitted(W, 1, 1.0))
    original = outcome(document, session).original()
    assert original is not None
    before = np.insert(np.array(A), 0, 1.0, axis=1) if intercept else np.array(A)
    predicted = predict(before, original.W) + original.constant
    assert predicted == pytest.approx(predict(experiment.A.joined, W))
    assert (original.constant == 0) is intercept


def test_column_of_ones_keeps_original_units(document: Document, session: Session) -> None:
    experiment = scale_columns(document.experiment, [0, 1], Rescaling.STANDARDISE)
    experiment = changes.set_block(experiment, TableName.A, 0, 0, np.ones((3, 1)))
    W = np.array([[2.0], [3.0]])
    document.open(experiment, Fitted(W, 1, 1.0))
    original = outcome(document, session).original()
    assert original is not None
    shift, scale = np.array([(i.shift, i.scale) for i in experiment.inputs]).T
    values = experiment.A.joined * scale + shift
    assert experiment.inputs[0] != Column()
    predicted = predict(values, original.W) + original.constant
    assert predicted == pytest.approx(predict(experiment.A.joined, W))
