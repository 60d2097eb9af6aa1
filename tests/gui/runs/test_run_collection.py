"""Runs are taken up, kept, renamed and deleted."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from engine import Problem
from engine.archive import kept_run
from engine.archive.kept_run import fingerprint
from engine.archive.kept_runs import MOST_RUNS
from engine.past.saved_run import SavedRun
from gui.document import TableName
from gui.runs import texts
from gui.runs.run_collection import MOST_UNPINNED, RunCollection
from gui.runs.run_record import record_of
from gui.runs.run_step import RunStep
from tests.engine.archive.runs import kept

from .conftest import RunsBench


def numbers(bench: RunsBench) -> list[int]:
    """Return the numbers of all runs."""
    return [run.number for run in bench.collection.runs]


def test_every_run_is_taken_up(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.run(qtbot, learning_rate=0.005)
    first, second = bench.collection.runs
    assert (first.settings.learning_rate, second.settings.learning_rate) == (0.01, 0.005)
    assert (first.epochs, len(first.epoch), first.W.shape) == (100, 101, (3,))
    assert first.ending.startswith("Still falling")
    assert first.seconds > 0
    assert bench.collection.current is second
    assert first.style != second.style
    assert bench.collection.compared == [first, second]


def test_worker_tells_tables_apart(
    bench: RunsBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window took 30 ms for it at the end of a run on a million rows."""
    threads = list[object]()

    def noted(problem: Problem) -> str:
        threads.append(QThread.currentThread())
        return fingerprint(problem)

    monkeypatch.setattr(kept_run, "fingerprint", noted)
    bench.run(qtbot)
    assert len(threads) == 1
    assert threads[0] is not QThread.currentThread()
    assert bench.collection.runs[0].table == fingerprint(bench.document.experiment.problem)


