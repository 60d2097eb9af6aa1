"""The exports of the File menu: ask for a path, then write the file in the background."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine import write_whole
from engine.writing.csv import Dialect

from ..background import Progress, TaskQueue
from ..document import Document
from ..files.stalled import GIVEN_UP, AfterWriting, StalledQuestion
from ..plots.base import Plot
from ..plots.picture import Drawable, SpokenPicture, ViewPicture
from ..preferences import Preferences
from ..run.result import RunResult
from ..run.run_state import RunState
from ..run.session import Session
from ..text.file_name import file_name
from ..text.message import Message, MessageKind, refusal
from ..text.names import shown_path
from ..text.translation import translate
from . import sentences
from .export_job import DIALECTS, ExportJob, default_dialect, plot_job, text_job
from .results import (
    history_text,
    predictions_text,
    runs_text,
    statistics_text,
    table_header,
    table_text,
    weights_text,
)

NO_RUNS = Message(
    MessageKind.WARNING, translate("exporting", "There are no runs to export yet. Run first.")
)
NOTHING_YET = Message(
    MessageKind.WARNING, translate("exporting", "There is nothing to export yet. Run first.")
)
NOTHING_SEEN = Message(
    MessageKind.WARNING,
    translate("exporting", "There is no picture to print yet. Type or open a table first."),
)
OF_LEAST_SQUARES = Message(
    MessageKind.WARNING,
    translate("exporting", "Standard errors are those of the mean square: this loss has none."),
)
WRITTEN = translate("exporting", "Written to {path}.")
WRITTEN_COMPLETED = translate(
    "exporting", "Written to {path}: a file of this kind ends with {suffix}."
)
WRITTEN_WITH_CAUTION = translate("exporting", "Written to {path}. {caution}")
OF_FORMER_TABLE = translate(
    "exporting", "The file holds the run of the table before its last change; run again."
)
OF_FORMER_START = translate(
    "exporting", "The file holds the run from the start before its last change; run again."
)
VIEW_OF = translate("exporting", "{document} – {view}")
CLOSING = Message(
    MessageKind.GOING, translate("exporting", "The window closes once the export is written…")
)
if TYPE_CHECKING:
    from .printing import Printing

# Above this, “Writing …” is shown first: 100,000 rows of 4 columns take about 1 s (measured).
MANY_ROWS = 100_000

Text = Callable[[RunResult, Dialect], Iterable[bytes]]

logger = logging.getLogger(__name__)


class ExportActions(Protocol):
    """The menu entries that start an export of a run."""

    export_weights: QAction
    export_statistics: QAction
    export_report: QAction
    export_history: QAction
    export_predictions: QAction
    export_plot: QAction
    export_prediction_plot: QAction
    export_runs: QAction


class Exports(QObject):
    """Asks where to write tables, results and plots, and writes them one after the other.

    ``message`` carries a Message with the outcome; ``written`` the path and, for a table of A and
    Y, its column names (else an empty sequence); ``failed`` the report of an unexpected exception.
    ``standing_changed`` carries a Message about the file being written that is true until the next
    one, or None. ``called_off`` says that the person wants the window to stay open.
    """

    message = Signal(Message)
    written = Signal(object, object)
    failed = Signal(str)
    standing_changed = Signal(object)
    called_off = Signal()

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        actions: ExportActions,
        loss_plot: Plot,
        prediction_plot: Plot,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._session = window, document, session
        self._loss_plot, self._prediction_plot = loss_plot, prediction_plot
        self._preferences = preferences
        self.export_table = QAction(translate("exporting", "&Table…"), self)
        self.export_table.setObjectName("export_table")
        self.export_table.setToolTip(
            translate("exporting", "Write A and Y, with the names of their columns")
        )
        self.export_table.setStatusTip(
            translate("exporting", "Write A and Y, with the names of their columns")
        )
        self._tasks = TaskQueue("export", self)
        self._offered: dict[Plot, ViewPicture] = {}
        self._when_idle: Callable[[], object] | None = None
        self._jobs: deque[ExportJob] = deque()
        self._printing: Printing | None = None
        self._stalled = StalledQuestion(window, self._tasks, self._path_being_written)
        self._stalled.given_up.connect(self._give_up)
        self._stalled.called_off.connect(self._call_off)
        self._stalled.standing_changed.connect(self.standing_changed)
        self._connect(actions)

    @Slot()
    def export_weights(self) -> None:
        """Ask for a path, then write the initial and the fitted weights."""
        self._ask_for_results(translate("exporting", "Export Weights"), "weights.csv", weights_text)

    @Slot()
    def export_statistics(self) -> None:
        """Ask for a path, then write the fitted weights, the optimum and its standard errors."""
        outcome = RunResult.of(self._document, self._session)
        if outcome is not None and outcome.experiment.settings.formula is not None:
            self.message.emit(OF_LEAST_SQUARES)
        else:
            self._ask_for_results(
                translate("exporting", "Export Weights with Statistics"),
                "statistics.csv",
                statistics_text,
            )

    @Slot()
    def export_report(self) -> None:
        """Ask for a path and a format, then write the report of the run."""
        outcome = RunResult.of(self._document, self._session)
        if outcome is None:
            self.message.emit(NOTHING_YET)
            return
        from .report import report_job  # loaded on use

        caution = self._what_has_changed() or self._session.caution
        self._ask(report_job(outcome, self._document.name, caution))

    @Slot()
    def export_history(self) -> None:
        """Ask for a path, then write the loss of each epoch, or of each bin of epochs."""
        if self._session.progress is None:
            self.message.emit(NOTHING_YET)
        else:
            self._ask_for_results(
                translate("exporting", "Export Loss History"), "loss.csv", history_text
            )

    @Slot()
    def export_predictions(self) -> None:
        """Ask for a path, then write Y, Ŷ and Y − Ŷ by row."""
        self._ask_for_results(
            translate("exporting", "Export Predictions"), "predictions.csv", predictions_text
        )

    @Slot()
    def ask_for_table(self) -> None:
        """Ask for a path, then write A and Y."""
        experiment = self._document.experiment
        write, header = partial(table_text, experiment), table_header(experiment)
        self._ask(text_job(translate("exporting", "Export Table"), "table.csv", write, header))

    @Slot()
    def export_runs(self) -> None:
        """Ask for a path, then write the table of the runs."""
        runs = self._document.kept_runs
        if not runs:
            self.message.emit(NO_RUNS)
            return
        title = translate("exporting", "Export Runs")
        self._ask(text_job(title, "runs.csv", partial(runs_text, runs)))

    @Slot()
    def export_plot(self) -> None:
        """Ask for a path, then write a picture of the loss plot."""
        if self._session.progress is None:
            self.message.emit(NOTHING_YET)
        else:
            self._ask_for_picture(
                translate("exporting", "Export Loss Plot"), "loss.png", self._loss_plot
            )

    @Slot()
    def export_prediction_plot(self) -> None:
        """Ask for a path, then write a picture of the prediction plot."""
        self._ask_for_picture(
            translate("exporting", "Export Prediction Plot"),
            "predictions.png",
            self._prediction_plot,
        )

    @Slot(object)
    def ask_for_file(self, job: ExportJob) -> None:
        """Ask for a path, then write a job that a view has made."""
        self._ask(job)

    def ask_for_picture(self, picture: ViewPicture) -> None:
        """Ask for a path, then write a picture of a view that needs no run."""
        self._ask(plot_job(picture.title, picture.file_name, picture.drawn))

    def offer_pictures(self, pictures: Iterable[ViewPicture]) -> None:
        """Write those of these pictures that are of plots whenever their plots ask for it."""
        for picture in pictures:
            self.offer_picture(picture)

    @Slot(object)
    def offer_picture(self, picture: ViewPicture) -> None:
        """Write this picture, if it is of a plot, whenever its plot asks for it."""
        if isinstance(plot := picture.drawn, Plot):
            self._offered[plot] = picture
            plot.export_requested.connect(self._export_offered)

    def print_view(self, name: str, sentence: str, drawn: Iterable[Drawable]) -> None:
        """Ask for a printer, then print pictures of a view with what they show.

        Parameters
        ----------
        name : str
            That of the view.
        sentence : str
            The one above its panels.
        drawn : iterable of Drawable
            Its pictures; what is hidden is not printed.
        """
        from .printed_view import PrintedPicture, PrintedView  # loaded on use, and Qt's printing
        from .printing import Printing

        seen = [each for each in drawn if isinstance(each, SpokenPicture) and each.isVisible()]
        if not seen:
            self.message.emit(NOTHING_SEEN)
            return
        self._session.show_latest()  # a picture has what the window shows
        pictures = [PrintedPicture.of(each, each.spoken_sentence()) for each in seen]
        if self._printing is None:
            printing = self._printing = Printing(self._window, self)
            printing.message.connect(self.message)
            printing.failed.connect(self.failed)
            printing.pdf_asked.connect(self._ask)
            printing.pdf_chosen.connect(self.write)
        title = VIEW_OF.format(view=name, document=self._document.name)
        self._printing.ask(PrintedView(name, title, sentence, pictures))

    @Slot()
    def _export_offered(self) -> None:
        plot = self.sender()
        assert isinstance(plot, Plot)
        self.ask_for_picture(self._offered[plot])

    @Slot(ExportJob)
    def write(self, job: ExportJob) -> None:
        """Write a job that has its target, after those that are still waiting."""
        if self._document.rows > MANY_ROWS:
            self.message.emit(Message(MessageKind.GOING, sentences.writing(job.path)))
        self._jobs.append(job)
        self._tasks.add(partial(_write_file, job, job.chunks()))

    def may_close(self) -> bool:
        """Return whether everything is written; if not, the window closes after the last file.

        The window stays open if a file could not be written.
        """
        if not self._tasks.is_busy:
            return True
        self._when_idle = self._window.close
        self._stalled.set_after(AfterWriting.CLOSE)
        self.message.emit(CLOSING)
        self._stalled.ask()
        return False

    @Slot()
    def ask_about_writing(self) -> None:
        """Ask whether to wait for the file that is being written, if there is one."""
        self._stalled.ask_anyway()

    @Slot()
    def stay_open(self) -> None:
        """Do not close the window once everything is written."""
        self._when_idle = None
        self._stalled.set_after(AfterWriting.NOTHING)

    def shut_down(self) -> None:
        """Cancel what is not written yet; no file is left half written."""
        self._tasks.stop()
        if self._printing is not None:
            self._printing.shut_down()

    def _connect(self, actions: ExportActions) -> None:
        actions.export_weights.triggered.connect(self.export_weights)
        actions.export_statistics.triggered.connect(self.export_statistics)
        actions.export_report.triggered.connect(self.export_report)
        actions.export_history.triggered.connect(self.export_history)
        actions.export_predictions.triggered.connect(self.export_predictions)
        actions.export_runs.triggered.connect(self.export_runs)
        actions.export_plot.triggered.connect(self.export_plot)
        actions.export_prediction_plot.triggered.connect(self.export_prediction_plot)
        self._loss_plot.export_requested.connect(self.export_plot)
        self._prediction_plot.export_requested.connect(self.export_prediction_plot)
        self.export_table.triggered.connect(self.ask_for_table)
        self._tasks.done.connect(self._report_written)
        self._tasks.refused.connect(self._report_refused)
        self._tasks.failed.connect(self._report_failed)
        self._tasks.idle.connect(self._close_if_asked)

    def _ask_for_results(self, title: str, name: str, text: Text) -> None:
        outcome = RunResult.of(self._document, self._session)
        if outcome is None:
            self.message.emit(NOTHING_YET)
        else:
            self._ask_with_caution(text_job(title, name, partial(text, outcome)))

    def _ask_for_picture(self, title: str, name: str, plot: Plot) -> None:
        if RunResult.of(self._document, self._session) is None:
            self.message.emit(NOTHING_YET)
        else:
            self._session.show_latest()  # a picture has what the window shows
            self._ask_with_caution(plot_job(title, name, plot))

    def _ask_with_caution(self, job: ExportJob) -> None:
        """Ask where to write what is of a run; say so if it is not of what the window shows."""
        self._ask(replace(job, caution=self._what_has_changed() or self._session.caution))

    def _what_has_changed(self) -> str:
        """Return a sentence about what was edited since the run; empty if nothing was."""
        progress = self._session.progress
        if self._session.state is not RunState.EDITED or progress is None:
            return ""
        has_data = self._document.experiment.has_data_of(progress.experiment)
        return OF_FORMER_START if has_data else OF_FORMER_TABLE

    @Slot(ExportJob)
    def _ask(self, job: ExportJob) -> None:
        name = f"{file_name(self._document.name)} {job.suggested_name}"
        job = replace(job, suggested_name=name)
        from .export_dialog import ExportDialog  # loaded on use

        dialog = ExportDialog(self._window, self._preferences.folder(), job)
        dialog.selectNameFilter(self._preferred(job.formats))
        dialog.chosen.connect(self._write_chosen)
        dialog.open()

    def _preferred(self, formats: Sequence[str]) -> str:
        """Return the CSV dialect last chosen, or the locale's; for pictures the first format."""
        preferred = self._preferences.choice("dialect", default_dialect())
        return preferred if preferred in formats else formats[0]

    @Slot(ExportJob)
    def _write_chosen(self, job: ExportJob) -> None:
        assert job.target is not None
        if job.target.format in DIALECTS:
            self._preferences.keep_choice("dialect", job.target.format)
        self.write(job)

    def _path_being_written(self) -> Path:
        return self._jobs[0].path

    @Slot()
    def _give_up(self) -> None:
        """Give up the file that stalls, and go on with the next; then the window may close."""
        path = self._jobs.popleft().path
        logger.debug("the export to %s was given up", path)
        self.message.emit(Message(MessageKind.WARNING, GIVEN_UP.format(path=shown_path(path))))
        self._tasks.give_up()

    @Slot()
    def _call_off(self) -> None:
        self.message.emit(self._stalled.after.called_off)
        self.stay_open()
        self.called_off.emit()

    @Slot(object)
    def _report_written(self, job: ExportJob) -> None:
        self._jobs.popleft()
        self._preferences.keep_choice("folder", str(job.path.parent))
        self.written.emit(job.path, job.header)
        path = shown_path(job.path)
        if job.caution:
            sentence = WRITTEN_WITH_CAUTION.format(path=path, caution=job.caution)
            message = Message(MessageKind.WARNING, job.caution, detail=sentence)
        else:
            is_completed = job.target is not None and job.target.is_completed
            form = WRITTEN_COMPLETED if is_completed else WRITTEN
            text = form.format(path=path, suffix=job.path.suffix)
            message = Message(MessageKind.GOOD, text)
        self.message.emit(message)

    @Slot(object)
    def _report_refused(self, reason: Exception) -> None:
        self._jobs.popleft()
        self.stay_open()  # to show the message
        self.message.emit(Message(MessageKind.FAULT, refusal(reason)))

    @Slot(str)
    def _report_failed(self, report: str) -> None:
        self._jobs.popleft()
        self.stay_open()
        self.failed.emit(report)

    @Slot()
    def _close_if_asked(self) -> None:
        close = self._when_idle
        self.stay_open()
        if close is not None:
            close()


def _write_file(job: ExportJob, chunks: Iterable[bytes], report: Progress) -> ExportJob:
    logger.debug("writing %s", job.path)
    write_whole(
        job.path,
        report.through(chunks),
        before_replacing=partial(report, 1.0),
        waits_for_reader=False,
    )
    logger.debug("wrote %s", job.path)
    return job
