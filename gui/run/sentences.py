"""Every sentence on what a run is doing or waits for, with its facts left open.

How a run ended is said by the engine: ``engine/verdict/verdict.py`` has those sentences.
"""

from enum import Enum

from engine import Settings
from engine.errors import SYMBOLS
from engine.formula.ready import ReadyLoss
from engine.language.sentence import marked
from engine.shortening import elide_middle
from engine.verdict.wording import LONGEST, in_epochs, setting

from ..text.loss_texts import HUBER, QUANTILE
from ..text.loss_texts import NAMES as LOSS_NAMES
from ..text.message import Fix, Message, MessageKind
from ..text.numbers import format_count
from ..text.optimiser_texts import NAMES as OPTIMISER_NAMES
from ..text.optimiser_texts import SCHEDULE_NAMES, WITH_MOMENTUM
from ..text.setting_texts import DIFFERENCE_NAMES, METHOD_NAMES
from ..text.translation import plural, translate, translated


class Situation(Enum):
    """What holds before, during and after a run: the kind of its message, and its sentence."""

    EMPTY = (
        MessageKind.QUIET,
        marked("run", "Ready for numbers. Run wakes as soon as one row is complete."),
    )
    ZEROS = (
        MessageKind.QUIET,
        marked("run", "Every number of A and Y is 0: there is nothing to fit."),
    )
    READY = MessageKind.QUIET, marked("run", "Ready: {rows}, {weights}, loss {loss} at the start.")
    SAVED = (
        MessageKind.QUIET,
        marked("run", "Saved at epoch {epoch}. Run starts again from the start row."),
    )
    SAVED_OPTIMUM = (
        MessageKind.GOOD,
        marked("run", "Saved at the optimum, epoch {epoch}. Run starts from the start row."),
    )
    SAVED_ELSEWHERE = (
        MessageKind.QUIET,
        marked("run", "W now is of a run from another start. Run starts from the start row."),
    )
    READY_TO_OVERSHOOT = (
        MessageKind.QUIET,
        marked("run", "Ready: momentum may first raise the loss, then it falls."),
    )
    READY_UNSEEN = MessageKind.QUIET, marked("run", "Ready: {rows}, {weights}.")
    RATE_ABOVE_LIMIT = (
        MessageKind.WARNING,
        marked("run", "η = {rate} is above its limit {limit}: the run would diverge."),
    )
    RATE_JUST_ABOVE = (
        MessageKind.WARNING,
        marked("run", "η is just above its limit {limit}: the run would not settle."),
    )
    STEP_LOST = (
        MessageKind.WARNING,
        marked("run", "h = {h} is lost in {name}: {moved} is w, its slope would be 0."),
    )
    STEP_TOO_LARGE = (
        MessageKind.WARNING,
        marked("run", "h = {h} is too large: the slopes would be rounding, or overflow."),
    )
    NO_ONES = (
        MessageKind.WARNING,
        marked("run", "No column of ones: the fit is forced through the origin."),
    )
    UNEQUAL_COLUMNS = (
        MessageKind.WARNING,
        marked("run", "The columns differ {fold}-fold in size: descent will crawl."),
    )
    KINK = (
        MessageKind.WARNING,
        marked("run", "No derivative at {name}: slope {left} to the left, {right} to the right."),
    )
    KINK_BRIEFLY = (
        MessageKind.WARNING,
        marked("run", "No derivative at {name}: slopes {left} and {right}."),
    )
    EVERY_ROW = (
        MessageKind.QUIET,
        marked("run", "Jumping by formula serves the mean square only: Run takes every row."),
    )
    LOSS_FALLING = MessageKind.GOING, marked("run", "Falling: the loss is {loss}.")
    REDUCING = MessageKind.GOING, marked("run", "Reducing {rows}: {percentage} %")
    RUNNING = MessageKind.GOING, marked("run", "Running.")
    STEPPING = MessageKind.GOING, marked("run", "Taking one epoch.")
    FALLING = MessageKind.GOING, marked("run", "Falling: the loss halves {often}.")
    GAP_FALLING = (
        MessageKind.GOING,
        marked("run", "Falling: the gap to the least loss halves {often}."),
    )
    FORESEEN = MessageKind.GOING, marked("run", "Falling: about {epochs} to the optimum.")
    OVERSHOOTING = (
        MessageKind.GOING,
        marked("run", "Rising for now: momentum overshoots first, then it falls."),
    )
    OVERSHOT = (
        MessageKind.GOING,
        marked("run", "The loss has risen for now: momentum overshoots first, then it falls."),
    )
    RISING = MessageKind.GOING, marked("run", "The loss is rising.")
    STANDS = MessageKind.GOING, marked("run", "The loss stands at {loss}.")
    TO_AND_FRO = (
        MessageKind.GOING,
        marked("run", "The loss goes to and fro between {lowest} and {highest}."),
    )
    ROUNDED = (
        MessageKind.GOING,
        marked("run", "Only rounding is left of the loss: it is below {floor}."),
    )
    ZERO = MessageKind.GOING, marked("run", "The loss is 0.")
    DIVERGING = (
        MessageKind.WARNING,
        marked("run", "Diverging: each epoch multiplies the error by {factor}."),
    )
    DIVERGING_UNTIL = (
        MessageKind.WARNING,
        marked("run", "Diverging {factor}-fold an epoch: it overflows at epoch {epoch}."),
    )
    PAUSED = MessageKind.QUIET, marked("run", "Paused at epoch {epoch}. Press Go On.")
    EDITED = (
        MessageKind.WARNING,
        marked("run", "The table has changed; plots and W are those of the old one."),
    )
    START_EDITED = (
        MessageKind.QUIET,
        marked("run", "The start has changed. Press Run to start again."),
    )
    FAILED = (
        MessageKind.FAULT,
        marked("run", "Secant made a mistake and stopped this run. Nothing is lost."),
    )

    def __init__(self, kind: MessageKind, sentence: str) -> None:
        # Looked up once, and plain text: every edit shows one.
        self.kind, self.sentence = kind, str(translated(sentence))

    def message(self, fix: Fix | None = None, **facts: str) -> Message:
        """Return the message with its facts, and a remedy if there is one."""
        return Message(self.kind, self.sentence.format(**facts), fix)


