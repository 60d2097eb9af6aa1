"""What the plot of the error against h says."""

import math
from enum import Enum

from engine.difference import Difference
from engine.language.sentence import marked
from engine.limit.regions import Span
from engine.verdict.wording import told_apart

from ...text.numbers import format_about, format_number
from ...text.setting_texts import DIFFERENCE_NAMES
from ...text.translation import plural, translate, translated
from .region_bands import REGION_NAMES
from .shown_errors import H_DIGITS, ShownErrors


class ErrorSentence(Enum):
    """What a screen reader says of the plot."""

    POINTS = marked(
        "plots",
        "Points: how many digits of the slope each quotient has right, against h, "
        "from {largest} to {smallest}.",
    )
    NONE_HERE = marked("plots", "At h = {h} the {quotient} quotient has no digit right.")
    NO_STEP = marked("plots", "At h = {h} the {quotient} quotient has no step: w + h is w.")
    SCALED = marked(
        "plots",
        "The columns are scaled: w, h and the slope are those of a column divided by its length.",
    )
    WHOSE = marked("plots", "h is that of {name}: other weights have another, or need one.")
    FLAT = marked("plots", "The exact slope is 0: there are no digits to count.")
    HIDDEN = marked("plots", "The slope is 0 to rounding: no h gives digits of it.")
    AT_REST = marked("plots", "The slope is 0 to rounding: this is the optimum.")
    BEST = marked("plots", "The best h is about {best}.")
    BEST_OF = marked("plots", "The best h of {name} is about {best}.")
    KINK = marked(
        "plots", "The nearest kink of the loss is {kink} away: above it no h is the best."
    )
    KINK_OF_SIDE = marked(
        "plots",
        "The nearest kink on the side of the secant is {kink} away: above it no h is the best.",
    )
    NEAR_KINK = marked("plots", "A kink of the loss is only {kink} away: no h is the best.")
    AT_TURN = marked("plots", "The formula of the loss turns over at this W: no h is marked.")
    ABOVE = marked("plots", "Above h = {smallest}: {region}.")
    BETWEEN = marked("plots", "From {largest} to {smallest}: {region}.")
    BELOW = marked("plots", "Below h = {largest}: {region}.")

    @property
    def text(self) -> str:
        """The sentence for the reader, with its facts open."""
        return translated(self.value)


HERE = plural(
    "plots",
    "At h = {h} the {quotient} quotient has {n} digits right.",
    "At h = {h} the {quotient} quotient has {n} digit right.",
    1,
)
_ROOTS = {Difference.FORWARD: "√ε", Difference.BACKWARD: "√ε", Difference.CENTRAL: "∛ε"}
"""Where what is cut and what is rounded are the same size if the loss is about 1 and bends so."""
READING_H = "h {h}"
READING = translate("plots", "{reading} digits right")
NO_STEP = translate("plots", "{quotient} no step")
TEXTBOOK = translate("plots", "textbook h ({quotient}): {root}")
TEXTBOOK_WHOLE = translate(
    "plots", "For any table, textbooks take h = {root} ≈ {h} in the {quotient} quotient."
)


def format_h(h: float, digits: int = H_DIGITS) -> str:
    """Write an h as it is set, with all its whole digits: ``0.1``, ``28056``, ``8e−8``."""
    return format_number(h, digits)


def format_about_h(h: float, digits: int = H_DIGITS) -> str:
    """Write an h that is only known roughly: ``0.1``, ``28000``, ``8e−8``."""
    return format_about(h, digits)


def whole_digits(digits: float) -> int:
    """Return a number of digits to be told in words: half a digit is none, none is rounded up."""
    return 0 if math.isnan(digits) else math.floor(digits)


def digits_of(error: float, slope: float, most: float) -> float:
    """Return how many digits of a slope are right; NaN without an error or a slope."""
    if slope == 0 or math.isnan(error):
        return math.nan
    if error == 0:
        return most
    return min(max(math.log10(abs(slope)) - math.log10(error), 0.0), most)


