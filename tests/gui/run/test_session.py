import gc
import sys
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from threading import Event
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import (
    Frame,
    Problem,
    Settings,
    StopReason,
    Triangle,
    descend,
    exact_gradient,
    fit,
    optimum,
    triangle_of,
)
from engine.cancelling import Cancelled
from engine.examples import published
from engine.inference.held_out_loss import HeldOutLoss
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable
from engine.settings import Method
from gui.document import Document, DocumentKey, Experiment, TableName, changes
from gui.run import prepared_rows
from gui.run.controls import Controls, Pace
from gui.run.run_state import RunState
from gui.run.session import QUICK_SECONDS, Session, Update, switch_quickly
from gui.run.worker import RunProgress, Worker

FOREVER = 1_000_000_000


@pytest.fixture
def document() -> Document:
    example = published()
    return Document(example.problem, example.settings, example.name)


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    session = Session(document)
    yield session
    session.shut_down()


def progress_of(session: Session) -> RunProgress:
    assert session.progress is not None
    return session.progress


def state_of(session: Session) -> RunState:
    return session.state


def run_to_the_end(session: Session, qtbot: QtBot) -> None:
    assert not state_of(session).is_active
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda state: not state.is_active):
        session.run_or_pause()


# The rounding floor of the published loss is 16ε²·S, 1e-28.
ROUNDED_LOSS = 1e-28


def wait_for_epoch(session: Session, qtbot: QtBot, epoch: int) -> None:
    def reached(progress: RunProgress) -> bool:
        return progress.frame.epoch >= epoch

    with qtbot.waitSignal(session.progressed, check_params_cb=reached):
        session.run_or_pause()


def test_run_matches_engine(session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    expected = fit(published().problem, published().settings)
    progress = progress_of(session)
    assert state_of(session) is RunState.DONE
    assert progress.frame.W.tolist() == expected.W.tolist()
    assert progress.trace.loss.tolist() == expected.history.loss.tolist()


def test_frame_of_a_pause_has_its_companions(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 50)
    session.pause()
    progress = progress_of(session)
    assert (progress.frame.stop, progress.companions) == (None, None)
    expected = exact_gradient(progress.problem, progress.frame.W)
    assert progress.exact_gradient == pytest.approx(expected, rel=1e-15)
    assert progress.gradient_check is not None
    assert progress.working is not None
    slopes = [progress.working.of_weight(k).slope for k in range(3)]
    assert slopes == progress.frame.gradient[:, 0].tolist()


@pytest.mark.parametrize("method", ["literal", "triangle"])
def test_paused_gradient_is_of_rows(
    document: Document, session: Session, qtbot: QtBot, method: str
) -> None:
    """Of a table whose triangle stands for its rows beside a run."""
    random = np.random.default_rng(4)
    A = np.column_stack((np.ones(700), random.normal(size=(700, 2))))
    problem = Problem(A, A @ [1.0, 2.0, 3.0] + random.normal(size=700))
    near = problem.starting_from(optimum(problem).W * (1 + 1e-12))
    settings = Settings(FOREVER, "safe", 0.1, method=method)
    document.open(Experiment.of(near, settings, "near"))
    document.flush()
    session.set_pace(Pace(20.0))
    wait_for_epoch(session, qtbot, 2)
    session.pause()
    W = progress_of(session).frame.W
    slopes = LimitPoint.at(LimitTable.of_rows(near, settings), W).slopes

    def is_of_rows() -> bool:
        exact = progress_of(session).exact_gradient
        return exact is not None and exact[:, 0] == pytest.approx(slopes, rel=1e-6, abs=0)

    assert not is_of_rows()
    qtbot.waitUntil(is_of_rows)
    assert progress_of(session).frame.W is W
    assert state_of(session) is RunState.PAUSED
    session.show_epoch(0.0)
    session.show_latest()
    assert is_of_rows()
    run_to = progress_of(session).frame.epoch + 2
    wait_for_epoch(session, qtbot, run_to)  # it goes on as if nothing had been compared


@pytest.mark.parametrize("reached", [1, 1_000, 3_000])
def test_pause_and_resume_change_nothing(
    document: Document, session: Session, qtbot: QtBot, reached: int
) -> None:
    document.change_settings(epochs=100_000)
    session.set_pace(Pace(17_000.0))
    wait_for_epoch(session, qtbot, reached)
    session.run_or_pause()
    assert state_of(session) is RunState.PAUSED
    assert reached <= progress_of(session).frame.epoch < 100_000
    session.set_pace(Pace())
    document.change_settings(epochs=progress_of(session).frame.epoch + 5_000)
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.DONE
    expected = fit(published().problem, document.settings)
    # Once W is at rest, its last digit depends on the epochs asked for, as the losses do below.
    assert pytest.approx(expected.W, rel=1e-13) == progress_of(session).frame.W
    assert progress_of(session).trace.epoch.tolist() == expected.history.epoch.tolist()
    losses, whole = progress_of(session).trace.loss, expected.history.loss
    # Near the floor a loss is as much rounding as descent, and differs with the segments.
    above = whole > 2 * ROUNDED_LOSS
    assert losses[above].tolist() == whole[above].tolist()
    # What rounding leaves is evaluated at the ends of segments, which follow the epochs asked for.
    assert losses == pytest.approx(whole, rel=0, abs=ROUNDED_LOSS)


def test_step_is_one_epoch(session: Session, qtbot: QtBot) -> None:
    for epoch in (1, 2):
        with qtbot.waitSignal(
            session.state_changed, check_params_cb=lambda state: state is RunState.PAUSED
        ):
            session.step()
        assert progress_of(session).frame.epoch == epoch
    assert (
        progress_of(session).frame.W.tolist()
        == fit(published().problem, Settings(2, h=0.1)).W.tolist()
    )


def test_step_goes_past_last_epoch(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=3)
    run_to_the_end(session, qtbot)
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda s: s is RunState.DONE):
        session.step()
    assert progress_of(session).frame.epoch == 4


