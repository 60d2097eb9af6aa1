import csv
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Problem, Settings, fit, optimum, predict, read_table
from engine.errors import CannotWrite
from engine.examples import published
from engine.rescaling import Rescaling
from engine.statistics import statistics
from gui.background import task_queue
from gui.document import Document, Experiment, Fitted, TableName, changes
from gui.exporting.export_job import COMMA, DIALECTS, PDF, PNG, POINT, SVG, suffix_of
from gui.exporting.exports import (
    CLOSING,
    MANY_ROWS,
    NOTHING_YET,
    OF_FORMER_START,
    OF_FORMER_TABLE,
    OF_LEAST_SQUARES,
    Exports,
)
from gui.exporting.report import HTML as HTML_REPORT
from gui.exporting.report import PDF as PDF_REPORT
from gui.preferences import Preferences
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.text.message import Message, MessageKind, whole_of
from gui.transforms.scaling import scale_columns
from gui.window.parts import Parts
from tests.gui.finding import named

from .jobs import job_of

PUBLISHED = published()
FORMS = [("", ",", "."), ("\ufeff", ",", "."), ("", ";", ","), ("\ufeff", ";", ",")]
FITTED = fit(PUBLISHED.problem, PUBLISHED.settings)


@dataclass(frozen=True)
class Ready:
    """A window, its document and session, and the exports."""

    window: QWidget
    document: Document
    session: Session
    parts: Parts
    exports: Exports
    preferences: Preferences

    def dialog(self) -> QFileDialog:
        return named(self.window, QFileDialog, "export_dialog")


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Ready]:
    """The published example, before its first run."""
    window = QWidget()
    qtbot.addWidget(window)
    document = Document(PUBLISHED.problem, PUBLISHED.settings, PUBLISHED.name)
    session, preferences = Session(document), Preferences()
    parts = Parts.of(document, session, window)
    layout = QVBoxLayout(window)
    for field in fields(parts):
        if isinstance(part := getattr(parts, field.name), QWidget):
            layout.addWidget(part)
    window.show()
    preferences.keep_choice("folder", str(tmp_path))
    plots = parts.loss_plot, parts.prediction_plot
    exports = Exports(window, document, session, parts.actions, *plots, preferences)
    yield Ready(window, document, session, parts, exports, preferences)
    exports.shut_down()
    session.shut_down()


def run(fresh: Ready, qtbot: QtBot) -> None:
    with qtbot.waitSignal(
        fresh.session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        fresh.session.run_or_pause()


@pytest.fixture
def ready(fresh: Ready, qtbot: QtBot) -> Ready:
    run(fresh, qtbot)
    progress = fresh.session.progress
    assert progress is not None
    fresh.parts.loss_plot.show_trace(progress.trace)
    return fresh


def save(ready: Ready, qtbot: QtBot, path: Path, kind: str | None = None) -> None:
    """Choose a path in the open dialog and press Save."""
    dialog = ready.dialog()
    if kind is not None:
        dialog.selectNameFilter(kind)
    name, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    # Set, not typed: typing opens a list of files, which would take the click.
    name.setText(str(path))
    qtbot.mouseClick(box.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)


def message_of(ready: Ready, qtbot: QtBot, do: Callable[[], None]) -> Message:
    with qtbot.waitSignal(ready.exports.message) as emitted:
        do()
    message = emitted.args[0]
    assert isinstance(message, Message)
    return message


def export(ready: Ready, qtbot: QtBot, path: Path, kind: str | None = None) -> str:
    """Save, wait for the file and return its text."""
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, path, kind))
    assert message == Message(MessageKind.GOOD, f"Written to {path}.")
    return path.read_bytes().decode()


def columns(text: str, separator: str = ",", point: str = ".") -> dict[str, list[float]]:
    names, *rows = csv.reader(io.StringIO(text), delimiter=separator)
    cells = [[float(cell.replace(point, ".").lstrip("x")) for cell in row] for row in rows]
    return dict(zip(names, map(list, zip(*cells, strict=True)), strict=True))


