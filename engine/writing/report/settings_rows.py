"""The settings of a run as rows of a table: what it is, and its value."""

from collections.abc import Callable, Iterator

from ...language.sentence import marked
from ...optimisers.kinds import Schedule
from ...optimisers.schedules import cosine_epochs
from ...optimisers.written import written_epoch
from ...settings import Settings
from ...verdict.wording import count, setting
from .facts import Wording
from .parts import ReportCell, ReportTable

# More steps h than these are those of the table of the limit.
MOST_STEPS = 3

_NAMES = {
    "momentum": "β",
    "dampening": "τ",
    "beta1": "β₁",
    "beta2": "β₂",
    "alpha": "α",
    "epsilon": "ε",
    "weight_decay": "λ",
    "schedule_every": "n",
    "schedule_factor": "γ",
    "schedule_epochs": "T",
    "schedule_least": marked("engine", "least"),
    "schedule_rate": "k",
}
"""As in the formulas of ``optimisers/written.py``."""


def settings_table(settings: Settings, wording: Wording) -> ReportTable:
    """Return the settings that a run depends on, one a row."""
    say = wording.say
    rows = _rows(settings, say)
    return ReportTable(
        [(ReportCell(say(name)), ReportCell(text, in_full)) for name, text, in_full in rows]
    )


def _rows(settings: Settings, say: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    yield marked("engine", "Epochs"), _epochs(settings, say), ""
    yield marked("engine", "Learning rate η"), *_number(settings.learning_rate)
    yield marked("engine", "Step h"), *_steps(settings, say)
    yield marked("engine", "Difference quotient"), settings.difference.value, ""
    yield marked("engine", "Loss"), _loss(settings), ""
    yield marked("engine", "Optimiser"), settings.optimiser.value, ""
    yield marked("engine", "Each epoch"), written_epoch(settings), ""
    if settings.schedule is not Schedule.CONSTANT:
        yield marked("engine", "Schedule of η"), settings.schedule.value, ""
    for name in (*settings.optimiser.uses, *settings.schedule.uses):
        value = cosine_epochs(settings) if name == "schedule_epochs" else getattr(settings, name)
        yield _NAMES[name], *_number(value)
    scaled = marked("engine", "scaled to length 1 during the run")
    plain = marked("engine", "as they are")
    yield marked("engine", "Columns of A"), say(scaled if settings.scale_columns else plain), ""
    yield marked("engine", "Arithmetic"), settings.precision.value, ""
    if settings.tolerance:
        yield marked("engine", "Stops when ‖δW‖ is at most"), *_number(settings.tolerance)


def _epochs(settings: Settings, say: Callable[[str], str]) -> str:
    if settings.until_converged:
        return say(marked("engine", "until converged"))
    return count(settings.epochs)


def _steps(settings: Settings, say: Callable[[str], str]) -> tuple[str, str]:
    if not isinstance(settings.h, tuple):
        return _number(settings.h)
    if len(settings.h) > MOST_STEPS:
        return say(marked("engine", "one for each weight, see below")), ""
    return ", ".join(map(setting, settings.h)), ", ".join(map(repr, settings.h))


def _number(value: object) -> tuple[str, str]:
    """Return a number as its field shows it, and in full; a word as it is."""
    if isinstance(value, int):
        return count(value), repr(value)
    if isinstance(value, float):
        return setting(value), repr(value)
    return str(value), ""


def _loss(settings: Settings) -> str:
    return settings.loss
