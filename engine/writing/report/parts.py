"""What a report consists of, whatever the format that it is written in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ...matrix import Matrix
from .chart import Chart


class Mood(Enum):
    """How good the end of a run is; the values are marks that tell them apart without colour."""

    GOOD = "✓"
    OPEN = "▲"


@dataclass(frozen=True)
class Heading:
    """The title of a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Some sentences; of a ``note``, in a fainter colour."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Status:
    """What the end of the run is worth: sentences that nobody must miss."""

    mood: Mood
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class FormulaLine:
    """A formula on a line of its own."""

    text: str


@dataclass(frozen=True)
class Listing:
    """Lines of code, or what a program prints."""

    text: str


@dataclass(frozen=True)
class ReportCell:
    """A text in a table, and the number in full that it stands for, if it is one."""

    text: str
    in_full: str = ""
    is_number: bool = False


@dataclass(frozen=True, eq=False)
class ReportTable:
    """Rows of cells below the names of their columns; without names, the first column has them."""

    rows: Sequence[Sequence[ReportCell]]
    head: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture and what is said below it."""

    chart: Chart
    caption: str


@dataclass(frozen=True, eq=False)
class Figures:
    """Pictures that stand beside one another if there is room."""

    figures: Sequence[Figure]


Part = Heading | Paragraph | Status | FormulaLine | Listing | ReportTable | Figures


@dataclass(frozen=True, eq=False)
class Report:
    """A whole report: its title, a line below it, and its parts from top to bottom."""

    title: str
    subtitle: str
    parts: Sequence[Part] = field(default_factory=tuple)


def text_cells(texts: Sequence[str]) -> list[ReportCell]:
    """Return cells that hold words."""
    return [ReportCell(text) for text in texts]


def column_of(table: Matrix, column: int) -> Matrix:
    """Return a column of a matrix, (N,)."""
    found: Matrix = table[:, column]
    return found
