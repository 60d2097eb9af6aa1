"""The losses and weights along a run, in bounded memory however long the run."""

from typing import TYPE_CHECKING

import numpy as np

from .bins import FINEST, bin_starts
from .errors import BadSetting
from .frame import Frame
from .language.sentence import marked
from .settings import Settings
from .trace import EMPTY, NO_KEYFRAMES, Keyframes, MethodSpan, PastRun, Trace

if TYPE_CHECKING:
    from .past.keeping import Keeping

# 32 MiB: 4,096 keyframes of up to 1,024 weights, and fewer of more weights.
BYTES_OF_KEYFRAMES = 2**25


class TraceBins:
    """Collects the losses of a run at ascending epochs, in a bounded number of bins.

    When there are more bins than fit, neighbouring bins are merged in pairs.

    Parameters
    ----------
    capacity : int
        The largest number of bins.
    bits : int
        Those of the bins so far.

    Examples
    --------
    >>> bins = TraceBins()
    >>> bins.extend(Trace.of_each(np.array([0, 1]), np.array([4.0, 2.0])))
    >>> bins.trace().loss
    array([4., 2.])
    """

    def __init__(self, capacity: int = 4096, bits: int = FINEST) -> None:
        self._capacity, self._bits = capacity, bits
        self._bins = EMPTY
        self._latest = EMPTY

    @classmethod
    def resumed(cls, trace: Trace, bits: int = FINEST, capacity: int = 4096) -> "TraceBins":
        """Return bins that go on from those of a trace."""
        bins = cls(capacity, bits)
        if len(trace) == 0:
            return bins
        bins._bins, (_, latest) = _binned(trace, bits), _cut(trace, len(trace) - 1)
        bins._latest = Trace.of_each(latest.epoch, latest.loss)
        return bins

    @property
    def bits(self) -> int:
        """The bits of the bins."""
        return self._bits

    @property
    def last(self) -> float:
        """The latest epoch; -1 if there is none."""
        return float(self._latest.epoch[-1]) if len(self._latest) else -1.0

    def extend(self, trace: Trace) -> None:
        """Add losses of later epochs."""
        if len(trace) == 0:
            return
        whole, last = _cut(self._bins, len(self._bins) - 1)
        self._bins = whole.followed_by(_binned(last.followed_by(trace), self._bits))
        while len(self._bins) > self._capacity:
            self._bits -= 1
            self._bins = _binned(self._bins, self._bits)
        self._latest = Trace.of_each(trace.epoch[-1:], trace.loss[-1:])

    def trace(self) -> Trace:
        """Return the losses so far, in arrays that later additions do not change."""
        if len(self._bins) == 0 or self._bins.epoch[-1] == self._latest.epoch[-1]:
            return self._bins
        return self._bins.followed_by(self._latest)


class History:
    """Collects what the frames of a run record, in bounded memory.

    When there are more bins than fit, neighbouring bins are merged in pairs.

    Parameters
    ----------
    capacity : int
        The largest number of bins. Raises BadSetting if less than one.
    keyframe_bytes : int
        The memory for keyframes, in bytes: for W and for what an optimiser remembers there. At
        least one is kept.

    Examples
    --------
    >>> history = History()
    >>> for frame in descend(Problem([[1.0]], [1.0]), Settings(epochs=2, learning_rate=0.25)):
    ...     history.extend(frame)
    >>> history.trace().loss
    array([1.    , 0.25  , 0.0625])
    """

    def __init__(self, capacity: int = 4096, keyframe_bytes: int = BYTES_OF_KEYFRAMES) -> None:
        if capacity < 1:
            raise BadSetting("capacity", capacity, marked("engine", "one or more"))
        self._capacity = capacity
        self._losses = TraceBins(capacity)
        self._keyframe_bytes = keyframe_bytes
        self._keeping: Keeping | None = None

    @classmethod
    def resumed(cls, trace: Trace, past: PastRun) -> "History":
        """Return a history that goes on from what another one has told."""
        from .past.keeping import Keeping  # loaded on use, as in extend

        history = cls()
        history._losses = TraceBins.resumed(trace, past.trace_bits, history._capacity)
        history._keeping = Keeping.resumed(history._capacity, history._keyframe_bytes, past)
        return history

    def extend(self, frame: Frame, settings: Settings | None = None) -> None:
        """Add what the frame's chunk recorded.

        With the ``settings`` of the chunk, any of its epochs can be computed again.
        """
        if self._keeping is None:
            from .past.keeping import Keeping  # loaded on use: no launch needs it

            self._keeping = Keeping(self._capacity, self._keyframe_bytes)
        self._keeping.extend(frame, settings)
        self._losses.extend(frame.trace)

    def trace(self) -> Trace:
        """Return the losses so far, in arrays that later additions do not change."""
        return self._losses.trace()

    def keyframes(self) -> Keyframes:
        """Return W at the start of every bin, or of fewer bins if memory is short."""
        return NO_KEYFRAMES if self._keeping is None else self._keeping.keyframes()

    def past(self) -> PastRun:
        """Return all that is kept to compute any epoch again, as ``engine.past.replay`` does."""
        kept = PastRun() if self._keeping is None else self._keeping.past()
        return kept._replace(trace_bits=self._losses.bits)

    def methods(self) -> tuple[MethodSpan, ...]:
        """Return which method computed which epochs, in order; neighbours differ in the method."""
        return () if self._keeping is None else self._keeping.methods()


def _cut(trace: Trace, at: int) -> tuple[Trace, Trace]:
    """Return the first entries of a trace, and the others."""
    columns = trace.epoch, trace.loss, trace.lowest, trace.highest
    at = max(at, 0)
    return Trace(*(each[:at] for each in columns)), Trace(*(each[at:] for each in columns))


def _binned(trace: Trace, bits: int) -> Trace:
    """Merge entries in the same bin; the first one names it."""
    starts = np.flatnonzero(np.diff(bin_starts(trace.epoch, bits), prepend=-1.0))
    return Trace(
        trace.epoch[starts],
        trace.loss[starts],
        np.minimum.reduceat(trace.lowest, starts),
        np.maximum.reduceat(trace.highest, starts),
    )
