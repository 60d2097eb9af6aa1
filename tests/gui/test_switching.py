import sys
from collections.abc import Iterator

import pytest

from gui.switching import QUICK_SECONDS, switch_quickly


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_threads_switch_at_once() -> None:
    switch_quickly()
    assert sys.getswitchinterval() == pytest.approx(QUICK_SECONDS)
