"""The view of a loss that is not the mean square, from the thread to the sentences."""

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings
from engine.cancelling import IsCancelled
from engine.difference import Difference
from engine.limit.any_loss import table_of_rows
from engine.limit.arithmetic import Notation, arithmetic
from engine.limit.loss_point import LossPoint
from engine.limit.loss_table import LossTable
from engine.limit.regions import Region
from engine.limit.table import LossSource
from engine.settings import Precision
from gui.document import Document, Experiment
from gui.document.following_steps import helpful_each_h
from gui.limit import limit_model, texts
from gui.limit.controls import LimitControls
from gui.limit.digits_text import RowName, rows_of, sentences_of
from gui.limit.limit_model import LimitGap, LimitModel, _evaluate_any_loss
from gui.limit.limit_request import LimitChoice, LimitFrame, LimitRequest, points_a_decade
from gui.limit.limit_state import FEWEST_POINTS, SMALL_TABLE, Curve
from gui.limit.magnified_picture import MagnifiedPicture
from gui.limit.microscope import sentence_of
from gui.limit.verdict import AS_GOOD_AS_IT_GETS, LimitVerdict, verdict_on, verdict_sentence
from gui.plots.limit.error_plot import ErrorPlot
from gui.plots.limit.error_sentences import errors_sentence
from gui.plots.limit.shown_errors import ShownErrors
from gui.plots.theme import theme_of
from gui.run.session import Session
from tests.gui.limit.looking import large_experiment

FORWARD, BACKWARD, CENTRAL = Difference.FORWARD, Difference.BACKWARD, Difference.CENTRAL
ROW = [[1.0], [1.0], [1.0]]
KINK = Problem(ROW, [0.0, 2.0, 5.0], [0.0])
"""At w = 0 the residual of the first row is 0."""
CURVED = Problem([[1.0, 2.0], [1.0, -1.0], [1.0, 0.5]], [1.0, 3.0, -0.4], [0.2, 0.1])


