import math
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine import Matrix, Method, Precision, Problem, Settings, suggest_h
from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.settings import FITS_EACH
from engine.shortening import repair_name
from engine.terms import PowerTerm, ProductTerm
from engine.writing.atomic_write import write_whole
from gui.document import Column, Experiment, Fitted, Grid, TableName, changes
from gui.document.new_rows import set_cells
from gui.files.secant_document import (
    EMPTY_SHAPE,
    empty_experiment,
    from_saved,
    held_out_table,
    not_counted,
    to_saved,
)
from gui.transforms.terms import with_term

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SCALES = st.floats(1e-300, 1e300)
# What no file can show is repaired when a column is named.
NAMES = st.text(max_size=5).map(repair_name)
SETTINGS = st.builds(
    Settings,
    epochs=st.integers(0, 10**18),
    learning_rate=st.floats(0, 1e300, exclude_min=True),
    h=st.floats(0, 1e300, exclude_min=True) | st.just(FITS_EACH),
    tolerance=st.floats(0, 1e300),
    precision=st.sampled_from(Precision),
    method=st.sampled_from(Method),
    until_converged=st.booleans(),
    scale_columns=st.booleans(),
)


def matrices(rows: int, columns: int) -> st.SearchStrategy[Matrix]:
    return hnp.arrays(np.float64, (rows, columns), elements=NUMBERS)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    inputs = [Column(draw(NAMES), draw(NUMBERS), draw(SCALES)) for _ in range(columns)]
    A, Y, W = (Grid.of(draw(matrices(*s))) for s in [(rows, columns), (rows, 1), (columns, 1)])
    settings = draw(SETTINGS)
    return Experiment(
        *(A, Y, W, settings, tuple(inputs)),
        output=draw(NAMES),
        name=draw(NAMES),
        note=draw(NAMES),
        noted=settings,
    )


@st.composite
def runs(draw: st.DrawFn) -> tuple[Experiment, Fitted | None]:
    experiment = draw(experiments())
    W = draw(st.none() | matrices(experiment.columns, 1))
    if W is None:
        return experiment, None
    return experiment, Fitted(W, draw(st.integers(0, 10**300) | NUMBERS.map(abs)), draw(NUMBERS))


@given(runs())
def test_conversion_returns_everything(run: tuple[Experiment, Fitted | None]) -> None:
    experiment, fitted = run
    again, refitted = from_saved(to_saved(experiment, fitted))
    assert_same(experiment, again)
    assert_same_run(fitted, refitted)


def test_file_returns_everything(tmp_path: Path) -> None:
    path = tmp_path / "a.secant"

    @settings(deadline=None)
    @given(runs())
    def comes_back(run: tuple[Experiment, Fitted | None]) -> None:
        write_whole(path, archived(to_saved(*run)))
        again, refitted = from_saved(read_archive(path))
        assert_same(run[0], again)
        assert_same_run(run[1], refitted)

    comes_back()


def assert_same(one: Experiment, other: Experiment) -> None:
    for table_name in TableName:
        assert one.grid(table_name).joined.tobytes() == other.grid(table_name).joined.tobytes()
    for field in fields(Experiment):
        # Each reading of a file is another document.
        if field.name not in {*TableName, "key", "columns_key"}:
            assert getattr(one, field.name) == getattr(other, field.name)


def assert_same_run(one: Fitted | None, other: Fitted | None) -> None:
    if one is None or other is None:
        assert one is other
        return
    assert one.W.tobytes() == other.W.tobytes()
    assert (one.epoch, one.loss) == (other.epoch, other.loss)


def edited() -> Experiment:
    A, Y = Grid.of(np.arange(6.0).reshape(3, 2)), Grid.of(np.ones((3, 1)))
    return Experiment(A, Y, Grid.zeros(2, 1), Settings(), note="A note.", noted=Settings())


def test_edited_table_is_joined() -> None:
    experiment = edited()
    changed = experiment.with_grid(TableName.A, experiment.A.with_block(1, 1, np.full((1, 1), 9.0)))
    assert to_saved(changed, None).A.tolist() == [[0, 1], [2, 9], [4, 5]]


def test_unedited_table_is_not_copied() -> None:
    experiment = edited()
    saved = to_saved(experiment, None)
    assert saved.A is experiment.A.joined
    assert from_saved(saved)[0].A.joined is saved.A


def test_outdated_note_is_dropped() -> None:
    experiment = edited()
    other = Experiment(
        *(experiment.A, experiment.Y, experiment.W, Settings(epochs=7)),
        note=experiment.note,
        noted=experiment.noted,
    )
    assert (to_saved(experiment, None).note, to_saved(other, None).note) == ("A note.", "")


