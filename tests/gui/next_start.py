from collections.abc import Iterator
from contextlib import contextmanager

from gui.preferences import Preferences


@contextmanager
def kept_for_next_start() -> Iterator[Preferences]:
    """Have what is kept within written to the file, where the next start finds it."""
    preferences = Preferences()
    yield preferences
    assert preferences.are_kept()
