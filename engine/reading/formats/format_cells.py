"""The cells of a file of another program: numbers with their type, and what is no number."""

import math
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ...errors import BadNumber
from ...language.sentence import marked
from ...shortening import LONGEST_QUOTE, in_quotes, one_line
from ..cells import Cell, not_finite
from ..sheets.stored_cells import IS_A_TIME

AnyCell: TypeAlias = Any
"""A cell as a reader writes it."""

NUMBER, EMPTY, OTHER = 0, 1, 2
"""The codes of cells, as the readers write them."""
_MISSING = "NA"


class CellKind(Enum):
    """What a cell is that is no number; each has the sentence that is said of it."""

    TIME = IS_A_TIME
    LABEL = marked(
        "engine",
        "{shown} is the label of the code {code}, not a number. Choose 0/1 columns for it.",
    )
    MISSING = marked("engine", "{code} is a code for a missing value.")
    MISSING_WITH_LABEL = marked("engine", "{code} is a code for a missing value ({label}).")
    DECIMAL = ""
    LIST = marked("engine", "the cell holds a list; a table needs one number in each cell.")
    RECORD = marked("engine", "the cell holds a record; a table needs one number in each cell.")
    COMPLEX = marked("engine", "the cell holds a complex number; a table needs real numbers.")
    BYTES = marked("engine", "the cell holds bytes, not a number.")


_NAMES = {
    CellKind.LIST: "[…]",
    CellKind.RECORD: "{…}",
    CellKind.COMPLEX: "a + bi",
    CellKind.BYTES: "(bytes)",
}


class FormatCell(NamedTuple):
    """A cell that is no plain number, text or truth value; ``text`` is its code, ``label`` more."""

    kind: CellKind
    text: str
    label: str = ""

    @property
    def shown(self) -> str:
        """The cell as text: of a code, what it stands for."""
        if self.kind in (CellKind.MISSING, CellKind.MISSING_WITH_LABEL):
            return _MISSING
        if self.kind is CellKind.LABEL:
            return self.label
        return _NAMES.get(self.kind, self.text)

    def number(self) -> float:
        """Return the number of a decimal. Raises BadNumber for anything else."""
        if self.kind is CellKind.DECIMAL:
            value = float(self.text)
            if not math.isfinite(value):
                raise not_finite(one_line(self.text, LONGEST_QUOTE))
            return value
        form = cast(str, self.kind.value)
        facts = {"code": self.text, "label": self.label, "shown": self.shown}
        if self.kind is CellKind.LABEL:
            facts["shown"] = in_quotes(self.shown)
        raise BadNumber(self.shown, form.format(**facts))


_KINDS = {
    "time": CellKind.TIME,
    "label": CellKind.LABEL,
    "decimal": CellKind.DECIMAL,
    "list": CellKind.LIST,
    "record": CellKind.RECORD,
    "complex": CellKind.COMPLEX,
    "bytes": CellKind.BYTES,
}


def cell_of(value: AnyCell) -> Cell:
    """Return a cell as a reader writes it: text and truth values as they are, others as lists."""
    if not isinstance(value, list):
        return value
    kind, text, label = value
    if kind == "missing":
        kind = CellKind.MISSING_WITH_LABEL if label else CellKind.MISSING
        return FormatCell(kind, text, label)
    return FormatCell(_KINDS[kind], text, label)


class ColumnBlock(NamedTuple):
    """Some cells of a column: the codes, the numbers or None, and the cells that are OTHER."""

    codes: NDArray[np.uint8]
    numbers: NDArray[Any] | None
    others: Sequence[Cell]

    def cells(self) -> list[Cell]:
        """Return the cells; one without anything is "" as in a sheet."""
        if self.numbers is not None and not self.codes.any():
            return cast("list[Cell]", self.numbers.tolist())
        found = np.empty(len(self.codes), object)
        if self.numbers is not None:
            found[:] = self.numbers.tolist()
        found[self.codes == EMPTY] = ""
        others = np.empty(len(self.others), object)
        others[:] = self.others
        found[self.codes == OTHER] = others
        cells: list[Cell] = found.tolist()
        return cells

    def is_plain(self) -> NDArray[np.bool_]:
        """Return which cells are finite numbers."""
        if self.numbers is None:
            return np.zeros(len(self.codes), np.bool_)
        plain: NDArray[np.bool_] = (self.codes == NUMBER) & np.isfinite(self.numbers)
        return plain

    def part(self, start: int, end: int) -> "ColumnBlock":
        """Return some of the cells."""
        first = int((self.codes[:start] == OTHER).sum())
        count = int((self.codes[start:end] == OTHER).sum())
        numbers = None if self.numbers is None else self.numbers[start:end]
        return ColumnBlock(self.codes[start:end], numbers, self.others[first : first + count])


Block = Sequence[ColumnBlock]
"""Some rows of a table, column by column."""


def height_of(block: Block) -> int:
    """Return the number of rows."""
    return len(block[0].codes) if block else 0
