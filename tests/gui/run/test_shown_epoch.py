"""The epoch of a run that is shown."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import History, Problem, Settings, descend, exact_gradient, frame_at
from engine.examples import published
from engine.methods.step_working import StepWriter
from engine.shortening import LONGEST
from gui.document import Document, Experiment, TableName
from gui.run.controls import Pace
from gui.run.run_state import RunState
from gui.run.session import Session, Update
from gui.run.shown_epoch import (
    BACK,
    Accuracy,
    EarlierEpoch,
    earlier_epoch,
    recorded_before,
    recorded_epochs,
    settings_of_epoch,
)
from gui.run.worker import RunProgress

LITERAL = Settings(1000, h=0.1, method="literal")


def progress_of(
    settings: Settings, history: History | None = None, problem: Problem | None = None
) -> RunProgress:
    """Return the end of the published run, or that of another problem, under other settings."""
    history = history or History()
    ran = Experiment.of(problem or published().problem, settings)
    for frame in descend(ran.problem, settings):
        history.extend(frame, settings)
    return RunProgress(
        *(ran, frame, history.trace(), None, settings),
        keyframes=history.keyframes(),
        past=history.past(),
    )


RAN = progress_of(LITERAL)
LONG = progress_of(Settings(1_000_000))


def epoch_of(earlier: EarlierEpoch | None) -> int:
    assert earlier is not None
    return earlier.epoch


def test_recorded_epoch_has_its_weights() -> None:
    earlier = earlier_epoch(RAN, 100.0)
    assert earlier is not None
    *_, frame = descend(published().problem, replace(LITERAL, epochs=100))
    assert (earlier.epoch, earlier.frame.loss) == (100, frame.loss)
    assert earlier.frame.W.tolist() == frame.W.tolist()
    assert np.isnan(earlier.frame.gradient).all(), "it is not evaluated yet"


def test_latest_is_no_earlier_epoch() -> None:
    for epoch in (1000.0, 5000.0, math.inf):
        assert earlier_epoch(RAN, epoch) is None
    assert recorded_epochs(RAN).tolist() == list(range(1000))


def test_unrecorded_epoch_is_interpolated() -> None:
    asked = 123_457.0
    assert asked not in recorded_epochs(LONG)
    earlier = earlier_epoch(LONG, asked)
    assert earlier is not None
    assert (earlier.epoch, earlier.accuracy) == (asked, Accuracy.INTERPOLATED)
    before, after = (earlier_epoch(LONG, asked + step) for step in (-4000, 4000))
    assert before is not None
    assert after is not None
    between = np.sort([before.frame.W, after.frame.W], axis=0)
    assert (between[0] <= earlier.frame.W).all()
    assert (between[1] >= earlier.frame.W).all()
    sentence = earlier.message(1e6).text
    assert sentence == "Epoch 123,457 is being computed. Until then, W is interpolated."
    assert len(sentence) <= 72


@pytest.mark.parametrize("epoch", [1000, 999_999_999, 123 * 10**298])
@pytest.mark.parametrize("accuracy", Accuracy)
def test_longest_epochs_fit(epoch: int, accuracy: Accuracy) -> None:
    state = RAN.frame.state._replace(epoch=epoch)
    earlier = EarlierEpoch(replace(RAN.frame, state=state), accuracy)
    assert len(earlier.caution(epoch)) <= LONGEST
    assert len(earlier.message(epoch).text) <= LONGEST


@pytest.mark.parametrize(
    ("epoch", "other", "told"),
    [
        (
            1_230_000_000_000,
            1_234_000_000_000,
            (
                "This is epoch 1.23e12. The run has reached 1.234e12.",
                "It has epoch 1.234e12, the latest; the window shows epoch 1.23e12.",
                "Epoch 1.23e12 is being computed. Until then, W is interpolated.",
            ),
        ),
        (
            1_230_000_000_000,
            1_230_000_000_001,
            (
                "This is epoch 1.23e12. The run has reached 1.230000000001e12.",
                "It has epoch 1.230000000001e12, the latest; you see epoch 1.23e12.",
                "Epoch 1.23e12 is being computed. Until then, W is interpolated.",
            ),
        ),
        (
            123_456_789_012_345_670,
            123_456_789_012_345_700,
            (
                "This is an earlier epoch. The run has reached 1.23e17.",
                "It has epoch 1.23e17, the latest; you see an earlier one.",
                "Epoch 1.23e17 is being computed. Until then, W is interpolated.",
            ),
        ),
    ],
)
def test_large_epochs_are_told_apart(epoch: int, other: int, told: tuple[str, ...]) -> None:
    state = RAN.frame.state._replace(epoch=epoch)
    earlier = EarlierEpoch(replace(RAN.frame, state=state))
    near = replace(earlier, accuracy=Accuracy.INTERPOLATED)
    said = earlier.message(other).text, earlier.caution(other), near.message(other).text
    assert said == told
    assert max(map(len, said)) <= LONGEST


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("The loss is Huber now.", "The loss is Huber now. This is epoch 100 of the run before."),
        ("x" * 48, "x" * 48 + " This is epoch 100."),
        ("x" * 60, "x" * 60),
    ],
)
def test_other_loss_is_named_first(changed: str, told: str) -> None:
    earlier = earlier_epoch(RAN, 100.0)
    assert earlier is not None
    message = earlier.message(1000, changed)
    assert message.text == told
    assert message.fix is not None
    assert message.fix.action == BACK.action
    assert "go on" not in message.fix.why


@pytest.mark.parametrize("goes_on", [True, False])
@pytest.mark.parametrize("reached", [1000, 123_456_789_012])
@pytest.mark.parametrize("length", [12, 30, 50, 72])
def test_change_names_the_next_begin(length: int, reached: int, *, goes_on: bool) -> None:
    earlier = earlier_epoch(RAN, 100.0)
    assert earlier is not None
    changed = "x" * length
    message = earlier.message_on_change(reached, changed, goes_on=goes_on)
    assert message.text.startswith(changed)
    assert len(message.text) <= LONGEST
    assert ("goes on" in message.text) is (goes_on and length < 40)
    assert message.fix is not None
    assert ("go on" in message.fix.why) is goes_on


def test_recorded_epoch_is_not_excused() -> None:
    earlier = earlier_epoch(RAN, 100.0)
    assert earlier is not None
    message = earlier.message(1000)
    assert message.text == "This is epoch 100. The run has reached 1,000."
    assert message.fix is BACK


def test_last_recorded_is_before() -> None:
    recorded = recorded_epochs(LONG)
    last = float(recorded[-1])
    assert epoch_of(recorded_before(LONG, last + 1)) == last
    assert epoch_of(recorded_before(LONG, last)) == last
    assert epoch_of(recorded_before(LONG, last - 1)) == recorded[-2]
    assert epoch_of(recorded_before(LONG, 0.0)) == 0
    assert recorded_before(LONG, 1e6) is None


def test_epoch_has_the_settings_of_its_span() -> None:
    history, faster = History(), replace(LITERAL, epochs=200, learning_rate=0.005)
    *_, half = descend(published().problem, replace(LITERAL, epochs=100))
    for frame in descend(published().problem, replace(LITERAL, epochs=100)):
        history.extend(frame, replace(LITERAL, epochs=100))
    for frame in descend(published().problem, faster, after=half):
        history.extend(frame, faster)
    past = history.past()
    found = [settings_of_epoch(past, epoch, faster) for epoch in (0, 100, 101, 200)]
    assert [each.learning_rate for each in found] == [0.01, 0.01, 0.005, 0.005]
    assert {each.epochs for each in found} == {200}


def test_progress_goes_back_to_epoch() -> None:
    earlier = earlier_epoch(RAN, 7.0)
    assert earlier is not None
    back = earlier.within(RAN)
    assert (back.frame.epoch, back.trace, back.verdict) == (7, RAN.trace, None)
    assert RAN.frame.epoch == 1000


@pytest.fixture
def document() -> Document:
    return Document(published().problem, LITERAL, "published")


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    session = Session(document)
    yield session
    session.shut_down()


def run(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda state: not state.is_active):
        session.run_or_pause()


def evaluated(session: Session) -> bool:
    return session.earlier is not None and not np.isnan(session.earlier.frame.gradient).any()


def test_gradient_is_that_of_engine(session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    session.show_epoch(100.0)
    assert session.shown is not None
    assert session.shown.frame.epoch == 100
    qtbot.waitUntil(lambda: evaluated(session))
    *_, frame = descend(published().problem, replace(LITERAL, epochs=100))
    assert session.shown.frame.gradient.tolist() == frame.gradient.tolist()


def test_earlier_epoch_has_its_companions(session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    session.show_epoch(100.0)
    qtbot.waitUntil(lambda: evaluated(session))
    shown, latest = session.shown, session.progress
    assert shown is not None
    assert latest is not None
    expected = exact_gradient(shown.problem, shown.frame.W)
    assert shown.exact_gradient == pytest.approx(expected, rel=1e-15)
    assert shown.gradient_check is not None
    assert shown.working is not None
    *_, then = descend(published().problem, replace(LITERAL, epochs=101))
    assert shown.working.W_next_of_table.tolist() == then.W.tolist()
    assert shown.statistics is latest.statistics
    assert shown.goodness != latest.goodness


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("method", ["automatic", "triangle"])
def test_every_method_is_evaluated(
    document: Document, session: Session, qtbot: QtBot, method: str, scale_columns: bool
) -> None:
    rate = 0.5 if scale_columns else 0.01
    document.change_settings(method=method, scale_columns=scale_columns, learning_rate=rate)
    run(session, qtbot)
    session.show_epoch(10.0)
    qtbot.waitUntil(lambda: evaluated(session))
    assert session.shown is not None
    *_, frame = descend(published().problem, replace(document.settings, epochs=10))
    assert session.shown.frame.gradient == pytest.approx(frame.gradient, rel=1e-9)


def test_newest_epoch_is_evaluated_last(session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    for epoch in range(50):
        session.show_epoch(float(epoch))
    qtbot.waitUntil(lambda: evaluated(session))
    assert session.earlier is not None
    expected = frame_at(published().problem, LITERAL, 49, session.earlier.frame.W)
    assert session.earlier.frame.gradient.tolist() == expected.gradient.tolist()


def test_run_itself_stays_untouched(session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    before = session.progress
    session.show_epoch(3.0)
    assert session.progress is before
    assert session.state is RunState.DONE
    session.show_latest()
    assert (session.shown, session.earlier) == (before, None)


def test_step_goes_on_from_latest(session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    session.show_epoch(3.0)
    with qtbot.waitSignal(session.state_changed, check_params_cb=lambda s: not s.is_active):
        session.step()
    assert session.earlier is None
    assert session.shown is not None
    assert session.shown.frame.epoch == 1001


def test_running_epochs_can_be_shown(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=1_000_000_000)
    session.set_pace(Pace(20_000.0))
    session.run_or_pause()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.frame.epoch > 50)
    session.show_epoch(2.0)
    assert session.shown is not None
    with qtbot.waitSignal(session.progressed):
        pass
    assert session.shown.frame.epoch == 2
    session.pause()
    assert session.shown.frame.epoch == 2


def test_pause_shares_all_keyframes(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=1_000_000_000)
    session.set_pace(Pace(2_000.0))
    session.run_or_pause()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.frame.epoch > 99)
    session.pause()
    assert session.progress is not None
    reached = session.progress.frame.epoch
    assert recorded_epochs(session.progress).tolist() == list(range(reached))


def test_edit_reset_and_opening_leave(document: Document, session: Session, qtbot: QtBot) -> None:
    edits = (
        lambda: document.set_block(TableName.Y, 0, 0, np.array([[9.0]])),
        session.reset,
        lambda: document.open(document.experiment),
    )
    for change in edits:
        run(session, qtbot)
        session.show_epoch(3.0)
        assert session.earlier is not None
        change()
        assert session.earlier is None
    assert session.shown is None


def test_former_run_has_one_epoch(document: Document, session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    document.set_block(TableName.Y, 0, 0, np.array([[9.0]]))
    session.show_epoch(3.0)
    session.move_epoch(-1)
    assert session.state is RunState.EDITED
    assert session.earlier is None


def test_settings_and_names_keep_epoch(document: Document, session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    session.show_epoch(3.0)
    document.change_settings(learning_rate=0.005)
    assert session.earlier is not None


def test_each_epoch_is_reported_once(session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    updates: list[Update] = []
    session.updated.connect(updates.append)
    session.show_epoch(3.0)
    session.show_epoch(3.2)
    assert [update.epoch for update in updates] == [True]
    qtbot.waitUntil(lambda: evaluated(session))
    session.show_latest()
    session.show_latest()
    assert [update.epoch for update in updates] == [True] * 3
    assert not any(update.progress or update.state for update in updates)


@pytest.mark.parametrize("seed", range(10))
def test_earlier_scaled_epoch_is_the_runs(seed: int) -> None:
    """W/|a|·|a| differs from the W descended on in the last bit of some weights."""
    random = np.random.default_rng(seed)
    problem = Problem(random.normal(size=(12, 3)) * [1.0, 300.0, 0.02], random.normal(size=12))
    settings = Settings(40, 0.1, 0.1, method="literal", scale_columns=True)
    progress = progress_of(settings, problem=problem)
    writer = StepWriter(problem, settings)
    for epoch in range(39):
        earlier = earlier_epoch(progress, float(epoch))
        assert earlier is not None
        after = writer.after(earlier.frame)
        assert after is not None
        assert after.W_next_of_table[:, 0].tolist() == progress.keyframes.W[epoch + 1].tolist()
        found = frame_at(problem, settings, epoch, earlier.frame.W, W_scaled=earlier.frame.W_scaled)
        assert found.loss == earlier.frame.loss


def test_steps_go_epoch_by_epoch(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=30_000)
    run(session, qtbot)
    session.show_epoch(20_001.0)
    for steps, reached in ((1, 20_002), (-3, 19_999), (-(10**6), 0), (-1, 0)):
        session.move_epoch(steps)
        assert epoch_of(session.earlier) == reached
    session.show_epoch(29_999.0)
    session.move_epoch(1)
    assert session.earlier is None
    session.move_epoch(-1)
    assert epoch_of(session.earlier) == 29_999


@pytest.mark.parametrize("optimiser", ["plain", "adam"])
def test_interpolated_epoch_becomes_exact(
    document: Document, session: Session, qtbot: QtBot, optimiser: str
) -> None:
    document.change_settings(epochs=4_600, optimiser=optimiser, learning_rate=0.005)
    run(session, qtbot)
    asked = next(
        epoch for epoch in range(4_300, 4_600) if epoch not in recorded_epochs(of(session))
    )
    session.show_epoch(float(asked))
    first = session.earlier
    assert first is not None
    assert first.accuracy is Accuracy.INTERPOLATED
    qtbot.waitUntil(lambda: evaluated(session))
    *_, frame = descend(published().problem, replace(document.settings, epochs=asked))
    exact = session.earlier
    assert exact is not None
    assert exact.accuracy is Accuracy.EXACT
    assert exact.frame.W.tolist() == frame.W.tolist()
    assert exact.frame.gradient.tolist() == frame.gradient.tolist()
    assert exact.frame.loss == frame.loss


def test_newer_wish_cancels_an_older(document: Document, session: Session, qtbot: QtBot) -> None:
    document.change_settings(epochs=4_600, optimiser="adam", learning_rate=0.005)
    run(session, qtbot)
    for epoch in (4_303.0, 4_401.0, 4_433.0, 4_577.0):
        session.show_epoch(epoch)
    qtbot.waitUntil(lambda: evaluated(session))
    *_, frame = descend(published().problem, replace(document.settings, epochs=4_577))
    assert session.earlier is not None
    assert session.earlier.frame.W.tolist() == frame.W.tolist()


def test_epoch_by_modes_is_exact_at_once(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    document.change_settings(epochs=10**12, method="automatic", learning_rate=1e-9)
    run(session, qtbot)
    session.show_epoch(123_456_789_013.0)
    qtbot.waitUntil(lambda: evaluated(session))
    session.show_epoch(123_456_789_015.0)
    assert session.earlier is not None
    assert (session.earlier.epoch, session.earlier.accuracy) == (123_456_789_015, Accuracy.EXACT)


def of(session: Session) -> RunProgress:
    assert session.progress is not None
    return session.progress


def test_shown_epoch_becomes_the_start(document: Document, session: Session, qtbot: QtBot) -> None:
    run(session, qtbot)
    ran = of(session)
    session.show_epoch(100.0)
    assert session.shown is not None
    W = session.shown.frame.W
    session.start_from_shown()
    assert (session.state, session.progress) == (RunState.READY, None)
    assert document.experiment.W.joined.tolist() == W.tolist()
    assert document.undo_stack.undoText() == "Start from Epoch 100"
    document.undo_stack.undo()
    assert (session.state, session.progress) == (RunState.DONE, ran)


def test_start_needs_a_run(document: Document, session: Session) -> None:
    session.start_from_shown()
    session.go_back_to_shown()
    assert session.state is RunState.READY
    assert not document.undo_stack.canUndo()


@pytest.mark.parametrize("optimiser", ["plain", "adam"])
def test_run_goes_on_from_past_epoch(
    document: Document, session: Session, qtbot: QtBot, optimiser: str
) -> None:
    document.change_settings(optimiser=optimiser, learning_rate=0.005)
    run(session, qtbot)
    end = of(session)
    session.show_epoch(400.0)
    qtbot.waitUntil(lambda: evaluated(session))
    session.go_back_to_shown()
    assert (session.state, session.earlier) == (RunState.PAUSED, None)
    assert of(session).frame.epoch == 400
    assert of(session).trace.epoch[-1] == 400
    run(session, qtbot)
    again = of(session)
    assert again.frame.W.tolist() == end.frame.W.tolist()
    assert again.trace.loss.tolist() == end.trace.loss.tolist()
