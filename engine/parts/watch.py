"""A watchdog over parts that are reduced elsewhere: it tells a long part from one that hangs."""

from collections.abc import Callable, Iterable
from enum import Enum, auto
from time import monotonic

from .errors import PartsStalled

QUIET_SECONDS = 60.0
"""A worker is heard of each second while it reads. A disk of a network that wakes up takes 30 s."""


class NextStep(Enum):
    """What is to be done about parts that are missing."""

    WAIT = auto()
    START_ANEW = auto()


class PartsWatch:
    """Watches over parts; nothing may be heard of any of them for only so long.

    Parameters
    ----------
    seconds : float
        How long nothing may be heard before the parts that are missing are started anew, and how
        long after that until they are given up.
    clock : callable
        Returns the time in seconds.
    """

    def __init__(
        self, seconds: float = QUIET_SECONDS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._seconds, self._clock = seconds, clock
        self._heard = clock()
        self._restarted = frozenset[str]()

    def hear(self) -> None:
        """Note that a part is done, or further than it was."""
        self._heard = self._clock()

    def look(self, missing: Iterable[str]) -> NextStep:
        """Return what to do; ``missing`` are the names of the parts that are being reduced.

        Raises PartsStalled, with the names of parts that were started anew before.
        """
        if self._clock() - self._heard < self._seconds:
            return NextStep.WAIT
        names = tuple(missing)
        given_up = tuple(name for name in names if name in self._restarted)
        if given_up:
            raise PartsStalled(given_up, self._seconds)
        self._restarted |= frozenset(names)
        self._heard = self._clock()
        return NextStep.START_ANEW
