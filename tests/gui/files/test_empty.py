import numpy as np

from engine import Settings
from gui.files.empty import EMPTY_NOTE, EMPTY_SHAPE, empty_experiment


def test_empty_experiment_is_zeros_and_runs() -> None:
    experiment = empty_experiment()
    assert experiment.A.shape == EMPTY_SHAPE
    for table in (experiment.problem.A, experiment.problem.Y, experiment.problem.W):
        assert not np.any(table)
    assert experiment.settings == Settings()


def test_empty_experiment_has_a_note() -> None:
    assert empty_experiment().remark == EMPTY_NOTE
