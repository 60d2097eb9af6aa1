"""Row and column names and their tooltips."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.document import Column, Document, TableName
from gui.tables import InputsModel, OutputsModel, WeightsModel
from gui.tables.models.headings import HeadedModel

H, V = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
NOTE = Qt.ItemDataRole.ToolTipRole


def give(document: Document, *inputs: Column, output: str = "") -> None:
    """Name and scale the columns."""
    document.change("Names", lambda e: replace(e, inputs=inputs, output=output))


@pytest.fixture
def named(document: Document) -> Document:
    """An experiment with a scaled column age, an unnamed column and a long name."""
    give(document, Column("age", 52.25, 3.5), Column(), Column("blood pressure"), output="progress")
    return document


def names(model: HeadedModel, orientation: Qt.Orientation) -> list[object]:
    count = model.columnCount() if orientation == H else model.rowCount()
    return [model.headerData(k, orientation) for k in range(count)]


def test_unnamed_table_is_numbered(document: Document) -> None:
    model = InputsModel(document)
    assert (names(model, H), names(model, V)) == (["x1", "x2", "x3"], ["1", "2", "3"])
    assert model.headerData(1, H, NOTE) == "x2: column 2 of A."
    assert model.headerData(1, V, NOTE) == ""
    assert model.headerData(1, H, Qt.ItemDataRole.DecorationRole) is None


def test_names_are_shown_in_headers(named: Document) -> None:
    assert names(InputsModel(named), H) == ["age", "x2", "blood pressure"]
    assert names(OutputsModel(named), H) == ["progress", "Ŷ", "residual"]
    assert names(WeightsModel(named), H) == ["age", "x2", "blood pressure"]


def test_tooltip_shows_name_number_and_scaling(named: Document) -> None:
    model = InputsModel(named)
    assert model.headerData(0, H, NOTE) == ("age: column 1 of A.\nIt holds (age − 52.25) / 3.5.")
    assert model.headerData(2, H, NOTE) == "blood pressure: column 3 of A."
    assert OutputsModel(named).headerData(0, H, NOTE) == "progress: Y, the observed values."
    weights = WeightsModel(named)
    assert weights.headerData(0, H, NOTE) == "age: the weight of column 1 of A."
    assert weights.headerData(1, H, NOTE) == "x2: the weight of column 2 of A."
    assert weights.headerData(1, V, NOTE) == "Where the run is now."


def test_cell_names_include_column_names(named: Document) -> None:
    assert InputsModel(named).cell_name(1, 2) == "A, row 2, column 3 (blood pressure)"
    assert InputsModel(named).cell_name(1, 1) == "A, row 2, column 2"
    assert OutputsModel(named).cell_name(0, 0) == "Y, row 1, column 1 (progress)"
    assert WeightsModel(named).cell_name(0, 0) == "W, start, column 1 (age)"


def test_renaming_emits_header_changes(document: Document, qtbot: QtBot) -> None:
    model = WeightsModel(document)
    changed: list[Qt.Orientation] = []
    model.headerDataChanged.connect(lambda orientation, first, last: changed.append(orientation))
    give(document, Column("a"), Column("b"), Column("c"))
    assert set(changed) == {H}


def test_rename_is_one_undo_step(document: Document) -> None:
    model = InputsModel(document)
    model.rename(1, "height")
    assert (model.column_name(1), document.undo_stack.undoText()) == ("height", "Rename Column")
    document.undo_stack.undo()
    assert model.column_name(1) == "x2"
    OutputsModel(document).rename(0, "price")
    assert (document.output, document.undo_stack.undoText()) == ("price", "Rename Column")


def test_only_observed_columns_can_be_renamed(document: Document) -> None:
    assert [InputsModel(document).can_rename(k) for k in (-1, 0, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]
    assert [OutputsModel(document).can_rename(k) for k in range(3)] == [True, False, False]
    assert not WeightsModel(document).can_rename(0)


def test_weights_and_columns_share_names(named: Document) -> None:
    heads = names(InputsModel(named), H)
    assert heads == names(WeightsModel(named), H) == [*named.experiment.column_names]


@pytest.mark.parametrize("name", ["", "1"])
def test_column_of_ones_is_intercept(document: Document, name: str) -> None:
    give(document, Column(name), Column("b"), Column("c"))
    model, changed = InputsModel(document), []
    model.headerDataChanged.connect(lambda *section: changed.append(section))
    document.set_block(TableName.A, 0, 0, np.ones((3, 1)))
    assert names(model, H) == ["intercept", "b", "c"]
    assert len(changed) == 1
    document.set_block(TableName.A, 1, 0, np.array([[2.0]]))
    assert names(model, H) == [name or "x1", "b", "c"]
    assert len(changed) == 2


@pytest.mark.parametrize("role", [Qt.ItemDataRole.DisplayRole, NOTE])
def test_removed_lines_have_no_header_data(named: Document, role: Qt.ItemDataRole) -> None:
    for model in (InputsModel(named), OutputsModel(named), WeightsModel(named)):
        assert model.headerData(model.columnCount(), H, role) is None
        assert model.headerData(model.rowCount(), V, role) is None