def test_done_run_resumes_only_with_epochs(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=10)
    run_to_the_end(session, qtbot)
    document.change_settings(epochs=20)
    run_to_the_end(session, qtbot)
    assert len(progress_of(session).trace) == 21
    document.change_settings(epochs=5)
    run_to_the_end(session, qtbot)
    assert progress_of(session).trace.epoch.tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_optimiser_runs_without_its_modes(
    document: Document, session: Session, qtbot: QtBot, precision: str
) -> None:
    """Both can be chosen in the window: the run takes every epoch, and nothing is an error."""
    document.change_settings(optimiser="adam", method="modes", epochs=20, precision=precision)
    run_to_the_end(session, qtbot)
    assert (state_of(session), progress_of(session).frame.epoch) == (RunState.DONE, 20)
    assert progress_of(session).frame.fallback
    assert progress_of(session).settings.method is Method.MODES


def test_step_keeps_settings_of_user(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=2, tolerance=1e-3, until_converged=True)
    for epoch in (1, 2, 3):
        with qtbot.waitSignal(session.state_changed, check_params_cb=lambda s: not s.is_active):
            session.step()
        progress = progress_of(session)
        assert (progress.frame.epoch, progress.settings) == (epoch, document.settings)


def test_progress_keeps_settings_of_run(document: Document, session: Session, qtbot: QtBot) -> None:
    ran_under = document.settings
    run_to_the_end(session, qtbot)
    document.change_settings(epochs=500, learning_rate=0.001)
    assert progress_of(session).settings == ran_under


