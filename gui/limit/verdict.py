"""The verdict on h, in one to three whole sentences."""

import math
from enum import Enum

import numpy as np

from engine.language.sentence import marked
from engine.limit.regions import Region

from ..plots.limit.error_sentences import format_about_h, format_h, whole_digits
from ..text.names import elide_name
from ..text.numbers import format_number
from ..text.translation import Plural, plural, translate, translated
from .digits_text import BY_LUCK, RIGHT, DigitsWorth
from .limit_request import LimitFrame
from .limit_state import OtherWeights

SHOWN_DIGITS = 3
"""Of the h that is looked at: a step of a tenth of a decade has three."""
AS_GOOD, AS_GOOD_IF_EXACT = 3.0, 30.0
"""Within this factor of the least foretold error another h is as good: rounding scatters by 3. The
central quotient of a parabola has digits to spare, and a wide range of h in which nothing is wrong
with it."""
LOST = 1.0
"""An h is about as good as the best one if fewer digits are lost than that. One-sided, of all
tables of tests/data, two digits made 3 of 4 such sentences of an h with over 10 times the error.
Of a quotient that is exact at any h, it is ``AS_GOOD_IF_EXACT`` that counts."""

ROUNDED_MORE = 3.0
"""Beyond this factor of the least foretold error it is more than scatter: the losses are larger."""
SAME_H = 1.1
"""Within this factor an h is the best one, which is offered in two digits."""

STEP, STEP_OF_WEIGHT = "h", translate("limit", "h of {name}")
"""What an h is called: that of a weight, if others have another or need one."""
BEST_IS = marked("limit", "Best is {best_step} ≈ {best}.")


class LimitVerdict(Enum):
    """What an h is worth: a sentence, and one on a better h, which follows the count of digits."""

    FLAT = marked("limit", "The exact slope along {name} is 0: there are no digits to count.")
    HIDDEN = marked(
        "limit",
        "The slope along {name} is 0 to rounding: no h gives digits of it. Keep h as it is.",
    )
    NO_DERIVATIVE = marked(
        "limit",
        "There is no derivative along {name}: the slope is {left} to the left, {right} to the "
        "right.",
    )
    AT_KINK = marked(
        "limit",
        "The loss has a slope here, but how it bends is not known, as its formula turns over at "
        "this W: no h is marked as the best.",
    )
    AT_REST = marked(
        "limit",
        "The slope along {name} is 0 to rounding: this is the optimum. Keep h as it is.",
    )
    OVERFLOW = marked(
        "limit", "The losses at w ± h overflow at {step} = {h}: they are beyond the largest number."
    )
    STILL = marked(
        "limit",
        "w + h is w at {step} = {h}: there is no step to divide by. Best is {best_step} ≈ {best}.",
    )
    ALIKE = marked(
        "limit",
        "Both losses are alike at {step} = {h}, so the quotient is 0. "
        "Best is {best_step} ≈ {best}.",
    )
    BEST = (
        marked("limit", "{step} = {h} is about as good as it gets."),
        marked("limit", "Any smaller, and digits cancel."),
    )
    GOOD = marked("limit", "{step} = {h} is about as good as it gets."), ""
    UNEVEN = (
        marked("limit", "{step} = {h} is about as good as it gets."),
        marked("limit", "Other weights need another h."),
    )
    PARABOLA = (
        marked(
            "limit",
            "The central quotient of a parabola is exact at any h: a large h only takes rounding "
            "away.",
        ),
        "",
    )
    PARABOLA_OWN = (
        marked(
            "limit",
            "{step} = {h} only takes rounding away, as the central quotient is exact at any h.",
        ),
        "",
    )
    KINKS = (
        marked("limit", "At {step} = {h} the secant reaches over a kink."),
        BEST_IS,
    )
    NEAR_KINK = marked(
        "limit",
        "A kink is {kink} away along {name}: no h below it gives a digit of the slope.",
    )
    BEND = (
        marked("limit", "The secant still cuts the bend at {step} = {h}."),
        marked("limit", "Smaller is better, to {best_step} ≈ {best}."),
    )
    LARGER = (
        marked("limit", "At {step} = {h} the losses are larger, and so is their rounding."),
        marked("limit", "A smaller h is a bit better."),
    )
    LARGE = (
        marked("limit", "At {step} = {h} the losses are so large that rounding shows."),
        BEST_IS,
    )
    CANCEL = (
        plural(
            "limit",
            "Smaller is no better: {n} of {all} digits cancel at {step} = {h}.",
            "Smaller is no better: {n} of {all} digits cancels at {step} = {h}.",
            1,
        ),
        BEST_IS,
    )
    ROUNDED = (
        marked("limit", "Smaller is no better: rounding is divided by {step} = {h}."),
        BEST_IS,
    )

    def __init__(self, sentence: str | Plural, advice: str | None = None) -> None:
        self.sentence = sentence
        self.better = advice

    @property
    def counts_digits(self) -> bool:
        """Whether it is said how many digits of the slope are right."""
        return self.better is not None

    def said(self, count: str, cancelled: int, **facts: object) -> str:
        """Return the sentence, that on the digits that are right, and the advice if there is one.

        Each is whole; ``cancelled`` is how many digits of the losses cancel. What the best h is
        called, ``best_step``, is what h is called unless it is given.
        """
        facts = {"best_step": facts.get("step", STEP), **facts}
        if isinstance(self.sentence, Plural):
            first = self.sentence(cancelled, **facts)
        else:
            first = translated(self.sentence).format(**facts)
        if not self.counts_digits:
            return first
        advice = translated(self.better or "").format(**facts)
        return " ".join(filter(None, (first, count, advice)))


