import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from engine import EngineError, Problem, Settings
from engine.errors import TableTooLarge
from engine.matrix import MOST_CELLS
from engine.rescaling import Rescaling
from gui.document import Document, DocumentKey, Fitted, Grid, TableName
from gui.errors import TableWouldBeEmpty
from gui.transforms.scaling import scale_columns

A = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
Y = [7.0, 8.0, 9.0]
W = [0.5, -0.5]


@pytest.fixture
def document() -> Document:
    return made()


def made() -> Document:
    return Document(Problem(A, Y, W), Settings(), "Test", "A note.")


def values(document: Document) -> tuple[Grid, Grid, Grid]:
    return document.table(TableName.A), document.table(TableName.Y), document.table(TableName.W)


def test_document_starts_with_problem(document: Document) -> None:
    assert [table.tolist() for table in values(document)] == [A, [[7], [8], [9]], [[0.5], [-0.5]]]
    assert (document.name, document.note) == ("Test", "A note.")


def test_edit_does_not_alter_earlier_problem(document: Document, qtbot: QtBot) -> None:
    before = document.problem()
    with qtbot.waitSignal(document.values_changed) as changed:
        document.set_block(TableName.A, 1, 0, np.array([[30.0, 40.0]]))
    assert changed.args == ["A"]
    assert before.A.tolist() == A
    assert document.problem().A.tolist() == [[1, 2], [30, 40], [5, 6]]


def test_unedited_problem_is_shared(document: Document) -> None:
    assert document.problem().A is document.problem().A


def test_note_is_gone_after_edit(document: Document) -> None:
    document.set_block(TableName.W, 0, 0, np.zeros((1, 1)))
    assert document.note == ""
    assert document.table(TableName.W).tolist() == [[0], [-0.5]]


def test_rows_of_a_and_y_together(document: Document) -> None:
    document.insert_rows(1, 2)
    assert document.table(TableName.A).tolist() == [[1, 2], [0, 0], [0, 0], [3, 4], [5, 6]]
    assert document.table(TableName.Y).joined.ravel().tolist() == [7, 0, 0, 8, 9]
    document.remove_rows([0, 1, 2])
    assert document.table(TableName.A).tolist() == [[3, 4], [5, 6]]
    assert document.table(TableName.Y).joined.ravel().tolist() == [8, 9]


def test_columns_of_a_and_weights_together(document: Document) -> None:
    document.insert_columns(2, 1)
    assert document.table(TableName.A).joined[0].tolist() == [1, 2, 0]
    assert document.table(TableName.W).joined.ravel().tolist() == [0.5, -0.5, 0]
    document.remove_columns([0])
    assert document.table(TableName.A).joined[0].tolist() == [2, 0]
    assert document.table(TableName.W).joined.ravel().tolist() == [-0.5, 0]


def test_resize_keeps_what_fits(document: Document) -> None:
    document.resize(2, 3)
    assert document.table(TableName.A).tolist() == [[1, 2, 0], [3, 4, 0]]
    assert document.table(TableName.Y).joined.ravel().tolist() == [7, 8]
    assert document.table(TableName.W).joined.ravel().tolist() == [0.5, -0.5, 0]


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (lambda d: d.remove_rows([0, 1, 2]), TableWouldBeEmpty),
        (lambda d: d.remove_columns([1, 0]), TableWouldBeEmpty),
        (lambda d: d.resize(0, 2), TableWouldBeEmpty),
        (lambda d: d.resize(2, 0), TableWouldBeEmpty),
        (lambda d: d.resize(MOST_CELLS, 2), TableTooLarge),
        (lambda d: d.insert_rows(0, MOST_CELLS), TableTooLarge),
        (lambda d: d.change_settings(h=0), EngineError),
        (lambda d: d.change_settings(learning_rate=float("nan")), EngineError),
    ],
)
def test_refused_change_alters_nothing(
    document: Document, attempt: Callable[[Document], None], error: type[Exception]
) -> None:
    before, settings = values(document), document.settings
    with pytest.raises(error):
        attempt(document)
    assert all(a is b for a, b in zip(before, values(document), strict=True))
    assert document.settings is settings


def test_settings_change_signals_once(document: Document, qtbot: QtBot) -> None:
    h = document.settings.fixed_h
    with qtbot.waitSignal(document.settings_changed):
        document.change_settings(learning_rate=1e-12)
    assert document.settings == Settings(learning_rate=1e-12, h=h)
    with qtbot.assertNotEmitted(document.settings_changed):
        document.change_settings(learning_rate=1e-12)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["insert_rows", "remove_rows", "insert_columns", "remove_columns", "resize"]
        ),
        st.integers(0, 5),
        st.integers(1, 4),
    ),
    max_size=12,
)


@given(EDITS)
def test_table_shapes_always_agree(edits: list[tuple[str, int, int]]) -> None:
    document = made()
    for name, at, count in edits:
        limit = document.rows if "rows" in name else document.columns
        try:
            if name.startswith("insert"):
                getattr(document, name)(min(at, limit), count)
            elif name.startswith("remove"):
                getattr(document, name)(sorted({min(at + i, limit - 1) for i in range(count)}))
            else:
                document.resize(at, count)
        except TableWouldBeEmpty:
            continue
        problem = document.problem()
        assert problem.Y.shape == (problem.rows, 1)
        assert problem.W.shape == (problem.weights, 1)


def test_step_uses_memory_of_change() -> None:
    document = Document(Problem(np.ones((100_000, 10)), np.ones(100_000)), Settings(), "Tall")
    cell = np.full((1, 1), 2.0)
    tracemalloc.start()
    for row in range(0, 100_000, 2_000):
        document.set_block(TableName.A, row, row % 10, cell)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert document.undo_stack.count() == 50
    assert grown < document.table(TableName.A).joined.nbytes


def test_garbage_collected_document_clears_steps(document: Document, qtbot: QtBot) -> None:
    document.insert_rows(0, 1)
    with qtbot.assertNotEmitted(document.undo_stack.indexChanged):
        document.__del__()
    assert document.undo_stack.count() == 0


def test_fitted_weights_need_same_units(document: Document) -> None:
    fitted = Fitted(np.ones((document.columns, 1)), 9, 0.25)
    document.open(document.experiment, fitted)
    document.change("Scale", lambda now: scale_columns(now, [0], Rescaling.SCALE))
    assert document.fitted is None
    document.undo_stack.undo()
    assert document.fitted is fitted


def test_replaced_document_is_untitled(document: Document) -> None:
    former = document.title
    document.change("Import", lambda now: replace(now, key=DocumentKey(), name="table"))
    assert (document.title, document.name) == ("Untitled (table)", "table")
    document.set_file_name("a file")
    assert document.title == "a file"
    document.undo_stack.undo()
    assert document.title == former


def test_file_name_of_hidden_document(document: Document) -> None:
    key = document.experiment.key
    document.change("Import", lambda now: now.as_new_document())
    document.set_file_name("former", key)
    assert document.title == "Untitled"
    document.undo_stack.undo()
    assert document.title == "former"


def test_new_run_keeps_replacement_untitled(document: Document) -> None:
    document.change("Import", lambda now: replace(now, key=DocumentKey(), name="table"))
    document.forget_fitted()
    assert document.title == "Untitled (table)"
