from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import (
    Frame,
    History,
    Method,
    Problem,
    Settings,
    StopReason,
    exact_gradient,
    fit,
    stability,
)
from engine.examples import published
from engine.verdict.verdict import Outcome
from gui.document import Experiment, TableName, changes
from gui.run import prepared_rows, worker
from gui.run.controls import Controls, FirstPace, Pace, RunSettings
from gui.run.mailbox import Mailbox
from gui.run.prepared_rows import PreparedRows
from gui.run.worker import RunProgress, RunRequest, Worker

FOREVER = 1_000_000_000
PUBLISHED = published()
EXPERIMENT = Experiment.of(PUBLISHED.problem, PUBLISHED.settings)
EACH_EPOCH = Pace(50.0)  # of an epoch a chunk
LIMIT = 0.010568642774350597

Receiver = Callable[[RunProgress], None]


class Letters(Mailbox[RunProgress]):
    """A mailbox that keeps all progress, and passes it on."""

    def __init__(self, receive: Receiver = lambda progress: None) -> None:
        super().__init__()
        self.all: list[RunProgress] = []
        self._receive = receive

    def put(self, value: RunProgress) -> None:
        super().put(value)
        self.all.append(value)
        self._receive(value)


class Waits(Controls):
    """Controls that do not wait: they note the time, and continue at an unlimited pace."""

    def __init__(self, run_settings: RunSettings) -> None:
        super().__init__(run_settings)
        self.seconds: list[float] = []

    def wait(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.change(replace(self.run_settings, pace=Pace()))


def request_of(settings: Settings, after: Frame | None = None) -> tuple[RunRequest, Controls]:
    request = RunRequest(5, EXPERIMENT, after, History(), PreparedRows(EXPERIMENT))
    return request, Controls(RunSettings(settings, Pace()))


def test_worker_matches_engine_and_names_run(qtbot: QtBot) -> None:
    request, controls = request_of(PUBLISHED.settings)
    mailbox: Mailbox[RunProgress] = Mailbox()
    at_work = Worker(request, controls, mailbox)
    finished, failed = QSignalSpy(at_work.finished), QSignalSpy(at_work.failed)
    at_work.run()
    assert (finished.count(), finished.at(0), failed.count()) == (1, [5], 0)
    progress = mailbox.take()
    assert progress is not None
    expected = fit(PUBLISHED.problem, PUBLISHED.settings)
    assert progress.frame.stop is StopReason.DONE
    assert progress.frame.W.tolist() == expected.W.tolist()
    assert progress.trace.loss.tolist() == expected.history.loss.tolist()


def test_progress_has_settings_of_frame(qtbot: QtBot) -> None:
    first, then = Settings(epochs=9), Settings(epochs=9, learning_rate=0.002)
    request, _ = request_of(first)
    controls = Controls(RunSettings(first, EACH_EPOCH))

    def change(progress: RunProgress) -> None:
        if progress.frame.epoch == 3 and controls.run_settings.settings is first:
            controls.change(RunSettings(then, EACH_EPOCH))

    letters = Letters(change)
    Worker(request, controls, letters).run()
    assert [progress.settings for progress in letters.all] == 4 * [first] + 7 * [then]


def test_step_has_settings_of_user(qtbot: QtBot) -> None:
    request, _ = request_of(Settings())
    asked = Settings(epochs=70, tolerance=0.5)
    letters = Letters()
    Worker(request, Controls(RunSettings(Settings(1), Pace(), asked)), letters).run()
    assert {progress.settings for progress in letters.all} == {asked}


def test_keyframes_are_shared_now_and_then(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(np.arange(1000) / 30)
    monkeypatch.setattr(worker, "perf_counter", lambda: float(next(seconds)))
    request, _ = request_of(Settings(epochs=20))
    letters = Letters()
    Worker(request, Controls(RunSettings(Settings(epochs=20), EACH_EPOCH)), letters).run()
    shared = [len(progress.keyframes) for progress in letters.all]
    assert shared[0] == 1, "the start can be shown at once"
    assert shared[-1] == 21, "at the end there are all"
    assert 2 < len(set(shared)) < len(shared) / 2
    assert letters.all[-1].keyframes.W[-1].tolist() == letters.all[-1].frame.W[:, 0].tolist()


def test_exception_is_reported_with_trace(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_problem: Problem) -> float:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(prepared_rows, "learning_rate_limit", break_down)
    at_work = Worker(*request_of(Settings(learning_rate=0.5)), Mailbox())
    finished, failed = QSignalSpy(at_work.finished), QSignalSpy(at_work.failed)
    at_work.run()
    assert (finished.count(), failed.count()) == (0, 1)
    number, report = failed.at(0)
    assert number == 5
    assert report.startswith("Traceback")
    assert "ZeroDivisionError: a defect" in report


def test_resumed_frame_is_recorded_once(qtbot: QtBot) -> None:
    first = Letters()
    request, controls = request_of(Settings(epochs=10))
    Worker(request, controls, first).run()
    second = Letters()
    controls.change(RunSettings(Settings(epochs=20), Pace()))
    Worker(replace(request, after=first.all[-1].frame), controls, second).run()
    assert second.all[-1].trace.epoch.tolist() == list(range(21))
    expected = fit(PUBLISHED.problem, Settings(epochs=20))
    assert second.all[-1].frame.W.tolist() == expected.W.tolist()


def test_changed_plan_applies_from_frame(qtbot: QtBot) -> None:
    request, controls = request_of(Settings(epochs=FOREVER, method="literal"))
    other = Settings(epochs=FOREVER, learning_rate=1e-3, h=1e-3, method="literal")
    changed: list[Frame] = []

    def steer(progress: RunProgress) -> None:
        reached = progress.frame.epoch
        if reached >= 3 and not changed:
            changed.append(progress.frame)
            controls.change(RunSettings(replace(other, epochs=reached + 2), Pace()))

    letters = Letters(steer)
    Worker(request, controls, letters).run()
    W = fit(PUBLISHED.problem.starting_from(changed[0].W), replace(other, epochs=2)).W
    assert letters.all[-1].frame.epoch == changed[0].epoch + 2
    assert letters.all[-1].frame.W.tolist() == W.tolist()
    assert letters.all[-1].trace.epoch.tolist() == list(range(changed[0].epoch + 3))


def test_cancelled_run_publishes_nothing_more(qtbot: QtBot) -> None:
    request, controls = request_of(Settings(epochs=FOREVER))

    def cancel(progress: RunProgress) -> None:
        if progress.frame.epoch > 0:
            controls.cancel()

    letters = Letters(cancel)
    at_work = Worker(request, controls, letters)
    finished = QSignalSpy(at_work.finished)
    at_work.run()
    assert finished.count() == 1
    last, before = letters.all[-1].frame, letters.all[-2].frame
    assert (before.epoch, last.epoch > 0, last.stop) == (0, True, None)
    assert request.history.trace().epoch[-1] == last.epoch


def test_cancelled_before_start_shows_nothing(qtbot: QtBot) -> None:
    request, controls = request_of(Settings(epochs=FOREVER))
    controls.cancel()
    letters = Letters()
    at_work = Worker(request, controls, letters)
    finished = QSignalSpy(at_work.finished)
    at_work.run()
    assert (finished.count(), letters.all) == (1, [])


def test_change_ends_wait_of_pace(qtbot: QtBot) -> None:
    request, _ = request_of(PUBLISHED.settings)
    controls = Waits(RunSettings(PUBLISHED.settings, Pace(1e-6)))
    letters = Letters()
    Worker(request, controls, letters).run()
    assert len(controls.seconds) == 1
    assert 0 < controls.seconds[0] <= 1e6
    assert letters.all[0].frame.epoch == 0
    assert letters.all[-1].frame.stop is StopReason.DONE


def test_resumed_run_takes_epoch_before_waiting(qtbot: QtBot) -> None:
    first = Letters()
    request, controls = request_of(Settings(epochs=10))
    Worker(request, controls, first).run()
    reached: list[int] = []

    class Counting(Waits):
        def wait(self, seconds: float) -> None:
            reached.append(second.all[-1].frame.epoch)
            super().wait(seconds)

    second = Letters()
    paced = Counting(RunSettings(Settings(epochs=20), Pace(1e-6)))
    Worker(replace(request, after=first.all[-1].frame), paced, second).run()
    assert reached == [11]
    assert second.all[-1].frame.epoch == 20


def test_unlimited_pace_never_waits(qtbot: QtBot) -> None:
    request, _ = request_of(PUBLISHED.settings)
    controls = Waits(RunSettings(PUBLISHED.settings, Pace()))
    Worker(request, controls, Letters()).run()
    assert controls.seconds == []


def test_pace_sets_epochs_of_chunk(qtbot: QtBot) -> None:
    request, _ = request_of(Settings(epochs=5))
    letters = Letters()
    Worker(request, Controls(RunSettings(Settings(epochs=5), EACH_EPOCH)), letters).run()
    assert [progress.frame.epoch for progress in letters.all] == [0, 1, 2, 3, 4, 5]


def test_falling_loss_needs_no_limit(qtbot: QtBot) -> None:
    letters = Letters()
    Worker(*request_of(PUBLISHED.settings), letters).run()
    assert {progress.learning_rate_limit for progress in letters.all} == {None}


def test_rising_loss_brings_limit(qtbot: QtBot) -> None:
    request, _ = request_of(Settings())
    controls = Controls(RunSettings(Settings(epochs=4, learning_rate=0.02), EACH_EPOCH))
    letters = Letters()
    Worker(request, controls, letters).run()
    limits = {progress.frame.epoch: progress.learning_rate_limit for progress in letters.all}
    assert list(limits.values()) == [None, *[pytest.approx(LIMIT)] * 4]
    losses = letters.all[-1].trace.loss
    assert (losses[1:] > losses[:-1]).all()


def test_reduced_rows_make_limit_free(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_IN_THREAD", 0)
    letters = Letters()
    Worker(*request_of(Settings(learning_rate=0.5)), letters).run()
    assert letters.all[-1].learning_rate_limit == pytest.approx(LIMIT)


def test_endless_run_brings_limit(qtbot: QtBot) -> None:
    letters = Letters()
    settings = Settings(difference="forward", until_converged=True, method="modes")
    Worker(*request_of(settings), letters).run()
    assert letters.all[-1].frame.stop is StopReason.ENDLESS
    assert letters.all[-1].learning_rate_limit == pytest.approx(LIMIT)


@pytest.mark.parametrize(
    ("settings", "is_reduced"),
    [
        (Settings(epochs=3), True),
        (Settings(epochs=3, method="triangle", precision="float32"), True),
        (Settings(epochs=3, method="literal"), False),
        (Settings(epochs=3, precision="float32"), False),
    ],
)
def test_rows_are_reduced_if_needed(qtbot: QtBot, settings: Settings, is_reduced: bool) -> None:
    request, controls = request_of(settings)
    Worker(request, controls, Letters()).run()
    assert (request.prepared_rows.triangle is not None) is is_reduced


def test_wide_table_runs_in_its_modes(qtbot: QtBot) -> None:
    random = np.random.default_rng(1)
    problem = Problem(random.normal(size=(3, 1100)), random.normal(size=3))
    wide = Experiment.of(problem, Settings(learning_rate="safe"))
    request = RunRequest(5, wide, None, History(), PreparedRows(wide))
    letters = Letters()
    Worker(request, Controls(RunSettings(wide.settings, Pace())), letters).run()
    frame = letters.all[-1].frame
    assert (frame.method, frame.stop) == (Method.MODES, StopReason.DONE)
    assert request.prepared_rows.triangle is None


def test_expensive_limit_is_left_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "PRODUCTS_IN_THREAD", 3 * 3**2 - 1)
    letters = Letters()
    Worker(*request_of(Settings(learning_rate=0.5, method="literal")), letters).run()
    assert letters.all[-1].frame.stop is StopReason.DIVERGED
    assert {progress.learning_rate_limit for progress in letters.all} == {None}


def test_edited_table_is_not_joined_in_vain(qtbot: QtBot) -> None:
    edited = changes.set_block(EXPERIMENT, TableName.A, 0, 0, np.array([[2.0]]))
    request, controls = request_of(Settings())
    request = replace(request, experiment=edited, prepared_rows=PreparedRows(edited))
    controls.cancel()
    letters = Letters()
    at_work = Worker(request, controls, letters)
    finished, failed = QSignalSpy(at_work.finished), QSignalSpy(at_work.failed)
    at_work.run()
    assert (finished.count(), failed.count(), letters.all) == (1, 0, [])
    assert edited.A.__dict__["_joined"] is None


def test_progress_carries_what_the_cards_show(qtbot: QtBot) -> None:
    request, controls = request_of(PUBLISHED.settings)
    letters = Letters()
    Worker(request, controls, letters).run()
    assert letters.all[-1].companions is None
    assert letters.all[0].exact_gradient is None
    for progress in (each.with_companions() for each in letters.all):
        expected = exact_gradient(PUBLISHED.problem, progress.frame.W)
        assert progress.exact_gradient == pytest.approx(expected, rel=1e-15)
        assert progress.gradient_check is not None
        assert progress.working is not None
        slope = progress.working.of_weight(2).slope
        assert slope == pytest.approx(progress.frame.gradient[2, 0], rel=1e-6)
        assert progress.statistics is not None
        assert progress.goodness == progress.statistics.of_loss(progress.frame.loss)
        assert progress.statistics is letters.all[0].statistics
        assert (progress.statistics.rank, progress.statistics.degrees_of_freedom) == (2, 1)


def test_large_table_has_statistics_at_the_end(qtbot: QtBot) -> None:
    random = np.random.default_rng(2)
    problem = Problem(random.normal(size=(60_000, 2)), random.normal(size=60_000))
    large = Experiment.of(problem, Settings(epochs=3, learning_rate=0.1, method="literal"))
    request = RunRequest(5, large, None, History(), PreparedRows(large))
    letters = Letters()
    Worker(request, Controls(RunSettings(large.settings, EACH_EPOCH)), letters).run()
    first, last = letters.all[0].with_companions(), letters.all[-1]
    assert (first.statistics, first.goodness, first.exact_gradient) == (None, None, None)
    assert last.statistics is not None
    assert last.exact_gradient == pytest.approx(exact_gradient(problem, last.frame.W), rel=1e-12)


def test_many_columns_have_statistics_after_the_end(qtbot: QtBot) -> None:
    random = np.random.default_rng(3)
    problem = Problem(random.normal(size=(260, 210)), random.normal(size=260))
    wide = Experiment.of(problem, Settings(epochs=2, learning_rate=1e-3, method="literal"))
    request = RunRequest(5, wide, None, History(), PreparedRows(wide))
    letters = Letters()
    Worker(request, Controls(RunSettings(wide.settings, EACH_EPOCH)), letters).run()
    before, last = letters.all[-2:]
    assert before.frame is last.frame
    assert (before.statistics, before.verdict) == (None, last.verdict)
    assert last.statistics is not None
    assert last.statistics.degrees_of_freedom == 50


def test_first_pace_gives_same_numbers(qtbot: QtBot) -> None:
    request, _ = request_of(PUBLISHED.settings)
    # Epoch 1 is due after 0.2 s and epoch 2 after 0.32: a run that is later than that skips some.
    letters, pace = Letters(), FirstPace(epochs=1000, seconds=2.0)
    began = perf_counter()
    Worker(request, Controls(RunSettings(PUBLISHED.settings, pace)), letters).run()
    assert perf_counter() - began >= 2.0
    assert letters.all[-1].frame.stop is StopReason.DONE
    assert [progress.frame.epoch for progress in letters.all][:2] == [0, 1]
    expected = fit(PUBLISHED.problem, PUBLISHED.settings)
    W = letters.all[-1].frame.W
    assert pytest.approx(expected.W, rel=1e-12) == W
    assert len(letters.all[-1].trace) > 20


def test_other_pace_ends_first_one(qtbot: QtBot) -> None:
    request, _ = request_of(PUBLISHED.settings)
    controls = Waits(RunSettings(PUBLISHED.settings, FirstPace(epochs=1000, seconds=600.0)))
    letters = Letters()
    Worker(request, controls, letters).run()
    assert letters.all[-1].frame.stop is StopReason.DONE
    assert len(controls.seconds) == 1


def test_creeping_loss_is_foreseen(qtbot: QtBot) -> None:
    """The strip offers a larger η while the run goes on: nothing ends it soon."""
    settings = replace(
        PUBLISHED.settings, loss="mean absolute", learning_rate=1e-8, h=1e-4, until_converged=True
    )
    experiment = replace(EXPERIMENT, settings=settings)
    request = RunRequest(5, experiment, None, History(), PreparedRows(experiment))
    controls = Controls(RunSettings(settings, Pace()))
    seen: list[RunProgress] = []

    def receive(progress: RunProgress) -> None:
        is_told = progress.forecast is not None and progress.forecast.crawling is not None
        if is_told or progress.frame.epoch > 10**6:
            seen.append(progress)
            controls.cancel()

    Worker(request, controls, Letters(receive)).run()
    forecast = seen[0].forecast
    assert forecast is not None
    assert forecast.crawling is not None
    assert forecast.crawling.kind is Outcome.CREEPING
    assert forecast.crawling.remedy is not None
    assert forecast.crawling.remedy.changes == {"learning_rate": 1e-5}