def without_last(text: str) -> tuple[str, list[str]]:
    """Return a table without its last column, and that column."""
    rows = [line.rpartition(",") for line in text.splitlines()]
    return "".join(f"{row}\n" for row, _, _ in rows), [last for _, _, last in rows]


@pytest.mark.parametrize(
    ("dialect", "mark", "separator", "point"),
    [(name, *form) for name, form in zip(DIALECTS, FORMS, strict=True)],
)
def test_weights_are_written_in_every_dialect(
    ready: Ready,
    qtbot: QtBot,
    tmp_path: Path,
    dialect: str,
    mark: str,
    separator: str,
    point: str,
) -> None:
    ready.exports.export_weights()
    text = export(ready, qtbot, tmp_path / "out.csv", dialect)
    assert text.startswith(f"{mark}weight{separator}start{separator}fitted\n")
    written = columns(text.removeprefix(mark), separator, point)
    assert written["weight"] == [1, 2, 3]
    assert written["start"] == PUBLISHED.problem.W[:, 0].tolist()
    assert written["fitted"] == FITTED.W[:, 0].tolist()


def test_standard_errors_stand_beside_the_optimum(
    ready: Ready, qtbot: QtBot, tmp_path: Path
) -> None:
    A = [[2.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 4.0]]
    problem = Problem(A, [1.0, 2.0, 2.5, 5.0])
    known = statistics(problem, optimum(problem))
    ready.session.reset()
    ready.document.open(Experiment.of(problem, Settings(5, 0.05, 0.1), "line"))
    run(ready, qtbot)
    ready.exports.export_statistics()
    table, told = without_last(export(ready, qtbot, tmp_path / "out.csv"))
    assert told == ["converged", "no", "no"]
    written = columns(table)
    assert list(written) == [
        *("weight", "fitted", "optimum", "standard_error", "t", "p", "lower", "upper")
    ]
    assert written["t"] == pytest.approx(known.t)
    assert written["p"] == pytest.approx(known.p)
    assert written["lower"] == pytest.approx(known.intervals[:, 0])
    assert written["upper"] == pytest.approx(known.intervals[:, 1])
    assert written["optimum"] == pytest.approx(optimum(problem).W[:, 0])
    assert written["standard_error"] == pytest.approx(known.standard_errors)
    ready.session.reset()
    ready.document.change_settings(loss="huber")
    run(ready, qtbot)
    assert message_of(ready, qtbot, ready.exports.export_statistics) == OF_LEAST_SQUARES


def test_statistics_say_that_run_converged(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    ready.document.change_settings(until_converged=True)
    with qtbot.waitSignal(
        ready.session.state_changed, check_params_cb=lambda state: state is RunState.CONVERGED
    ):
        ready.session.run_or_pause()
    ready.exports.export_statistics()
    _, told = without_last(export(ready, qtbot, tmp_path / "out.csv"))
    assert told == ["converged", "yes", "yes", "yes"]


@pytest.mark.parametrize(
    ("kind", "begins"), [(HTML_REPORT, b"<!DOCTYPE html>"), (PDF_REPORT, b"%PDF-")]
)
def test_report_is_written_in_each_format(
    ready: Ready, qtbot: QtBot, tmp_path: Path, kind: str, begins: bytes
) -> None:
    ready.exports.export_report()
    path = tmp_path / "report"
    ready.dialog().filterSelected.emit(kind)
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, path, kind))
    written = path.with_suffix(suffix_of(kind))
    assert message == Message(MessageKind.GOOD, f"Written to {written}.")
    assert written.read_bytes().startswith(begins)


def test_suffix_decides_format_of_report(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    ready.exports.export_report()
    assert ready.dialog().selectedNameFilter() == HTML_REPORT
    message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_report_is_captured_when_asked_for(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    ready.exports.export_report()
    edit(ready)
    reset(ready)
    message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "a.html"))
    assert repr(FITTED.W[:, 0].tolist()) in (tmp_path / "a.html").read_text("utf-8")


