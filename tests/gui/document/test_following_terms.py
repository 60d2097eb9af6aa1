from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings
from engine.rescaling import Rescaling
from engine.terms import (
    CategoryTerm,
    LogarithmTerm,
    NotOneLevel,
    PowerTerm,
    ProductTerm,
    Term,
    TermFault,
    sources_of,
    transformed,
    values_of,
    written_term,
)
from gui.document import Column, Document, Experiment, TableName, changes, following_terms
from gui.document.document import AT_ONCE_CELLS
from gui.document.following_terms import columns_for_rows, with_terms_following
from gui.document.term_errors import IsComputed, NameTaken, SourceRemoved, SourceUnnamed
from gui.transforms.exchange import use_column_as_output
from gui.transforms.scaling import restore_units, scale_columns
from gui.transforms.shuffle import Shuffle
from gui.transforms.terms import with_term

LEVELS = ("east", "north", "south")
NORTH = CategoryTerm("region", "north", LEVELS, "east")
SOUTH = CategoryTerm("region", "south", LEVELS, "east")


def experiment(
    A: object, names: tuple[str, ...], terms: tuple[Term | None, ...] = ()
) -> Experiment:
    problem = Problem(A, np.zeros(len(A)))  # type: ignore[arg-type]
    made = Experiment.of(problem, Settings(), names=(*names, "y"))
    inputs = zip(made.inputs, terms or (None,) * len(names), strict=True)
    return replace(made, inputs=tuple(replace(each, term=term) for each, term in inputs))


AGES = experiment([[2.0, 1.0], [3.0, 5.0], [4.0, 0.5]], ("age", "x"))
SQUARED = with_term(AGES, PowerTerm("age", 2.0))
BOTH = with_term(SQUARED, ProductTerm(("age²", "x")), "both")
REGIONS = experiment([[1.0, 0], [0, 1], [0, 0]], ("r = n", "r = s"), (NORTH, SOUTH))


@pytest.fixture
def document(qtbot: QtBot) -> Iterator[Document]:
    made = Document(Problem([[1.0]], [1.0]), Settings(), "Test")
    made.open(BOTH)
    yield made
    made.shut_down()


def column(made: Document, k: int) -> list[float]:
    values: list[float] = made.table(TableName.A).column(k).tolist()
    return values


def cell(number: float) -> Matrix:
    return np.array([[number]])


def test_edited_source_is_followed(document: Document) -> None:
    assert column(document, 3) == [4.0, 45.0, 8.0]
    document.set_block(TableName.A, 1, 0, cell(-6.0))
    assert column(document, 2) == [4.0, 36.0, 16.0]
    assert column(document, 3) == [4.0, 180.0, 8.0]
    document.undo_stack.undo()
    assert document.experiment is BOTH
    document.undo_stack.redo()
    assert column(document, 3) == [4.0, 180.0, 8.0]


def test_edits_of_other_tables_change_nothing(document: Document) -> None:
    A = document.table(TableName.A)
    document.set_block(TableName.Y, 0, 0, cell(7.0))
    document.set_initial_weights(np.ones((4, 1)))
    assert document.table(TableName.A) is A


def test_only_changed_blocks_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = 5 * 2**13
    long = with_term(experiment(np.ones((rows, 1)), ("x",)), PowerTerm("x", 2.0))
    computed: list[int] = []

    def counted(term: PowerTerm, columns: dict[str, Matrix], first_row: int) -> Matrix:
        computed.append(first_row)
        return values_of(term, columns, first_row)

    monkeypatch.setattr(following_terms, "values_of", counted)
    edited = changes.set_block(long, TableName.A, 2**14 + 1, 0, cell(3.0))
    after = with_terms_following(long, edited)
    assert computed == [2**14 + 1]
    assert after.A.value(2**14 + 1, 1) == 9.0
    assert with_terms_following(after, after).A is after.A


