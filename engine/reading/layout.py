"""The columns of a table: their names, how many there are, and which ones to read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ..errors import BadTable
from ..language.lists import one_of
from ..language.plurals import plural
from ..language.sentence import marked
from ..shortening import elide_middle, in_quotes
from .options import ColumnChoice, ReadOptions

# As many names as a person can look through in one sentence.
_MOST_SHOWN = 20
# As long as a name that a person gives a column; a file without separators is one long name.
_LONGEST_SHOWN = 60
_NO_SUCH_COLUMN = marked("engine", "there is no column named {shown}; choose {names}.")
_NO_NAMES = marked("engine", "there is no column named {shown}; its columns have no names.")
_SEVERAL = plural(
    "engine",
    "{n} columns are named {shown}. Choose one by its number.",
    "{n} column is named {shown}. Choose it by its number.",
    1,
)

# No table has 10⁹ columns, and thousands of digits are refused by int.
_LONGEST_NUMBER = 9


class LevelColumn(NamedTuple):
    """A column of 1 in the rows of one level of a category; the first of all levels has none."""

    category: str
    level: str
    levels: tuple[str, ...]


class Layout(NamedTuple):
    """The columns of a table; ``names`` is () if there is no header.

    ``trailing_empty`` allows empty cells after the last column, for rows that end in separators.
    ``empty_columns`` (counted from 0) must stay empty in every row. ``row_names`` (counted from 0)
    is the column that names the rows or counts them, which is left out unless it is chosen;
    ``row_numbers`` are others before the table that count them. ``derived`` pairs each column,
    counted from 0, that is read as others with the names of those, and ``levels`` those of them
    that become columns of 0 and 1 with the levels that these are of.
    """

    names: tuple[str, ...]
    width: int
    trailing_empty: bool = False
    empty_columns: tuple[int, ...] = ()
    row_names: int | None = None
    row_numbers: tuple[int, ...] = ()
    derived: tuple[tuple[int, tuple[str, ...]], ...] = ()
    levels: tuple[tuple[int, tuple[LevelColumn, ...]], ...] = ()

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

    @property
    def naming_columns(self) -> tuple[int, ...]:
        """The columns, counted from 0, that name the rows or count them."""
        names = () if self.row_names is None else (self.row_names,)
        return tuple(sorted({*names, *self.row_numbers}))

    def name(self, column: int) -> str:
        """Return the name of a column, counted from 0; "" if it has none."""
        return self.names[column] if self.names else ""

    def names_of(self, columns: Sequence[int]) -> tuple[str, ...]:
        """Return the names of the values that some columns give; () if none has a name."""
        if not self.derived:
            return tuple(self.names[k] for k in columns) if self.names else ()
        new = dict(self.derived)
        return tuple(name for k in columns for name in new.get(k, (self.name(k),)))

    def levels_of(self, columns: Sequence[int]) -> tuple[LevelColumn | None, ...]:
        """Return for each value that some columns give the level that it is of; () if none is."""
        levels, new = dict(self.levels), dict(self.derived)
        if not any(k in levels for k in columns):
            return ()
        plain = ((None,) * len(new.get(k, ("",))) for k in columns)
        pairs = zip(columns, plain, strict=True)
        return tuple(each for k, none in pairs for each in levels.get(k, none))

    def width_of(self, columns: Sequence[int]) -> int:
        """Return how many values some columns give for each row."""
        return len(self.names_of(columns)) if self.derived else len(columns)

    def with_y_last(self, columns: Sequence[int]) -> tuple[int, ...]:
        """Return the columns with the last one that is not derived behind all others, as Y."""
        new = dict(self.derived)
        last = next((k for k in reversed(columns) if k not in new), columns[-1])
        return (*(k for k in columns if k != last), last)


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


def choose_columns(options: ReadOptions, layout: Layout) -> tuple[ReadOptions, Layout]:
    """Choose the columns that are not empty and do not name the rows.

    If columns are chosen already, the empty ones need not stay empty.
    """
    if options.columns is not None:
        return options, layout._replace(empty_columns=())
    columns = default_columns(layout)
    if len(columns) == layout.width:
        return options, layout
    return replace(options, columns=tuple(k + 1 for k in columns)), layout


def default_columns(layout: Layout) -> tuple[int, ...]:
    """Return the columns, counted from 0, that are not empty and neither name nor count rows."""
    # Of a tuple, thousands of columns would take seconds.
    left_out = {*layout.empty_columns, *layout.naming_columns}
    return tuple(k for k in range(layout.width) if k not in left_out)


def find_columns(options: ReadOptions, layout: Layout, name: str) -> tuple[int, ...]:
    """Return the chosen columns, counted from 0. Raises BadTable if one does not exist."""
    if options.columns is None or isinstance(options.columns, ColumnChoice):
        return tuple(range(layout.width))
    return tuple(find_column(column, layout, name) for column in options.columns)


def find_column(column: int | str, layout: Layout, name: str) -> int:
    """Return a column, counted from 0, by its number from 1 or its name.

    A text is a name if there is such a name, as a year may be; else it may be a number. Raises
    BadTable, with the name of the file, if there is no such column.
    """
    if isinstance(column, int) and column <= layout.width:
        return column - 1
    text = str(column)
    found = [k for k in range(len(layout.names)) if layout.names[k] == text]
    if len(found) == 1:
        return found[0]
    if not found and text.isascii() and text.isdigit():
        if len(text) <= _LONGEST_NUMBER and 0 < int(text) <= layout.width:
            return int(text) - 1
        number = elide_middle(text, _LONGEST_SHOWN)
        raise BadTable(
            name,
            marked("engine", "there is no column {number}; the table has {width}.").format(
                number=number, width=layout.width
            ),
        )
    shown = _shown(text)
    if found:
        raise BadTable(
            name,
            _SEVERAL(len(found), shown=shown),
        )
    names = [_shown(each) for each in layout.names[:_MOST_SHOWN] if each]
    form = _NO_SUCH_COLUMN if names else _NO_NAMES
    raise BadTable(name, form.format(shown=shown, names=one_of(names)))


def _shown(name: str) -> str:
    return in_quotes(elide_middle(name, _LONGEST_SHOWN), None)


def _empty_columns(lines: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """Return the columns, counted from 0, that have neither a name nor cells."""
    used = {k for line in lines for k, cell in enumerate(line) if cell}
    return tuple(k for k in range(width) if k not in used) if used else ()


def _used_width(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that is not empty."""
    return max((k for k, cell in enumerate(cells, start=1) if cell), default=0)
