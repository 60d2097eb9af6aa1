import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Frame, Settings, Trace, descend, fit
from engine.frame import Recorded
from engine.methods.loss_log import LossLog

from ..problems import published_problem
from ..test_history import chunk


def written(log: LossLog, after: int, losses: list[float]) -> Trace:
    """Write losses into the log's room for them."""
    trace = log.room(after, after + len(losses))
    trace.loss[:] = losses
    return trace


def of(trace: Trace, template: Frame) -> Frame:
    """Return a frame with another trace."""
    state = template.state._replace(epoch=int(trace.epoch[-1]), loss=float(trace.loss[-1]))
    return Frame(state, Recorded(trace, template.keyframes))


TEMPLATE = chunk(0, [1.0])


def test_room_is_one_piece_of_memory() -> None:
    log = LossLog(9)
    first, second = log.room(-1, 3), log.room(3, 9)
    assert first.epoch.tolist() == [0, 1, 2, 3]
    assert second.epoch.tolist() == [4, 5, 6, 7, 8, 9]
    assert first.loss.base is second.loss.base is not None
    assert np.shares_memory(first.loss, log.room(-1, 9).loss)


def test_losses_written_in_room_are_kept() -> None:
    log = LossLog(9)
    trace = written(log, -1, [3.0, 2.0, 1.0])
    assert len(log.trace()) == 0  # not before a frame is added
    log.extend(of(trace, TEMPLATE))
    taken = log.trace()
    assert taken.epoch.tolist() == [0, 1, 2]
    assert taken.loss.tolist() == [3, 2, 1]
    assert np.shares_memory(taken.loss, trace.loss)


def test_frame_limits_what_is_kept() -> None:
    """A read-only view of the same memory counts as written here."""
    log = LossLog(9)
    trace = written(log, -1, [3.0, 2.0, 1.0])
    trace.loss.setflags(write=False)
    log.extend(of(trace, TEMPLATE))
    assert log.trace().loss.tolist() == [3, 2, 1]


def test_losses_from_elsewhere_are_copied() -> None:
    log = LossLog(3)
    frame = chunk(0, [3.0, 2.0])
    log.extend(frame)
    assert log.trace().loss.tolist() == [3, 2]
    assert not np.shares_memory(log.trace().loss, frame.losses)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 30)), max_size=12), st.integers(0, 40))
def test_no_loss_is_missing(chunks: list[tuple[bool, int]], epochs: int) -> None:
    """Frames of both kinds, in any order, beyond the first room."""
    log = LossLog(epochs)
    done = 0
    for is_foreign, length in chunks:
        losses = [1 / (epoch + 1) for epoch in range(done, done + length)]
        if is_foreign:
            log.extend(chunk(done, losses))
        else:
            log.extend(of(written(log, done - 1, losses), TEMPLATE))
        done += length
    trace = log.trace()
    assert trace.epoch.tolist() == list(range(done))
    assert trace.loss.tolist() == [1 / (epoch + 1) for epoch in range(done)]
    assert trace.lowest is trace.highest is trace.loss


def test_log_grows_by_doubling() -> None:
    """A run of unknown length copies each loss only a few times."""
    log, bases = LossLog(0), set()
    for epoch in range(1000):
        trace = written(log, epoch - 1, [1.0])
        log.extend(of(trace, TEMPLATE))
        bases.add(len(trace.loss.base) if trace.loss.base is not None else 0)
    assert len(bases) <= 11
    assert len(log.trace()) == 1000


@pytest.mark.parametrize("method", ["literal", "triangle", "modes"])
def test_every_method_records_every_loss(method: str) -> None:
    """The modes write their losses in place; literal losses are copied."""
    settings = Settings(1500, 0.01, method=method)
    history = fit(published_problem(), settings, every_loss=True).history
    assert history.epoch.tolist() == list(range(1501))
    frames = descend(published_problem(), settings, every_loss=True)
    losses = np.concatenate([frame.losses for frame in frames])
    assert history.loss.tolist() == losses.tolist()
    literal = fit(published_problem(), Settings(1500, 0.01, method="literal")).history.loss
    assert history.loss == pytest.approx(literal, rel=1e-9)
