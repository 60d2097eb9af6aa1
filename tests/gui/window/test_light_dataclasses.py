"""Dataclasses that are made lightly do what Python's own do."""

import copy
import dataclasses
import math
import operator
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.window.light_dataclasses import MAKERS, light_dataclasses
from tests import TIMEOUT_SECONDS

HAS_MAKERS = all(hasattr(dataclasses, name) for name in MAKERS)


def make() -> list[type]:
    """Make one class of each kind: of no, one and several fields, ordered, and with subclasses."""

    @dataclasses.dataclass(frozen=True)
    class Empty:
        """Nothing."""

    @dataclasses.dataclass(frozen=True)
    class One:
        """One field."""

        a: float = 1.0

    @dataclasses.dataclass(frozen=True, order=True)
    class Several:
        """Fields that count differently."""

        a: float = 1.0
        b: object = None
        c: str = dataclasses.field(default="c", repr=False)
        d: str = dataclasses.field(default="d", compare=False)

    @dataclasses.dataclass(frozen=True)
    class More(Several):
        """A subclass."""

        e: int = 3

    return [Empty, One, Several, More]


OWN = make()
with light_dataclasses():
    LIGHT = make()
PAIRS = list(zip(OWN, LIGHT, strict=True))
VALUES = st.sampled_from([0.0, -0.0, 1.0, math.nan, float("inf")])


def outcome(act: Callable[[], object]) -> object:
    """Return what an act returns, or its error."""
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error), str(error)


def makers() -> list[object]:
    return [getattr(dataclasses, name, None) for name in MAKERS]


def words(kind: type, values: list[float]) -> dict[str, Any]:
    return dict(zip([each.name for each in dataclasses.fields(kind)], values, strict=False))


@pytest.mark.parametrize(("own", "light"), PAIRS)
@given(st.lists(VALUES, max_size=4), st.lists(VALUES, max_size=4))
def test_light_class_does_the_same(
    own: type, light: type, first: list[float], second: list[float]
) -> None:
    results = []
    for kind in (own, light):
        one, other = kind(**words(kind, first)), kind(**words(kind, second))
        results.append(
            [
                repr(one),
                one == other,
                one != other,
                one == copy.copy(one),
                one == 5,
                outcome(partial(operator.lt, one, other)),
                outcome(partial(operator.ge, one, other)),
                hash(one) == hash(other),
                outcome(partial(setattr, one, "a", 2.0)),
                outcome(partial(setattr, one, "unknown", 2.0)),
                outcome(partial(delattr, one, "a")),
                dataclasses.asdict(one),
                repr(dataclasses.replace(one)),
            ]
        )
    assert repr(results[0]) == repr(results[1])


@pytest.mark.skipif(not HAS_MAKERS, reason="this Python makes them in another way")
def test_hash_is_that_of_the_fields() -> None:
    assert [hash(each()) for each in OWN] == [hash(each()) for each in LIGHT]


def test_repeated_instance_is_shown_once() -> None:
    shown = []
    for kind in (OWN[2], LIGHT[2]):
        repeated: list[object] = []
        one = kind(b=repeated)
        repeated.append(one)
        shown.append(repr(one))
    assert shown[0] == shown[1]
    assert "..." in shown[0]


@pytest.mark.skipif(not HAS_MAKERS, reason="this Python makes them in another way")
def test_python_has_its_way_again() -> None:
    before = makers()
    with light_dataclasses():
        assert makers() != before
    assert makers() == before
    with pytest.raises(ZeroDivisionError), light_dataclasses():
        raise ZeroDivisionError
    assert makers() == before


def test_other_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(dataclasses, MAKERS[0], raising=False)
    before = makers()
    with light_dataclasses():
        assert makers() == before


@pytest.mark.skipif(not HAS_MAKERS, reason="this Python makes them in another way")
def test_window_is_drawn_with_light_classes() -> None:
    code = (
        "import dataclasses, gui.app\n"
        "from engine.settings import Settings\n"
        "print(Settings.__eq__.__code__.co_filename.endswith('light_dataclasses.py'))\n"
        "print(dataclasses._repr_fn.__module__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.stdout == "True\ndataclasses\n"


def test_light_frame_is_pickled() -> None:
    from engine.settings import Settings

    assert pickle.loads(pickle.dumps(Settings(epochs=7))) == Settings(epochs=7)
