import codecs
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QWidget,
)

from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from gui.background import OnProgress, task_queue
from gui.document import TableName
from gui.document.ones import ADDED
from gui.importing import dialog as module
from gui.importing import result as result_module
from gui.importing.choice_box import ChoiceBox
from gui.importing.dialog import UNREADABLE, ImportDialog
from gui.importing.options import Role
from gui.importing.page import READING_PREVIEW, UNRECOGNISED
from gui.importing.result import FileSnapshot
from tests.audit.geometry import faults_in

from .conftest import CLEAN, MIXED, Desk, Write

VALUES: list[list[float]] = [[1.5, -2, 0.25], [3, 4.125, -7e2], [0, 1e-3, 12], [-8, 9, 10]]
GERMAN = "Höhe;Länge;Kosten\r\n1,5;-2;0,25\r\n3;4,125;-7e2\r\n0;0,001;12\r\n-8;9;10\r\n"


def table(desk: Desk) -> list[list[float]]:
    """Return A and Y of the document side by side."""
    experiment = desk.document.experiment
    rows: list[list[float]] = np.hstack([experiment.A.joined, experiment.Y.joined]).tolist()
    return rows


def choose(desk: Desk, name: str, key: Qt.Key) -> None:
    """Choose with the keyboard, and wait for the new preview."""
    desk.qtbot.keyClick(desk.part(ChoiceBox, f"import_{name}"), key)
    desk.wait_preview(desk.dialog())


def message(desk: Desk) -> str:
    label = desk.part(QLabel, "import_message")
    return label.text() if label.isVisible() else ""


def button(desk: Desk) -> QPushButton:
    return desk.part(QPushButton, "import_button")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CLEAN.encode(), "Comma-separated, decimal point, UTF-8, names"),
        (b"\xef\xbb\xbf" + CLEAN.encode(), "Comma-separated, decimal point, UTF-8"),
        (GERMAN.encode(), "Semicolon-separated, decimal comma, UTF-8, names"),
        (GERMAN.encode("cp1252"), "Semicolon-separated, decimal comma, Windows-1252"),
        (
            codecs.BOM_UTF16_LE
            + CLEAN.replace(",", "\t").replace("\n", "\r\n").encode("utf-16-le"),
            "Tab-separated, decimal point, UTF-16",
        ),
    ],
    ids=["plain", "Excel CSV UTF-8", "German", "German, Western", "Excel Unicode text"],
)
def test_spreadsheet_csv_imports_without_changes(
    desk: Desk, write: Write, content: bytes, expected: str
) -> None:
    desk.open(write(content))
    assert desk.label("recognised").startswith(expected)
    desk.finish()
    assert table(desk) == VALUES


def test_non_ascii_header_is_imported(desk: Desk, write: Write) -> None:
    desk.open(write(GERMAN.encode("cp1252")))
    desk.finish()
    assert [each.name for each in desk.document.inputs] == ["Höhe", "Länge"]
    assert desk.document.output == "Kosten"


def test_dialog_is_window_modal(desk: Desk, write: Write) -> None:
    dialog = desk.open(write(CLEAN))
    assert dialog.isVisible()
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    assert dialog.windowTitle() == "Import table.csv"
    assert dialog.parent() is desk.window


def test_every_widget_has_its_name(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    parts = ["separator", "decimal", "thousands", "encoding", "comment", "sheet", "header"]
    parts += ["skip_rows", "preview", "button", "faults", "progress", "cancel"]
    for name in parts:
        assert desk.part(QWidget, f"import_{name}").objectName()
    for name in ("skip_rows", "leave_columns_out"):
        assert desk.part(QPushButton, name).text()


def test_alt_keys_are_unique(desk: Desk, write: Write) -> None:
    dialog = desk.open(write(MIXED))
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.buddy()]
    buttons = [button.text() for button in dialog.findChildren(QPushButton)]
    keys = [QKeySequence.mnemonic(text).toString() for text in (*labels, *buttons)]
    assert [key for key, times in Counter(filter(None, keys)).items() if times > 1] == []


