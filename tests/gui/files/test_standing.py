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
        self.standing = Standing(self.document, self.session, self.document)
        self.changed = QSignalSpy(self.standing.changed)

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


def test_at_first_there_is_nothing_to_lose(stand: Stand) -> None:
    assert not stand.standing.is_modified


def test_an_edit_and_its_undo_are_told(stand: Stand) -> None:
    stand.edit(5)
    assert stand.standing.is_modified
    stand.edit(6)
    stand.document.flush()
    assert stand.changed.count() == 1
    stand.document.undo_stack.undo()
    stand.document.undo_stack.undo()
    assert not stand.standing.is_modified
    stand.document.flush()
    assert stand.changed.count() == 2
    stand.document.undo_stack.redo()
    assert stand.standing.is_modified


def test_changes_of_every_kind_count_once_there_is_a_file(stand: Stand) -> None:
    stand.standing.settle(stand.standing.snapshot())
    for change in (
        lambda: stand.document.change_settings(epochs=7),
        lambda: stand.document.insert_rows(0, 1),
    ):
        change()
        assert stand.standing.is_modified
        stand.standing.settle(stand.standing.snapshot())
        assert not stand.standing.is_modified


def test_without_a_file_settings_alone_are_nothing_to_lose(stand: Stand) -> None:
    stand.document.change_settings(epochs=7)
    assert not stand.standing.is_modified
    stand.document.insert_rows(0, 1)
    assert stand.standing.is_modified


def test_what_was_saved_is_known_again_past_later_edits(stand: Stand) -> None:
    stand.edit(5)
    saved = stand.standing.snapshot()
    stand.edit(6)
    stand.standing.settle(saved)
    assert stand.standing.is_modified
    stand.document.undo_stack.undo()
    assert not stand.standing.is_modified
    stand.document.undo_stack.undo()
    assert stand.standing.is_modified


def test_a_change_under_way_is_something_to_lose(stand: Stand) -> None:
    changing = QSignalSpy(stand.standing.changed)
    with stand.qtbot.waitSignal(stand.document.idle):
        stand.document.change("Nothing", lambda experiment: experiment, cells=10**9)
        assert stand.standing.is_modified
    assert not stand.standing.is_modified
    assert changing.count() == 2


def test_a_run_counts_once_there_is_a_file(stand: Stand) -> None:
    stand.run()
    assert not stand.standing.is_modified
    stand.standing.settle(stand.standing.snapshot())
    assert not stand.standing.is_modified
    stand.document.change_settings(epochs=30)
    stand.standing.settle(stand.standing.snapshot())
    stand.run()
    assert stand.standing.is_modified


def test_a_run_back_to_where_the_file_is_counts_not(stand: Stand) -> None:
    stand.run()
    stand.standing.settle(stand.standing.snapshot())
    stand.session.reset()
    assert not stand.standing.is_modified
    stand.run()
    assert not stand.standing.is_modified


def test_what_was_opened_from_a_file_is_as_it_is_there(stand: Stand) -> None:
    stand.edit(5)
    fitted = Fitted(np.array([[0.5]]), 9, 0.25)
    stand.open(fitted)
    stand.standing.begin(is_in_file=True)
    assert not stand.standing.is_modified
    assert stand.standing.snapshot().fitted == fitted
    stand.run()
    assert stand.standing.is_modified


def test_what_was_recovered_is_in_no_file_however_often_undone(stand: Stand) -> None:
    stand.open()
    stand.standing.begin_unsaved()
    assert stand.standing.is_modified
    stand.edit(5)
    stand.document.undo_stack.undo()
    assert stand.standing.is_modified


def test_a_run_is_part_of_what_there_is_to_save(stand: Stand) -> None:
    assert stand.standing.snapshot().fitted is None
    stand.run()
    progress, fitted = stand.session.progress, stand.standing.snapshot().fitted
    assert progress is not None
    assert fitted is not None
    assert (fitted.epoch, fitted.loss) == (3, progress.frame.loss)
    np.testing.assert_array_equal(fitted.W, progress.frame.W)


@pytest.mark.parametrize("is_run", [True, False])
def test_of_tables_edited_since_the_loss_is_not_known(stand: Stand, is_run: bool) -> None:
    if is_run:
        stand.run()
    else:
        stand.open(Fitted(np.array([[0.5]]), 3, 0.25))
        stand.standing.begin(is_in_file=True)
    before = stand.standing.snapshot().fitted
    stand.edit(5)
    fitted = stand.standing.snapshot().fitted
    assert before is not None
    assert fitted is not None
    assert fitted.W is before.W
    assert fitted.epoch == 3
    assert math.isnan(fitted.loss)


def test_weights_that_fit_no_longer_are_not_kept(stand: Stand) -> None:
    stand.run()
    stand.document.insert_columns(0, 1)
    assert stand.standing.snapshot().fitted is None
    stand.open(Fitted(np.array([[0.5]]), 3, 0.25))
    stand.document.insert_columns(0, 1)
    assert stand.standing.snapshot().fitted is None


@pytest.mark.parametrize("is_run", [True, False])
def test_weights_in_other_units_than_the_columns_are_not_kept(stand: Stand, is_run: bool) -> None:
    if is_run:
        stand.run()
    else:
        stand.open(Fitted(np.array([[0.5]]), 3, 0.25))
    stand.document.change("Scale", lambda now: scaled(now, [0], Rescaling.SCALE))
    assert stand.standing.snapshot().fitted is None
    stand.document.undo_stack.undo()
    assert stand.standing.snapshot().fitted is not None
