import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.document import Experiment
from gui.transforms.errors import NotWhole
from gui.transforms.shuffle import Shuffle
from gui.transforms.whole_numbers import MOST_SEED

from .experiments import experiments, made


def pairs(experiment: Experiment) -> list[tuple[float, ...]]:
    return [*map(tuple, np.hstack((experiment.A.joined, experiment.Y.joined)).tolist())]


@given(experiments(), st.integers(0, MOST_SEED))
def test_shuffle_permutes_rows_in_pairs(experiment: Experiment, seed: int) -> None:
    after = Shuffle(seed).apply(experiment)
    order = np.random.default_rng(seed).permutation(experiment.rows)
    assert pairs(after) == [pairs(experiment)[row] for row in order]
    assert sorted(pairs(after)) == sorted(pairs(experiment))
    assert (after.W, after.inputs, after.note) == (experiment.W, experiment.inputs, "")


def test_order_depends_on_the_seed_only() -> None:
    experiment = made(np.arange(100.0).reshape(100, 1), np.arange(100.0), [0.0])
    orders = [pairs(Shuffle(seed).apply(experiment)) for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2] != pairs(experiment)


@pytest.mark.parametrize("seed", [0.5, -1, MOST_SEED + 1, 1e300])
def test_fractional_seed_is_refused(seed: float) -> None:
    with pytest.raises(NotWhole, match="the seed must be a whole number"):
        Shuffle(seed)
