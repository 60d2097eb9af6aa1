"""Going back to an epoch for good."""

from dataclasses import replace

import pytest

from engine import History, Settings, descend
from engine.past.cutting import past_until, trace_until
from engine.past.replay import PastEpochs
from tests.engine.past.runs import kept, problem_of

RAN = Settings(700, 0.002, h=0.1, method="literal")


@pytest.mark.parametrize("epoch", [0, 1, 300, 555])
@pytest.mark.parametrize("optimiser", ["plain", "adam"])
def test_run_goes_on_from_there(epoch: int, optimiser: str) -> None:
    problem, ran = (
        problem_of(12, 3),
        Settings(700, 0.002, h=0.1, method="literal", optimiser=optimiser),
    )
    history, end = kept(problem, ran, history=History(capacity=40))
    frame = PastEpochs(problem).at(history.past(), epoch)
    past = past_until(history.past(), epoch)
    again = History.resumed(trace_until(history.trace(), epoch, frame.loss), past)
    assert again.trace().epoch[-1] == epoch
    assert again.trace().loss[-1] == frame.loss
    assert again.keyframes().epoch.max() <= epoch
    for later in descend(problem, ran, after=frame):
        again.extend(later, ran)
    assert later.W.tobytes() == end.W.tobytes()
    assert again.past().methods == history.past().methods
    assert again.trace().epoch[-1] == 700


def test_later_settings_are_forgotten() -> None:
    history, _ = kept(problem_of(5, 2), replace(RAN, epochs=100), replace(RAN, learning_rate=0.001))
    assert len(past_until(history.past(), 100).spans) == 1
    assert len(past_until(history.past(), 101).spans) == 2
    assert [each.last for each in past_until(history.past(), 50).methods] == [50]