def test_enter_imports_escape_cancels(desk: Desk, write: Write) -> None:
    before = desk.document.experiment
    dialog = desk.open(write(CLEAN))
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert desk.document.experiment is before
    dialog = desk.open(write(CLEAN))
    with desk.qtbot.waitSignal(desk.document.undo_stack.indexChanged):
        desk.qtbot.keyClick(desk.view(), Qt.Key.Key_Return)
    assert table(desk) == VALUES


def test_enter_imports_from_any_focus(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    for part in (button(desk), desk.part(QPushButton, "import_cancel")):
        part.setFocus()
    separator = desk.part(ChoiceBox, "import_separator")
    separator.setFocus()
    with desk.qtbot.waitSignal(desk.document.undo_stack.indexChanged):
        desk.qtbot.keyClick(separator, Qt.Key.Key_Return)
    assert table(desk) == VALUES


def test_tab_goes_from_top_to_bottom(desk: Desk, write: Write) -> None:
    dialog = desk.open(write(MIXED))
    complete = desk.part(QPushButton, "use_complete")
    desk.qtbot.waitUntil(complete.isEnabled)
    desk.part(ChoiceBox, "import_separator").setFocus()
    visited = []
    for _ in range(15):
        focused = dialog.focusWidget()
        visited.append(focused.objectName())
        desk.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    order = ["separator", "decimal", "thousands", "encoding", "header", "comment", "skip_rows"]
    assert visited == [
        *(f"import_{name}" for name in order),
        "import_preview",
        "import_ones",
        "skip_rows",
        "leave_columns_out",
        "import_faults",
        "use_complete",
        "import_cancel",
        "import_separator",
    ]


@pytest.mark.parametrize(
    ("content", "name", "key", "first", "width"),
    [
        ("1;2|3\n4;5|6\n", "separator", Qt.Key.Key_V, ["1;2", "3"], 2),
        ("a;b\n1,5;2\n", "header", Qt.Key.Key_N, ["a", "b"], 2),
        ("a,b\n%1,2\n3,4\n", "comment", Qt.Key.Key_Percent, ["3", "4"], 2),
    ],
)
def test_changed_option_updates_preview(
    desk: Desk, write: Write, content: str, name: str, key: Qt.Key, first: list[str], width: int
) -> None:
    desk.open(write(content))
    choose(desk, name, key)
    model = desk.view().preview
    assert model.columnCount() == width
    assert [model.index(0, k).data() for k in range(width)] == first


def test_rows_above_table_are_skipped(desk: Desk, write: Write) -> None:
    desk.open(write("5,of May,\n6,by hand,\n" + CLEAN))
    skip = desk.part(QSpinBox, "import_skip_rows")
    for _ in range(2):
        desk.qtbot.keyClick(skip, Qt.Key.Key_Up)
        desk.wait_preview(desk.dialog())
    desk.finish()
    assert table(desk) == VALUES
    assert desk.document.output == "y"


def test_decimal_mark_can_be_corrected(desk: Desk, write: Write) -> None:
    desk.open(write("a;b\n1.234;2\n5.678;3\n"))
    choose(desk, "decimal", Qt.Key.Key_P)
    desk.finish()
    assert table(desk) == [[1.234, 2], [5.678, 3]]
    desk.open(write("a;b\n1.234;2\n5.678;3\n", "b.csv"))
    choose(desk, "decimal", Qt.Key.Key_C)
    choose(desk, "thousands", Qt.Key.Key_P)
    desk.finish()
    assert table(desk) == [[1234, 2], [5678, 3]]


def test_chosen_roles_decide_columns(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    view = desk.view()
    view.selectColumn(0)
    desk.qtbot.keyClick(view, Qt.Key.Key_Y)
    assert desk.label("outcome") == "A is 2 columns, Y is column 1 (x1)."
    view.selectColumn(1)
    desk.qtbot.keyClick(view, Qt.Key.Key_L)
    desk.finish()
    assert table(desk) == [[row[2], row[0]] for row in VALUES]
    assert (desk.document.inputs[0].name, desk.document.output) == ("y", "x1")


def test_text_columns_are_left_out(desk: Desk, write: Write) -> None:
    desk.open(write("name,a,y\nx,1,2\nz,3,4\n"))
    assert desk.label("outcome").endswith("Column 1 (name) is left out: it contains no numbers.")
    desk.finish()
    assert table(desk) == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("columns", "key", "sentence"),
    [
        ([2], Qt.Key.Key_A, "No column is marked Y. Click a column header to choose one."),
        ([0, 1], Qt.Key.Key_L, "No column is marked A. Click a column header to choose one."),
    ],
)
def test_missing_role_prevents_import(
    desk: Desk, write: Write, columns: list[int], key: Qt.Key, sentence: str
) -> None:
    before = desk.document.experiment
    dialog = desk.open(write(CLEAN))
    for column in columns:
        desk.view().selectColumn(column)
        desk.qtbot.keyClick(desk.view(), key)
    assert not button(desk).isEnabled()
    assert desk.label("obstacle") == sentence
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert desk.document.experiment is before


def test_rows_with_faults_can_be_skipped(desk: Desk, write: Write) -> None:
    desk.open(write(MIXED))
    assert desk.part(QListWidget, "import_faults").count() == 2
    assert not button(desk).isEnabled()
    desk.press("skip_rows")
    assert button(desk).isEnabled()
    desk.finish()
    assert table(desk) == [[34, 1.68, 61], [51, 1.75, 77], [44, 1.65, 58]]
    assert said_of_file(desk).endswith(
        "2 rows skipped.\nColumns 1 (name) and 4 (town) were left out: they contain no numbers."
    )


def test_columns_with_faults_are_left_out(desk: Desk, write: Write) -> None:
    desk.open(write("a,b,c,y\n1,x,3,4\n5,6,7,8\n"))
    desk.press("leave_columns_out")
    assert desk.part(QListWidget, "import_faults").isHidden() or not message(desk)
    desk.finish()
    assert table(desk) == [[1, 3, 4], [5, 7, 8]]
    assert [each.name for each in desk.document.inputs] == ["a", "c"]


def test_skipping_rows_can_be_undone(desk: Desk, write: Write) -> None:
    desk.open(write(MIXED))
    desk.qtbot.waitUntil(desk.part(QPushButton, "use_complete").isEnabled)
    desk.press("skip_rows")
    desk.press("skip_rows")
    assert not button(desk).isEnabled()
    assert desk.label("obstacle") == (
        "Some rows cannot be read as numbers: use what is complete, skip them, "
        "or leave columns out."
    )


def test_selected_fault_is_shown_in_preview(desk: Desk, write: Write) -> None:
    desk.open(write(MIXED))
    faults = desk.part(QListWidget, "import_faults")
    faults.setCurrentRow(1)
    index = desk.view().currentIndex()
    assert (index.row(), index.column()) == (4, 4)


def far_down(bad: str, at: int = 5000) -> str:
    rows = [f"{k},{k % 7},{k % 3}" for k in range(at)]
    rows[at - 10] = f"1,{bad},3"
    rows[at - 5] = f"1,{bad},3"
    return "a,b,y\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("offer", "shape"), [("skip_rows", (4998, 3)), ("leave_columns_out", (5000, 2))]
)
def test_faults_below_preview_are_found(
    desk: Desk, write: Write, offer: str, shape: tuple[int, int]
) -> None:
    before = desk.document.experiment
    dialog = desk.open(write(far_down("oops")))
    assert button(desk).isEnabled()
    desk.press("import_button")
    faults = desk.part(QListWidget, "import_faults")
    desk.qtbot.waitUntil(faults.isVisible)
    assert desk.document.experiment is before
    assert dialog.isVisible()
    assert [faults.item(k).text().partition(":")[0] for k in range(2)] == [
        "Line 4992, column 2 (b)".replace("4992", "4,992"),
        "Line 4,997, column 2 (b)",
    ]
    assert desk.label("faults_sentence") == "2 rows of the file cannot be read as numbers:"
    assert not button(desk).isEnabled()
    desk.press(offer)
    desk.finish()
    assert np.array(table(desk)).shape == shape


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (bytes(range(256)) * 20, "text"),
    ],
)
def test_file_without_table_is_explained(
    desk: Desk, write: Write, content: bytes, word: str
) -> None:
    dialog = desk.open(write(content))
    assert dialog.isVisible()
    assert word.lower() in message(desk).lower()
    assert desk.label("recognised") == UNRECOGNISED
    assert desk.label("obstacle") == UNREADABLE
    assert not button(desk).isEnabled()
    assert desk.view().preview.rowCount() == 0


