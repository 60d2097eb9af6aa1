"""All that the settings of the run bar say: captions, tool tips, suggestions and notes."""

import math
import sys
from collections.abc import Sequence

from engine import Difference, Method, Settings
from engine.stability import AT_LIMIT

from .names import weight_name
from .numbers import format_count, format_factor, format_number
from .translation import plural, translate

SPEED = translate("text", "speed")
RATE = translate("text", "η  rate")
STEP = translate("text", "h  step")
QUOTIENT = translate("text", "quotient")
EPOCHS = translate("text", "epochs")
COLUMNS = translate("text", "columns")
BOTH = translate("text", "more settings")
"""Over the field that stands for the rare ones in a narrow window, which has no room for names."""

DIFFERENCE_NAMES = {
    Difference.CENTRAL: translate("text", "central"),
    Difference.FORWARD: translate("text", "forward"),
    Difference.BACKWARD: translate("text", "backward"),
}
METHOD_NAMES = {
    Method.AUTOMATIC: translate("text", "“automatic”"),
    Method.LITERAL: translate("text", "“every row”"),
    Method.TRIANGLE: translate("text", "“table reduced”"),
    Method.MODES: translate("text", "“by formula”"),
}

RATE_KEY = "Alt+N"
STEP_KEY = "Alt+S"
QUOTIENT_KEY = "Alt+Q"
EPOCHS_KEY = "Alt+P"
COLUMNS_KEY = "Alt+C"
BOTH_KEY = "Alt+M"

RATE_TIP = translate("text", "Learning rate η: step size along −δW")
STEP_TIP = translate("text", "Step h of the difference quotient")
EXACT_AT_ANY = translate(
    "text",
    "The central quotient of a parabola is exact at any h, so a large h only takes rounding away.",
)
NEITHER_BEND_NOR_ROUNDING = translate(
    "text",
    "A one-sided quotient cuts the bend by h, and its rounding grows as h falls: here both are "
    "small.",
)
OF_ANY_LOSS = translate(
    "text",
    "What the quotient cuts of the curve and what rounding adds are of one size here; a kink "
    "nearby keeps h smaller.",
)
EACH_TIP = translate(
    "text",
    "Columns of different sizes need different steps: each weight has the h that fits it.",
)
STEP_OF_WEIGHT = "{name}\t{number}"
MORE_WEIGHTS = plural("text", "and {n} more", "and {n} more", 1)
STEP_DIGITS = 3
MOST_STEPS = 8
"""Steps that a tooltip lists; more are not read."""
EPOCHS_TIP = translate(
    "text", "Epochs: total number of steps of the run, or until the weights stop changing"
)
QUOTIENT_TIP = translate("text", "Quotient: which losses around w give the slope")
COLUMNS_TIP = translate("text", "Columns: whether a run scales each column of A to length 1")
BOTH_TIP = translate(
    "text", "The difference quotient, whether columns are scaled, the optimiser and the loss"
)
QUOTIENT_FORMULAE = {
    Difference.CENTRAL: translate("text", "δw = lim h→0 [loss(w + h) − loss(w − h)] / 2h"),
    Difference.FORWARD: translate("text", "δw = lim h→0 [loss(w + h) − loss(w)] / h"),
    Difference.BACKWARD: translate("text", "δw = lim h→0 [loss(w) − loss(w − h)] / h"),
}
_ONE_SIDED = translate(
    "text", "one-sided: best h = √(E/m), m = mean(A²), E = ε·(loss + its rounding)"
)
BEST_H_FORMULAE = {
    Difference.CENTRAL: translate(
        "text",
        "central: best h = ∜(loss · max(loss, S/N)) / √m, m = mean(A²), S = Σ m·w² + mean(Y²)",
    ),
    Difference.FORWARD: _ONE_SIDED,
    Difference.BACKWARD: _ONE_SIDED,
}
_OF_ANY_ONE_SIDED = translate(
    "text", "one-sided: best h = √(4E/|L″|), E = rounding of the loss, below the nearest kink"
)
BEST_H_OF_ANY_LOSS = {
    Difference.CENTRAL: translate(
        "text", "central: best h = ∛(3E/|L‴|), E = rounding of the loss, below the nearest kink"
    ),
    Difference.FORWARD: _OF_ANY_ONE_SIDED,
    Difference.BACKWARD: _OF_ANY_ONE_SIDED,
}
"""Of losses that are no parabola."""
FORMULA = "formula"
"""The property of a widget that has another formula for each quotient."""
LOSS_FORMULA = "loss(W) = {formula}"
NEVER_RISES = translate("text", "the loss never rises\t{number}")
NO_SAFE_RATE = translate("text", "No formula tells a safe η for this loss: try 1, 0.1, 0.01 …")
WITH_KEY = translate("text", "{tip} ({key})")
GO_TO_CELL = translate("text", "Go to the setting “{cell}”")
GO_TO_FOLDED = translate("text", "Go to the cell of more settings, in a narrow window")