AS_GOOD_AS_IT_GETS = frozenset({LimitVerdict.BEST, LimitVerdict.GOOD, LimitVerdict.PARABOLA})
"""The verdicts that say so, unless another weight needs another h."""


def verdict_on(frame: LimitFrame) -> LimitVerdict:
    """Return what the h of a frame is worth for the quotient that is looked at."""
    state, theory, digits = frame.state, frame.state.theory, frame.state.digits
    form, kink = LimitVerdict, theory.nearest_kink(state.difference)
    if frame.no_derivative:
        return form.NO_DERIVATIVE
    if theory.is_flat:
        return form.HIDDEN if theory.is_tiny else form.FLAT
    if frame.is_hidden:
        return form.AT_REST if frame.request.is_at_rest else form.HIDDEN
    if not digits.is_finite:
        return form.OVERFLOW
    if digits.is_still:
        return form.STILL
    if frame.lacks_best:
        return form.NEAR_KINK if kink > 0 else form.AT_KINK
    if state.h > kink:
        return form.KINKS
    is_exact = is_exact_at_any(frame)
    if is_about_best(frame):
        here, best = theory.errors(np.array([state.h, frame.best_h]), state.difference)
        if is_exact and state.h > frame.best_h * SAME_H and here > ROUNDED_MORE * best:
            return form.LARGER
        if digits.rise == 0 or not here <= _as_good(frame) * best:
            return form.GOOD
        return form.PARABOLA if is_exact else form.BEST
    if digits.rise == 0:
        return form.ALIKE
    if state.h > frame.best_h:
        return form.LARGE if is_exact else form.BEND
    return form.CANCEL if digits.losses.cancelled > 0 else form.ROUNDED


def is_exact_at_any(frame: LimitFrame) -> bool:
    """Return whether the quotient cuts nothing at any h, as a central one of a parabola."""
    return frame.region_above is Region.PARABOLA


def is_about_best(frame: LimitFrame) -> bool:
    """Return whether h is the best one, or about as good.

    By the digits to be expected there, so that luck does not count, and by those that are shown.
    """
    best_h, most = frame.best_h, math.log10(AS_GOOD_IF_EXACT) if is_exact_at_any(frame) else LOST
    if best_h / SAME_H <= frame.state.h <= best_h * SAME_H:
        return True
    shown = whole_digits(frame.digits)
    at_best = frame.digits_expected_at_best
    lost = at_best - frame.digits_expected_here
    return shown > 0 and lost < most and whole_digits(at_best) - shown <= math.ceil(most)


def _as_good(frame: LimitFrame) -> float:
    return AS_GOOD_IF_EXACT if is_exact_at_any(frame) else AS_GOOD


def is_by_luck(frame: LimitFrame) -> bool:
    """Return whether more digits are right than theory and the quotients beside it allow."""
    expected = whole_digits(frame.digits_expected_here)
    return whole_digits(frame.digits) > expected + 1


def digits_worth(frame: LimitFrame) -> DigitsWorth:
    """Return what the digits that are right at h are owed to."""
    if frame.is_hidden:
        return DigitsWorth.AT_REST if frame.request.is_at_rest else DigitsWorth.HIDDEN
    return DigitsWorth.LUCK if is_by_luck(frame) else DigitsWorth.EARNED


def verdict_sentence(frame: LimitFrame, others: OtherWeights = OtherWeights.SERVED) -> str:
    """Return the sentences on the h of a frame, with its numbers."""
    state, verdict = frame.state, verdict_on(frame)
    if others is OtherWeights.UNSERVED and verdict in AS_GOOD_AS_IT_GETS:
        verdict = LimitVerdict.UNEVEN
    if others is OtherWeights.OWN and verdict is LimitVerdict.PARABOLA:
        verdict = LimitVerdict.PARABOLA_OWN
    digits = state.digits
    form = BY_LUCK if digits_worth(frame) is DigitsWorth.LUCK else RIGHT
    is_finite, name = digits.is_finite, elide_name(state.name)
    left, right = state.point.slopes_beside(state.weight)
    step = STEP if others is OtherWeights.SERVED else STEP_OF_WEIGHT
    best_step = STEP_OF_WEIGHT if frame.has_own_best else step
    return verdict.said(
        form.sentence(digits.whole_digits_right),
        digits.losses.cancelled if is_finite else 0,
        all=digits.losses.digits if is_finite else 0,
        name=name,
        step=step.format(name=name),
        best_step=best_step.format(name=name),
        h=format_h(state.h, SHOWN_DIGITS),
        best=format_about_h(frame.best_h),
        kink=format_h(state.theory.nearest_kink(state.difference)),
        left=format_number(left, SHOWN_DIGITS),
        right=format_number(right, SHOWN_DIGITS),
    )
