import numpy as np

from engine import Settings
from gui.files.empty import EMPTY_NOTE, EMPTY_SHAPE, empty_experiment


def test_it_is_all_zeros_and_can_be_run() -> None:
    experiment = empty_experiment()
    assert experiment.A.shape == EMPTY_SHAPE
    for table in (experiment.problem.A, experiment.problem.Y, experiment.problem.W):
        assert not np.any(table)
    assert experiment.settings == Settings()


def test_it_says_what_to_do() -> None:
    assert empty_experiment().remark == EMPTY_NOTE
