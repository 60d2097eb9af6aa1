"""Columns of percentages, such as 12.5%: read as fractions if they are chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...language.sentence import marked
from ...shortening import LONGEST_QUOTE, one_line
from ..cells import RawRow
from ..faults import Fault, NeedsChoice, error_at
from ..layout import Layout
from ..notes import in_column
from .number_patterns import PERCENT, as_fraction, is_percentage, looks_like_number

_BESIDE_NUMBERS = marked(
    "engine",
    "“{cell}” is beside numbers in one column. Write all its cells the same way, or leave it out.",
)
_BESIDE_PERCENTAGES = marked(
    "engine",
    "“{cell}” is beside percentages in one column. Write all its cells the same way, or leave it "
    "out.",
)


@dataclass(frozen=True)
class Percents:
    """The columns of a table, counted from 0, whose first cells are all percentages.

    ``first`` is the first of these cells. ``are_chosen`` is whether the columns to read are chosen.
    """

    columns: tuple[int, ...]
    first: Fault
    are_chosen: bool

    @property
    def note(self) -> str:
        """The note on how they are read."""
        return percents_note(self.first.text)

    def refuse_unchosen(self, name: str, columns: Sequence[int]) -> None:
        """Raise NeedsChoice if some of these columns are read, but were not chosen."""
        if self.are_chosen or not {*columns} & {*self.columns}:
            return
        cell = _quoted(self.first.text)
        place = in_column(self.first.column - 1, self.first.name)
        raise NeedsChoice(
            name,
            marked(
                "engine",
                "“{cell}” in {place} is a percentage (%). Choose the columns to read; percentages "
                "in them are then read as fractions, {cell} as {text}.",
            ).format(cell=cell, place=place, text=shown_fraction(self.first.text)),
            "columns",
            line=self.first.line,
        )

    def are_among(self, columns: Sequence[int]) -> bool:
        """Return whether some of these columns hold percentages."""
        return not {*columns}.isdisjoint(self.columns)

    def check(
        self, name: str, layout: Layout, columns: Sequence[int], rows: Iterable[RawRow]
    ) -> None:
        """Raise BadTable if only some cells of a column are percentages."""
        for row in rows:
            if not layout.fits(row.cells):
                continue
            for k in columns:
                cell = row.cells[k]
                if is_percentage(cell) is not (k in self.columns) and (
                    is_percentage(cell) or looks_like_number(cell)
                ):
                    form = _BESIDE_NUMBERS if is_percentage(cell) else _BESIDE_PERCENTAGES
                    reason = form.format(cell=_quoted(cell))
                    place = Fault(row.line, k + 1, layout.name(k), cell, reason)
                    raise error_at(name, place)


def find_percents(
    rows: Sequence[Sequence[str]], layout: Layout, first_line: int, *, are_chosen: bool
) -> Percents | None:
    """Return the columns of percentages in the first rows, None if there are none."""
    found = list[int]()
    # Joined, thousands of cells are searched four times as fast.
    for k in range(layout.width) if any(PERCENT in "".join(row) for row in rows) else ():
        cells = [row[k] for row in rows if k < len(row) and row[k]]
        if cells and all(map(is_percentage, cells)):
            found.append(k)
    if not found:
        return None
    k = found[0]
    line, cell = next((i, row[k]) for i, row in enumerate(rows) if k < len(row) and row[k])
    first = Fault(first_line + line, k + 1, layout.name(k), cell, "")
    return Percents(tuple(found), first, are_chosen)


def percents_note(cell: str) -> str:
    """Say how percentages are read, by the first one."""
    return marked("engine", "Percentages are read as fractions: {cell} as {cell_2}.").format(
        cell=_quoted(cell), cell_2=shown_fraction(cell)
    )


def unchosen_percents_note(column: int, name: str, cell: str) -> str:
    """Say that a column of percentages, counted from 1, is left out unless it is chosen."""
    header = one_line(name, LONGEST_QUOTE)
    place = marked("engine", "Column {column}").format(column=column) + (
        f" ({header})" if header else ""
    )
    return marked(
        "engine",
        "{place} was left out, because it holds percentages: they are read as fractions, {cell} as "
        "{cell_2}, if it is chosen.",
    ).format(place=place, cell=_quoted(cell), cell_2=shown_fraction(cell))


def _quoted(cell: str) -> str:
    return one_line(cell, LONGEST_QUOTE)


def shown_fraction(cell: str) -> str:
    """Return the fraction that a percentage is, for a sentence."""
    number = as_fraction(cell).replace(",", ".").replace("−", "-")
    try:
        return repr(float(number))
    except ValueError:  # its digits are grouped, by whatever separates groups here
        return marked("engine", "a hundredth of that")