def test_same_run_takes_its_own_place(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.run(qtbot)
    assert numbers(bench) == [1]
    bench.document.change_settings(epochs=200)
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    assert [run.epochs for run in bench.collection.runs] == [200]


def test_kept_run_is_drawn_beside_the_next(bench: RunsBench, qtbot: QtBot) -> None:
    bench.collection.keep_current()
    assert bench.said == [texts.NOTHING_TO_KEEP]
    bench.run(qtbot)
    bench.collection.keep_current()
    assert bench.said[-1] == texts.IS_KEPT.format(number=1)
    assert bench.drawn == []  # it is the run itself
    bench.run(qtbot, learning_rate=0.005)
    assert bench.drawn[-1] == [1]
    bench.collection.set_shown(1, shown=False)
    assert bench.drawn[-1] == []


def test_runs_of_other_tables_are_not_drawn(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.collection.keep_current()
    bench.run(qtbot, learning_rate=0.005)
    bench.document.set_block(TableName.A, 0, 0, np.array([[9.0]]))
    bench.document.flush()
    assert bench.drawn[-1] == []
    assert bench.collection.compared == []
    bench.document.undo_stack.undo()
    bench.document.flush()
    assert bench.drawn[-1] == [1]


def test_other_losses_are_not_compared(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.document.change_settings(loss="huber")
    assert bench.collection.compared == []


def test_deleting_and_renaming_are_undone(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.collection.rename(1, "first")
    assert bench.collection.runs[0].name == "first"
    bench.collection.delete(1)
    assert numbers(bench) == []
    assert bench.document.undo_stack.undoText() == texts.DELETE_STEP
    bench.document.undo_stack.undo()
    assert bench.collection.runs[0].name == "first"
    bench.document.undo_stack.undo()
    assert bench.collection.runs[0].name == ""
    bench.document.undo_stack.redo()
    assert bench.collection.runs[0].name == "first"


def test_deleted_numbers_are_not_used_again(bench: RunsBench, qtbot: QtBot) -> None:
    """Undo of the deletion put the old run in the place of a new one that was kept."""
    bench.run(qtbot)
    deleted = bench.collection.runs[0]
    bench.collection.delete(1)
    bench.session.reset()
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    bench.collection.keep_current()
    assert numbers(bench) == [2]
    new = bench.collection.runs[0]
    bench.document.undo_stack.undo()
    assert bench.collection.runs == (deleted, new)
    bench.document.undo_stack.redo()
    assert numbers(bench) == [2]


def test_deleted_numbers_of_files_stay_used(bench: RunsBench, qtbot: QtBot) -> None:
    bench.document.keep_runs((kept(3), kept(7)))
    bench.collection.delete(7)
    bench.run(qtbot)
    assert numbers(bench) == [3, 8]


def test_settings_come_back(bench: RunsBench, qtbot: QtBot) -> None:
    before = bench.document.settings
    bench.run(qtbot)
    bench.document.change_settings(learning_rate=0.001, difference="forward")
    bench.collection.use_settings(1)
    assert bench.document.settings == before
    assert bench.said[-1] == texts.SETTINGS_SET.format(number=1)
    bench.document.undo_stack.undo()
    assert bench.document.settings.learning_rate == 0.001


def test_changed_run_tells_both_settings(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.document.change_settings(epochs=200, optimiser="adam")
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    (run,) = bench.collection.runs
    assert [(each.until, each.settings.optimiser.value) for each in run.stages] == [
        (100, "plain"),
        (200, "adam"),
    ]
    bench.collection.use_first_settings(1)
    assert bench.document.settings == run.earlier[0].settings
    assert bench.said[-1] == texts.FIRST_SETTINGS_SET.format(number=1, epoch="100")
    bench.collection.use_settings(1)
    assert bench.document.settings == run.settings
    assert bench.said[-1] == texts.LAST_SETTINGS_SET.format(number=1, epoch="100")


def test_changed_run_is_no_other_run(bench: RunsBench, qtbot: QtBot) -> None:
    """A run under the last settings alone took the place of one that had others before."""
    bench.run(qtbot)
    bench.document.change_settings(epochs=200, optimiser="adam")
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    bench.run(qtbot)
    assert [len(run.earlier) for run in bench.collection.runs] == [1, 0]


def test_steps_of_other_weights_are_refused(bench: RunsBench) -> None:
    settings = replace(bench.document.settings, h=(0.1, 0.2))
    bench.document.keep_runs((kept(4, settings=settings),))
    bench.collection.use_settings(4)
    assert bench.said == [texts.OTHER_SHAPE.format(number=4)]
    assert bench.document.settings.h == 0.1


def test_oldest_runs_go_and_it_is_said(bench: RunsBench, qtbot: QtBot) -> None:
    table = "of another table"
    former = tuple(
        kept(number, name="", pinned=number == 2, table=table)
        for number in range(1, MOST_UNPINNED + 2)
    )
    bench.document.keep_runs(former)
    bench.run(qtbot)
    bench.run(qtbot, learning_rate=0.005)
    assert 1 not in numbers(bench)
    assert 2 in numbers(bench)
    assert bench.said == [texts.DROPPED(MOST_UNPINNED, number=1)]
    bench.collection.set_pinned(2, pinned=False)
    assert 2 not in numbers(bench)


def test_named_runs_stay(bench: RunsBench, qtbot: QtBot) -> None:
    """One fell out after 20 others, and its step of undo did nothing."""
    former = tuple(kept(k, name="") for k in range(1, MOST_UNPINNED + 2))
    bench.document.keep_runs(former)
    bench.collection.rename(1, "first")
    for rate in (0.004, 0.005, 0.006):
        bench.run(qtbot, learning_rate=rate)
    assert numbers(bench)[:2] == [1, 4]
    assert bench.collection.runs[0].name == "first"


def test_named_run_keeps_its_place(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.collection.rename(1, "first")
    bench.run(qtbot)
    assert [run.name for run in bench.collection.runs] == ["first", ""]


def test_no_more_are_kept_than_a_file_holds(bench: RunsBench, qtbot: QtBot) -> None:
    """A file with one more was saved, and none of its runs could be read."""
    former = tuple(kept(k, pinned=k > 1, name="") for k in range(1, MOST_RUNS + 1))
    bench.document.keep_runs(former)
    bench.run(qtbot)
    assert numbers(bench) == [*range(2, MOST_RUNS + 2)]
    bench.collection.keep_current()  # the thousandth
    assert bench.said[-1] == texts.IS_KEPT.format(number=MOST_RUNS + 1)
    bench.run(qtbot, learning_rate=0.005)
    bench.collection.keep_current()
    full = "1,000 runs are kept, and a file holds no more: delete one first."
    assert bench.said[-1] == full
    assert numbers(bench) == [*range(2, MOST_RUNS + 2)]
    bench.collection.delete(2)
    bench.collection.keep_current()
    assert numbers(bench) == [*range(3, MOST_RUNS + 3)]
    bench.document.undo_stack.undo()
    assert bench.said[-1] == full
    assert len(bench.collection.runs) == MOST_RUNS


def test_another_document_has_its_own(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    other = bench.document.experiment.as_new_document()
    bench.document.begin("New", other)
    bench.document.flush()
    assert numbers(bench) == []
    bench.collection.take_run()
    assert numbers(bench) == []
    bench.document.undo_stack.undo()
    assert numbers(bench) == [1]


def test_runs_of_a_file_are_those_of_its_table(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    bench.collection.keep_current()
    runs = bench.document.kept_runs
    again = bench.document.experiment.as_new_document()
    bench.document.open(again, None, "file", runs)
    bench.document.flush()
    assert bench.collection.compared == list(runs)
    assert bench.drawn[-1] == [1]
    bench.document.set_block(TableName.Y, 0, 0, np.array([[9.0]]))
    bench.document.flush()
    assert bench.collection.compared == []


def reopen(bench: RunsBench) -> None:
    """Open what a file would have, with the run at rest."""
    progress, document = bench.session.progress, bench.document
    assert progress is not None
    run = SavedRun(progress.settings, progress.frame, progress.trace, progress.past)
    bench.session.expect_run(run)
    document.open(document.experiment.as_new_document(), None, "file", document.kept_runs)
    document.flush()


@pytest.mark.parametrize("is_new", [False, True])
def test_reopened_run_is_the_kept_one(bench: RunsBench, qtbot: QtBot, is_new: bool) -> None:
    """Keeping it made a second one, and so did going on."""
    bench.run(qtbot, learning_rate=0.005)
    bench.run(qtbot)
    bench.run(qtbot, learning_rate=0.01)
    bench.collection.keep_current()
    reopen(bench)
    if is_new:
        bench.collection.deleteLater()
        bench.collection = RunCollection(bench.document, bench.session)
    collection, runs = bench.collection, bench.document.kept_runs
    assert collection.current is runs[1]
    collection.keep_current()
    collection.take_run()
    assert bench.document.kept_runs is runs
    bench.document.set_block(TableName.A, 0, 0, np.array([[9.0]]))
    bench.document.flush()
    collection.take_run()
    assert bench.document.kept_runs is runs
    bench.document.undo_stack.undo()
    bench.document.change_settings(epochs=200)
    bench.session.run_or_pause()
    qtbot.waitUntil(lambda: not bench.session.state.is_active)
    collection.take_run()
    assert [(run.number, run.epochs) for run in collection.runs] == [(1, 100), (2, 200)]
    assert collection.runs[1].seconds > runs[1].seconds
    bench.run(qtbot, learning_rate=0.003)
    assert numbers(bench) == [1, 2, 3]


def test_opened_run_is_taken_up_when_kept(bench: RunsBench, qtbot: QtBot) -> None:
    bench.document.keep_runs((kept(1),))
    bench.run(qtbot)
    bench.document.keep_runs((kept(1),))
    reopen(bench)
    assert bench.collection.current is None
    assert numbers(bench) == [1]
    bench.collection.keep_current()
    assert numbers(bench) == [1, 2]


def test_unknown_numbers_do_nothing(bench: RunsBench) -> None:
    collection = bench.collection
    collection.set_shown(7, shown=True)
    collection.set_pinned(7, pinned=True)
    collection.rename(7, "x")
    collection.delete(7)
    collection.use_settings(7)
    collection.use_first_settings(7)
    assert bench.document.undo_stack.count() == 1  # the epochs of the fixture


def test_record_keeps_what_a_person_gave(bench: RunsBench, qtbot: QtBot) -> None:
    bench.run(qtbot)
    progress = bench.session.progress
    assert progress is not None
    former = bench.collection.runs[0]
    run = record_of(progress, bench.session.state, 2.0, replace(former, name="mine"), "table")
    assert (run.name, run.table, run.seconds, run.stop) == (
        "mine",
        "table",
        2.0,
        progress.frame.stop,
    )
    assert run.loss == pytest.approx(progress.frame.loss)


def test_step_goes_both_ways() -> None:
    done: list[str] = []
    step = RunStep("text", lambda: done.append("redo"), lambda: done.append("undo"))
    step.redo()
    step.undo()
    assert (step.text(), done) == ("text", ["redo", "undo"])
