from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    Frame,
    Method,
    Precision,
    Problem,
    Settings,
    descend,
    exact_gradient,
    triangle_of,
)
from engine.cancelling import Cancelled
from engine.difference import Difference
from engine.methods.step_working import EpochWorking, StepWriter, is_cheap
from engine.quotients import Quotients

from ..problems import problems, published_problem, random_problem

USUAL = Settings(epochs=7, learning_rate=0.01, h=0.1, method="literal")
RUNS = [
    replace(USUAL, difference=difference, precision=precision, scale_columns=scaled)
    for difference in Difference
    for precision in Precision
    for scaled in (False, True)
]


def last_frame(problem: Problem, settings: Settings, after: Frame | None = None) -> Frame:
    *_, frame = descend(problem, settings, after=after)
    return frame


def one_more(problem: Problem, settings: Settings, frame: Frame) -> Frame:
    return last_frame(problem, replace(settings, epochs=frame.epoch + 1), frame)


def written_out(problem: Problem, settings: Settings, frame: Frame) -> EpochWorking:
    working = StepWriter(problem, settings).after(frame)
    assert working is not None
    return working


@pytest.mark.parametrize("settings", RUNS)
def test_next_weight_is_one_literal_epoch(settings: Settings) -> None:
    problem = published_problem()
    frame = last_frame(problem, settings)
    working = written_out(problem, settings, frame)
    then = one_more(problem, settings, frame)
    found = [working.of_weight(k).w_next_of_table for k in range(3)]
    assert found == then.W[:, 0].tolist()


@given(problems(40, 6), st.sampled_from(RUNS))
def test_any_table_gives_the_same_bits(problem: Problem, settings: Settings) -> None:
    settings = replace(settings, epochs=1, learning_rate=1e-3)
    frame = last_frame(problem, settings)
    then = one_more(problem, settings, frame)
    if then.epoch == frame.epoch + 1:
        assert written_out(problem, settings, frame).W_next_of_table.tolist() == then.W.tolist()


@pytest.mark.parametrize("method", [Method.LITERAL, Method.TRIANGLE])
@pytest.mark.parametrize("precision", Precision)
def test_scaled_step_is_of_the_run(precision: Precision, method: Method) -> None:
    settings = Settings(11, 0.1, 0.1, scale_columns=True, precision=precision, method=method)
    for seed in range(40):
        problem = random_problem(seed, 3 + seed % 15, 2 + seed % 4)
        triangle = triangle_of(problem) if method is Method.TRIANGLE else None
        writer = StepWriter(problem, settings, triangle)
        start, *frames = descend(problem, settings, chunk_epochs=1, triangle=triangle)
        for frame, then in pairwise([start, *frames]):
            working = writer.after(frame)
            assert working is not None
            found = [working.of_weight(k).w_next_of_table for k in range(problem.weights)]
            assert found == then.W[:, 0].tolist()


def test_many_rows_give_the_same_bits() -> None:
    problem = random_problem(2, 15_000, 3)
    frame = last_frame(problem, USUAL)
    then = one_more(problem, USUAL, frame)
    assert written_out(problem, USUAL, frame).W_next_of_table.tolist() == then.W.tolist()


@pytest.mark.parametrize("settings", RUNS)
def test_losses_make_the_slope_and_the_step(settings: Settings) -> None:
    problem = published_problem()
    kind = np.dtype(settings.precision.value).type
    frame = last_frame(problem, settings)
    step = written_out(problem, settings, frame).of_weight(1)
    rise = kind(step.ahead) - kind(step.behind)
    assert step.slope == float(rise / kind(step.step))
    assert step.change == float(0.01 * kind(step.slope))
    assert step.w_next == float(kind(step.w) - kind(step.change))
    assert (step.weight, step.h, step.difference) == (1, 0.1, settings.difference)
    assert step.is_scaled is settings.scale_columns
    assert step.w / step.length == pytest.approx(step.w_of_table, rel=1e-6)
    assert step.w_of_table == frame.W[1, 0]


