"""Frames, models and views of the limit for tests."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from engine import Problem, Settings, triangle_of
from engine.difference import Difference
from engine.examples import EXAMPLES, published
from engine.limit.table import LossSource
from engine.settings import Precision
from gui.document import Document, Experiment
from gui.limit.limit_model import LimitModel
from gui.limit.limit_request import LimitChoice, LimitFrame, LimitRequest
from gui.limit.limit_state import Curve
from gui.run.session import Session

CHOICE = LimitChoice(0, 8e-8, Difference.FORWARD, Precision.DOUBLE, Curve.LOSS)


def experiment_of(key: str = "published") -> Experiment:
    """Return an example as an experiment."""
    found = next(each for each in EXAMPLES if each.key == key)
    return Experiment.of(found.problem, found.settings, found.name, found.note, found.names)


def request_of(choice: LimitChoice = CHOICE, experiment: Experiment | None = None) -> LimitRequest:
    """Return a request at the start of an experiment, on all rows."""
    of = experiment or experiment_of()
    return LimitRequest(of, of.settings, of.W.joined, None, LossSource.ROWS, choice, "w1")


def frame_at(
    h: float, difference: Difference = Difference.FORWARD, weight: int = 0, key: str = "published"
) -> LimitFrame:
    """Return the frame of an example at its start."""
    choice = replace(CHOICE, h=h, difference=difference, weight=weight)
    return request_of(choice, experiment_of(key)).frame()


def on_triangle(request: LimitRequest) -> LimitRequest:
    """Return the same request on the triangle."""
    triangle = triangle_of(request.experiment.problem)
    return replace(request, source=LossSource.TRIANGLE, triangle=triangle)


def model_of(parent: QWidget, experiment: Experiment | None = None) -> LimitModel:
    """Return a model of an experiment before its run; its document and session live with it."""
    example = published()
    document = Document(example.problem, example.settings, example.name)
    if experiment is not None:
        document.open(experiment)
        document.flush()
    return LimitModel(document, Session(document), parent)


def large_experiment(rows: int = 20_000) -> Experiment:
    """Return a table that is too large to be evaluated at once."""
    random = np.random.default_rng(0)
    A = np.column_stack((np.ones(rows), random.normal(size=(rows, 4))))
    Y = A @ np.arange(1.0, 6.0) + random.normal(size=rows)
    return Experiment.of(Problem(A, Y), Settings(epochs=20, learning_rate=0.1, h=0.1), "large")


def turn(widget: QWidget, notches: int) -> None:
    """Turn the wheel over the middle of a widget."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
