"""The weights of a run with how sure each is, as columns of numbers and as a table."""

import math
from dataclasses import dataclass

from ...inference.missing import MissingFigure
from ...language.sentence import marked
from ...matrix import Matrix
from ...statistics import Statistics
from ..markup import NONE
from .facts import ReportedRun, Wording
from .parts import Paragraph, Part, ReportCell, ReportTable

# As the window shows them: weights with six digits, errors with three.
WEIGHT_DIGITS, ERROR_DIGITS, TEST_DIGITS = 6, 3, 4
LEAST_P = 1e-300


@dataclass(frozen=True, eq=False)
class ReportColumn:
    """Numbers of the weights, (j,): their name, and with how many digits they are read."""

    name: str
    values: Matrix
    digits: int
    is_p: bool = False


def columns_of(W: Matrix, found: Statistics) -> list[ReportColumn]:
    """Return the weights reached, the optimum and how sure it is."""
    return [
        ReportColumn(marked("engine", "now"), W[:, 0], WEIGHT_DIGITS),
        ReportColumn(marked("engine", "optimum"), found.best.W[:, 0], WEIGHT_DIGITS),
        ReportColumn(marked("engine", "± s.e."), found.standard_errors, ERROR_DIGITS),
        ReportColumn("t", found.t, TEST_DIGITS),
        ReportColumn("p", found.p, ERROR_DIGITS, is_p=True),
        ReportColumn(marked("engine", "95 % from"), found.intervals[:, 0], WEIGHT_DIGITS),
        ReportColumn(marked("engine", "95 % to"), found.intervals[:, 1], WEIGHT_DIGITS),
        ReportColumn("VIF", found.vif, TEST_DIGITS),
    ]


def reasons(found: Statistics) -> list[str]:
    """Return why some figures do not exist, as marked sentences; none if all do."""
    said = []
    if (lost := found.missing_residual_sd) is not None:
        said.append(lost.value)
    if found.best.dependent:
        said.append(
            marked(
                "engine",
                "Columns depend on each other: many W fit equally, and the weights with a dash are "
                "not determined.",
            )
        )
    if found.degrees_of_freedom and found.residual_sd == 0:
        said.append(MissingFigure.EXACT_FIT.value)
    return said


def weights_parts(run: ReportedRun, wording: Wording) -> list[Part]:
    """Return the table of the weights, and what must be said below it."""
    say, found = wording.say, run.fit_statistics
    columns = [ReportColumn(marked("engine", "start"), run.problem.W[:, 0], WEIGHT_DIGITS)]
    if found is not None:
        columns += columns_of(run.W, found)
    else:
        columns.append(ReportColumn(marked("engine", "now"), run.W[:, 0], WEIGHT_DIGITS))
        if run.best is not None:
            columns.append(
                ReportColumn(marked("engine", "optimum"), run.best.W[:, 0], WEIGHT_DIGITS)
            )
    if run.original is not None:
        name = marked("engine", "now, in original units")
        columns.append(ReportColumn(name, run.original.W[:, 0], WEIGHT_DIGITS))
    head = [say(marked("engine", "Weight")), *(say(each.name) for each in columns)]
    rows = [
        [ReportCell(say(name)), *(_cell(each, k, wording) for each in columns)]
        for k, name in enumerate(run.names)
    ]
    parts: list[Part] = [ReportTable(rows, head)]
    notes = list(reasons(found)) if found is not None else []
    if found is None and not run.is_least_squares:
        notes.append(
            marked("engine", "Standard errors are those of the mean square: this loss has none.")
        )
    if found is not None and found.degrees_of_freedom:
        notes.append(
            marked(
                "engine",
                "Errors, t, p and the 95 % intervals are those of the optimum, if the errors of Y "
                "are independent, normal and of one size. VIF is the variance inflation factor.",
            )
        )
    if run.original is not None and run.original.constant:
        constant = wording.number(run.original.constant, WEIGHT_DIGITS)
        text = marked("engine", "In original units, add {constant} to each prediction.")
        notes.append(text.format(constant=constant))
    return [*parts, *(Paragraph(say(each), is_note=True) for each in notes)]


def _cell(column: ReportColumn, k: int, wording: Wording) -> ReportCell:
    value = float(column.values[k])
    return ReportCell(
        written(column, value, wording), "" if math.isnan(value) else repr(value), True
    )


def written(column: ReportColumn, value: float, wording: Wording) -> str:
    """Return a number of a column; a dash if it does not exist."""
    if math.isnan(value):
        return NONE
    if column.is_p and 0 <= value < LEAST_P:
        return f"< {wording.number(LEAST_P, 1)}"
    return wording.number(value, column.digits)
