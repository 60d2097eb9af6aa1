import os
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QPushButton

from engine import Settings
from engine.reading.choices import Choices
from engine.reading.preview import Preview, preview
from gui.background import OnProgress
from gui.importing import dialog as module
from gui.importing import look
from gui.importing.choice_box import ChoiceBox
from gui.importing.dialog import ImportDialog
from gui.importing.imports import FILTERS, Imports
from gui.importing.roles import Role
from gui.preferences import Preferences
from gui.tone import Tone
from tests.gui.finding import named

from .conftest import CLEAN, MIXED, Desk, Write


def refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_the_action_is_found_by_its_name(desk: Desk) -> None:
    action = desk.imports.import_table
    assert action.objectName() == "import_table"
    assert action.shortcut().toString() == "Ctrl+I"
    assert action.text() == "&Import Table…"


def test_the_action_asks_for_a_file(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.imports.import_table.trigger()
    asking = named(desk.window, QFileDialog, "import_file_dialog")
    assert asking.nameFilters() == FILTERS
    name, box = asking.findChild(QLineEdit), asking.findChild(QDialogButtonBox)
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(path))
    desk.qtbot.mouseClick(
        box.button(QDialogButtonBox.StandardButton.Open), Qt.MouseButton.LeftButton
    )
    desk.settle(desk.dialog())
    desk.finish()
    assert desk.document.rows == 4


