"""The table of A."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Slot

from engine.numbers import exact

from ...document import Document, TableName, changes
from ...text.names import all_of
from ...text.translation import translate, translated
from . import sentences
from .cell_block import Block, TableAxis
from .model import TableModel

MOST_SOURCES = 2
"""As many as have room on one line beside what to do."""


class InputsModel(TableModel):
    """The matrix A: one row per observation, every cell editable."""

    table_name: ClassVar[TableName] = TableName.A
    axes: ClassVar[frozenset[TableAxis]] = frozenset(TableAxis)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._intercept = document.experiment.intercept
        self._computed = _computed(document)

    def given_name(self, column: int) -> str:
        """Return the name a person gave to a column, or an empty string."""
        return self.document.inputs[column].name

    def is_editable(self, row: int, column: int) -> bool:
        """Return whether a person may edit a cell: not if its column is computed from others."""
        return column not in self._computed and super().is_editable(row, column)

    def editable_parts(self, block: Block) -> list[Block]:
        """Return the parts of a block between the computed columns."""
        parts = super().editable_parts(block)
        return _without_columns(parts[0], self._computed) if parts and self._computed else parts

    def why_computed(self, row: int, column: int) -> str:
        """Return what a column is computed from, and what to do."""
        term = self.document.inputs[column].term
        if term is None:
            return super().why_computed(row, column)
        return sentences.why_computed(self.column_name(column), all_of(term.sources, MOST_SOURCES))

    def spoken_place(self, row: int, column: int) -> str:
        """Return what screen readers say after a number, with the formula of a computed column."""
        place = super().spoken_place(row, column)
        return f"{place}. {self._term_text(column)}" if column in self._computed else place

    def can_rename(self, column: int) -> bool:
        """Return True for every column of A."""
        return 0 <= column < self.columnCount()

    def rename(self, column: int, name: str) -> None:
        """Rename a column; an empty name removes it."""
        change = partial(changes.rename_input, column=column, name=name)
        self.document.change(translate("tables", "Rename Column"), change)

    def column_name(self, column: int) -> str:
        """Return the displayed name of a column, which is that of its weight too."""
        return translated(self.document.experiment.column_name(column))

    def column_tooltip(self, column: int) -> str:
        """Return the full name, the number and the scaling of a column."""
        of = self.document.inputs[column]
        lines = [sentences.place_of_column(self.column_name(column), column)]
        if of.term is not None:
            lines.append(self._term_text(column))
        if of.is_scaled:
            lines.append(sentences.held(of.name, exact(of.shift), exact(of.scale)))
        return "\n".join(lines)

    def _term_text(self, column: int) -> str:
        """Return what a column is computed from, or which level of a category it is of."""
        from engine.terms import CategoryTerm, written_term  # loaded on use: few tables have terms

        term = self.document.inputs[column].term
        assert term is not None
        if isinstance(term, CategoryTerm):
            return sentences.level_of(written_term(term), term.left_out)
        return sentences.computed_from(written_term(term))

    def insert(self, axis: TableAxis, at: int, count: int = 1) -> None:
        """Insert observations or columns before ``at``."""
        insert = (
            self.document.insert_rows if axis is TableAxis.ROW else self.document.insert_columns
        )
        insert(at, count)

    def remove(self, axis: TableAxis, numbers: Sequence[int]) -> None:
        """Remove observations or columns."""
        remove = (
            self.document.remove_rows if axis is TableAxis.ROW else self.document.remove_columns
        )
        remove(numbers)

    @Slot(str)
    def _on_values_changed(self, table_name: str) -> None:
        """Show the changed cells, and another name if they make or unmake the intercept."""
        super()._on_values_changed(table_name)
        if table_name != TableName.A:
            return
        intercept = self.document.experiment.intercept
        if intercept != self._intercept:
            self._intercept = intercept
            self._on_renamed()

    @Slot()
    def _on_renamed(self) -> None:
        """Follow other names, and draw columns otherwise that are computed now, or are no more."""
        super()._on_renamed()
        before, self._computed = self._computed, _computed(self.document)
        if before != self._computed:
            self.emit_columns_changed(0, self.columnCount() - 1)

    @Slot()
    def _on_reshaped(self) -> None:
        self._computed = _computed(self.document)
        self._intercept = self.document.experiment.intercept
        super()._on_reshaped()


def _computed(document: Document) -> frozenset[int]:
    """Return the columns of A that are computed from others."""
    terms = [each.term for each in document.inputs]
    if not any(terms):
        return frozenset()
    return frozenset(k for k, term in enumerate(terms) if term is not None and term.sources)


def _without_columns(block: Block, columns: AbstractSet[int]) -> list[Block]:
    """Return the parts of a block between these columns."""
    found: list[Block] = []
    for k in range(block.left, block.right):
        if k in columns:
            continue
        if found and found[-1].right == k:
            found[-1] = found[-1]._replace(width=found[-1].width + 1)
        else:
            found.append(block._replace(left=k, width=1))
    return found
