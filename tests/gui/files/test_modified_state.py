import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.rescaling import Rescaling
from gui.document import Document, Experiment, Fitted, TableName
from gui.files.modified_state import ModifiedState
from gui.files.secant_document import empty_experiment
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.transforms.scaling import scale_columns
from tests.engine.archive.runs import kept

PROBLEM = Problem([[1.0], [2.0]], [3.0, 4.0])


class Case:
    """A document, its run and their modified state."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = Document(PROBLEM, Settings(epochs=3), "Test")
        self.session = Session(self.document)
        self.modified_state = ModifiedState(self.document, self.session, self.document)
        self.changed = QSignalSpy(self.modified_state.changed)

    def edit(self, value: float) -> None:
        self.document.set_block(TableName.A, 0, 0, np.array([[value]]))

    def run(self, state: RunState = RunState.DONE) -> None:
        with self.qtbot.waitSignal(
            self.session.state_changed, check_params_cb=lambda reached: reached is state
        ):
            self.session.run_or_pause()

    def open(self, fitted: Fitted | None = None) -> None:
        self.session.reset()
        self.document.open(Experiment.of(PROBLEM, Settings(epochs=3)), fitted)


@pytest.fixture
def case(qtbot: QtBot) -> Iterator[Case]:
    case = Case(qtbot)
    yield case
    case.session.shut_down()
    case.document.shut_down()


def test_new_window_is_unmodified(case: Case) -> None:
    assert not case.modified_state.is_modified


def test_edit_and_undo_emit_changed(case: Case) -> None:
    case.edit(5)
    assert case.modified_state.is_modified
    case.edit(6)
    case.document.flush()
    assert case.changed.count() == 1
    case.document.undo_stack.undo()
    case.document.undo_stack.undo()
    assert not case.modified_state.is_modified
    case.document.flush()
    assert case.changed.count() == 2
    case.document.undo_stack.redo()
    assert case.modified_state.is_modified


def test_every_kind_of_change_modifies_file(case: Case) -> None:
    case.modified_state.mark_saved(case.modified_state.snapshot())
    for change in (
        lambda: case.document.change_settings(epochs=7),
        lambda: case.document.insert_rows(0, 1),
    ):
        change()
        assert case.modified_state.is_modified
        case.modified_state.mark_saved(case.modified_state.snapshot())
        assert not case.modified_state.is_modified


def test_settings_without_file_are_unmodified(case: Case) -> None:
    case.document.change_settings(epochs=7)
    assert not case.modified_state.is_modified
    case.document.insert_rows(0, 1)
    assert case.modified_state.is_modified


EACH_SETTING: dict[str, float | str] = {
    "epochs": 7,
    "learning_rate": 0.125,
    "h": 0.25,
    "difference": "forward",
    "tolerance": 1e-3,
    "precision": "float32",
    "method": "literal",
    "until_converged": True,
    "scale_columns": True,
    "loss": "huber",
    "delta": 2.0,
    "quantile": 0.25,
    "optimiser": "heavy ball",
    "momentum": 0.5,
    "dampening": 0.5,
    "beta1": 0.5,
    "beta2": 0.5,
    "alpha": 0.5,
    "epsilon": 0.5,
    "weight_decay": 0.5,
    "schedule": "cosine",
    "schedule_every": 5,
    "schedule_factor": 0.25,
    "schedule_epochs": 5,
    "schedule_least": 0.5,
    "schedule_rate": 0.5,
}


@pytest.mark.parametrize("name", EACH_SETTING)
def test_all_settings_count_alike(case: Case, name: str) -> None:
    assert {*EACH_SETTING, "formula"} == vars(Settings()).keys()  # which is made of the loss
    for is_in_file in (False, True):
        case.open()
        case.modified_state.mark_opened(is_in_file)
        case.document.change_settings(**{name: EACH_SETTING[name]})
        assert case.modified_state.is_modified is is_in_file
        assert case.modified_state.has_changed  # a recovery copy keeps them
        case.document.undo_stack.undo()
        assert not case.modified_state.is_modified


def test_settings_of_empty_document_are_unmodified(case: Case) -> None:
    case.document.open(empty_experiment())
    case.modified_state.mark_opened(is_in_file=False)
    case.document.change_settings(learning_rate=0.125)
    assert not case.modified_state.is_modified


def test_undo_to_saved_state_is_unmodified(case: Case) -> None:
    case.edit(5)
    saved = case.modified_state.snapshot()
    case.edit(6)
    case.modified_state.mark_saved(saved)
    assert case.modified_state.is_modified
    case.document.undo_stack.undo()
    assert not case.modified_state.is_modified
    case.document.undo_stack.undo()
    assert case.modified_state.is_modified


def test_pending_change_counts_as_modified(case: Case) -> None:
    changing = QSignalSpy(case.modified_state.changed)
    with case.qtbot.waitSignal(case.document.idle):
        case.document.change("Nothing", lambda experiment: experiment, cells=10**9)
        assert case.modified_state.is_modified
    assert not case.modified_state.is_modified
    assert changing.count() == 2


def test_run_modifies_document_with_file(case: Case) -> None:
    case.run()
    assert not case.modified_state.is_modified
    case.modified_state.mark_saved(case.modified_state.snapshot())
    assert not case.modified_state.is_modified
    case.document.change_settings(epochs=30)
    case.modified_state.mark_saved(case.modified_state.snapshot())
    case.run()
    assert case.modified_state.is_modified


@pytest.mark.parametrize("chosen", [{"pinned": True, "name": ""}, {"name": "best"}])
def test_kept_runs_without_file_are_unsaved(case: Case, chosen: dict[str, object]) -> None:
    """They were lost without a question."""
    case.document.keep_runs((kept(1, name=""),))
    assert not case.modified_state.is_modified  # it came by itself
    case.document.keep_runs((kept(1, name=""), kept(2, **chosen)))
    assert case.modified_state.is_modified
    assert case.modified_state.has_unsaved_work
    assert case.changed.count() == 1
    case.modified_state.mark_saved(case.modified_state.snapshot())
    assert not case.modified_state.is_modified
    case.document.keep_runs(())
    assert case.modified_state.is_modified  # the file has them still


def test_run_that_came_by_itself_needs_no_saving(case: Case) -> None:
    """It is taken up 0.1 s after its end: a file that was saved before was marked once more."""
    first = kept(1)
    case.document.keep_runs((first,))
    case.modified_state.mark_saved(case.modified_state.snapshot())
    case.document.keep_runs((first, kept(2, name="")))
    assert not case.modified_state.is_modified
    case.document.keep_runs((first, kept(2, name="mine")))
    assert case.modified_state.is_modified
    case.document.keep_runs((first,))
    assert not case.modified_state.is_modified


def test_run_to_saved_weights_is_unmodified(case: Case) -> None:
    case.run()
    case.modified_state.mark_saved(case.modified_state.snapshot())
    case.session.reset()
    assert not case.modified_state.is_modified
    case.run()
    assert not case.modified_state.is_modified


def test_opened_file_is_unmodified(case: Case) -> None:
    case.edit(5)
    fitted = Fitted(np.array([[0.5]]), 9, 0.25)
    case.open(fitted)
    case.modified_state.mark_opened(is_in_file=True)
    assert not case.modified_state.is_modified
    assert case.modified_state.snapshot().fitted == fitted
    case.run()
    assert case.modified_state.is_modified


def test_recovered_work_stays_modified_after_undo(case: Case) -> None:
    case.open()
    case.modified_state.mark_recovered()
    assert case.modified_state.is_modified
    case.edit(5)
    case.document.undo_stack.undo()
    assert case.modified_state.is_modified


def test_snapshot_includes_run(case: Case) -> None:
    assert case.modified_state.snapshot().fitted is None
    case.run()
    progress, fitted = case.session.progress, case.modified_state.snapshot().fitted
    assert progress is not None
    assert fitted is not None
    assert (fitted.epoch, fitted.loss) == (3, progress.frame.loss)
    np.testing.assert_array_equal(fitted.W, progress.frame.W)


@pytest.mark.parametrize("is_run", [True, False])
def test_edited_table_has_no_weights(case: Case, is_run: bool) -> None:
    if is_run:
        case.run()
    else:
        case.open(Fitted(np.array([[0.5]]), 3, 0.25))
        case.modified_state.mark_opened(is_in_file=True)
    before = case.modified_state.snapshot().fitted
    assert before is not None
    for edit in (lambda: case.edit(5), lambda: case.document.insert_rows(0, 1)):
        edit()
        assert case.modified_state.snapshot().fitted is None
        case.document.undo_stack.undo()
        fitted = case.modified_state.snapshot().fitted
        assert fitted is not None
        assert fitted.W is before.W
        assert (fitted.epoch, fitted.loss) == (before.epoch, before.loss)


@pytest.mark.parametrize("is_run", [True, False])
def test_epoch_is_nan_after_other_start(case: Case, is_run: bool) -> None:
    if is_run:
        case.run()
    else:
        case.open(Fitted(np.array([[0.5]]), 3, 0.25))
    before = case.modified_state.snapshot().fitted
    case.document.set_initial_weights(np.array([[7.0]]))
    fitted = case.modified_state.snapshot().fitted
    assert before is not None
    assert fitted is not None
    assert fitted.W is before.W
    assert fitted.loss == before.loss
    assert math.isnan(fitted.epoch)


def test_weights_of_other_shape_are_dropped(case: Case) -> None:
    case.run()
    case.document.insert_columns(0, 1)
    assert case.modified_state.snapshot().fitted is None
    case.open(Fitted(np.array([[0.5]]), 3, 0.25))
    case.document.insert_columns(0, 1)
    assert case.modified_state.snapshot().fitted is None


@pytest.mark.parametrize("is_run", [True, False])
def test_weights_in_other_units_are_dropped(case: Case, is_run: bool) -> None:
    if is_run:
        case.run()
    else:
        case.open(Fitted(np.array([[0.5]]), 3, 0.25))
    case.document.change("Scale", lambda now: scale_columns(now, [0], Rescaling.SCALE))
    assert case.modified_state.snapshot().fitted is None
    case.document.undo_stack.undo()
    assert case.modified_state.snapshot().fitted is not None


def test_replacement_is_unsaved_until_undone(case: Case) -> None:
    case.modified_state.mark_saved(case.modified_state.snapshot())
    case.document.change("Import", lambda now: now.as_new_document())
    assert case.modified_state.is_modified
    case.document.undo_stack.undo()
    assert not case.modified_state.is_modified


def test_beginning_shows_nothing_yet(case: Case) -> None:
    """The window drew everything in the turn in which the sheet was replaced, and twice."""
    shown = QSignalSpy(case.document.changed)
    case.run()
    assert shown.count() == 0
    begun = empty_experiment()
    case.modified_state.mark_begun(begun)
    case.document.begin("New", begun)
    case.modified_state.forget_left()
    assert shown.count() == 0
    assert not case.modified_state.is_modified
    assert shown.count() == 1