def test_other_option_recovers_from_refusal(desk: Desk, write: Write) -> None:
    desk.open(write("a,b\né,2\n3,4\n".encode("utf-16-be")))
    choose(desk, "encoding", Qt.Key.Key_End)
    first = message(desk)
    box = desk.part(ChoiceBox, "import_encoding")
    while box.chosen != "utf-16-be":
        choose(desk, "encoding", Qt.Key.Key_Up)
    assert message(desk) == ""
    assert desk.label("recognised").startswith("Comma-separated, decimal point, UTF-16 BE")
    assert first != ""


def test_deleted_file_is_reported(desk: Desk, write: Write) -> None:
    path = write(CLEAN)
    dialog = desk.open(path)
    path.unlink()
    desk.press("import_button")
    desk.qtbot.waitUntil(lambda: message(desk) != "")
    assert path.name in message(desk)
    assert dialog.isVisible()


@pytest.mark.parametrize("text", ["p;q;r\n1,5;2;3\n3;4;7\n", "y,x1,x2\n1,2,3\n3,4,5\n"])
def test_replaced_file_is_previewed_again(desk: Desk, write: Write, text: str) -> None:
    dialog = desk.open(write(CLEAN))
    write(text)
    desk.press("import_button")
    desk.qtbot.waitUntil(lambda: "has changed since" in message(desk))
    assert dialog.isVisible()
    assert desk.view().model().columnCount() == 3
    desk.finish()
    assert table(desk)[0] in ([1.5, 2, 3], [2, 3, 1])


