"""What the view shows at the moment: a plane, the run on it, and the gap by direction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix, Settings
from engine.surface.loss_grid import LossGrid
from engine.surface.plane import Plane, PlaneKind
from engine.surface.profile import Profile
from engine.threads.caching import cached_property
from engine.verdict.wording import direction, how_often

from ..plots.axis_scale import Numbers
from ..plots.surface.shown_gap import ShownGap, drawn_directions
from ..plots.surface.shown_step import ShownPart, ShownStep
from ..plots.surface.shown_surface import NOWHERE, Ground, OtherPath, ShownSurface
from ..run.worker import RunProgress
from ..text.numbers import format_percent
from ..text.translation import translated
from . import texts

# What only a frame needs is loaded by the first one; the window is drawn before.
if TYPE_CHECKING:
    from engine.optimisers.memory import Memory
    from engine.optimisers.step_parts import StepPart, StepParts
    from engine.surface.bowl import Bowl
    from engine.surface.gap_shares import LargestShare
    from engine.surface.path import RunPath

    from ..plots.runs.overlaid_run import OverlaidRun

MOST_RECORDED, FORETOLD = 160, 100
"""Epochs of the gap: one for two pixels of a usual plot, which then takes the window 5 ms."""
AT_LEAST = 1e-9
"""Of the least loss: a smaller gap is none, as in the rule for ✓."""
NEARLY_ALL = 0.995
"""Of the gap: a larger share rounds to all of it."""
LONGEST_NAME = 14


@dataclass(frozen=True, eq=False)
class RunSoFar:
    """A run up to its latest epoch, and the one that is shown.

    Attributes
    ----------
    path : RunPath
    losses : ndarray, shape (n,)
        Along the path.
    W : ndarray, shape (j, 1)
        At the epoch shown.
    epoch : float
        The epoch shown.
    memory : Memory or None
        What the optimiser remembers at the latest epoch.
    """

    path: "RunPath"
    losses: Numbers
    W: Matrix
    epoch: float
    memory: "Memory | None" = None

    @classmethod
    def of(cls, progress: RunProgress, shown: RunProgress) -> "RunSoFar":
        """Return the run of its latest progress, and of that at the epoch shown."""
        from engine.surface.path import RunPath

        path = RunPath.of(progress.keyframes, progress.frame)
        recorded = progress.trace
        losses = np.full(len(path), np.nan)
        if len(recorded):
            losses = np.interp(path.epoch, recorded.epoch.astype(np.float64), recorded.loss)
        return cls(
            path, losses, shown.frame.W, float(shown.frame.epoch), memory=progress.frame.memory
        )

    def buffer_of(self, settings: Settings) -> Matrix | None:
        """Return the buffer (j, 1) of a momentum at the latest epoch; None if it has none."""
        memory = self.memory
        if memory is None or not memory.arrays or memory.optimiser is not settings.optimiser:
            return None
        buffer: Matrix = memory.arrays[0].astype(np.float64)
        return buffer


@dataclass(frozen=True, eq=False)
class SurfaceFrame:
    """One surface at one epoch.

    Attributes
    ----------
    ground : Plane, Profile, LossGrid or LossCurve
    kind : PlaneKind
    bowl : Bowl or None
        None for any other loss.
    names : sequence of str
        Of the weights.
    pair : tuple of int
        The weights along the axes of a grid.
    start : ndarray, shape (j, 1)
        Where the next run starts.
    settings : Settings
        Those of the run, or of the next one.
    run : RunSoFar or None
        None before there is a run.
    step : StepParts or None
        The next one, from W at the epoch shown.
    others : sequence of OverlaidRun
        Kept runs that are drawn beside it.
    directions : sequence of str
        The names of all that are not flat; empty if there are too many to name them all.
    """

    ground: Ground
    kind: PlaneKind
    bowl: "Bowl | None"
    names: Sequence[str]
    pair: tuple[int, int]
    start: Matrix
    settings: Settings
    run: RunSoFar | None = None
    step: "StepParts | None" = None
    others: "Sequence[OverlaidRun]" = ()
    directions: Sequence[str] = ()

    @property
    def now(self) -> Matrix:
        """W at the epoch shown, (j, 1)."""
        return self.start if self.run is None else self.run.W

    @cached_property
    def _gap_now(self) -> float:
        """The loss above the least one at the epoch shown; NaN beyond the largest number."""
        assert self.bowl is not None
        return float(self.bowl.parts(self.now.T).sum())

    @property
    def _no_gap(self) -> float:
        """A gap that is none, as in the rule for ✓."""
        assert self.bowl is not None
        return AT_LEAST * self.bowl.floor

    @cached_property
    def _is_rounding(self) -> bool:
        """Whether rounding alone may leave the gap, as in the rule for ✓."""
        assert self.bowl is not None
        rounding = self.bowl.rounding(self._gap_now, self.settings.precision)
        return self._gap_now <= self._no_gap + rounding

    @cached_property
    def share(self) -> "LargestShare | None":
        """Which direction has most of the gap; None if there is none, or no bowl."""
        if self.bowl is None or self._is_rounding:
            return None
        from engine.momentum.rule import MomentumRule
        from engine.surface.gap_shares import largest_share, plain_settings

        rate = plain_settings(self.bowl, self.settings).fixed_learning_rate
        rule = MomentumRule.of(self.settings) if self._is_foretold else None
        return largest_share(self.bowl, rate, self.now, rule)

    @property
    def _is_foretold(self) -> bool:
        """Whether a closed form has the epochs to come."""
        from engine.surface.gap_shares import is_foretold

        return is_foretold(self.settings)

    @property
    def sentence(self) -> str:
        """What is left of the gap, or what is drawn."""
        if len(self.names) == 1:
            return texts.ONE_WEIGHT
        if self.bowl is None:
            return texts.ANY_LOSS
        if isinstance(self.ground, Profile):
            return texts.ONE_DIRECTION
        share = self.share
        if share is None:
            if self._gap_now <= self._no_gap:
                return texts.AT_LEAST
            return texts.ROUNDING if self._is_rounding else texts.SEEN
        form, slowest = texts.LEFT_ALL if share.share > NEARLY_ALL else texts.LEFT, ""
        if not self._is_foretold:
            form = texts.LEFT_SHARE
        elif math.isinf(share.halving):
            form = texts.LEFT_GROWS if share.grows else texts.LEFT_STAYS
        elif share.is_held_up:
            form, slowest = texts.HELD_UP, self.direction(share.slowest)
        said = form.format(
            share=format_percent(share.share),
            direction=self.direction(share.mode),
            often=_often(share.halving),
            slowest=slowest,
            slowly=_often(share.slowest_halving),
        )
        return said.replace("….", "…")  # a direction whose last weights are left out ends it

    def direction(self, mode: int) -> str:
        """Name a direction by the weights that it moves most."""
        assert self.bowl is not None
        if mode < len(self.directions):
            return self.directions[mode]
        return direction(self.bowl.effects(mode), self.names, LONGEST_NAME)

    def _directions(self, modes: Sequence[int]) -> list[str]:
        """Name directions that stand side by side, so that no two have the same name."""
        assert self.bowl is not None
        if max(modes) < len(self.directions):
            return [self.directions[mode] for mode in modes]
        from engine.surface.direction_names import direction_names

        parts = np.array([self.bowl.effects(mode) for mode in modes])
        return direction_names(parts, self.names, LONGEST_NAME)

    @cached_property
    def surface(self) -> ShownSurface:
        """What the plot of the surface shows."""
        optimum = NOWHERE
        if self.bowl is not None:
            (optimum,) = self._places(self.bowl.optimum[np.newaxis])
        ground, names, notes = self.ground, self._axes(), self._notes()
        (start,) = self._places(self.start.T)
        others = self._other_places()
        if self.run is None:
            return ShownSurface(
                ground,
                start,
                names,
                optimum=optimum,
                notes=notes,
                step=self._shown_step(),
                others=others,
            )
        path, marks = self.run.path, self.run.path.decades()
        return ShownSurface(
            ground,
            start,
            names,
            self._places(path.W),
            path.epoch,
            self.run.losses,
            self._places(marks.W),
            marks.epoch,
            self._places(self.run.W.T)[0],
            self.run.epoch,
            optimum,
            notes,
            self._shown_step(),
            others,
        )

    def _shown_step(self) -> ShownStep | None:
        """Return the next step in the plane; of a curve its move alone."""
        step = self.step
        if step is None:
            return None
        start, end = self._places(np.concatenate((step.W, step.W_next), axis=1).T)
        if not isinstance(self.ground, Plane | LossGrid):
            alone = step.added if len(step.added) == 1 else ()
            return ShownStep(
                start, end, [ShownPart(part.kind, part.formula, start, end) for part in alone]
            )
        added, at = [], step.W
        for part in step.added:
            added.append(self._shown_part(part, at))
            at = at + part.move
        undivided = [self._shown_part(part, step.W) for part in step.undivided]
        return ShownStep(start, end, added, undivided)

    def _shown_part(self, part: "StepPart", at: Matrix) -> ShownPart:
        """Return a part that starts at a W (j, 1)."""
        start, end = self._places(np.concatenate((at, at + part.move), axis=1).T)
        return ShownPart(part.kind, part.formula, start, end)

    def _other_places(self) -> list[OtherPath]:
        """Return where the kept runs have been that have as many weights."""
        return [
            OtherPath(run, self._places(run.path))
            for run in self.others
            if len(run.path) and run.path.shape[1] == len(self.names)
        ]

    @cached_property
    def gap(self) -> ShownGap | None:
        """What the plot of the gap shows; None if there is no bowl, or no gap at all."""
        bowl = self.bowl
        if bowl is None or bowl.rank == 0:
            return None
        from engine.surface.gap_shares import foretold_parts, horizon, plain_settings
        from engine.surface.path import RunPath

        settings = plain_settings(bowl, self.settings)
        path = RunPath(np.zeros(1), self.start.T) if self.run is None else self.run.path
        past, last = path.thinned(MOST_RECORDED), path.W[-1:].T
        times, parts = np.empty(0), np.asarray(bowl.parts(past.W), dtype=np.float64)
        if self._is_foretold:
            most = horizon(bowl, settings, last)
            times = np.unique(np.geomspace(1.0, most, FORETOLD).round())
            buffer = None if self.run is None else self.run.buffer_of(settings)
            ahead = np.asarray(foretold_parts(bowl, settings, last, times, buffer), np.float64)
            # A run that diverges leaves float64 on the way: it is drawn up to there.
            is_held = np.isfinite(ahead.sum(axis=0))
            times = times[is_held]
            parts = np.concatenate((parts, ahead[:, is_held]), axis=1)
        drawn = drawn_directions(parts, len(past))
        if not parts[:, : len(past)].any():
            return None
        return ShownGap(
            np.concatenate((past.epoch, past.epoch[-1] + times)),
            parts[drawn],
            parts.sum(axis=0),
            len(past),
            self._directions(drawn.tolist()),
            drawn.tolist(),
        )

    def _places(self, W: Matrix) -> Numbers:
        """Return where each W (n, j) lies, (n, 2)."""
        ground = self.ground
        if isinstance(ground, Plane):
            places = ground.places(W)
        elif isinstance(ground, LossGrid):
            places = W[:, list(self.pair)]
        else:
            along = ground.places(W)
            places = np.column_stack((along, ground.losses(along)))
        return np.asarray(places, dtype=np.float64)

    def _axes(self) -> tuple[str, str]:
        ground = self.ground
        if len(self.names) == 1:
            return self.names[0], texts.LOSS
        if isinstance(ground, Profile):
            return texts.ONLY.format(direction=self.direction(0)), texts.LOSS
        if self.kind is PlaneKind.PATH:
            return texts.FIRST, texts.SECOND
        if isinstance(ground, Plane) and ground.modes:
            flattest, steepest = self._directions(ground.modes)
            return (
                texts.FLATTEST.format(direction=flattest),
                texts.STEEPEST.format(direction=steepest),
            )
        across, up = (self.names[k] for k in self.pair)
        if isinstance(ground, Plane):
            forms = (texts.FLAT_AXIS if flat else "{name}" for flat in ground.is_flat)
            across, up = (form.format(name=n) for form, n in zip(forms, (across, up), strict=True))
        return across, up

    def _notes(self) -> Sequence[str]:
        """Return what is said of the others, and of directions that are flat."""
        ground = self.ground
        if isinstance(ground, LossGrid):
            return [texts.OTHERS_NOW] if len(self.names) > 2 else []
        if not isinstance(ground, Plane):
            return []
        if not ground.weights:
            assert self.bowl is not None
            flat = len(self.names) - self.bowl.rank
            return [texts.FLAT_OTHERS(flat)] if flat else []
        notes = [texts.OTHERS_BEST] if len(self.names) > 2 else []
        is_band = not any(ground.is_flat) and ground.is_band
        return [*notes, texts.FLAT_BAND] if is_band else notes


def _often(halving: float) -> str:
    """Write how often something halves; empty if it never does."""
    return "" if math.isinf(halving) else translated(how_often(halving))