def test_report_of_former_table_says_so(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    edit(ready)
    ready.exports.export_report()
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "a.html"))
    assert message.text == OF_FORMER_TABLE
    assert OF_FORMER_TABLE in (tmp_path / "a.html").read_text("utf-8")


def test_report_needs_a_run(fresh: Ready, qtbot: QtBot) -> None:
    assert message_of(fresh, qtbot, fresh.exports.export_report) == NOTHING_YET


def edit(ready: Ready) -> None:
    ready.document.set_block(TableName.A, 0, 0, np.full((3, 3), 5.0))
    ready.document.set_block(TableName.Y, 0, 0, np.full((3, 1), 6.0))


def reshape(ready: Ready) -> None:
    ready.document.resize(1, 7)


def reset(ready: Ready) -> None:
    ready.session.reset()


def open_another(ready: Ready) -> None:
    ready.session.reset()
    problem = PUBLISHED.problem.starting_from(np.zeros((3, 1)))
    ready.document.open(Experiment.of(problem, PUBLISHED.settings, "another"))


def go_on(ready: Ready) -> None:
    ready.document.change_settings(epochs=10**9)
    ready.session.run_or_pause()


@pytest.mark.parametrize("kind", ["weights", "predictions", "history", "plot", "prediction_plot"])
def test_run_of_former_table_is_told(ready: Ready, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    edit(ready)
    path = tmp_path / ("a.csv" if "plot" not in kind else "a.svg")
    getattr(ready.exports, f"export_{kind}")()
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, path))
    whole = f"Written to {path}. {OF_FORMER_TABLE}"
    assert message == Message(MessageKind.WARNING, OF_FORMER_TABLE, detail=whole)
    ready.exports.ask_for_table()
    export(ready, qtbot, tmp_path / "table.csv")


def test_run_of_former_start_is_told(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    ready.document.set_block(TableName.W, 0, 0, np.array([[0.5]]))
    ready.exports.export_weights()
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "a.csv"))
    assert message.text == OF_FORMER_START


@pytest.mark.parametrize("change", [edit, reshape, reset, open_another, go_on])
def test_weights_are_captured_when_asked_for(
    ready: Ready, qtbot: QtBot, tmp_path: Path, change: Callable[[Ready], None]
) -> None:
    ready.exports.export_weights()
    change(ready)
    weights = columns(export(ready, qtbot, tmp_path / "weights.csv"))
    assert weights["start"] == PUBLISHED.problem.W[:, 0].tolist()
    assert weights["fitted"] == FITTED.W[:, 0].tolist()


@pytest.mark.parametrize("change", [edit, reset, go_on])
def test_predictions_are_captured_when_asked_for(
    ready: Ready, qtbot: QtBot, tmp_path: Path, change: Callable[[Ready], None]
) -> None:
    ready.exports.export_predictions()
    change(ready)
    written = columns(export(ready, qtbot, tmp_path / "predictions.csv"))
    predicted = predict(PUBLISHED.problem.A, FITTED.W)
    assert written["row"] == [1, 2, 3]
    assert written["observed"] == [14, 32, 50]
    assert written["predicted"] == predicted[:, 0].tolist()
    assert written["residual"] == (PUBLISHED.problem.Y - predicted)[:, 0].tolist()


