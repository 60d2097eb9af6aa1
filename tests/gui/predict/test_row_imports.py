"""New rows are imported by the import dialog, which matches columns by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.importing.preview_view import PreviewView
from gui.predict.row_import_dialog import RowImportDialog
from gui.predict.row_import_plan import NO_MATCH, OTHER_WIDTH
from gui.predict.row_imports import RowImports
from gui.preferences import Preferences
from tests.gui.finding import named

from .conftest import PageBench, table_of_regions

FILE = "year;GNP;deflator;id\n1963;560000,5;117;1\n1950;;89,5;2\n1955;1;x;3\n"


@pytest.fixture
def imports(page: PageBench) -> Iterator[RowImports]:
    page.open("longley")
    made = RowImports(page.view, page.fit.document, Preferences())
    made.found.connect(page.page.take_imported)
    page.page.import_requested.connect(made.begin)
    yield made
    made.shut_down()


def opened(page: PageBench, qtbot: QtBot) -> RowImportDialog:
    """Return the dialog, once it has its preview."""
    dialog = page.view.findChild(QDialog, "import_dialog")
    assert isinstance(dialog, RowImportDialog)
    qtbot.waitUntil(lambda: not dialog.is_previewing)
    return dialog


def written(folder: Path, text: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(text)
    return path


def test_file_is_matched_by_name(
    page: PageBench, imports: RowImports, qtbot: QtBot, tmp_path: Path
) -> None:
    page.page.import_requested.emit(written(tmp_path, FILE))
    dialog = opened(page, qtbot)
    outcome = named(dialog, QLabel, "import_outcome").text()
    assert outcome == (
        "These 3 columns of A are read: deflator, GNP and year. "
        "Ignored, as A has no such column: id. "
        "Left empty, as the file has no such column: unemployed, armed forces and population."
    )
    button = named(dialog, QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    page.wait(lambda: page.page.rows.rows == 3)
    assert page.row(0)[1:4] == ["117", "560000.5", "empty"]
    assert page.row(2)[1:4] == ["empty", "1", "empty"]
    assert page.said[0].startswith("3 new rows were added; A has no column id, and unemployed, ")
    assert page.fit.document.undo_stack.undoText() == "Import of Rows"
    assert imports.parent() is page.view


def test_names_alone_decide(
    page: PageBench, imports: RowImports, qtbot: QtBot, tmp_path: Path
) -> None:
    imports.import_file(written(tmp_path, FILE))
    dialog = opened(page, qtbot)
    preview = named(dialog, PreviewView, "import_preview")
    chosen = QSignalSpy(preview.role_chosen)
    preview.horizontalHeader().sectionClicked.emit(3)
    assert not preview.menu.isVisible()
    assert chosen.count() == 0


@pytest.mark.parametrize(
    ("text", "why"), [("a;b\n1;2\n3;4\n", NO_MATCH), ("1;2\n3;4\n5;6\n", OTHER_WIDTH)]
)
def test_foreign_file_is_not_imported(
    page: PageBench, imports: RowImports, qtbot: QtBot, tmp_path: Path, text: str, why: str
) -> None:
    imports.import_file(written(tmp_path, text))
    dialog = opened(page, qtbot)
    assert not named(dialog, QPushButton, "import_button").isEnabled()
    assert named(dialog, QLabel, "import_obstacle").text() == why


def test_columns_without_names_are_counted(
    page: PageBench, imports: RowImports, qtbot: QtBot, tmp_path: Path
) -> None:
    imports.import_file(written(tmp_path, "1;2;3;4;5;6\n2;3;4;5;6;8\n"))
    dialog = opened(page, qtbot)
    outcome = named(dialog, QLabel, "import_outcome").text()
    assert outcome == "The columns have no names: their 6 are taken in the order of A."


def test_unreadable_file_says_why(page: PageBench, imports: RowImports, tmp_path: Path) -> None:
    said = QSignalSpy(imports.message)
    imports.import_file(tmp_path / "none.csv")
    assert "none.csv cannot be opened" in said.at(0)[0].text


def test_action_asks_for_a_file(page: PageBench, imports: RowImports) -> None:
    page.page.actions_of_rows["import_new_rows"].trigger()
    dialog = page.view.findChild(QFileDialog, "new_rows_file_dialog")
    assert dialog is not None
    assert dialog.windowTitle() == "Import New Rows"
    dialog.reject()
    assert imports.parent() is page.view


def test_words_of_category_are_imported(
    page: PageBench, imports: RowImports, qtbot: QtBot, tmp_path: Path
) -> None:
    page.fit.open(table_of_regions())
    qtbot.waitUntil(page.is_current)
    page.page.import_requested.emit(written(tmp_path, "region,age\nSouth,31\nnorth,\n"))
    dialog = opened(page, qtbot)
    outcome = named(dialog, QLabel, "import_outcome").text()
    assert outcome == "These 2 columns of A are read: age and region."
    button = named(dialog, QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    page.wait(lambda: page.page.rows.rows == 2)
    assert [page.row(0)[1:3], page.row(1)[1:3]] == [["31", "south"], ["empty", "north"]]


def test_unknown_word_is_not_imported(
    page: PageBench, imports: RowImports, qtbot: QtBot, tmp_path: Path
) -> None:
    page.fit.open(table_of_regions())
    qtbot.waitUntil(page.is_current)
    page.page.import_requested.emit(written(tmp_path, "region,age\nmars,31\n"))
    dialog = opened(page, qtbot)
    button = named(dialog, QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    said = "“mars” in row 1 is no level of region, which has east, north and south."
    labels = dialog.findChildren(QLabel)
    qtbot.waitUntil(lambda: any(said in label.text() for label in labels), timeout=30_000)
    assert page.page.rows.rows == 0