def test_unknown_loss_and_epoch_become_nan() -> None:
    unknown = Fitted(np.ones((2, 1)), math.nan, math.nan)
    saved = to_saved(edited(), unknown)
    assert (saved.epoch, saved.loss) == (None, None)
    fitted = from_saved(saved)[1]
    assert fitted is not None
    assert math.isnan(fitted.epoch)
    assert math.isnan(fitted.loss)
    assert fitted.W.tolist() == [[1], [1]]


def test_refused_loss_is_written_back(tmp_path: Path) -> None:
    refused = replace(edited(), refused_loss="mean(foo(3))")
    path = tmp_path / "old.secant"
    fitted = Fitted(np.ones((2, 1)), 3, 0.5)
    write_whole(path, archived(to_saved(refused, fitted)))
    saved = read_archive(path, keeps_refused_loss=True)
    assert (saved.refused_loss, saved.settings.loss) == ("mean(foo(3))", "mean square")
    assert saved.loss is None
    assert from_saved(saved)[0].refused_loss == "mean(foo(3))"


def test_open_settings_become_numbers() -> None:
    settings = Settings(learning_rate="safe", h="fits")
    saved = SavedExperiment(np.eye(2), np.ones(2), np.full(2, 1e6), settings)
    experiment, _ = from_saved(saved)
    assert experiment.settings.learning_rate == 1.0
    assert experiment.settings.h == suggest_h(saved.problem)
    assert experiment.settings == experiment.noted


def test_empty_experiment_is_zeros_and_runs() -> None:
    experiment = empty_experiment()
    assert experiment.A.shape == EMPTY_SHAPE
    for table in (experiment.problem.A, experiment.problem.Y, experiment.problem.W):
        assert not np.any(table)
    assert experiment.settings == Settings(h=0.1)


def test_left_out_rows_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "out.secant"
    problem = Problem(np.arange(10.0).reshape(5, 2), np.arange(5.0))
    out = changes.leave_out(Experiment.of(problem, Settings()), [0, 2, 3])
    assert to_saved(out, None).left_out == ((0, 1), (2, 4))
    write_whole(path, archived(to_saved(out, None)))
    again, _ = from_saved(read_archive(path))
    assert again.left_out_rows == [0, 2, 3]
    assert again.problem.Y[:, 0].tolist() == [1, 4]
    begun = changes.begin_row(out)
    assert not_counted(begun) == ((0, 1), (2, 4), (5, 6))


def test_held_out_rows_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "held.secant"
    problem = Problem(np.arange(20.0).reshape(10, 2), np.arange(10.0))
    out = changes.hold_out(changes.leave_out(Experiment.of(problem, Settings()), [0, 2]), 0.3, 7)
    first = int(np.flatnonzero(out.held_out.chosen)[0]) if out.held_out else -1
    out = changes.leave_out(out, [first])
    write_whole(path, archived(to_saved(out, None)))
    again, _ = from_saved(read_archive(path))
    assert out.held_out is not None
    assert again.held_out is not None
    assert np.array_equal(again.held_out.chosen, out.held_out.chosen)
    assert np.array_equal(again.held_out.rows, out.held_out.rows)
    assert (again.held_out.share, again.held_out.seed) == (0.3, 7)
    assert again.left_out_rows == out.left_out_rows == sorted([0, 2, first])
    assert again.problem.Y.tolist() == out.problem.Y.tolist()
    table = held_out_table(again)
    assert table is not None
    assert table.Y[:, 0].tolist() == np.flatnonzero(out.held_out.rows).tolist()
    plain, _ = from_saved(to_saved(changes.take_back_held_out(again), None))
    assert plain.held_out is None
    assert plain.left_out_rows == out.left_out_rows
    assert held_out_table(plain) is None


def test_new_rows_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "rows.secant"
    problem = Problem(np.arange(10.0).reshape(5, 2), np.arange(5.0))
    begun = set_cells(Experiment.of(problem, Settings()), 0, [1], [0.1])
    write_whole(path, archived(to_saved(begun, None)))
    again, _ = from_saved(read_archive(path))
    assert again.new_rows is not None
    assert np.isnan(again.new_rows.value(0, 0))
    assert again.new_rows.value(0, 1) == 0.1


def test_computed_columns_return_from_files(tmp_path: Path) -> None:
    problem = Problem([[2.0, 1.0], [3.0, 0.0]], [1.0, 2.0])
    plain = Experiment.of(problem, Settings(), names=("age", "", "y"))
    made = with_term(with_term(plain, PowerTerm("age", 2.0)), ProductTerm(("age", "x2")))
    path = tmp_path / "a.secant"
    write_whole(path, archived(to_saved(made, None)))
    again, _ = from_saved(read_archive(path))
    assert again.inputs == made.inputs
    assert again.A.tolist() == made.A.tolist()
