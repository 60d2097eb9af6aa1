"""What the panel of the digits says: its rows, and what cancels, in whole sentences."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engine.difference import Difference
from engine.language.sentence import marked
from engine.limit.arithmetic import division
from engine.limit.theory import Region

from ..plots.limit.error_sentences import ErrorSentence
from ..text.numbers import MINUS, UNKNOWN, format_number, in_exponents
from ..text.translation import Plural, plural, translate, translated

if TYPE_CHECKING:
    from engine.limit.digits import QuotientDigits

FEW = 2
"""So few digits that cancel decide nothing."""
NEARLY = 3
"""The slope has about as many right digits as the losses have left, give or take so many."""


class RowName(Enum):
    """The names of the rows."""

    AHEAD = marked("limit", "loss(w + h)")
    HERE = marked("limit", "loss(w)")
    BEHIND = marked("limit", "loss(w − h)")
    DIFFERENCE = marked("limit", "difference")
    STEP = marked("limit", "÷ h taken")
    DOUBLE_STEP = marked("limit", "÷ 2h taken")
    QUOTIENT = marked("limit", "quotient")
    SLOPE = marked("limit", "exact slope")

    @property
    def text(self) -> str:
        """The name for the reader."""
        return translated(self.value)


SAME = plural(
    "limit",
    "{n} of the {digits} digits of the two losses are the same, and cancel; {left} are left.",
    "{n} of the {digits} digits of the two losses is the same, and cancels; {left} are left.",
    1,
)
SAME_ONE_LEFT = plural(
    "limit",
    "{n} of the {digits} digits of the two losses are the same, and cancel; 1 is left.",
    "{n} of the {digits} digits of the two losses is the same, and cancels; 1 is left.",
    1,
)
AGREE = plural(
    "limit",
    "The two losses agree to {n} of {digits} digits, give or take 1 in the last: those cancel; "
    "{left} are left.",
    "The two losses agree to {n} of {digits} digits, give or take 1: that one cancels; "
    "{left} are left.",
    1,
)
AGREE_ONE_LEFT = plural(
    "limit",
    "The two losses agree to {n} of {digits} digits, give or take 1 in the last: those cancel; "
    "1 is left.",
    "The two losses agree to {n} of {digits} digits, give or take 1: that one cancels; 1 is left.",
    1,
)
"""Of losses on both sides of a carry, as 1.9999 and 2.0000: few digits are the same."""
NONE_CANCELS = plural(
    "limit",
    "None of the {n} digits of the two losses cancels.",
    "The {n} digit of the two losses does not cancel.",
    1,
)
ALL_CANCEL = plural(
    "limit",
    "Both losses are alike: all their {n} digits cancel.",
    "Both losses are alike: their {n} digit cancels.",
    1,
)
STILL = translate("limit", "w + h is w: there is no step to divide by.")
NOT_FINITE = translate(
    "limit", "A loss is beyond the largest number: there is nothing to subtract."
)
"""What becomes of the digits of two losses."""


@dataclass(frozen=True)
class RightDigits:
    """How many digits of the slope are right: a sentence for none, and one for some."""

    none: str
    some: Plural

    def sentence(self, count: int) -> str:
        """Return the sentence about so many digits."""
        return self.some(count) if count else self.none


class DigitsWorth(Enum):
    """What the digits that are right are owed to."""

    EARNED = "what theory and the quotients at other h allow"
    LUCK = "more than they allow"
    HIDDEN = "nothing: the slope is 0 to rounding"
    AT_REST = "nothing: it is 0 to rounding, at the optimum of a run"


SO_RIGHT = RightDigits(
    translate("limit", "So no digit of the slope is right."),
    plural(
        "limit",
        "So {n} digits of the slope are right.",
        "So {n} digit of the slope is right.",
        1,
    ),
)
"""That follows from what cancels."""
YET_RIGHT = RightDigits(
    translate("limit", "Yet no digit of the slope is right: the secant cuts the bend."),
    plural(
        "limit",
        "Yet {n} digits of the slope are right: the secant cuts the bend.",
        "Yet {n} digit of the slope is right: the secant cuts the bend.",
        1,
    ),
)
"""That is in spite of what cancels."""
RIGHT = RightDigits(
    translate("limit", "No digit of the slope is right."),
    plural("limit", "{n} digits of the slope are right.", "{n} digit of the slope is right.", 1),
)
ALL_RIGHT = plural(
    "limit", "All {n} digits of the slope are right.", "All {n} digits of the slope are right.", 1
)
BY_LUCK = RightDigits(
    translate("limit", "No digit of the slope is right."),
    plural(
        "limit",
        "{n} digits of the slope are right by luck.",
        "{n} digit of the slope is right by luck.",
        1,
    ),
)
HIDDEN, FLAT = ErrorSentence.HIDDEN.text, ErrorSentence.FLAT.text
AT_REST = ErrorSentence.AT_REST.text
"""As in the plot of the error."""
FLAT_FOUND = translate("limit", "The exact slope is 0, and so is the quotient.")

SPOKEN = translate(
    "limit",
    "{ahead_name} {ahead}, {behind_name} {behind}, difference {difference}, {step_name} {step}, "
    "quotient {quotient}, exact slope {slope}. {sentences}",
)
"""How a screen reader is told the numbers."""


@dataclass(frozen=True)
class DigitsRow:
    """One number with its name: what both losses share, what else cancels, and what is left.

    Attributes
    ----------
    name : RowName
    text : str
    quiet : int
        How many characters at the start are those of the number below or above.
    carried : int
        How many characters after them cancel with the others there, by a carry, though they differ.
    """

    name: RowName
    text: str
    quiet: int = 0
    carried: int = 0

    @property
    def parts(self) -> tuple[str, str, str]:
        """The characters that are shared, those that cancel by a carry, and those left."""
        end = self.quiet + self.carried
        return self.text[: self.quiet], self.text[self.quiet : end], self.text[end:]

    @property
    def point(self) -> int:
        """How many characters are before the decimal point, or where it would be."""
        mantissa = self.text.partition("e")[0]
        return mantissa.index(".") if "." in mantissa else len(mantissa)


NO_DIGIT_KNOWN = DigitsRow(RowName.SLOPE, UNKNOWN)
"""The exact slope at an optimum, of rows that are reduced: all its digits cancel."""


def rows_of(digits: "QuotientDigits") -> tuple[DigitsRow, ...]:
    """Return the rows from top to bottom: the losses, the division, and the slopes."""
    names = loss_names(digits.difference)
    return (
        *_losses(digits, names),
        *_division(digits),
        *_slopes(digits),
    )


def loss_names(difference: Difference) -> tuple[RowName, RowName]:
    """Return what the two losses are called: ahead, then behind."""
    ahead = RowName.HERE if difference is Difference.BACKWARD else RowName.AHEAD
    behind = RowName.HERE if difference is Difference.FORWARD else RowName.BEHIND
    return ahead, behind


def step_name(difference: Difference) -> RowName:
    """Return what the step taken is called."""
    return RowName.DOUBLE_STEP if difference is Difference.CENTRAL else RowName.STEP


def sentences_of(
    digits: "QuotientDigits", region: Region, worth: DigitsWorth = DigitsWorth.EARNED
) -> tuple[str, ...]:
    """Return what cancels, and what is right of the slope; the region is that of its h."""
    return cancelled_sentence(digits), right_sentence(digits, region, worth)


def cancelled_sentence(digits: "QuotientDigits") -> str:
    """Return how many of the digits of the losses cancel."""
    if digits.is_still:
        return STILL
    if not digits.is_finite:
        return NOT_FINITE
    losses = digits.losses
    lost, left, count = losses.cancelled, losses.left, losses.digits
    if left == 0:
        return ALL_CANCEL(count)
    if lost == 0:
        return NONE_CANCELS(count)
    are_same = losses.shared >= losses.before_left
    if left == 1:
        return (SAME_ONE_LEFT if are_same else AGREE_ONE_LEFT)(lost, digits=count)
    return (SAME if are_same else AGREE)(lost, digits=count, left=left)


def right_sentence(
    digits: "QuotientDigits", region: Region, worth: DigitsWorth = DigitsWorth.EARNED
) -> str:
    """Return how many digits of the slope are right, and what has decided it."""
    if digits.exact == 0:
        return FLAT_FOUND if digits.slope == 0 else FLAT
    if worth in (DigitsWorth.HIDDEN, DigitsWorth.AT_REST):
        return AT_REST if worth is DigitsWorth.AT_REST else HIDDEN
    count = digits.whole_digits_right
    if worth is DigitsWorth.LUCK:
        return BY_LUCK.sentence(count)
    if count >= digits.all_digits:
        return ALL_RIGHT(count)
    return _kind(digits, region, count).sentence(count)


def spoken(
    digits: "QuotientDigits", region: Region, worth: DigitsWorth = DigitsWorth.EARNED
) -> str:
    """Return all numbers and the sentences, to be heard."""
    ahead, behind, difference, step, quotient, slope = rows_of(digits)
    return SPOKEN.format(
        ahead_name=ahead.name.text,
        ahead=ahead.text,
        behind_name=behind.name.text,
        behind=behind.text,
        difference=difference.text,
        step_name=step.name.text,
        step=step.text,
        quotient=quotient.text,
        slope=slope.text,
        sentences=" ".join(sentences_of(digits, region, worth)),
    )


def _kind(digits: "QuotientDigits", region: Region, count: int) -> RightDigits:
    """Return the sentences on the slope: because of what cancels, or in spite of it."""
    if digits.is_still or not digits.is_finite:
        return SO_RIGHT
    losses = digits.losses
    if region is Region.BEND and count < losses.left - NEARLY:
        return YET_RIGHT
    if losses.cancelled > FEW and region not in (Region.PARABOLA, Region.BEND):
        return SO_RIGHT
    return RIGHT


def _losses(
    digits: "QuotientDigits", names: tuple[RowName, RowName]
) -> tuple[DigitsRow, DigitsRow]:
    if not digits.is_finite:
        texts = (format_number(loss) for loss in (digits.ahead, digits.behind))
        ahead, behind = (DigitsRow(*each) for each in zip(names, texts, strict=True))
        return ahead, behind
    found = digits.losses
    ahead, behind = (
        _row(name, text, found.shared, found.before_left)
        for name, text in zip(names, (found.first, found.second), strict=True)
    )
    return ahead, behind


def _division(digits: "QuotientDigits") -> tuple[DigitsRow, DigitsRow]:
    rise, step = division(digits)
    difference = _row(RowName.DIFFERENCE, rise)
    if not math.isfinite(digits.rise):
        difference = DigitsRow(RowName.DIFFERENCE, format_number(digits.rise))
    taken = _row(step_name(digits.difference), step)
    if not math.isfinite(digits.step):  # w + h is finite, and twice h is not
        taken = DigitsRow(taken.name, format_number(digits.step))
    return difference, taken


def _slopes(digits: "QuotientDigits") -> tuple[DigitsRow, DigitsRow]:
    is_known = digits.exact == 0 or digits.exact_digits > 0
    slope = _row(RowName.SLOPE, digits.exact_text) if is_known else NO_DIGIT_KNOWN
    if not math.isfinite(digits.slope):
        quotient = UNKNOWN if math.isnan(digits.slope) else format_number(digits.slope)
        return DigitsRow(RowName.QUOTIENT, quotient), slope
    return _row(RowName.QUOTIENT, digits.slope_text), slope


def _row(name: RowName, written: str, shared: int = 0, lost: int = 0) -> DigitsRow:
    """Return a row of a number as the engine has aligned it, in the style of the window.

    Of its first characters so many are shared with the other loss, and so many are lost.
    """
    text = written.lstrip(" ")
    blanks = len(written) - len(text)
    mantissa, exponent_mark, exponent = text.partition("e")
    text = in_exponents(mantissa, int(exponent)) if exponent_mark else text.replace("-", MINUS)
    lost = min(max(0, lost - blanks), len(mantissa))
    quiet = min(max(0, shared - blanks), lost)
    return DigitsRow(name, text, quiet, lost - quiet)
