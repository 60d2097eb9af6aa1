"""How the limit was taken: the quotients of a run beside the exact slopes."""

from dataclasses import dataclass

import numpy as np

from ...difference import Difference
from ...errors import StepVanishes
from ...exact.extended import exact_gradient
from ...language.plurals import plural
from ...language.sentence import marked
from ...limit.slope_check import GradientCheck, agreeing_digits
from ...limits import gradient
from ...matrix import Matrix
from ...quotients import steps_of
from ...unit_columns import on_unit_columns
from .facts import ReportedRun, Wording
from .parts import FormulaLine, Paragraph, Part, ReportCell, ReportTable

# The slopes of so many cells take about 50 ms, by quotients and exactly.
MOST_CELLS = 2**20
STEP_DIGITS = 6
SLOPE_DIGITS = 6

QUOTIENTS = {
    Difference.CENTRAL: marked("engine", "δwₖ = lim h→0 [loss(wₖ + h) − loss(wₖ − h)] / 2h"),
    Difference.FORWARD: marked("engine", "δwₖ = lim h→0 [loss(wₖ + h) − loss(wₖ)] / h"),
    Difference.BACKWARD: marked("engine", "δwₖ = lim h→0 [loss(wₖ) − loss(wₖ − h)] / h"),
}
_WORST_AT_START = plural(
    "engine",
    "At the start, {n} digits of the worst slope are right.",
    "At the start, {n} digit of the worst slope is right.",
    1,
)
_WORST_AT_END = plural(
    "engine",
    "At the weights reached, {n} digits of the worst slope are right.",
    "At the weights reached, {n} digit of the worst slope is right.",
    1,
)
HEAD = (
    marked("engine", "Weight"),
    marked("engine", "Step h"),
    marked("engine", "δW by quotient, at the start"),
    marked("engine", "exact δW"),
    marked("engine", "right digits"),
)


@dataclass(frozen=True, eq=False)
class SlopesAtStart:
    """The slopes of a run at its start W, (j, 1), in the columns as descended on."""

    by_quotients: Matrix
    exact: Matrix
    check: GradientCheck


def slopes_at_start(run: ReportedRun) -> SlopesAtStart | None:
    """Return the quotients at the start and the exact slopes there; None if neither is at hand.

    Only those of the mean square, in double precision, and of a table that is not too large.
    """
    settings = run.settings
    if not run.is_least_squares or run.problem.A.size > MOST_CELLS:
        return None
    problem = on_unit_columns(run.problem) if settings.scale_columns else run.problem
    try:
        with np.errstate(all="ignore"):
            found = gradient(problem, problem.W, settings.step_h, settings.difference)
            exact = exact_gradient(problem, problem.W)
    except StepVanishes:
        return None
    if not (np.isfinite(found).all() and np.isfinite(exact).all()):
        return None
    return SlopesAtStart(found, exact, agreeing_digits(found, exact))


def limit_parts(run: ReportedRun, wording: Wording) -> list[Part]:
    """Return the formula of the quotient, and how its slopes compare with the exact ones."""
    say = wording.say
    parts: list[Part] = [
        FormulaLine(say(QUOTIENTS[run.settings.difference])),
        Paragraph(
            say(
                marked(
                    "engine",
                    "Each slope is this quotient at a step h that is not 0, every other weight "
                    "held. It is divided by the step really taken, as w + h is rounded.",
                )
            )
        ),
    ]
    if run.settings.difference is Difference.CENTRAL and run.is_least_squares:
        exact = marked(
            "engine",
            "The mean square is a parabola along each weight, so the central quotient has no error "
            "but rounding, at any h.",
        )
        parts.append(Paragraph(say(exact)))
    start = slopes_at_start(run)
    if start is not None:
        parts += _table(run, start, wording)
    if run.check is not None:
        parts.append(Paragraph(say(_at_end(run.check))))
    if start is None and run.check is None:
        unknown = marked("engine", "The slopes were not compared with exact ones.")
        parts.append(Paragraph(say(unknown)))
    return parts


def _at_end(check: GradientCheck) -> str:
    if check.worst_digits is None:
        return marked("engine", "At the weights reached, every slope is 0 to rounding.")
    return _WORST_AT_END(check.worst_digits)


def _table(run: ReportedRun, start: SlopesAtStart, wording: Wording) -> list[Part]:
    steps = steps_of(run.settings.step_h, len(run.W)).tolist()
    rows = []
    columns = zip(
        run.names,
        steps,
        start.by_quotients[:, 0].tolist(),
        start.exact[:, 0].tolist(),
        start.check.digits.tolist(),
        strict=True,
    )
    for name, h, found, exact, digits in columns:
        right = "–" if np.isnan(digits) else str(int(digits))
        rows.append(
            [
                ReportCell(wording.say(name)),
                ReportCell(wording.number(h, STEP_DIGITS), repr(h), True),
                ReportCell(wording.number(found, SLOPE_DIGITS), repr(found), True),
                ReportCell(wording.number(exact, SLOPE_DIGITS), repr(exact), True),
                ReportCell(right, is_number=True),
            ]
        )
    parts: list[Part] = [ReportTable(rows, list(map(wording.say, HEAD)))]
    if start.check.worst_digits is not None:
        parts.append(Paragraph(wording.say(_WORST_AT_START(start.check.worst_digits))))
    if run.settings.scale_columns:
        scaled = marked("engine", "Steps and slopes are those of the columns scaled to length 1.")
        parts.append(Paragraph(wording.say(scaled), is_note=True))
    return parts
