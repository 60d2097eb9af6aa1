"""What the optimisers and the schedules of η are called, and the formulas that they follow."""

import re
from collections.abc import Sequence

from engine import Settings
from engine.errors import SYMBOLS
from engine.optimisers import written as formulas
from engine.optimisers.kinds import Optimiser, Schedule

from .numbers import MINUS, format_exact, format_number
from .setting_texts import limit_tip as plain_limit_tip
from .translation import translate

OPTIMISER = translate("text", "optimiser")
KEY = "Alt+O"
TIP = translate(
    "text",
    "Optimiser: what an epoch makes of the slopes δW. Choose one, or type its name and β.",
)
NAMES = {
    Optimiser.PLAIN: translate("text", "plain"),
    Optimiser.HEAVY_BALL: translate("text", "heavy ball"),
    Optimiser.NESTEROV: translate("text", "Nesterov"),
    Optimiser.RMSPROP: translate("text", "RMSProp"),
    Optimiser.ADAM: translate("text", "Adam"),
    Optimiser.ADAMW: translate("text", "AdamW"),
    Optimiser.ADAGRAD: translate("text", "Adagrad"),
}
WITH_MOMENTUM = translate("text", "{name}, β = {number}")
SHORT = translate("text", "{name} {number}")
SCHEDULE = translate("text", "schedule of η")
SCHEDULE_NAMES = {
    Schedule.CONSTANT: translate("text", "constant"),
    Schedule.STEP: translate("text", "in steps"),
    Schedule.EXPONENTIAL: translate("text", "exponential"),
    Schedule.COSINE: translate("text", "cosine"),
    Schedule.INVERSE: "1/t",
}
SCHEDULE_NOTE = translate("text", "η: {schedule}")
OPEN = translate("text", "Optimisers (Alt+↓)")
ASK = translate("text", "Optimiser and Sche&dule…")
ASK_TIP = translate(
    "text", "Set all numbers of the optimiser, and how η changes from epoch to epoch"
)
LABELS = {
    "momentum": translate("text", "β  momentum"),
    "dampening": translate("text", "τ  dampening"),
    "beta1": translate("text", "β₁  for the mean of δW"),
    "beta2": translate("text", "β₂  for the mean of δW²"),
    "alpha": translate("text", "α  for the mean of δW²"),
    "epsilon": translate("text", "ε  beside the root"),
    "weight_decay": translate("text", "λ  weight decay"),
    "schedule_every": translate("text", "n  epochs at one η"),
    "schedule_factor": translate("text", "γ  factor"),
    "schedule_epochs": translate("text", "T  epochs"),
    "schedule_least": translate("text", "least η"),
    "schedule_rate": translate("text", "k  rate of the fall"),
}
MEANINGS = {
    "momentum": translate("text", "momentum: the share of the buffer b that an epoch keeps"),
    "dampening": translate("text", "dampening: the share of δW that is left out of b"),
    "beta1": translate("text", "the share of m, the mean of δW, that an epoch keeps"),
    "beta2": translate("text", "the share of v, the mean of δW², that an epoch keeps"),
    "alpha": translate("text", "the share of v, the mean of δW², that an epoch keeps"),
    "epsilon": translate("text", "beside the root, so that nothing is divided by 0"),
    "weight_decay": translate("text", "weight decay: η·λ of W is taken away first"),
    "schedule_every": translate("text", "epochs from one fall of η to the next"),
    "schedule_factor": translate("text", "the factor by which η falls"),
    "schedule_epochs": translate("text", "epochs until η has fallen as far as it does"),
    "schedule_least": translate("text", "the least η, at epoch T"),
    "schedule_rate": translate("text", "how fast η falls: after 1/k epochs it is half"),
}
OF_RUN = translate("text", "those of the run")
"""In the field of T, if the schedule lasts as long as the run."""
_COMPLEMENT = re.compile(r"\(1 − ([\d.e−]+)\)·")
"""What is left of a share; not of a power of it, as 1 − 0.9ᵗ."""
_REST_DIGITS = 12
"""Of 1 − 0.999, which is 0.0010000000000000009."""
_CHAOS = translate(
    "text",
    "Near the optimum its steps do not shrink with the slopes: the last digits of δW then decide "
    "where they lead, so another program soon has other digits of W.",
)
_MEANINGS = {
    Optimiser.PLAIN: translate("text", "Each epoch takes one step down the slopes."),
    Optimiser.HEAVY_BALL: translate(
        "text", "Each epoch goes on with a share of the last step: b begins as the first δW."
    ),
    Optimiser.NESTEROV: translate(
        "text", "Like the heavy ball, but looks ahead along b, which begins as the first δW."
    ),
    Optimiser.RMSPROP: translate("text", "Each weight has steps of its own size: v begins as 0."),
    Optimiser.ADAM: translate(
        "text", "Momentum, and steps of their own size for each weight: m and v begin as 0."
    ),
    Optimiser.ADAMW: translate(
        "text", "Adam, with a share of W taken away before each step: m and v begin as 0."
    ),
    Optimiser.ADAGRAD: translate(
        "text",
        "The steps of each weight shrink with all of its slopes so far: s begins as 0. Torch’s own "
        "ε is 1e−10.",
    ),
}
SOURCE = translate("text", "As in {source}.")
_IN_CHAOS = (Optimiser.RMSPROP, Optimiser.ADAM, Optimiser.ADAMW)
BRIEF = {**NAMES, Optimiser.PLAIN: "", Optimiser.HEAVY_BALL: translate("text", "heavy")}
"""What stands for an optimiser at a constant η, where there is no room for more."""
LESSON_OF_PLAIN = translate(
    "text", "What this example teaches is of plain descent. The optimiser is now: {optimiser}"
)
LESSON_OF_CONSTANT = translate(
    "text", "What this example teaches is of a constant η. The schedule of η is now: {schedule}"
)
"""In place of what an example teaches."""
NO_RATES = translate(
    "text", "No formula tells η’s limit for this optimiser or schedule: try 1, 0.1, 0.01 …"
)
LIMIT_LATER = translate(
    "text", "η’s limit of this optimiser follows from its roots: a run shows it from epoch 1 on."
)
LIMIT_CHANGES = translate(
    "text", "η’s limit of this optimiser changes with its roots: it is {number} in the first epoch."
)
_OF_ADAM = "2(1 + β₁)/((1 − β₁)·λmax)"
_LIMITS = {
    Optimiser.HEAVY_BALL: "2(1 + β)/((1 − τ)·λmax)",
    Optimiser.NESTEROV: "2(1 + β)/((1 + 2β)·λmax)",
    Optimiser.ADAM: _OF_ADAM,
    Optimiser.ADAMW: _OF_ADAM,
}
"""η's limit, where it is another than 2/λmax."""
_DIVISORS = {
    Optimiser.RMSPROP: "√v + ε",
    Optimiser.ADAM: "√v̂ + ε",
    Optimiser.ADAMW: "√v̂ + ε",
    Optimiser.ADAGRAD: "√s + ε",
}
"""D, by which an optimiser divides slopes."""
_LIMIT_NOW = translate(
    "text",
    "Above η = {limit} the next steps overshoot more and more, until the roots have grown: W goes\n"
    "to and fro. It is {formula} of D^-½·H·D^-½, with H = 2AᵀA/N and D = {divisor} as the run has\n"
    "it now (Cohen et al., arXiv:2207.14484). It changes with the run.",
)
_LIMIT_FIRST = translate(
    "text",
    "Above η = {limit} the first steps overshoot more and more, until the roots have grown: W\n"
    "goes to and fro. It is {formula} of D^-½·H·D^-½, with H = 2AᵀA/N and D = {divisor} as the\n"
    "first epoch makes it at the start (Cohen et al., arXiv:2207.14484). It changes with the run.",
)
_AT_LIMIT = {
    Optimiser.HEAVY_BALL: translate(
        "text",
        "There, a root of z² − (1 + β − (1 − τ)·ηλmax)·z + β is −1 (Polyak, 1964, with τ = 0).",
    ),
    Optimiser.NESTEROV: translate(
        "text",
        "There, a root of z² − (1 + β)·(1 − ηλmax)·z + β·(1 − ηλmax) is −1: lower than 2/λmax.",
    ),
}
"""Where the limits come from."""


