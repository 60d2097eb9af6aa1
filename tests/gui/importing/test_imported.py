from pathlib import Path

import pytest

from engine import Problem, Settings, fitting_h, learning_rate_limit, safe_learning_rate
from engine.examples import published
from engine.reading.choices import BadRows, Choices
from engine.reading.faults import BadCells
from gui.document import Experiment, Input
from gui.errand import Cancelled
from gui.errors import TableTooLarge
from gui.importing import imported as module
from gui.importing.imported import import_experiment

from .conftest import CLEAN, MIXED, Write

A: list[list[float]] = [[1.5, -2], [3, 4.125], [0, 1e-3], [-8, 9]]
Y: list[list[float]] = [[0.25], [-7e2], [12], [10]]
ALL = Choices(columns=(1, 2, 3))


def test_columns_become_inputs_and_the_last_the_output(write: Write) -> None:
    made = import_experiment(write(CLEAN), ALL, Settings()).experiment
    assert made.A.tolist() == A
    assert made.Y.tolist() == Y
    assert made.W.tolist() == [[0], [0]]
    assert made.inputs == (Input("x1"), Input("x2"))
    assert (made.output, made.name) == ("y", "table")


def test_columns_come_in_the_order_asked_for(write: Write) -> None:
    made = import_experiment(write(CLEAN), Choices(columns=(3, 1)), Settings()).experiment
    assert (made.A.tolist(), made.Y.tolist()) == (Y, [row[:1] for row in A])
    assert (made.inputs, made.output) == ((Input("y"),), "x1")


def test_without_a_header_there_are_no_names(write: Write) -> None:
    made = import_experiment(write("1,2\n3,4\n"), Choices(columns=(1, 2)), Settings()).experiment
    assert (made.inputs, made.output) == ((Input(),), "")
    assert made.note == "Imported from table.csv: 2 rows, 1 input."


def test_the_note_tells_what_came_in_and_what_did_not(write: Write) -> None:
    made = import_experiment(write(CLEAN), ALL, Settings()).experiment
    assert made.note == "Imported from table.csv: 4 rows, 2 inputs, output y."
    assert made.remark == made.note
    skipping = Choices(columns=(2, 3, 5), bad_rows=BadRows.SKIP)
    made = import_experiment(write(MIXED), skipping, Settings()).experiment
    assert made.note == (
        "Imported from table.csv: 3 rows, 2 inputs, output weight; 2 rows left out."
    )


def test_rate_and_step_suit_the_table_and_the_rest_is_as_it_was(write: Write) -> None:
    before = Settings(epochs=7, difference="forward", tolerance=1e-3)
    made = import_experiment(write(CLEAN), ALL, before).experiment
    problem = Problem(A, Y)
    rate = safe_learning_rate(learning_rate_limit(problem))
    assert made.settings.learning_rate == rate
    assert made.settings.h == fitting_h(problem, "forward")
    assert (made.settings.epochs, made.settings.tolerance) == (7, 1e-3)


def test_it_takes_the_place_of_what_is_there_with_the_settings_of_then(write: Write) -> None:
    example = published()
    now = Experiment.of(example.problem, Settings(epochs=3, precision="float32"), "before")
    done = import_experiment(write(CLEAN), ALL, Settings(epochs=7))
    after = done.taken(now)
    assert (after.settings.epochs, after.settings.precision) == (3, "float32")
    assert after.settings.learning_rate == done.experiment.settings.learning_rate
    assert after.settings.h == done.experiment.settings.h
    assert after.A is done.experiment.A
    assert after.remark == done.experiment.note


def test_what_is_no_number_is_refused(write: Write) -> None:
    with pytest.raises(BadCells) as refused:
        import_experiment(write(MIXED), Choices(columns=(2, 3, 5)), Settings())
    assert [(f.line, f.column) for f in refused.value.faults.first] == [(3, 2), (6, 5)]


def test_progress_grows_and_may_call_it_off(write: Write) -> None:
    path, told = write(CLEAN * 1), list[float]()
    import_experiment(path, ALL, Settings(), told.append)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] < 1

    def enough(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        import_experiment(path, ALL, Settings(), enough)


def test_a_table_too_large_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 11)
    with pytest.raises(TableTooLarge, match="4×2"):
        import_experiment(write(CLEAN), ALL, Settings())


def test_scaled_columns_have_a_rate_of_their_own(write: Write) -> None:
    table = "a,y\n1000,1\n2000,2\n3000,3\n"
    choices = Choices(columns=(1, 2))
    plain = import_experiment(write(table), choices, Settings()).experiment
    scaled = import_experiment(write(table), choices, Settings(scale_columns=True)).experiment
    assert scaled.settings.fixed_learning_rate > 1e3 * plain.settings.fixed_learning_rate


def test_the_file_is_named_without_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "some.where" / "my data.v2.csv"
    path.parent.mkdir()
    path.write_text(CLEAN)
    made = import_experiment(path, ALL, Settings()).experiment
    assert made.name == "my data.v2"
    assert made.note.startswith("Imported from my data.v2.csv: ")


def test_long_names_leave_room_for_what_is_told(tmp_path: Path) -> None:
    path = tmp_path / f"{'measurements' * 15}.csv"
    path.write_text(f'x,"{"result " * 15}\nin metres"\n1,2\n3,4\n')
    made = import_experiment(path, Choices(columns=(1, 2)), Settings()).experiment
    assert len(made.note) < 150
    assert "\n" not in made.note
    assert made.output.endswith("in metres")
