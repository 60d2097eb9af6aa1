"""Keeps keyframes of a run in bounded memory: W, and all else that an epoch is computed from.

A keyframe stands at the start of a bin of epochs. Another one stands wherever settings change, and
wherever a closed form of the run counts from: from there alone it gives the run's own numbers.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ..bins import FINEST, as_counts, bin_starts
from ..frame import Anchor, Frame
from ..settings import Method, Settings
from ..trace import NO_KEYFRAMES, Keyframes, MethodSpan, PastRun, SettingsSpan
from .arithmetic import arithmetic_of

# A run has an origin each time its epochs have doubled, and one at each change of settings. Only
# thousands of changes come to so much, half of all memory; then every second origin is given up,
# and the epochs after it are computed from the one before.
SHARE_OF_ORIGINS = 0.5


class SpanKeeping:
    """What is kept of a span while the run adds to it."""

    def __init__(self, first: int, settings: Settings | None) -> None:
        self.first, self.settings = first, settings
        self.origins: list[Keyframes] = []
        self.kept: list[Keyframes] = []

    def told(self) -> SettingsSpan:
        """Return what is kept, in arrays that later additions do not change."""
        self.kept, self.origins = _one(self.kept), _one(self.origins)
        of_bins, origins = ((each or [NO_KEYFRAMES])[0] for each in (self.kept, self.origins))
        return SettingsSpan(self.first, self.settings, origins, of_bins)


class Keeping:
    """Collects the keyframes of a run."""

    def __init__(self, capacity: int, most_bytes: int) -> None:
        self._capacity, self._most_bytes = capacity, most_bytes
        self._bits = FINEST
        self._spans: list[SpanKeeping] = []
        self._methods: list[MethodSpan] = []
        self._next_origin: Keyframes | None = None
        self._noted_at: tuple[int, int] = (-1, -1)
        self._joined: Keyframes | None = None
        self._count = self._bytes = self._bytes_of_weights = 0

    @classmethod
    def resumed(cls, capacity: int, most_bytes: int, past: PastRun) -> "Keeping":
        """Return one that goes on from what was kept before."""
        keeping = cls(capacity, most_bytes)
        keeping._bits, keeping._methods = past.bits, list(past.methods)
        for span in past.spans:
            own = SpanKeeping(span.first, span.settings)
            own.origins = [span.origins] if len(span.origins) else []
            own.kept = [span.keyframes] if len(span.keyframes) else []
            keeping._spans.append(own)
        keeping._count_kept()
        return keeping

    def extend(self, frame: Frame, settings: Settings | None) -> None:
        """Add what is needed to compute the epochs of a frame's chunk again."""
        self._begin_span(frame, settings)
        if frame.method is Method.MODES and self._next_origin is not None:
            self._note_origin(self._next_origin, frame.epoch)
        # From there the epochs after the frame are counted, if they are in closed form.
        self._next_origin = _keyframe(frame, frame.anchor)
        if len(frame.trace):
            self._note_method(frame)
            self._keep(frame.keyframes)

    def keyframes(self) -> Keyframes:
        """Return those at the starts of bins, of all spans."""
        if self._joined is None:
            for span in self._spans:
                span.kept = _one(span.kept)
            parts = [part for span in self._spans for part in span.kept]
            if not parts:
                return NO_KEYFRAMES
            self._joined = parts[0] if len(parts) == 1 else joined(parts)
        return self._joined

    def past(self) -> PastRun:
        """Return all that is kept, in arrays that later additions do not change."""
        spans = tuple(span.told() for span in self._spans)
        return PastRun(spans, tuple(self._methods), self._bits)

    def methods(self) -> tuple[MethodSpan, ...]:
        """Return which method computed which epochs, in order."""
        return tuple(self._methods)

    def _begin_span(self, frame: Frame, settings: Settings | None) -> None:
        """Begin another span if the settings make something else of W."""
        own = None if settings is None else arithmetic_of(settings)
        if self._spans and self._spans[-1].settings == own:
            return
        if self._spans and self._spans[-1].first == frame.epoch and not self._spans[-1].kept:
            self._spans.pop()  # no epoch was made under those
        self._spans.append(SpanKeeping(frame.epoch, own))
        self._next_origin = None
        self._note_origin(_keyframe(frame), frame.epoch)

    def _note_origin(self, origin: Keyframes, epoch: int) -> None:
        """Keep where the epochs up to one are counted from, once."""
        about = len(self._spans), int(origin.epoch[0])
        if about == self._noted_at or epoch < origin.epoch[0]:
            return
        self._noted_at = about
        self._spans[-1].origins.append(origin)
        self._limit_origins()

    def _note_method(self, frame: Frame) -> None:
        """Note the method of a chunk; a frame is of one method."""
        before = self._methods[-1] if self._methods else None
        if before is not None and before.method is frame.method:
            self._methods[-1] = before._replace(last=frame.epoch)
        else:
            first = int(frame.trace.epoch[0]) if before is None else before.last + 1
            self._methods.append(MethodSpan(first, frame.epoch, frame.method))

    def _keep(self, keyframes: Keyframes) -> None:
        chosen = bin_starts(keyframes.epoch, self._bits) == keyframes.epoch
        if not chosen.any():
            return
        self._joined, part = None, taken(keyframes, chosen)
        self._spans[-1].kept.append(part)
        self._add(part)
        while self._is_full() and self._count > 1:
            self._bits -= 1
            for span in self._spans:
                span.kept = [self._coarser(part) for part in _one(span.kept)]
            self._count_kept()

    def _coarser(self, part: Keyframes) -> Keyframes:
        return taken(part, bin_starts(part.epoch, self._bits) == part.epoch)

    def _count_kept(self) -> None:
        self._count = self._bytes = self._bytes_of_weights = 0
        for part in chain.from_iterable(span.kept for span in self._spans):
            self._add(part)

    def _add(self, part: Keyframes) -> None:
        """Count a part: all spans in one take as much again, but for what is remembered."""
        self._count += len(part)
        self._bytes += part.nbytes
        self._bytes_of_weights += part.nbytes
        if part.memories is not None:
            self._bytes_of_weights -= part.memories.nbytes

    def _is_full(self) -> bool:
        if self._count > self._capacity:
            return True
        together = self._bytes_of_weights if len(self._spans) > 1 else 0
        of_origins = sum(part.nbytes for span in self._spans for part in span.origins)
        return self._bytes + together + of_origins > self._most_bytes

    def _limit_origins(self) -> None:
        """Give up every second origin if they take too much; the first of all stays."""
        most = SHARE_OF_ORIGINS * self._most_bytes
        while True:
            sizes = [sum(part.nbytes for part in span.origins) for span in self._spans]
            if sum(sizes) <= most or sum(bool(size) for size in sizes) <= 1:
                return
            which = 0
            for span in self._spans:
                origins = joined(span.origins) if span.origins else NO_KEYFRAMES
                chosen = (which + np.arange(len(origins))) % 2 == 0
                which += len(origins)
                span.origins = [taken(origins, chosen)] if chosen.any() else []