class NextRun(Enum):
    """What the next run does after a setting has changed: a sentence, and a shorter one."""

    RESTARTS = (
        translate("run", "Press Run to start again."),
        translate("run", "Press Run."),
    )
    GOES_ON = (
        translate("run", "Press Run to go on from {epoch}."),
        translate("run", "Press Run to go on."),
    )

    def beside(self, changed: str, epoch: str) -> str:
        """Return what has changed, a sentence, and after it this one if both fit one line."""
        said = (f"{changed} {each.format(epoch=epoch)}" for each in self.value)
        return next((each for each in said if len(each) <= LONGEST), changed)


SETTINGS: dict[str, str | dict[bool, str]] = {
    "loss": translate("run", "The loss is {value} now."),
    "delta": translate("run", "δ of the loss is {value} now."),
    "quantile": translate("run", "The quantile is {value} now."),
    "optimiser": translate("run", "The optimiser is {value} now."),
    "momentum": translate("run", "β of the optimiser is {value} now."),
    "dampening": translate("run", "τ of the optimiser is {value} now."),
    "beta1": translate("run", "β₁ of the optimiser is {value} now."),
    "beta2": translate("run", "β₂ of the optimiser is {value} now."),
    "alpha": translate("run", "α of the optimiser is {value} now."),
    "epsilon": translate("run", "ε of the optimiser is {value} now."),
    "weight_decay": translate("run", "λ of the optimiser is {value} now."),
    "schedule": translate("run", "The schedule of η is {value} now."),
    "schedule_every": translate("run", "k of the schedule is {value} now."),
    "schedule_factor": translate("run", "γ of the schedule is {value} now."),
    "schedule_epochs": translate("run", "T of the schedule is {value} now."),
    "schedule_least": translate("run", "η₁ of the schedule is {value} now."),
    "schedule_rate": translate("run", "ρ of the schedule is {value} now."),
    "scale_columns": {
        True: translate("run", "Columns are scaled now."),
        False: translate("run", "Columns are as they are now."),
    },
    "difference": translate("run", "The quotient is {value} now."),
    "precision": translate("run", "The precision is {value} now."),
    "method": translate("run", "The method is {value} now."),
    "until_converged": {
        True: translate("run", "Until converged is on now."),
        False: translate("run", "Until converged is off now."),
    },
    "learning_rate": translate("run", "η is {value} now."),
    "h": translate("run", "h is {value} now."),
    "tolerance": translate("run", "The tolerance is {value} now."),
    "epochs": translate("run", "The epochs are {value} now."),
}
"""What a setting is now; those that others follow come first, so that they are the ones named.

The epochs come last: a remedy sets them with what it is named after.
"""
NAMES = {
    str(each): name
    for names in (DIFFERENCE_NAMES, METHOD_NAMES, LOSS_NAMES, SCHEDULE_NAMES)
    for each, name in names.items()
}
"""What the values of a setting are called, other than by themselves."""
WITH_TEST = translate("run", "{said} Test R² {r_squared}.")
WITH_TEST_LOSS = translate("run", "{said} Test loss {loss}.")
"""What is said of a run beside its end, if rows are held out."""
OF_RUN = translate("run", "that of the run")
"""The number of epochs of a schedule that lasts as long as the run."""
FOLLOWING: dict[tuple[str, ...], dict[str, str | dict[bool, str]]] = {
    ("h",): {
        "loss": translate("run", "The loss is {value} now, with h = {h}."),
        "scale_columns": {
            True: translate("run", "Columns are scaled now, with h = {h}."),
            False: translate("run", "Columns are as they are now, with h = {h}."),
        },
        "difference": translate("run", "The quotient is {value} now, with h = {h}."),
        "precision": translate("run", "The precision is {value} now, with h = {h}."),
    },
    ("learning_rate",): {
        "loss": translate("run", "The loss is {value} now, with η = {learning_rate}."),
        "scale_columns": {
            True: translate("run", "Columns are scaled now, with η = {learning_rate}."),
            False: translate("run", "Columns are as they are now, with η = {learning_rate}."),
        },
        "difference": translate("run", "The quotient is {value} now, with η = {learning_rate}."),
        "precision": translate("run", "The precision is {value} now, with η = {learning_rate}."),
    },
    ("learning_rate", "h"): {
        "loss": translate("run", "The loss is {value} now, with η = {learning_rate} and h = {h}."),
        "scale_columns": {
            True: translate("run", "Columns are scaled now, with η = {learning_rate} and h = {h}."),
            False: translate(
                "run", "Columns are as they are now, with η = {learning_rate} and h = {h}."
            ),
        },
        "difference": translate(
            "run", "The quotient is {value} now, with η = {learning_rate} and h = {h}."
        ),
        "precision": translate(
            "run", "The precision is {value} now, with η = {learning_rate} and h = {h}."
        ),
    },
}
"""What a setting is now, and what has followed it."""