def test_history_beyond_2_to_the_62(fresh: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    fresh.document.set_block(
        TableName.A, 0, 0, np.vander(np.arange(1.0, 4.0), 3) + np.eye(3) * 1e-3
    )
    fresh.document.change_settings(epochs=2**63, learning_rate=1e-16, method="modes")
    with qtbot.waitSignal(
        fresh.session.state_changed, check_params_cb=lambda state: state is RunState.DONE
    ):
        fresh.session.run_or_pause()
    progress = fresh.session.progress
    assert progress is not None
    assert progress.frame.epoch > 2**62
    fresh.exports.export_history()
    written = columns(export(fresh, qtbot, tmp_path / "out.csv"))
    assert written["epoch"] == progress.trace.epoch.tolist()
    assert list(written) == ["epoch", "loss", "lowest", "highest"]


@pytest.mark.parametrize("change", [edit, reset, go_on])
def test_history_is_captured_when_asked_for(
    ready: Ready, qtbot: QtBot, tmp_path: Path, change: Callable[[Ready], None]
) -> None:
    ready.exports.export_history()
    change(ready)
    written = columns(export(ready, qtbot, tmp_path / "loss.csv"))
    assert written["epoch"] == FITTED.history.epoch.tolist()
    assert written["loss"] == FITTED.history.loss.tolist()


@pytest.mark.parametrize(
    ("name", "kind", "start"),
    [
        ("loss.png", PNG, b"\x89PNG"),
        ("loss.svg", SVG, b"<?xml"),
        ("loss.svg", PNG, b"<?xml"),
        ("loss.pdf", PDF, b"%PDF-"),
    ],
)
def test_plots_are_written_as_pictures(
    ready: Ready, qtbot: QtBot, tmp_path: Path, name: str, kind: str, start: bytes
) -> None:
    for plot in (ready.parts.loss_plot, ready.parts.prediction_plot):
        path = tmp_path / plot.objectName() / name
        path.parent.mkdir()
        plot.export_requested.emit()
        message = message_of(ready, qtbot, partial(save, ready, qtbot, path, kind))
        assert message.kind is MessageKind.GOOD
        assert path.read_bytes().startswith(start)
        qtbot.waitUntil(lambda: ready.window.findChild(QFileDialog) is None)


def test_cancelled_dialog_does_nothing(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    messages = QSignalSpy(ready.exports.message)
    ready.exports.export_weights()
    with qtbot.waitSignal(ready.dialog().rejected):
        qtbot.keyClick(ready.dialog(), Qt.Key.Key_Escape)
    assert messages.count() == 0
    assert sorted(tmp_path.rglob("*")) == before
    assert ready.preferences.folder() == tmp_path


def test_unwritable_path_is_reported(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "out.csv"
    ready.exports.export_weights()
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, path))
    assert message.kind is MessageKind.FAULT
    assert whole_of(message.text).startswith(
        f"{path} could not be written: the folder does not exist."
    )
    assert not path.parent.exists()
    assert ready.session.state is RunState.DONE
    ready.exports.export_weights()
    assert columns(export(ready, qtbot, tmp_path / "out.csv"))["weight"] == [1, 2, 3]


def test_nothing_to_export_before_a_run(fresh: Ready, qtbot: QtBot) -> None:
    assert message_of(fresh, qtbot, fresh.exports.export_weights) == NOTHING_YET
    assert fresh.window.findChild(QFileDialog) is None


def test_dialog_opens_in_the_last_folder(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ready.exports.export_weights()
    export(ready, qtbot, elsewhere / "out.csv")
    qtbot.waitUntil(lambda: ready.window.findChild(QFileDialog) is None)
    ready.exports.export_history()
    assert Path(ready.dialog().directory().absolutePath()) == elsewhere


def test_files_are_written_in_order(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(5)]
    messages = QSignalSpy(ready.exports.message)
    for path in paths:
        ready.exports.write(job_of(path, [path.name.encode()]))
    qtbot.waitUntil(lambda: messages.count() == len(paths))
    assert [messages.at(k)[0].text for k in range(5)] == [f"Written to {path}." for path in paths]
    assert [path.read_text() for path in paths] == [path.name for path in paths]


def test_shutdown_keeps_the_old_file(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    begun = Event()

    def endless() -> Iterator[bytes]:
        while True:
            begun.set()
            yield b"new"

    ready.exports.write(job_of(path, endless()))
    assert begun.wait(10)
    ready.exports.shut_down()
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.glob("*.csv")] == ["out.csv"]
    assert list(tmp_path.glob(".secant*")) == []


def test_window_closes_after_the_last_file(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    paths, gate = [tmp_path / "1.csv", tmp_path / "2.csv"], Event()

    def gated() -> Iterator[bytes]:
        assert gate.wait(10)
        yield b"all"

    assert ready.exports.may_close()
    for path in paths:
        ready.exports.write(job_of(path, gated()))
    messages = QSignalSpy(ready.exports.message)
    assert not ready.exports.may_close()
    assert [messages.at(k)[0] for k in range(messages.count())] == [CLOSING]
    assert ready.window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not ready.window.isVisible())
    assert [path.read_bytes() for path in paths] == [b"all", b"all"]


@pytest.mark.parametrize("fault", [CannotWrite("out.csv", "full"), RuntimeError("broken")])
def test_window_stays_open_if_export_fails(
    ready: Ready, qtbot: QtBot, tmp_path: Path, fault: Exception
) -> None:
    exports = ready.exports

    def failing() -> Iterator[bytes]:
        yield b"some"
        raise fault

    exports.write(job_of(tmp_path / "out.csv", failing()))
    assert not exports.may_close()
    reports = QSignalSpy(exports.message if isinstance(fault, CannotWrite) else exports.failed)
    qtbot.waitUntil(lambda: reports.count() == 1)
    with qtbot.waitSignal(exports.written):
        exports.write(job_of(tmp_path / "other.csv", [b"all"]))
    assert ready.window.isVisible()


def test_picture_is_captured_when_asked_for(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    pictures = []
    for name in ("a.png", "b.png"):
        ready.exports.export_plot()
        if name == "b.png":
            ready.parts.loss_plot.clear()
        path = tmp_path / name
        message_of(ready, qtbot, lambda path=path: save(ready, qtbot, path))  # type: ignore[misc]
        pictures.append(path.read_bytes())
        qtbot.waitUntil(lambda: ready.window.findChild(QFileDialog) is None)
    assert pictures[0] == pictures[1]


def test_file_name_follows_the_chosen_format(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    ready.exports.export_plot()
    ready.dialog().filterSelected.emit(SVG)
    assert Path(ready.dialog().selectedFiles()[0]).name == "Published example loss.svg"
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "plot"))
    assert message.text == f"Written to {tmp_path / 'plot.svg'}."
    assert (tmp_path / "plot.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        *((kind, "csv") for kind in ("weights", "history", "predictions")),
        *((kind, "png") for kind in ("plot", "prediction_plot")),
        ("report", "html"),
    ],
)
def test_suffix_of_experiment_is_completed(
    ready: Ready, qtbot: QtBot, tmp_path: Path, kind: str, suffix: str
) -> None:
    getattr(ready.exports, f"export_{kind}")()
    message = message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "w.secant"))
    path = tmp_path / f"w.secant.{suffix}"
    assert message.text == f"Written to {path}: a file of this kind ends with .{suffix}."
    assert message.is_passing
    assert [each.name for each in tmp_path.glob("w*")] == [path.name]