def test_it_asks_in_the_folder_imported_from_last(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.open(path)
    desk.finish()
    desk.imports.choose_file()
    asking = named(desk.window, QFileDialog, "import_file_dialog")
    assert Path(asking.directory().absolutePath()) == path.parent
    asking.reject()


def test_an_import_is_one_step_that_can_be_undone(desk: Desk, write: Write) -> None:
    before = desk.document.experiment
    desk.open(write(CLEAN))
    desk.finish()
    after = desk.document.experiment
    assert after.name == "table"
    assert desk.document.undo_stack.undoText() == "Import of table.csv"
    desk.document.undo_stack.undo()
    assert desk.document.experiment is before
    desk.document.undo_stack.redo()
    assert desk.document.experiment is after


def test_how_it_went_is_said_and_noted(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    desk.finish()
    said = desk.said.at(0)[0]
    assert said.tone is Tone.GOOD
    assert said.sentence == "Imported from table.csv: 4 rows, 2 inputs, output y."
    assert desk.document.note == said.sentence


def test_other_settings_than_rate_and_step_stay(desk: Desk, write: Write) -> None:
    desk.document.change_settings(epochs=77, tolerance=1e-3)
    desk.open(write(CLEAN))
    desk.finish()
    settings = desk.document.settings
    assert (settings.epochs, settings.tolerance) == (77, 1e-3)
    assert settings.learning_rate != Settings().learning_rate


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.csv", "No such file or directory"),
        ("folder", "it is not a file"),
        ("pipe", "it is not a file"),
        ("a\0b", "no file has such a name"),
        ("locked", "Permission denied"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_without_a_dialog(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "locked").touch()
    if name == "locked":
        monkeypatch.setattr(Path, "open", refuse)
    path = tmp_path / name
    with desk.qtbot.waitSignal(desk.imports.said) as said:
        desk.imports.import_file(str(path))
    assert said.args[0].tone is Tone.FAULT
    assert said.args[0].sentence == f"{path} cannot be opened: {why}."
    assert desk.window.findChild(ImportDialog) is None


def test_choices_and_roles_are_remembered_for_a_file(desk: Desk, write: Write) -> None:
    path = write("a;b;c\n1.234;2;3\n5.678;4;5\n")
    desk.open(path)
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_decimal"), Qt.Key.Key_P)
    desk.settle(desk.dialog())
    desk.view().selectColumn(0)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_Y)
    desk.finish()
    desk.open(path)
    assert desk.part(ChoiceBox, "import_decimal").chosen == "."
    assert [desk.view().preview.column_role(k) for k in range(3)] == [Role.Y, Role.A, Role.A]
    desk.finish()
    assert desk.document.output == "a"
    desk.open(write(CLEAN, "other.csv"))
    assert desk.part(ChoiceBox, "import_decimal").chosen is None


def test_what_was_written_here_since_is_guessed_anew(desk: Desk, write: Write) -> None:
    path = write("a;b\n1.234;2\n5.678;4\n")
    desk.open(path)
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_decimal"), Qt.Key.Key_P)
    desk.settle(desk.dialog())
    desk.finish()
    desk.imports.take_note(path, ["y", "price"])
    desk.open(path)
    assert desk.part(ChoiceBox, "import_decimal").chosen is None
    assert [desk.view().preview.column_role(k) for k in range(2)] == [Role.A, Role.Y]


def test_another_window_remembers_as_well(desk: Desk, write: Write) -> None:
    path = write(MIXED)
    desk.open(path)
    desk.press("skip_rows")
    desk.finish()
    imports = Imports(desk.window, desk.document, Preferences())
    imports.import_file(path)
    skip = named(desk.dialog(), QPushButton, "skip_rows")
    desk.qtbot.waitUntil(skip.isVisible)
    assert skip.isChecked()
    imports.shut_down()


def test_what_was_cancelled_is_not_remembered(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.open(path)
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_header"), Qt.Key.Key_End)
    desk.press("import_cancel")
    desk.qtbot.waitUntil(lambda: desk.window.findChild(ImportDialog) is None)
    desk.open(path)
    assert desk.part(ChoiceBox, "import_header").chosen is None


def test_a_file_of_other_columns_is_guessed_anew(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.open(path)
    desk.view().selectColumn(0)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_Y)
    desk.finish()
    write("a,b,c,d\n1,2,3,4\n")
    desk.open(path)
    assert desk.view().preview.column_role(3) is Role.Y


def test_another_file_takes_the_place_of_the_one_asked_about(desk: Desk, write: Write) -> None:
    first = desk.open(write(CLEAN))
    second = write("1,2\n3,4\n", "second.csv")
    desk.imports.import_file(second)
    assert first.isHidden()
    desk.qtbot.waitUntil(lambda: len(desk.window.findChildren(ImportDialog)) == 1)
    desk.settle(desk.dialog())
    desk.finish()
    assert np.array(desk.document.experiment.A.joined).tolist() == [[1], [3]]
    assert desk.said.count() == 1


def test_shutting_down_while_it_reads_changes_nothing(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, begun = desk.document.experiment, Event()

    def endless(path: Path, choices: Choices, settings: Settings, report: OnProgress) -> object:
        del path, choices, settings
        while True:
            begun.set()
            report(0.5)

    monkeypatch.setattr(module, "import_experiment", endless)
    desk.open(write(CLEAN))
    desk.press("import_button")
    assert begun.wait(10)
    desk.imports.shut_down()
    assert desk.document.experiment is before
    assert desk.said.count() == 0


def test_importing_halts_no_edit_that_is_being_made(desk: Desk, write: Write) -> None:
    desk.document.resize(100_000, 3)
    desk.document.remove_rows(range(50_000))
    assert desk.document.is_busy
    desk.open(write(CLEAN))
    desk.finish()
    desk.qtbot.waitUntil(lambda: not desk.document.is_busy)
    assert desk.document.undo_stack.undoText() == "Import of table.csv"
    desk.document.undo_stack.undo()
    assert desk.document.rows == 50_000


def test_a_file_that_is_slow_to_look_at_keeps_no_other_waiting(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = Event(), Event()

    def slowly(path: Path, choices: Choices, rows: int) -> Preview:
        if path.name == "slow.csv":
            begun.set()
            assert gate.wait(10)
        return preview(path, choices, rows)

    monkeypatch.setattr(look, "preview", slowly)
    desk.imports.import_file(write(CLEAN, "slow.csv"))
    assert begun.wait(10)
    desk.dialog().reject()
    desk.qtbot.waitUntil(lambda: desk.window.findChild(ImportDialog) is None)
    desk.open(write(CLEAN))
    desk.finish()
    assert desk.document.rows == 4
    gate.set()
