"""The model of A."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from engine.terms import CategoryTerm, LogarithmTerm, PowerTerm
from gui.document import Document, TableName, changes
from gui.tables import InputsModel, TableAxis
from gui.tables.models.cell_block import Block
from gui.tables.models.cell_look import CellLook
from gui.transforms.terms import with_term

H, V = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def test_inputs_model_obeys_qt_rules(document: Document, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(InputsModel(document))


def test_inputs_show_a_with_numbers(document: Document) -> None:
    model = InputsModel(document)
    assert (model.rowCount(), model.columnCount()) == (3, 3)
    assert [model.headerData(k, H) for k in range(3)] == ["x1", "x2", "x3"]
    assert model.headerData(2, V) == "3"
    assert model.index(1, 2).data() == "6"


def test_typed_number_keeps_full_precision(document: Document) -> None:
    model = InputsModel(document)
    assert model.setData(model.index(0, 1), "0.1234567890123456")
    assert document.table(TableName.A).joined[0, 1] == 0.1234567890123456
    assert model.index(0, 1).data(Qt.ItemDataRole.EditRole) == "0.1234567890123456"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0.5", "0.5"),
        ("−2.5", "−2.5"),
        ("0.1234567890123456", "0.12346…"),
        ("123456789", "123456789"),
        ("-123456.789", "−123456.8…"),
        ("1e-7", "1e−7"),
    ],
)
def test_cut_cells_are_marked(document: Document, typed: str, shown: str) -> None:
    model = InputsModel(document)
    assert model.setData(model.index(0, 0), typed)
    assert model.index(0, 0).data() == shown
    assert model.shows_cuts(0) is shown.endswith("…")
    assert not model.shows_cuts(1)


def test_whole_numbers_are_not_marked(document: Document) -> None:
    model = InputsModel(document)
    assert model.setData(model.index(0, 0), "103.3201")
    assert (model.index(0, 0).data(), model.tail(1, 0)) == ("103.32…", "…")
    assert model.give_room(0, 9.0)
    assert (model.index(0, 0).data(), model.index(1, 0).data()) == ("103.3201", "4.0000")
    assert not model.shows_cuts(0)
    assert model.tail(1, 0) == ""
    assert not model.give_room(0, 9.0)
    assert model.longest_text(0) == "103.32…"
    assert not model.give_room(1, 9.0)  # nothing of it is cut
    assert model.index(0, 1).data() == "2"


def test_undone_edit_is_not_marked(document: Document) -> None:
    model = InputsModel(document)
    assert model.setData(model.index(0, 1), "0.1234567890123456")
    assert model.shows_cuts(1)
    document.undo_stack.undo()
    assert not model.shows_cuts(1)
    assert model.index(0, 1).data() == "2"


def test_longest_text_has_mark(document: Document) -> None:
    model = InputsModel(document)
    assert model.longest_text(0) == model.least_texts[0]
    assert model.setData(model.index(0, 0), "-3482258.63459582")
    assert model.longest_text(0) == "−3482259…"


def test_changed_values_emit_data_changed(document: Document, qtbot: QtBot) -> None:
    model = InputsModel(document)
    with qtbot.waitSignal(model.dataChanged):
        document.set_block(TableName.A, 0, 0, np.array([[7.5]]))
    assert model.index(0, 0).data() == "7.5"


def test_inputs_ignore_changes_of_y(document: Document, qtbot: QtBot) -> None:
    model = InputsModel(document)
    with qtbot.assertNotEmitted(model.dataChanged):
        document.set_block(TableName.Y, 0, 0, np.array([[7.5]]))


@pytest.mark.parametrize("typed", ["abc", "", "1,234", "nan", "1e400", "1_000"])
def test_invalid_text_is_refused_with_place(document: Document, qtbot: QtBot, typed: str) -> None:
    model = InputsModel(document)
    refusals: list[tuple[QModelIndex, str]] = []
    model.refused.connect(lambda index, text: refusals.append((index, text)))
    assert not model.setData(model.index(1, 2), typed)
    assert document.table(TableName.A).joined[1, 2] == 6.0
    ((index, sentence),) = refusals
    assert index == model.index(1, 2)
    assert sentence.startswith("A, row 2, column 3: ")


def test_decimal_comma_follows_the_locale(document: Document, german: None) -> None:
    model = InputsModel(document)
    assert model.setData(model.index(0, 0), "1,234")
    assert document.table(TableName.A).joined[0, 0] == 1.234
    assert model.index(0, 0).data() == "1.234"
    assert model.setData(model.index(0, 0), model.index(0, 0).data(Qt.ItemDataRole.EditRole))
    assert document.table(TableName.A).joined[0, 0] == 1.234


def test_same_number_changes_nothing(document: Document, qtbot: QtBot) -> None:
    model = InputsModel(document)
    with qtbot.assertNotEmitted(document.values_changed):
        assert model.setData(model.index(0, 0), "1.0")


def test_only_edit_role_writes(document: Document) -> None:
    model = InputsModel(document)
    assert not model.setData(model.index(0, 0), "5", Qt.ItemDataRole.DisplayRole)
    assert not model.setData(QModelIndex(), "5")
    assert document.table(TableName.A).joined[0, 0] == 1.0


def test_inputs_follow_a_reshape(document: Document, qtbot: QtBot) -> None:
    model = InputsModel(document)
    with qtbot.waitSignals([model.modelAboutToBeReset, model.modelReset]):
        document.resize(5, 2)
    assert (model.rowCount(), model.columnCount()) == (5, 2)
    assert model.index(4, 1).data() == "0"


def test_inputs_insert_and_remove_both_ways(document: Document) -> None:
    model = InputsModel(document)
    model.insert(TableAxis.ROW, 1)
    model.insert(TableAxis.COLUMN, 3)
    assert document.table(TableName.A).joined[:, 0].tolist() == [1, 0, 4, 7]
    assert document.table(TableName.A).joined[0].tolist() == [1, 2, 3, 0]
    model.remove(TableAxis.ROW, [1])
    model.remove(TableAxis.COLUMN, [0, 3])
    assert document.table(TableName.A).tolist() == [[2, 3], [5, 6], [8, 9]]


def test_inputs_insert_several_at_once(document: Document) -> None:
    model = InputsModel(document)
    model.insert(TableAxis.ROW, 1, 2)
    model.insert(TableAxis.COLUMN, 0, 2)
    assert document.table(TableName.A).shape == (5, 5)


def test_unsampled_fraction_is_shown(document: Document) -> None:
    document.resize(100_000, 3)
    model = InputsModel(document)
    model.index(0, 0).data()
    document.set_block(TableName.A, 54_321, 0, np.array([[0.5]]))
    assert model.index(54_321, 0).data() == "0.5"


def test_inputs_snapshot_does_not_change(document: Document) -> None:
    columns = InputsModel(document).snapshot()
    document.resize(1, 1)
    assert columns(2, range(3)).tolist() == [3, 6, 9]


def test_rows_left_out_keep_their_texts(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the rows that are struck through are drawn again, and no column is written anew."""
    model = InputsModel(document)
    assert model.index(1, 2).data() == "6"
    told: list[tuple[int, int, int, int]] = []
    model.dataChanged.connect(
        lambda top, bottom, _roles: told.append(
            (top.row(), top.column(), bottom.row(), bottom.column())
        )
    )
    chosen: list[int] = []
    monkeypatch.setattr(model._formats, "choose", lambda column, _sample: chosen.append(column))
    document.leave_out([1])
    assert told == [(1, 0, 1, 2)]
    assert model.look(1, 0) is CellLook.STRUCK
    document.leave_out([2])
    document.take_back([1, 2])
    assert told[1:] == [(2, 0, 2, 2), (1, 0, 2, 2)]
    assert [model.index(k, 2).data() for k in range(3)] == ["3", "6", "9"]
    assert (chosen, model.look(1, 0)) == ([], CellLook.INPUT)