def test_second_file_waits_for_the_first(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    gate = Event()

    def slow() -> Iterator[bytes]:
        assert gate.wait(10)
        yield b"first"

    ready.exports.write(job_of(tmp_path / "a", slow()))
    ready.exports.write(job_of(tmp_path / "b", [b"second"]))
    assert list(tmp_path.glob("[ab]")) == []
    gate.set()
    qtbot.waitUntil((tmp_path / "b").exists)
    assert (tmp_path / "a").read_bytes() == b"first"


def test_weights_have_their_column_names(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    ready.document.change("Rename", lambda now: changes.rename_input(now, 1, "size, in m"))
    ready.exports.export_weights()
    text = export(ready, qtbot, tmp_path / "weights.csv")
    assert [line.rsplit(",", 2)[0] for line in text.splitlines()] == [
        *("weight", "x1", '"size, in m"', "x3"),
    ]


def test_scaled_weights_include_original_units(fresh: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    fresh.document.change("Scale", lambda now: scale_columns(now, [0, 1, 2], Rescaling.STANDARDISE))
    run(fresh, qtbot)
    fresh.exports.export_weights()
    text = export(fresh, qtbot, tmp_path / "weights.csv")
    *rows, last = csv.reader(io.StringIO(text))
    assert rows[0] == ["weight", "start", "fitted", "original units"]
    assert (last[0], last[1:3]) == ("constant", ["0.0", "0.0"])
    W = np.array([[float(row[3])] for row in rows[1:]])
    progress = fresh.session.progress
    assert progress is not None
    restored = predict(PUBLISHED.problem.A, W) + float(last[3])
    assert restored == pytest.approx(predict(progress.problem.A, progress.frame.W))


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_table_is_exported_without_a_run(
    fresh: Ready, qtbot: QtBot, tmp_path: Path, dialect: str
) -> None:
    fresh.document.change("Rename", lambda now: changes.rename_output(now, "price"))
    path = tmp_path / "table.csv"
    fresh.exports.export_table.trigger()
    edit(fresh)
    export(fresh, qtbot, path, dialect)
    table = read_table(path)
    assert table.names == ("", "", "", "price")
    A, Y = PUBLISHED.problem.A, PUBLISHED.problem.Y
    assert table.values.tobytes() == np.hstack((A, Y)).tobytes()


def test_loaded_weights_are_exported_until_edited(
    fresh: Ready, qtbot: QtBot, tmp_path: Path
) -> None:
    fresh.document.open(fresh.document.experiment, Fitted(FITTED.W, 1000, FITTED.loss))
    fresh.exports.export_weights()
    written = columns(export(fresh, qtbot, tmp_path / "weights.csv"))
    assert written["fitted"] == FITTED.W[:, 0].tolist()
    fresh.exports.export_prediction_plot()
    message = message_of(fresh, qtbot, lambda: save(fresh, qtbot, tmp_path / "p.png", None))
    assert message.kind is MessageKind.GOOD
    assert message_of(fresh, qtbot, fresh.exports.export_history) == NOTHING_YET
    assert message_of(fresh, qtbot, fresh.exports.export_plot) == NOTHING_YET
    edit(fresh)
    assert message_of(fresh, qtbot, fresh.exports.export_weights) == NOTHING_YET


def test_long_table_reports_writing_first(fresh: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    rows = MANY_ROWS + 1
    fresh.document.open(Experiment.of(Problem(np.ones((rows, 1)), np.ones(rows)), Settings()))
    path, messages = tmp_path / "table.csv", QSignalSpy(fresh.exports.message)
    fresh.exports.export_table.trigger()
    save(fresh, qtbot, path)
    assert messages.at(0)[0] == Message(MessageKind.GOING, f"Writing {path}…")
    qtbot.waitUntil(lambda: messages.count() == 2)
    assert messages.at(1)[0] == Message(MessageKind.GOOD, f"Written to {path}.")


def test_unexpected_exception_is_reported(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"some"
        raise RuntimeError("broken")

    with qtbot.waitSignal(ready.exports.failed) as failed:
        ready.exports.write(job_of(tmp_path / "out.csv", broken()))
    assert "RuntimeError: broken" in failed.args[0]
    assert list(tmp_path.glob("*.csv")) == []
    ready.exports.shut_down()


def test_suggested_name_is_the_experiments(ready: Ready, tmp_path: Path) -> None:
    ready.document.set_file_name("trial 1.2")
    for ask, what in [
        (ready.exports.export_weights, "weights.csv"),
        (ready.exports.export_plot, "loss.png"),
        (ready.exports.ask_for_table, "table.csv"),
    ]:
        ask()
        dialog = ready.dialog()
        assert dialog.selectedFiles() == [str(tmp_path / f"trial 1.2 {what}")]
        dialog.reject()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def test_written_signal_carries_the_header(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    written = QSignalSpy(ready.exports.written)
    ready.document.change("Rename", lambda now: changes.rename_input(now, 0, "y"))
    ready.exports.ask_for_table()
    export(ready, qtbot, tmp_path / "table.csv")
    qtbot.waitUntil(lambda: ready.window.findChild(QFileDialog) is None)
    ready.exports.export_weights()
    export(ready, qtbot, tmp_path / "weights.csv")
    assert [*written.at(0)] == [tmp_path / "table.csv", ["y", "", "", "Y"]]
    assert written.at(1)[0] == tmp_path / "weights.csv"
    assert not written.at(1)[1]


def test_chosen_dialect_is_remembered(
    ready: Ready, qtbot: QtBot, tmp_path: Path, german: None
) -> None:
    ready.exports.export_weights()
    assert ready.dialog().selectedNameFilter() == COMMA
    export(ready, qtbot, tmp_path / "weights.csv", POINT)
    qtbot.waitUntil(lambda: ready.window.findChild(QFileDialog) is None)
    ready.exports.export_plot()
    assert ready.dialog().selectedNameFilter() == PNG
    message_of(ready, qtbot, lambda: save(ready, qtbot, tmp_path / "loss.png"))
    qtbot.waitUntil(lambda: ready.window.findChild(QFileDialog) is None)
    ready.exports.ask_for_table()
    assert ready.dialog().selectedNameFilter() == POINT


def stalled(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let no write be finished until the event is set, and notice that soon."""
    end, sync = Event(), os.fsync

    def wait(descriptor: int) -> None:
        assert end.wait(10)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", wait)
    monkeypatch.setattr(task_queue, "STALLED_SECONDS", 0.05)
    return end


def press_stop(ready: Ready, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: ready.window.findChild(QMessageBox, "stalled") is not None)
    named(ready.window, QPushButton, "stalled_stop").click()


def test_stalled_export_can_be_stopped(
    ready: Ready, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = stalled(monkeypatch)
    ready.exports.write(job_of(tmp_path / "a.csv", [b"a"]))
    ready.exports.write(job_of(tmp_path / "b.csv", [b"b"]))
    messages = QSignalSpy(ready.exports.message)
    press_stop(ready, qtbot)
    assert messages.at(0)[0].text.startswith(f"{tmp_path / 'a.csv'} was not written")
    end.set()
    qtbot.waitUntil((tmp_path / "b.csv").exists)
    qtbot.waitUntil(lambda: not list(tmp_path.glob(".secant-*")))
    assert not (tmp_path / "a.csv").exists()


def test_window_can_close_without_stalled_export(
    ready: Ready, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = stalled(monkeypatch)
    ready.exports.write(job_of(tmp_path / "a.csv", [b"a"]))
    assert not ready.exports.may_close()
    press_stop(ready, qtbot)
    qtbot.waitUntil(lambda: not ready.window.isVisible())
    assert ready.exports.may_close()
    end.set()


def test_closing_after_export_is_said(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    gate, texts = Event(), standing_of(ready)

    def gated() -> Iterator[bytes]:
        assert gate.wait(10)
        yield b"all"

    for name in ("1.csv", "2.csv"):
        ready.exports.write(job_of(tmp_path / name, gated()))
    ready.exports.may_close()
    assert texts == ["Closing after “1.csv”…"]
    gate.set()
    qtbot.waitUntil(lambda: not ready.window.isVisible())
    assert "Closing after “2.csv”…" in texts
    assert texts[-1] is None


def standing_of(ready: Ready) -> list[str | None]:
    """Return the standing messages from now on."""
    texts: list[str | None] = []
    ready.exports.standing_changed.connect(lambda now: texts.append(now and now.text))
    return texts


def test_closing_after_export_can_be_called_off(
    ready: Ready, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, texts = stalled(monkeypatch), standing_of(ready)
    ready.exports.write(job_of(tmp_path / "a.csv", [b"a"]))
    ready.exports.may_close()
    qtbot.waitUntil(lambda: ready.window.findChild(QMessageBox, "stalled") is not None)
    named(ready.window, QPushButton, "stalled_stay").click()
    assert texts[-1] == "Still writing “a.csv”…"
    with qtbot.waitSignal(ready.exports.written):
        end.set()
    assert texts[-1] is None
    assert ready.window.isVisible()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_export_to_unread_pipe_is_refused(ready: Ready, qtbot: QtBot, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    message = message_of(
        ready, qtbot, lambda: ready.exports.write(job_of(tmp_path / "pipe.csv", [b"a"]))
    )
    assert message.kind is MessageKind.FAULT
    assert "a pipe that no program reads" in message.text