def frame_of(
    loss: str,
    h: float,
    difference: Difference = CENTRAL,
    problem: Problem = CURVED,
    curve: Curve = Curve.LOSS,
) -> LimitFrame:
    """Return the frame of the first weight of a problem."""
    experiment = Experiment.of(problem, Settings(loss=loss))
    choice = LimitChoice(0, h, difference, Precision.DOUBLE, curve)
    source, W = LossSource.ROWS, problem.W
    return LimitRequest(experiment, experiment.settings, W, None, source, choice, "w1").frame()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window that a model lives as long as."""
    found = QWidget()
    qtbot.addWidget(found)
    return found


def model_on(window: QWidget, experiment: Experiment) -> LimitModel:
    """Return a model that looks at an experiment."""
    document = Document(experiment.problem, experiment.settings, experiment.name)
    document.setParent(window)
    session = Session(document)
    session.setParent(window)
    return LimitModel(document, session, window)


@pytest.fixture
def model(window: QWidget) -> Iterator[LimitModel]:
    """A model of a curved loss, which nobody sees yet."""
    found = model_on(window, Experiment.of(CURVED, Settings(loss="log-cosh", h=0.1)))
    yield found
    found.shut_down()


def test_a_thread_evaluates_any_loss(model: LimitModel, qtbot: QtBot) -> None:
    model.resume()
    assert model.frame is None
    assert model.gap is LimitGap.EVALUATING
    assert "limit_play" in model.obstacles
    qtbot.waitUntil(lambda: model.frame is not None)
    frame = model.frame
    assert frame is not None
    assert frame.is_of_any_loss
    assert "limit_play" not in model.obstacles
    model.choose_h(1e-3)  # of few rows, another h needs no thread
    assert model.frame is not None
    assert model.frame.state.h == 1e-3
    assert model.frame.curves is frame.curves


def test_another_weight_follows_in_a_moment(model: LimitModel, qtbot: QtBot) -> None:
    model.resume()
    qtbot.waitUntil(lambda: model.frame is not None)
    model.choose_weight(1)
    assert model.frame is not None  # the former one stays until then
    qtbot.waitUntil(lambda: model.frame is not None and model.frame.state.weight == 1)


def test_hidden_losses_are_not_evaluated(
    model: LimitModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[LossTable] = []
    at = LossPoint.at

    def counted(
        table: LossTable, W: Matrix, cancelled: IsCancelled, W_scaled: Matrix | None
    ) -> LossPoint:
        calls.append(table)
        return at(table, W, cancelled, W_scaled)

    monkeypatch.setattr(LossPoint, "at", counted)
    model.choose_h(1e-3)
    assert calls == []
    model.resume()
    qtbot.waitUntil(lambda: model.frame is not None)
    model.pause()
    model.choose_weight(1)
    assert len(calls) == 1


@pytest.mark.parametrize("rows", [200, SMALL_TABLE + 100])
def test_run_is_spared(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """Beside a run nothing is drawn but what was evaluated, and that takes a tenth of the time."""
    looks: list[float] = []

    def evaluate(*given: object) -> object:
        began = perf_counter()
        try:
            return _evaluate_any_loss(*given)  # type: ignore[arg-type]
        finally:
            looks.append(perf_counter() - began)

    monkeypatch.setattr(limit_model, "_evaluate_any_loss", evaluate)
    experiment = large_experiment(rows)
    settings = replace(experiment.settings, loss="log-cosh", epochs=10**9, learning_rate=1e-6)
    model = model_on(window, replace(experiment, settings=settings))
    model.resume()
    qtbot.waitUntil(lambda: model.frame is not None)
    session = model._session
    session.run_or_pause()
    qtbot.waitUntil(lambda: session.progress is not None and session.progress.frame.epoch > 0)
    changes, drawn, began = QSignalSpy(model.changed), model.frame, perf_counter()
    looks.clear()
    qtbot.wait(1500)
    seconds = perf_counter() - began
    assert changes.count() <= len(looks) + 1
    assert sum(looks) < 0.3 * seconds
    assert (model.frame is not drawn) is (rows <= SMALL_TABLE)
    session.shut_down()
    model.shut_down()


def test_large_tables_have_fewer_points(window: QWidget, qtbot: QtBot) -> None:
    large = large_experiment(50_000)
    large = replace(large, settings=replace(large.settings, loss="huber"))
    model = model_on(window, large)
    model.resume()
    assert model.gap is LimitGap.EVALUATING
    qtbot.waitUntil(lambda: model.frame is not None, timeout=60_000)
    assert model.frame is not None
    assert len(model.frame.state.samples.t) == FEWEST_POINTS
    model.shut_down()


@pytest.mark.parametrize(("rows", "points"), [(3, 8), (100_000, 8), (200_000, 5), (900_000, 4)])
def test_points_of_a_decade_are_bounded(rows: int, points: int) -> None:
    problem, settings = Problem(np.ones((rows, 1)), np.ones(rows)), Settings(loss="huber")
    assert points_a_decade(table_of_rows(problem, settings)) == points


def test_too_many_rows_say_so(model: LimitModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit_model, "MOST_ROWS_OF_ANY_LOSS", 2)
    model.resume()
    assert model.gap is LimitGap.TOO_MANY_ROWS


def test_gaps_put_playing_to_sleep(window: QWidget, qtbot: QtBot) -> None:
    experiment = Experiment.of(Problem(ROW, [1.0, 2.0, 3.0], [-1.0]), Settings(loss="mean(log(P))"))
    model = model_on(window, experiment)
    controls = LimitControls(model)
    qtbot.addWidget(controls)
    model.changed.connect(controls.show_model)
    model.resume()
    qtbot.waitUntil(lambda: model.gap is LimitGap.NOT_DEFINED)
    assert not controls.play.isEnabled()
    assert controls.play.toolTip() == LimitGap.NOT_DEFINED.text
    model.shut_down()


def test_frames_wake_playing(model: LimitModel, qtbot: QtBot) -> None:
    controls = LimitControls(model)
    qtbot.addWidget(controls)
    model.changed.connect(controls.show_model)
    model.resume()
    assert not controls.play.isEnabled()
    qtbot.waitUntil(lambda: model.frame is not None)
    assert controls.play.isEnabled()
    assert controls.play.toolTip() == texts.PLAY_TIP


def test_undefined_losses_are_a_gap(window: QWidget, qtbot: QtBot) -> None:
    experiment = Experiment.of(Problem(ROW, [1.0, 2.0, 3.0], [-1.0]), Settings(loss="mean(log(P))"))
    model = model_on(window, experiment)
    model.resume()
    qtbot.waitUntil(lambda: model.gap is LimitGap.NOT_DEFINED)
    assert model.frame is None
    model.shut_down()


@pytest.mark.parametrize(
    ("loss", "h", "difference", "verdict"),
    [
        ("log-cosh", 1.0, CENTRAL, LimitVerdict.BEND),
        ("log-cosh", 1e-5, CENTRAL, LimitVerdict.BEST),
        ("log-cosh", 1e-12, CENTRAL, LimitVerdict.CANCEL),
        ("log-cosh", 0.1, FORWARD, LimitVerdict.BEND),
        ("mean absolute", 9.0, CENTRAL, LimitVerdict.KINKS),
        ("mean absolute", 1e-9, CENTRAL, LimitVerdict.CANCEL),
        ("mean((Y − P)²) + 0.1·sum(W²)", 0.1, CENTRAL, LimitVerdict.PARABOLA),
    ],
)
def test_steps_have_their_verdict(
    loss: str, h: float, difference: Difference, verdict: LimitVerdict
) -> None:
    frame = frame_of(loss, h, difference)
    assert verdict_on(frame) is verdict
    assert frame.is_of_any_loss is (verdict is not LimitVerdict.PARABOLA)


def test_best_step_is_below_the_kink() -> None:
    frame = frame_of("mean absolute", 1.0)
    kink = frame.state.theory.nearest_kink(CENTRAL)
    assert 0 < frame.best_h < kink < np.inf
    assert frame.region_above is Region.KINKS
    assert verdict_sentence(frame_of("mean absolute", 2 * kink)).startswith("At h = ")


@pytest.mark.parametrize("size", [0.0, 1e-300, 1e-16])
@pytest.mark.parametrize(
    "loss", ["mean(log(1 + (Y − P)²)) + 0.1·sum(W²)", "mean(|Y − P|) + sum(|W|)"]
)
def test_empty_columns_hide_no_slope(loss: str, size: float) -> None:
    A = [[size, 1.0], [2 * size, 2.0], [4 * size, 3.5]]
    frame = frame_of(loss, 1e-3, CENTRAL, Problem(A, [1.0, 2.0, 3.0], [0.6, 0.2]))
    assert not frame.lacks_best
    assert verdict_on(frame) is LimitVerdict.CANCEL
    assert frame.digits_expected_at_best > 14
    assert frame.axis[1] >= 1e-18


@pytest.mark.parametrize("difference", Difference)
def test_turns_with_a_slope_are_no_kinks(difference: Difference) -> None:
    problem = Problem([[1.0], [1.0]], [1.0, 2.0], [1.0])
    frame = frame_of("mean(|Y − P|^1.5) + 0.1·sum(W²)", 1e-3, difference, problem)
    assert verdict_on(frame) is LimitVerdict.AT_KINK
    assert verdict_sentence(frame).startswith("The loss has a slope here, but how it bends")
    assert "kink" not in verdict_sentence(frame)
    assert "turns over at this W: no h is marked." in errors_sentence(shown_of(frame))


def test_smaller_rows_hinder_nothing() -> None:
    problem = Problem([[1.0], [1.0]], [1.0, 5.0], [1.0])
    frame = frame_of("max(|Y − P|)", 1e-3, CENTRAL, problem)
    assert not frame.lacks_best
    assert verdict_on(frame) is LimitVerdict.CANCEL
    assert frame.state.theory.nearest_kink(FORWARD) == 2


def test_kinks_count_on_their_side() -> None:
    problem = Problem([[1.0]], [0.0], [1.0])
    ahead = frame_of("mean absolute", 3.0, FORWARD, problem)
    assert verdict_on(ahead) in AS_GOOD_AS_IT_GETS
    assert "kink" not in errors_sentence(shown_of(ahead))
    behind = frame_of("mean absolute", 3.0, BACKWARD, problem)
    assert verdict_on(behind) is LimitVerdict.KINKS
    assert "kink on the side of the secant is 1 away" in errors_sentence(shown_of(behind))


def test_kinks_too_near_leave_no_best() -> None:
    problem = Problem([[1.0], [0.5]], [1.0 + 1e-11, 1e5], [1.0])
    frame = frame_of("mean absolute", 1e-6, problem=problem)
    assert frame.lacks_best
    assert not frame.is_hidden
    assert verdict_sentence(frame) == (
        "A kink is 1.0e−11 away along w1: no h below it gives a digit of the slope."
    )


@pytest.mark.parametrize(
    ("difference", "quotient"), [(FORWARD, -1 / 3), (BACKWARD, -1.0), (CENTRAL, -2 / 3)]
)
def test_kinks_have_two_slopes(difference: Difference, quotient: float) -> None:
    frame = frame_of("mean absolute", 0.5, difference, KINK)
    assert frame.quotient == pytest.approx(quotient)
    assert frame.lacks_best
    assert frame.no_derivative == "No derivative here: slopes −1 and −0.333."
    assert verdict_sentence(frame) == (
        "There is no derivative along w1: the slope is −1 to the left, −0.333 to the right."
    )
    digits = frame.state.digits
    slope = rows_of(digits)[-1]
    assert (slope.name, slope.text) == (RowName.SLOPE, "−1 and −0.333333")
    said = sentences_of(digits, frame.state.region)[-1]
    assert said.startswith("There is no derivative: the slope is −1 to the left")
    assert "exact slopes = -1 to the left, -0.3333333333333333 to the right" in arithmetic(
        digits, Notation.TEXT, "w1"
    )


def test_copied_program_runs_at_a_kink(capsys: pytest.CaptureFixture[str]) -> None:
    digits = frame_of("mean absolute", 0.5, FORWARD, KINK).state.digits
    exec(arithmetic(digits, Notation.NUMPY, "w1"), {})
    assert "-0.33" in capsys.readouterr().out


@pytest.mark.parametrize("curve", Curve)
def test_microscope_shows_a_kink(curve: Curve, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    frame = frame_of("mean absolute", 0.5, CENTRAL, KINK, curve)
    seen = frame.state.samples
    assert seen.tangent == pytest.approx(np.where(seen.t < 0, -0.5, -0.5 / 3) * seen.t)
    assert seen.bends == pytest.approx(np.zeros_like(seen.t), abs=1e-15)
    picture = MagnifiedPicture(frame.state, theme_of(widget), QSizeF(400, 300))
    assert picture.is_drawn
    assert sentence_of(frame.state)


def shown_of(frame: LimitFrame) -> ShownErrors:
    """Return what the plot of the error shows of a frame."""
    state = frame.state
    return ShownErrors(
        theory=state.theory,
        curves=frame.curves,
        quotients=(FORWARD, CENTRAL),
        looked_at=state.difference,
        h=state.h,
        error=frame.error,
        right=state.digits.whole_digits_right,
        axis=frame.axis,
    )


def test_plot_marks_the_nearest_kink(qtbot: QtBot) -> None:
    plot = ErrorPlot()
    qtbot.addWidget(plot)
    plot.resize(600, 400)
    for loss, has_kink in (("mean absolute", True), ("log-cosh", False)):
        shown = shown_of(frame_of(loss, 1e-3))
        plot.show_errors(shown)
        assert (plot.marks.kink is not None) is has_kink
        assert ("The nearest kink of the loss is " in errors_sentence(shown)) is has_kink
        assert plot.marks.best is not None
        assert not plot.grab().isNull()


def test_plot_without_a_derivative_says_so(qtbot: QtBot) -> None:
    plot = ErrorPlot()
    qtbot.addWidget(plot)
    shown = shown_of(frame_of("mean absolute", 0.5, CENTRAL, KINK))
    plot.show_errors(shown)
    assert plot.marks.best is None
    said = "No derivative here: slopes −1 and −0.333."
    assert plot.plot_area.empty_text == "There are no digits to count."
    assert errors_sentence(shown).endswith(said)


def test_uneven_steps_are_offered_for_each() -> None:
    problem = Problem([[1.0, 1e4], [1.0, -2e4], [1.0, 3e4]], [1.0, 3.0, -0.4], [0.2, 1e-5])
    assert helpful_each_h(Experiment.of(problem, Settings(loss="log-cosh", h=0.1))) is not None
    assert helpful_each_h(Experiment.of(CURVED, Settings(loss="log-cosh", h=0.1))) is None
    ridge = Settings(loss="mean((Y − P)²) + 0.1·sum(W²)", h=0.1)
    assert helpful_each_h(Experiment.of(problem, ridge)) is None
