"""A paste as a change of the experiment."""

import numpy as np
import pytest

from engine import Problem, Settings
from gui.background import Progress
from gui.document import Experiment, TableName
from gui.errors import GuiError
from gui.tables.clipboard.paste_change import PasteChange, PasteOutcome, PasteTarget, tiled
from gui.tables.clipboard.reading import PastedTable
from gui.tables.models.cell_block import Block

from .clips import clip

A1 = Block(0, 0, 1, 1)


def experiment() -> Experiment:
    A = np.arange(1.0, 10.0).reshape(3, 3)
    return Experiment.of(Problem(A, [14.0, 32.0, 50.0]), Settings())


def silent(_: float) -> None:
    """Ignore progress."""


def paste(text: str, *blocks: Block, table_name: TableName = TableName.A) -> PasteChange:
    return PasteChange(
        clip(text), PasteTarget(table_name, blocks or (A1,)), Progress(silent), decimal_comma=False
    )


def test_numbers_are_inserted_at_the_cell() -> None:
    change = paste("10\t11\n12\t13", Block(1, 1, 1, 1))
    assert change(experiment()).A.tolist() == [[1, 2, 3], [4, 10, 11], [7, 12, 13]]
    assert (change.outcome, change.block) == (PasteOutcome.PASTED, Block(1, 1, 2, 2))


def test_paste_grows_the_tables_together() -> None:
    after = paste("1\t2\n3\t4", Block(2, 2, 1, 1))(experiment())
    assert after.A.tolist() == [[1, 2, 3, 0], [4, 5, 6, 0], [7, 8, 1, 2], [0, 0, 3, 4]]
    assert after.Y.joined[:, 0].tolist() == [14, 32, 50, 0]
    assert len(after.W) == 4


def test_pasted_names_rename_columns() -> None:
    after = paste("age\tbmi\n1\t2", Block(0, 1, 1, 1))(experiment())
    assert [each.name for each in after.inputs] == ["", "age", "bmi"]
    after = paste("price\n1", table_name=TableName.Y)(experiment())
    assert (after.output, after.Y.joined[0, 0]) == ("price", 1)


def test_single_number_fills_all_blocks() -> None:
    change = paste("5", Block(0, 0, 2, 2), Block(2, 2, 1, 1))
    assert change(experiment()).A.tolist() == [[5, 5, 3], [5, 5, 6], [7, 8, 5]]


@pytest.mark.parametrize(
    ("block", "table"),
    [
        (Block(0, 0, 2, 3), [[1, 1, 1], [2, 2, 2], [7, 8, 9]]),
        (Block(0, 0, 2, 1), [[1, 2, 3], [2, 5, 6], [7, 8, 9]]),
        (Block(0, 0, 3, 2), [[1, 2, 3], [2, 5, 6], [7, 8, 9]]),
    ],
)
def test_block_tiles_a_multiple_selection(block: Block, table: list[list[float]]) -> None:
    assert paste("1\n2", block)(experiment()).A.tolist() == table


def test_tiles_repeat_names_sideways_only() -> None:
    one = PastedTable(np.array([[1.0, 2.0]]), ("a", "b"))
    found = tiled(one, Block(0, 0, 2, 4))
    assert found.values.tolist() == [[1, 2, 1, 2], [1, 2, 1, 2]]
    assert found.names == ("a", "b", "a", "b")
    assert not found.values.flags.writeable
    assert tiled(one, Block(0, 0, 2, 3)) is one


def test_several_columns_do_not_fit_one() -> None:
    change = paste("1\t2", table_name=TableName.Y)
    with pytest.raises(GuiError, match="The clipboard has 2 columns, but Y has one"):
        change(experiment())


@pytest.mark.parametrize("text", ["1\t2\t3", "1\n2\n3"])
def test_row_or_column_becomes_start(text: str) -> None:
    change = paste(text, table_name=TableName.W)
    assert change(experiment()).W.joined[:, 0].tolist() == [1, 2, 3]
    assert change.block == Block(0, 0, 1, 3)


