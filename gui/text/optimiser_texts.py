"""What the optimisers and the schedules of η are called, and the formulas that they follow."""

from engine import Settings
from engine.optimisers.kinds import Optimiser, Schedule

from .numbers import format_exact, format_number
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
SYMBOLS = {
    "momentum": "β",
    "dampening": "τ",
    "beta1": "β₁",
    "beta2": "β₂",
    "alpha": "α",
    "epsilon": "ε",
    "weight_decay": "λ",
    "schedule_every": "k",
    "schedule_factor": "γ",
    "schedule_epochs": "T",
    "schedule_least": "η₁",
    "schedule_rate": "ρ",
}
"""What the formulas call the numbers, in the order of the fields."""
MEANINGS = {
    "momentum": translate("text", "momentum: the share of the buffer V that an epoch keeps"),
    "dampening": translate("text", "dampening: the share of δW that is left out of V"),
    "beta1": translate("text", "the share of M, the mean of δW, that an epoch keeps"),
    "beta2": translate("text", "the share of S, the mean of δW², that an epoch keeps"),
    "alpha": translate("text", "the share of S, the mean of δW², that an epoch keeps"),
    "epsilon": translate("text", "beside the root, so that nothing is divided by 0"),
    "weight_decay": translate("text", "weight decay: η·λ of W is taken away first"),
    "schedule_every": translate("text", "epochs from one fall of η to the next"),
    "schedule_factor": translate("text", "the factor by which η falls"),
    "schedule_epochs": translate("text", "epochs until η has fallen as far as it does"),
    "schedule_least": translate("text", "the least η, at epoch T"),
    "schedule_rate": translate("text", "how fast η falls: after 1/ρ epochs it is half"),
}
LABELS = {
    "momentum": translate("text", "β  momentum"),
    "dampening": translate("text", "τ  dampening"),
    "beta1": translate("text", "β₁  for the mean of δW"),
    "beta2": translate("text", "β₂  for the mean of δW²"),
    "alpha": translate("text", "α  for the mean of δW²"),
    "epsilon": translate("text", "ε  beside the root"),
    "weight_decay": translate("text", "λ  weight decay"),
    "schedule_every": translate("text", "k  epochs at one η"),
    "schedule_factor": translate("text", "γ  factor"),
    "schedule_epochs": translate("text", "T  epochs"),
    "schedule_least": translate("text", "η₁  least η"),
    "schedule_rate": translate("text", "ρ  rate of the fall"),
}
OF_RUN = translate("text", "those of the run")
"""In the field of T, if the schedule lasts as long as the run."""
_FORMULAE = {
    Optimiser.PLAIN: "W ← W − η·δW",
    Optimiser.HEAVY_BALL: "V ← {momentum}·V + {rest_of_dampening}δW\nW ← W − η·V",
    Optimiser.NESTEROV: "V ← {momentum}·V + δW\nW ← W − η·(δW + {momentum}·V)",
    Optimiser.RMSPROP: "S ← {alpha}·S + {rest_of_alpha}δW²\nW ← W − η·δW / (√S + {epsilon})",
    Optimiser.ADAM: (
        "M ← {beta1}·M + {rest_of_beta1}δW,  M̂ = M / (1 − {beta1}ᵗ)\n"
        "S ← {beta2}·S + {rest_of_beta2}δW²,  Ŝ = S / (1 − {beta2}ᵗ)\n"
        "W ← W − η·M̂ / (√Ŝ + {epsilon})"
    ),
    Optimiser.ADAMW: (
        "M ← {beta1}·M + {rest_of_beta1}δW,  M̂ = M / (1 − {beta1}ᵗ)\n"
        "S ← {beta2}·S + {rest_of_beta2}δW²,  Ŝ = S / (1 − {beta2}ᵗ)\n"
        "W ← W − η·{weight_decay}·W − η·M̂ / (√Ŝ + {epsilon})"
    ),
    Optimiser.ADAGRAD: "S ← S + δW²\nW ← W − η·δW / (√S + {epsilon})",
}
"""By torch.optim, whose pages write out SGD, RMSprop, Adam, AdamW and Adagrad."""
_SCHEDULE_FORMULAE = {
    Schedule.CONSTANT: "",
    Schedule.STEP: "η = {rate}·{schedule_factor}^⌊t/{schedule_every}⌋",
    Schedule.EXPONENTIAL: "η = {rate}·{schedule_factor}ᵗ",
    Schedule.COSINE: (
        "η = {schedule_least} + ({rate} − {schedule_least})·(1 + cos(π·t/{schedule_epochs})) / 2"
    ),
    Schedule.INVERSE: "η = {rate} / (1 + {schedule_rate}·t)",
}
"""t counts the epochs so far; as StepLR, ExponentialLR and CosineAnnealingLR of torch have it."""
_RATE_AT_START = "η₀"
_REST_DIGITS = 12
"""Of 1 − 0.999, which is 0.0010000000000000009."""
_RESTS = ("dampening", "beta1", "beta2", "alpha")
_CHAOS = translate(
    "text",
    "Near the optimum its steps do not shrink with the slopes: the last digits of δW then decide "
    "where they lead, so another program soon has other digits of W.",
)
_SOURCES = {
    Optimiser.PLAIN: translate(
        "text", "Each epoch takes one step down the slopes, as torch’s SGD."
    ),
    Optimiser.HEAVY_BALL: translate(
        "text",
        "Each epoch goes on with a share of the last step, as torch’s SGD with momentum: V begins "
        "as the first δW.",
    ),
    Optimiser.NESTEROV: translate(
        "text",
        "Like the heavy ball, but looks ahead along V, as torch’s SGD with nesterov=True: V begins "
        "as the first δW.",
    ),
    Optimiser.RMSPROP: translate(
        "text", "Each weight has steps of its own size, as torch’s RMSprop: S begins as 0."
    ),
    Optimiser.ADAM: translate(
        "text", "Momentum, and steps of their own size for each weight, as torch’s Adam."
    ),
    Optimiser.ADAMW: translate(
        "text", "Adam, with a share of W taken away before each step, as torch’s AdamW."
    ),
    Optimiser.ADAGRAD: translate(
        "text",
        "The steps of each weight shrink with all of its slopes so far, as torch’s Adagrad, whose "
        "own ε is 1e−10: S begins as 0.",
    ),
}
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
    "text", "η’s limit is known for the plain optimiser at a constant η only: try 1, 0.1, 0.01 …"
)


