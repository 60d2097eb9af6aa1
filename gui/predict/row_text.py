"""New rows with their predictions as text: for the clipboard, and for a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from engine import Matrix
from engine.inference.given_inputs import given_cells
from engine.inference.new_table import InputColumn, NewRowFigures
from engine.writing.csv import Dialect, new_rows_csv

from ..background import Progress
from ..exporting.export_job import ExportJob, text_job
from ..text.locale import has_decimal_comma
from . import texts
from .figure_columns import ShownFigures
from .prediction_basis import RunEnd


@dataclass(frozen=True, eq=False)
class WrittenRows:
    """Rows and what is predicted for them, as they are when a person asks to write them.

    ``cells`` (M, j) are those of all columns of A, which have ``names``.
    """

    names: tuple[str, ...]
    columns: tuple[InputColumn, ...]
    cells: Matrix
    figures: NewRowFigures
    end: RunEnd

    @classmethod
    def of(cls, shown: ShownFigures) -> "WrittenRows | None":
        """Return what is shown; None if there are no rows, or they are not predicted yet."""
        basis, cells = shown.basis, shown.basis.experiment.new_rows
        if cells is None or shown.rows is None:
            return None
        return cls(tuple(basis.names), basis.columns, cells.joined, shown.rows, basis.end)

    def csv(self, dialect: Dialect) -> Iterator[bytes]:
        """Yield the rows as a table, a head first."""
        has_converged = self.end is RunEnd.CONVERGED
        given = list(given_cells(self.columns, self.names, self.cells))
        names, cells = [name for name, _ in given], [column for _, column in given]
        return new_rows_csv(names, cells, self.figures, dialect, has_converged=has_converged)


def export_job(rows: WrittenRows) -> ExportJob:
    """Return the job that writes the rows to a file."""
    return text_job(texts.EXPORT_TITLE, texts.FILE_NAME, rows.csv)


@dataclass(frozen=True)
class CopiedRows:
    """The text of rows for a spreadsheet, and how many there are."""

    text: str
    count: int


def copying(rows: WrittenRows) -> "partial[CopiedRows]":
    """Return the work that writes the rows for a spreadsheet, in a thread."""
    return partial(_copied, rows, Dialect("\t", "," if has_decimal_comma() else "."))


def _copied(rows: WrittenRows, dialect: Dialect, progress: Progress) -> CopiedRows:
    """Write the rows; raises Cancelled when cancelled."""
    pieces = []
    for piece in rows.csv(dialect):
        pieces.append(piece)
        progress(0.0)
    return CopiedRows(b"".join(pieces).decode(), len(rows.cells))
