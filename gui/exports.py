"""What can be taken out of the window, and the dialogs that ask where to."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import predict
from engine.tables import (
    COMMA_AND_POINT,
    SEMICOLON_AND_COMMA,
    history_csv,
    predictions_csv,
    weights_csv,
)

from .diagnosis import Diagnosis
from .parts import Parts
from .plots.base import Plot
from .plots.picture import render_pdf, render_png, render_svg
from .preferences import Preferences
from .session import Session
from .tone import Tone
from .worker import Progress
from .writing import Writing

DIALECTS = {
    "CSV, comma and point (*.csv)": COMMA_AND_POINT,
    "CSV, comma and point, marked as UTF-8 (*.csv)": replace(COMMA_AND_POINT, encoding="utf-8-sig"),
    "CSV, semicolon and comma (*.csv)": SEMICOLON_AND_COMMA,
    "CSV, semicolon and comma, marked as UTF-8 (*.csv)": replace(
        SEMICOLON_AND_COMMA, encoding="utf-8-sig"
    ),
}
NOTHING_YET = Diagnosis(Tone.WARNING, "There is nothing to export yet. Run first.")
PNG = "PNG picture (*.png)"
SVG = "SVG drawing (*.svg)"
PDF = "PDF page (*.pdf)"


@dataclass(frozen=True)
class Choice:
    """Where to write, and in which of the formats offered."""

    path: Path
    filter: str


Maker = Callable[[Choice], Iterable[bytes]]


class Exports(QObject):
    """Writes the run's results as they were when asked for; ``said`` carries how it went."""

    said = Signal(Diagnosis)

    def __init__(
        self, window: QWidget, session: Session, parts: Parts, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._parts = window, session, parts
        self._preferences = preferences
        self._progress = session.progress
        self._waiting: deque[tuple[Path, Iterable[bytes]]] = deque()
        self._writing: Writing | None = None
        self._dialog: QFileDialog | None = None
        self._make: Maker = self._weights
        self._serve(parts)

    @Slot()
    def export_weights(self) -> None:
        """Ask where to, then write the initial and the fitted weights."""
        self._ask("Export weights", "weights.csv", list(DIALECTS), self._weights)

    @Slot()
    def export_history(self) -> None:
        """Ask where to, then write the loss of each epoch, or of each bin of epochs."""
        self._ask("Export loss history", "loss.csv", list(DIALECTS), self._history)

    @Slot()
    def export_predictions(self) -> None:
        """Ask where to, then write Y, Ŷ and Y − Ŷ by row."""
        self._ask("Export predictions", "predictions.csv", list(DIALECTS), self._predictions)

    @Slot()
    def export_plot(self) -> None:
        """Ask where to, then write a picture of the loss plot."""
        make = _pictures_of(self._parts.loss_plot)
        self._ask("Export loss plot", "loss.png", [PNG, SVG, PDF], make)

    @Slot()
    def export_prediction_plot(self) -> None:
        """Ask where to, then write a picture of the prediction plot."""
        make = _pictures_of(self._parts.prediction_plot)
        self._ask("Export prediction plot", "predictions.png", [PNG, SVG, PDF], make)

    def shut_down(self) -> None:
        """Give up what is still to be written; no file is left in part."""
        self._waiting.clear()
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def write(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file in the background, after those that are still to be written."""
        self._waiting.append((path, chunks))
        if self._writing is None:
            self._write_next()

    @Slot()
    def _write_next(self) -> None:
        self._writing = None
        if self._waiting:
            self._writing = Writing(*self._waiting.popleft())
            self._writing.ended.connect(self._ended)
            self._writing.finished.connect(self._write_next)
            self._writing.start()

    def _serve(self, parts: Parts) -> None:
        actions = parts.actions
        actions.export_weights.triggered.connect(self.export_weights)
        actions.export_history.triggered.connect(self.export_history)
        actions.export_predictions.triggered.connect(self.export_predictions)
        actions.export_plot.triggered.connect(self.export_plot)
        actions.export_prediction_plot.triggered.connect(self.export_prediction_plot)
        parts.loss_plot.export_requested.connect(self.export_plot)
        parts.prediction_plot.export_requested.connect(self.export_prediction_plot)

    def _ask(self, title: str, name: str, filters: list[str], make: Maker) -> None:
        self._progress = self._session.progress
        if self._progress is None:
            self.said.emit(NOTHING_YET)
            return
        dialog = QFileDialog(self._window, title, str(self._preferences.folder()))
        dialog.setObjectName("export_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._write_chosen)
        dialog.filterSelected.connect(self._follow_filter)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog, self._make = dialog, make
        dialog.open()

    @Slot(str)
    def _follow_filter(self, chosen: str) -> None:
        """Name the file by the format chosen, where the person does not."""
        if self._dialog is None:
            return
        suffix = chosen.rpartition("*.")[2].rstrip(")")
        self._dialog.setDefaultSuffix(suffix)
        self._dialog.selectFile(
            str(Path(self._dialog.selectedFiles()[0]).with_suffix(f".{suffix}"))
        )

    @Slot(str)
    def _write_chosen(self, path: str) -> None:
        assert self._dialog is not None
        chosen = Choice(Path(path), self._dialog.selectedNameFilter())
        self._dialog = None
        self.write(chosen.path, self._make(chosen))

    @Slot(object, str)
    def _ended(self, path: Path, refusal: str) -> None:
        if refusal:
            self.said.emit(Diagnosis(Tone.FAULT, refusal))
        else:
            self._preferences.keep_choice("folder", str(path.parent))
            self.said.emit(Diagnosis(Tone.GOOD, f"Written to {path}."))

    def _weights(self, chosen: Choice) -> Iterable[bytes]:
        problem, W = self._shown().problem, self._shown().frame.W
        names = [f"w{k}" for k in range(1, problem.weights + 1)]
        return weights_csv(names, problem.W, W, DIALECTS[chosen.filter])

    def _history(self, chosen: Choice) -> Iterable[bytes]:
        return history_csv(self._shown().trace, DIALECTS[chosen.filter])

    def _predictions(self, chosen: Choice) -> Iterable[bytes]:
        problem = self._shown().problem
        predicted = predict(problem.A, self._shown().frame.W)
        return predictions_csv(problem.Y, predicted, DIALECTS[chosen.filter])

    def _shown(self) -> Progress:
        assert self._progress is not None
        return self._progress


def _pictures_of(plot: Plot) -> Maker:
    """Take the pictures now, and give the one asked for later."""
    picture = render_png(plot)
    others = {".svg": render_svg(plot), ".pdf": render_pdf(plot)}

    def make(chosen: Choice) -> Iterable[bytes]:
        return [others.get(chosen.path.suffix.lower(), picture)]

    return make
