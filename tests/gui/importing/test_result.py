import os
from pathlib import Path

import pytest

from engine import Problem, Settings, learning_rate_limit, safe_learning_rate, suggest_h
from engine.errors import TableTooLarge
from engine.examples import published
from engine.reading.faults import BadCells
from engine.reading.options import BadRows, ReadOptions
from engine.terms import CategoryTerm
from gui.background import Cancelled
from gui.document import Column, Experiment
from gui.importing.errors import FileChanged
from gui.importing.result import FileSnapshot, import_experiment
from gui.text.numbers import format_number

from .conftest import CLEAN, MIXED, Write

A: list[list[float]] = [[1.5, -2], [3, 4.125], [0, 1e-3], [-8, 9]]
Y: list[list[float]] = [[0.25], [-7e2], [12], [10]]
ALL = ReadOptions(columns=(1, 2, 3))
WHY = "The central quotient of a parabola is exact at any h, so a large h only takes rounding away."


def noted(imported: Experiment) -> str:
    """Return what is said of the file; the last two lines say which h was chosen, and why."""
    said, chosen, why = imported.note.rsplit("\n", 2)
    h = format_number(imported.settings.fixed_h)
    assert (chosen, why) == (f"h = {h} was chosen for these columns.", WHY)
    return said


def test_last_column_becomes_output(write: Write) -> None:
    imported = import_experiment(write(CLEAN), ALL, Settings()).experiment
    assert imported.A.tolist() == A
    assert imported.Y.tolist() == Y
    assert imported.W.tolist() == [[0], [0]]
    assert imported.inputs == (Column("x1"), Column("x2"))
    assert (imported.output, imported.name) == ("y", "table")


def test_columns_keep_requested_order(write: Write) -> None:
    imported = import_experiment(write(CLEAN), ReadOptions(columns=(3, 1)), Settings()).experiment
    assert (imported.A.tolist(), imported.Y.tolist()) == (Y, [row[:1] for row in A])
    assert (imported.inputs, imported.output) == ((Column("y"),), "x1")


def test_import_without_header_has_no_names(write: Write) -> None:
    imported = import_experiment(
        write("1,2\n3,4\n"), ReadOptions(columns=(1, 2)), Settings()
    ).experiment
    assert (imported.inputs, imported.output) == ((Column(),), "")
    assert noted(imported) == "Imported from table.csv: 2 rows, 1 input."


def test_note_describes_import(write: Write) -> None:
    imported = import_experiment(write(CLEAN), ALL, Settings()).experiment
    assert noted(imported) == "Imported from table.csv: 4 rows, 2 inputs, output y."
    assert imported.remark == imported.note
    skipping = ReadOptions(columns=(2, 3, 5), bad_rows=BadRows.SKIP)
    imported = import_experiment(write(MIXED), skipping, Settings()).experiment
    assert noted(imported) == (
        "Imported from table.csv: 3 rows, 2 inputs, output weight; 2 rows skipped."
    )


@pytest.mark.parametrize("difference", ["forward", "backward"])
def test_one_sided_quotients_have_their_reason(write: Write, difference: str) -> None:
    imported = import_experiment(write(CLEAN), ALL, Settings(difference=difference)).experiment
    assert imported.note.split("\n")[-1].startswith("A one-sided quotient cuts the bend by h")
    assert WHY not in imported.note


def test_rate_and_h_suit_table(write: Write) -> None:
    before = Settings(epochs=7, difference="forward", tolerance=1e-3)
    imported = import_experiment(write(CLEAN), ALL, before).experiment
    problem = Problem(A, Y)
    rate = safe_learning_rate(learning_rate_limit(problem))
    assert imported.settings.learning_rate == rate
    assert imported.settings.h == suggest_h(problem, "forward")
    assert (imported.settings.epochs, imported.settings.tolerance) == (7, 1e-3)


def test_replacing_brings_own_settings(write: Write) -> None:
    example = published()
    now = Experiment.of(example.problem, Settings(epochs=3, precision="float32"), "before")
    done = import_experiment(write(CLEAN), ALL, Settings(epochs=7))
    after = done.replace_experiment(now)
    assert (after.settings.epochs, after.settings.precision) == (7, "float64")
    assert after.A is done.experiment.A
    assert after.remark == done.experiment.note