def written_optimiser(settings: Settings) -> str:
    """Return an optimiser as its field shows it, and as it may be typed."""
    return entry_of(settings.optimiser, settings)


def entry_of(optimiser: Optimiser, settings: Settings) -> str:
    """Return an optimiser as it may be typed, with the β that the settings have for it."""
    name = NAMES[optimiser]
    if "momentum" not in optimiser.uses:
        return name
    return WITH_MOMENTUM.format(name=name, number=format_exact(settings.momentum))


def short_optimiser(settings: Settings) -> str:
    """Return an optimiser as it may be typed as well, with fewer letters around β."""
    name = NAMES[settings.optimiser]
    if "momentum" not in settings.optimiser.uses:
        return name
    return SHORT.format(name=name, number=format_exact(settings.momentum))


def brief_optimiser(settings: Settings) -> str:
    """Return an optimiser and its schedule in one word; empty if both are the plain ones."""
    if settings.optimiser is Optimiser.PLAIN:
        return schedule_note(settings)
    return BRIEF[settings.optimiser]


def schedule_note(settings: Settings) -> str:
    """Return how η changes, beside the caption; empty if it does not."""
    return note_of(settings.schedule)


def note_of(schedule: Schedule) -> str:
    """Return the note on a schedule; empty of a constant η."""
    if schedule is Schedule.CONSTANT:
        return ""
    return SCHEDULE_NOTE.format(schedule=SCHEDULE_NAMES[schedule])