def test_rows_without_number_are_refused(document: Document) -> None:
    document.open(with_term(AGES, LogarithmTerm("x")))
    before = document.experiment
    with pytest.raises(TermFault) as raised:
        document.set_block(TableName.A, 2, 1, cell(-2.0))
    assert raised.value.short == "log of −2 in row 3 of x does not exist."
    assert document.experiment is before
    assert not document.undo_stack.count()


def test_computed_cells_are_not_written(document: Document) -> None:
    with pytest.raises(IsComputed) as raised:
        document.set_block(TableName.A, 0, 2, cell(5.0))
    assert raised.value.short == "age² is computed: age²."
    document.set_block(TableName.A, 0, 2, cell(4.0))  # what it is anyway
    assert column(document, 2) == [4.0, 9.0, 16.0]


def test_sources_may_be_rescaled(document: Document) -> None:
    scale = partial(scale_columns, columns=[0, 2], how=Rescaling.STANDARDISE)
    document.change("Standardise", scale)
    A = document.table(TableName.A)
    document.set_block(TableName.A, 0, 0, cell(0.0))  # the mean, which is 3
    of = document.inputs[2]
    assert column(document, 2)[0] * of.scale + of.shift == pytest.approx(9.0, rel=1e-14)
    assert column(document, 3)[0] == pytest.approx(9.0, rel=1e-14)
    assert column(document, 3)[1:] == pytest.approx([45.0, 8.0], rel=1e-14)
    document.undo_stack.undo()
    assert document.table(TableName.A) is A
    document.change("Restore", partial(restore_units, columns=[0, 2]))
    assert column(document, 2) == pytest.approx([4.0, 9.0, 16.0], rel=1e-14)
    assert document.inputs[2] == Column("age²", term=PowerTerm("age", 2.0))


def test_renamed_sources_are_followed(document: Document) -> None:
    document.change("Rename", partial(changes.rename_input, column=0, name="body mass"))
    assert [each.name for each in document.inputs] == ["body mass", "x", "body mass²", "both"]
    assert document.inputs[2].term == PowerTerm("body mass", 2.0)
    document.set_block(TableName.A, 0, 0, cell(5.0))
    assert column(document, 3)[0] == 25.0


def test_renamed_computed_columns_keep_their_name(document: Document) -> None:
    document.change("Rename", partial(changes.rename_input, column=2, name="sq"))
    document.change("Rename", partial(changes.rename_input, column=0, name="years"))
    assert [each.name for each in document.inputs] == ["years", "x", "sq", "both"]
    assert [written_term(each.term) for each in document.inputs if each.term] == ["years²", "sq·x"]


