"""The verdict on h, in one or two whole sentences."""

from enum import Enum

import numpy as np

from engine.difference import Difference
from engine.language.sentence import marked

from ..plots.limit.error_sentences import format_h, whole_digits
from ..text.names import elide_name
from ..text.translation import plural, translate, translated
from .digits_text import BY_LUCK, RIGHT, DigitsWorth
from .limit_request import LimitFrame
from .limit_state import OtherWeights

SHOWN_DIGITS = 3
"""Of the h that is looked at: a step of a tenth of a decade has three."""
AS_GOOD = {Difference.CENTRAL: 30.0, Difference.FORWARD: 3.0, Difference.BACKWARD: 3.0}
"""Within this factor of the least foretold error another h is as good: rounding scatters by 3. The
central quotient has digits to spare, and a wide range of h in which nothing is wrong with it."""

ROUNDED_MORE = 3.0
"""Beyond this factor of the least foretold error it is more than scatter: the losses are larger."""
SAME_H = 1.1
"""Within this factor an h is the best one, which is offered in two digits."""


NONE_RIGHT = translate("limit", "no digit of the slope is right")
SOME_RIGHT = plural(
    "limit", "{n} digits of the slope are right", "{n} digit of the slope is right", 1
)
SOME_BY_LUCK = plural(
    "limit",
    "{n} digits of the slope are right by luck",
    "{n} digit of the slope is right by luck",
    1,
)
CANCELLED = plural(
    "limit", "{n} of {all} digits cancel at {step}", "{n} of {all} digits cancels at {step}", 1
)
STEP, STEP_OF = "h = {h}", translate("limit", "h of {name} = {h}")
BEST_STEP, BEST_STEP_OF = "h ≈ {best}", translate("limit", "h of {name} ≈ {best}")
"""Inside the sentences of a verdict; an h is said to be that of a weight if others have another."""


class LimitVerdict(Enum):
    """What an h is worth."""

    FLAT = marked("limit", "The exact slope along {name} is 0: there are no digits to count.")
    HIDDEN = marked(
        "limit",
        "The slope along {name} is 0 to rounding: no h gives digits of it. Keep h as it is.",
    )
    OVERFLOW = marked(
        "limit", "The losses at w ± h overflow at {step}: they are beyond the largest number."
    )
    STILL = marked(
        "limit", "w + h is w at {step}: there is no step to divide by. Best is {best_step}."
    )
    ALIKE = marked(
        "limit",
        "Both losses are alike at {step}, so the quotient is 0. Best is {best_step}.",
    )
    BEST = marked(
        "limit", "{step} is about as good as it gets: {right}. Any smaller, and digits cancel."
    )
    GOOD = marked("limit", "{step} is about as good as it gets: {right}.")
    UNEVEN = marked(
        "limit", "{step} is about as good as it gets: {right}. Other weights need another h."
    )
    PARABOLA = marked(
        "limit",
        "The central quotient of a parabola is exact at any h: a large h only takes rounding away. "
        "{right_alone}",
    )
    PARABOLA_OWN = marked(
        "limit",
        "{step} only takes rounding away, as the central quotient is exact at any h: {right}.",
    )
    BEND = marked(
        "limit",
        "The secant still cuts the bend at {step}: {right}. "
        "Smaller is better, down to {best_step}.",
    )
    LARGER = marked(
        "limit",
        "At {step} the losses are larger, and so is their rounding: {right}. "
        "A smaller h is a bit better.",
    )
    LARGE = marked(
        "limit",
        "At {step} the losses are so large that their rounding shows: {right}. "
        "Best is {best_step}.",
    )
    CANCEL = marked("limit", "Smaller is no better: {cancelled}, and {right}. Best is {best_step}.")
    ROUNDED = marked(
        "limit",
        "Smaller is no better: rounding is divided by {step}, and {right}. Best is {best_step}.",
    )


AS_GOOD_AS_IT_GETS = frozenset({LimitVerdict.BEST, LimitVerdict.GOOD, LimitVerdict.PARABOLA})
"""The verdicts that say so, unless another weight needs another h."""


def verdict_on(frame: LimitFrame) -> LimitVerdict:
    """Return what the h of a frame is worth for the quotient that is looked at."""
    state, theory, digits = frame.state, frame.state.theory, frame.state.digits
    form = LimitVerdict
    if theory.is_flat:
        return form.HIDDEN if theory.is_tiny else form.FLAT
    if frame.is_hidden:
        return form.HIDDEN
    if not digits.is_finite:
        return form.OVERFLOW
    if digits.is_still:
        return form.STILL
    is_central = state.difference is Difference.CENTRAL
    if is_about_best(frame):
        here, best = theory.errors(np.array([state.h, frame.best_h]), state.difference)
        if is_central and state.h > frame.best_h * SAME_H and here > ROUNDED_MORE * best:
            return form.LARGER
        if digits.rise == 0 or not here <= AS_GOOD[state.difference] * best:
            return form.GOOD
        return form.PARABOLA if is_central else form.BEST
    if digits.rise == 0:
        return form.ALIKE
    if state.h > frame.best_h:
        return form.LARGE if is_central else form.BEND
    return form.CANCEL if digits.losses.cancelled > 0 else form.ROUNDED


def is_about_best(frame: LimitFrame) -> bool:
    """Return whether h is the best one, or lacks less than two digits of what that gives."""
    best_h = frame.best_h
    if best_h / SAME_H <= frame.state.h <= best_h * SAME_H:
        return True
    return whole_digits(frame.digits) > 0 and frame.digits_expected_at_best - frame.digits < 2


def is_by_luck(frame: LimitFrame) -> bool:
    """Return whether more digits are right than theory and the quotients beside it allow."""
    expected = whole_digits(frame.digits_expected_here)
    return whole_digits(frame.digits) > expected + 1


def digits_worth(frame: LimitFrame) -> DigitsWorth:
    """Return what the digits that are right at h are owed to."""
    if frame.is_hidden:
        return DigitsWorth.HIDDEN
    return DigitsWorth.LUCK if is_by_luck(frame) else DigitsWorth.EARNED


def verdict_sentence(frame: LimitFrame, others: OtherWeights = OtherWeights.SERVED) -> str:
    """Return the sentences on the h of a frame, with its numbers."""
    state, verdict = frame.state, verdict_on(frame)
    if others is OtherWeights.UNSERVED and verdict in AS_GOOD_AS_IT_GETS:
        verdict = LimitVerdict.UNEVEN
    if others is OtherWeights.OWN and verdict is LimitVerdict.PARABOLA:
        verdict = LimitVerdict.PARABOLA_OWN
    digits = state.digits
    is_luck = digits_worth(frame) is DigitsWorth.LUCK
    count, name = digits.whole_digits_right, elide_name(state.name)
    is_shared = others is OtherWeights.SERVED
    step = (STEP if is_shared else STEP_OF).format(name=name, h=format_h(state.h, SHOWN_DIGITS))
    best_step = BEST_STEP if is_shared else BEST_STEP_OF
    return translated(verdict.value).format(
        name=name,
        step=step,
        best_step=best_step.format(name=name, best=format_h(frame.best_h)),
        right=SOME_BY_LUCK(count) if is_luck else digits_phrase(count),
        right_alone=(BY_LUCK if is_luck else RIGHT).sentence(count),
        cancelled=CANCELLED(digits.losses.cancelled, all=digits.losses.digits, step=step)
        if digits.is_finite
        else "",
    )


def digits_phrase(count: int) -> str:
    """Write how many digits are right, inside a sentence."""
    return SOME_RIGHT(count) if count else NONE_RIGHT
