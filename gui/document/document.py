"""The open experiment, and the steps of undo that led to it.

The document reports a change twice. The tables are notified at once, because a Qt model must fit
its data at any time. Everything else (the run, the plots, the panels, the recovery copy) follows
``changed``, which is emitted once a turn of the event loop, after the tables.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from engine import Matrix, Problem, Settings

from ..background import Policy, Progress, TaskQueue
from ..text.message import refusal
from ..text.translation import plural, translate
from . import changes
from .column import Column
from .document_change import DocumentChange
from .experiment import DocumentKey, Experiment, Fitted
from .following_steps import is_slow_to_follow
from .grid import Grid
from .table_name import TableName

if TYPE_CHECKING:
    from engine.archive.kept_run import KeptRun

UNTITLED = translate("document", "Untitled")
UNTITLED_NAMED = translate("document", "{untitled} ({name})")
EDIT = translate("document", "Edit of {table}")
INSERT_ROWS = plural("document", "Insert Rows", "Insert Row", 1)
REMOVE_ROWS = plural("document", "Remove Rows", "Remove Row", 1)
INSERT_COLUMNS = plural("document", "Insert Columns", "Insert Column", 1)
REMOVE_COLUMNS = plural("document", "Remove Columns", "Remove Column", 1)
LEAVE_OUT = plural("document", "Leave Rows Out", "Leave Row Out", 1)
TAKE_BACK = plural("document", "Take Rows Back", "Take Row Back", 1)
"""The steps of undo."""
AT_ONCE_CELLS = 200_000
"""A change of more cells is made in a thread; one of this size takes up to 15 ms (measured)."""
_OPENED = DocumentChange(frozenset(TableName), shape=True, names=True, settings=True, opened=True)

logger = logging.getLogger(__name__)

Change = Callable[[Experiment], Experiment]


class Made(NamedTuple):
    """What a change in the background has made, and of which experiment."""

    text: str
    before: Experiment
    after: Experiment


@dataclass(frozen=True, eq=False)
class DocumentSource:
    """Where a document comes from: as it was opened, and its file; neither for a replaced one.

    ``runs`` are those that are kept beside its tables.
    """

    opened: Experiment | None = None
    fitted: Fitted | None = None
    file_name: str = ""
    runs: tuple["KeptRun", ...] = ()


NO_SOURCE = DocumentSource()


def is_kept(run: "KeptRun") -> bool:
    """Return whether a person wants a run, and said so: it is pinned, or has a name."""
    return run.pinned or bool(run.name)


class Document(QObject):
    """The open experiment and its undo stack; each change is a step that can be undone.

    For the tables, at once: ``values_changed`` (of which table), ``about_to_reshape`` and
    ``reshaped``, ``renamed`` (other names or units), ``settings_changed``. ``opened`` means another
    experiment, from which no step leads back, and ``about_to_replace`` that a step leads to one.

    For everything else, once a turn: ``changed`` carries all that has changed in it.

    ``working`` names the change that is being made beside the window, until ``idle``.
    ``runs_kept`` says that other runs are kept beside the tables.
    """

    changed = Signal(DocumentChange)
    about_to_replace = Signal()
    values_changed = Signal(str)
    about_to_reshape = Signal()
    reshaped = Signal()
    renamed = Signal()
    settings_changed = Signal()
    opened = Signal()
    working = Signal(str)
    idle = Signal()
    runs_kept = Signal()
    refused = Signal(str)
    failed = Signal(str)

    def __init__(self, problem: Problem, settings: Settings, name: str, note: str = "") -> None:
        super().__init__()
        self.undo_stack = QUndoStack(self)
        self._experiment = Experiment.of(problem, settings, name, note)
        self._sources = {self._experiment.key: DocumentSource(self._experiment)}
        self._begun: tuple[Experiment, Experiment] | None = None
        self._collected: DocumentChange | None = None
        self._is_replacing = False
        self._end_of_turn = QTimer(self, singleShot=True, interval=0)
        self._end_of_turn.timeout.connect(self.flush)
        self._pending = TaskQueue("change", self, Policy.REBASED, self._now)
        self._pending.started.connect(self.working)
        self._pending.done.connect(self._take_made)
        self._pending.refused.connect(self._refuse)
        self._pending.failed.connect(self.failed)
        self._pending.idle.connect(self.idle)

    def __del__(self) -> None:
        """Clear the steps first: garbage collection might delete them before their stack."""
        if isValid(self.undo_stack):
            self.undo_stack.blockSignals(True)
            self.undo_stack.clear()

    @property
    def experiment(self) -> Experiment:
        """The present experiment; later changes do not alter it."""
        return self._experiment

    @property
    def name(self) -> str:
        """The name of its file, or its own."""
        return self.name_of(self._experiment)

    @property
    def title(self) -> str:
        """The name in the title bar; “Untitled” if a table has replaced what was opened."""
        name, source = self._experiment.name, self._source
        is_replacement = source.opened is None and not source.file_name
        return (
            UNTITLED_NAMED.format(untitled=UNTITLED, name=name)
            if is_replacement and name
            else self.name
        )

    def name_of(self, experiment: Experiment) -> str:
        """Return the name of a document that undo or redo may show."""
        source = self._sources.get(experiment.key, NO_SOURCE)
        return source.file_name or experiment.name or UNTITLED

    @property
    def fitted(self) -> Fitted | None:
        """Fitted weights loaded with the file.

        None after a new run, or if A or Y changed.
        """
        source = self._source
        if source.opened is None or source.fitted is None:
            return None
        return self._experiment.keep_fitted(source.fitted, source.opened)

    @property
    def kept_runs(self) -> tuple["KeptRun", ...]:
        """The runs that are kept beside the tables, in the order of their numbers."""
        return self._source.runs

    def keep_runs(self, runs: tuple["KeptRun", ...], key: DocumentKey | None = None) -> None:
        """Keep these runs beside the tables, of the document shown or of that of a key."""
        key = key or self._experiment.key
        self._sources[key] = replace(self._sources.get(key, NO_SOURCE), runs=runs)
        self.runs_kept.emit()

    @property
    def saved_run(self) -> tuple[Experiment, Fitted] | None:
        """The run that the fitted weights come from: what it started from, and its result."""
        opened, fitted = self._source.opened, self._source.fitted
        if opened is None or fitted is None or self.fitted is None:
            return None
        return opened, fitted

    @property
    def note(self) -> str:
        """The note of the experiment as it was opened; empty once it has changed."""
        return self._experiment.remark

    @property
    def lesson(self) -> str:
        """What the open example teaches; it stays while A and Y are those of the example."""
        return self._experiment.note

    @property
    def settings(self) -> Settings:
        """The settings of the next chunk of epochs."""
        return self._experiment.settings

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns of A: names and scaling."""
        return self._experiment.inputs

    @property
    def output(self) -> str:
        """The name of Y; empty for none."""
        return self._experiment.output

    @property
    def rows(self) -> int:
        """N, the number of observations."""
        return len(self._experiment.A)

    @property
    def columns(self) -> int:
        """j, the number of weights."""
        return len(self._experiment.inputs)

    def table(self, table_name: TableName) -> Grid:
        """Return the values of a table."""
        grid: Grid = getattr(self._experiment, table_name)
        return grid

    def problem(self) -> Problem:
        """Return the problem that a run starts from; later edits do not alter it."""
        return self._experiment.problem

    @property
    def is_replacing(self) -> bool:
        """Whether the tables are being replaced; ``changed`` follows at the end of this turn."""
        return self._is_replacing

    @property
    def is_busy(self) -> bool:
        """Whether a change is being made beside the window."""
        return self._pending.is_busy

    def change(self, text: str, change: Change, cells: int = 0) -> None:
        """Apply a change as one step of undo. If the change raises, nothing changes.

        ``text`` follows “Undo” in the menu. A change that writes many ``cells`` is made beside the
        window, and so are later ones until it is done; ``refused`` carries what these raise.
        """
        if cells > AT_ONCE_CELLS or self._pending.is_busy:
            self._pending.add(partial(_make, text, change), text)
        else:
            before = self._experiment
            after = change(before)
            # Compared here: each edit of Y passes, and has no call to spare.
            if after.A is not before.A or after.inputs is not before.inputs:
                after = _with_terms(before, after)
            self._take(text, before, after)

    def change_settings(self, **settings: float | str) -> None:
        """Change some settings; raises the engine's BadSetting and then changes nothing.

        If finding the η and h that follow takes long, that is done beside the window.
        """
        is_slow = is_slow_to_follow(self._experiment, settings)
        if is_slow:
            replace(self._experiment.settings, **cast("dict[str, Any]", settings))  # refused here
        self.change(
            translate("document", "Change of Settings"),
            partial(changes.change_settings, settings=settings),
            AT_ONCE_CELLS + 1 if is_slow else 0,
        )

    def use_settings(self, settings: Settings) -> None:
        """Replace all settings without a step of undo, for the start of the program."""
        self._show(changes.use_settings(self._experiment, settings))

    def set_block(self, table_name: TableName, row: int, column: int, values: Matrix) -> None:
        """Write finite values (n, m), top left corner at a cell; raises ShapeHasChanged."""
        self.change(
            EDIT.format(table=table_name),
            partial(
                changes.set_block, table_name=table_name, row=row, column=column, values=values
            ),
            values.size if values.flags.writeable else 0,
        )

    def set_initial_weights(self, W: Matrix, text: str = "") -> None:
        """Replace the initial W (j, 1); ``text`` follows “Undo” in the menu."""
        cells = W.size if W.flags.writeable else 0
        self.change(
            text or EDIT.format(table=TableName.W),
            partial(changes.set_weights, W=W),
            cells,
        )

    def insert_rows(self, at: int, count: int) -> None:
        """Insert rows into A and Y before row ``at``; raises TableTooLarge."""
        change = partial(changes.insert_rows, at=at, count=count)
        self.change(INSERT_ROWS(count), change)

    def begin_row(self) -> None:
        """Add an empty row at the end, to be typed in; raises TableTooLarge."""
        before = self._experiment
        self.change(INSERT_ROWS(1), changes.begin_row)
        self._begun = (before, now) if (now := self._experiment) is not before else None

    def leave_row(self) -> None:
        """Take back the row that was begun last, if nothing has been done since: it is not wanted.

        It leaves no step of undo or redo.
        """
        if self._begun is None or self._experiment is not self._begun[1]:
            return
        before, _ = self._begun
        self._begun = None
        stack = self.undo_stack
        step = stack.command(stack.index() - 1)
        if step is not None and stack.index() == stack.count():
            step.setObsolete(True)  # the stack then drops it on undo, and calls it no more
            self._show(before)
            stack.undo()

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Remove rows of A and Y; raises TableWouldBeEmpty."""
        change = partial(changes.remove_rows, rows=rows)
        cells = self._experiment.cells if len(rows) > 1 else 0
        self.change(REMOVE_ROWS(len(rows)), change, cells)

    def leave_out(self, rows: Sequence[int], W: Matrix | None = None) -> None:
        """Let rows no longer count, and start at W (j, 1) if given; raises NoRowLeft."""
        change = partial(changes.leave_out, rows=rows)
        self.change(LEAVE_OUT(len(rows)), partial(_starting_at, W, change))

    def take_back(self, rows: Sequence[int], W: Matrix | None = None) -> None:
        """Let rows count again that are left out, and start at W (j, 1) if given."""
        change = partial(changes.take_back, rows=rows)
        self.change(TAKE_BACK(len(rows)), partial(_starting_at, W, change))

    def insert_columns(self, at: int, count: int) -> None:
        """Insert columns into A before column ``at``, and zeros into W."""
        change = partial(changes.insert_columns, at=at, count=count)
        self.change(INSERT_COLUMNS(count), change)

    def remove_columns(self, columns: Sequence[int]) -> None:
        """Remove columns of A and their weights; raises TableWouldBeEmpty."""
        change = partial(changes.remove_columns, columns=columns)
        self.change(REMOVE_COLUMNS(len(columns)), change)

    def resize(self, rows: int, columns: int) -> None:
        """Give A the shape (rows, columns); keep what fits and fill up with zeros."""
        change = partial(changes.resize, rows=rows, columns=columns)
        self.change(translate("document", "Change of Shape"), change)

    def open(
        self,
        experiment: Experiment,
        fitted: Fitted | None = None,
        file_name: str = "",
        runs: tuple["KeptRun", ...] = (),
    ) -> None:
        """Replace the whole experiment; forget the steps of the one before."""
        self._pending.cancel()
        logger.debug("open %r, %d×%d", experiment.name, experiment.rows, experiment.columns)
        self._sources = {experiment.key: DocumentSource(experiment, fitted, file_name, runs)}
        self._replace(experiment, _OPENED)
        self.undo_stack.clear()
        self.opened.emit()

    def begin(self, text: str, experiment: Experiment) -> None:
        """Show a new document as one step of undo, which brings back the present one.

        ``text`` follows “Undo” in the menu.
        """
        self._pending.cancel()
        logger.debug("begin %r, %d×%d", experiment.name, experiment.rows, experiment.columns)
        self._sources[experiment.key] = DocumentSource(experiment)
        self._take(text, self._experiment, experiment)

    def forget_fitted(self) -> None:
        """Drop the weights that came with the file: a new run has begun."""
        self._sources[self._experiment.key] = replace(self._source, fitted=None)

    def set_file_name(self, file_name: str, key: DocumentKey | None = None) -> None:
        """Name a document after the file that it was saved in: the one shown, or that of a key."""
        key = key or self._experiment.key
        self._sources[key] = replace(self._sources.get(key, NO_SOURCE), file_name=file_name)
        self._collect(DocumentChange(names=True))
        self.renamed.emit()
        self._flush_soon()

    @Slot()
    def flush(self) -> None:
        """Emit ``changed`` now instead of at the end of this turn, if anything has changed.

        Does nothing while the tables are still being updated.
        """
        if self._collected is None or self._is_replacing:
            return
        self._end_of_turn.stop()
        change, self._collected = self._collected, None
        logger.debug("changed: %s", change)
        self.changed.emit(change)

    def shut_down(self) -> None:
        """Drop all waiting changes; return once no thread is working."""
        self._pending.stop()

    @property
    def _source(self) -> DocumentSource:
        return self._sources.get(self._experiment.key, NO_SOURCE)

    def _now(self) -> Experiment:
        return self._experiment

    @Slot(object)
    def _take_made(self, made: Made) -> None:
        self._take(*made)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self.refused.emit(refusal(error))

    def _take(self, text: str, before: Experiment, after: Experiment) -> None:
        if after is not before:
            self.undo_stack.push(Step(text, before, after, self._show))

    def _show(self, after: Experiment) -> None:
        """Show another experiment."""
        self._replace(after, DocumentChange.between(self._experiment, after))

    def _replace(self, after: Experiment, change: DocumentChange) -> None:
        """Report the change to the tables now, as Qt's models require, and to all else later."""
        if change.replaced:
            self.about_to_replace.emit()
        self._collect(change)
        self._is_replacing = True
        try:
            if change.shape:
                self.about_to_reshape.emit()
            self._experiment = after
            if change.shape:
                self.reshaped.emit()
            else:
                for table_name in sorted(change.tables):
                    self.values_changed.emit(table_name)
            if change.names and not change.opened:
                self.renamed.emit()
            if change.settings:
                self.settings_changed.emit()
        finally:
            self._is_replacing = False
            self._flush_soon()

    def _collect(self, change: DocumentChange) -> None:
        """Keep a change for the end of this turn."""
        if change:
            self._collected = self._collected | change if self._collected else change

    def _flush_soon(self) -> None:
        if self._collected is not None:
            self._end_of_turn.start()


def _starting_at(W: Matrix | None, change: Change, experiment: Experiment) -> Experiment:
    """Apply a change of the rows that count; if there is one, start at W of a run."""
    changed = change(experiment)
    if W is None or changed is experiment or len(W) != changed.columns:
        return changed
    return replace(changed, W=Grid.of(W))


def _with_terms(before: Experiment, after: Experiment) -> Experiment:
    """Let computed columns follow their sources; raises an EngineError or a GuiError."""
    if after is before or not any(each.term for each in (*before.inputs, *after.inputs)):
        return after
    from .following_terms import with_terms_following  # loaded on use: few tables have terms

    return with_terms_following(before, after)


def _make(text: str, change: Change, progress: Progress) -> Made:
    before = progress.base
    assert isinstance(before, Experiment)
    after = _with_terms(before, change(before))
    after.look_through()
    return Made(text, before, after)


class Step(QUndoCommand):
    """A step of undo: it shows the experiment before it on undo, the one after it on redo."""

    def __init__(
        self, text: str, before: Experiment, after: Experiment, show: Callable[[Experiment], None]
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        """Show the experiment after the step."""
        self._show(self._after)

    def undo(self) -> None:
        """Show the experiment before the step."""
        self._show(self._before)
