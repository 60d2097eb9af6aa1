import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QPushButton

from engine import Settings
from engine.reading.options import ReadOptions
from engine.reading.preview import Preview, preview
from gui.background import OnProgress
from gui.document import changes
from gui.document.suggested_settings import suggest_settings
from gui.importing import dialog as module
from gui.importing import imports, result
from gui.importing.choice_box import ChoiceBox
from gui.importing.dialog import ImportDialog
from gui.importing.imports import FILTERS, Imports
from gui.importing.options import ImportOptions, Role
from gui.preferences import Preferences
from gui.text.message import MessageKind, whole_of
from tests.gui.finding import named

from .conftest import CLEAN, MIXED, Desk, Write


def deny(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_action_has_name_and_key(desk: Desk) -> None:
    action = desk.imports.import_table
    assert action.objectName() == "import_table"
    assert action.shortcut().toString() == "Ctrl+I"
    assert action.text() == "&Import Table…"


def test_action_asks_for_file(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.imports.import_table.trigger()
    dialog = named(desk.window, QFileDialog, "import_file_dialog")
    assert dialog.nameFilters() == FILTERS
    name, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
    assert isinstance(name, QLineEdit)
    assert isinstance(box, QDialogButtonBox)
    name.setText(str(path))
    desk.qtbot.mouseClick(
        box.button(QDialogButtonBox.StandardButton.Open), Qt.MouseButton.LeftButton
    )
    desk.wait_preview(desk.dialog())
    desk.finish()
    assert desk.document.rows == 4


def test_dialog_starts_in_last_folder(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.open(path)
    desk.finish()
    desk.imports.choose_file()
    dialog = named(desk.window, QFileDialog, "import_file_dialog")
    assert Path(dialog.directory().absolutePath()) == path.parent
    dialog.reject()


def test_import_is_one_undo_step(desk: Desk, write: Write) -> None:
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


def test_imported_table_is_another_document(desk: Desk, write: Write) -> None:
    desk.document.set_file_name("own")
    desk.open(write(CLEAN))
    desk.finish()
    assert desk.document.title == "Untitled (table)"
    desk.document.undo_stack.undo()
    assert desk.document.title == "own"


def test_import_is_noted_once(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    desk.finish()
    lines = desk.document.note.split("\n")
    assert lines[0] == "Imported from table.csv: 4 rows, 2 inputs, output y."
    assert "exact at any h, so a large h only takes rounding away" in lines[-1]
    assert desk.messages.count() == 0


def test_imported_table_has_plain_settings(desk: Desk, write: Write) -> None:
    desk.document.change_settings(
        epochs=77, tolerance=1e-3, scale_columns=True, until_converged=True, difference="forward"
    )
    desk.open(write(CLEAN))
    desk.finish()
    assert desk.document.settings == suggest_settings(desk.document.problem(), Settings())
    desk.document.undo_stack.undo()
    assert desk.document.settings.epochs == 77


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.csv", "No such file or directory"),
        ("folder", "it is not a file"),
        ("pipe", "it is not a file"),
        ("a\0b", "its name is not valid"),
        ("locked", "Permission denied"),
    ],
)
def test_unreadable_file_opens_no_dialog(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "locked").touch()
    if name == "locked":
        monkeypatch.setattr(Path, "open", deny)
    path = tmp_path / name
    with desk.qtbot.waitSignal(desk.imports.message) as message:
        desk.imports.import_file(str(path))
    assert message.args[0].kind is MessageKind.FAULT
    assert whole_of(message.args[0].text) == f"{path} cannot be opened: {why}."
    assert desk.window.findChild(ImportDialog) is None


def test_stalled_disk_holds_up_no_window(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = Event()
    monkeypatch.setattr(imports, "_open_problem", lambda _: end.wait() and "")
    with desk.qtbot.waitSignal(desk.imports.message) as shown:
        desk.imports.import_file(str(tmp_path / "a.csv"))
    assert "its disk does not respond" in shown.args[0].text
    end.set()


def test_options_are_remembered_per_file(desk: Desk, write: Write) -> None:
    path = write("a;b;c\n1.234;2;3\n5.678;4;5\n")
    desk.open(path)
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_decimal"), Qt.Key.Key_P)
    desk.wait_preview(desk.dialog())
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


def test_exported_file_is_guessed_again(desk: Desk, write: Write) -> None:
    path = write("a;b\n1.234;2\n5.678;4\n")
    desk.open(path)
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_decimal"), Qt.Key.Key_P)
    desk.wait_preview(desk.dialog())
    desk.finish()
    desk.imports.note_export(path, ["y", "price"])
    desk.open(path)
    assert desk.part(ChoiceBox, "import_decimal").chosen is None
    assert [desk.view().preview.column_role(k) for k in range(2)] == [Role.A, Role.Y]


def test_other_window_remembers_options(desk: Desk, write: Write) -> None:
    path = write(MIXED)
    desk.open(path)
    desk.press("skip_rows")
    desk.finish()
    assert desk.preferences.are_kept()
    imports = Imports(desk.window, desk.document, Preferences(), ImportOptions(adds_ones=False))
    imports.import_file(path)
    skip = named(desk.dialog(), QPushButton, "skip_rows")
    desk.qtbot.waitUntil(skip.isVisible)
    assert skip.isChecked()
    imports.shut_down()


def test_cancelled_options_are_forgotten(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.open(path)
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_header"), Qt.Key.Key_End)
    desk.press("import_cancel")
    desk.qtbot.waitUntil(lambda: desk.window.findChild(ImportDialog) is None)
    desk.open(path)
    assert desk.part(ChoiceBox, "import_header").chosen is None


def test_other_columns_are_guessed_again(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    desk.open(path)
    desk.view().selectColumn(0)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_Y)
    desk.finish()
    write("a,b,c,d\n1,2,3,4\n")
    desk.open(path)
    assert desk.view().preview.column_role(3) is Role.Y


def test_second_file_replaces_open_dialog(desk: Desk, write: Write) -> None:
    first = desk.open(write(CLEAN))
    second = write("1,2\n3,4\n", "second.csv")
    desk.imports.import_file(second)
    assert first.isHidden()
    desk.qtbot.waitUntil(lambda: len(desk.window.findChildren(ImportDialog)) == 1)
    desk.wait_preview(desk.dialog())
    desk.finish()
    assert np.array(desk.document.experiment.A.joined).tolist() == [[1], [3]]
    assert desk.document.undo_stack.count() == 1


def test_shutdown_during_import_changes_nothing(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, started = desk.document.experiment, Event()

    def endless(
        path: Path,
        read_options: ReadOptions,
        settings: Settings,
        report: OnProgress,
        notes: Sequence[str],
        *,
        adds_ones: bool,
    ) -> object:
        del path, read_options, settings, notes, adds_ones
        while True:
            started.set()
            report(0.5)

    monkeypatch.setattr(module, "import_experiment", endless)
    desk.open(write(CLEAN))
    desk.press("import_button")
    assert started.wait(10)
    desk.imports.shut_down()
    assert desk.document.experiment is before
    assert desk.messages.count() == 0


def test_import_waits_for_pending_edit(desk: Desk, write: Write) -> None:
    desk.document.resize(100_000, 3)
    desk.document.remove_rows(range(50_000))
    assert desk.document.is_busy
    desk.open(write(CLEAN))
    desk.finish()
    desk.qtbot.waitUntil(lambda: not desk.document.is_busy)
    assert desk.document.undo_stack.undoText() == "Import of table.csv"
    desk.document.undo_stack.undo()
    assert desk.document.rows == 50_000


def test_slow_preview_does_not_block_others(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, gate = Event(), Event()

    def slow_preview(path: Path, read_options: ReadOptions, rows: int) -> Preview:
        if path.name == "slow.csv":
            started.set()
            assert gate.wait(10)
        return preview(path, read_options, rows)

    monkeypatch.setattr(result, "preview", slow_preview)
    desk.imports.import_file(write(CLEAN, "slow.csv"))
    assert started.wait(10)
    desk.dialog().reject()
    desk.qtbot.waitUntil(lambda: desk.window.findChild(ImportDialog) is None)
    desk.open(write(CLEAN))
    desk.finish()
    assert desk.document.rows == 4
    gate.set()


def test_import_forgets_held_out_rows(desk: Desk, write: Write) -> None:
    desk.document.change("Hold Out Rows", partial(changes.hold_out, share=0.3, seed=0), 0)
    held = desk.document.experiment.held_out
    assert held is not None
    desk.open(write(CLEAN))
    desk.finish()
    after = desk.document.experiment
    assert (after.rows, after.left_out, after.held_out) == (4, None, None)
    desk.document.undo_stack.undo()
    assert desk.document.experiment.held_out is held
