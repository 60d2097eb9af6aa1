"""The dialog for a table in many files, from the action to the experiment."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit

from engine import Problem, optimum
from engine.statistics import statistics
from gui.document import TableName, changes
from gui.document.column import Column
from gui.errors import LossNeedsRows, RowsAreReduced, TermNeedsRows
from gui.files.secant_document import from_saved, to_saved
from gui.importing.many_files import STAND_FOR
from gui.importing.many_files_dialog import ManyFilesDialog, Place
from tests.engine.parts.tables import table, write_csv, write_parts
from tests.gui.finding import named

from .conftest import Desk


def opened(desk: Desk, folder: Path, count: int = 5) -> ManyFilesDialog:
    desk.imports.import_files(write_parts(folder, table(rows=100), count))
    dialog = desk.dialog()
    assert isinstance(dialog, ManyFilesDialog)
    desk.wait_preview(dialog)
    return dialog


def test_action_asks_for_several_files(desk: Desk) -> None:
    action = desk.imports.import_many
    assert (action.objectName(), action.text()) == ("import_many", "Import Many &Files…")
    action.trigger()
    dialog = named(desk.window, QFileDialog, "import_files_dialog")
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.reject()


def test_files_become_rows_that_stand_for_all(desk: Desk, tmp_path: Path) -> None:
    dialog = opened(desk, tmp_path)
    assert dialog.windowTitle() == "Import 5 Files"
    text = named(dialog, QLabel, "import_files").text()
    assert text.startswith("All 5 files are read like the first of them, part-00.csv.")
    desk.finish()
    experiment = desk.document.experiment
    assert (experiment.rows, experiment.observations) == (5, 100)
    assert experiment.note.startswith(
        "Imported from 5 files, the first of them part-00.csv: 100 rows, 3 inputs."
    )
    assert STAND_FOR(5, count="100") in experiment.note.splitlines()
    values = table(rows=100)
    whole = Problem(values[:, :-1], values[:, -1])
    expected, found = (statistics(each, optimum(each)) for each in (whole, experiment.problem))
    assert found.standard_errors == pytest.approx(expected.standard_errors, rel=1e-9)
    assert found.rows == 100


def test_rows_cannot_be_edited(desk: Desk, tmp_path: Path) -> None:
    opened(desk, tmp_path)
    desk.finish()
    document, experiment = desk.document, desk.document.experiment
    with pytest.raises(RowsAreReduced, match="100 observations"):
        document.set_block(TableName.Y, 0, 0, np.array([[1.0]]))
    with pytest.raises(RowsAreReduced):
        document.insert_rows(0, 1)
    with pytest.raises(RowsAreReduced):
        document.remove_rows([0])
    with pytest.raises(RowsAreReduced):
        document.leave_out([0])
    with pytest.raises(RowsAreReduced):
        changes.hold_out(experiment, 0.2, 1)
    with pytest.raises(LossNeedsRows):
        document.change_settings(loss="mean absolute")
    assert document.experiment is experiment
    document.set_block(TableName.W, 0, 0, np.array([[1.0]]))
    assert document.experiment.stands_for == 100


def test_computed_column_is_refused(desk: Desk, tmp_path: Path) -> None:
    from engine.terms import term_of

    opened(desk, tmp_path)
    desk.finish()
    experiment = desk.document.experiment
    squared = Column("a2", term=term_of("a^2", ["a", "b", "c"]))
    with pytest.raises(TermNeedsRows):
        changes.insert_columns(experiment, 1, 1, [squared])


def test_file_keeps_what_rows_stand_for(desk: Desk, tmp_path: Path) -> None:
    opened(desk, tmp_path)
    desk.finish()
    experiment, _ = from_saved(to_saved(desk.document.experiment, None))
    assert experiment.stands_for == 100
    assert experiment.problem.observations == 100


def test_bad_file_is_shown_in_dialog(desk: Desk, tmp_path: Path) -> None:
    opened(desk, tmp_path)
    write_csv(tmp_path / "part-03.csv", table(rows=5), ("a", "b", "z", "y"))
    desk.press("import_button")
    desk.qtbot.waitUntil(lambda: "part-03.csv" in desk.label("message"))
    assert "no column named “c”" in desk.label("message")


def test_cluster_needs_its_extra(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.parts.on_cluster.is_installed", lambda: False)
    dialog = opened(desk, tmp_path)
    place = named(dialog, QComboBox, "import_place")
    place.setCurrentIndex(place.findData(Place.MACHINE))
    obstacle = named(dialog, QLabel, "import_obstacle")
    assert obstacle.text().endswith("Add it: python3 main.py --add cluster")
    place.setCurrentIndex(place.findData(Place.HERE))
    assert obstacle.text() == ""


def test_address_is_checked(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.parts.on_cluster.is_installed", lambda: True)
    dialog = opened(desk, tmp_path)
    place = named(dialog, QComboBox, "import_place")
    place.setCurrentIndex(place.findData(Place.ADDRESS))
    address, obstacle = (
        named(dialog, QLineEdit, "import_address"),
        named(dialog, QLabel, "import_obstacle"),
    )
    assert "Type the address" in obstacle.text()
    address.setText("tcp://10.0.0.1:8786")
    assert obstacle.text() == ""


def test_one_file_is_imported_whole(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table(rows=10))
    desk.imports.import_files([path])
    dialog = desk.dialog()
    assert not isinstance(dialog, ManyFilesDialog)
    desk.wait_preview(dialog)
    desk.finish()
    assert desk.document.experiment.stands_for is None
