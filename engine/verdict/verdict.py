"""The verdict on an ending: what it is, in one sentence, and one remedy if one would help."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from ..difference import Difference
from ..language.plurals import CountedText, plural
from ..language.sentence import marked


class Tone(Enum):
    """How good an ending is; the values are marks that distinguish tones without colour."""

    QUIET = "○"
    GOING = "●"
    GOOD = "✓"
    WARNING = "▲"
    FAULT = "✕"


class Outcome(Enum):
    """What holds at the end of a descent: its tone, and the sentence with its facts left open.

    Of a one-sided quotient there are two sentences: one of a forward and one of a backward one.
    """

    AT_OPTIMUM = Tone.GOOD, marked("engine", "At the optimum: no smaller loss is possible.")
    CONVERGED = (
        Tone.GOOD,
        marked("engine", "Converged at epoch {epoch}: no weight changes any more."),
    )
    CONVERGED_BY = (
        Tone.GOOD,
        marked("engine", "Converged by epoch {epoch}: no weight changes any more."),
    )
    CYCLE = (
        Tone.GOOD,
        marked("engine", "Converged at epoch {epoch}: only last bits of W still change."),
    )
    NEAREST_START = (
        Tone.GOOD,
        marked("engine", "{dependency}: many W fit equally; this one is nearest the start."),
    )
    NEAREST_SCALED = (
        Tone.GOOD,
        marked("engine", "{dependency}: many W fit equally; this is nearest on scaled columns."),
    )
    DEPENDENT = (
        Tone.GOOD,
        marked("engine", "{dependency}: many W fit equally; this is one of them."),
    )
    DEPENDENT_BRIEFLY = Tone.GOOD, marked("engine", "{dependency}: many W fit equally.")
    CONVERGED_FREE = (
        Tone.GOOD,
        marked(
            "engine",
            "Converged. {rank} of {weights} directions are determined; the start sets the rest.",
        ),
    )
    DETERMINED_RIGHT = (
        Tone.QUIET,
        marked("engine", "No weight changes any more: all that the columns determine is right."),
    )
    DIGITS_LOST = (
        Tone.WARNING,
        marked("engine", "{name} varies only in digits that float64 lost: subtract its start."),
    )
    UNDETERMINED = (
        Tone.GOOD,
        marked("engine", "{rank} of {weights} directions are determined; the start sets the rest."),
    )
    FREE = (
        Tone.GOOD,
        marked("engine", "{rank} of {weights} directions are determined; the others are free."),
    )
    STILL_FALLING = (
        Tone.GOING,
        plural(
            "engine",
            "Still falling: the loss halves {often}. {n} are done.",
            "Still falling: the loss halves {often}. {n} is done.",
            1,
        ).text,
    )
    STILL_FALLING_BRIEFLY = (
        Tone.GOING,
        marked("engine", "Still falling: the loss halves {often}."),
    )
    STILL_FALLING_ONCE = (
        Tone.GOING,
        marked("engine", "Still falling: the next halving of the loss takes {halving}."),
    )
    LOSS_LEFT = (
        Tone.GOING,
        plural(
            "engine",
            "The loss is {loss}, and the least possible 0. {n} are done.",
            "The loss is {loss}, and the least possible 0. {n} is done.",
            1,
        ).text,
    )
    GAP_LEFT = (
        Tone.WARNING,
        marked("engine", "Not at the optimum: the loss is {factor} times the least possible."),
    )
    WEIGHTS_RIGHT = (
        Tone.QUIET,
        marked("engine", "No weight changes any more: each is right to {digits} digits."),
    )
    NEARLY_LEAST = (
        Tone.QUIET,
        marked("engine", "Done: the loss is within 1 % of the least possible."),
    )
    STILL_MOVING = Tone.QUIET, marked("engine", "The loss is at its least, but {name} still moves.")
    ZERO_ROUNDED = (
        Tone.QUIET,
        marked("engine", "The loss is at its least. {name} is nearly 0, with few right digits."),
    )
    BEYOND = (
        Tone.FAULT,
        marked("engine", "{name} is beyond 1e308: its column is too small for numbers."),
    )
    FLAT = (
        Tone.QUIET,
        marked("engine", "The loss is at its least, but {name} is not: its direction is flat."),
    )
    TOLERANCE = (
        Tone.QUIET,
        marked("engine", "Stopped as asked: |δW| is below {tolerance}. The loss is at its least."),
    )
    TOLERANCE_ALONE = (
        Tone.QUIET,
        marked(
            "engine", "Stopped as asked: |δW| is below {tolerance}. No formula tells the least."
        ),
    )
    TOLERANCE_TIMES = (
        Tone.QUIET,
        marked("engine", "Stopped as asked: |δW| is below {tolerance}. Loss {times} × the least."),
    )
    TOLERANCE_LOSSES = (
        Tone.QUIET,
        marked(
            "engine",
            "Stopped as asked: |δW| is below {tolerance}. Loss {loss}, least {least}.",
        ),
    )
    CRAWLING = (
        Tone.WARNING,
        marked("engine", "Crawling ({direction}): the loss gap halves {often}."),
    )
    CRAWLING_AT_RATE = (
        Tone.WARNING,
        marked("engine", "Crawling ({direction}): half the limit needs {fewer}, not {epochs}."),
    )
    CRAWLING_UNSCALED = (
        Tone.WARNING,
        marked("engine", "Crawling ({direction}): scaling needs {fewer}, not {epochs}."),
    )
    CRAWLING_PLAIN = (
        Tone.WARNING,
        marked("engine", "Crawling ({direction}): Nesterov needs {fewer}, not {epochs}."),
    )
    CRAWLING_ONCE = (
        Tone.WARNING,
        marked("engine", "Crawling: the next halving of the loss gap takes {halving}."),
    )
    CREEPING = (
        Tone.WARNING,
        marked("engine", "Creeping: {fold} times this η lowers the loss as surely from here."),
    )
    COLUMNS_TOO_SMALL = (
        Tone.WARNING,
        marked("engine", "The columns are too small for a learning rate: their squares vanish."),
    )
    COLUMNS_TOO_LARGE = (
        Tone.FAULT,
        marked("engine", "The columns are too large for a learning rate: their squares overflow."),
    )
    FORMULA_TOO_SMALL = (
        Tone.WARNING,
        marked("engine", "The numbers in the loss are too small: no η is large enough."),
    )
    FORMULA_TOO_LARGE = (
        Tone.FAULT,
        marked("engine", "The numbers in the loss are too large: no η is small enough."),
    )
    NOTHING_MOVED = (
        Tone.WARNING,
        marked("engine", "Nothing has moved: η = {rate} is far too small."),
    )
    RATE_TINY = (
        Tone.WARNING,
        marked("engine", "Hardly moving: η = {rate} is far below half its limit, {half}."),
    )
    RATE_STOPS = (
        Tone.WARNING,
        marked("engine", "Stopped beside the optimum: η = {rate} is far too small."),
    )
    ONE_SIDED_ROUNDED = (
        Tone.WARNING,
        marked("engine", "The slopes are mostly rounding: a forward quotient at h = {h}."),
        marked("engine", "The slopes are mostly rounding: a backward quotient at h = {h}."),
    )
    BIAS_ROSE = (
        Tone.WARNING,
        marked("engine", "Forward at h = {h} is biased: the loss rose from {start} to {loss}."),
        marked("engine", "Backward at h = {h} is biased: the loss rose from {start} to {loss}."),
    )
    BIASED = (
        Tone.WARNING,
        marked("engine", "Converged beside the optimum: h biases a forward quotient."),
        marked("engine", "Converged beside the optimum: h biases a backward quotient."),
    )
    BIASED_SO_FAR = (
        Tone.WARNING,
        marked("engine", "Beside the optimum: a forward quotient with h = {h} is off."),
        marked("engine", "Beside the optimum: a backward quotient with h = {h} is off."),
    )
    COLUMN_SIZES = (
        Tone.WARNING,
        marked("engine", "The columns differ too much in size for an unscaled run."),
    )
    NEARLY_DEPENDENT = (
        Tone.WARNING,
        marked("engine", "The columns are nearly dependent: descent stops before the optimum."),
    )
    SINGLE_PRECISION = (
        Tone.WARNING,
        marked("engine", "Single precision cannot see the slopes that are left."),
    )
    ONE_DIGIT = Tone.WARNING, marked("engine", "Only 1 digit of the slopes is right at h = {h}.")
    FEW_DIGITS = (
        Tone.WARNING,
        marked("engine", "Only {digits} digits of the slopes are right at h = {h}."),
    )
    STEP_TOO_LARGE = (
        Tone.FAULT,
        marked("engine", "h = {h} is too large: only rounding is left of the slopes."),
    )
    STEP_TOO_SMALL = (
        Tone.WARNING,
        marked("engine", "h = {h} is too small: only rounding is left of the slopes."),
    )
    STEP_LOST = (
        Tone.FAULT,
        marked("engine", "h = {h} is too small: in {name}, {moved} is the same number as w."),
    )
    LOSSES_ALIKE = (
        Tone.FAULT,
        marked("engine", "h is too small: both losses are the same number, slope 0."),
    )
    AT_LIMIT = (
        Tone.WARNING,
        marked("engine", "Never settles: η is exactly at its limit, {name} jumps to and fro."),
    )
    PUSHED = (
        Tone.WARNING,
        marked("engine", "Never settles: a forward quotient pushes W where A is blind."),
        marked("engine", "Never settles: a backward quotient pushes W where A is blind."),
    )
    NOTHING_OBSERVED = (
        Tone.QUIET,
        marked("engine", "Y is 0 in every row, and so W = 0 fits: type or paste Y."),
    )
    TOO_SLOW = Tone.WARNING, marked("engine", "Would need more than 1e12 epochs to converge.")
    DIVERGED = (
        Tone.FAULT,
        marked("engine", "Diverged at epoch {epoch}: the loss has grown {fold}-fold."),
    )
    DIVERGED_EARLY = (
        Tone.FAULT,
        marked("engine", "Diverged at epoch {epoch}: each multiplied the error by {factor}."),
    )
    DIVERGES_SLOWLY = (
        Tone.FAULT,
        marked("engine", "Diverges by epoch {epoch}: each multiplied the error by {factor}."),
    )
    DIVERGING_SLOWLY = (
        Tone.WARNING,
        marked("engine", "Diverging slowly: at this η, the loss overflows at epoch {epoch}."),
    )
    DIVERGING = (
        Tone.WARNING,
        marked("engine", "Diverging: each epoch multiplies the error by {factor}."),
    )
    ABOVE_LIMIT = (
        Tone.WARNING,
        marked("engine", "Diverging: with this momentum, η = {rate} is above its limit."),
    )
    RATE_VANISHED = (
        Tone.WARNING,
        marked("engine", "Stopped beside the optimum: the schedule lowered η too far."),
    )
    DECAY_HOLDS = (
        Tone.WARNING,
        marked("engine", "Stopped beside the optimum: the weight decay holds W there."),
    )
    START_OVERFLOWS = (
        Tone.FAULT,
        marked("engine", "The loss at the start overflows: start from smaller weights."),
    )
    OUTPUT_OVERFLOWS = (
        Tone.FAULT,
        marked("engine", "The squares of Y overflow: divide Y by its size, about {size}."),
    )
    OUTPUT_VANISHES = (
        Tone.WARNING,
        marked("engine", "The squares of Y vanish: divide Y by its size, about {size}."),
    )
    OVERFLOW = (
        Tone.FAULT,
        marked("engine", "The losses at {points} overflow: numbers beyond {most}."),
    )
    RESTED = (
        Tone.QUIET,
        marked("engine", "No weight changes any more. No formula says if it is the least."),
    )
    RESTED_ROUNDED = (
        Tone.QUIET,
        marked("engine", "Only last bits of W still change. No formula tells the least loss."),
    )
    ALL_RUN = (
        Tone.QUIET,
        marked("engine", "Done: all epochs have run. No formula tells the least loss."),
    )
    FALLING_STILL = (
        Tone.GOING,
        plural(
            "engine",
            "The loss still fell from {before} to {now} in the last {n} epochs.",
            "The loss still fell from {before} to {now} in the last epoch.",
            1,
        ).text,
    )
    FALLING_STILL_BRIEFLY = (
        Tone.GOING,
        marked("engine", "Still falling: more epochs bring a lower loss."),
    )
    LOSS_ROSE = (
        Tone.WARNING,
        marked("engine", "The loss has risen since the start: use a smaller η."),
    )
    BESIDE_LEAST = (
        Tone.WARNING,
        marked("engine", "Not the least loss: h = {h} is too large, the slopes are off."),
    )
    BESIDE_LEAST_ONE_SIDED = (
        Tone.WARNING,
        marked("engine", "Not the least loss: h = {h} biases a forward quotient."),
        marked("engine", "Not the least loss: h = {h} biases a backward quotient."),
    )
    BESIDE_KINK = (
        Tone.WARNING,
        marked("engine", "Not the least loss: a kink is nearer than h. Make h and η smaller."),
    )
    TO_AND_FRO = (
        Tone.WARNING,
        marked("engine", "Never settles: W goes to and fro. A smaller η brings it nearer."),
    )
    TO_AND_FRO_UNEVENLY = (
        Tone.WARNING,
        marked("engine", "Never settles: W goes to and fro: its columns differ {fold}-fold."),
    )
    UNDEFINED_START = (
        Tone.FAULT,
        marked("engine", "The loss is not defined at the start: start from other weights."),
    )
    UNDEFINED_NEXT = (
        Tone.FAULT,
        marked("engine", "Stopped at epoch {epoch}: the loss is not defined at the next W."),
    )
    UNDEFINED_BESIDE = (
        Tone.FAULT,
        marked("engine", "The loss is not defined at {points}: use a smaller h."),
    )
    NO_LEAST = (
        Tone.FAULT,
        marked("engine", "The loss falls without end: this formula has no least."),
    )
    DIVERGES_NEXT = (
        Tone.FAULT,
        marked("engine", "Stopped at epoch {epoch}: the next one diverges. Use a smaller η."),
    )
    DIVERGED_FAR = (
        Tone.FAULT,
        marked("engine", "Diverged at epoch {epoch}: the loss grew beyond all bounds."),
    )
    STOPPED = Tone.QUIET, marked("engine", "Stopped at epoch {epoch}.")

    def __init__(self, tone: Tone, sentence: str, of_backward: str = "") -> None:
        self.tone, self.sentence = tone, sentence
        self.of_backward = of_backward or sentence

    def counted(self, n: int, shown: str, **facts: str) -> str:
        """Return the sentence about so many epochs."""
        assert isinstance(self.sentence, CountedText), self
        return self.sentence.of(n, shown, **facts)

    def sentence_of(self, difference: Difference) -> str:
        """Return the sentence about a quotient, with its facts left open."""
        return self.of_backward if difference is Difference.BACKWARD else self.sentence


SHORTER: Mapping[Outcome, tuple[str, ...]] = MappingProxyType(
    {
        Outcome.CRAWLING: (
            marked("engine", "Crawling ({direction}): the gap halves {often}."),
            marked("engine", "Crawling ({direction}): gap halves {often}."),
        ),
        Outcome.CRAWLING_AT_RATE: (
            marked("engine", "Crawling ({direction}): {fewer} at limit / 2, not {epochs}."),
            marked("engine", "Crawling: half the limit needs {fewer}, not {epochs}."),
        ),
        Outcome.CRAWLING_UNSCALED: (
            marked("engine", "Crawling ({direction}): {fewer} if scaled, not {epochs}."),
            marked("engine", "Crawling: scaling needs {fewer}, not {epochs}."),
        ),
        Outcome.CRAWLING_PLAIN: (
            marked("engine", "Crawling ({direction}): {fewer} by Nesterov, not {epochs}."),
            marked("engine", "Crawling: Nesterov needs {fewer}, not {epochs}."),
        ),
        Outcome.DIGITS_LOST: (marked("engine", "{name} varies only in digits that float64 lost."),),
        Outcome.ZERO_ROUNDED: (
            marked("engine", "The loss is at its least, and {name} is nearly 0."),
        ),
        Outcome.FLAT: (
            marked("engine", "The loss is at its least, but {name} is not: it is flat."),
        ),
        Outcome.STEP_LOST: (
            marked("engine", "h = {h} is too small: in {name}, {moved} equals w."),
        ),
        Outcome.AT_LIMIT: (
            marked("engine", "Never settles: η is at its limit, {name} jumps to and fro."),
        ),
    }
)
"""What is said in fewer words before a name of usual length is cut, the longest first."""


class RemedyKind(Enum):
    """What a remedy does; the values are what a button says, and why it helps."""

    CONVERGE = (
        marked("engine", "Go on until converged"),
        marked("engine", "The run goes on from here until no weight changes."),
    )
    SCALE = (
        marked("engine", "Scale columns"),
        marked("engine", "On columns of one size, all directions shrink at a similar rate."),
    )
    NESTEROV = (
        marked("engine", "Use Nesterov"),
        marked(
            "engine",
            "Momentum goes on along a flat direction: with this η and β, the epochs grow with the "
            "square root of λmax/λmin instead of with λmax/λmin itself.",
        ),
    )
    RATE = (
        marked("engine", "Use η = {value}"),
        marked("engine", "Half of η’s limit: the largest rate at which nothing overshoots."),
    )
    CENTRAL = (
        marked("engine", "Use central"),
        marked("engine", "The central quotient of a parabola is exact for any h."),
    )
    STEP = (
        marked("engine", "Use h = {value}"),
        marked(
            "engine",
            "The central quotient of a parabola is exact for any h, so h only has to stand out of "
            "the rounding: this one does, for all weights.",
        ),
    )
    EACH_STEP = (
        marked("engine", "Use an h for each weight"),
        marked(
            "engine",
            "Columns of different sizes need different steps: each weight then has the h that fits "
            "it.",
        ),
    )
    DOUBLE = (
        marked("engine", "Use float64"),
        marked("engine", "Double precision has 16 digits for the 7 of single precision."),
    )
    STANDARDISE = (
        marked("engine", "Standardise columns"),
        marked(
            "engine",
            "Columns whose mean is large beside their spread are nearly a multiple of the column "
            "of ones. With mean 0 and standard deviation 1 they are not.",
        ),
    )
    SHOW_WHICH = (
        marked("engine", "Show which"),
        marked(
            "engine",
            "Lists the columns that are combinations of others. Remove one of each line, or keep "
            "all: the predictions are the same.",
        ),
    )

    def __init__(self, label: str, why: str) -> None:
        self.label, self.why = label, why


@dataclass(frozen=True)
class Remedy:
    """One thing to do about an ending.

    Attributes
    ----------
    kind : RemedyKind
    label : str
        What its button says.
    changes : mapping
        The settings that it changes, by the names of ``Settings``; empty if it changes none.
    why : str
        Why it helps, as a sentence.
    buys : str
        How many epochs it saves, as a sentence; empty if that is not known.
    epochs : float
        The epoch at which a run with it is at the optimum; inf if that is not known.
    """

    kind: RemedyKind
    label: str
    changes: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    why: str = ""
    buys: str = ""
    epochs: float = math.inf


@dataclass(frozen=True)
class Forecast:
    """What is to come of a descent that goes on as it is.

    Attributes
    ----------
    optimum_epoch : float
        The epoch at which the loss and each weight will be the optimum's, by the rule for ✓; inf if
        they never will be, or if that is not known.
    crawling : Verdict or None
        That it crawls, and what would help, if hardly half of the gap can be closed by the end.
    overflow_epoch : float
        The epoch at which the loss overflows; inf if it does not, or if that is not known.
    """

    optimum_epoch: float = math.inf
    crawling: "Verdict | None" = None
    overflow_epoch: float = math.inf


@dataclass(frozen=True)
class Verdict:
    """What an ending is worth.

    Attributes
    ----------
    kind : Outcome
        What holds.
    tone : Tone
        How good that is. GOOD only if W is the optimum, by the one rule of ``verdict/rule.py``.
    sentence : str
        The ending in one sentence, of at most 72 characters.
    remedy : Remedy or None
        What would help, if anything would.
    detail : str
        More about it, such as all dependent columns; may be empty.
    offer : str
        What holds together with what the remedy buys, in one sentence of at most 72 characters;
        empty if that is not known.
    """

    kind: Outcome
    tone: Tone
    sentence: str
    remedy: Remedy | None = None
    detail: str = ""
    offer: str = ""

    @property
    def is_good(self) -> bool:
        """Whether W is the optimum."""
        return self.tone is Tone.GOOD

    @property
    def is_rest(self) -> bool:
        """Whether W is at rest for no fault of its quotients: the slopes there are rounding."""
        return self.is_good or self.kind in (Outcome.RESTED, Outcome.RESTED_ROUNDED)
