"""The runs of the document: each is taken up when it ends, and stays if a person keeps it."""

import logging
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from weakref import ReferenceType, ref

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import EngineError, History, Settings
from engine.archive.earlier_settings import earlier_settings
from engine.archive.kept_run import KeptRun
from engine.archive.kept_runs import MOST_RUNS
from engine.surface.path import RunPath

from ..document import Document, DocumentKey, Experiment, Filling, is_kept
from ..document.changes import use_settings
from ..plots.runs.overlaid_run import OverlaidRun
from ..plots.runs.run_styles import STYLES
from ..run.run_state import RunState
from ..run.session import Session, Update
from ..text.message import Message, MessageKind, refusal
from ..text.numbers import format_count
from . import texts
from .run_record import record_of
from .run_step import RunStep

LATER_MILLISECONDS = 100
"""After an edit that ends a run."""
MOST_UNPINNED = 20
"""More runs that nobody has chosen to keep are not looked through; each takes up to 0.3 MB."""

logger = logging.getLogger(__name__)

Origin = tuple[ReferenceType[History], ReferenceType[Experiment]]
"""What a run of this session is known by: while it goes on, and by its tables and settings."""


class RunCollection(QObject):
    """Keeps the runs of the document that is shown, and says which are drawn.

    ``changed`` says that there are other runs, or other tables beside them. ``overlaid`` carries
    the runs that are drawn beside the one that is shown. ``message`` carries what was done.
    """

    changed = Signal()
    overlaid = Signal(object)
    message = Signal(Message)

    def __init__(self, document: Document, session: Session) -> None:
        super().__init__(document)
        self._document, self._session = document, session
        self._origins: dict[tuple[DocumentKey, int], Origin] = {}
        self._largest: dict[DocumentKey, int] = {}
        self._earlier_seconds: dict[tuple[DocumentKey, int], float] = {}
        self._overlaid: Sequence[KeptRun] = ()
        self._table: tuple[Experiment, str] | None = None
        self._later = QTimer(self, singleShot=True, interval=LATER_MILLISECONDS)
        self._later.timeout.connect(self.take_run)
        session.updated.connect(self._follow)
        self._recognise()

    @property
    def key(self) -> DocumentKey:
        """What tells the document that has the runs from others, with runs of the same numbers."""
        return self._document.experiment.key

    @property
    def runs(self) -> tuple[KeptRun, ...]:
        """All runs, in the order of their numbers."""
        return self._document.kept_runs

    @property
    def compared(self) -> list[KeptRun]:
        """The runs of the tables and the loss that are set, whose losses can be compared."""
        return [run for run in self.runs if self.is_comparable(run)]

    @property
    def current(self) -> KeptRun | None:
        """The run that is shown, if it has been taken up."""
        if self._session.progress_so_far is None:
            return None
        return next((run for run in self.runs if self._is_shown_run(run)), None)

    @property
    def overlays(self) -> list[OverlaidRun]:
        """The runs that are drawn beside the one that is shown."""
        return [self.overlay_of(run) for run in self._overlaid]

    def tell_overlays(self) -> None:
        """Say which runs are drawn, also if that is not new: somebody has just begun to listen."""
        self._overlaid = ()
        self._refresh()

    def run(self, number: int) -> KeptRun | None:
        """Return the run of a number; None if there is none."""
        return next((run for run in self.runs if run.number == number), None)

    def is_comparable(self, run: KeptRun) -> bool:
        """Return whether a run has the loss and the tables that are set."""
        experiment = self._document.experiment
        if run.settings.formula != experiment.settings.formula:
            return False
        if len(run.W) != experiment.columns:
            return False
        origin = self._origins.get((experiment.key, run.number))
        ran = None if origin is None else origin[1]()
        if ran is not None:
            return experiment.has_data_of(ran)
        return run.table == self._table_now()

    @Slot()
    def take_run(self) -> None:
        """Take up the run that is shown, or what it has come to since."""
        self._document.flush()
        progress = self._session.progress_so_far
        if progress is None or not progress.frame.epoch:
            return
        current = self.current
        is_taken = current is not None and current.epochs == progress.frame.epoch
        is_own = progress.experiment.key is self._document.experiment.key
        is_done = is_taken and self._session.state is RunState.EDITED
        if is_own and not is_done and (current is not None or self._has_room):
            self._take(is_kept=False)

    @Slot()
    def keep_current(self) -> None:
        """Keep the run that is shown, and draw it beside those that follow."""
        self._document.flush()
        progress = self._session.progress_so_far
        if progress is None or not progress.frame.epoch:
            self.message.emit(Message(MessageKind.WARNING, texts.NOTHING_TO_KEEP))
            return
        if self.current is None and self._is_full():
            return
        run = self._take(is_kept=True)
        self.message.emit(Message(MessageKind.GOOD, texts.IS_KEPT.format(number=run.number)))

    def set_shown(self, number: int, shown: bool) -> None:
        """Draw a run beside others, or no longer."""
        if (run := self.run(number)) is not None and run.shown is not shown:
            self._put(replace(run, shown=shown))

    def set_pinned(self, number: int, pinned: bool) -> None:
        """Keep a run until it is deleted, or no longer."""
        if (run := self.run(number)) is not None and run.pinned is not pinned:
            self._put(replace(run, pinned=pinned))
            self._drop_oldest()

    def rename(self, number: int, name: str) -> None:
        """Give a run a name, as a step of undo."""
        run = self.run(number)
        if run is None or run.name == name:
            return
        key = self._document.experiment.key
        self._push(
            texts.RENAME_STEP,
            partial(self._set_name, key, number, name),
            partial(self._set_name, key, number, run.name),
        )

    def delete(self, number: int) -> None:
        """Delete a run, as a step of undo."""
        if (run := self.run(number)) is None:
            return
        key = self._document.experiment.key
        self._largest[key] = self._largest_number()
        self._push(
            texts.DELETE_STEP,
            partial(self._remove, key, number),
            partial(self._bring_back, run, key),
        )

    def use_settings(self, number: int) -> None:
        """Set all settings as they were at the end of a run, as a step of undo."""
        if (run := self.run(number)) is None:
            return
        sentence = texts.SETTINGS_SET.format(number=number)
        if run.earlier:
            epoch = format_count(float(run.earlier[-1].until))
            sentence = texts.LAST_SETTINGS_SET.format(number=number, epoch=epoch)
        self._use(number, run.settings, sentence)

    def use_first_settings(self, number: int) -> None:
        """Set all settings as they were when a run began, as a step of undo."""
        if (run := self.run(number)) is None:
            return
        first = run.stages[0]
        epoch = format_count(float(first.until))
        form = texts.FIRST_SETTINGS_SET if run.earlier else texts.SETTINGS_SET
        self._use(number, first.settings, form.format(number=number, epoch=epoch))

    def _use(self, number: int, settings: Settings, said: str) -> None:
        """Set the settings of a run, and say so."""
        h = settings.h
        if isinstance(h, tuple) and len(h) != self._document.columns:
            sentence = texts.OTHER_SHAPE.format(number=number)
            self.message.emit(Message(MessageKind.WARNING, sentence))
            return
        text = texts.SETTINGS_STEP.format(number=number)
        try:
            self._document.change(text, partial(use_settings, settings=settings))
        except EngineError as error:
            self.message.emit(Message(MessageKind.FAULT, refusal(error)))
            return
        self.message.emit(Message(MessageKind.GOOD, said))

    def overlay_of(self, run: KeptRun) -> OverlaidRun:
        """Return a run as plots draw it."""
        return OverlaidRun(run.number, run.style, run.epoch, run.losses, run.path.W)

    def _take(self, *, is_kept: bool) -> KeptRun:
        """Take up the run that is shown; the same one again takes its own place."""
        session, document = self._session, self._document
        progress = session.progress_so_far
        assert progress is not None
        key, mark = document.experiment.key, session.run_mark
        former = self.current
        if former is None:
            former = self._new_place(progress.experiment)
            self._earlier_seconds.pop((key, former.number), None)
        if is_kept and not (former.pinned and former.shown):
            former = replace(former, pinned=True, shown=True)
        earlier = self._earlier_seconds.get((key, former.number))
        if earlier is not None and former.epochs == progress.frame.epoch:
            run = former  # which tells more than the run that came with the file
        else:
            seconds = session.run_seconds + (earlier or 0.0)
            run = record_of(progress, session.state, seconds, former, former.table)
        self._origins[key, run.number] = ref(mark), ref(progress.experiment)
        logger.debug("run %d is taken up at epoch %d", run.number, run.epochs)
        self._put(run)
        self._drop_oldest()
        return run

    def _new_place(self, experiment: Experiment) -> KeptRun:
        """Return an empty record with the next number, or that of the same run, made before."""
        key, settings = self._document.experiment.key, self._session.progress_so_far
        assert settings is not None
        earlier = earlier_settings(settings.past, settings.settings)
        for run in self.runs:
            origin = self._origins.get((key, run.number))
            is_alike = origin is not None and origin[1]() is experiment
            is_alike = is_alike and run.settings == settings.settings
            if is_alike and not is_kept(run) and run.earlier == earlier:
                return run
        number = self._largest[key] = 1 + self._largest_number()
        used = {run.style for run in self.runs}
        free = (style for style in range(STYLES) if style not in used)
        nothing = np.empty(0)
        return KeptRun(
            *(number, "", settings.settings, next(free, number % STYLES), "", None, "", ""),
            *(0, 0.0, math.nan, None, nothing, nothing.copy(), nothing.copy()),
            RunPath(nothing.copy(), np.empty((0, 0))),
        )

    def _largest_number(self) -> int:
        """Return the largest number so far, also of deleted runs, which undo may bring back."""
        used = self._largest.get(self._document.experiment.key, 0)
        return max([used, *(run.number for run in self.runs)])

    def _put(self, run: KeptRun, key: DocumentKey | None = None) -> None:
        """Put a run in its place, by its number."""
        if key is not None and key is not self._document.experiment.key:
            return
        if self.run(run.number) is run:
            return
        others = (each for each in self.runs if each.number != run.number)
        runs = tuple(sorted((*others, run), key=lambda each: each.number))
        self._document.keep_runs(runs)
        self._refresh()

    def _remove(self, key: DocumentKey, number: int) -> None:
        if key is self._document.experiment.key:
            self._document.keep_runs(tuple(run for run in self.runs if run.number != number))
            self._refresh()

    def _bring_back(self, run: KeptRun, key: DocumentKey) -> None:
        if key is self._document.experiment.key and not self._is_full():
            self._put(run)
            self._drop_oldest()

    @property
    def _has_room(self) -> bool:
        """Whether one more run fits: of a file with more of them, none could be read."""
        stay = [run for run in self.runs if is_kept(run) or self._is_shown_run(run)]
        return len(stay) < MOST_RUNS

    def _is_full(self) -> bool:
        """Return whether no more run fits, and say so."""
        if self._has_room:
            return False
        sentence = texts.FULL.format(n=format_count(MOST_RUNS))
        self.message.emit(Message(MessageKind.WARNING, sentence))
        return True

    def _set_name(self, key: DocumentKey, number: int, name: str) -> None:
        if (run := self.run(number)) is not None:
            self._put(replace(run, name=name), key)

    def _push(self, text: str, redo: "partial[None]", undo: "partial[None]") -> None:
        self._document.undo_stack.push(RunStep(text, redo, undo))

    def _drop_oldest(self) -> None:
        """Let the oldest runs go that nobody keeps or has named, and say so."""
        unkept = [run for run in self.runs if not is_kept(run) and not self._is_shown_run(run)]
        over = max(len(unkept) - MOST_UNPINNED, len(self.runs) - MOST_RUNS)
        if over <= 0:
            return
        gone = {run.number for run in unkept[:over]}
        self._document.keep_runs(tuple(run for run in self.runs if run.number not in gone))
        sentence = texts.DROPPED(MOST_UNPINNED, number=max(gone))
        self.message.emit(Message(MessageKind.QUIET, sentence))
        self._refresh()

    def _is_shown_run(self, run: KeptRun) -> bool:
        origin = self._origins.get((self._document.experiment.key, run.number))
        return origin is not None and origin[0]() is self._session.run_mark

    def _recognise(self) -> None:
        """Find the run that is shown among those of the file that both came with."""
        progress, document = self._session.progress_so_far, self._document
        if progress is None or self.current is not None:
            return
        key, frame = document.experiment.key, progress.frame
        if progress.experiment.key is not key or not self.runs:
            return
        W = frame.W[:, 0]
        for run in reversed(self.runs):
            is_alike = run.epochs == frame.epoch and run.settings == progress.settings
            if is_alike and np.array_equal(run.W, W) and self.is_comparable(run):
                self._origins[key, run.number] = (
                    ref(self._session.run_mark),
                    ref(progress.experiment),
                )
                # What the session has counted so far was of other runs.
                seconds = run.seconds - self._session.run_seconds
                self._earlier_seconds[key, run.number] = seconds
                return

    def _table_now(self) -> str:
        """Return the fingerprint of the tables as they are; empty while no row is complete."""
        experiment = self._document.experiment
        if experiment.filling is not Filling.RUNNABLE:
            return ""
        if self._table is None or not experiment.has_data_of(self._table[0]):
            self._table = experiment, experiment.fingerprint
        return self._table[1]

    @Slot(Update)
    def _follow(self, update: Update) -> None:
        """Compare with the tables as they are now, and with the run that is shown."""
        is_empty = not (self.runs or self._overlaid)
        if is_empty and not (update.document.opened or update.state):
            return
        if update.document or update.state:
            state = self._session.state
            if update.document.opened:
                self._recognise()  # a run that came with its file does not change that
            elif update.state and state is RunState.EDITED:
                self._later.start()  # the tables are drawn first
            elif update.state and not state.is_active:
                self.take_run()
            self._refresh()

    def _refresh(self) -> None:
        """Say what is drawn now, if that is something else."""
        is_active = self._session.progress_so_far is not None
        drawn = [
            run
            for run in self.runs
            if run.shown and not (is_active and self._is_shown_run(run)) and self.is_comparable(run)
        ]
        if [id(run) for run in drawn] != [id(run) for run in self._overlaid]:
            self._overlaid = drawn
            self.overlaid.emit(self.overlays)
        self.changed.emit()


def runs_of(document: Document, session: Session) -> RunCollection:
    """Return the runs of a document, which are collected from the first call on."""
    return document.findChild(RunCollection) or RunCollection(document, session)
