"""What a fit predicts for new rows, as an aligned table of text, and as a file."""

import sys
from itertools import islice
from typing import NamedTuple

import numpy as np

from ..frame import Frame, StopReason
from ..inference.given_inputs import given_cells, word_columns
from ..inference.new_table import InputColumn, NewRowFigures, TableReach, given_columns
from ..matrix import Matrix
from ..reading.layout import LevelColumn
from ..reading.new_rows import RowsToPredict, read_new_rows
from ..shortening import grouped
from ..statistics import statistics
from ..terms import BadTerm, CategoryTerm
from ..verdict.rule import optimum_to_compare
from ..verdict.verdict import Verdict
from ..writing.atomic_write import write_whole
from ..writing.csv import new_rows_csv
from .statistics_listing import MOST_LISTED, written
from .task import FitTask

HEAD = (
    *("row", "Ŷ now", "Ŷ optimum", "± s.e.", "95 % mean from", "to", "95 % new Y from", "to"),
    "",
)
OUTSIDE = "▲"
INCOMPLETE = "{rows} without a prediction: a cell is empty, or no number."
OTHER_LOSS = "Only Ŷ now: the optimum and its intervals are those of the mean square."
DIGITS = 9


class PredictedRows(NamedTuple):
    """New rows (M, j) that were read, what is predicted for them, and the columns of A."""

    cells: Matrix
    figures: NewRowFigures
    names: tuple[str, ...]
    columns: tuple[InputColumn, ...]


def predicted(task: FitTask, output: str, file: str, W: Matrix) -> PredictedRows:
    """Read new rows, and predict for them.

    Parameters
    ----------
    task : FitTask
        The fit.
    output : str
        The name of Y, which the file may have as well.
    file : str
        The file with the new rows.
    W : ndarray, shape (j, 1)
        The weights that the run has reached.
    """
    problem, columns = task.problem, _input_columns(task)
    given = given_columns(columns)
    own = (output, *(task.names[k] for k in range(problem.weights) if k not in given))
    words = word_columns(columns)
    found = read_new_rows(file, [task.names[k] for k in given], own, words=words)
    is_least_squares = task.settings.formula is None
    why = () if is_least_squares else (OTHER_LOSS,)
    for note in (*found.notes, *_told(found), *why):
        print(note, file=sys.stderr)
    cells = np.full((len(found.cells), problem.weights), np.nan)
    cells[:, list(given)] = found.cells
    best = optimum_to_compare(problem) if is_least_squares else None
    known = None if best is None else statistics(problem, best)
    reach = TableReach.of(problem, known)
    figures = NewRowFigures.of(cells, columns, reach, known, W)
    return PredictedRows(cells, figures, task.names, tuple(columns))


def _input_columns(task: FitTask) -> list[InputColumn]:
    """Return how the cells of new rows become the columns of A.

    A column of ones may come first; then those of the table, and last those of the terms.
    """
    A, weights = task.problem.A, task.problem.weights
    ones = next((k for k in range(weights) if (A[:, k] == 1).all()), None)
    plain = [_term_of_level(each) for each in task.levels] or [None] * len(task.plain)
    before = [None] * (weights - len(plain) - len(task.terms))
    levels = [*before, *plain, *(None for _ in task.terms)]
    terms = [*(None for _ in (*before, *plain)), *(each.term for each in task.terms)]
    return [
        InputColumn(is_ones=k == ones, name=name, term=terms[k], level=levels[k])
        for k, name in enumerate(task.names)
    ]


def _term_of_level(column: LevelColumn | None) -> CategoryTerm | None:
    """Return a 0/1 column as the level of a category; None if it is none that words can name."""
    if column is None:
        return None
    try:
        return CategoryTerm(*column, column.levels[0])
    except BadTerm:  # its words are longer than any category has
        return None


def _told(found: RowsToPredict) -> list[str]:
    match, lines = found.match, []
    if match.ignored:
        lines.append(f"No column of A is called {', '.join(match.ignored)}: ignored.")
    if match.missing:
        lines.append(f"Nothing was given for {', '.join(match.missing)}.")
    if found.not_numbers == 1:
        lines.append("1 cell is no number: taken as empty.")
    elif found.not_numbers:
        lines.append(f"{grouped(found.not_numbers)} cells are no numbers: taken as empty.")
    return lines


def listed(rows: PredictedRows) -> list[str]:
    """Return the lines of a table with a line for each row, and below it what is to be told."""
    figures = rows.figures
    columns = [column for _, column in figures.columns()]
    lines: list[tuple[str, ...]] = [HEAD]
    for i in range(len(figures)):
        mark = OUTSIDE if figures.is_extrapolated[i] else ""
        cells = (written(float(column[i]), DIGITS) for column in columns)
        lines.append((str(i + 1), *cells, mark))
    widths = [max(len(line[k]) for line in lines) for k in range(len(HEAD))]
    found = ["  ".join(map(str.rjust, line, widths)).rstrip() for line in lines]
    return [*found, *_reasons(rows)]


def _reasons(rows: PredictedRows) -> list[str]:
    figures, found = rows.figures, list[str]()
    if figures.empty:
        found.append(INCOMPLETE.format(rows=_rows(figures.empty)))
    if (faulty := figures.incomplete - figures.empty) > 0:
        faults = (figures.fault(int(i)) for i in np.flatnonzero(~figures.is_complete))
        found += map(str, islice(filter(None, faults), MOST_LISTED))
        if (more := faulty - MOST_LISTED) > 0:
            found.append(f"… and {_rows(more)} more without a prediction")
    why = (figures.missing(i) for i in range(len(figures)))
    found += dict.fromkeys(each.value for each in why if each is not None)
    outside: list[int] = np.flatnonzero(figures.is_extrapolated).tolist()
    for i in outside[:MOST_LISTED]:
        found.append(f"{OUTSIDE} row {i + 1}: {figures.extrapolation(i, rows.names)}")
    if (more := len(outside) - MOST_LISTED) > 0:
        found.append(f"… and {_rows(more)} more outside of the table")
    return found


def _rows(count: int) -> str:
    return f"{grouped(count)} {'row' if count == 1 else 'rows'}"


def write_predicted(path: str, rows: PredictedRows, *, converged: bool) -> None:
    """Write new rows with their predictions as CSV."""
    given = list(given_cells(rows.columns, rows.names, rows.cells))
    names, cells = [name for name, _ in given], [column for _, column in given]
    write_whole(path, new_rows_csv(names, cells, rows.figures, has_converged=converged))


def has_converged(frame: Frame, verdict: Verdict) -> bool:
    """Return whether a run has come to its end, as the report of the window says it."""
    return frame.stop is StopReason.CONVERGED or verdict.is_rest or verdict.is_good
