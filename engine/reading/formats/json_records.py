"""JSON with a record for each row: a list of records, or records one after the other, as in lines.

The file is read a few records at a time, so it may be of any size. The columns are the keys of the
first records, in the order in which they come.
"""

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ...errors import BadTable
from ...language.sentence import marked
from ...shortening import grouped, in_quotes, repair_name
from ..faults import OF_TEXT
from ..inputs import InputFile, as_bad_table
from ..layout import Layout
from ..options import ReadOptions
from .format_cells import EMPTY, OTHER, CellKind, ColumnBlock, FormatCell
from .format_limits import check_table
from .format_table import DataBlock, FormatTable

# A record on which parsing fails is parsed again with more of the file, so pieces are long.
_PIECE = 2**18
# A record of thousands of columns has 100 kB.
_LONGEST_RECORD = 2**22
_ROWS_AT_A_TIME = 2_000
_ROWS_OF_NAMES = 1_000
# Whole numbers of up to 15 digits are float64 ones.
_SHORT_WHOLE = 2**53
_LONGEST_INT = 18
_BLANKS = re.compile(r"[ \t\r\n]*")
_ONE_RECORD = marked(
    "engine",
    "this JSON is a record of lists or records, not a list of records. Write one record for each "
    'row; pandas does it by to_json(path, orient="records").',
)
_NOT_A_RECORD = marked("engine", "this is no JSON record such as {example}. Every row needs one.")
_EXAMPLE = '{"x":1,"y":2}'
_BROKEN = marked("engine", "the JSON is damaged or ends early here.")
_TOO_LONG = marked("engine", "this record takes more than {value} MB, which is too much.")
_NOT_UTF8 = marked("engine", "the JSON is not in UTF-8. Save it in that encoding.")
_NO_RECORDS = marked("engine", "it holds no records.")
_NO_KEYS = marked("engine", "its records have no keys.")
_NEW_KEY = marked(
    "engine", "this record has the key {key}, which none of the first {count} records has."
)

AnyJson: TypeAlias = Any
"""A value of JSON."""
_TWICE = marked("engine", "this record has the key {key} twice.")
_NO_SHEETS = marked("engine", "a JSON file has no sheets.")


class JsonRecord(NamedTuple):
    """A record, with its line, and how much of the file was read for it."""

    line: int
    pairs: list[tuple[str, Any]]
    read: int


@dataclass(frozen=True, eq=False)
class JsonData:
    """The records of a file as columns."""

    file: InputFile
    size: int
    names: tuple[str, ...]
    height: int | None
    head: Sequence[DataBlock]

    def blocks(self, columns: Sequence[int]) -> Iterator[DataBlock]:
        """Read some columns from the start, block by block."""
        records = read_records(self.file)
        while part := list(islice(records, _ROWS_AT_A_TIME)):
            yield _block(part, self.names, columns, self.size)


def open_json(file: InputFile, options: ReadOptions) -> FormatTable:
    """Open a file of records. Raises BadTable."""
    if options.sheet is not None:
        raise BadTable(file.name, _NO_SHEETS)
    records = read_records(file)
    first = list(islice(records, _ROWS_OF_NAMES))
    if not first:
        raise BadTable(file.name, _NO_RECORDS)
    names = tuple(dict.fromkeys(key for each in first for key, _ in each.pairs))
    if not names:
        raise BadTable(file.name, _NO_KEYS)
    if len(first) == 1 and all(isinstance(value, list) for _, value in first[0].pairs):
        raise BadTable(file.name, _ONE_RECORD)
    size = max(1, _size(file))
    check_table(file.name, None, names, size)
    columns = range(len(names))
    is_whole = len(first) < _ROWS_OF_NAMES
    head = [_block(first, names, columns, size)]
    data = JsonData(file, size, names, len(first) if is_whole else None, head)
    layout = Layout(tuple(map(repair_name, names)), len(names))
    options = replace(options, skip_rows=options.rows_to_skip)
    return FormatTable(file.name, data, layout, options, places=OF_TEXT).checked()