def written_optimiser(settings: Settings) -> str:
    """Return an optimiser as its field shows it, and as it may be typed."""
    return entry_of(settings.optimiser, settings)


def entry_of(optimiser: Optimiser, settings: Settings) -> str:
    """Return an optimiser as it may be typed, with the β that the settings have for it."""
    name = NAMES[optimiser]
    if "momentum" not in optimiser.uses:
        return name
    return WITH_MOMENTUM.format(name=name, number=format_exact(settings.momentum))


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


def tip_of(optimiser: Optimiser) -> str:
    """Return the formula of an optimiser, what it does, and where it is from."""
    lines = [_FORMULAE[optimiser].format(**_symbols()), _SOURCES[optimiser]]
    if optimiser in _IN_CHAOS:
        lines.append(_CHAOS)
    return "\n".join(lines)


def formula_of(settings: Settings) -> str:
    """Return the formulas of the settings, with their numbers."""
    numbers = _numbers(settings)
    texts = _FORMULAE[settings.optimiser], _SCHEDULE_FORMULAE[settings.schedule]
    return "\n".join(text.format(**numbers) for text in texts if text)


def _symbols() -> dict[str, str]:
    rests = {f"rest_of_{name}": f"(1 − {SYMBOLS[name]})·" for name in _RESTS}
    return {"rate": _RATE_AT_START, **SYMBOLS, **rests}


def _numbers(settings: Settings) -> dict[str, str]:
    def written(name: str) -> str:
        value = getattr(settings, name)
        return SYMBOLS[name] if value is None else format_exact(value)

    def rest(name: str) -> str:
        kept = getattr(settings, name)
        return f"{format_exact(float(f'{1 - kept:.{_REST_DIGITS}g}'))}·" if kept else ""

    rests = {f"rest_of_{name}": rest(name) for name in _RESTS}
    rate = format_number(settings.fixed_learning_rate)
    return {"rate": rate, **{name: written(name) for name in SYMBOLS}, **rests}