@pytest.mark.parametrize(
    ("name", "kind"), [("", SourceUnnamed), ("a`b", SourceUnnamed), ("x", NameTaken)]
)
def test_sources_need_their_own_name(document: Document, name: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        document.change("Rename", partial(changes.rename_input, column=0, name=name))
    assert document.experiment is BOTH


def test_other_columns_leave_source_names(document: Document) -> None:
    with pytest.raises(NameTaken):
        document.change("Rename", partial(changes.rename_input, column=3, name="age"))


def test_sources_are_not_removed(document: Document) -> None:
    for change in (
        partial(changes.remove_columns, columns=[0]),
        partial(changes.remove_columns, columns=[2]),
        partial(use_column_as_output, column=1),
        partial(changes.resize, rows=3, columns=1),
    ):
        if change.keywords.get("columns") == 1:
            document.change("Resize", change)  # the computed columns go along
            document.undo_stack.undo()
            continue
        with pytest.raises(SourceRemoved):
            document.change("Remove", change)
    document.change("Remove", partial(changes.remove_columns, columns=[0, 2, 3]))
    assert document.columns == 1


def test_plain_columns_keep_their_values(document: Document) -> None:
    document.change("Plain", partial(changes.make_plain, columns=[2]))
    document.set_block(TableName.A, 0, 0, cell(9.0))
    assert column(document, 2) == [4.0, 9.0, 16.0]
    document.set_block(TableName.A, 0, 2, cell(5.0))
    assert column(document, 3) == [5.0, 45.0, 8.0]
    document.change("Remove", partial(changes.remove_columns, columns=[0]))
    assert [each.name for each in document.inputs] == ["x", "age²", "both"]


def test_rows_come_and_go(document: Document) -> None:
    document.remove_rows([0])
    assert column(document, 3) == [45.0, 8.0]
    document.change("Shuffle", Shuffle(seed=3).apply)
    assert sorted(column(document, 3)) == [8.0, 45.0]
    document.insert_rows(0, 1)
    assert np.isnan(column(document, 3)[0])  # not every term has a number for 0
    document.set_block(TableName.A, 0, 0, np.array([[7.0, 2.0]]))
    assert column(document, 3)[0] == 98.0


def test_pasted_columns_are_others(document: Document) -> None:
    table = np.arange(12.0).reshape(3, 4)
    names = ("a", "b", "c", "d")
    paste = partial(
        changes.paste, table_name=TableName.A, row=0, column=0, values=table, names=names
    )
    document.change("Paste", paste)
    assert column(document, 2) == [2.0, 6.0, 10.0]
    assert [each.term for each in document.inputs] == [None] * 4


def test_levels_stay_levels(document: Document) -> None:
    document.open(REGIONS)
    document.set_block(TableName.A, 2, 0, cell(1.0))
    for number, row in ((0.5, 0), (1.0, 1)):
        with pytest.raises(NotOneLevel) as raised:
            document.set_block(TableName.A, row, 0, cell(number))
        assert raised.value.row == row + 1
    document.change("Scale", partial(scale_columns, columns=[0], how=Rescaling.STANDARDISE))
    document.set_block(TableName.A, 2, 1, cell(0.0))
    assert document.inputs[0].term == NORTH


def test_levels_are_sources_too(document: Document) -> None:
    document.open(with_term(REGIONS, ProductTerm(("r = n", "r = s")), "never"))
    document.set_block(TableName.A, 2, 0, cell(1.0))
    assert column(document, 2) == [0.0, 0.0, 0.0]


def test_long_tables_follow_in_a_thread(document: Document, qtbot: QtBot) -> None:
    rows = AT_ONCE_CELLS + 1
    document.open(with_term(experiment(np.ones((rows, 1)), ("x",)), PowerTerm("x", 2.0)))
    with qtbot.waitSignal(document.undo_stack.indexChanged):
        document.set_block(TableName.A, 0, 0, np.full((rows, 1), 3.0))
        assert document.is_busy
    assert document.table(TableName.A).value(rows - 1, 1) == 9.0
    with qtbot.waitSignal(document.refused) as refused:
        document.change("Remove", partial(changes.remove_columns, columns=[0]), rows)
    assert refused.args[0].startswith("x² is computed from x.")


def test_new_rows_are_transformed_alike() -> None:
    made = experiment([[1.0, 2.0, 5.0], [1.0, 3.0, 7.0]], ("1", "age", ""))
    whole = with_term(with_term(made, PowerTerm("age", 2.0)), ProductTerm(("x3", "age²")))
    scaled = scale_columns(whole, [1, 3], Rescaling.STANDARDISE)
    columns = columns_for_rows(scaled)
    assert [each.name for each in sources_of(columns)] == ["age", "x3"]
    again = transformed(columns, {"age": [2.0, 3.0, 4.0], "x3": [5.0, 7.0, 1.0]})
    assert np.allclose(again[:2], scaled.A.joined, rtol=1e-14)
    assert again[2, [0, 4]].tolist() == [1.0, 16.0]


def test_columns_name_what_is_computed() -> None:
    assert not Column("x").is_computed
    assert Column("x²", term=PowerTerm("x", 2.0)).is_computed
    assert not Column("r = n", term=NORTH).is_computed