def test_slope_is_that_of_the_frame() -> None:
    problem = published_problem()
    frame = last_frame(problem, USUAL)
    found = [written_out(problem, USUAL, frame).of_weight(k).slope for k in range(3)]
    assert found == frame.gradient[:, 0].tolist()


@pytest.mark.parametrize("difference", Difference)
def test_written_quotients_are_the_same(difference: Difference) -> None:
    problem = random_problem(0, 30, 5)
    quotients = Quotients(problem.A, problem.Y, 0.1, difference)
    slope = quotients.at(problem.W)
    assert quotients.written_out(problem.W).gradient.tolist() == slope.gradient[:, 0].tolist()


def test_step_taken_is_not_always_2h() -> None:
    problem = published_problem()
    usual = written_out(problem, USUAL, last_frame(problem, USUAL)).of_weight(0)
    assert usual.is_step_h
    assert not usual.is_of_triangle
    tiny = replace(USUAL, h=3e-15)
    step = written_out(problem, tiny, last_frame(problem, USUAL)).of_weight(0)
    assert not step.is_step_h
    assert step.step == (step.w + 3e-15) - (step.w - 3e-15)


@pytest.mark.parametrize("scaled", [False, True])
def test_formula_has_its_exact_gradient_beside(scaled: bool) -> None:
    problem = random_problem(3, 30, 3)
    settings = replace(USUAL, loss="mean(|Y − P|^1.5)", scale_columns=scaled)
    frame = next(descend(problem, settings))
    working = written_out(problem, settings, frame)
    expected = exact_gradient(problem, frame.W, settings)
    assert working.exact_gradient == pytest.approx(expected, rel=1e-12)
    for other in (
        replace(settings, precision=Precision.SINGLE),
        replace(settings, loss="mean square"),
    ):
        assert written_out(problem, other, frame).exact_gradient is None


def test_vanished_step_has_no_working() -> None:
    writer = StepWriter(published_problem(), replace(USUAL, h=1e-30))
    assert writer.at(published_problem().W) is None


def test_triangle_stands_for_many_rows() -> None:
    problem = random_problem(3, 200_000, 4)
    assert not is_cheap(problem.rows, problem.weights)
    assert StepWriter(problem, USUAL).at(problem.W) is None
    working = StepWriter(problem, USUAL, triangle_of(problem)).at(problem.W)
    assert working is not None
    assert working.is_of_triangle
    assert working.of_weight(0).is_of_triangle
    then = last_frame(problem, replace(USUAL, epochs=1))
    assert working.W_next_of_table == pytest.approx(then.W, rel=1e-12)


@pytest.mark.parametrize("scaled", [False, True])
def test_run_on_the_triangle_gives_the_same_bits(scaled: bool) -> None:
    problem = random_problem(4, 90, 3)
    settings = replace(USUAL, method=Method.TRIANGLE, scale_columns=scaled)
    triangle = triangle_of(problem)
    *_, frame = descend(problem, settings, triangle=triangle)
    working = StepWriter(problem, settings, triangle).after(frame)
    assert working is not None
    more = replace(settings, epochs=frame.epoch + 1)
    *_, then = descend(problem, more, after=frame, triangle=triangle)
    assert working.W_next_of_table.tolist() == then.W.tolist()


def test_many_rows_of_a_column_are_expensive() -> None:
    assert is_cheap(40_000, 1)
    assert not is_cheap(50_000, 1)


def test_very_wide_tables_have_no_working() -> None:
    problem = random_problem(5, 200, 150)
    assert StepWriter(problem, USUAL, triangle_of(problem)).at(problem.W) is None


def test_writer_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        StepWriter(published_problem(), replace(USUAL, scale_columns=True), cancelled=lambda: True)


def test_loss_below_zero_is_rounded_too() -> None:
    problem = Problem([[1.0], [1.0]], [2.0, 3.0], [1.0])
    found = [
        StepWriter(problem, Settings(h=1e-4, loss=loss)).at(problem.W)
        for loss in ("mean(P) − 9", "9 − mean(P)")
    ]
    below, above = (each.resolution[0, 0] for each in found if each is not None)
    assert below == pytest.approx(above)
    assert below > 0
