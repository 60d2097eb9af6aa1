"""After any edits, undo and redo lead to exactly the same states."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine import Problem, Settings
from gui.document import Document, TableName, changes
from gui.document import blocks as blocks_module
from gui.errors import GuiError

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PLACES = st.integers(0, 20)
COUNTS = st.integers(1, 5)
State = tuple[object, ...]


def state_of(document: Document) -> State:
    """Return all of an experiment, bit for bit."""
    experiment = document.experiment
    tables = [
        (experiment.grid(table_name).shape, experiment.grid(table_name).joined.tobytes())
        for table_name in TableName
    ]
    return (*tables, experiment.settings, experiment.inputs, experiment.output, experiment.remark)


class Editing(RuleBasedStateMachine):
    """Random edits, undo and redo, compared with a list of all states."""

    def __init__(self) -> None:
        super().__init__()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(blocks_module, "BLOCK_ROWS", 3)
        problem = Problem(np.arange(8.0).reshape(4, 2), [1, 2, 3, 4], [0.5, -0.5])
        self.document = Document(problem, Settings(), "Test", "A note.")
        self.states = [state_of(self.document)]
        self.at = 0

    def teardown(self) -> None:
        self._patch.undo()
        self.document.deleteLater()

    def do(self, edit: Callable[[], None]) -> None:
        """Edit, and append the new state to the list unless the edit was refused."""
        steps = self.document.undo_stack.index()
        try:
            edit()
        except GuiError:
            assert self.document.undo_stack.index() == steps
        if self.document.undo_stack.index() > steps:
            self.states[self.at + 1 :] = [state_of(self.document)]
            self.at += 1

    @rule(table_name=st.sampled_from(TableName), row=PLACES, column=PLACES, number=NUMBERS)
    def type_a_number(self, table_name: TableName, row: int, column: int, number: float) -> None:
        rows, columns = self.document.table(table_name).shape
        cell = (row % rows, column % columns, np.array([[number]]))
        self.do(lambda: self.document.set_block(table_name, *cell))

    @rule(
        table_name=st.sampled_from([TableName.A, TableName.W]),
        row=PLACES,
        rows=COUNTS,
        columns=COUNTS,
    )
    def paste(self, table_name: TableName, row: int, rows: int, columns: int) -> None:
        row %= len(self.document.table(table_name))
        values = np.random.default_rng(row).normal(
            size=(rows, columns if table_name is TableName.A else 1)
        )
        names = [f"x{k}" for k in range(values.shape[1])]
        self.do(
            lambda: self.document.change(
                "Paste", lambda now: changes.paste(now, table_name, row, 0, values, names)
            )
        )

    @rule(at=PLACES, count=COUNTS)
    def insert_rows(self, at: int, count: int) -> None:
        self.do(lambda: self.document.insert_rows(at % (self.document.rows + 1), count))

    @rule(at=PLACES, count=COUNTS)
    def insert_columns(self, at: int, count: int) -> None:
        self.do(lambda: self.document.insert_columns(at % (self.document.columns + 1), count))

    @rule(at=PLACES, count=COUNTS)
    def remove_rows(self, at: int, count: int) -> None:
        rows = sorted({(at + k) % self.document.rows for k in range(count)})
        self.do(lambda: self.document.remove_rows(rows))

    @rule(at=PLACES, count=COUNTS)
    def remove_columns(self, at: int, count: int) -> None:
        columns = sorted({(at + k) % self.document.columns for k in range(count)})
        self.do(lambda: self.document.remove_columns(columns))

    @rule(rows=st.integers(0, 9), columns=st.integers(0, 5))
    def resize(self, rows: int, columns: int) -> None:
        self.do(lambda: self.document.resize(rows, columns))

    @rule(column=PLACES, name=st.text(max_size=3))
    def rename(self, column: int, name: str) -> None:
        column %= self.document.columns
        self.do(
            lambda: self.document.change(
                "Rename", lambda now: changes.rename_input(now, column, name)
            )
        )

    @rule(h=st.floats(1e-6, 1))
    def change_h(self, h: float) -> None:
        self.do(lambda: self.document.change_settings(h=h))

    @precondition(lambda self: self.at > 0)
    @rule(steps=COUNTS)
    def undo(self, steps: int) -> None:
        for _ in range(min(steps, self.at)):
            self.document.undo_stack.undo()
            self.at -= 1

    @rule(steps=COUNTS)
    def redo(self, steps: int) -> None:
        for _ in range(min(steps, len(self.states) - 1 - self.at)):
            self.document.undo_stack.redo()
            self.at += 1

    @invariant()
    def it_is_the_state_written_down(self) -> None:
        assert state_of(self.document) == self.states[self.at]

    @invariant()
    def shapes_agree(self) -> None:
        rows, columns = self.document.table(TableName.A).shape
        assert self.document.table(TableName.Y).shape == (rows, 1)
        assert self.document.table(TableName.W).shape == (columns, 1)
        assert len(self.document.inputs) == columns


class TestEditing(Editing.TestCase):  # type: ignore[misc,valid-type]
    """The state machine as a test case that pytest runs."""

    settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