def test_weights_are_pasted_from_a_column() -> None:
    change = paste("1\n2", Block(0, 1, 1, 1), table_name=TableName.W)
    assert change(experiment()).W.joined[1:, 0].tolist() == [1, 2]


def test_one_number_fills_selected_weights() -> None:
    change = paste("7", Block(0, 1, 1, 2), table_name=TableName.W)
    assert change(experiment()).W.joined[1:, 0].tolist() == [7, 7]


def test_rows_and_columns_are_no_weights() -> None:
    change = paste("1\t2\n3\t4", table_name=TableName.W)
    with pytest.raises(GuiError, match="W takes one row or one column of them"):
        change(experiment())


def test_w_grows_with_pasted_weights() -> None:
    after = paste("1\n2\n3\n4", table_name=TableName.W)(experiment())
    assert after.W.joined[:, 0].tolist() == [1, 2, 3, 4]
    assert after.A.shape == (3, 4)


def test_ambiguous_paste_changes_nothing() -> None:
    change, before = paste("1,234"), experiment()
    assert change(before) is before
    assert change.outcome is PasteOutcome.AMBIGUOUS
    assert change.ambiguity is not None


def test_cancelled_paste_changes_nothing() -> None:
    change, before = paste("1"), experiment()
    change.cancel()
    assert change(before) is before
    assert change.outcome is PasteOutcome.CANCELLED


def test_invalid_cell_raises() -> None:
    change = paste("1\tx")
    with pytest.raises(GuiError, match="“x” is not a number"):
        change(experiment())
    assert (change.outcome, change.complete) == (PasteOutcome.REFUSED, "")


def test_repeated_paste_reads_once(monkeypatch: pytest.MonkeyPatch) -> None:
    change = paste("5")
    change(experiment())
    change.cancel()
    assert change(experiment()).A.joined[0, 0] == 5.0


def test_paste_reports_progress() -> None:
    reported: list[float] = []
    PasteChange(
        clip("1"), PasteTarget(TableName.A, (A1,)), Progress(reported.append), decimal_comma=False
    )(experiment())
    assert reported == [1.0]


LARGER = "7\t8\t9\n1\t2\t4\n4\t5\t6\n1\t1\t1"


def is_same_document(text: str, *blocks: Block, table_name: TableName = TableName.A) -> bool:
    before = experiment()
    return paste(text, *blocks, table_name=table_name)(before).key is before.key


@pytest.mark.parametrize(
    "text", [LARGER, "a\tb\tc\n" + LARGER, "5\t6\t7\t8\n" * 3, "7\t8\t9\n1\t2\t4\n4\t5\t6"]
)
def test_paste_over_everything_is_new(text: str) -> None:
    assert not is_same_document(text)
    assert not is_same_document(text, Block(0, 0, 3, 3))


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "1\t2\t3\n4\t5\t6\n7\t8\t5",
        "1\t2\t3\n4\t5\t6\n7\t8\t9\n1\t1\t1",
        "7\t8\n1\t2\n4\t5\n1\t1",
        "1\t2\t3\t4\n",
    ],
)
def test_other_paste_is_edit(text: str) -> None:
    assert is_same_document(text)


def test_paste_below_or_beside_is_edit() -> None:
    assert is_same_document(LARGER, Block(1, 0, 1, 1))
    assert is_same_document(LARGER, Block(0, 1, 1, 1))


@pytest.mark.parametrize("table_name", [TableName.Y, TableName.W])
def test_paste_into_other_tables_is_edit(table_name: TableName) -> None:
    assert is_same_document("1\n2\n3\n4\n5", table_name=table_name)


def test_notes_are_kept() -> None:
    change = paste("id,x,y\n1,0.5,2\n2,0.7,3\n")
    assert not change.notes
    change(experiment())
    assert change.notes == ("Column 1 (id) was left out: it holds row numbers.",)
    table = PastedTable(np.ones((1, 1)), ("x",), ("A note.",))
    assert tiled(table, Block(0, 0, 2, 2)).notes == ("A note.",)
