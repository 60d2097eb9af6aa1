"""A cached property is computed once, and waits for no other object of its class."""

from threading import Event, Thread

import pytest

from engine.threads.caching import cached_property


class Square:
    """Its area takes as long as it is told."""

    def __init__(self, side: float, may_end: Event | None = None) -> None:
        self.side, self.may_end = side, may_end
        self.begun, self.count = Event(), 0

    @cached_property
    def area(self) -> float:
        """The area."""
        self.begun.set()
        self.count += 1
        if self.may_end is not None:
            assert self.may_end.wait(10)
        return self.side**2


def test_value_is_computed_once() -> None:
    square = Square(3)
    assert [square.area, square.area, square.count] == [9, 9, 1]
    square.side = 4
    assert square.area == 9
    del square.__dict__["area"]
    assert square.area == 16


def test_other_object_does_not_wait() -> None:
    slow = Square(3, Event())
    areas: list[float] = []
    thread = Thread(target=lambda: areas.append(slow.area))
    thread.start()
    assert slow.begun.wait(10)
    assert Square(4).area == 16  # functools.cached_property of Python 3.11 waits here for ever
    assert areas == []
    assert slow.may_end is not None
    slow.may_end.set()
    thread.join(10)
    assert areas == [9]


def test_errors_are_not_kept() -> None:
    class Moody:
        calls = 0

        @cached_property
        def answer(self) -> int:
            self.calls += 1
            if self.calls == 1:
                raise ValueError("not yet")
            return 42

    moody = Moody()
    with pytest.raises(ValueError, match="not yet"):
        _ = moody.answer
    assert moody.answer == 42


def test_class_shows_property() -> None:
    assert isinstance(Square.area, cached_property)
    assert Square.area.__doc__ == "The area."