AS_THEY_ARE = translate("text", "as they are")
SCALED = translate("text", "scaled")
COLUMN_TIPS = {
    AS_THEY_ARE: translate("text", "Run on the columns of A as they are."),
    SCALED: (
        translate(
            "text",
            "Scale each column of A to length 1 during the run.\n"
            "η and h then apply to the scaled columns: η keeps its share of its limit, and an h\n"
            "that fits still fits. W is still shown in your units.",
        )
    ),
}
CHOSEN = translate("text", "{quotient}, {loss}")
CHOSEN_SCALED = translate("text", "{quotient}, scaled, {loss}")
CHOSEN_OPTIMISER = translate("text", "{quotient}, {optimiser}, {loss}")
CHOSEN_SCALED_OPTIMISER = translate("text", "{quotient}, scaled, {optimiser}, {loss}")
"""The quotient, columns, optimiser and loss, where one field stands for all of them."""

UNTIL_CONVERGED = translate("text", "until converged")
HALF_LIMIT = translate("text", "half the limit\t{number}")
LIMIT = translate("text", "the limit\t{number}")
FITTING = translate("text", "fits these columns\t{number}")
FITTING_AT_START = translate("text", "fits at the start\t{number}")
"""Of a loss that is no parabola, whose bends are others elsewhere."""
FITTING_ALL = translate("text", "best for all weights\t{number}")
FITS_EACH = translate("text", "fits each")
"""The word in the field: the whole name of the setting is longer than any number."""
FITTING_EACH = translate("text", "fits each weight\t{least} … {largest}")
OWN_FOR_EACH = translate("text", "own for each")
"""In the field, of steps that a file or a script has given to each weight."""
LIMIT_UNKNOWN = translate("text", "η’s limit is not known yet: Run finds it.")
FITTING_UNKNOWN = translate("text", "These tables are too large to find the best h at once.")

FITS = translate("text", "fits")
FITS_TIP = translate(
    "text",
    "This h fits these columns. When they are scaled or exchanged, or the quotient or the\n"
    "precision changes, h follows and fits again. An h that you type stays.",
)
FITS_ALL = translate("text", "for all")
FITS_ALL_TIP = translate(
    "text",
    "This is the best h that all weights can share; some need another. “fits each” gives each\n"
    "its own. When the columns are scaled or exchanged, or the quotient or the precision changes,\n"
    "h follows. An h that you type stays.",
)
FOLLOWS = translate("text", "follows")
"""Of a loss that is no parabola: no one h is best along all of its way, so none is called so."""
FOLLOWS_TIP = translate(
    "text",
    "This h was found at the start row. When the loss, the columns, the quotient or the precision\n"
    "changes, h follows and is found again. An h that you type stays.\n"
    "What h is worth at the W shown is said in the view “The limit”.",
)
CHOSEN_H = translate("text", "h = {h} was chosen for these columns.")
_BEFORE_H, _, _AFTER_H = CHOSEN_H.partition("{h}")
OF_LIMIT = translate("text", "{percent} % of limit")
TIMES_LIMIT = translate("text", "{factor} × limit")
AT_THE_LIMIT = translate("text", "at the limit")
JUST_BELOW = translate("text", "just below limit")
JUST_ABOVE = translate("text", "just above limit")
NO_LIMIT = translate("text", "no limit")
TINY_LIMIT = translate("text", "limit < {number}")
LIMIT_TIP = translate(
    "text", "The descent diverges if η is above its limit {limit}: {formula} of the Hessian 2AᵀA/N."
)
LIMIT_TIP_SCALED = translate(
    "text",
    "The descent diverges if η is above its limit {limit}: {formula} of the Hessian 2AᵀA/N,\n"
    "A with columns of length 1.",
)
KEEPS_SHARE = translate(
    "text",
    "{tip}\nWhen the columns are scaled or exchanged, η follows: it keeps its share of the limit.",
)
NEXT_RATE = translate("text", "{tip}\nη of the next epoch, {epoch}, is {rate}: this is shown.")
GAUGE_TIP = translate(
    "text",
    "{tip}\nThe scale is logarithmic: the small ticks are 1/100 and 1/10 of the limit, each\n"
    "with 2 and 5 times as much; the tall ones are 1/λmax and the limit itself.",
)
NO_LIMIT_TIP = translate("text", "These columns set η no limit: nothing moves at any η.")
# From ten times the limit on, a factor is easier to read than percents.
_MOST_IN_PERCENT = 10.0
# With an exponent of three digits, percents are wider than any other note.
_LEAST_IN_PERCENT = 1e-99
_MOST_DECIMALS = 2
_WHOLE = "100"


