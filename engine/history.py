"""The losses and weights along a run, in bounded memory however long the run."""

import numpy as np
from numpy.typing import NDArray

from .bins import FINEST, as_counts, bin_starts
from .errors import BadSetting
from .frame import Frame
from .language.sentence import marked
from .trace import EMPTY, Keyframes, MethodSpan, Trace

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
            raise BadSetting("capacity", capacity, marked("engine", "one or more"))
        self._capacity, self._keyframe_bytes = capacity, keyframe_bytes
        self._bits = self._keyframe_bits = FINEST
        self._bins = EMPTY
        self._latest = EMPTY
        self._kept: list[Keyframes] = []
        self._kept_count = 0
        self._methods: list[MethodSpan] = []

    def extend(self, frame: Frame) -> None:
        """Add what the frame's chunk recorded."""
        if len(frame.trace) == 0:
            return
        self._note_method(frame)
        whole, last = _cut(self._bins, len(self._bins) - 1)
        self._bins = whole.followed_by(_binned(last.followed_by(frame.trace), self._bits))
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
        if not self._kept:
            return Keyframes(EMPTY.epoch, np.empty(0))
        if len(self._kept) > 1:
            self._kept = [_joined(self._kept)]
        return self._kept[0]

    def methods(self) -> tuple[MethodSpan, ...]:
        """Return which method computed which epochs, in order; neighbours differ in the method."""
        return tuple(self._methods)

    def _note_method(self, frame: Frame) -> None:
        """Note the method of a chunk; a frame is of one method."""
        before = self._methods[-1] if self._methods else None
        if before is not None and before.method is frame.method:
            self._methods[-1] = before._replace(last=frame.epoch)
        else:
            first = int(frame.trace.epoch[0]) if before is None else before.last + 1
            self._methods.append(MethodSpan(first, frame.epoch, frame.method))

    def _keep(self, keyframes: Keyframes) -> None:
        kept = bin_starts(keyframes.epoch, self._keyframe_bits) == keyframes.epoch
        if not kept.any():
            return
        self._kept.append(_taken(keyframes, kept))
        self._kept_count += len(self._kept[-1])
        most = max(1, self._most_keyframes(keyframes))
        if self._kept_count <= most:
            return
        epochs = np.concatenate([each.epoch for each in self._kept])
        while True:
            self._keyframe_bits -= 1
            starts = bin_starts(epochs, self._keyframe_bits) == epochs
            if np.count_nonzero(starts) <= most:
                break
        self._kept = [_taken(_joined(self._kept), starts)]
        self._kept_count = len(self._kept[0])

    def _most_keyframes(self, keyframes: Keyframes) -> int:
        W, kinds = keyframes.W, 1 if keyframes.W_scaled is None else 2
        return min(self._capacity, int(self._keyframe_bytes // (kinds * W.shape[1] * W.itemsize)))


def _taken(keyframes: Keyframes, chosen: NDArray[np.bool_]) -> Keyframes:
    """Return some of the keyframes, copied: a view would keep the others in memory."""
    W_scaled = keyframes.W_scaled
    return Keyframes(
        keyframes.epoch[chosen],
        keyframes.W[chosen],
        None if W_scaled is None else W_scaled[chosen],
    )


def _joined(parts: list[Keyframes]) -> Keyframes:
    epochs = np.concatenate([part.epoch for part in parts])
    scaled = [part.W_scaled for part in parts if part.W_scaled is not None]
    return Keyframes(
        as_counts(epochs),
        np.concatenate([part.W for part in parts]),
        np.concatenate(scaled) if len(scaled) == len(parts) else None,
    )


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
