"""The columns of the table of the runs: what each says of a run, and how it is sorted."""

import math
from collections.abc import Callable
from enum import Enum
from typing import Any

from engine import Settings
from engine.archive.kept_run import EarlierSettings, KeptRun
from engine.optimisers.kinds import Schedule
from engine.shortening import elide_middle

from ..text.loss_texts import written_loss
from ..text.numbers import UNKNOWN, format_count, format_grouped, format_loss, format_number
from ..text.optimiser_texts import NAMES, SHORT, schedule_note
from ..text.setting_texts import DIFFERENCE_NAMES
from ..text.translation import translated
from . import texts

MARKED = "{mark} {ending}"
GAP_DIGITS = 3
SECONDS_DIGITS = 2
LEAST_SECONDS = 0.01
"""Of a shorter run nobody asks how much shorter it was."""
BRIEF_LOSS = 16
"""Characters of a formula where there is no room for all: its two ends tell it from another."""
MOST_LISTED = 6
"""Changes of settings in a tooltip: more lines are not read."""


def _rate_of(settings: Settings) -> str:
    return format_number(settings.fixed_learning_rate)


def _step_of(settings: Settings) -> str:
    h = settings.h
    return texts.SEVERAL_H if isinstance(h, tuple) else format_number(float(h))


def _quotient_of(settings: Settings) -> str:
    return DIFFERENCE_NAMES[settings.difference]


def _optimiser_of(settings: Settings) -> str:
    name = NAMES[settings.optimiser]
    if "momentum" in settings.optimiser.uses:
        name = SHORT.format(name=name, number=format_number(settings.momentum))
    if settings.scale_columns:
        name = texts.SCALED.format(optimiser=name)
    if settings.schedule is Schedule.CONSTANT:
        return name
    return texts.SCHEDULED.format(optimiser=name, schedule=schedule_note(settings))


def _brief_loss(settings: Settings) -> str:
    return elide_middle(written_loss(settings), BRIEF_LOSS)


def _changes(run: KeptRun, text: Callable[[Settings], str]) -> list[tuple[int, str]]:
    """Return what a setting was, each time with the epoch from which it was so."""
    found = [(0, text(run.stages[0].settings))]
    for before, after in zip(run.stages, run.stages[1:], strict=False):
        if (now := text(after.settings)) != found[-1][1]:
            found.append((before.until, now))
    return found


def _arrows(run: KeptRun, text: Callable[[Settings], str]) -> str:
    """Return a setting that may have changed: ``0.01 → 0.005``."""
    (_, first), *others = _changes(run, text)
    if not others:
        return first
    form = texts.CHANGED_ONCE if len(others) == 1 else texts.CHANGED
    return form.format(first=first, last=others[-1][1])


def _then(run: KeptRun, text: Callable[[Settings], str]) -> str:
    """Return the same in words: ``plain, then Adam from epoch 300``."""
    (_, first), *others = _changes(run, text)
    if not others:
        return first
    form = texts.THEN if len(others) == 1 else texts.THEN_OTHERS
    epoch, last = others[-1]
    return form.format(first=first, last=last, epoch=format_count(float(epoch)))


def _gap(run: KeptRun) -> str:
    return UNKNOWN if math.isnan(run.gap) else format_loss(run.gap, GAP_DIGITS)


def _name(run: KeptRun) -> str:
    return texts.NUMBERED.format(number=run.number, name=run.name) if run.name else str(run.number)


def _time(run: KeptRun) -> str:
    if run.seconds < LEAST_SECONDS:
        return texts.LESS_SECONDS.format(seconds=format_number(LEAST_SECONDS))
    return texts.SECONDS.format(seconds=format_grouped(run.seconds, SECONDS_DIGITS))


def _ending(run: KeptRun) -> str:
    """Return why a run ended, in one or two words."""
    return MARKED.format(mark=run.mark, ending=translated(texts.ENDINGS[run.stop]))


def whole_ending(run: KeptRun) -> str:
    """Return the sentence on the end of a run."""
    return MARKED.format(mark=run.mark, ending=translated(run.ending))


class RunColumn(Enum):
    """The columns, in their order: head, text, what it is sorted by, and which have room first.

    A setting is a function of settings; its text says what it was before, if it was changed.
    """

    RUN = texts.RUN, _name, lambda run: run.number, 0
    RATE = texts.RATE, _rate_of, lambda run: run.settings.fixed_learning_rate, 3
    STEP = texts.STEP_H, _step_of, lambda run: run.settings.largest_h, 7
    QUOTIENT = texts.QUOTIENT, _quotient_of, None, 6
    OPTIMISER = texts.OPTIMISER, _optimiser_of, None, 9
    FORMULA = texts.FORMULA, written_loss, None, 5
    EPOCHS = texts.EPOCHS, lambda run: format_count(float(run.epochs)), lambda run: run.epochs, 4
    LOSS = texts.LOSS, lambda run: format_loss(run.loss), lambda run: run.loss, 2
    GAP = texts.GAP, _gap, lambda run: run.gap, 8
    TIME = texts.TIME, _time, lambda run: run.seconds, 10
    ENDING = texts.ENDED, _ending, None, 1

    def __init__(
        self,
        head: str,
        written: Callable[[Any], str],
        key: Callable[[KeptRun], Any] | None,
        rank: int,
    ) -> None:
        self.head, self._written, self.rank = head, written, rank
        self.key = self.text if key is None else key

    def text(self, run: KeptRun) -> str:
        """Return what the cell of a run says."""
        if not self.is_setting:
            return self._written(run)
        words = self in (RunColumn.OPTIMISER, RunColumn.FORMULA)
        return _then(run, self._written) if words else _arrows(run, self._written)

    def brief(self, run: KeptRun) -> str:
        """Return the same in fewer words, if there are any."""
        if not self.is_setting:
            return self._written(run)
        return _arrows(run, _brief_loss if self is RunColumn.FORMULA else self._written)

    def has_changed(self, run: KeptRun) -> bool:
        """Return whether a setting was changed while the run went on."""
        return self.is_setting and len(_changes(run, self._written)) > 1

    @property
    def is_setting(self) -> bool:
        """Whether it is about a setting of the runs, not about what came of it."""
        return self.name in ("RATE", "STEP", "QUOTIENT", "OPTIMISER", "FORMULA")

    @property
    def is_number(self) -> bool:
        """Whether its cells are aligned at the right."""
        return self.name not in ("RUN", "QUOTIENT", "OPTIMISER", "FORMULA", "ENDING")


COLUMNS = list(RunColumn)


def changes_tip(run: KeptRun) -> list[str]:
    """Return a line for each time that a run had other settings; none if they never changed."""
    if not run.earlier:
        return []
    listed = run.stages if len(run.stages) <= MOST_LISTED else run.stages[-MOST_LISTED:]
    return [texts.CHANGES, *(_stage(each) for each in listed)]


def _stage(stage: EarlierSettings) -> str:
    settings = stage.settings
    return texts.STAGE.format(
        epoch=format_count(float(stage.until)),
        optimiser=_optimiser_of(settings),
        rate=_rate_of(settings),
        h=_step_of(settings),
        quotient=_quotient_of(settings),
    )
