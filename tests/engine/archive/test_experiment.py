import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import EngineError, Problem
from engine.archive.experiment import SavedExperiment, SavedHeldOut
from engine.archive.secant_file import archived, read_archive
from engine.errors import BadSetting, NoRowLeft, TableTooLarge
from engine.writing.atomic_write import write_whole

A, Y, W = np.eye(3, 2), np.ones((3, 1)), np.zeros((2, 1))


def saved(**values: object) -> SavedExperiment:
    given: dict[str, Any] = {"A": A, "Y": Y, "W": W, **values}
    return SavedExperiment(**given)


def test_missing_values_get_defaults() -> None:
    experiment = saved()
    assert experiment.names == ("", "")
    assert experiment.shift == (0.0, 0.0)
    assert experiment.scale == (1.0, 1.0)
    assert (experiment.output, experiment.name, experiment.note) == ("", "", "")
    assert (experiment.fitted, experiment.epoch, experiment.loss) == (None, None, None)
    assert experiment.settings.epochs == 1000


def test_only_read_only_matrices_are_shared() -> None:
    problem = Problem(A, Y, W)
    shared = saved(A=problem.A, Y=problem.Y, W=problem.W)
    assert shared.problem.A is shared.A is problem.A
    copied = saved()
    assert not np.shares_memory(copied.A, A)
    assert not copied.A.flags.writeable


def test_numpy_numbers_become_python_numbers() -> None:
    experiment = saved(
        shift=np.array([1.5, 2.0]),
        scale=[np.float32(0.5), 3],
        fitted=W,
        epoch=np.int64(7),
        loss=np.float64(0.25),
    )
    assert repr(experiment.shift) == "(1.5, 2.0)"
    assert repr(experiment.scale) == "(0.5, 3.0)"
    assert (repr(experiment.epoch), repr(experiment.loss)) == ("7", "0.25")


def test_result_needs_fitted_weights() -> None:
    experiment = saved(epoch=5, loss=1.0)
    assert (experiment.epoch, experiment.loss) == (None, None)


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_infinite_loss_is_dropped(loss: float) -> None:
    experiment = saved(fitted=W, epoch=5.0, loss=loss)
    assert experiment.loss is None
    assert experiment.epoch == 5


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"Y": [1.0, 2.0]}, "A is 3×2 but Y is 2×1. Y needs one column and as many rows as A"),
        ({"fitted": np.zeros((3, 1))}, "A is 3×2 but fitted is 3×1. The fitted W needs one column"),
        ({"fitted": [[1.0], [math.inf]]}, "fitted, row 2, column 1 is inf"),
        ({"names": ("a",)}, "the number of names is 1; it must be 2, one for each column"),
        ({"names": ("a", 5)}, "the name of a column is 5; it must be text"),
        ({"shift": (0.0, 1.0, 2.0)}, "the number of shifts is 3; it must be 2, one for each"),
        ({"shift": (0.0, math.nan)}, "the shift of a column is nan; it must be a finite number"),
        ({"shift": (0.0, "1")}, "the shift of a column is “1”; it must be a number"),
        ({"shift": (0, 10**400)}, "it must be a finite number"),
        ({"scale": (1.0, 0.0)}, "the scale of a column is 0.0; it must be more than zero"),
        ({"scale": (1.0, -1.0)}, "the scale of a column is -1.0; it must be more than zero"),
        ({"name": 5}, "a name or note is 5; it must be text"),
        ({"fitted": W, "epoch": -1}, "the epoch is -1; it must be zero or more"),
        ({"fitted": W, "epoch": math.inf}, "the epoch is inf; it must be a finite number"),
        ({"fitted": W, "loss": "low"}, "the loss is “low”; it must be a number"),
    ],
)
def test_invalid_experiment_values_are_refused(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EngineError) as refused:
        saved(**values)
    assert sentence in str(refused.value)


def test_wrong_type_is_bad_setting() -> None:
    with pytest.raises(BadSetting):
        saved(epoch="many", fitted=W)


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 9)
    assert saved().problem.rows == 3
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 8)
    with pytest.raises(TableTooLarge):
        saved()


def test_gaps_lie_in_the_table() -> None:
    A, Y, W = np.zeros((3, 2)), np.zeros(3), np.zeros(2)
    listed: Any = ([0, 1, 3], (2, 0, 1))
    saved = SavedExperiment(A, Y, W, gaps=listed)
    assert saved.gaps == ((0, 1, 3), (2, 0, 1))
    bad: list[Any] = [(3, 0, 1), (0, 2, 4), (0, 1, 1), (-1, 0, 1), (0, 0, True), (0, 1), "012", 5]
    for gap in bad:
        with pytest.raises(BadSetting):
            SavedExperiment(A, Y, W, gaps=(gap,))


def test_left_out_rows_lie_in_the_table() -> None:
    A, Y, W = np.zeros((5, 2)), np.zeros(5), np.zeros(2)
    listed: Any = ([0, 1], (2, 4))
    assert SavedExperiment(A, Y, W, left_out=listed).left_out == ((0, 1), (2, 4))
    bad: list[Any] = [
        *(((4, 6),), ((1, 1),), ((-1, 1),), ((0, True),), ((0,),), ("01",), (5,)),
        *(((2, 4), (0, 1)), ((0, 2), (1, 3))),
    ]
    for rows in bad:
        with pytest.raises(BadSetting):
            SavedExperiment(A, Y, W, left_out=rows)
    with pytest.raises(NoRowLeft):
        SavedExperiment(A, Y, W, left_out=((0, 5),))


def test_held_out_rows_do_not_count() -> None:
    A, Y, W = np.zeros((5, 2)), np.zeros(5), np.zeros(2)
    listed: Any = SavedHeldOut(0.4, 0, ([0, 1], (2, 3)))  # type: ignore[arg-type]
    saved = SavedExperiment(A, Y, W, left_out=((0, 1), (2, 3)), held_out=listed)
    assert saved.held_out == SavedHeldOut(0.4, 0, ((0, 1), (2, 3)))
    bad: list[Any] = [
        SavedHeldOut(0.4, 0, ((0, 1),)),
        SavedHeldOut(0.4, 0, ((0, 1), (2, 4))),
        SavedHeldOut(0.4, 0, (), ((0, 1), (2, 3))),
        5,
    ]
    for held_out in bad:
        with pytest.raises(BadSetting):
            SavedExperiment(A, Y, W, left_out=((0, 1), (2, 3)), held_out=held_out)
    wrong: list[tuple[Any, Any]] = [(0, 0), (1, 0), ("x", 0), (0.5, -1), (0.5, 1.5), (0.5, True)]
    for share, seed in wrong:
        with pytest.raises(BadSetting):
            SavedHeldOut(share, seed, ((0, 1),))


def test_new_rows_fit_the_table(tmp_path: Path) -> None:
    A, Y, W = np.zeros((5, 2)), np.zeros(5), np.zeros(2)
    cells = np.array([[1.5, np.nan], [np.nan, -0.1]])
    saved = SavedExperiment(A, Y, W, new_rows=cells)
    path = tmp_path / "rows.secant"
    write_whole(path, archived(saved))
    again = read_archive(path).new_rows
    assert again is not None
    assert again.tobytes() == cells.tobytes()
    assert SavedExperiment(A, Y, W).new_rows is None
    bad: list[Any] = [np.zeros((2, 3)), np.zeros((0, 2)), np.zeros(2), [[np.inf, 0.0]]]
    for rows in bad:
        with pytest.raises(BadSetting):
            SavedExperiment(A, Y, W, new_rows=rows)
