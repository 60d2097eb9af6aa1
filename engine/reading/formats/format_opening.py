"""Open the chosen table of a file of another program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ...errors import BadTable, shown_shape
from ...language.lists import and_more
from ...language.plurals import plural
from ...language.sentence import marked
from ...shortening import in_quotes, repair_name
from ..arrays.joint_arrays import NONE_LEFT, make_one_table, told_of_others
from ..foreign_formats import ForeignFormat
from ..inputs import InputFile
from ..layout import Layout, choose_columns
from ..notes import in_column
from ..options import ReadOptions
from ..row_numbers import row_numbers_notes
from ..source import find_sheet
from .extras import NeedsExtra, is_installed
from .format_cells import height_of
from .format_limits import check_table
from .format_process import FormatFile, FormatReading, LibraryUnusable, TableFacts, cut_short
from .format_table import DataBlock, FormatTable, is_text_column
from .kinds import READABLE

# 4 MiB as float64: so small a table is kept, and read by one process.
_MOST_CELLS_KEPT = 2**19
# More than a preview shows, of a larger one.
_ROWS_KEPT = 200
_MOST_NAMED = 5
_NO_TABLES = marked("engine", "it holds no arrays.")
_NO_COLUMNS = marked("engine", "its table has no columns.")
_LEFT_OUT = marked("engine", "The array {name} was left out: {problem}")
_LABELLED = plural(
    "engine",
    "The codes in {columns} have labels, so they are read as text.",
    "The codes in {columns} have labels, so they are read as text.",
    1,
)
_MISSING = plural(
    "engine",
    "Codes in {columns} stand for missing values, so they are read as empty.",
    "Codes in {columns} stand for missing values, so they are read as empty.",
    1,
)
_CONTENTS = marked("engine", "it holds {contents}; a table needs real numbers.")
_SHAPE = marked("engine", "its shape is {shape}; a table needs rows and columns.")


class ArrayProblem(Enum):
    """What an array holds that is no table of numbers, as the readers call it."""

    COMPLEX = marked("engine", "complex numbers")
    TRUTH = marked("engine", "truth values")
    TEXT = marked("engine", "text")
    TIME = marked("engine", "dates or times")
    CODES = marked("engine", "codes of an enumeration")
    CELLS = marked("engine", "a cell array")
    RECORD = marked("engine", "a struct")
    OBJECT = marked("engine", "an object")
    FUNCTION = marked("engine", "a function")
    SPARSE = marked("engine", "a sparse matrix")
    ELSEWHERE = marked("engine", "data of another file")
    WIDE = marked("engine", "too many columns")


@dataclass(frozen=True, eq=False)
class FormatData:
    """The columns of some tables of a file, side by side: what is kept of them, and the file."""

    file: FormatFile
    tables: tuple[int, ...]
    height: int | None
    head: Sequence[DataBlock]
    is_whole: bool

    def blocks(self, columns: Sequence[int]) -> Iterator[DataBlock]:
        """Read some columns from the start, from what is kept if that is all."""
        if self.is_whole:
            for block in self.head:
                yield block._replace(columns=[block.columns[k] for k in columns])
            return
        rows = 0
        with self.file.reading() as reading:
            reading.tables()
            for found in reading.blocks(self.tables, columns):
                rows += height_of(found)
                yield DataBlock(found, _fraction(rows, self.height))
        if self.height is not None and rows != self.height:
            raise cut_short(self.file.name)


def open_format(file: InputFile, kind: ForeignFormat, options: ReadOptions) -> FormatTable:
    """Open the chosen table, or the first; arrays of equally many rows side by side.

    Raises NeedsExtra if the library for this format is not installed, and BadTable.
    """
    readable = READABLE[kind]
    if not is_installed(readable.package):
        raise _needs_extra(file, kind)
    try:
        return _open(FormatFile.of(file, readable.reader), options)
    except LibraryUnusable as error:
        raise _needs_extra(file, kind) from error


def _needs_extra(file: InputFile, kind: ForeignFormat) -> NeedsExtra:
    short = file.name.rpartition(": ")[2]
    remedy = kind.remedy.format(file=short, reader=kind.reader)
    readable = READABLE[kind]
    return NeedsExtra(file.name, kind.what, readable.package, readable.extra, remedy)


def _open(source: FormatFile, options: ReadOptions) -> FormatTable:
    with source.reading() as reading:
        facts = reading.tables()
        chosen = _chosen(source.name, facts, options)
        tables = [facts[k] for k in chosen.tables]
        names = tuple(name for each in tables for name in each.columns)
        if not names:
            raise BadTable(source.name, _NO_COLUMNS)
        rows = tables[0].rows
        check_table(source.name, rows, names, source.size)
        data = _kept(source, reading, chosen.tables, rows, len(names))
    index = tables[0].index if len(tables) == 1 else ()
    # An array alone has no names for its columns, as in .npy.
    is_named = len(tables) > 1 or tables[0].is_named
    layout = Layout(tuple(map(repair_name, names)) if is_named else (), len(names))
    layout = layout._replace(row_numbers=index if len(index) < len(names) else ())
    if rows is not None and 0 < rows <= options.rows_to_skip:
        raise BadTable(source.name, NONE_LEFT(rows))
    options = replace(options, sheet=chosen.sheet, skip_rows=options.rows_to_skip)
    notes = (*chosen.notes, *_notes(tables, layout), *_index_notes(data, layout, options))
    options, layout = choose_columns(options, layout)
    return FormatTable(source.name, data, layout, options, chosen.sheets, notes).checked()


def _kept(
    source: FormatFile,
    reading: FormatReading,
    tables: tuple[int, ...],
    rows: int | None,
    width: int,
) -> FormatData:
    """Read a small table whole, and the first rows of a larger one."""
    most = None if rows is not None and rows * width <= _MOST_CELLS_KEPT else _ROWS_KEPT
    if rows is None:
        most = max(_ROWS_KEPT, _MOST_CELLS_KEPT // width)
    head, read = list[DataBlock](), 0
    for block in reading.blocks(tables, range(width), most):
        read += height_of(block)
        head.append(DataBlock(block, _fraction(read, rows)))
    height = read if reading.is_whole and rows is None else rows
    if reading.is_whole and read != height:
        raise cut_short(source.name)
    return FormatData(source, tables, height, head, reading.is_whole)


def _fraction(read: int, rows: int | None) -> float:
    return min(1.0, read / rows) if rows else 1.0 if rows == 0 else 0.5


@dataclass(frozen=True)
class _Choice:
    """The tables to read side by side, the names to choose from, and what is said of the others."""

    tables: tuple[int, ...]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _chosen(name: str, facts: Sequence[TableFacts], options: ReadOptions) -> _Choice:
    """Choose as among the arrays of a .npz file. Raises BadTable."""
    if len(facts) == 1 and not facts[0].name:
        if options.sheet is not None:
            raise BadTable(name, marked("engine", "it holds one table, and has no sheets."))
        return _Choice((0,))
    if not facts:
        raise BadTable(name, _NO_TABLES)
    places = {each.name: k for k, each in enumerate(facts)}
    rows = {each: facts[k].rows or 0 for each, k in places.items() if not facts[k].problem}
    together = make_one_table(rows)
    joint = ", ".join(together)
    sheets = (*rows, joint) if joint else tuple(rows)
    sheet = str(options.sheet)
    if sheet not in places or not facts[places[sheet]].problem:
        sheet = find_sheet(options.sheet or joint or None, sheets or tuple(places), name)
    wanted = together if joint and sheet == joint else (sheet,)
    for each in wanted:
        if problem := _problem(facts[places[each]]):
            raise BadTable(f"{name}, {each}", problem)
    return _Choice(
        tuple(places[each] for each in wanted),
        sheet,
        sheets,
        (*told_of_others(rows, wanted), *_left_out(facts)) if options.sheet is None else (),
    )


def _left_out(facts: Sequence[TableFacts]) -> list[str]:
    return [
        _LEFT_OUT.format(name=in_quotes(each.name), problem=problem)
        for each in facts
        if (problem := _problem(each))
    ]


_PROBLEMS: Mapping[str, ArrayProblem] = {each.name.lower(): each for each in ArrayProblem}


def _problem(facts: TableFacts) -> str:
    """Return why an array is no table of numbers; "" if it is one."""
    if not facts.problem:
        return ""
    if facts.problem in _PROBLEMS:
        return _CONTENTS.format(contents=_PROBLEMS[facts.problem].value)
    return _SHAPE.format(shape=shown_shape(facts.shape))


def _notes(tables: Sequence[TableFacts], layout: Layout) -> list[str]:
    """Name the columns with labels for codes, and those with codes for missing values."""
    notes = list[str]()
    for form, columns in ((_LABELLED, tables[0].labelled), (_MISSING, tables[0].missing)):
        if columns:
            named = and_more([in_column(k, layout.name(k)) for k in columns], _MOST_NAMED)
            notes.append(form(len(columns), columns=named))
    return notes


def _index_notes(data: FormatData, layout: Layout, options: ReadOptions) -> list[str]:
    """Say that the index of pandas is left out, unless it is chosen."""
    if options.columns is not None:
        return []
    notes = list[str]()
    for k in layout.row_numbers:
        numbers, names = row_numbers_notes(k, layout.name(k))
        is_text = any(is_text_column(block.columns[k]) for block in data.head[:1])
        notes.append(names if is_text else numbers)
    return notes
