"""Any epoch that a run has passed, computed again with the run's own arithmetic.

A literal epoch is walked to from the keyframe before it, with the same operations in the same
order, so that it has the bits of the run: of W, of the slopes and of all that the optimiser
remembers. An epoch by modes is counted from the very point from which the run counted it; one at
rest is found where the run itself goes round.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..cancelling import Cancelled, IsCancelled
from ..descent import Begun, ChoosePath, begin, reported
from ..errors import BadSetting
from ..frame import Anchor, Frame, Recorded, State, StopReason
from ..language.sentence import marked
from ..matrix import Matrix
from ..methods.choose import RunHooks, choose_path, is_reduced
from ..methods.literal import LiteralPath
from ..methods.path import Descent, Path
from ..methods.segment import SHORTEST_SEGMENT, boundary_after, is_boundary
from ..optimisers.checks import MOST_EPOCHS
from ..optimisers.memory import Memory
from ..problem import Problem
from ..settings import Method, Settings
from ..trace import Keyframes, PastRun, SettingsSpan
from ..triangle import Triangle, triangle_of
from .arithmetic import arithmetic_of
from .at_rest import EpochsAtRest
from .closed import ClosedPath

# States of so many epochs are in memory at once; with ten weights they take 2 MB.
EPOCHS_AT_A_TIME = 1024
# Of the largest weight. In closed form from its origin a keyframe is met to 1e-15 (measured); what
# is farther off has come to rest, and repeats the states of the keyframe.
SAME_WEIGHTS = 1e-13
# Numbers: of a table of so many, a run at rest is followed to an epoch in 2 to 8 ms (measured).
MOST_AT_ONCE = 2**12
# Origins from which a run is at rest. Each has up to 64 states; a person looks at few of them.
MOST_AT_REST = 8
# Numbers: of a larger table, what evaluates it is not kept, as its columns may have been scaled.
MOST_KEPT = 2**22


class Origin(NamedTuple):
    """Where to compute epochs from: W (j, 1) in the units of the table and as descended on."""

    epoch: int
    W: Matrix
    W_scaled: Matrix | None
    memory: Memory | None

    @classmethod
    def of(cls, keyframes: Keyframes, index: int) -> "Origin":
        """Return one of the keyframes."""
        scaled, memories = keyframes.W_scaled, keyframes.memories
        return cls(
            int(keyframes.epoch[index]),
            keyframes.W[index].reshape(-1, 1),
            None if scaled is None else scaled[index].reshape(-1, 1),
            None if memories is None else memories.at(index),
        )

    @property
    def anchor(self) -> Anchor:
        """The same as descended on."""
        return Anchor(self.epoch, self.descended_on, self.memory)

    @property
    def descended_on(self) -> Matrix:
        """W (j, 1) as descended on."""
        return self.W if self.W_scaled is None else self.W_scaled

    def frame(self) -> Frame:
        """Return the origin as a frame to go on from; its loss and its slopes are not known."""
        unknown = np.full_like(self.W, np.nan)
        state = State(
            *(self.epoch, self.W, np.nan, unknown), W_scaled=self.W_scaled, memory=self.memory
        )
        return Frame(state, Recorded.nothing(len(self.W)))


class PastEpochs:
    """The epochs of runs on one problem; what one of them needs is kept for the next.

    Parameters
    ----------
    problem : Problem
        What the runs started from.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._closed: tuple[Settings, Begun] | None = None
        self._literal: tuple[Settings, bool, Begun] | None = None
        self._triangle: tuple[Settings, Triangle] | None = None
        self._at_rest: tuple[EpochsAtRest, ...] = ()
        self._cancelled: IsCancelled = lambda: False

    def at(
        self,
        past: PastRun,
        epoch: int,
        *,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> Frame:
        """Return the frame of an epoch.

        Parameters
        ----------
        past : PastRun
            What is kept of the run, with its settings.
        epoch : int
            From 0 to the epoch that the run has reached.
        triangle : Triangle, optional
            The triangle of the problem, if it is known already.
        cancelled : callable
            Asked every few milliseconds; returns True to stop.

        Returns
        -------
        Frame
            It records nothing, and has no reason for stopping.

        Raises
        ------
        Cancelled
            When cancelled.
        BadSetting
            If nothing is kept from which the epoch can be computed.
        """
        span = past.span_at(epoch)
        if span is None or span.settings is None or epoch < 0:
            rule = marked("engine", "an epoch of a run that is kept with its settings")
            raise BadSetting("epoch", epoch, rule)
        if self.is_closed(past, epoch):
            return self._in_closed_form(span, epoch, triangle, cancelled)
        return self._walked(past, epoch, triangle, cancelled)

    def at_once(self, past: PastRun, epoch: int) -> Frame | None:
        """Return the frame of an epoch by modes if no decomposition is needed for it, else None."""
        span = past.span_at(epoch)
        is_ready = (
            span is not None and self._closed is not None and self._closed[0] == span.settings
        )
        if span is None or not is_ready or not self.is_closed(past, epoch):
            return None
        return self._in_closed_form(span, epoch, None, lambda: False, at_once=True)

    def evaluated(
        self,
        past: PastRun,
        frame: Frame,
        settings: Settings,
        *,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> Frame:
        """Return a frame with its loss and its slopes as the definition has them there.

        Parameters
        ----------
        past : PastRun
            What is kept of the run.
        frame : Frame
            One of its epochs, of which W is known.
        settings : Settings
            Those that led there.
        triangle : Triangle, optional
            The triangle of the problem, if it is known already.
        cancelled : callable
            Asked at every block of rows; returns True to stop.

        Returns
        -------
        Frame
            It records nothing, and has no reason for stopping.

        Raises
        ------
        Cancelled
            When cancelled.
        """
        self._cancelled = cancelled
        is_on_triangle = past.method_at(max(frame.epoch, 1)) is Method.TRIANGLE
        own = arithmetic_of(settings)
        if self._literal is None or self._literal[:2] != (own, is_on_triangle):
            self._literal = None
            choose = self._reducing_once(_by_triangle) if is_on_triangle else _by_rows
            hooks = RunHooks(cancelled=lambda: self._cancelled())
            begun = begin(self.problem, own, hooks, triangle, choose)
            if self.problem.A.size <= MOST_KEPT:
                self._literal = own, is_on_triangle, begun
        else:
            begun = self._literal[2]
        state = begun.path.start(frame.epoch, frame.on_lengths(begun.norms), None)
        return replace(frame, state=frame.state._replace(loss=state.loss, gradient=state.gradient))

    @staticmethod
    def is_closed(past: PastRun, epoch: int) -> bool:
        """Return whether the run came to an epoch in closed form, from an origin that is kept."""
        span = past.span_at(epoch)
        if span is None or span.settings is None:
            return False
        is_by_modes = past.method_at(epoch) is Method.MODES
        return is_by_modes and bool((span.origins.epoch <= epoch).any())

    def _in_closed_form(
        self,
        span: SettingsSpan,
        epoch: int,
        triangle: Triangle | None,
        cancelled: IsCancelled,
        *,
        at_once: bool = False,
    ) -> Frame:
        assert span.settings is not None
        if self._closed is None or self._closed[0] != span.settings:
            hooks = RunHooks(cancelled=cancelled)
            choose = self._reducing_once(ClosedPath.chosen)
            begun = begin(self.problem, span.settings, hooks, triangle, choose)
            self._closed = span.settings, begun
        begun = self._closed[1]
        before = np.flatnonzero(span.origins.epoch <= epoch)
        origin = Origin.of(span.origins, int(before[-1]))
        found = _closed_from(begun, origin, epoch)
        kept = _last_kept(span.keyframes, epoch)
        if kept is None or kept.epoch <= origin.epoch:
            return found
        is_soon = not at_once or self.problem.A.size <= MOST_AT_ONCE
        is_soon = is_soon or self._known_at_rest(span, origin) is not None
        if is_soon and _may_rest(origin, kept):
            at_rest = self._resting(span, origin, triangle, cancelled)
            repeated = at_rest.at(epoch, kept.epoch, kept.descended_on)
            if repeated is not None:
                return repeated
        known = found if kept.epoch == epoch else _closed_from(begun, origin, kept.epoch)
        size = float(np.abs(kept.W).max(initial=0.0))
        if float(np.abs(known.W - kept.W).max(initial=0.0)) <= SAME_WEIGHTS * size:
            return found
        return replace(found, state=_at_rest(found.state, kept))

    def _resting(
        self, span: SettingsSpan, origin: Origin, triangle: Triangle | None, cancelled: IsCancelled
    ) -> EpochsAtRest:
        """Return the epochs from an origin on as the run takes them, found once."""
        assert span.settings is not None
        known = self._known_at_rest(span, origin)
        if known is None:
            settings = replace(span.settings, epochs=int(MOST_EPOCHS))
            choose = self._reducing_once(choose_path)
            hooks = RunHooks(cancelled=cancelled)
            begun = begin(self.problem, settings, hooks, triangle, choose)
            known = EpochsAtRest.of(span.settings, origin.anchor, begun)
            self._at_rest = known, *self._at_rest[: MOST_AT_REST - 1]
        return known

    def _known_at_rest(self, span: SettingsSpan, origin: Origin) -> EpochsAtRest | None:
        found = (each for each in self._at_rest if each.is_from(span.settings, origin.anchor))
        return next(found, None)

    def _reducing_once(self, choose: ChoosePath) -> ChoosePath:
        """Return the same choice on rows that are reduced once, if nobody has the triangle."""

        def chosen(
            problem: Problem, settings: Settings, hooks: RunHooks, triangle: Triangle | None
        ) -> Path:
            if triangle is None and is_reduced(problem.weights, settings, problem.rows):
                triangle = self._reduced(problem, settings, hooks)
            return choose(problem, settings, hooks, triangle)

        return chosen

    def _reduced(self, problem: Problem, settings: Settings, hooks: RunHooks) -> Triangle:
        """Return the triangle of the rows as they are descended on: scaled, and of this loss."""
        known = self._triangle
        if known is None or not _is_of_same_rows(known[0], settings):
            known = settings, triangle_of(problem, hooks.progress, hooks.cancelled)
            self._triangle = known
        return known[1]

    def _walked(
        self, past: PastRun, epoch: int, triangle: Triangle | None, cancelled: IsCancelled
    ) -> Frame:
        """Walk from the keyframe before, through each change of settings on the way."""
        spans = [span for span in past.spans if span.first < epoch] or [*past.spans[:1]]
        origin, k = None, len(spans)
        while origin is None and k > 0:
            k -= 1
            origin = _origin_before(spans[k], epoch)
        if origin is None:
            rule = marked("engine", "an epoch of a run that is kept with its settings")
            raise BadSetting("epoch", epoch, rule)
        frame = origin.frame()
        for span, following in zip(spans[k:], [*spans[k + 1 :], None], strict=True):
            end = epoch if following is None else min(epoch, following.first)
            if end > frame.epoch or span is spans[-1]:
                frame = self._walk(past, span, frame, end, triangle, cancelled)
        return frame

    def _walk(
        self,
        past: PastRun,
        span: SettingsSpan,
        after: Frame,
        end: int,
        triangle: Triangle | None,
        cancelled: IsCancelled,
    ) -> Frame:
        assert span.settings is not None
        method = past.method_at(max(end, 1)) or Method.LITERAL
        settings = replace(span.settings, epochs=int(MOST_EPOCHS))
        is_on_triangle = method is Method.TRIANGLE
        choose = self._reducing_once(_by_triangle) if is_on_triangle else _by_rows
        begun = begin(self.problem, settings, RunHooks(cancelled=cancelled), triangle, choose)
        memory = after.memory_for(settings, begun.norms)
        path = begun.path
        state = path.start(after.epoch, after.on_lengths(begun.norms), None)
        state = state._replace(memory=memory, stop=None, detail="")
        while state.epoch < end:
            if cancelled():
                raise Cancelled
            reached = state.epoch
            state, _ = path.advance(state, min(EPOCHS_AT_A_TIME, end - reached))
            if state.stop is StopReason.CANCELLED:
                raise Cancelled
            if state.epoch == reached:
                break  # the run ended there, too
        state = state._replace(stop=None, detail="", convergence=None, fallback="")
        found = reported(state, Recorded.nothing(len(state.W)), begun.norms)
        if state.epoch > after.epoch:
            return found
        # W·norms/norms may differ from W in the last bit.
        return replace(found, state=found.state._replace(W=after.W))


def _by_rows(
    problem: Problem, settings: Settings, hooks: RunHooks, triangle: Triangle | None
) -> Path:
    del triangle
    return LiteralPath(Descent.of(problem, settings, hooks.cancelled))


def _by_triangle(
    problem: Problem, settings: Settings, hooks: RunHooks, triangle: Triangle | None
) -> Path:
    triangle = triangle or triangle_of(problem, hooks.progress, hooks.cancelled)
    descent = Descent.of(problem, settings, hooks.cancelled)
    return LiteralPath(descent.on(triangle.problem(problem.W)), Method.TRIANGLE)


def _closed_from(begun: Begun, origin: Origin, epoch: int) -> Frame:
    W = origin.descended_on
    unknown = np.full_like(W, np.nan)
    start = State(origin.epoch, W, np.nan, unknown, memory=origin.memory)
    state, _ = begun.path.advance(start, epoch - origin.epoch)
    state = state._replace(stop=None)
    return reported(state, Recorded.nothing(len(W)), begun.norms)


def _is_of_same_rows(one: Settings, other: Settings) -> bool:
    """Return whether a run under each of them descends on the same rows of a problem."""
    return one.scale_columns == other.scale_columns and one.formula == other.formula


def _may_rest(origin: Origin, kept: Origin) -> bool:
    """Return whether a run may go round from an origin on.

    Then it counts from there for long, or from an epoch at which nothing else begins.
    """
    is_soon = not is_boundary(origin.epoch) or origin.epoch <= SHORTEST_SEGMENT
    return is_soon or kept.epoch >= boundary_after(origin.epoch)


def _at_rest(state: State, kept: Origin) -> State:
    """Return a state with the W of a keyframe, whose states it repeats."""
    return state._replace(W=kept.W, W_scaled=kept.W_scaled, anchor=None)


def _origin_before(span: SettingsSpan, epoch: int) -> Origin | None:
    """Return the last keyframe of a span up to an epoch that has what its optimiser remembers."""
    found = [
        Origin.of(each, index)
        for each in (span.origins, span.keyframes)
        if (index := _index_before(span, each, epoch)) is not None
    ]
    return max(found, key=lambda origin: origin.epoch, default=None)


def _index_before(span: SettingsSpan, keyframes: Keyframes, epoch: int) -> int | None:
    is_before = keyframes.epoch <= epoch
    if keyframes.memories is not None and span.settings is not None:
        from ..optimisers.memories import NOTHING

        knows = keyframes.memories.epochs != NOTHING
        is_first = keyframes.epoch == span.first
        is_before &= knows | is_first
    elif span.settings is not None and not span.settings.is_plain and len(keyframes):
        is_before &= keyframes.epoch == span.first
    indices = np.flatnonzero(is_before)
    return int(indices[np.argmax(keyframes.epoch[indices])]) if len(indices) else None


def _last_kept(keyframes: Keyframes, epoch: int) -> Origin | None:
    index = int(np.searchsorted(keyframes.epoch, epoch, side="right")) - 1
    return Origin.of(keyframes, index) if index >= 0 else None
