"""The epochs of a run at rest, which one look at the rows tells."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine import Cancelled, Method, Settings, learning_rate_limit
from engine.descent import begin
from engine.frame import Anchor
from engine.methods import literal
from engine.methods.choose import RunHooks
from engine.past.arithmetic import arithmetic_of
from engine.past.at_rest import EpochsAtRest
from engine.past.replay import PastEpochs
from engine.problem import Problem
from engine.trace import SettingsSpan
from tests.engine.past.runs import kept, problem_of, stopped_at


def span_at_rest(problem: Problem, ran: Settings) -> SettingsSpan:
    (span,) = kept(problem, ran)[0].past().spans
    return span


def of_last_origin(problem: Problem, ran: Settings) -> EpochsAtRest:
    """Return the epochs from the point at which a run came to rest."""
    origins = span_at_rest(problem, ran).origins
    anchor = Anchor(int(origins.epoch[-1]), origins.W[-1].reshape(-1, 1))
    return EpochsAtRest.of(arithmetic_of(ran), anchor, begin(problem, ran, RunHooks()))


def run_at_rest(problem: Problem) -> Settings:
    return Settings(10**6, 0.3 * learning_rate_limit(problem), 0.1)


def test_epochs_at_rest_have_the_bits() -> None:
    problem = problem_of(40, 4, 1)
    ran = run_at_rest(problem)
    found = of_last_origin(problem, ran)
    known = found.anchor.epoch + 3
    W = stopped_at(problem, known, ran).W
    for epoch in (known, known + 1, 54_321, 10**6):
        frame = found.at(epoch, known, W)
        assert frame is not None
        assert frame.W.tobytes() == stopped_at(problem, epoch, ran).W.tobytes()
        assert (frame.epoch, frame.stop, frame.method) == (epoch, None, Method.MODES)


def test_another_run_is_not_told() -> None:
    problem = problem_of(40, 4, 1)
    ran = run_at_rest(problem)
    found = of_last_origin(problem, ran)
    known = found.anchor.epoch + 3
    W = stopped_at(problem, known, ran).W
    assert found.at(known + 9, known, np.nextafter(W, np.inf)) is None
    assert found.at(known - 1, known, W) is None
    assert found.is_from(arithmetic_of(ran), found.anchor)
    assert not found.is_from(Settings(9, 0.1), found.anchor)
    other = found.anchor._replace(W=np.nextafter(found.anchor.W, np.inf))
    assert not found.is_from(arithmetic_of(ran), other)


def test_literal_epochs_are_not_at_rest() -> None:
    problem = problem_of(40, 4, 1)
    ran = Settings(100, 1e-4, 0.1, method="literal")
    begun = begin(problem, ran, RunHooks())
    found = EpochsAtRest.of(ran, Anchor(0, problem.W), begun)
    assert found.segment is None
    assert found.at(7, 3, problem.W) is None


def test_looking_for_rest_can_be_cancelled() -> None:
    problem = problem_of(40, 4, 1)
    ran = run_at_rest(problem)
    asked: Iterator[bool] = iter([False] * 9)
    hooks = RunHooks(cancelled=lambda: next(asked, True))
    begun = begin(problem, ran, hooks)
    list(asked)
    with pytest.raises(Cancelled):
        EpochsAtRest.of(ran, Anchor(500, problem.W), begun)


def test_rows_are_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(40, 4, 1)
    ran = run_at_rest(problem)
    past, epochs = kept(problem, ran)[0].past(), PastEpochs(problem)
    epochs.at(past, 10**6 // 3)
    asked: list[int] = []
    slope = literal.LiteralPath.slope

    def counted(path: literal.LiteralPath, W: np.ndarray) -> object:
        asked.append(1)
        return slope(path, W)

    monkeypatch.setattr(literal.LiteralPath, "slope", counted)
    for epoch in (10**5, 10**5 + 1, 999_999):
        found = epochs.at(past, epoch)
        assert found.W.tobytes() == stopped_at(problem, epoch, ran).W.tobytes()
    of_fresh_runs = len(asked)
    for epoch in (10**5, 10**5 + 1, 999_999):
        epochs.at(past, epoch)
    assert len(asked) == of_fresh_runs