def test_cells_without_number_are_refused(write: Write) -> None:
    with pytest.raises(BadCells) as refused:
        import_experiment(write(MIXED), ReadOptions(columns=(2, 3, 5)), Settings())
    assert [(f.line, f.column) for f in refused.value.faults.first] == [(3, 2), (6, 5)]


def test_progress_grows_and_can_cancel(write: Write) -> None:
    path, fractions = write(CLEAN * 1), list[float]()
    import_experiment(path, ALL, Settings(), fractions.append)
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] <= fractions[-1] < 1

    def enough(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        import_experiment(path, ALL, Settings(), enough)


def test_too_large_table_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.matrix.MOST_CELLS", 11)
    with pytest.raises(TableTooLarge, match="4 rows of 2 columns"):
        import_experiment(write(CLEAN), ALL, Settings())


def test_scaled_columns_get_other_rate(write: Write) -> None:
    table = "a,y\n1000,1\n2000,2\n3000,3\n"
    read_options = ReadOptions(columns=(1, 2))
    plain = import_experiment(write(table), read_options, Settings()).experiment
    scaled = import_experiment(write(table), read_options, Settings(scale_columns=True)).experiment
    assert scaled.settings.fixed_learning_rate > 1e3 * plain.settings.fixed_learning_rate


def test_name_and_note_omit_folder(tmp_path: Path) -> None:
    path = tmp_path / "some.where" / "my data.v2.csv"
    path.parent.mkdir()
    path.write_text(CLEAN)
    imported = import_experiment(path, ALL, Settings()).experiment
    assert imported.name == "my data.v2"
    assert imported.note.startswith("Imported from my data.v2.csv: ")


def test_long_names_are_shortened_in_note(tmp_path: Path) -> None:
    path = tmp_path / f"{'measurements' * 15}.csv"
    path.write_text(f'x,"{"result " * 15}\nin metres"\n1,2\n3,4\n')
    imported = import_experiment(path, ReadOptions(columns=(1, 2)), Settings()).experiment
    assert len(noted(imported)) < 150
    assert "\n" not in noted(imported)
    assert imported.output.endswith("in metres")


def test_touched_or_grown_file_passes(write: Write) -> None:
    path = write(CLEAN)
    snapshot = FileSnapshot.take(path, ReadOptions())
    os.utime(path, ns=(1, 1))
    snapshot.check_unchanged()
    write(f"{CLEAN}1,2,3\n")
    snapshot.check_unchanged()


@pytest.mark.parametrize(
    "text", ["x1;x2;y\n1;2;3\n", "x1,x2,y,z\n1,2,3,4\n", "x2,x1,y\n1,2,3\n", "1,2,3\n4,5,6\n"]
)
def test_replaced_file_is_refused(write: Write, text: str) -> None:
    path = write(CLEAN)
    snapshot = FileSnapshot.take(path, ReadOptions())
    write(text)
    with pytest.raises(FileChanged):
        snapshot.check_unchanged()


def test_other_options_are_no_change(write: Write) -> None:
    path = write(CLEAN)
    snapshot = FileSnapshot.take(path, ReadOptions())
    assert not FileSnapshot.take(path, ReadOptions(header=False)).differs_from(snapshot)
    assert not snapshot.differs_from(None)


def test_imported_table_is_looked_through(write: Write) -> None:
    found = vars(import_experiment(write(CLEAN), ALL, Settings()).experiment)
    assert (found["has_gaps"], found["intercept"]) == (False, None)


def test_indicators_know_their_category(write: Write) -> None:
    path = write("region,age,y\nnorth,20,1\neast,30,2\nsouth,40,3\nnorth,50,5\n")
    options = ReadOptions(indicators=("region",))
    experiment = import_experiment(path, options, Settings(), adds_ones=True).experiment
    levels = ("east", "north", "south")
    assert [(each.name, each.term) for each in experiment.inputs] == [
        ("1", None),
        ("region = north", CategoryTerm("region", "north", levels, "east")),
        ("region = south", CategoryTerm("region", "south", levels, "east")),
        ("age", None),
    ]
