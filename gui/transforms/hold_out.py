"""Hold a share of the rows out of the fit, at random but the same for the same seed."""

from dataclasses import dataclass

from ..document import Experiment, changes
from ..document.experiment import HeldOut
from .errors import BadShare, WholeNumber
from .whole_numbers import MOST_SEED, whole

WHOLE = 100.0


@dataclass(frozen=True)
class HoldOut:
    """The share of rows to hold out, in per cent, and the seed. Raises BadShare and NotWhole."""

    percent: float = 20.0
    seed: float = 0

    def __post_init__(self) -> None:
        if not 0 < self.percent / WHOLE < 1:
            raise BadShare(self.percent)
        whole(WholeNumber.SEED, self.seed, 0, MOST_SEED)

    @classmethod
    def like(cls, held_out: HeldOut) -> "HoldOut":
        """Return the share and the seed that hold these rows out."""
        return cls(float(f"{WHOLE * held_out.share:.12g}"), held_out.seed)

    def apply(self, experiment: Experiment) -> Experiment:
        """Return the experiment with these rows held out; raises NothingToHoldOut."""
        return changes.hold_out(experiment, self.percent / WHOLE, int(self.seed))

    def counts(self, rows: int) -> tuple[int, int]:
        """Return how many of so many rows are held out, and how many are left to fit.

        See ``engine.held_out``: at least one is held out, and at least one is left.
        """
        count = min(max(round(self.percent / WHOLE * rows), 1), rows - 1)
        return count, rows - count
