"""What is complete in a table: the columns that hold numbers, and the rows without a gap in them.

A table of measurements seldom has numbers everywhere: there are columns of text, columns in which
text stands among the numbers, and cells left empty. One pass counts what is not a number, by column
and by row; then ``Completeness.choose`` says which columns to read and how many rows that keeps.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ..errors import BadNumber, BadTable
from ..language.lists import and_more, listed
from ..language.plurals import plural
from ..language.sentence import Chain, Sentence, marked
from ..shortening import LONGEST_QUOTE, grouped, one_line
from ..threads.caching import cached_property
from .cells import CheckedRows
from .faults import WHOLE_ROW, Fault
from .layout import Layout, default_columns
from .notes import in_column, y_is_last
from .options import BadRows, ColumnChoice
from .source import NarrowedSource, Source
from .text.number_patterns import is_error_value

# A column with more cells that are no numbers is left out, rather than all these rows. Asked for:
# of twelve columns with so many gaps each, independent of each other, a third of the rows is left.
MOST_GAPS = 0.1
# So much text among the numbers is a slip or a footer, and these rows are skipped; more are codes.
MOST_STRAY_TEXT = 0.01
# A column that has text in each of the first 20 to 100 rows is text: no pass looks at it. Of rows
# with thousands of cells, there are fewer than 100 to look at.
FEWEST_ROWS_OF_SAMPLE = 20
ROWS_OF_SAMPLE = 100
# A refusal says what would be complete if no more cells than these are read for it, which takes up
# to 2 µs each if there is text among them: 0.5 s.
MOST_CELLS_TO_ADVISE = 250_000
_MOST_NAMED = 5
_OF_COLUMNS = plural("engine", "{kept} of {n} columns", "{kept} of {n} column", 1)
_OF_ROWS = plural("engine", "{kept} of {n} rows", "{kept} of {n} row", 1)
UNWANTED = marked("engine", "not chosen")
_GAPS_REASON = marked("engine", "{percent} % gaps")
# A, and Y.
FEWEST_COLUMNS = 2
_GAPS = {"na", "n/a", "nan", "null", "none", "nil", "missing", "inf", "infinity", "<na>", "nat"}


@lru_cache(maxsize=1000)
def is_gap(text: str) -> bool:
    """Return whether a cell stands for a missing number: empty, a dash, NA, #N/A."""
    bare = text.strip().lower().lstrip("+-")
    return not any(map(str.isalnum, bare)) or bare in _GAPS or is_error_value(text.strip())


@dataclass(frozen=True)
class LeftOut:
    """A column that is left out, counted from 0, and why."""

    column: int
    reason: str


