"""The sweep of the view: computed in a thread, and what is done with it."""

import logging
import math
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine import Cancelled, EngineError
from engine.sweep.result import Sweep, SweptSetting

from ..background import Progress, TaskQueue
from ..document import Document, Filling
from ..plots.runs.sentences import DIGITS, SYMBOLS
from ..run.mailbox import Mailbox
from ..run.prepared_rows import PreparedRows, limit_of
from ..run.session import Session, Update
from ..text.message import Message, MessageKind, refusal
from ..text.numbers import format_count, format_loss, format_number, format_percent
from . import texts
from .sweep_request import SweepRequest

ALIKE = 1e-9
"""Losses that differ by less of themselves are alike to a reader."""

logger = logging.getLogger(__name__)


class SweepModel(QObject):
    """Has one sweep at a time computed, and takes the value of one of its runs.

    ``changed`` says that there is another sweep, or another state of it.
    """

    changed = Signal()
    failed = Signal(str)
    message = Signal(Message)

    def __init__(self, document: Document, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._session = document, session
        self._request: SweepRequest | None = None
        self._running: SweepRequest | None = None
        self._sweep: Sweep | None = None
        self._so_far: Sweep | None = None
        self._found: Mailbox[Sweep] = Mailbox()
        self._done = 0.0
        self._tasks = TaskQueue("sweep", self)
        self._tasks.done.connect(self._take)
        self._tasks.refused.connect(self._refuse)
        self._tasks.failed.connect(self._fail)
        self._tasks.progressed.connect(self._note)
        session.updated.connect(self._follow)

    @property
    def sweep(self) -> Sweep | None:
        """The latest sweep; None if there is none of this document."""
        return self._sweep

    @property
    def shown(self) -> Sweep | None:
        """What can be drawn: while a sweep is computed, what is known of that already."""
        return self._sweep if self._so_far is None else self._so_far

    @property
    def is_former(self) -> bool:
        """Whether the tables, or another setting than the one swept, have changed since."""
        request = self._request if self._so_far is None else self._running
        return request is not None and not request.is_of(self._document.experiment)

    @property
    def is_running(self) -> bool:
        """Whether a sweep is being computed."""
        return self._running is not None

    @property
    def limit(self) -> float | None:
        """η's limit for what is set; None if it is not known at once."""
        experiment = self._document.experiment
        if experiment.filling is not Filling.RUNNABLE:
            return None
        plain = self._prepared_rows().limit(experiment.settings.scale_columns, at_once=True)
        return limit_of(experiment.settings, plain)

    @property
    def sentence(self) -> str:
        """What the sweep is doing, or what came of it."""
        running = self._running
        if running is not None:
            return texts.SWEEPING.format(
                symbol=SYMBOLS[running.name],
                percent=format_percent(min(self._done, 1.0)),
                n=format_count(float(len(running.values))),
            )
        return texts.EMPTY_SWEEP if self._sweep is None else sweep_sentence(self._sweep)

    def start(self, name: SweptSetting, values: tuple[float, ...]) -> None:
        """Sweep a setting of the experiment that is shown; a former sweep is stopped."""
        experiment = self._document.experiment
        if experiment.filling is not Filling.RUNNABLE:
            self.message.emit(Message(MessageKind.WARNING, texts.NO_TABLE))
            return
        self._running = SweepRequest(experiment, name, values)
        self._done, self._so_far, self._found = 0.0, None, Mailbox()
        self._tasks.replace(partial(_swept, self._running, self._prepared_rows(), self._found))
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Stop the sweep that is being computed."""
        if self._running is not None:
            self._tasks.cancel()
            self._running = self._so_far = None
            self.changed.emit()

    def shut_down(self) -> None:
        """Stop for good; return once no thread is left."""
        self._running = None
        self._tasks.stop()

    @Slot(int)
    def take_value(self, index: int) -> None:
        """Set the value of one of the runs."""
        sweep = self.shown
        if sweep is None or not 0 <= index < len(sweep.values):
            return
        value = float(sweep.values[index])
        try:
            self._document.change_settings(**{sweep.name.value: value})
        except EngineError as error:
            self.message.emit(Message(MessageKind.FAULT, refusal(error)))
            return
        sentence = texts.TAKEN.format(
            symbol=SYMBOLS[sweep.name], value=format_number(value, DIGITS)
        )
        self.message.emit(Message(MessageKind.GOOD, sentence))

    def _prepared_rows(self) -> PreparedRows:
        of_run, experiment = self._session.prepared_rows, self._document.experiment
        return of_run if of_run.matches(experiment) else PreparedRows(experiment)

    @Slot(Update)
    def _follow(self, update: Update) -> None:
        if update.document.is_another_document:
            self._tasks.cancel()
            self._request = self._running = self._sweep = self._so_far = None
            self.changed.emit()
        elif update.document and self.shown is not None:
            self.changed.emit()

    @Slot(float)
    def _note(self, done: float) -> None:
        self._done = done
        if self._running is not None and (found := self._found.take()) is not None:
            self._so_far = found
        self.changed.emit()

    @Slot(object)
    def _take(self, sweep: Sweep) -> None:
        self._request, self._running, self._sweep = self._running, None, sweep
        self._so_far = None
        self.changed.emit()

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        self._running = self._so_far = None
        self.message.emit(Message(MessageKind.FAULT, refusal(reason)))
        self.changed.emit()

    @Slot(str)
    def _fail(self, report: str) -> None:
        self._running = self._so_far = None
        self.changed.emit()
        self.failed.emit(report)


def _swept(
    request: SweepRequest, prepared: PreparedRows, so_far: Mailbox[Sweep], progress: Progress
) -> Sweep:
    """Compute a sweep, in a thread. Raises Cancelled when cancelled."""
    found = request.run(prepared, progress, progress.is_cancelled, so_far.put)
    if progress.is_cancelled():
        raise Cancelled
    logger.debug("%d values of %s are swept", len(request.values), request.name)
    return found


def sweep_sentence(sweep: Sweep) -> str:
    """Say which value came nearest, and which others came as near."""
    best, symbol = sweep.best, SYMBOLS[sweep.name]
    epochs = format_count(float(sweep.epochs))
    if best is None:
        return texts.SWEPT_NONE.format(epochs=epochs, symbol=symbol)
    loss = float(sweep.losses[best])
    facts = {
        "epochs": epochs,
        "symbol": symbol,
        "value": format_number(float(sweep.values[best]), DIGITS),
        "loss": format_loss(loss, DIGITS),
        "hint": texts.CLICK,
    }
    with np.errstate(invalid="ignore"):  # of losses that are infinite
        is_alike = np.abs(sweep.losses - loss) <= ALIKE * abs(loss)
    # Those around the best one: beyond a worse value, others may come to the same again.
    others = np.flatnonzero(~is_alike)
    first_alike = int(others[others < best].max(initial=-1)) + 1
    last_alike = int(others[others > best].min(initial=len(is_alike))) - 1
    alike = np.arange(first_alike, last_alike + 1)
    if len(alike) > 1:
        first, last = (format_number(float(sweep.values[at]), 3) for at in alike[[0, -1]])
        return texts.SWEPT_ALIKE.format(**facts, first=first, last=last)
    if sweep.name is SweptSetting.LEARNING_RATE and sweep.stable is not None:
        share = float(sweep.values[best]) / sweep.stable[1]
        if 0 < share < 1 and math.isfinite(share):
            return texts.SWEPT_SHARE.format(**facts, share=format_percent(share))
    return texts.SWEPT.format(**facts)
