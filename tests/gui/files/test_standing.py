import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.units import Rescaling
from gui.document import Document, Experiment, Fitted, Part
from gui.files.standing import Standing
from gui.run_state import RunState
from gui.session import Session
from gui.transforms.scaling import scaled

PROBLEM = Problem([[1.0], [2.0]], [3.0, 4.0])


class Stand:
    """A document, its run and how they stand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = Document(PROBLEM, Settings(epochs=3), "Test")
        self.session = Session(self.document)
        self.modified_state = Standing(self.document, self.session, self.document)
        self.changed = QSignalSpy(self.modified_state.changed)

    def edit(self, value: float) -> None:
        self.document.set_block(Part.A, 0, 0, np.array([[value]]))

    def run(self, state: RunState = RunState.DONE) -> None:
        with self.qtbot.waitSignal(
            self.session.state_changed, check_params_cb=lambda reached: reached is state
        ):
            self.session.run_or_pause()

    def open(self, fitted: Fitted | None = None) -> None:
        self.session.reset()
        self.document.open(Experiment.of(PROBLEM, Settings(epochs=3)), fitted)


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    stand = Stand(qtbot)
    yield stand
    stand.session.shut_down()
    stand.document.shut_down()


def test_new_window_is_unmodified(stand: Stand) -> None:
    assert not stand.modified_state.is_modified


def test_edit_and_undo_emit_changed(stand: Stand) -> None:
    stand.edit(5)
    assert stand.modified_state.is_modified
    stand.edit(6)
    assert stand.changed.count() == 1
    stand.document.undo_stack.undo()
    stand.document.undo_stack.undo()
    assert not stand.modified_state.is_modified
    assert stand.changed.count() == 2
    stand.document.undo_stack.redo()
    assert stand.modified_state.is_modified


def test_every_kind_of_change_modifies_file(stand: Stand) -> None:
    stand.modified_state.mark_saved(stand.modified_state.snapshot())
    for change in (
        lambda: stand.document.change_settings(epochs=7),
        lambda: stand.document.insert_rows(0, 1),
    ):
        change()
        assert stand.modified_state.is_modified
        stand.modified_state.mark_saved(stand.modified_state.snapshot())
        assert not stand.modified_state.is_modified


def test_settings_without_file_are_unmodified(stand: Stand) -> None:
    stand.document.change_settings(epochs=7)
    assert not stand.modified_state.is_modified
    stand.document.insert_rows(0, 1)
    assert stand.modified_state.is_modified


def test_undo_to_saved_state_is_unmodified(stand: Stand) -> None:
    stand.edit(5)
    saved = stand.modified_state.snapshot()
    stand.edit(6)
    stand.modified_state.mark_saved(saved)
    assert stand.modified_state.is_modified
    stand.document.undo_stack.undo()
    assert not stand.modified_state.is_modified
    stand.document.undo_stack.undo()
    assert stand.modified_state.is_modified


def test_pending_change_counts_as_modified(stand: Stand) -> None:
    changing = QSignalSpy(stand.modified_state.changed)
    with stand.qtbot.waitSignal(stand.document.idle):
        stand.document.change("Nothing", lambda experiment: experiment, cells=10**9)
        assert stand.modified_state.is_modified
    assert not stand.modified_state.is_modified
    assert changing.count() == 2


def test_run_modifies_document_with_file(stand: Stand) -> None:
    stand.run()
    assert not stand.modified_state.is_modified
    stand.modified_state.mark_saved(stand.modified_state.snapshot())
    assert not stand.modified_state.is_modified
    stand.document.change_settings(epochs=30)
    stand.modified_state.mark_saved(stand.modified_state.snapshot())
    stand.run()
    assert stand.modified_state.is_modified


def test_run_to_saved_weights_is_unmodified(stand: Stand) -> None:
    stand.run()
    stand.modified_state.mark_saved(stand.modified_state.snapshot())
    stand.session.reset()
    assert not stand.modified_state.is_modified
    stand.run()
    assert not stand.modified_state.is_modified


def test_opened_file_is_unmodified(stand: Stand) -> None:
    stand.edit(5)
    fitted = Fitted(np.array([[0.5]]), 9, 0.25)
    stand.open(fitted)
    stand.modified_state.mark_opened(is_in_file=True)
    assert not stand.modified_state.is_modified
    assert stand.modified_state.snapshot().fitted == fitted
    stand.run()
    assert stand.modified_state.is_modified


def test_recovered_work_stays_modified_after_undo(stand: Stand) -> None:
    stand.open()
    stand.modified_state.mark_recovered()
    assert stand.modified_state.is_modified
    stand.edit(5)
    stand.document.undo_stack.undo()
    assert stand.modified_state.is_modified


def test_snapshot_includes_run(stand: Stand) -> None:
    assert stand.modified_state.snapshot().fitted is None
    stand.run()
    progress, fitted = stand.session.progress, stand.modified_state.snapshot().fitted
    assert progress is not None
    assert fitted is not None
    assert (fitted.epoch, fitted.loss) == (3, progress.frame.loss)
    np.testing.assert_array_equal(fitted.W, progress.frame.W)


@pytest.mark.parametrize("is_run", [True, False])
def test_loss_is_nan_after_edit(stand: Stand, is_run: bool) -> None:
    if is_run:
        stand.run()
    else:
        stand.open(Fitted(np.array([[0.5]]), 3, 0.25))
        stand.modified_state.mark_opened(is_in_file=True)
    before = stand.modified_state.snapshot().fitted
    stand.edit(5)
    fitted = stand.modified_state.snapshot().fitted
    assert before is not None
    assert fitted is not None
    assert fitted.W is before.W
    assert fitted.epoch == 3
    assert math.isnan(fitted.loss)


def test_weights_of_other_shape_are_dropped(stand: Stand) -> None:
    stand.run()
    stand.document.insert_columns(0, 1)
    assert stand.modified_state.snapshot().fitted is None
    stand.open(Fitted(np.array([[0.5]]), 3, 0.25))
    stand.document.insert_columns(0, 1)
    assert stand.modified_state.snapshot().fitted is None


@pytest.mark.parametrize("is_run", [True, False])
def test_weights_in_other_units_are_dropped(stand: Stand, is_run: bool) -> None:
    if is_run:
        stand.run()
    else:
        stand.open(Fitted(np.array([[0.5]]), 3, 0.25))
    stand.document.change("Scale", lambda now: scaled(now, [0], Rescaling.SCALE))
    assert stand.modified_state.snapshot().fitted is None
    stand.document.undo_stack.undo()
    assert stand.modified_state.snapshot().fitted is not None