def test_added_rows_are_imported(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    write(f"{CLEAN}7,8,9\n")
    desk.finish()
    assert table(desk)[-1] == [7, 8, 9]


class SlowReader:
    """Reports progress until it is cancelled."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started, self.cancelled = Event(), Event()
        monkeypatch.setattr(module, "import_experiment", self)

    def __call__(
        self,
        path: Path,
        read_options: ReadOptions,
        settings: object,
        report: OnProgress,
        notes: Sequence[str],
        *,
        adds_ones: bool,
    ) -> object:
        del path, read_options, settings, notes, adds_ones
        try:
            while True:
                report(0.4)
                self.started.set()
        finally:
            self.cancelled.set()


def test_import_shows_progress_and_cancels(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, reader = desk.document.experiment, SlowReader(monkeypatch)
    dialog = desk.open(write(CLEAN))
    bar = desk.part(QProgressBar, "import_progress")
    assert bar.isHidden()
    desk.press("import_button")
    desk.qtbot.waitUntil(lambda: bar.value() == 0.4 * bar.maximum())
    assert bar.isVisible()
    assert not button(desk).isEnabled()
    assert not desk.view().isEnabled()
    desk.press("import_cancel")
    assert reader.cancelled.wait(10)
    assert dialog.isVisible()
    assert bar.isHidden()
    assert button(desk).isEnabled()
    assert desk.view().isEnabled()
    desk.press("import_cancel")
    assert dialog.isHidden()
    assert desk.document.experiment is before
    assert desk.messages.count() == 0


def test_first_escape_cancels_reading(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = SlowReader(monkeypatch)
    dialog = desk.open(write(CLEAN))
    desk.press("import_button")
    assert reader.started.wait(10)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert reader.cancelled.wait(10)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_unexpected_exception_keeps_dialog_open(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "import_experiment", fail)
    dialog = desk.open(write(CLEAN))
    with desk.qtbot.waitSignal(desk.imports.failed) as failed:
        desk.press("import_button")
    assert "ZeroDivisionError" in failed.args[0]
    assert dialog.isVisible()
    assert button(desk).isEnabled()


def test_failed_preview_prevents_import(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(write(CLEAN))

    def fail(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(result_module, "preview", fail)
    with desk.qtbot.waitSignal(desk.imports.failed) as failed:
        choose(desk, "header", Qt.Key.Key_End)
    assert "ZeroDivisionError" in failed.args[0]
    assert not button(desk).isEnabled()
    assert desk.view().preview.rowCount() == 0


def test_only_latest_preview_is_shown(desk: Desk, write: Write) -> None:
    dialog = desk.open(write(CLEAN))
    resets = QSignalSpy(desk.view().preview.modelReset)
    for _ in range(5):
        desk.qtbot.keyClick(desk.part(ChoiceBox, "import_header"), Qt.Key.Key_Down)
        desk.qtbot.keyClick(desk.part(ChoiceBox, "import_header"), Qt.Key.Key_Home)
    assert desk.label("obstacle") == READING_PREVIEW
    desk.wait_preview(dialog)
    assert resets.count() == 1
    assert desk.view().preview.column_name(0) == "x1"


def test_roles_work_with_ten_thousand_columns(desk: Desk, write: Write) -> None:
    names = ",".join(f"c{k}" for k in range(10_000))
    rows = "\n".join(",".join(str(k * row) for k in range(10_000)) for row in range(2))
    desk.open(write(f"{names}\n{rows}\n"))
    desk.view().selectAll()
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_L)
    assert desk.view().preview.column_role(9_999) is Role.OUT
    desk.view().selectColumn(9_999)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_Y)
    desk.view().selectColumn(0)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_A)
    desk.finish()
    assert table(desk) == [[0, 0], [0, 9999]]


@pytest.mark.parametrize("text", ["x1,x2,y\n1,2,3\n4,oops,6\n", "x,y\n1,2\n3\n"])
def test_skipped_rows_are_noted(desk: Desk, write: Write, text: str) -> None:
    desk.open(write(text))
    desk.press("skip_rows")
    desk.finish()
    assert desk.messages.count() == 0
    assert said_of_file(desk).endswith("1 row skipped.")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1252", "utf-8-sig"])
def test_unfitting_encoding_is_a_sentence(desk: Desk, write: Write, encoding: str) -> None:
    desk.open(write("größe,y\n1,2\n3,4\n".encode() + "á".encode("cp1250")))
    box = desk.part(ChoiceBox, "import_encoding")
    choose(desk, "encoding", Qt.Key.Key_Home)
    while box.chosen != encoding:
        choose(desk, "encoding", Qt.Key.Key_Down)
    if encoding != "cp1252":
        assert message(desk).startswith("table.csv")
        assert message(desk).endswith(".")
    else:
        assert message(desk) == ""


def test_stalled_disk_is_reported_and_left(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, take = Event(), FileSnapshot.take

    def stalled(path: Path, read_options: ReadOptions) -> FileSnapshot:
        assert end.wait(10)
        return take(path, read_options)

    monkeypatch.setattr(task_queue, "STALLED_SECONDS", 0.05)
    monkeypatch.setattr(FileSnapshot, "take", stalled)
    desk.imports.import_file(str(write("1,2\n3,4\n")))
    desk.qtbot.waitUntil(lambda: "has made no progress" in message(desk))
    desk.dialog().reject()
    desk.qtbot.waitUntil(lambda: desk.window.findChild(ImportDialog) is None)
    end.set()


def test_dialog_leaves_room_for_title_bar(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SIZE", QSize(5000, 5000))
    desk.open(write(CLEAN))
    available = QGuiApplication.primaryScreen().availableSize()
    assert desk.dialog().height() + 40 <= available.height()


WITH_GAPS = "id,a,b,y\n" + "".join(
    f"{k},{k % 7},{'' if k == 140 else k % 5},{'' if k % 3 else k}\n" for k in range(1, 301)
)


def test_one_click_uses_what_is_complete(desk: Desk, write: Write) -> None:
    desk.open(write(WITH_GAPS))
    price = desk.part(QLabel, "import_complete_price")
    desk.qtbot.waitUntil(lambda: price.text().startswith("Complete: 2 of 3 columns, 299 of 300"))
    assert "Left out: 4 (y): 67 % gaps" in price.text()
    desk.press("use_complete")
    assert price.text() == "Complete: 2 of 3 columns, 299 of 300 rows, in use. Y was column 4 (y)."
    assert button(desk).isEnabled()
    desk.press("use_complete")  # one click back
    assert "Y becomes column 3 (b): column 4 (y) is left out (67 % gaps)." in price.text()
    assert not button(desk).isEnabled()
    desk.press("use_complete")
    desk.finish()
    assert desk.document.experiment.problem.A.shape == (299, 1)
    assert desk.document.experiment.output == "b"
    assert "1 row skipped" in desk.document.note


def test_notes_are_shown_and_stay(desk: Desk, write: Write) -> None:
    desk.open(write("id,a,y\n1,5,7\n2,6,8\n3,8,2\n"))
    notes = desk.part(QLabel, "import_notes")
    assert notes.isVisible()
    assert notes.text() == notes.toolTip() == "Column 1 (id) was left out: it holds row numbers."
    desk.finish()
    assert said_of_file(desk).split("\n")[1:] == [notes_of("id")]


def said_of_file(desk: Desk) -> str:
    """Return the note without its last two lines: which h was chosen, and why."""
    return desk.document.note.rsplit("\n", 2)[0]


def notes_of(name: str) -> str:
    return f"Column 1 ({name}) was left out: it holds row numbers."


def test_row_numbers_come_back(desk: Desk, write: Write) -> None:
    path = write("id,a,y\n1,5,7\n2,6,8\n3,8,2\n")
    desk.open(path)
    desk.view().selectColumn(0)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_A)
    assert desk.part(QLabel, "import_notes").isHidden()
    desk.finish()
    assert desk.document.experiment.problem.A[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert "row numbers" not in desk.document.experiment.note
    desk.open(path)
    assert desk.view().preview.column_role(0) is Role.A


def test_row_names_have_a_key(desk: Desk, write: Write) -> None:
    desk.open(write(CLEAN))
    desk.view().selectColumn(0)
    desk.qtbot.keyClick(desk.view(), Qt.Key.Key_N)
    assert desk.view().preview.column_role(0) is Role.ROW_NAMES
    assert "names the rows" in desk.label("outcome")


def test_choice_needed_leads_to_its_field(
    desk: Desk, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(path: Path, read_options: ReadOptions) -> FileSnapshot:
        if read_options.sheet is None:
            problem = "it holds two matrices, A and B. Choose one as the sheet."
            raise NeedsChoice(path.name, problem, "sheet", ("A", "B"))
        return take(path, replace(read_options, sheet=None))

    take = FileSnapshot.take
    monkeypatch.setattr(FileSnapshot, "take", staticmethod(ask))
    desk.open(write(CLEAN))
    assert "two matrices" in message(desk)
    box = desk.part(ChoiceBox, "import_sheet")
    assert box.isVisible()
    assert desk.dialog().focusWidget() is box
    assert [box.itemText(k) for k in range(box.count())] == ["Automatic", "A", "B"]
    choose(desk, "sheet", Qt.Key.Key_Down)
    desk.wait_preview(desk.dialog())
    assert message(desk) == ""


FLOWERS = "length,kind,day\n" + "".join(
    f"{k}.5,{kind},2024-05-{k:02}\n" for k, kind in enumerate(["rose", "lily", "iris", "rose"], 1)
)


def test_text_columns_are_imported_as_numbers(desk: Desk, write: Write) -> None:
    path = write(FLOWERS)
    dialog = desk.open(path)
    assert "No column is marked A" in desk.label("obstacle")
    desk.view().role_chosen.emit([2], Role.INDICATORS)
    desk.view().role_chosen.emit([3], Role.DAYS)
    assert "becomes 2 columns of 0 and 1, for lily and rose" in desk.label("outcome")
    assert button(desk).isEnabled()
    desk.finish()
    assert [each.name for each in desk.document.inputs] == [
        "kind = lily",
        "kind = rose",
        "day (days)",
    ]
    assert desk.document.output == "length"
    assert table(desk) == [[0, 1, 0, 1.5], [1, 0, 1, 2.5], [0, 0, 2, 3.5], [0, 1, 3, 4.5]]
    assert "for “iris” all of them are 0" in desk.document.experiment.note
    dialog = desk.open(path)
    assert "becomes 2 columns of 0 and 1" in desk.label("outcome")
    dialog.reject()


def test_too_many_values_below_are_refused(desk: Desk, write: Write) -> None:
    few = "".join(f"{'uv'[k % 2]},{k},{k * k}\n" for k in range(100))
    more = "".join(f"town{k},{k},{k}\n" for k in range(20))
    desk.open(write(f"where,x,y\n{few}{more}"))
    desk.view().role_chosen.emit([1], Role.INDICATORS)
    assert button(desk).isEnabled()
    desk.press("import_button")
    desk.qtbot.waitUntil(lambda: "more than 12 different values" in message(desk))
    assert desk.dialog().isVisible()


def test_gap_in_derived_column_is_counted(desk: Desk, write: Write) -> None:
    desk.open(write("kind,x,y\n" + "a,1,2\nb,3,4\n" * 9 + ",5,6\n"))
    desk.view().role_chosen.emit([1], Role.INDICATORS)
    price = desk.part(QLabel, "import_complete_price")
    desk.qtbot.waitUntil(lambda: "3 of 3 columns, 18 of 19 rows" in price.text())
    desk.press("use_complete")
    desk.finish()
    assert len(table(desk)) == 18
    assert desk.document.inputs[0].name == "kind = b"


def test_ones_are_added_if_ticked(desk: Desk, write: Write) -> None:
    desk.open(write("x,y\n2,3\n4,5\n"))
    box = desk.part(QCheckBox, "import_ones")
    assert (box.isVisible(), box.isChecked()) == (True, False)
    box.click()
    desk.finish()
    assert desk.document.table(TableName.A).tolist() == [[1, 2], [1, 4]]
    assert [each.name for each in desk.document.inputs] == ["1", "x"]
    assert ADDED in desk.document.note


def test_table_with_ones_needs_none(desk: Desk, write: Write) -> None:
    desk.open(write("1,x,y\n1,2,3\n1.0,4,5\n"))
    assert not desk.part(QCheckBox, "import_ones").isVisible()
    desk.open(write("10,x,y\n10,2,3\n10,4,5\n", "ten.csv"))
    assert desk.part(QCheckBox, "import_ones").isVisible()


@pytest.mark.parametrize("text", [CLEAN, WITH_GAPS, "a;b;y\n" + "1;x;3\n" * 60])
def test_dialog_fits_small_screens(desk: Desk, write: Write, text: str) -> None:
    desk.open(write(text))
    least = desk.dialog().minimumSizeHint()
    assert least.width() <= 900
    assert least.height() + 40 <= 540, "of 960×540, below a title bar"
    desk.dialog().resize(900, 500)

    def nothing_is_cut() -> None:
        """But in the table, which is scrolled, and whose head has a line for each name."""
        found = faults_in(desk.dialog())
        assert [each for each in found if "import_preview" not in each.widget] == []

    desk.qtbot.waitUntil(nothing_is_cut)