def _one(parts: list[Keyframes]) -> list[Keyframes]:
    """Return the same keyframes in one part, if there are any."""
    return [joined(parts)] if len(parts) > 1 else parts


def _keyframe(frame: Frame, anchor: Anchor | None = None) -> Keyframes:
    """Return a frame as a keyframe, or the point that its closed form counts from."""
    W, W_scaled, epoch, memory = frame.W, frame.W_scaled, frame.epoch, frame.memory
    if anchor is not None:
        # Its W is known as descended on, which is all that a closed form asks for.
        W_scaled = None if W_scaled is None else anchor.W
        W, epoch, memory = anchor.W, anchor.epoch, anchor.memory
    memories = None
    if memory is not None:
        from ..optimisers.memories import Memories  # loaded on use, as in engine/frame.py

        memories = Memories.of([memory], len(W))
    return Keyframes(
        as_counts(np.array([float(epoch)])),
        np.array(W, np.float64).T,
        None if W_scaled is None else np.array(W_scaled, np.float64).T,
        memories,
    )


def taken(keyframes: Keyframes, chosen: NDArray[np.bool_]) -> Keyframes:
    """Return some of the keyframes, copied: a view would keep the others in memory."""
    scaled, memories = keyframes.W_scaled, keyframes.memories
    return Keyframes(
        keyframes.epoch[chosen],
        keyframes.W[chosen],
        None if scaled is None else scaled[chosen],
        None if memories is None else memories.taken(chosen),
    )


def joined(parts: Sequence[Keyframes]) -> Keyframes:
    """Return the keyframes of several parts, one after the other."""
    epochs = np.concatenate([part.epoch for part in parts])
    scaled = [part.W_scaled for part in parts if part.W_scaled is not None]
    memories = None
    if any(part.memories is not None for part in parts):
        from ..optimisers.memories import joined_memories  # loaded on use, as in engine/frame.py

        memories = joined_memories([part.memories for part in parts], [*map(len, parts)])
    return Keyframes(
        as_counts(epochs),
        np.concatenate([part.W for part in parts]),
        np.concatenate(scaled) if len(scaled) == len(parts) else None,
        memories,
    )
