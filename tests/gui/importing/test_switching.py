import sys
from collections.abc import Iterator

import pytest

from gui.importing.switching import QUICK_SECONDS, QuickSwitching


@pytest.fixture(autouse=True)
def usual() -> Iterator[float]:
    """The interval as it was, put back afterwards."""
    before = sys.getswitchinterval()
    yield before
    sys.setswitchinterval(before)


def test_it_is_quick_from_begin_to_end(usual: float) -> None:
    switching = QuickSwitching()
    switching.begin()
    assert sys.getswitchinterval() == pytest.approx(QUICK_SECONDS)
    switching.begin()
    switching.end()
    assert sys.getswitchinterval() == usual
    switching.end()
    assert sys.getswitchinterval() == usual


def test_two_may_be_quick_at_once(usual: float) -> None:
    first, second = QuickSwitching(), QuickSwitching()
    first.begin()
    second.begin()
    second.end()
    assert sys.getswitchinterval() == pytest.approx(QUICK_SECONDS)
    first.end()
    assert sys.getswitchinterval() == usual


def test_what_is_quicker_already_stays(usual: float) -> None:
    sys.setswitchinterval(QUICK_SECONDS / 2)
    switching = QuickSwitching()
    switching.begin()
    assert sys.getswitchinterval() == pytest.approx(QUICK_SECONDS / 2)
    switching.end()
    assert sys.getswitchinterval() == pytest.approx(QUICK_SECONDS / 2)


def test_what_somebody_else_sets_meanwhile_stays(usual: float) -> None:
    switching = QuickSwitching()
    switching.begin()
    sys.setswitchinterval(0.001)
    switching.end()
    assert sys.getswitchinterval() == pytest.approx(0.001)