@dataclass(frozen=True)
class CompletePart:
    """The columns, counted from 0, that are complete enough, and the rows complete in them."""

    columns: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    rows: int
    all_rows: int

    @property
    def price(self) -> str:
        """What is kept: “12 of 14 columns, 2,871 of 3,010 rows”."""
        columns = len(self.columns) + len(self.left_out)
        return listed(
            [
                _OF_COLUMNS(columns, kept=grouped(len(self.columns))),
                _OF_ROWS(self.all_rows, kept=grouped(self.rows)),
            ]
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.left_out and self.rows == self.all_rows


@dataclass(frozen=True, eq=False)
class Completeness:
    """What is not a number in some columns of a table, counted from 0.

    ``gaps`` and ``texts`` count the cells by column. ``ragged`` is the number of rows that are too
    short or too long, and ``first_ragged`` the first of them. ``bad_rows`` (rows, columns) marks
    the cells that are no numbers in all other rows that have any, eight to a byte.
    """

    columns: tuple[int, ...]
    rows: int
    ragged: int
    first_ragged: Fault | None
    gaps: Mapping[int, int]
    texts: Mapping[int, int]
    bad_rows: NDArray[np.uint8]

    @property
    def is_table(self) -> bool:
        """Whether nearly all rows have as many cells as there are columns."""
        return self.ragged <= MOST_GAPS * self.rows

    def choose(
        self,
        candidates: Iterable[int] | None = None,
        unwanted: Collection[int] = (),
        asked_for: Collection[int] = (),
    ) -> CompletePart:
        """Choose the complete ones among some columns, or among all; none that is unwanted.

        Those that are asked for are chosen whatever their gaps, if they have any numbers.

        If fewer than two are complete, which is no table, those with the fewest gaps join them, and
        then those whose gaps cost no more rows.
        """
        wanted = self.columns if candidates is None else tuple(candidates)
        reasons = {k: UNWANTED if k in unwanted else self._reason(k) for k in wanted}
        reasons |= {k: "" for k in wanted if k in asked_for and not self._has_no_numbers(k)}
        spare = [k for k, reason in reasons.items() if _has_gaps(reason)]
        fullest = sorted(spare, key=lambda k: self.gaps.get(k, 0))
        for k in fullest[: max(0, FEWEST_COLUMNS - list(reasons.values()).count(""))]:
            kept = [other for other in wanted if other == k or not reasons[other]]
            reasons[k] = "" if self.bad_in(kept) < self.rows else reasons[k]
        kept = [k for k in wanted if not reasons[k]]
        reasons |= dict.fromkeys(self._free(spare, kept), "")
        kept = [k for k in wanted if not reasons[k]]
        left_out = tuple(LeftOut(k, reason) for k, reason in reasons.items() if reason)
        return CompletePart(tuple(kept), left_out, self.rows - self.bad_in(kept), self.rows)

    def bad_in(self, columns: Sequence[int]) -> int:
        """Return the number of rows that lack a number in some of these columns, or are ragged."""
        if any(self._has_no_numbers(k) for k in columns):
            return self.rows
        return self.ragged + int(np.count_nonzero(self._is_bad_in(columns)))

    def _is_bad_in(self, columns: Sequence[int]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.columns), bool)
        mask[[self._places[k] for k in columns]] = True
        is_bad = np.zeros(len(self.bad_rows), bool)
        np.any(self.bad_rows & np.packbits(mask), axis=1, out=is_bad)
        return is_bad

    def _free(self, columns: Iterable[int], kept: Sequence[int]) -> list[int]:
        """Return the columns whose gaps are all in rows that the kept ones lack numbers in."""
        if not kept:
            return []
        left = self.bad_rows[~self._is_bad_in(kept)]
        return [
            k
            for k in columns
            if not (left[:, self._places[k] // 8] & (0x80 >> self._places[k] % 8)).any()
        ]

    def is_empty(self, column: int) -> bool:
        """Return whether a column has nothing but gaps."""
        return self.gaps.get(column, 0) >= self.rows - self.ragged

    def _has_no_numbers(self, column: int) -> bool:
        bad = self.gaps.get(column, 0) + self.texts.get(column, 0)
        return bad >= self.rows - self.ragged

    def _reason(self, column: int) -> str:
        """Return why a column is left out; "" if it is not."""
        rows = self.rows - self.ragged
        gaps, texts = self.gaps.get(column, 0), self.texts.get(column, 0)
        if self._has_no_numbers(column):
            return marked("engine", "no numbers")
        if texts > MOST_STRAY_TEXT * rows:
            return marked("engine", "text among numbers")
        if gaps + texts > MOST_GAPS * rows:
            return _GAPS_REASON.format(percent=f"{100 * (gaps + texts) / rows:.0f}")
        return ""

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {k: place for place, k in enumerate(self.columns)}


class CompletenessCount:
    """Counts what is not a number while a table is read: all of its rows, or the first ones."""

    def __init__(self, columns: Sequence[int], text_columns: Sequence[int] = ()) -> None:
        self._columns = tuple(sorted({*columns, *text_columns}))
        self._text_columns = text_columns
        self._places = {k: place for place, k in enumerate(self._columns)}
        self._gaps, self._texts = Counter[int](), Counter[int]()
        self._bad_rows = list[NDArray[np.uint8]]()
        self.rows = self._ragged = 0
        self._first_ragged: Fault | None = None

    def add(self, rows: CheckedRows) -> None:
        """Count some more rows."""
        self.rows += len(rows.values) + rows.bad_count
        if not rows.faults:
            return
        lines = dict[int, int]()
        for fault in rows.faults:
            lines.setdefault(fault.line, len(lines))
        is_bad = np.zeros((len(lines), len(self._columns)), bool)
        for fault in rows.faults:
            self._count(fault)
            if fault.column - 1 in self._places:
                is_bad[lines[fault.line], self._places[fault.column - 1]] = True
        self._bad_rows.append(np.packbits(is_bad, axis=1))

    @property
    def completeness(self) -> Completeness:
        """Everything counted so far."""
        width = (len(self._columns) + 7) // 8
        texts = dict(self._texts) | dict.fromkeys(self._text_columns, self.rows)
        bad_rows = np.concatenate([np.zeros((0, width), np.uint8), *self._bad_rows])
        return Completeness(
            self._columns,
            self.rows,
            self._ragged,
            self._first_ragged,
            dict(self._gaps),
            texts,
            bad_rows,
        )

    def _count(self, fault: Fault) -> None:
        if fault.column == WHOLE_ROW:
            self._ragged += 1
            self._first_ragged = self._first_ragged or fault
        elif is_gap(fault.text):
            self._gaps[fault.column - 1] += 1
        else:
            self._texts[fault.column - 1] += 1


def count_complete(
    source: Source, columns: Sequence[int], progress: Callable[[float], None] = lambda _: None
) -> Completeness:
    """Read some columns of a table, counted from 0, and count what is not a number in them.

    ``progress`` is called with the fraction read, and may raise an exception to stop.
    """
    latest = CompletenessCount(columns)
    for count, fraction in _count_rows(source, columns):
        latest = count
        progress(fraction)
    return latest.completeness


def _count_rows(
    source: Source, columns: Sequence[int]
) -> Iterator[tuple[CompletenessCount, float]]:
    """Yield the count after each block of rows, and the fraction read by then."""
    text_columns = _text_columns(source, columns)
    others = [k for k in columns if k not in text_columns]
    if not others:  # the rows are counted all the same
        others, text_columns = [columns[0]], text_columns[1:]
    count = CompletenessCount(others, text_columns)
    for rows in source.rows(others):
        count.add(rows)
        yield count, rows.fraction


def choose_complete(source: Source) -> Source:
    """Return what is complete in a table, if that is asked for; its notes say what is left out.

    Raises BadTable if no column is complete enough.
    """
    if source.options.columns is not ColumnChoice.NUMERIC:
        return source
    columns = default_columns(source.layout)
    found = count_complete(source, columns)
    if found.first_ragged is not None and not found.is_table:
        raise source.error_at(found.first_ragged)
    # A column without a name and without cells is none.
    empty = {k for k in columns if not source.layout.name(k) and found.is_empty(k)}
    none = empty - _columns_with_text(source) if empty else empty
    derived = [k for k, _ in source.layout.derived]
    part = found.choose((k for k in columns if k not in none), asked_for=derived)
    if not part.columns:
        named = _named(source.layout, part.left_out)
        raise BadTable(
            source.name,
            marked("engine", "no column holds numbers in nearly all rows: {named}.").format(
                named=named
            ),
        )
    read = source.layout.with_y_last(part.columns)
    options = replace(source.options, columns=tuple(k + 1 for k in read), bad_rows=BadRows.SKIP)
    notes = (*source.notes, *complete_notes(source.layout, part))
    if read[-1] != part.columns[-1]:
        notes = (*notes, y_is_last(_called(source.layout, read[-1])))
    return NarrowedSource(source, options, source.layout, notes)


def complete_notes(layout: Layout, part: CompletePart) -> tuple[str, ...]:
    """Say how much of a table is complete, what is left out, and which column is Y now."""
    if part.is_whole:
        return ()
    notes = [marked("engine", "What is complete was read: {price}.").format(price=part.price)]
    if part.left_out:
        notes.append(
            marked("engine", "Left out: {columns}.").format(columns=_named(layout, part.left_out))
        )
    is_y = layout.with_y_last(part.columns)[-1] == part.columns[-1]
    if is_y and part.left_out and part.columns[-1] < part.left_out[-1].column:
        last = part.left_out[-1]
        notes.insert(
            0,
            marked(
                "engine", "The last column is {column} now: {other} was left out ({reason})."
            ).format(
                column=_called(layout, part.columns[-1]),
                other=_called(layout, last.column),
                reason=last.reason,
            ),
        )
    return tuple(notes)


def advice_for(source: Source) -> str:
    """Say what reading the complete part would keep, if that is a table; else "".

    That takes a pass over the table, which is not made for a long one.
    """
    count = None
    try:
        columns = default_columns(source.layout)
        for count, _ in _count_rows(source, columns):
            if count.rows * len(columns) > MOST_CELLS_TO_ADVISE:
                return ""
    except BadTable:  # of another kind than the one that is being reported
        return ""
    return "" if count is None else advice_on(count.completeness)


def advice_on(found: Completeness) -> str:
    """Say what reading the complete part would keep, if that is a table; else ""."""
    part = found.choose()
    if len(part.columns) < FEWEST_COLUMNS or part.rows < 2 or part.is_whole or not found.is_table:
        return ""
    return marked(
        "engine", 'columns="numeric" (--columns numeric) reads what is complete: {price}.'
    ).format(price=part.price)


def _named(layout: Layout, left_out: Sequence[LeftOut]) -> str:
    named = [Chain(_called(layout, each.column), " (", each.reason, ")") for each in left_out]
    return and_more(named, _MOST_NAMED)


def _called(layout: Layout, column: int) -> str:
    return one_line(layout.name(column), LONGEST_QUOTE) or in_column(column, "")


def _has_gaps(reason: str) -> bool:
    """Return whether a column is left out for its gaps alone."""
    return isinstance(reason, Sentence) and reason.texts == (_GAPS_REASON,)


def _text_columns(source: Source, columns: Sequence[int]) -> tuple[int, ...]:
    """Return the columns that have text, and no number, in each of the first rows."""
    rows = [row.cells for row in islice(source.first(ROWS_OF_SAMPLE), ROWS_OF_SAMPLE)]
    if len(rows) < FEWEST_ROWS_OF_SAMPLE:
        return ()
    return tuple(k for k in columns if all(_is_text(source, cells, k) for cells in rows))


def _columns_with_text(source: Source) -> set[int]:
    """Return the columns in which the first rows have anything, such as dashes."""
    rows = islice(source.first(ROWS_OF_SAMPLE), ROWS_OF_SAMPLE)
    cells = (pair for row in rows for pair in enumerate(row.cells))
    return {k for k, cell in cells if isinstance(cell, str) and cell.strip()}


def _is_text(source: Source, cells: Sequence[object], column: int) -> bool:
    if column >= len(cells):
        return True
    try:
        source.parse(cells[column])
    except BadNumber as error:
        cell = cells[column]
        return not is_gap(cell if isinstance(cell, str) else error.text)
    return False
