"""Imports files of every kind without changing an option."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gui.importing.choice_box import ChoiceBox

from .conftest import Desk, Write
from .workbooks import Rows, xlsx

DATA = Path(__file__).parents[2] / "data"
MESSY = DATA / "messy"
HEADER = ["x1", "x2", "y"]
VALUES = [[1.5, -2.0, 0.25], [3.0, 4.125, -7e2], [0.0, 1e-3, 12.0], [-8.0, 9.0, 10.0]]
with (MESSY / "EXPECT.tsv").open(encoding="utf-8", newline="") as lines:
    EXPECTED = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(desk: Desk) -> list[list[float]]:
    experiment = desk.document.experiment
    rows: list[list[float]] = np.hstack([experiment.A.joined, experiment.Y.joined]).tolist()
    return rows


def can_import(desk: Desk) -> bool:
    return desk.part(QPushButton, "import_button").isEnabled()


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: row["name"])
def test_messy_files_import_or_explain(desk: Desk, expected: dict[str, str]) -> None:
    desk.open(MESSY / expected["name"])
    verdict = expected["verdict"]
    assert can_import(desk) or verdict != "LOAD"
    if not can_import(desk):
        message = desk.part(QWidget, "import_message")
        listed = desk.part(QWidget, "import_faults")
        no_input = desk.label("obstacle").startswith("No column is marked A")
        assert message.isVisible() or listed.isVisible() or no_input
        return
    assert verdict != "ERROR" or "left out: it contains no numbers" in desk.label("outcome")
    desk.finish()
    if verdict == "LOAD":
        rows, columns = map(int, expected["shape"].split("x"))
        assert (desk.document.rows, desk.document.columns + 1) == (rows, columns)


def test_workbook_imports_without_changes(desk: Desk, write: Write) -> None:
    desk.open(write(xlsx({"Data": [HEADER, *VALUES]}), "book.xlsx"))
    assert desk.label("recognised") == "Sheet “Data”, names in the first row."
    assert not desk.part(ChoiceBox, "import_separator").isVisible()
    desk.finish()
    assert table(desk) == VALUES
    assert [each.name for each in desk.document.inputs] == ["x1", "x2"]
    assert desk.document.output == "y"


def test_other_sheet_can_be_chosen(desk: Desk, write: Write) -> None:
    book: dict[str, Rows] = {"First": [["a", "b"], [1.0, 2.0]], "Second": [HEADER, *VALUES]}
    desk.open(write(xlsx(book), "book.xlsx"))
    sheet = desk.part(ChoiceBox, "import_sheet")
    assert sheet.currentText() == "Automatic (First)"
    desk.qtbot.keyClick(sheet, Qt.Key.Key_End)
    desk.wait_preview(desk.dialog())
    assert desk.label("recognised") == "Sheet “Second” of 2, names in the first row."
    desk.finish()
    assert table(desk) == VALUES


def test_sheet_faults_name_rows(desk: Desk, write: Write) -> None:
    desk.open(write(xlsx({"Data": [HEADER, [1.0, "oops", 2.0], *VALUES]}), "book.xlsx"))
    assert not can_import(desk)
    model = desk.view().preview
    assert str(model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)).startswith("Row 2, column 2")
    desk.press("skip_rows")
    desk.finish()
    assert table(desk) == VALUES


def test_array_is_imported(desk: Desk, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array(VALUES))
    desk.open(tmp_path / "a.npy")
    desk.finish()
    assert table(desk) == VALUES
    assert desk.document.output == ""


def test_equally_long_arrays_are_joined(desk: Desk, tmp_path: Path) -> None:
    values = np.array(VALUES)
    np.savez(tmp_path / "a.npz", A=values[:, :-1], price=values[:, -1])
    desk.open(tmp_path / "a.npz")
    assert desk.label("recognised") == "Arrays side by side: A, price."
    desk.finish()
    assert table(desk) == VALUES
    assert desk.document.output == "price"


def test_one_array_can_be_chosen(desk: Desk, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", first=np.eye(2), second=np.array(VALUES))
    desk.open(tmp_path / "a.npz")
    desk.qtbot.keyClick(desk.part(ChoiceBox, "import_sheet"), Qt.Key.Key_End)
    desk.wait_preview(desk.dialog())
    assert desk.label("recognised") == "Array “second” of 2."
    desk.finish()
    assert table(desk) == VALUES


@pytest.mark.parametrize("name", ["Longley", "Norris", "diabetes_raw"])
def test_real_tables_are_ready_to_run(desk: Desk, name: str) -> None:
    desk.open(DATA / f"{name}.csv")
    desk.finish()
    with (DATA / f"{name}.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    assert [*(each.name for each in desk.document.inputs), desk.document.output] == header
    assert table(desk) == [list(map(float, row)) for row in rows]
    assert desk.document.problem().weights == len(header) - 1
