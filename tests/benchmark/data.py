"""A table of a million rows: import, paste, scrolling, files and export."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QTableView

from engine import Problem, Settings, archived, import_table, write_whole
from engine.archive.experiment import SavedExperiment
from engine.examples import published
from engine.reading.sheets.ods_look import CONTENT, look_at_ods
from engine.writing.csv import COMMA_AND_POINT
from gui.document import Experiment, TableName
from gui.exporting.results import table_text
from gui.window.main_window import MainWindow
from tests.gui.exporting.jobs import job_of

from .heart import Watched, beats, watch
from .measure import Measure, ratio, seconds
from .shown import shown_window
from .window import PaintCount

TALL = (1_000_000, 10)
SCROLLED_SECONDS = 3.0


def data_measures() -> list[Measure]:
    """Measure import, paste, undo, scrolling, opening, saving and export of 1,000,000×10."""
    with shown_window() as window, TemporaryDirectory() as folder:
        return list(_measures(window, Path(folder)))


def _measures(window: MainWindow, folder: Path) -> Iterator[Measure]:
    table, archive = folder / "tall.csv", folder / "tall.secant"
    _write(table, archive)
    yield _over_numpy(table)
    yield _over_unpacking(folder / "formulas.ods")
    yield from _timed("is imported", watch(partial(_import, window, table), _is_tall(window)))
    yield from _scrolled(window)
    yield from _pasted(window)
    yield from _files(window, archive, folder / "out.csv")


def _tall() -> Problem:
    random = np.random.default_rng(1)
    return Problem(random.normal(size=TALL), random.normal(size=TALL[0]))


def _write(table: Path, archive: Path) -> None:
    problem = _tall()
    experiment = Experiment.of(problem, Settings(), "Tall")
    write_whole(table, table_text(experiment, COMMA_AND_POINT))
    write_whole(archive, archived(SavedExperiment(problem.A, problem.Y, problem.W)))


def _over_numpy(table: Path) -> Measure:
    """numpy parses the text; measure what Secant's checks and guesses add."""
    alone = partial(np.loadtxt, table, delimiter=",")
    ours = partial(import_table, table)
    return Measure(
        "1,000,000×10 CSV read, over numpy.loadtxt alone", ratio(ours, alone, 3), "times", at_most=3
    )


def _over_unpacking(path: Path) -> Measure:
    """A fifth of the cells are formulas; measure what looking for those without result adds."""
    _write_formulas(path)
    ours = partial(_with_archive, path, look_at_ods)
    alone = partial(_with_archive, path, lambda archive: archive.read(CONTENT))
    what = "200,000 cells of .ods looked at, over unpacking them"
    return Measure(what, ratio(ours, alone), "times", at_most=6)


def _with_archive(path: Path, work: Callable[[ZipFile], object]) -> None:
    with ZipFile(path) as archive:
        work(archive)


def _write_formulas(path: Path) -> None:
    number = (
        '<table:table-cell office:value-type="float" office:value="{0!r}"{1}>'
        "<text:p>{0:.6g}</text:p></table:table-cell>"
    )
    formulas = [' table:formula="of:=[.A2]*2"' if k % 5 == 4 else "" for k in range(TALL[1])]
    row_tags = '<table:table-row table:style-name="ro1">', "</table:table-row>"
    rows = (
        "".join(map(number.format, row, formulas)).join(row_tags)
        for row in np.random.default_rng(1).normal(size=(20_000, TALL[1])).tolist()
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(CONTENT, f'<table:table table:name="S">{"".join(rows)}</table:table>')


def _timed(what: str, watched: Watched, at_most: float = float("inf")) -> Iterator[Measure]:
    yield Measure(f"1,000,000×10 {what} in", watched.seconds, "s", at_most=at_most)
    yield Measure(f"1,000,000×10 {what}: longest heartbeat", max(watched.beats), "ms", at_most=100)


def _is_tall(window: MainWindow) -> Callable[[], bool]:
    return lambda: window.document.rows == TALL[0] and not window.document.is_busy


def _import(window: MainWindow, table: Path) -> None:
    """Open the import dialog on a file, and import as soon as its button is enabled."""
    window.open_file(table)
    button = window.findChild(QPushButton, "import_button")
    assert button is not None
    timer = QTimer(window, interval=10)

    def press() -> None:
        if button.isEnabled():
            timer.stop()
            button.click()

    timer.timeout.connect(press)
    timer.start()


def _scrolled(window: MainWindow) -> Iterator[Measure]:
    table = _table(window)
    bar, count = table.verticalScrollBar(), PaintCount(table.viewport())
    scrolling = QTimer(interval=0)
    scrolling.timeout.connect(lambda: bar.setValue((bar.value() + 997) % bar.maximum()))
    scrolling.start()
    found = beats(SCROLLED_SECONDS)
    scrolling.stop()
    frames = count.paints / SCROLLED_SECONDS
    yield Measure("1,000,000×10 is scrolled", frames, "frames/s", at_least=30)
    yield Measure("1,000,000×10 is scrolled: longest heartbeat", max(found), "ms", at_most=100)


def _table(window: MainWindow) -> QTableView:
    table = window.findChild(QTableView, "A")
    assert table is not None
    return table


def _pasted(window: MainWindow) -> Iterator[Measure]:
    text = b"".join(b"\t".join(map(b"%r".__mod__, row)) + b"\n" for row in _tall().A.tolist())
    data = QMimeData()
    data.setData("text/plain", QByteArray(text))
    QGuiApplication.clipboard().setMimeData(data)
    _open_small(window)
    table, steps = _table(window), window.document.undo_stack
    table.setCurrentIndex(table.model().index(0, 0))
    paste = window.features.tables.action("paste")
    yield from _timed("is pasted", watch(paste.trigger, _is_tall(window)), at_most=10)
    for what, step in (("undone", steps.undo), ("redone", steps.redo)):
        yield Measure(f"1,000,000×10, a paste {what} in", seconds(step), "s", at_most=0.2)
    QGuiApplication.clipboard().clear()


def _files(window: MainWindow, archive: Path, out: Path) -> Iterator[Measure]:
    _open_small(window)
    files, exports = window.features.files, window.features.exports
    yield from _timed("is opened", watch(partial(window.open_file, archive), _is_tall(window)))
    window.document.set_block(TableName.A, 0, 0, np.ones((1, 1)))
    yield from _timed("is saved", watch(files.save.trigger, lambda: not files.is_modified))
    chunks = table_text(window.document.experiment, COMMA_AND_POINT)
    yield from _timed("is exported", watch(partial(exports.write, job_of(out, chunks)), out.exists))


def _open_small(window: MainWindow) -> None:
    example = published()
    window.document.open(Experiment.of(example.problem, example.settings, example.name))