def lesson_of_another_optimiser(settings: Settings) -> str:
    """Return what takes the place of what an example teaches if its optimiser is another."""
    if settings.schedule is Schedule.CONSTANT:
        return LESSON_OF_PLAIN.format(optimiser=written_optimiser(settings))
    return LESSON_OF_CONSTANT.format(schedule=SCHEDULE_NAMES[settings.schedule])


def limit_formula(settings: Settings) -> str:
    """Return how η's limit follows from λmax."""
    return "2/λmax" if settings.is_plain else _LIMITS.get(settings.optimiser, "2/λmax")


def limit_tip(settings: Settings, limit: float | None, epoch: int = 0) -> str:
    """Return what η's limit is and where it comes from; empty if it is not known.

    That of an optimiser which divides by slopes is that of an epoch, the first one before a run.
    """
    if settings.optimiser is Optimiser.PLAIN:
        return plain_limit_tip(limit, scaled=settings.scale_columns)
    divisor = _DIVISORS.get(settings.optimiser)
    if divisor is None:
        formula = limit_formula(settings)
        tip = plain_limit_tip(limit, formula, scaled=settings.scale_columns)
        source = "" if settings.is_plain else _AT_LIMIT.get(settings.optimiser, "")
        return "\n".join(filter(None, (tip, source if tip else "")))
    if limit is None:
        return ""
    formula = limit_formula(settings)
    form = _LIMIT_NOW if epoch else _LIMIT_FIRST
    return form.format(limit=format_number(limit), formula=formula, divisor=divisor)


def tip_of(optimiser: Optimiser) -> str:
    """Return the formulas of an optimiser, what it does, and where it is from."""
    written = formulas.written_optimiser(optimiser)
    lines = [*written.formulas, _MEANINGS[optimiser]]
    if optimiser in _IN_CHAOS:
        lines.append(_CHAOS)
    return "\n".join((*lines, SOURCE.format(source=written.source)))


def formula_of(settings: Settings) -> str:
    """Return the formulas of the settings, with their numbers; η is a number in the schedule."""
    is_constant = settings.schedule is Schedule.CONSTANT
    epoch = [
        _with_numbers(each, settings, settings.optimiser.uses)
        for each in formulas.written_optimiser(settings.optimiser).formulas
    ]
    if is_constant:
        return "\n".join(epoch)
    rate = format_number(settings.fixed_learning_rate)
    schedule = [
        re.sub("η(?!ₜ)", rate, _with_numbers(each, settings, settings.schedule.uses))
        for each in formulas.written_schedule(settings.schedule).formulas
    ]
    return "\n".join((*schedule, *(each.replace("η", "ηₜ") for each in epoch)))


def _with_numbers(formula: str, settings: Settings, names: Sequence[str]) -> str:
    """Return a formula with numbers for the symbols of these settings; T stays if it is the run."""
    known = {SYMBOLS[name]: getattr(settings, name) for name in names}
    longest_first = sorted(known, key=len, reverse=True)
    pattern = "|".join(map(re.escape, longest_first))
    if not pattern:
        return formula

    def written(found: re.Match[str]) -> str:
        value = known[found[0]]
        return found[0] if value is None else format_exact(value)

    return _COMPLEMENT.sub(_rest, re.sub(pattern, written, formula))


def _rest(found: re.Match[str]) -> str:
    """Return 1 less a share as a factor; nothing if all is left."""
    rest = float(f"{1 - float(found[1].replace(MINUS, '-')):.{_REST_DIGITS}g}")
    return "" if rest == 1 else f"{format_exact(rest)}·"
