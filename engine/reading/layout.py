"""The columns of a table: their names, how many there are, and which ones are wanted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ..errors import BadTable, join_names
from .choices import Choices

_MOST_SHOWN = 20


class Layout(NamedTuple):
    """The columns of a table, their names () if there are none.

    Where rows end in separators, ``spare`` allows for empty cells behind the last column. In
    ``blank`` columns, counted from 0, nothing may stand.
    """

    names: tuple[str, ...]
    width: int
    spare: bool = False
    blank: tuple[int, ...] = ()

    def fits(self, cells: Sequence[Any]) -> bool:
        """Tell whether a row has as many cells as there are columns, and none in a blank one."""
        return self.is_as_wide(cells) and self.stray(cells) is None

    def is_as_wide(self, cells: Sequence[Any]) -> bool:
        """Tell whether a row has as many cells as there are columns."""
        return len(cells) == self.width or (
            self.spare and len(cells) > self.width and not any(cells[self.width :])
        )

    def stray(self, cells: Sequence[Any]) -> int | None:
        """Return the first blank column, counted from 0, in which something stands."""
        return next((k for k in self.blank if cells[k] != ""), None)

    def name(self, column: int) -> str:
        """Return the name of a column, counted from 0; "" where it has none."""
        return self.names[column] if self.names else ""


def layout_of(header: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> Layout:
    """Find the columns by the header, if there is one, and the first rows below it.

    Empty cells at the end of all of them are no column, but come of a separator too many.
    """
    lines = [*rows] if header is None else [header, *rows]
    names, widest = tuple(header or ()), max(map(_used, lines))
    is_table = len(rows) > (header is None)
    has_spare = any(len(line) > widest for line in lines)
    is_named = header is None or _used(header) == widest
    if is_table and has_spare and is_named and all(len(line) >= widest for line in lines):
        layout = Layout(names[:widest], widest, spare=True)
    else:
        layout = Layout(names, len(lines[0]))
    return layout._replace(blank=_blank(lines, layout.width)) if is_table else layout


def without_blank(choices: Choices, layout: Layout) -> tuple[Choices, Layout]:
    """Choose the columns that are not blank; where others are chosen, none need be blank."""
    if choices.columns is not None or not layout.blank:
        return choices, layout._replace(blank=())
    columns = tuple(k + 1 for k in range(layout.width) if k not in layout.blank)
    return replace(choices, columns=columns), layout


def columns_wanted(choices: Choices, layout: Layout, name: str) -> tuple[int, ...]:
    """Return the columns chosen, counted from 0; raise BadTable where one is not there."""
    if choices.columns is None:
        return tuple(range(layout.width))
    return tuple(_column(column, layout, name) for column in choices.columns)


def _column(column: int | str, layout: Layout, name: str) -> int:
    if isinstance(column, int):
        if column <= layout.width:
            return column - 1
        raise BadTable(name, f"there is no column {column}: it has {layout.width} columns.")
    found = [k for k, known in enumerate(layout.names) if known == column]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadTable(
            name, f"{len(found)} columns are named {column!r}. Choose one by its number."
        )
    names = [repr(known) for known in layout.names[:_MOST_SHOWN] if known]
    known = f"its names are {join_names(names)}" if names else "its columns have no names"
    raise BadTable(name, f"there is no column named {column!r}: {known}.")


def _blank(lines: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """Return the columns, counted from 0, without a name and without cells."""
    used = {k for line in lines for k, cell in enumerate(line) if cell}
    return tuple(k for k in range(width) if k not in used) if used else ()


def _used(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that is not empty."""
    return max((k for k, cell in enumerate(cells, start=1) if cell), default=0)
