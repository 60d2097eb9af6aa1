"""The verdict on an ending: what it is, in one sentence, and one remedy if one would help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class Tone(Enum):
    """How good an ending is; the values are marks that distinguish tones without colour."""

    QUIET = "○"
    GOING = "●"
    GOOD = "✓"
    WARNING = "▲"
    FAULT = "✕"


class Outcome(Enum):
    """What holds at the end of a descent: its tone, and the sentence with its facts left open."""

    AT_OPTIMUM = Tone.GOOD, "At the optimum: no smaller loss is possible."
    CONVERGED = Tone.GOOD, "Converged at epoch {epoch}: no weight changes any more."
    CONVERGED_BY = Tone.GOOD, "Converged by epoch {epoch}: no weight changes any more."
    CYCLE = Tone.GOOD, "Converged at epoch {epoch}: only last bits of W still change."
    NEAREST_START = (
        Tone.GOOD,
        "{dependency}: many W fit equally; this one is nearest the start.",
    )
    NEAREST_SCALED = (
        Tone.GOOD,
        "{dependency}: many W fit equally; this is nearest on scaled columns.",
    )
    DEPENDENT = Tone.GOOD, "{dependency}: many W fit equally; this is one of them."
    DEPENDENT_BRIEFLY = Tone.GOOD, "{dependency}: many W fit equally."
    CONVERGED_FREE = (
        Tone.GOOD,
        "Converged. {rank} of {weights} directions are determined; the start sets the rest.",
    )
    DETERMINED_RIGHT = (
        Tone.QUIET,
        "No weight changes any more: all that the columns determine is right.",
    )
    DIGITS_LOST = (
        Tone.WARNING,
        "{name} varies only in digits that float64 lost: subtract its start.",
    )
    UNDETERMINED = (
        Tone.GOOD,
        "{rank} of {weights} directions are determined; the start sets the rest.",
    )
    FREE = Tone.GOOD, "{rank} of {weights} directions are determined; the others are free."
    STILL_FALLING = (
        Tone.GOING,
        "Still falling: the loss halves every {halving}. {epoch} done.",
    )
    LOSS_LEFT = Tone.GOING, "The loss is {loss}, and the least possible 0. {epoch} done."
    GAP_LEFT = (
        Tone.WARNING,
        "Not at the optimum: the loss is {factor} times the least possible.",
    )
    WEIGHTS_RIGHT = Tone.QUIET, "No weight changes any more: each is right to {digits} digits."
    NEARLY_LEAST = Tone.QUIET, "Done: the loss is within 1 % of the least possible."
    STILL_MOVING = Tone.QUIET, "The loss is at its least, but {name} still moves."
    ZERO_ROUNDED = (
        Tone.QUIET,
        "The loss is at its least. {name} is nearly 0, with few right digits.",
    )
    BEYOND = Tone.FAULT, "{name} is beyond 1e308: its column is too small for numbers."
    FLAT = Tone.QUIET, "The loss is at its least, but {name} is not: its direction is flat."
    TOLERANCE = Tone.QUIET, "Stopped as asked: ‖δW‖ is below {tolerance}. {loss}"
    CRAWLING = Tone.WARNING, "Crawling: along {direction} the gap halves every {halving}."
    COLUMNS_TOO_SMALL = (
        Tone.WARNING,
        "The columns are too small for a learning rate: their squares vanish.",
    )
    COLUMNS_TOO_LARGE = (
        Tone.FAULT,
        "The columns are too large for a learning rate: their squares overflow.",
    )
    NOTHING_MOVED = Tone.WARNING, "Nothing has moved: η = {rate} is far too small."
    RATE_TINY = Tone.WARNING, "Hardly moving: η = {rate} is far below half its limit, {half}."
    RATE_STOPS = Tone.WARNING, "Stopped beside the optimum: η = {rate} is far too small."
    ONE_SIDED_ROUNDED = (
        Tone.WARNING,
        "The slopes are mostly rounding: a {quotient} quotient at h = {h}.",
    )
    BIAS_ROSE = (
        Tone.WARNING,
        "{quotient} at h = {h} is biased: the loss rose from {start} to {loss}.",
    )
    BIASED = Tone.WARNING, "Converged beside the optimum: a {quotient} quotient is off by h."
    BIASED_SO_FAR = Tone.WARNING, "Beside the optimum: a {quotient} quotient with h = {h} is off."
    COLUMN_SIZES = Tone.WARNING, "The columns differ too much in size for an unscaled run."
    NEARLY_DEPENDENT = (
        Tone.WARNING,
        "The columns are nearly dependent: descent stops before the optimum.",
    )
    SINGLE_PRECISION = Tone.WARNING, "Single precision cannot see the slopes that are left."
    FEW_DIGITS = Tone.WARNING, "Only {digits} right at h = {h}."
    STEP_TOO_LARGE = Tone.FAULT, "h = {h} is too large: only rounding is left of the slopes."
    STEP_TOO_SMALL = Tone.WARNING, "h = {h} is too small: only rounding is left of the slopes."
    STEP_LOST = Tone.FAULT, "h = {h} is too small: {moved} is the same number as {name}."
    LOSSES_ALIKE = Tone.FAULT, "h is too small: both losses are the same number, slope 0."
    AT_LIMIT = Tone.WARNING, "Never settles: η is exactly at its limit, {name} jumps to and fro."
    PUSHED = Tone.WARNING, "Never settles: a {quotient} quotient pushes W where A is blind."
    NOTHING_OBSERVED = Tone.QUIET, "Y is 0 in every row, and so W = 0 fits: type or paste Y."
    TOO_SLOW = Tone.WARNING, "Would need more than 10¹² epochs to converge."
    DIVERGED = Tone.FAULT, "Diverged at epoch {epoch}: the loss has grown {fold}-fold."
    DIVERGING = Tone.WARNING, "Diverging: each epoch multiplies the error by {factor}."
    START_OVERFLOWS = Tone.FAULT, "The loss at the start overflows: start from smaller weights."
    OVERFLOW = Tone.FAULT, "The losses at {points} overflow: numbers beyond 1e308."
    STOPPED = Tone.QUIET, "Stopped at epoch {epoch}."

    def __init__(self, tone: Tone, sentence: str) -> None:
        self.tone, self.sentence = tone, sentence


class RemedyKind(Enum):
    """What a remedy does; the values are what a button says, and why it helps."""

    CONVERGE = "Go on until converged", "The run goes on from here until no weight changes."
    SCALE = "Scale columns", "On columns of one size, all directions shrink at a similar rate."
    RATE = "Use η = {value}", "Half of η's limit: the largest rate at which nothing overshoots."
    CENTRAL = "Use central", "The central quotient of a parabola is exact for any h."
    STEP = (
        "Use h = {value}",
        "The central quotient of a parabola is exact for any h, so h only has to stand out of "
        "the rounding: this one does.",
    )
    DOUBLE = "Use float64", "Double precision has 16 digits for the 7 of single precision."
    STANDARDISE = (
        "Standardise columns",
        "Columns whose mean is large beside their spread are nearly a multiple of the column of "
        "ones. With mean 0 and standard deviation 1 they are not.",
    )
    SHOW_WHICH = (
        "Show which",
        "Lists the columns that are combinations of others. Remove one of each line, or keep all: "
        "the predictions are the same.",
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
    """

    kind: RemedyKind
    label: str
    changes: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    why: str = ""


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
    """

    kind: Outcome
    tone: Tone
    sentence: str
    remedy: Remedy | None = None
    detail: str = ""

    @property
    def is_good(self) -> bool:
        """Whether W is the optimum."""
        return self.tone is Tone.GOOD
