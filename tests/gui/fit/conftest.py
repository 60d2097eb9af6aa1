"""A document with a run, and the view of its fit."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.examples import EXAMPLES
from gui.document import Document, Experiment
from gui.fit.fit_model import FitModel
from gui.fit.fit_view import FitView
from gui.run.session import Session

MILLISECONDS = 30_000


def example(key: str) -> Experiment:
    """Return one of the examples."""
    found = next(each for each in EXAMPLES if each.key == key)
    return Experiment.of(found.problem, found.settings, found.name, found.note, found.names)


def table_of(A: object, Y: object) -> Experiment:
    """Return an experiment of a table."""
    problem = Problem(np.asarray(A, dtype=float), np.asarray(Y, dtype=float))
    return Experiment.of(problem, Settings(epochs=100, learning_rate=0.01, h=0.1), "table")


class FitBench:
    """A document, its session, and the model of the view."""

    def __init__(self, parent: QWidget) -> None:
        norris = example("norris")
        self.document = Document(norris.problem, norris.settings, "norris")
        self.session = Session(self.document)
        self.model = FitModel(self.document, self.session, parent)

    def open(self, experiment: Experiment) -> None:
        """Open another experiment, and have it told."""
        self.document.open(experiment)
        self.document.flush()

    def run(self, qtbot: QtBot, **changes: float | str) -> None:
        """Run with other settings, and wait for the end."""
        if changes:
            self.document.change_settings(**changes)
        self.session.run_or_pause()
        qtbot.waitUntil(lambda: not self.session.state.is_active, timeout=MILLISECONDS)


@pytest.fixture
def bench(window: QWidget) -> Iterator[FitBench]:
    """Norris, not run yet."""
    bench = FitBench(window)
    yield bench
    bench.model.shut_down()
    bench.session.reset()
    bench.session.shut_down()
    bench.document.shut_down()


@pytest.fixture
def view(bench: FitBench, qtbot: QtBot) -> FitView:
    """The view, shown."""
    view = FitView(bench.model)
    qtbot.addWidget(view)
    view.resize(1280, 300)
    with qtbot.waitExposed(view):
        view.show()
    return view
