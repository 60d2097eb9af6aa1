"""Whether only rounding still moves a run with a momentum so large that it is walked.

Each epoch rounds the slopes and W. A momentum keeps these errors for 1/(1 − β) epochs, and near its
limit η turns each around: the slopes of such a run stay hundreds of times above the rounding of one
quotient, for ever. How large they stay is known: along a mode, W follows an autoregressive process
of order 2, whose variance is known (see ``ErrorResponse``). A run whose slopes and buffer are no
larger along any mode has arrived, and its loss falls no more.
"""

import numpy as np

from ..cancelling import abandonable
from ..frame import Convergence, State, StopReason
from ..language.sentence import marked
from ..matrix import Matrix
from ..methods.modes import Modes
from ..methods.path import LiteralTask
from ..methods.standstill import Ending
from ..optimisers.kinds import Schedule
from ..settings import Settings
from ..threads.caching import cached_property
from ..triangle import triangle_of
from .many_epochs import MomentumEpochs
from .rule import LARGEST_BETA, LINEAR

# Epochs. It is looked at so often, which takes a thousandth of the time of the epochs.
EVERY = 64
# Epochs before it is looked at first: the modes of 1,000 columns take as long as some thousand.
FIRST = 1024
# Root mean squares: 50 tables stayed below 14 for as long as they were walked (measured). The most
# is along the steepest direction, in which rounding repeats itself.
SPREAD_KEPT = 18.0
# What is farther from rest does not stand still, nor go round: no sign of that is looked for.
SPREAD_NEAR = 1000.0
# Of the epochs so far. What is left of the way is then well below what rounding keeps.
SHARE_WAITED = 1 / 8
# Rows or columns, if they are fewer: finding the modes of more takes seconds.
MOST_MODES = 1000
STILL_ROUNDED = marked(
    "engine",
    "The loss falls no more: only rounding still moves the weights and the buffer b, in their last "
    "digits.",
)

ARRIVED = Ending(StopReason.CONVERGED, STILL_ROUNDED, Convergence.ROUNDING)


class RestOfMomentum:
    """Watches one run until converged for when rounding alone moves it."""

    def __init__(self, descent: LiteralTask) -> None:
        self._descent = descent
        self._since: int | None = None
        self._began = 0
        self.is_near = False
        """Whether it has come so near to rest that other signs of it are worth looking for."""

    @staticmethod
    def serves(descent: LiteralTask) -> bool:
        """Return whether a run is of this kind: at one η, on the mean square, with a large β."""
        settings, problem = descent.settings, descent.problem
        return (
            _is_large(settings)
            and descent.formula is None
            and min(problem.rows, problem.weights) <= MOST_MODES
        )

    def begin(self, epoch: int) -> None:
        """Begin a path at an epoch."""
        self._since, self._began, self.is_near = None, epoch, False

    @property
    def is_known(self) -> bool:
        """Whether its ending is told: η is below its limit, and the modes can be computed.

        Raises Cancelled when cancelled.
        """
        return self._epochs is not None

    def ending(self, state: State) -> Ending | None:
        """Return the ending of a run that rounding alone has moved for long; None if it goes on.

        Raises Cancelled when cancelled.
        """
        epoch = state.epoch
        if epoch % EVERY or epoch - self._began < FIRST:
            return None
        share = self._share_of_rounding(state)
        self.is_near = self.is_near or share <= SPREAD_NEAR
        if not share <= SPREAD_KEPT:
            self._since = None
            return None
        if self._since is None:
            self._since = epoch
        return ARRIVED if epoch - self._since >= SHARE_WAITED * epoch else None

    def _share_of_rounding(self, state: State) -> float:
        """Return how large slopes and buffer are over what rounding keeps, at most of all modes."""
        epochs = self._epochs
        if epochs is None or state.memory is None:
            return np.inf
        vectors, rate = epochs.modes.vectors, epochs.learning_rate
        noise = self._descent.rounding.of_quotient_at(state.W, state.loss)
        squares = np.square(vectors.T)
        of_slopes = np.sqrt(squares @ np.broadcast_to(np.square(noise), state.W.shape))[:, 0]
        of_weights = squares @ (np.square(np.spacing(np.abs(state.W))) / 12)
        # Nothing is known of a direction that the data does not determine, nor is it asked for.
        is_known = epochs.modes.sizes > 0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            added = np.hypot(rate * epochs.response.most * of_slopes, np.sqrt(of_weights[:, 0]))
            moved = added / np.sqrt(epochs.response.forgotten)
            slopes = np.abs(vectors.T @ state.gradient[:, 0])
            buffers = np.abs(vectors.T @ state.memory.arrays[0][:, 0])
            shares = np.maximum(
                slopes / (of_slopes + epochs.modes.curvatures * moved),
                buffers / (of_slopes + self._unlike * moved / rate),
            )
        return float(shares[is_known].max(initial=0.0))  # NaN if one of them is

    @cached_property
    def _epochs(self) -> MomentumEpochs | None:
        """What an epoch does along the modes; None if they are not known, or grow."""
        problem, settings = self._descent.problem, self._descent.settings
        cancelled = self._descent.cancelled

        def found() -> MomentumEpochs:
            if problem.rows < problem.weights:
                modes = Modes.of_rows(problem, cancelled, settings.step_h)
            else:
                modes = Modes(triangle_of(problem, cancelled=cancelled))
            return MomentumEpochs(modes, settings)

        try:
            with np.errstate(all="ignore"):
                epochs = abandonable(found, cancelled, problem.weights)
        except np.linalg.LinAlgError:  # of cells that are too large
            return None
        return None if epochs.is_unstable or epochs.overshoots else epochs

    @cached_property
    def _unlike(self) -> Matrix:
        """By how much W differs from one epoch to the next, over how far it is moved, (j,)."""
        assert self._epochs is not None
        spectrum = self._epochs.spectrum
        whole = 2 - spectrum.determinant_below_one
        # 1 − tr/(1 + det), the correlation of one epoch with the next; 1 − tr + det is s.
        apart = spectrum.s / np.where(whole == 0, 1.0, whole)
        unlike: Matrix = np.sqrt(2 * np.clip(apart, 0.0, 2.0))
        return unlike


def _is_large(settings: Settings) -> bool:
    """Return whether settings have a momentum above what is followed by modes, at one η."""
    is_linear = settings.optimiser in LINEAR and not settings.is_plain
    is_constant = settings.schedule is Schedule.CONSTANT
    return is_linear and is_constant and settings.momentum > LARGEST_BETA
