import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import predict
from engine.rescaling import Rescaling, in_original_units
from gui.document import Column, Document, Experiment, TableName, changes
from gui.transforms.errors import NoSuchColumn, NothingScaled, NothingToScale, ValueOverflow
from gui.transforms.scaling import lacks_intercept, restore_units, scale_columns

from .experiments import experiments, made, predictions, size_of

ROUNDING = 1e-9
HOWS = st.sampled_from(list(Rescaling))


def all_of(experiment: Experiment) -> range:
    return range(experiment.columns)


def varies(experiment: Experiment) -> bool:
    return bool(np.ptp(experiment.A.joined, axis=0).any())


def units(experiment: Experiment) -> tuple[list[float], list[float]]:
    return [i.shift for i in experiment.inputs], [i.scale for i in experiment.inputs]


def scale_repeatedly(experiment: Experiment, hows: list[Rescaling]) -> Experiment:
    """Scale all columns repeatedly, as long as there is something to scale."""
    for how in hows:
        with contextlib.suppress(NothingToScale):
            experiment = scale_columns(experiment, all_of(experiment), how)
    return experiment


@given(experiments(), HOWS)
def test_varying_columns_are_scaled(experiment: Experiment, how: Rescaling) -> None:
    if not varies(experiment):
        with pytest.raises(NothingToScale):
            scale_columns(experiment, all_of(experiment), how)
        return
    after = scale_columns(experiment, all_of(experiment), how)
    for k in all_of(experiment):
        before, now = experiment.A.column(k), after.A.column(k)
        if (before == before[0]).all():
            assert now.tobytes() == before.tobytes()
            assert after.inputs[k] == experiment.inputs[k]
            continue
        if how is Rescaling.STANDARDISE:
            assert np.sqrt(np.mean(now**2)) == pytest.approx(1)
            assert np.mean(now) == pytest.approx(0, abs=1e-9)
        else:
            assert np.linalg.norm(now) == pytest.approx(1)
            assert after.inputs[k].shift == 0
        kept = now * after.inputs[k].scale + after.inputs[k].shift
        assert kept == pytest.approx(before, rel=1e-12, abs=1e-12 * np.abs(before).max())


@given(experiments(intercept=True), st.lists(HOWS, min_size=1, max_size=3))
def test_intercept_keeps_predictions(experiment: Experiment, hows: list[Rescaling]) -> None:
    if not varies(experiment):
        return
    after = scale_repeatedly(experiment, hows)
    tolerance = ROUNDING * (size_of(experiment) + size_of(after))
    assert np.abs(predictions(after) - predictions(experiment)).max() <= tolerance


@given(experiments(intercept=False))
def test_dividing_columns_keeps_predictions(experiment: Experiment) -> None:
    if varies(experiment):
        after = scale_columns(experiment, all_of(experiment), Rescaling.SCALE)
        tolerance = ROUNDING * size_of(experiment)
        assert np.abs(predictions(after) - predictions(experiment)).max() <= tolerance
        assert not lacks_intercept(after, all_of(after))


@given(experiments(), st.lists(HOWS, min_size=1, max_size=3))
def test_scaled_weights_convert_to_original_units(
    experiment: Experiment, hows: list[Rescaling]
) -> None:
    if not varies(experiment):
        return
    after = scale_repeatedly(experiment, hows)
    W, constant = in_original_units(after.W.joined, *units(after), after.intercept)
    tolerance = ROUNDING * (size_of(experiment) + size_of(after) + abs(constant))
    restored = predict(experiment.A.joined, W) + constant
    assert np.abs(restored - predictions(after)).max() <= tolerance


@given(experiments(intercept=True), HOWS)
def test_restore_units_reverses_scaling(experiment: Experiment, how: Rescaling) -> None:
    if not varies(experiment):
        return
    back = restore_units(scale_columns(experiment, all_of(experiment), how), all_of(experiment))
    assert back.inputs == experiment.inputs
    A, W = experiment.A.joined, experiment.W.joined
    assert np.abs(back.A.joined - A).max() <= 1e-12 * np.abs(A).max()
    assert np.abs(predictions(back) - predictions(experiment)).max() <= ROUNDING * size_of(
        experiment
    )
    intercept = experiment.intercept
    others = [k for k in all_of(experiment) if k != intercept]
    assert back.W.joined[others] == pytest.approx(W[others], rel=1e-12, abs=0)


def test_only_chosen_columns_are_scaled() -> None:
    experiment = made([[1.0, 10.0, 5.0], [3.0, 30.0, 5.0]], [1, 2], [1, 1, 1], ("a", "b", "c"))
    after = scale_columns(experiment, [1], Rescaling.STANDARDISE)
    assert after.A.tolist() == [[1, -1, 5], [3, 1, 5]]
    assert after.inputs == (Column("a"), Column("b", 20.0, 10.0), Column("c"))
    assert after.W.tolist() == [[1], [10], [1]]
    assert (after.Y, after.note) == (experiment.Y, "")
    with pytest.raises(NothingScaled):
        restore_units(after, [0, 2])
    assert restore_units(after, [0, 1]).A.tolist() == experiment.A.tolist()


def test_shift_without_intercept_is_detected() -> None:
    experiment = made([[1.0], [3.0]], [1, 2], [1])
    after = scale_columns(experiment, [0], Rescaling.STANDARDISE)
    assert lacks_intercept(after, [0])
    assert not lacks_intercept(experiment, [0])


@pytest.mark.parametrize("size", [5e-324, 1e-310, 1e300, 1.7e308])
def test_extreme_values_scale_and_restore(size: float) -> None:
    experiment = made([[size, 1.0], [-size, 1.0], [size, 1.0]], [1, 2, 3], [0, 0])
    for how in Rescaling:
        after = scale_columns(experiment, [0], how)
        assert np.abs(after.A.joined).max() <= np.sqrt(3)
        assert restore_units(after, [0]).A.column(0) == pytest.approx(experiment.A.column(0))


def test_overflow_is_refused() -> None:
    far = made([[1e300], [-1e300]], [1, 2], [1e300])
    with pytest.raises(ValueOverflow, match="A start weight would be larger"):
        scale_columns(far, [0], Rescaling.SCALE)
    tall = scale_columns(made([[1e300], [-1e300]], [1, 2], [0], ("x",)), [0], Rescaling.SCALE)
    edited = changes.set_block(tall, TableName.A, 0, 0, np.array([[1e300]]))
    with pytest.raises(ValueOverflow, match="A value would be larger"):
        restore_units(edited, [0])
    again = changes.set_block(tall, TableName.A, 0, 0, np.array([[1e300], [2e300]]))
    with pytest.raises(ValueOverflow, match="The scale of “x” would be larger"):
        scale_columns(again, [0], Rescaling.STANDARDISE)


def test_scaling_a_missing_column_is_refused() -> None:
    for change in (
        lambda e: scale_columns(e, [1], Rescaling.SCALE),
        lambda e: restore_units(e, [1]),
    ):
        with pytest.raises(NoSuchColumn):
            change(made([[1.0], [2.0]], [1, 2], [0]))


@given(experiments(), HOWS)
def test_undo_of_scaling_is_exact(experiment: Experiment, how: Rescaling) -> None:
    if not varies(experiment):
        return
    document = Document(experiment.problem, experiment.settings, "Test")
    document.open(experiment)
    document.change("Scale", lambda now: scale_columns(now, all_of(now), how))
    document.change("Back", lambda now: restore_units(now, all_of(now)))
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.experiment is experiment
