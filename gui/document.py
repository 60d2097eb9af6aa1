"""The open experiment: A, Y and the initial W as a person edits them, and the run's settings."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, cast

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine import Matrix, Problem, Settings

from .errors import TableTooLarge, TableWouldBeEmpty

MOST_CELLS = 200_000_000


class Part(StrEnum):
    """A table of the experiment, by its name in the formulae."""

    A = "A"
    Y = "Y"
    W = "W"


class Document(QObject):
    """A (N, j), Y (N, 1) and W (j, 1), always of agreeing shapes and always finite.

    Arrays handed out in a Problem are shared with it, read-only; the next edit copies them first.
    """

    values_changed = Signal(str)
    about_to_reshape = Signal()
    reshaped = Signal()
    settings_changed = Signal()

    def __init__(self, problem: Problem, settings: Settings, name: str, note: str = "") -> None:
        super().__init__()
        self._tables = _tables_of(problem)
        self._settings = settings
        self._name, self._note = name, note
        self._noted_settings = settings

    @property
    def name(self) -> str:
        """What the title bar calls the experiment."""
        return self._name

    @property
    def note(self) -> str:
        """What there is to say of the experiment as it was opened; empty once it has changed."""
        return self._note if self._settings == self._noted_settings else ""

    @property
    def settings(self) -> Settings:
        """The settings of the next chunk of epochs."""
        return self._settings

    @property
    def rows(self) -> int:
        """N, the number of observations."""
        return len(self._tables[Part.A])

    @property
    def columns(self) -> int:
        """j, the number of weights."""
        return len(self._tables[Part.W])

    def table(self, part: Part) -> Matrix:
        """Return the values of a table, to be read only."""
        return self._tables[part]

    def problem(self) -> Problem:
        """Return what a run starts from, unaffected by later edits."""
        for table in self._tables.values():
            table.setflags(write=False)
        return Problem(*self._tables.values())

    def change_settings(self, **changes: float | str) -> None:
        """Change some settings; raises the engine's BadSetting and then changes none."""
        self.use_settings(replace(self._settings, **cast("dict[str, Any]", changes)))

    def use_settings(self, settings: Settings) -> None:
        """Replace all settings."""
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit()

    def set_block(self, part: Part, row: int, column: int, values: Matrix) -> None:
        """Write finite values (n, m) with their top left corner at the cell; they must fit."""
        height, width = values.shape
        target = self._writable(part)
        target[row : row + height, column : column + width] = values
        self.values_changed.emit(part)

    def set_initial_weights(self, W: Matrix) -> None:
        """Replace the initial W (j, 1)."""
        self.set_block(Part.W, 0, 0, W)

    def insert_rows(self, at: int, count: int) -> None:
        """Insert rows of zeros into A and Y before row ``at``."""
        self._check_size(self.rows + count, self.columns)
        self._reshape(
            A=_inserted(self._tables[Part.A], at, count, axis=0),
            Y=_inserted(self._tables[Part.Y], at, count, axis=0),
        )

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Remove rows of A and Y; raises TableWouldBeEmpty."""
        if len(np.unique(rows)) >= self.rows:
            raise TableWouldBeEmpty("row")
        self._reshape(
            A=np.delete(self._tables[Part.A], rows, axis=0),
            Y=np.delete(self._tables[Part.Y], rows, axis=0),
        )

    def insert_columns(self, at: int, count: int) -> None:
        """Insert columns of zeros into A before column ``at``, and zeros into W."""
        self._check_size(self.rows, self.columns + count)
        self._reshape(
            A=_inserted(self._tables[Part.A], at, count, axis=1),
            W=_inserted(self._tables[Part.W], at, count, axis=0),
        )

    def remove_columns(self, columns: Sequence[int]) -> None:
        """Remove columns of A and their weights; raises TableWouldBeEmpty."""
        if len(np.unique(columns)) >= self.columns:
            raise TableWouldBeEmpty("column")
        self._reshape(
            A=np.delete(self._tables[Part.A], columns, axis=1),
            W=np.delete(self._tables[Part.W], columns, axis=0),
        )

    def resize(self, rows: int, columns: int) -> None:
        """Give A the shape (rows, columns), keeping what fits and filling up with zeros."""
        self._check_size(rows, columns)
        if (rows, columns) != (self.rows, self.columns):
            self._reshape(
                A=_resized(self._tables[Part.A], rows, columns),
                Y=_resized(self._tables[Part.Y], rows, 1),
                W=_resized(self._tables[Part.W], columns, 1),
            )

    def open(self, problem: Problem, settings: Settings, name: str, note: str = "") -> None:
        """Replace the whole experiment."""
        self._settings, self._name = settings, name
        self._noted_settings = settings
        self._reshape(note, A=problem.A, Y=problem.Y, W=problem.W)
        self.settings_changed.emit()

    def _reshape(self, note: str = "", /, **tables: Matrix) -> None:
        self.about_to_reshape.emit()
        self._note = note
        self._tables |= {Part(name): table for name, table in tables.items()}
        self.reshaped.emit()

    def _writable(self, part: Part) -> Matrix:
        if not self._tables[part].flags.writeable:
            self._tables[part] = self._tables[part].copy()
        self._note = ""
        return self._tables[part]

    @staticmethod
    def _check_size(rows: int, columns: int) -> None:
        if rows < 1 or columns < 1:
            raise TableWouldBeEmpty("row" if rows < 1 else "column")
        if rows * (columns + 1) > MOST_CELLS:
            raise TableTooLarge(rows, columns, MOST_CELLS)


def _tables_of(problem: Problem) -> dict[Part, Matrix]:
    return {Part.A: problem.A, Part.Y: problem.Y, Part.W: problem.W}


def _inserted(table: Matrix, at: int, count: int, axis: int) -> Matrix:
    return np.insert(table, [at] * count, 0.0, axis=axis)


def _resized(table: Matrix, rows: int, columns: int) -> Matrix:
    resized = np.zeros((rows, columns))
    kept = table[:rows, :columns]
    resized[: len(kept), : kept.shape[1]] = kept
    return resized
