"""Columns of words and dates, read as the numbers that they were chosen to become.

A derived column keeps its place and number among the columns of the file, so faults name the cell
as it is there; only its values are those of the new columns. Y stays the last column.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from ..errors import BadTable
from ..language.plurals import plural
from ..language.sentence import marked
from .cells import Cell, CheckedRows, RawRow, check_rows
from .derivations import DateCollector, Derivation, Indicators, ValueCollector
from .faults import Fault
from .layout import Layout, LevelColumn, find_column, find_columns
from .notes import (
    column_called,
    in_column,
    only_in_skipped_rows,
    row_names_were_left_out,
    y_is_last,
)
from .options import ColumnChoice
from .row_numbers import row_numbers_notes
from .source import NarrowedSource, Source

_SEVERAL_AS_Y = plural(
    "engine",
    "{column} becomes {n} columns and is the last one, which is Y. Choose another last column.",
    "{column} becomes {n} column and is the last one, which is Y. Choose another last column.",
    1,
)


class DerivedCell(NamedTuple):
    """A cell of a derived column as text, and that column, counted from 0."""

    text: str
    column: int


@dataclass(frozen=True, eq=False)
class DerivedSource(NarrowedSource):
    """A table of which some columns, counted from 0, become others."""

    derivations: Mapping[int, Derivation]

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns; a derived one gives as many as ``layout`` has names for it."""
        derived = [k for k in columns if k in self.derivations]
        if not derived:
            yield from self.source.rows(columns)
            return
        seen = _SeenValues(self.derivations, derived)
        last: CheckedRows | None = None
        for plain, rows in self._parts(columns, derived):
            if last is not None:
                yield last
            seen.add(rows)
            last = self._expanded(plain, rows, columns)
        if last is not None:
            yield last._replace(notes=(*last.notes, *seen.notes(self.layout)))

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield the first rows; ``parse`` and ``text`` understand their derived cells."""
        return map(self._marked, self.source.first(count))

    def parse(self, cell: Cell) -> float:
        """Return the number for a cell of an unparsed row. Raises BadNumber if it has none."""
        if isinstance(cell, DerivedCell):
            return self.derivations[cell.column].number(cell.text)
        return self.source.parse(cell)

    def text(self, cell: Cell) -> str:
        """Return a cell of an unparsed row as text."""
        return cell.text if isinstance(cell, DerivedCell) else self.source.text(cell)

    def _parts(
        self, columns: Sequence[int], derived: Sequence[int]
    ) -> Iterator[tuple[CheckedRows, CheckedRows]]:
        """Read plain columns, and beside them the numbers that stand for the derived ones."""
        plain = [k for k in columns if k not in self.derivations]
        if not plain:
            for batch, fraction in self.source.raw_rows():
                rows = self._read_derived(batch, derived, fraction)
                yield rows._replace(values=rows.values[:, :0]), rows
            return
        records = chain.from_iterable(batch for batch, _ in self.source.raw_rows())
        for block in self.source.rows(plain):
            beside = list(islice(records, len(block.values) + block.bad_count))
            yield self._same_rows(block, beside, derived)

    def _same_rows(
        self, block: CheckedRows, records: Sequence[RawRow], derived: Sequence[int]
    ) -> tuple[CheckedRows, CheckedRows]:
        """Return the good rows of plain columns, with all faults, and the same of derived ones."""
        rows = self._read_derived(records, derived, block.fraction)
        bad_numbers = {fault.line for fault in block.faults}
        bad_derived = {fault.line for fault in rows.faults}
        lines = [record.line for record in records]
        kept = [line not in bad_derived for line in lines if line not in bad_numbers]
        if len(lines) != len(block.values) + block.bad_count or len(kept) != len(block.values):
            raise BadTable(
                self.name,
                marked("engine", "the file was changed while it was read. Read it again."),
            )
        if bad_numbers or bad_derived:
            kept_derived = [line not in bad_numbers for line in lines if line not in bad_derived]
            faults = sorted({*block.faults, *rows.faults}, key=lambda each: each[:2])
            bad = len(bad_numbers | bad_derived)
            block = block._replace(values=block.values[kept], faults=faults, bad_count=bad)
            rows = rows._replace(values=rows.values[kept_derived])
        return block, rows

    def _expanded(
        self, plain: CheckedRows, rows: CheckedRows, columns: Sequence[int]
    ) -> CheckedRows:
        """Return the plain columns with the new ones at the places of the derived ones."""
        numbers, derived = iter(plain.values.T), iter(rows.values.T)
        parts = [
            self.derivations[k].expanded(next(derived))
            if k in self.derivations
            else next(numbers)[:, np.newaxis]
            for k in columns
        ]
        return plain._replace(values=np.concatenate(parts, axis=1))

    def _read_derived(
        self, records: Sequence[RawRow], columns: Sequence[int], fraction: float
    ) -> CheckedRows:
        """Read the numbers that stand for the cells of derived columns."""
        marked = map(self._marked, records)
        return check_rows(marked, self.layout, columns, self.parse, fraction)

    def _marked(self, row: RawRow) -> RawRow:
        cells = list(row.cells)
        for k in self.derivations:
            if k < len(cells):
                cells[k] = DerivedCell(self.source.text(cells[k]), k)
        return RawRow(row.line, cells)


class _SeenValues:
    """Which values the rows have that are not skipped."""

    def __init__(self, derivations: Mapping[int, Derivation], derived: Sequence[int]) -> None:
        self._indicators = {
            k: (place, found)
            for place, k in enumerate(derived)
            if isinstance(found := derivations[k], Indicators)
        }
        self._seen = {k: set[float]() for k in self._indicators}

    def add(self, rows: CheckedRows) -> None:
        """Add the numbers that stand for the cells of derived columns."""
        for k, (place, _) in self._indicators.items():
            self._seen[k].update(np.unique(rows.values[:, place]).tolist())

    def notes(self, layout: Layout) -> tuple[str, ...]:
        """Name the values that only skipped rows have."""
        return tuple(
            only_in_skipped_rows(_called(layout, k), value)
            for k, (_, found) in self._indicators.items()
            for place, value in enumerate(found.values)
            if place not in self._seen[k]
        )


def derive_columns(source: Source, *, are_chosen: bool) -> Source:
    """Return a table in which the columns that options name become others; notes say it.

    ``are_chosen`` says whether the columns to read are chosen too. If they are not, the last column
    that is not derived comes last, as Y. Takes one pass over the table. Raises BadTable if a column
    cannot become what is asked for.
    """
    collectors = _collectors(source)
    if not collectors:
        return source
    columns = find_columns(source.options, source.layout, source.name)
    if (
        are_chosen
        and (unread := next((k for k in collectors if k not in columns), None)) is not None
    ):
        called = _called(source.layout, unread)
        raise BadTable(
            source.name,
            marked("engine", "{called} is not among the columns to read. Add it to them.").format(
                called=called
            ),
        )
    derivations = _find_derivations(source, collectors)
    layout, notes = _without_naming(source, collectors)
    names = ((k, each.names(_name(layout, k))) for k, each in sorted(derivations.items()))
    levels = (
        (k, tuple(LevelColumn(_name(layout, k), level, each.values) for level in each.values[1:]))
        for k, each in sorted(derivations.items())
        if isinstance(each, Indicators)
    )
    layout = layout._replace(derived=tuple(names), levels=tuple(levels))
    notes = (*notes, *(derivations[k].note(_called(layout, k)) for k in sorted(derivations)))
    options = source.options
    if are_chosen:
        _refuse_several_as_y(source.name, layout, columns[-1])
    elif not isinstance(options.columns, ColumnChoice):  # a rule chooses among them later
        before = sorted({*columns, *derivations})
        columns = layout.with_y_last(before)
        if columns[-1] != before[-1]:
            notes = (*notes, y_is_last(_called(layout, columns[-1])))
        options = replace(options, columns=tuple(k + 1 for k in columns))
    return DerivedSource(source, options, layout, notes, derivations)


def _collectors(source: Source) -> dict[int, ValueCollector | DateCollector]:
    """Return what looks at each column that becomes another."""
    layout, name = source.layout, source.name
    indicators = [find_column(each, layout, name) for each in source.options.indicators or ()]
    days = [find_column(each, layout, name) for each in source.options.days or ()]
    if both := sorted({*indicators} & {*days}):
        called = _called(layout, both[0])
        raise BadTable(
            name,
            marked(
                "engine", "{called} cannot become columns of 0 and 1 and days. Choose one."
            ).format(called=called),
        )
    found: dict[int, ValueCollector | DateCollector] = {k: ValueCollector() for k in indicators}
    return found | {k: DateCollector() for k in days}


def _find_derivations(
    source: Source, collectors: Mapping[int, ValueCollector | DateCollector]
) -> dict[int, Derivation]:
    """Read the columns once, and return what they become. Raises BadTable."""
    layout = source.layout
    for records, _ in source.raw_rows():
        for record in records:
            if layout.is_as_wide(record.cells):
                for k, collector in collectors.items():
                    collector.add(source.text(record.cells[k]), record.line)
        if _any_problem(collectors):
            break
    found = dict[int, Derivation]()
    for k, collector in collectors.items():
        _refuse_without_dates(source, k, collector)
        derivation = collector.derivation(_called(layout, k))
        # A column after this one may have ended the reading.
        if isinstance(derivation, str) and (collector.has_problem or not _any_problem(collectors)):
            raise BadTable(source.name, derivation)
        if not isinstance(derivation, str):
            found[k] = derivation
    return found


def _any_problem(collectors: Mapping[int, ValueCollector | DateCollector]) -> bool:
    return any(collector.has_problem for collector in collectors.values())


def _refuse_without_dates(
    source: Source, column: int, collector: ValueCollector | DateCollector
) -> None:
    """Raise the error of the first cell if a column to become days has no date at all."""
    if isinstance(collector, DateCollector) and collector.first is None and collector.first_bad:
        line, error = collector.first_bad
        name = source.layout.name(column)
        raise source.error_at(Fault(line, column + 1, name, error.text, error.sentence))


def _refuse_several_as_y(name: str, layout: Layout, last: int) -> None:
    if (count := layout.width_of((last,))) > 1:
        raise BadTable(
            name,
            _SEVERAL_AS_Y(count, column=_called(layout, last)),
        )


def _without_naming(
    source: Source, derived: Mapping[int, object]
) -> tuple[Layout, tuple[str, ...]]:
    """Return the columns and notes of a table in which no derived column names the rows."""
    layout, notes = source.layout, tuple(source.notes)
    undone = {
        note
        for k in layout.row_numbers
        if k in derived
        for note in row_numbers_notes(k, layout.name(k))
    }
    notes = tuple(note for note in notes if note not in undone)
    if layout.row_names in derived:
        notes = tuple(note for note in notes if not row_names_were_left_out(note))
        layout = layout._replace(row_names=None)
    numbers = tuple(k for k in layout.row_numbers if k not in derived)
    return layout._replace(row_numbers=numbers), notes


def _name(layout: Layout, column: int) -> str:
    return layout.name(column) or in_column(column, "")


def _called(layout: Layout, column: int) -> str:
    return column_called(column, layout.name(column))
