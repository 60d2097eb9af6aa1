import pytest

from engine.parts.errors import PartsStalled
from engine.parts.watch import NextStep, PartsWatch


class Clock:
    """Stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_quiet_parts_start_anew_once() -> None:
    clock = Clock()
    watch = PartsWatch(60.0, clock)
    clock.now = 59.0
    assert watch.look(["a"]) is NextStep.WAIT
    clock.now = 60.0
    assert watch.look(["a", "b"]) is NextStep.START_ANEW
    clock.now = 119.0
    assert watch.look(["a", "b"]) is NextStep.WAIT
    clock.now = 120.0
    with pytest.raises(PartsStalled, match=r"2 parts did not finish: a, b\. .*60 s"):
        watch.look(["a", "b"])


def test_life_puts_the_watch_off() -> None:
    clock = Clock()
    watch = PartsWatch(60.0, clock)
    for clock.now in (50.0, 100.0, 150.0):
        watch.hear()
        assert watch.look(["a"]) is NextStep.WAIT


def test_other_parts_have_their_own_chance() -> None:
    clock = Clock()
    watch = PartsWatch(1.0, clock)
    clock.now = 1.0
    assert watch.look(["a"]) is NextStep.START_ANEW
    clock.now = 2.0
    assert watch.look(["b"]) is NextStep.START_ANEW
    clock.now = 3.0
    with pytest.raises(PartsStalled) as caught:
        watch.look(["b", "c"])
    assert caught.value.names == ("b",)