def share_note(share: float) -> str:
    """Return which part of its limit η is; nothing but the limit itself is called 100 %."""
    if abs(share - 1) <= AT_LIMIT:
        return AT_THE_LIMIT
    if share >= _MOST_IN_PERCENT:
        return TIMES_LIMIT.format(factor=format_factor(share))
    if 0 < share < _LEAST_IN_PERCENT:
        return TIMES_LIMIT.format(factor=format_number(share, 1))
    if 0 < share < 0.01:
        return OF_LIMIT.format(percent=format_number(100 * share, 1))
    for decimals in range(_MOST_DECIMALS + 1):
        percent = f"{100 * share:.{decimals}f}"
        if float(percent) != float(_WHOLE):
            return OF_LIMIT.format(percent=percent)
    return JUST_BELOW if share < 1 else JUST_ABOVE


WIDEST_NOTES = (
    *(share_note(share) for share in (1e-300, 2e-6, 0.9999, 1.0002, 1.23e300)),
    *(AT_THE_LIMIT, JUST_ABOVE, JUST_BELOW, NO_LIMIT),
    TINY_LIMIT.format(number=format_number(sys.float_info.min, 1)),
)
"""One of each form, with the most digits that it can have: room is kept for the widest."""


def chosen(quotient: str, columns: str, optimiser: str, loss: str) -> str:
    """Return what is chosen where one field stands for four.

    Columns as they are need no word, and neither does the plain optimiser, which has none.
    """
    if optimiser:
        form = CHOSEN_SCALED_OPTIMISER if columns == SCALED else CHOSEN_OPTIMISER
    else:
        form = CHOSEN_SCALED if columns == SCALED else CHOSEN
    return form.format(quotient=quotient, optimiser=optimiser, loss=loss)


def limit_note(limit: float | None) -> str:
    """Return what is said of a limit of which nothing can be a share; empty if it is unknown."""
    if limit is None:
        return ""
    if limit == math.inf:
        return NO_LIMIT
    return TINY_LIMIT.format(number=format_number(sys.float_info.min, 1))


def limit_tip(limit: float | None, formula: str = "2/λmax", *, scaled: bool) -> str:
    """Return what the limit is, and what happens above it; empty if it is unknown."""
    if limit is None:
        return ""
    if limit == math.inf:
        return NO_LIMIT_TIP
    form = LIMIT_TIP_SCALED if scaled else LIMIT_TIP
    return form.format(limit=format_number(limit), formula=formula)


def next_rate(tip: str, epoch: int, rate: float) -> str:
    """Return a tooltip on η's limit with the η that a schedule has next, after so many epochs."""
    number = format_number(rate)
    return NEXT_RATE.format(tip=tip, epoch=format_count(epoch + 1), rate=number)


def without_rates(limit: float | None) -> str:
    """Return why no η can be suggested."""
    return LIMIT_UNKNOWN if limit is None else NO_LIMIT_TIP


def why_it_fits(difference: Difference) -> str:
    """Return why an h is the one that fits."""
    is_central = difference is Difference.CENTRAL
    return EXACT_AT_ANY if is_central else NEITHER_BEND_NOR_ROUNDING


def reason_of_h(settings: Settings) -> tuple[str, str]:
    """Return which h was chosen for an imported table, and why it fits: it may seem large."""
    h = format_number(settings.fixed_h)
    return CHOSEN_H.format(h=h), why_it_fits(settings.difference)


def without_former_h(note: str, settings: Settings) -> str:
    """Return a note without what it says of an h, if these settings have another h or loss."""
    if _BEFORE_H not in note:
        return note
    is_said = isinstance(settings.h, float) and settings.formula is None
    now = reason_of_h(settings) if is_said else ("", "")
    lines = note.split("\n")
    for place, line in enumerate(lines):
        is_about_h = line.startswith(_BEFORE_H) and line.endswith(_AFTER_H)
        if is_about_h and tuple(lines[place : place + 2]) != now:
            return "\n".join(lines[:place] + lines[place + 2 :])
    return note


def steps_tip(steps: Sequence[float], names: Sequence[str], difference: Difference) -> str:
    """Return the step of each weight, as far as they can be read, and why they differ."""
    listed = [
        STEP_OF_WEIGHT.format(name=weight_name(names, k), number=format_number(h, STEP_DIGITS))
        for k, h in enumerate(steps[:MOST_STEPS])
    ]
    if len(steps) > MOST_STEPS:
        listed.append(MORE_WEIGHTS(len(steps) - MOST_STEPS))
    return "\n".join((EACH_TIP, why_it_fits(difference), *listed))


def epochs_entry(epochs: float) -> str:
    """Return a suggested number of epochs."""
    return format_count(epochs)


def key_caption(keys: str) -> str:
    """Return the keys of a shortcut as the caption of its button: ``⇧F5``."""
    return keys.replace("Shift+", "⇧")
