"""The losses and weights along a run, in bounded memory however long the run."""

import numpy as np

from .bins import FINEST, as_counts, bin_starts
from .errors import BadSetting
from .frame import Frame
from .matrix import Matrix
from .trace import EMPTY, Keyframes, Trace

# 32 MiB: 4,096 keyframes of up to 1,024 weights, and fewer of more weights.
BYTES_OF_KEYFRAMES = 2**25


class History:
    """Collects what the frames of a run record, in bounded memory.

    When there are more bins than fit, neighbouring bins are merged in pairs.

    Parameters
    ----------
    capacity : int
        The largest number of bins. Raises BadSetting if less than one.
    keyframe_bytes : int
        The memory for W at the starts of bins, in bytes. At least one W is kept.

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
            raise BadSetting("capacity", capacity, "one or more")
        self._capacity, self._keyframe_bytes = capacity, keyframe_bytes
        self._bits = self._keyframe_bits = FINEST
        self._bins = EMPTY
        self._latest = EMPTY
        self._keyframes: dict[float, Matrix] = {}

    def extend(self, frame: Frame) -> None:
        """Add what the frame's chunk recorded."""
        if len(frame.trace) == 0:
            return
        self._bins = _binned(self._bins.followed_by(frame.trace), self._bits)
        while len(self._bins) > self._capacity:
            self._bits -= 1
            self._bins = _binned(self._bins, self._bits)
        self._latest = Trace.of_each(frame.trace.epoch[-1:], frame.trace.loss[-1:])
        self._keep(frame.keyframes)

    def trace(self) -> Trace:
        """Return the losses so far, in arrays that later additions do not change."""
        if len(self._bins) == 0 or self._bins.epoch[-1] == self._latest.epoch[-1]:
            return self._bins
        return self._bins.followed_by(self._latest)

    def keyframes(self) -> Keyframes:
        """Return W at the start of every bin, or of fewer bins if memory is short."""
        epochs = np.array([*self._keyframes], dtype=np.float64)
        return Keyframes(as_counts(epochs), np.array([*self._keyframes.values()]))

    def _keep(self, keyframes: Keyframes) -> None:
        kept = bin_starts(keyframes.epoch, self._keyframe_bits) == keyframes.epoch
        self._keyframes.update(zip(keyframes.epoch[kept].tolist(), keyframes.W[kept], strict=True))
        while len(self._keyframes) > max(1, self._most_keyframes(keyframes.W)):
            self._keyframe_bits -= 1
            epochs = np.array([*self._keyframes], dtype=np.float64)
            starts = (bin_starts(epochs, self._keyframe_bits) == epochs).tolist()
            entries = zip(self._keyframes.items(), starts, strict=True)
            # A view would keep the dropped keyframes in memory.
            self._keyframes = {epoch: W.copy() for (epoch, W), is_start in entries if is_start}

    def _most_keyframes(self, W: Matrix) -> int:
        return min(self._capacity, int(self._keyframe_bytes // (W.shape[1] * W.itemsize)))


def _binned(trace: Trace, bits: int) -> Trace:
    """Merge entries in the same bin; the first one names it."""
    starts = np.flatnonzero(np.diff(bin_starts(trace.epoch, bits), prepend=-1.0))
    return Trace(
        trace.epoch[starts],
        trace.loss[starts],
        np.minimum.reduceat(trace.lowest, starts),
        np.maximum.reduceat(trace.highest, starts),
    )