def read_records(file: InputFile) -> Iterator[JsonRecord]:
    """Yield the records of a file. Raises BadTable where it is no JSON, or no record."""
    with as_bad_table(file.name), file.opened() as stream:
        yield from _RecordReader(file.name, stream).records()


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of a JSON object, each as often as it is there."""


class _RecordReader:
    """Reads records from a stream, with a piece of its text at a time."""

    def __init__(self, name: str, stream: AnyJson) -> None:
        self._name, self._stream = name, stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._parse = json.JSONDecoder(
            object_pairs_hook=_Pairs, parse_int=_whole, parse_constant=float
        ).raw_decode
        self._text, self._place, self._line, self._read = "", 0, 1, 0
        self._is_at_end = False

    def records(self) -> Iterator[JsonRecord]:
        """Yield all records."""
        is_list = self._next() == "[" and self._is_list_of_records()
        if is_list:
            self._place += 1
        count = 0
        while self._next():
            if is_list and self._next() == "]":
                self._place += 1
                if self._next():
                    raise self._error(_BROKEN)
                return
            if is_list and count:
                if self._next() != ",":
                    raise self._error(_BROKEN)
                self._place += 1
                self._next()
            line, value = self._line, self._value()
            if not isinstance(value, _Pairs):
                raise BadTable(self._name, _NOT_A_RECORD.format(example=_EXAMPLE), line=line)
            count += 1
            yield JsonRecord(line, value, self._read)
        if is_list:
            raise self._error(_BROKEN)

    def _is_list_of_records(self) -> bool:
        """Return whether a list begins here that is the whole file, not a line of its own."""
        while True:
            blanks = _BLANKS.match(self._text, self._place + 1)
            assert blanks is not None  # it matches nothing, too
            if following := self._text[blanks.end() : blanks.end() + 1]:
                return following in "{]"
            if blanks.end() - self._place > _LONGEST_RECORD or not self._more():
                return False

    def _next(self) -> str:
        """Return the next character that is no blank, without passing it; "" at the end."""
        while True:
            found = _BLANKS.match(self._text, self._place)
            assert found is not None  # it matches nothing, too
            self._pass(found.end())
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def _value(self) -> AnyJson:
        """Return the value that begins here, and pass it."""
        while True:
            try:
                value, end = self._parse(self._text, self._place)
            except RecursionError as error:
                raise self._error(_BROKEN) from error
            except ValueError as error:
                if len(self._text) - self._place > _LONGEST_RECORD:
                    most = grouped(_LONGEST_RECORD / 1e6)
                    raise self._error(_TOO_LONG.format(value=most)) from error
                if not self._more():
                    raise self._error(_BROKEN) from error
            else:
                self._pass(end)
                return value

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._place, end)
        self._place = end

    def _more(self) -> bool:
        """Read more of the file; return whether there was any."""
        if self._is_at_end:
            return False
        kept = self._text[self._place :]
        data = self._stream.read(max(_PIECE, len(kept)))
        self._is_at_end = not data
        self._read += len(data)
        try:
            self._text = kept + self._decode(data, not data)
        except UnicodeDecodeError as error:
            raise self._error(_NOT_UTF8) from error
        self._place = 0
        return bool(data)

    def _error(self, problem: str) -> BadTable:
        return BadTable(self._name, problem, line=self._line)


def _whole(digits: str) -> AnyJson:
    """Return a whole number; one of many digits as text, which says them all."""
    return int(digits) if len(digits) <= _LONGEST_INT else FormatCell(CellKind.DECIMAL, digits)


def _size(file: InputFile) -> int:
    with as_bad_table(file.name), file.opened() as stream:
        return stream.seek(0, 2)


def _block(
    records: Sequence[JsonRecord], names: Sequence[str], columns: Sequence[int], size: int
) -> DataBlock:
    """Return some columns of some records; a key that is not there is an empty cell."""
    rows, bad = list[dict[str, Any]](), list[tuple[int, str]]()
    known = set(names)
    for place, record in enumerate(records):
        row = dict(record.pairs)
        rows.append(row)
        if len(row) < len(record.pairs):
            keys = [key for key, _ in record.pairs]
            twice = next(key for k, key in enumerate(keys) if key in keys[:k])
            bad.append((place, _TWICE.format(key=in_quotes(twice))))
        elif not row.keys() <= known:
            new = next(key for key in row if key not in known)
            count = grouped(_ROWS_OF_NAMES)
            bad.append((place, _NEW_KEY.format(key=in_quotes(new), count=count)))
    found = [_column([row.get(names[k]) for row in rows]) for k in columns]
    lines = [record.line for record in records]
    return DataBlock(found, min(1.0, records[-1].read / size), lines, bad)


def _column(cells: Sequence[Any]) -> ColumnBlock:
    kinds = set(map(type, cells))
    if kinds <= {float, int}:
        if kinds == {int}:
            return ColumnBlock(np.zeros(len(cells), np.uint8), np.array(cells, np.int64), ())
        if all(-_SHORT_WHOLE <= each <= _SHORT_WHOLE for each in cells if type(each) is int):
            return ColumnBlock(np.zeros(len(cells), np.uint8), np.array(cells, np.float64), ())
    codes, numbers = np.zeros(len(cells), np.uint8), np.zeros(len(cells))
    others = list[Any]()
    for row, cell in enumerate(cells):
        if cell is None:
            codes[row] = EMPTY
        elif type(cell) is float or (type(cell) is int and abs(cell) <= _SHORT_WHOLE):
            numbers[row] = cell
        else:
            codes[row] = OTHER
            others.append(_other(cell))
    return ColumnBlock(codes, numbers, others)


def _other(cell: AnyJson) -> AnyJson:
    if isinstance(cell, _Pairs):
        return FormatCell(CellKind.RECORD, "")
    if type(cell) is list:
        return FormatCell(CellKind.LIST, "")
    return FormatCell(CellKind.DECIMAL, str(cell)) if type(cell) is int else cell
