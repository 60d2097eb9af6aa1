"""What can be taken out of the window, and the dialogs that ask where to."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine import write_whole
from engine.writing.exporting import Dialect

from ..document import Document
from ..errand import Report
from ..errands import Errands
from ..file_name import file_name
from ..message import Message, MessageKind
from ..outcome import Outcome
from ..parts import Parts
from ..plots.base import Plot
from ..plots.picture import render_pdf, render_png, render_svg
from ..preferences import Preferences
from ..session import Session
from .dialects import DIALECTS, usual_dialect
from .export_dialog import Choice, ExportDialog
from .results import history_text, predictions_text, table_header, table_text, weights_text

NOTHING_YET = Message(MessageKind.WARNING, "There is nothing to export yet. Run first.")
CLOSING = Message(MessageKind.GOING, "The window closes once the export is written…")
PNG = "PNG picture (*.png)"
SVG = "SVG drawing (*.svg)"
PDF = "PDF page (*.pdf)"
MANY_ROWS = 100_000

Maker = Callable[[Choice], Iterable[bytes]]
Text = Callable[[Outcome, Dialect], Iterable[bytes]]


class Wrote(NamedTuple):
    """A file that was written and, where that is a table of A and Y, the names over them."""

    path: Path
    names: Sequence[str] = ()


class Exports(QObject):
    """Writes tables and results as they were when asked for; ``said`` carries how it went.

    ``written`` carries the path and, of A and Y, the names over them, () for none; ``failed`` the
    report of what should not have happened.
    """

    said = Signal(Message)
    written = Signal(object, object)
    failed = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        parts: Parts,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._session = window, document, session
        self._parts, self._preferences = parts, preferences
        self.export_table = QAction("Export &Table…", self)
        self.export_table.setObjectName("export_table")
        self.export_table.setToolTip("Write A and Y, with the names of their columns")
        self._errands = Errands("export", self)
        self._make: Maker | None = None
        self._names: Sequence[str] = ()
        self._when_idle: Callable[[], object] | None = None
        self._connect(parts)

    @Slot()
    def export_weights(self) -> None:
        """Ask where to, then write the initial and the fitted weights."""
        self._ask_of_run("Export Weights", "weights.csv", weights_text)

    @Slot()
    def export_history(self) -> None:
        """Ask where to, then write the loss of each epoch, or of each bin of epochs."""
        if self._session.progress is None:
            self.said.emit(NOTHING_YET)
        else:
            self._ask_of_run("Export Loss History", "loss.csv", history_text)

    @Slot()
    def export_predictions(self) -> None:
        """Ask where to, then write Y, Ŷ and Y − Ŷ by row."""
        self._ask_of_run("Export Predictions", "predictions.csv", predictions_text)

    @Slot()
    def ask_for_table(self) -> None:
        """Ask where to, then write A and Y."""
        experiment = self._document.experiment
        make = partial(_in_dialect, partial(table_text, experiment))
        self._ask("Export Table", "table.csv", list(DIALECTS), make, table_header(experiment))

    @Slot()
    def export_plot(self) -> None:
        """Ask where to, then write a picture of the loss plot."""
        if self._session.progress is None:
            self.said.emit(NOTHING_YET)
        else:
            self._ask_of_plot("Export Loss Plot", "loss.png", self._parts.loss_plot)

    @Slot()
    def export_prediction_plot(self) -> None:
        """Ask where to, then write a picture of the prediction plot."""
        plot = self._parts.prediction_plot
        self._ask_of_plot("Export Prediction Plot", "predictions.png", plot)

    def write(self, path: Path, chunks: Iterable[bytes], names: Sequence[str] = ()) -> None:
        """Write a file in the background, after those that are still to be written."""
        if self._document.rows > MANY_ROWS:
            self.said.emit(Message(MessageKind.GOING, f"Writing {path}…"))
        self._errands.add(partial(_written, Wrote(path, names), chunks))

    def may_close(self) -> bool:
        """Tell whether all is written; otherwise close the window once it is, if it can be."""
        if not self._errands.is_busy:
            return True
        self._when_idle = self._window.close
        self.said.emit(CLOSING)
        return False

    def shut_down(self) -> None:
        """Give up what is still to be written; no file is left in part."""
        self._errands.call_off()

    def _connect(self, parts: Parts) -> None:
        actions = parts.actions
        actions.export_weights.triggered.connect(self.export_weights)
        actions.export_history.triggered.connect(self.export_history)
        actions.export_predictions.triggered.connect(self.export_predictions)
        actions.export_plot.triggered.connect(self.export_plot)
        actions.export_prediction_plot.triggered.connect(self.export_prediction_plot)
        parts.loss_plot.export_requested.connect(self.export_plot)
        parts.prediction_plot.export_requested.connect(self.export_prediction_plot)
        self.export_table.triggered.connect(self.ask_for_table)
        self._errands.done.connect(self._tell)
        self._errands.refused.connect(self._tell_refusal)
        self._errands.failed.connect(self._tell_failure)
        self._errands.idle.connect(self._catch_up)

    def _ask_of_run(self, title: str, name: str, text: Text) -> None:
        outcome = Outcome.of(self._document, self._session)
        if outcome is None:
            self.said.emit(NOTHING_YET)
        else:
            make = partial(_in_dialect, partial(text, outcome))
            self._ask(title, name, list(DIALECTS), make)

    def _ask_of_plot(self, title: str, name: str, plot: Plot) -> None:
        if Outcome.of(self._document, self._session) is None:
            self.said.emit(NOTHING_YET)
        else:
            self._ask(title, name, [PNG, SVG, PDF], _pictures_of(plot))

    def _ask(
        self, title: str, name: str, filters: list[str], make: Maker, names: Sequence[str] = ()
    ) -> None:
        folder, proposed = self._preferences.folder(), f"{file_name(self._document.name)} {name}"
        dialog = ExportDialog(self._window, folder, title, proposed, filters)
        dialog.selectNameFilter(self._preferred(filters))
        dialog.chosen.connect(self._write_chosen)
        self._make, self._names = make, names
        dialog.open()

    def _preferred(self, filters: Sequence[str]) -> str:
        """Return the dialect last chosen, else that of the locale's spreadsheets; of pictures the
        first."""
        wanted = self._preferences.choice("dialect", usual_dialect())
        return wanted if wanted in filters else filters[0]

    @Slot(object)
    def _write_chosen(self, chosen: Choice) -> None:
        assert self._make is not None
        if chosen.filter in DIALECTS:
            self._preferences.keep_choice("dialect", chosen.filter)
        self.write(chosen.path, self._make(chosen), self._names)

    @Slot(object)
    def _tell(self, wrote: Wrote) -> None:
        self._preferences.keep_choice("folder", str(wrote.path.parent))
        self.written.emit(wrote.path, wrote.names)
        self.said.emit(Message(MessageKind.GOOD, f"Written to {wrote.path}."))

    @Slot(object)
    def _tell_refusal(self, reason: Exception) -> None:
        self._when_idle = None  # it stays open, to be told
        self.said.emit(Message(MessageKind.FAULT, str(reason)))

    @Slot(str)
    def _tell_failure(self, report: str) -> None:
        self._when_idle = None
        self.failed.emit(report)

    @Slot()
    def _catch_up(self) -> None:
        then, self._when_idle = self._when_idle, None
        if then is not None:
            then()


def _written(wrote: Wrote, chunks: Iterable[bytes], report: Report) -> Wrote:
    write_whole(wrote.path, report.through(chunks))
    return wrote


def _in_dialect(text: Callable[[Dialect], Iterable[bytes]], chosen: Choice) -> Iterable[bytes]:
    return text(DIALECTS[chosen.filter])


def _pictures_of(plot: Plot) -> Maker:
    """Take the pictures now, and give the one asked for later."""
    picture = render_png(plot)
    others = {".svg": render_svg(plot), ".pdf": render_pdf(plot)}

    def make(chosen: Choice) -> Iterable[bytes]:
        return [others.get(chosen.path.suffix.lower(), picture)]

    return make