AND_EPOCHS = translate("run", "{changed} Epochs: {epochs}.")

OF_RUN_BEFORE = translate("run", "Of the run before, with η = {rate} and h = {h}.")
OF_RUN_BEFORE_EACH = translate(
    "run", "Of the run before, with η = {rate} and an h for each weight."
)
OF_OPTIMISER_BEFORE = translate("run", "Of the run before, with {optimiser}.")
OF_LOSS_BEFORE = translate(
    "run", "Of the run before, with the loss {loss}, η = {rate} and h = {h}."
)
OF_LOSS_BEFORE_EACH = translate(
    "run", "Of the run before, with the loss {loss}, η = {rate} and an h for each weight."
)
"""What is shown beside settings that have changed since: the steps, or the loss as well."""

MOST_OF_LOSS = 24
"""Characters of a formula inside a sentence."""

ROWS = plural("run", "{n} rows", "{n} row", 1)
ROWS_LEFT_OUT = plural("run", "{n} rows are left out.", "{n} row is left out.", 1)
NO_ROW_LEFT_OUT = translate("run", "All rows count again.")
WEIGHTS = plural("run", "{n} weights", "{n} weight", 1)


def changed_setting(ran: Settings, now: Settings) -> str:
    """Return a sentence about a setting that is not what the run ran under; empty if none is.

    It also has the η and h that have followed, and the epochs if they were set with it, if there is
    room for them on one line.
    """
    for name, sentence in SETTINGS.items():
        value = getattr(now, name)
        if value == getattr(ran, name) or _is_idle(name, now):
            continue
        others = tuple(
            each for each in ("learning_rate", "h") if getattr(now, each) != getattr(ran, each)
        )
        forms = (FOLLOWING.get(others, {}).get(name, sentence), sentence)
        values = {each: written_setting(getattr(now, each)) for each in others}
        told = [
            (form[value] if isinstance(form, dict) else form).format(
                value=_written_value(name, now), **values
            )
            for form in forms
        ]
        if name != "epochs" and now.epochs != ran.epochs and not now.until_converged:
            epochs = format_count(now.epochs)
            told = [*(AND_EPOCHS.format(changed=each, epochs=epochs) for each in told), *told]
        return next(each for each in told if len(each) <= LONGEST)
    return ""


def _is_idle(name: str, settings: Settings) -> bool:
    """Return whether a number is one that neither the optimiser nor the schedule uses."""
    used = (*settings.optimiser.uses, *settings.schedule.uses)
    return name in SYMBOLS and name not in used


def _written_value(name: str, settings: Settings) -> str:
    """Write the value of a setting inside a sentence: a loss or an optimiser with its number."""
    match name:
        case "loss":
            return named_loss(settings)
        case "optimiser":
            return named_optimiser(settings)
    return written_setting(getattr(settings, name))


def named_optimiser(settings: Settings) -> str:
    """Write an optimiser inside a sentence: with its β, as that makes it another one."""
    name = OPTIMISER_NAMES[settings.optimiser]
    if "momentum" not in settings.optimiser.uses:
        return name
    return WITH_MOMENTUM.format(name=name, number=setting(settings.momentum))


def about(epochs: float) -> str:
    """Write about how many epochs, with three digits: "2,150 epochs"."""
    return translated(in_epochs(float(f"{epochs:.3g}")))


def named_loss(settings: Settings) -> str:
    """Write a loss inside a sentence: with δ or its quantile, as each is a loss of its own.

    Both have so many digits as their fields show; a formula is cut.
    """
    match settings.loss:
        case ReadyLoss.HUBER:
            return HUBER.format(number=setting(settings.delta))
        case ReadyLoss.QUANTILE:
            return QUANTILE.format(number=setting(settings.quantile))
    return written_setting(settings.loss)


def written_setting(value: float | str | None) -> str:
    """Write the value of a setting inside a sentence: a loss by its name, or cut."""
    match value:
        case None:
            return OF_RUN
        case str():
            return NAMES.get(value, elide_middle(value, MOST_OF_LOSS))
        case int():
            return format_count(value)
    return setting(value)