@pytest.fixture
def computed(document: Document) -> InputsModel:
    """The model of a table whose fourth column is the logarithm of the first."""
    document.open(with_term(document.experiment, LogarithmTerm("x1")))
    return InputsModel(document)


def test_computed_column_shows_its_formula(computed: InputsModel) -> None:
    tip = computed.headerData(3, H, Qt.ItemDataRole.ToolTipRole)
    assert tip == "ln(x1): column 4 of A.\nIt is computed: ln(x1)."
    spoken = computed.index(1, 3).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert spoken == "row 2, computed. It is computed: ln(x1)."


def test_computed_cells_take_no_text(computed: InputsModel) -> None:
    index = computed.index(1, 3)
    assert not computed.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert not computed.setData(index, "5")
    assert computed.why_computed(1, 3) == (
        "ln(x1) is computed from x1: edit that, or Make Plain Column."
    )
    assert len(computed.why_computed(1, 3)) <= 72


def test_commands_leave_computed_cells_out(computed: InputsModel) -> None:
    whole = Block(0, 0, 3, 4)
    assert computed.editable_parts(whole) == [Block(0, 0, 3, 3)]
    computed.document.change("Add", partial(with_term, term=PowerTerm("x2", 2.0)))
    computed.document.change("Add", partial(changes.insert_columns, at=4, count=1))
    assert computed.editable_parts(Block(1, 0, 2, 6)) == [Block(1, 0, 2, 3), Block(1, 4, 2, 1)]
    assert computed.editable_parts(Block(1, 3, 2, 1)) == []


def test_source_is_refused_in_its_cell(computed: InputsModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(computed.refused) as refused:
        assert not computed.setData(computed.index(2, 0), "-2")
    index, sentence = refused.args
    assert (index.row(), index.column()) == (2, 0)
    assert sentence.startswith("The logarithm of −2 in row 3 of x1 does not exist.")
    assert computed.document.table(TableName.A).value(2, 0) == 7.0


def test_plain_column_takes_text_again(computed: InputsModel, qtbot: QtBot) -> None:
    change = partial(changes.make_plain, columns=[3])
    with qtbot.waitSignal(computed.dataChanged):
        computed.document.change("Plain", change)
    assert computed.setData(computed.index(1, 3), "5")
    assert computed.document.table(TableName.A).value(1, 3) == 5.0
    computed.document.undo_stack.undo()
    computed.document.undo_stack.undo()
    assert not computed.is_editable(1, 3)


def test_level_shows_its_category(document: Document) -> None:
    term = CategoryTerm("region", "north", ("east", "north"), "east")
    inputs = (replace(document.inputs[0], name="n", term=term), *document.inputs[1:])
    document.open(replace(document.experiment, inputs=inputs))
    model = InputsModel(document)
    assert model.column_tooltip(0) == (
        "n: column 1 of A.\nIt is 1 in the rows of one level: region = north. “east” has no column."
    )
    assert model.is_editable(0, 0)