def errors_sentence(shown: ShownErrors) -> str:
    """Describe the plot in whole sentences."""
    form = ErrorSentence
    largest, smallest = map(format_about_h, shown.axis)
    parts = [form.POINTS.text.format(largest=largest, smallest=smallest)]
    if shown.is_scaled:
        parts.append(form.SCALED.text)
    if shown.whose:
        parts.append(form.WHOSE.text.format(name=shown.whose))
    if shown.is_empty:
        return " ".join((*parts, empty_sentence(shown)))
    parts.append(_here(shown))
    kink = format_h(shown.kink)
    if shown.is_hidden:
        parts.append((form.AT_REST if shown.is_at_rest else form.HIDDEN).text)
    elif shown.lacks_best:
        told = form.NEAR_KINK if shown.kink > 0 else form.AT_TURN
        parts.append(told.text.format(kink=kink))
    else:
        best = form.BEST_OF if shown.best_of else form.BEST
        parts.append(best.text.format(name=shown.best_of, best=format_about_h(shown.best_h)))
        if math.isfinite(shown.kink):
            is_central = shown.looked_at is Difference.CENTRAL
            told = form.KINK if is_central else form.KINK_OF_SIDE
            parts.append(told.text.format(kink=kink))
    parts += [_region(span) for span in shown.regions]
    parts.append(textbook_sentence(shown))
    return " ".join(parts)


def empty_sentence(shown: ShownErrors) -> str:
    """Return that the slope is 0, exactly or too small for float64, or that there is none."""
    if shown.theory.no_derivative:
        return translated(shown.theory.no_derivative)
    form = ErrorSentence.HIDDEN if shown.theory.is_tiny else ErrorSentence.FLAT
    return form.text


def reading_of(shown: ShownErrors, index: int) -> str:
    """Return what is measured at one h of the curves."""
    texts = [READING_H.format(h=format_h(float(shown.curves.h[index]), 3))]
    for quotient in shown.quotients:
        error = float(shown.curves.errors(quotient)[index])
        digits = digits_of(error, shown.theory.slope, shown.most_digits)
        name = DIFFERENCE_NAMES[quotient]
        has_step = not math.isnan(digits)
        texts.append(f"{name} {digits:.1f}" if has_step else NO_STEP.format(quotient=name))
    return READING.format(reading="   ".join(texts))


def textbook_words(difference: Difference) -> str:
    """Return the textbook's formula of a quotient, named as what it is."""
    return TEXTBOOK.format(quotient=DIFFERENCE_NAMES[difference], root=_ROOTS[difference])


def textbook_root(difference: Difference) -> str:
    """Return the textbook's formula of a quotient alone."""
    return _ROOTS[difference]


def textbook_sentence(shown: ShownErrors) -> str:
    """Return which h textbooks take for the quotient that is looked at."""
    quotient, h = DIFFERENCE_NAMES[shown.looked_at], format_about_h(shown.textbook_h)
    return TEXTBOOK_WHOLE.format(root=_ROOTS[shown.looked_at], h=h, quotient=quotient)


def _here(shown: ShownErrors) -> str:
    h, quotient = format_h(shown.h, 3), DIFFERENCE_NAMES[shown.looked_at]
    if shown.right:
        return HERE(shown.right, h=h, quotient=quotient)
    form = ErrorSentence.NO_STEP if math.isnan(shown.error) else ErrorSentence.NONE_HERE
    return form.text.format(h=h, quotient=quotient)


def _region(span: Span) -> str:
    form = ErrorSentence.BETWEEN
    if span.largest == math.inf:
        form = ErrorSentence.ABOVE
    elif span.smallest == 0:
        form = ErrorSentence.BELOW
    words = REGION_NAMES[span.region]
    largest, smallest = told_apart(span.largest, span.smallest, format_about_h, digits=H_DIGITS)
    return form.text.format(largest=largest, smallest=smallest, region=words)
