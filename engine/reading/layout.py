"""The columns of a table: their names, how many there are, and which ones to read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ..errors import BadTable, join_names
from .options import ReadOptions

# As many names as a person can look through in one sentence.
_MOST_SHOWN = 20


class Layout(NamedTuple):
    """The columns of a table; ``names`` is () if there is no header.

    ``trailing_empty`` allows empty cells after the last column, for rows that end in separators.
    ``empty_columns`` (counted from 0) must stay empty in every row.
    """

    names: tuple[str, ...]
    width: int
    trailing_empty: bool = False
    empty_columns: tuple[int, ...] = ()

    def fits(self, cells: Sequence[Any]) -> bool:
        """Return whether a row has one cell for each column, and none in an empty column."""
        return self.is_as_wide(cells) and self.first_in_empty_column(cells) is None

    def is_as_wide(self, cells: Sequence[Any]) -> bool:
        """Return whether a row has as many cells as there are columns."""
        return len(cells) == self.width or (
            self.trailing_empty and len(cells) > self.width and not any(cells[self.width :])
        )

    def first_in_empty_column(self, cells: Sequence[Any]) -> int | None:
        """Return the first empty column, counted from 0, in which this row has a cell."""
        return next((k for k in self.empty_columns if cells[k] != ""), None)

    def name(self, column: int) -> str:
        """Return the name of a column, counted from 0; "" if it has none."""
        return self.names[column] if self.names else ""


def find_layout(header: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> Layout:
    """Find the columns from the header, if there is one, and the first rows below it.

    Cells at the end that are empty in all of them come from extra separators, and are not columns.
    """
    lines = [*rows] if header is None else [header, *rows]
    names, widest = tuple(header or ()), max(map(_used_width, lines))
    is_table = len(rows) > (header is None)
    has_more = any(len(line) > widest for line in lines)
    is_named = header is None or _used_width(header) == widest
    if is_table and has_more and is_named and all(len(line) >= widest for line in lines):
        layout = Layout(names[:widest], widest, trailing_empty=True)
    else:
        layout = Layout(names, len(lines[0]))
    if not is_table:
        return layout
    return layout._replace(empty_columns=_empty_columns(lines, layout.width))


def skip_empty_columns(options: ReadOptions, layout: Layout) -> tuple[ReadOptions, Layout]:
    """Choose the columns that are not empty.

    If columns are chosen already, the empty ones need not stay empty.
    """
    if options.columns is not None or not layout.empty_columns:
        return options, layout._replace(empty_columns=())
    columns = tuple(k + 1 for k in range(layout.width) if k not in layout.empty_columns)
    return replace(options, columns=columns), layout


def find_columns(options: ReadOptions, layout: Layout, name: str) -> tuple[int, ...]:
    """Return the chosen columns, counted from 0. Raises BadTable if one does not exist."""
    if options.columns is None:
        return tuple(range(layout.width))
    return tuple(_column(column, layout, name) for column in options.columns)


def _column(column: int | str, layout: Layout, name: str) -> int:
    if isinstance(column, int):
        if column <= layout.width:
            return column - 1
        raise BadTable(name, f"there is no column {column}; the table has {layout.width}.")
    found = [k for k in range(len(layout.names)) if layout.names[k] == column]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadTable(
            name, f"{len(found)} columns are named {column!r}. Choose one by its number."
        )
    names = [repr(each) for each in layout.names[:_MOST_SHOWN] if each]
    advice = f"choose {join_names(names)}" if names else "its columns have no names"
    raise BadTable(name, f"there is no column named {column!r}; {advice}.")


def _empty_columns(lines: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """Return the columns, counted from 0, that have neither a name nor cells."""
    used = {k for line in lines for k, cell in enumerate(line) if cell}
    return tuple(k for k in range(width) if k not in used) if used else ()


def _used_width(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that is not empty."""
    return max((k for k, cell in enumerate(cells, start=1) if cell), default=0)