def test_reset_forgets_run(session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    session.reset()
    assert state_of(session) is RunState.READY
    assert session.progress is None


def test_reset_while_running(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    session.reset()
    assert state_of(session) is RunState.READY
    assert session.progress is None


@pytest.mark.parametrize(
    "change", [{"learning_rate": 0.001}, {"h": 1e-3}, {"difference": "forward"}]
)
def test_settings_apply_during_run(
    document: Document, session: Session, qtbot: QtBot, change: dict[str, float]
) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    reached = progress_of(session).frame.epoch
    document.change_settings(**change)
    with qtbot.waitSignal(
        session.progressed, check_params_cb=lambda progress: progress.frame.epoch > reached
    ):
        pass
    assert state_of(session) is RunState.RUNNING
    assert progress_of(session).trace.epoch[0] == 0


def test_diverging_rate_during_run_diverges(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    with qtbot.waitSignal(
        session.state_changed, check_params_cb=lambda state: state is RunState.DIVERGED
    ):
        document.change_settings(learning_rate=0.5)
    progress = progress_of(session)
    assert np.isfinite(progress.frame.W).all()
    assert progress.learning_rate_limit == pytest.approx(0.010568642774350597)


def test_edit_stops_run(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    document.set_block(TableName.A, 0, 0, np.array([[2.0]]))
    assert state_of(session) is RunState.EDITED
    assert progress_of(session).frame.epoch > 0
    document.change_settings(epochs=7)
    run_to_the_end(session, qtbot)
    edited = [[2, 2, 3], [4, 5, 6], [7, 8, 9]]
    expected = fit(Problem(edited, [14, 32, 50], published().problem.W), document.settings)
    assert progress_of(session).frame.W.tolist() == expected.W.tolist()
    assert progress_of(session).trace.epoch[0] == 0


def test_reshape_stops_run(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    document.insert_columns(0, 2)
    assert (session.progress, state_of(session)) == (None, RunState.READY)
    document.change_settings(epochs=7)
    run_to_the_end(session, qtbot)
    assert progress_of(session).frame.W.shape == (5, 1)


def test_slow_pace_changes_at_once(session: Session, qtbot: QtBot) -> None:
    session.set_pace(Pace(0.001))
    wait_for_epoch(session, qtbot, 0)
    assert progress_of(session).frame.epoch == 0
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda s: s is RunState.DONE):
        session.set_pace(Pace())


def test_vanished_step_is_named(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(h=1e-17)
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.STEP_VANISHED
    assert "column 1, w = " in progress_of(session).frame.detail
    document.change_settings(h=0.1)
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.DONE


def test_converged_run_resumes_with_tolerance(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(tolerance=1e-1)
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.CONVERGED
    reached = progress_of(session).frame.epoch
    document.change_settings(tolerance=1e-2)
    run_to_the_end(session, qtbot)
    assert progress_of(session).frame.epoch > reached
    assert progress_of(session).trace.epoch[0] == 0


def test_failing_worker_is_reported(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_worker: Worker) -> None:
        raise ZeroDivisionError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_descend", break_down)
        with qtbot.waitSignal(session.failed) as failed:
            session.run_or_pause()
    assert "ZeroDivisionError: a defect" in failed.args[0]
    assert state_of(session) is RunState.FAILED
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.DONE


def test_pause_does_not_wait_for_worker(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = Event()

    def slow(problem: Problem, settings: Settings, **_: object) -> Iterator[Frame]:
        yield from islice(descend(problem, settings), 1)
        released.wait(10)
        yield from descend(problem, settings)

    monkeypatch.setattr("engine.descend", slow)
    with qtbot.waitSignal(session.progressed):
        session.run_or_pause()
    session.pause()
    assert not released.is_set()
    assert (state_of(session), progress_of(session).frame.epoch) == (RunState.PAUSED, 0)
    released.set()
    session.shut_down()
    assert progress_of(session).frame.epoch == 0


def test_late_worker_leaves_next_run_alone(
    document: Document, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, epochs = Event(), 300
    document.change_settings(epochs=epochs, method="literal")

    def slow(problem: Problem, settings: Settings, **_: object) -> Iterator[Frame]:
        yield from islice(descend(problem, settings), 1)
        released.wait(10)
        yield from descend(problem, settings)  # it does not even ask whether it is cancelled

    with monkeypatch.context() as patch:
        patch.setattr("engine.descend", slow)
        with qtbot.waitSignal(session.progressed):
            session.run_or_pause()
    session.pause()
    run_to_the_end(session, qtbot)
    before = progress_of(session)
    released.set()
    session.shut_down()
    assert progress_of(session) is before
    assert before.trace.epoch.tolist() == list(range(epochs + 1))
    document.change_settings(epochs=epochs + 10)
    run_to_the_end(session, qtbot)
    assert progress_of(session).trace.epoch.tolist() == list(range(epochs + 11))


@pytest.mark.parametrize("method", ["automatic", "literal", "triangle"])
def test_paused_run_records_each_epoch_once(
    document: Document, session: Session, qtbot: QtBot, method: str
) -> None:
    document.change_settings(epochs=400, method=method)
    session.set_pace(Pace(20.0))  # 20 s: paused twice before its end, however busy the machine is
    shown: list[int] = []
    while state_of(session) is not RunState.DONE:
        if len(shown) == 2:
            session.set_pace(Pace(1000.0))
        with qtbot.waitSignal(session.progressed):
            session.run_or_pause()
        session.pause()
        shown.append(progress_of(session).frame.epoch)
    assert shown == sorted(shown)
    assert len(shown) > 2
    epochs = progress_of(session).trace.epoch
    assert (epochs[0], epochs[-1]) == (0, 400)
    assert (np.diff(epochs) > 0).all()


def test_shut_down_ends_thread(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    session.shut_down()
    assert state_of(session) is RunState.PAUSED
    reached = progress_of(session).frame.epoch
    with qtbot.assertNotEmitted(session.progressed, wait=50):
        pass
    assert progress_of(session).frame.epoch == reached


def test_early_pause_keeps_no_old_problem(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    run_to_the_end(session, qtbot)
    document.insert_columns(0, 1)
    document.change_settings(learning_rate=1e-4)
    session.run_or_pause()
    session.pause()
    reached = session.progress
    assert reached is None or reached.frame.W.shape == (4, 1)
    assert state_of(session) is (RunState.READY if reached is None else RunState.PAUSED)
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.DONE
    assert progress_of(session).frame.W.shape == (4, 1)


def test_another_document_frees_the_last(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.open(replace(document.experiment, key=DocumentKey()))
    run_to_the_end(session, qtbot)
    last = weakref.ref(document.experiment)
    document.open(Experiment.of(published().problem, Settings(5), "other"))
    assert session.progress is None

    def is_freed() -> bool:
        gc.collect()
        return last() is None

    qtbot.waitUntil(is_freed)  # once the thread of its run has ended


def test_step_ignores_pace(session: Session, qtbot: QtBot) -> None:
    session.set_pace(Pace(0.001))
    for epoch in (1, 2, 3):
        with qtbot.waitSignal(
            session.state_changed, check_params_cb=lambda state: not state.is_active
        ):
            session.step()
        assert progress_of(session).frame.epoch == epoch


def test_steps_during_step_are_ignored(session: Session, qtbot: QtBot) -> None:
    for _ in range(5):
        session.step()
    qtbot.waitUntil(lambda: not session.state.is_active)
    assert progress_of(session).frame.epoch == 1


def test_step_after_edit_is_first(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    document.set_block(TableName.W, 0, 0, np.zeros((3, 1)))
    assert state_of(session) is RunState.EDITED
    for epoch in (1, 2):
        with qtbot.waitSignal(
            session.state_changed, check_params_cb=lambda state: not state.is_active
        ):
            session.step()
        assert progress_of(session).frame.epoch == epoch
    assert state_of(session) is RunState.PAUSED


def test_frequent_changes_do_not_stop_run(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    session.set_pace(Pace(20))
    wait_for_epoch(session, qtbot, 1)
    reached = progress_of(session).frame.epoch
    rates = iter(range(1, 1_000_000))

    def change() -> bool:
        document.change_settings(learning_rate=1e-3 + 1e-9 * next(rates))
        return progress_of(session).frame.epoch > reached + 2

    qtbot.waitUntil(change)


def test_failure_is_reported_despite_pause(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_worker: Worker) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(Worker, "_descend", break_down)
    with qtbot.waitSignal(session.failed) as failed:
        session.run_or_pause()
        session.pause()
    assert "a defect" in failed.args[0]


def test_step_resumes_converged_run(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(tolerance=1e-1)
    run_to_the_end(session, qtbot)
    reached = progress_of(session).frame.epoch
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda state: not state.is_active):
        session.step()
    assert progress_of(session).frame.epoch == reached + 1


def test_every_stop_reason_has_state() -> None:
    assert {RunState.after(stop) for stop in StopReason} == {
        RunState.DONE,
        RunState.CONVERGED,
        RunState.ENDLESS,
        RunState.DIVERGED,
        RunState.STEP_VANISHED,
        RunState.STEP_TOO_LARGE,
        RunState.UNDEFINED,
        RunState.PAUSED,
    }


def test_done_run_goes_until_converged(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    document.change_settings(until_converged=True)
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.CONVERGED
    assert progress_of(session).trace.epoch[0] == 0
    W = fit(published().problem, document.settings).W
    assert pytest.approx(W, rel=1e-12) == progress_of(session).frame.W
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.CONVERGED


def test_step_until_converged_is_one_epoch(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(until_converged=True)
    for epoch in (1, 2):
        with qtbot.waitSignal(session.state_changed, check_params_cb=lambda s: not s.is_active):
            session.step()
        assert progress_of(session).frame.epoch == epoch
        assert state_of(session) is RunState.PAUSED
    run_to_the_end(session, qtbot)
    assert progress_of(session).frame.W.tolist() == (
        fit(published().problem, document.settings).W.tolist()
    )


def test_endless_run_has_own_state(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(until_converged=True, difference="forward", method="modes")
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.ENDLESS
    document.change_settings(difference="central")
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.CONVERGED
    assert progress_of(session).trace.epoch[0] == 0


def test_rows_are_reduced_once_per_table(
    document: Document, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reduced: list[Problem] = []

    def counted(
        problem: Problem, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Triangle:
        reduced.append(problem)
        return triangle_of(problem, progress, cancelled)

    monkeypatch.setattr(prepared_rows, "triangle_of", counted)
    document.change_settings(epochs=10)
    run_to_the_end(session, qtbot)
    document.change_settings(epochs=20, learning_rate=0.001)
    run_to_the_end(session, qtbot)
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda s: not s.is_active):
        session.step()
    document.set_initial_weights(np.ones((3, 1)))
    document.change_settings(scale_columns=True)
    run_to_the_end(session, qtbot)
    session.reset()
    run_to_the_end(session, qtbot)
    assert len(reduced) == 1
    document.set_block(TableName.Y, 0, 0, np.array([[15.0]]))
    run_to_the_end(session, qtbot)
    assert [problem.Y[0, 0] for problem in reduced] == [14, 15]


def never_done(
    _problem: Problem, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> Triangle:
    """Reduce until it is cancelled."""
    progress(0.45)
    while not cancelled():
        pass
    raise Cancelled


@pytest.mark.parametrize("end", ["pause", "reset", "shut_down"])
def test_reduction_reports_and_ends_at_once(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(prepared_rows, "NOTICED_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(prepared_rows, "triangle_of", never_done)
        with qtbot.waitSignal(session.reduced, check_params_cb=lambda share: share == 0.45):
            session.run_or_pause()
        getattr(session, end)()
    assert state_of(session) is RunState.READY
    assert session.progress is None
    run_to_the_end(session, qtbot)
    assert state_of(session) is RunState.DONE


def test_cancelled_reduction_keeps_run(
    document: Document, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared_rows, "NOTICED_SECONDS", 0.0)
    document.change_settings(epochs=10, method="literal")
    run_to_the_end(session, qtbot)
    document.change_settings(epochs=20, method="automatic")
    with monkeypatch.context() as patch:
        patch.setattr(prepared_rows, "triangle_of", never_done)
        with qtbot.waitSignal(session.reduced):
            session.run_or_pause()
        session.pause()
    assert (state_of(session), progress_of(session).frame.epoch) == (RunState.PAUSED, 10)
    run_to_the_end(session, qtbot)
    assert progress_of(session).trace.epoch.tolist() == list(range(21))


def test_run_waits_while_window_draws(
    document: Document, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    acts: list[str] = []
    hold, go_on = Controls.hold, Controls.go_on

    def noted_hold(controls: Controls) -> None:
        acts.append("hold")
        hold(controls)

    def noted_go_on(controls: Controls) -> None:
        acts.append("go on")
        go_on(controls)

    monkeypatch.setattr(Controls, "hold", noted_hold)
    monkeypatch.setattr(Controls, "go_on", noted_go_on)
    session.updated.connect(lambda _: acts.append("draw"))
    session.hold_while_drawing()
    assert acts == []  # without a run there is nothing to hold
    session.run_or_pause()
    qtbot.waitUntil(lambda: acts.count("go on") > 3)
    session.pause()
    during = acts[acts.index("hold") : len(acts) - acts[::-1].index("go on")]
    assert set(pairwise(during)) <= {
        *(("hold", "draw"), ("draw", "draw"), ("draw", "go on"), ("go on", "hold")),
    }


def test_slow_window_lets_run_go_on(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    spans: list[float] = []
    clock = QElapsedTimer()

    def draw_slowly(_: object) -> None:
        if clock.isValid():
            spans.append(clock.nsecsElapsed() * 1e-6)
        until = perf_counter() + 0.06
        while perf_counter() < until:
            pass
        clock.restart()

    session.progressed.connect(draw_slowly)
    session.run_or_pause()
    qtbot.waitUntil(lambda: len(spans) > 6)
    session.pause()
    assert sorted(spans)[1] >= 50  # the run has as long as a redraw; the first may come at once


def test_standstill_does_not_last_twice(document: Document, session: Session, qtbot: QtBot) -> None:
    """A machine may sleep while the window draws: the next redraw comes soon after."""
    document.change_settings(epochs=FOREVER, method="literal")
    drawn: list[float] = []

    def stand_still(_: object) -> None:
        if not drawn:
            until = perf_counter() + 2.0
            while perf_counter() < until:
                pass
        drawn.append(perf_counter())

    session.progressed.connect(stand_still)
    session.run_or_pause()
    qtbot.waitUntil(lambda: len(drawn) > 1, timeout=20_000)
    session.pause()
    assert drawn[1] - drawn[0] < 1.5


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_threads_switch_at_once() -> None:
    switch_quickly()
    assert sys.getswitchinterval() == pytest.approx(QUICK_SECONDS)


def edit_cell(document: Document, value: float = 9.0) -> None:
    document.set_block(TableName.A, 0, 0, np.array([[value]]))


def other_table(_: Experiment) -> Experiment:
    return Experiment.of(Problem([[1.0, 2.0], [3.0, 5.0]], [1.0, 2.0]), Settings(5), "other")


@pytest.mark.parametrize("table_name", TableName)
def test_undo_finds_run_of_tables(
    document: Document, session: Session, qtbot: QtBot, table_name: TableName
) -> None:
    run_to_the_end(session, qtbot)
    before = progress_of(session)
    document.set_block(table_name, 0, 0, np.array([[9.0]]))
    assert state_of(session) is RunState.EDITED
    document.undo_stack.undo()
    assert (session.progress, state_of(session)) == (before, RunState.DONE)
    document.undo_stack.redo()
    assert state_of(session) is RunState.EDITED


def test_found_run_is_reported(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    edit_cell(document)
    run_to_the_end(session, qtbot)
    document.undo_stack.undo()
    with qtbot.waitSignals([session.progressed, session.updated]):
        pass
    assert progress_of(session).experiment.A is document.experiment.A


def test_each_tables_find_own_run(document: Document, session: Session, qtbot: QtBot) -> None:
    runs = []
    for value in (1.0, 2.0, 3.0):
        edit_cell(document, value)
        run_to_the_end(session, qtbot)
        runs.append(progress_of(session))
    document.undo_stack.undo()
    assert session.progress is runs[1]
    document.undo_stack.undo()
    assert session.progress is runs[0]
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert session.progress is runs[2]


def test_replaced_document_hides_run(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    before = progress_of(session)
    document.change("Import", other_table)
    assert (session.progress, state_of(session)) == (None, RunState.READY)
    run_to_the_end(session, qtbot)
    after = progress_of(session)
    document.undo_stack.undo()
    assert (session.progress, state_of(session)) == (before, RunState.DONE)
    document.undo_stack.redo()
    assert (session.progress, state_of(session)) == (after, RunState.DONE)


def test_interrupted_run_resumes_after_undo(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=3_000, method="literal")
    session.set_pace(Pace(2_000.0))
    wait_for_epoch(session, qtbot, 10)
    document.change("Import", other_table)
    assert (session.progress, state_of(session)) == (None, RunState.READY)
    document.undo_stack.undo()
    assert state_of(session) is RunState.PAUSED
    reached = progress_of(session).frame.epoch
    assert 10 <= reached < 3_000
    session.set_pace(Pace())
    run_to_the_end(session, qtbot)
    expected = fit(published().problem, document.settings)
    assert progress_of(session).frame.W.tolist() == expected.W.tolist()
    assert progress_of(session).trace.epoch.tolist() == expected.history.epoch.tolist()


def test_undo_in_same_turn_stops_nothing(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=FOREVER, method="literal")
    wait_for_epoch(session, qtbot, 1)
    edit_cell(document)
    document.undo_stack.undo()
    assert state_of(session) is RunState.RUNNING
    document.change("Import", other_table)
    document.undo_stack.undo()
    assert state_of(session) is RunState.RUNNING


def test_old_thread_ends_no_new_run(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=FOREVER, method="literal", learning_rate=1e-4)
    for value in (5.0, 6.0, 7.0):
        wait_for_epoch(session, qtbot, 1)
        edit_cell(document, value)
        session.run_or_pause()
        document.undo_stack.undo()
        assert state_of(session) is RunState.PAUSED
        reached = progress_of(session).frame.epoch
        wait_for_epoch(session, qtbot, reached + 1)
        assert state_of(session) is RunState.RUNNING
        edit_cell(document, value)
        document.flush()


def test_emptied_table_hides_run(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    before = progress_of(session)
    document.set_block(TableName.Y, 0, 0, np.zeros((3, 1)))
    assert (session.progress, state_of(session)) == (None, RunState.READY)
    document.undo_stack.undo()
    assert (session.progress, state_of(session)) == (before, RunState.DONE)


def test_run_of_zeros_stays_after_edit(document: Document, session: Session, qtbot: QtBot) -> None:
    document.set_block(TableName.Y, 0, 0, np.zeros((3, 1)))
    run_to_the_end(session, qtbot)
    edit_cell(document)
    assert state_of(session) is RunState.EDITED


def test_reset_after_edit_forgets_run(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    edit_cell(document)
    assert state_of(session) is RunState.EDITED
    session.reset()
    document.undo_stack.undo()
    assert (session.progress, state_of(session)) == (None, RunState.READY)


def test_opening_forgets_all_runs(document: Document, session: Session, qtbot: QtBot) -> None:
    run_to_the_end(session, qtbot)
    opened = document.experiment
    document.open(other_table(opened))
    assert session.progress is None
    document.open(opened)
    assert (session.progress, state_of(session)) == (None, RunState.READY)


def test_diverged_run_is_found_again(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(learning_rate=0.5)
    run_to_the_end(session, qtbot)
    before = progress_of(session)
    edit_cell(document)
    document.change_settings(learning_rate=0.001)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert (session.progress, state_of(session)) == (before, RunState.DIVERGED)
    assert progress_of(session).settings == document.settings


def wait_for_epochs(session: Session, qtbot: QtBot) -> None:
    """Wait until a run is under way."""
    qtbot.waitUntil(
        lambda: session.progress is not None and session.progress.frame.epoch > 10, timeout=30_000
    )


def test_run_goes_on_without_a_row(session: Session, document: Document, qtbot: QtBot) -> None:
    document.change_settings(epochs=50)
    run_to_the_end(session, qtbot)
    before, reached = document.experiment, progress_of(session).frame
    session.leave_out([2])
    assert state_of(session) is RunState.RUNNING
    qtbot.waitUntil(lambda: not session.state.is_active, timeout=30_000)
    assert document.experiment.left_out_rows == [2]
    assert np.array_equal(document.experiment.W.joined, reached.W)
    kept = Problem(before.A.joined[:2], before.Y.joined[:2], reached.W)
    assert np.array_equal(progress_of(session).frame.W, fit(kept, document.settings).W)
    document.undo_stack.undo()
    assert document.experiment is before
    assert progress_of(session).frame.W is reached.W
    assert state_of(session) is RunState.DONE


def test_row_left_out_is_one_update(session: Session, document: Document, qtbot: QtBot) -> None:
    """The window draws the tables and the run that goes on with them at once."""
    document.change_settings(epochs=50)
    run_to_the_end(session, qtbot)
    updates: list[Update] = []
    states: list[RunState] = []
    counts = QSignalSpy(session.rows_left_out)
    session.updated.connect(updates.append)
    session.state_changed.connect(states.append)
    session.leave_out([2])
    assert (updates, session.state) == ([], RunState.RUNNING)
    qtbot.waitUntil(lambda: not session.state.is_active, timeout=30_000)
    first = updates[0]
    assert (first.state, first.rows) == (True, True)
    assert first.document.tables >= {TableName.A, TableName.Y}
    assert not any(each.document or each.rows for each in updates[1:])
    assert counts.count() == 1
    assert counts.at(0) == [1]
    document.set_block(TableName.Y, 0, 0, np.full((1, 1), 3.0))
    document.flush()
    assert updates[-1].document.tables == {TableName.Y}
    assert states[-1] is RunState.EDITED


def test_fast_run_without_row_is_one_update(
    session: Session, document: Document, qtbot: QtBot
) -> None:
    """A run that ends before the next redraw is reported once, at its end."""
    document.change_settings(epochs=50)
    run_to_the_end(session, qtbot)
    updates: list[Update] = []
    session.updated.connect(updates.append)
    session._timer.setInterval(30_000)  # as if the run were faster than any redraw
    session.leave_out([2])
    session._timer.setInterval(30_000)
    qtbot.waitUntil(lambda: not session.state.is_active, timeout=30_000)
    (update,) = updates
    assert (update.state, update.progress, update.rows) == (True, True, True)
    assert session.state is RunState.DONE


def test_slow_run_without_row_is_told(session: Session, document: Document, qtbot: QtBot) -> None:
    """One that has no frame yet is reported at the next redraw."""
    document.change_settings(epochs=50)
    run_to_the_end(session, qtbot)
    session.leave_out([2])
    session._mailbox.take()
    updates: list[Update] = []
    session.updated.connect(updates.append)
    session._show_progress()
    assert [(each.state, each.rows) for each in updates] == [(True, True)]
    session._show_progress()
    assert len(updates) == 1
    session.pause()


def test_running_run_goes_on_without_a_row(
    session: Session, document: Document, qtbot: QtBot
) -> None:
    # Far below η's limit, which is lower on two rows: diverged, a run stays as it is.
    document.change_settings(epochs=FOREVER, method=Method.LITERAL.value, learning_rate=1e-4)
    session.run_or_pause()
    wait_for_epochs(session, qtbot)
    session.leave_out_or_take_back(0)
    assert state_of(session) is RunState.RUNNING
    wait_for_epochs(session, qtbot)
    assert progress_of(session).problem.rows == 2
    session.leave_out_or_take_back(0)
    wait_for_epochs(session, qtbot)
    assert progress_of(session).problem.rows == 3
    session.pause()


def test_paused_run_stays_where_it_is(session: Session, document: Document, qtbot: QtBot) -> None:
    document.change_settings(epochs=50)
    session.step()
    qtbot.waitUntil(lambda: not session.state.is_active, timeout=30_000)
    W = progress_of(session).frame.W
    session.leave_out([1])
    assert state_of(session) is RunState.READY
    assert np.array_equal(document.experiment.W.joined, W)


def test_no_run_begins_without_a_row(session: Session, document: Document) -> None:
    W = document.experiment.W
    session.leave_out([1])
    assert (state_of(session), document.experiment.W) == (RunState.READY, W)
    refused = QSignalSpy(document.refused)
    session.leave_out([0, 1, 2])
    assert refused.count() == 1
    assert document.experiment.left_out_rows == [1]
    session.take_back([0, 1, 2])
    assert document.experiment.left_out is None


def hold_out(document: Document, share: float = 0.3) -> None:
    document.change("Hold Out Rows", partial(changes.hold_out, share=share, seed=0), 0)
    document.flush()


@pytest.mark.parametrize("other", [{}, {"method": "literal"}, {"loss": "huber"}])
def test_held_out_loss_follows_the_run(
    session: Session, document: Document, qtbot: QtBot, other: dict[str, str]
) -> None:
    document.change_settings(epochs=200, learning_rate=1e-3, **other)
    hold_out(document)
    run_to_the_end(session, qtbot)
    progress = progress_of(session)
    now, tested = document.experiment, document.experiment.tested
    assert tested is not None
    assert progress.problem.rows == 2
    *_, frame = descend(now.problem, document.settings)
    assert progress.frame.W.tobytes() == frame.W.tobytes()
    assert progress.held_out is not None
    found = progress.held_out.trace
    assert found.epoch.tolist() == list(range(201))
    loss = HeldOutLoss(tested.problem, document.settings)
    assert found.loss[0] == pytest.approx(loss.at(now.W.joined.T)[0], rel=1e-13)
    assert progress.held_out.now is not None
    assert progress.held_out.now.loss == pytest.approx(loss.at(frame.W.T)[0], rel=1e-13)


def test_run_without_held_out_rows_measures_none(
    session: Session, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(HeldOutLoss, "__init__", fail)
    run_to_the_end(session, qtbot)
    assert progress_of(session).held_out is None


def test_holding_rows_out_ends_the_run(session: Session, document: Document, qtbot: QtBot) -> None:
    document.change_settings(epochs=50)
    run_to_the_end(session, qtbot)
    before = progress_of(session)
    hold_out(document)
    assert state_of(session) is RunState.EDITED
    run_to_the_end(session, qtbot)
    assert progress_of(session).held_out is not None
    document.undo_stack.undo()
    assert progress_of(session).frame is before.frame
    assert progress_of(session).held_out is None
    document.undo_stack.redo()
    assert progress_of(session).held_out is not None


def test_resumed_run_keeps_its_held_out_losses(
    session: Session, document: Document, qtbot: QtBot
) -> None:
    document.change_settings(epochs=50)
    hold_out(document)
    run_to_the_end(session, qtbot)
    document.change_settings(epochs=120)
    run_to_the_end(session, qtbot)
    held_out = progress_of(session).held_out
    assert held_out is not None
    assert held_out.trace.epoch.tolist() == list(range(121))
    session.show_epoch(20)
    shown = session.shown
    assert shown is not None
    assert shown.held_out is not None
    assert shown.held_out.now is not None
    assert shown.held_out.now.loss == held_out.trace.loss[20]


def test_held_out_row_is_left_out(session: Session, document: Document, qtbot: QtBot) -> None:
    hold_out(document)
    held_out = document.experiment.held_out
    assert held_out is not None
    (row,) = np.flatnonzero(held_out.rows)
    session.leave_out_or_take_back(int(row))
    document.flush()
    assert document.experiment.left_out_rows == [row]
    assert document.experiment.tested is None
    run_to_the_end(session, qtbot)
    assert progress_of(session).held_out is None
    session.leave_out_or_take_back(int(row))
    qtbot.waitUntil(lambda: not session.state.is_active, timeout=30_000)
    assert progress_of(session).held_out is not None
