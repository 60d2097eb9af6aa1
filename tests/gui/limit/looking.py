"""Frames, models and views of the limit for tests."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
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


def digits_of_quotient(frame: LimitFrame) -> int:
    """Return how many digits of a frame's quotient are right, by fractions.

    How a loss is rounded in its last bit depends on the processor, and so do the last digits.
    """
    problem = frame.request.experiment.problem
    rows = [[Fraction(float(cell)) for cell in row] for row in np.hstack((problem.A, problem.Y))]
    W = [Fraction(float(w)) for w in frame.request.W.ravel()]
    weight, slope = frame.state.weight, Fraction(0)
    for *row, y in rows:
        residual = sum((a * w for a, w in zip(row, W, strict=True)), -y)
        slope += 2 * row[weight] * residual / len(rows)
    written = f"{frame.state.digits.slope:.13f}", f"{float(slope):.13f}"
    if written[0] == written[1]:
        return 16
    error = abs(Fraction(frame.state.digits.slope) - slope)
    return min(math.floor(math.log10(abs(slope)) - math.log10(error)), 15)


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


def draw() -> None:
    """Let the window report a change, then draw the tables, after which the limit follows."""
    QTest.qWait(0)
    QTest.qWait(0)


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
