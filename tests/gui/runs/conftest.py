"""A document with runs, and the view of them."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.archive.kept_run import KeptRun
from engine.examples import published
from gui.document import Document
from gui.run.session import Session
from gui.runs.run_collection import RunCollection, runs_of
from gui.runs.runs_view import RunsView
from gui.runs.sweep_model import SweepModel
from gui.text.message import Message

MILLISECONDS = 30_000


class RunsBench:
    """A document, its session, the runs, and what was said."""

    def __init__(self, parent: QWidget) -> None:
        example = published()
        self.document = Document(example.problem, example.settings, "published")
        self.session = Session(self.document)
        self.collection: RunCollection = runs_of(self.document, self.session)
        self.sweeps = SweepModel(self.document, self.session, parent)
        self.said: list[str] = []
        self.drawn: list[list[int]] = []
        for source in (self.collection, self.sweeps):
            source.message.connect(self._hear)
        self.collection.overlaid.connect(self._note)
        self.document.change_settings(epochs=100)

    def _hear(self, message: Message) -> None:
        self.said.append(message.text)

    def _note(self, runs: list[KeptRun]) -> None:
        self.drawn.append([run.number for run in runs])

    def run(self, qtbot: QtBot, **changes: float | str) -> None:
        """Run from the start with other settings, and wait for the end."""
        self.session.reset()
        if changes:
            self.document.change_settings(**changes)
        self.collection.take_run()
        self.session.run_or_pause()
        qtbot.waitUntil(lambda: not self.session.state.is_active, timeout=MILLISECONDS)
        self.collection.take_run()


@pytest.fixture
def bench(window: QWidget) -> Iterator[RunsBench]:
    """The published example, not run yet."""
    bench = RunsBench(window)
    yield bench
    bench.sweeps.shut_down()
    bench.session.reset()
    bench.session.shut_down()
    bench.document.shut_down()


@pytest.fixture
def restored() -> Iterator[QPalette]:
    """A copy of the application's palette, which is restored afterwards."""
    before = QApplication.palette()
    yield QPalette(before)
    QApplication.setPalette(before)


@pytest.fixture
def view(bench: RunsBench, qtbot: QtBot) -> RunsView:
    """The view, shown."""
    keep, ask = QAction("keep"), QAction("ask")
    view = RunsView(bench.collection, bench.sweeps, bench.document, bench.session, keep, ask)
    keep.triggered.connect(bench.collection.keep_current)
    ask.triggered.connect(view.ask_for_sweep)
    keep.setParent(view)
    ask.setParent(view)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    with qtbot.waitExposed(view):
        view.show()
    return view
