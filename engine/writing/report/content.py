"""What the report of a run says, from top to bottom."""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

import numpy as np

from ...frame import StopReason
from ...inference.missing import RSquaredKind
from ...language.lists import all_of
from ...language.plurals import plural
from ...language.sentence import marked
from ...problem import ReducedProblem
from ...shortening import one_line
from ...statistics import Goodness
from ...verdict.wording import count, factor
from ..jumps import can_jump
from ..markup import NONE
from ..program import MOST_LITERAL_EPOCHS, is_loaded, numpy_code
from .facts import ReportedRun, Wording
from .limit_check import limit_parts
from .parts import (
    Figures,
    Heading,
    Listing,
    Mood,
    Paragraph,
    Part,
    Report,
    ReportCell,
    ReportTable,
    Status,
    column_of,
)
from .pictures import loss_figure, residual_figures
from .settings_rows import settings_table
from .weights_table import weights_parts

FIGURE_DIGITS = 6
CONDITION_DIGITS = 4
# A list of more columns is longer than the rest of the report.
MOST_COLUMNS = 200
MOST_SUMMED = 100_000
# More numbers of rows than these nobody reads in a sentence.
MOST_ROWS_NAMED = 30
# More dependent columns than these nobody reads.
MOST_LINES, LONGEST_LINE = 12, 400
WriteCell = Callable[[float, Wording], ReportCell]
_ROWS = plural("engine", "{n} rows", "{n} row", 1)
_COLUMNS = plural("engine", "{n} columns", "{n} column", 1)
_LEFT_OUT = plural("engine", "Rows {rows} are left out.", "Row {rows} is left out.", 1)
_MANY_LEFT_OUT = plural("engine", "{n} rows are left out.", "{n} row is left out.", 1)
_HELD_OUT = plural(
    "engine",
    "{n} rows are held out to test the fit ({share} % at random, seed {seed}).",
    "{n} row is held out to test the fit ({share} % at random, seed {seed}).",
    1,
)
_TEST = plural(
    "engine",
    "On the {n} held-out rows the loss is {loss}, and test R² is {r_squared}.",
    "On the {n} held-out row the loss is {loss}, and test R² is {r_squared}.",
    1,
)
_TEST_LOSS = plural(
    "engine",
    "On the {n} held-out rows the loss is {loss}.",
    "On the {n} held-out row the loss is {loss}.",
    1,
)
_MORE_LINES = plural("engine", "There are {n} more lines.", "There is {n} more line.", 1)
_MORE_COLUMNS = plural(
    "engine", "{n} more columns are not listed.", "{n} more column is not listed.", 1
)


def report_of(run: ReportedRun, wording: Wording | None = None, written: str = "") -> Report:
    """Return the report of a run.

    Parameters
    ----------
    run : ReportedRun
        A run with all that is known of its end, as ``completed`` returns it.
    wording : Wording, optional
        How sentences and numbers are written; in English if not given.
    written : str
        When it is written, such as "2026-12-01 09:30".

    Returns
    -------
    Report
    """
    wording = wording or Wording()
    return titled(run, wording, written, list(parts_of(run, wording)))


def titled(run: ReportedRun, wording: Wording, written: str, parts: Sequence[Part]) -> Report:
    """Return a report of these parts, under its title."""
    subtitle = marked("engine", "A linear model, fitted by gradient descent with Secant")
    if written:
        dated = marked("engine", "A linear model, fitted by gradient descent with Secant on {date}")
        subtitle = dated.format(date=written)
    title = run.saved.name or wording.say(marked("engine", "Untitled"))
    return Report(title, wording.say(subtitle), parts)


def parts_of(run: ReportedRun, wording: Wording) -> Iterator[Part]:
    """Yield the parts from top to bottom: each may take a while of a large table."""
    say = wording.say
    yield _status(run, wording)
    yield Heading(say(marked("engine", "The fit")))
    yield _figures_of_fit(run, wording)
    yield from _test(run, wording)
    yield Heading(say(marked("engine", "The weights")))
    yield from weights_parts(run, wording)
    yield Heading(say(marked("engine", "The problem")))
    yield from _problem(run, wording)
    yield Heading(say(marked("engine", "The settings")))
    yield settings_table(run.settings, wording)
    yield from _changed_settings(run, wording)
    yield Heading(say(marked("engine", "How the limit was taken")))
    yield from limit_parts(run, wording)
    yield Heading(say(marked("engine", "The loss")))
    yield from _loss_curve(run, wording)
    yield Heading(say(marked("engine", "The residuals")))
    yield from _residuals(run, wording)
    yield Heading(say(marked("engine", "The program")))
    yield from _program(run, wording)


def _status(run: ReportedRun, wording: Wording) -> Status:
    say = wording.say
    sentences = [_ending(run)]
    if not (run.is_optimum or (run.comparison is not None and run.comparison.is_optimum)):
        sentences.append(_gap(run, wording))
    if run.verdict is not None:
        sentences.append(run.verdict.detail)
    sentences.append(run.caution)
    mood = Mood.GOOD if run.is_optimum else Mood.OPEN
    lines = [line for each in sentences for line in say(each).splitlines() if line]
    shown = [one_line(line, LONGEST_LINE) for line in lines[:MOST_LINES]]
    if (more := len(lines) - MOST_LINES) > 0:
        shown.append(say(_MORE_LINES(more)))
    return Status(mood, tuple(shown))


def _ending(run: ReportedRun) -> str:
    if run.verdict is not None:
        return run.verdict.sentence
    if run.is_optimum:
        return marked("engine", "These weights are the optimum: no smaller loss is possible.")
    if run.stop is not None and run.stop is not StopReason.CANCELLED:
        sentence: str = run.stop.value
        return sentence
    if math.isnan(run.epoch):
        return ""
    if run.trace is None:
        saved = marked("engine", "These are the weights of epoch {epoch}, as they were saved.")
        return saved.format(epoch=count(run.epoch))
    said = marked(
        "engine", "These are the weights of epoch {epoch}, at which the run had not ended."
    )
    return said.format(epoch=count(run.epoch))


def _gap(run: ReportedRun, wording: Wording) -> str:
    """Return how far the end is from the optimum, as one sentence."""
    loss = wording.loss(run.loss, run.loss_floor)
    if run.best is None:
        if run.has_converged:
            return marked(
                "engine",
                "The run has converged. No formula tells the least possible loss, so nothing says "
                "how far the loss {loss} is from it.",
            ).format(loss=loss)
        return marked(
            "engine",
            "The run has not converged. No formula tells the least possible loss, so nothing says "
            "how far the loss {loss} is from it.",
        ).format(loss=loss)
    least, gap = run.best.loss, run.loss - run.best.loss
    if not math.isfinite(run.loss):
        return marked(
            "engine", "The run has not converged: its loss is {loss}, the least possible {least}."
        ).format(loss=loss, least=wording.loss(least, 0.0))
    if run.comparison is not None and run.comparison.has_least_loss:
        if run.has_converged:
            return marked(
                "engine",
                "The loss {loss} is the least possible to rounding, but not every weight is that "
                "of the optimum: compare now and optimum below.",
            ).format(loss=loss)
        return marked(
            "engine",
            "The run has not converged: the loss {loss} is the least possible to rounding, but not "
            "every weight is that of the optimum yet. Compare now and optimum below.",
        ).format(loss=loss)
    facts = {
        "loss": loss,
        "least": wording.loss(least, 0.0),
        "gap": wording.loss(max(gap, 0.0), run.loss_floor),
    }
    if least > 0 and run.loss > least:
        facts["times"] = factor(run.loss / least)
        if run.has_converged:
            return marked(
                "engine",
                "The run has converged, but not at the optimum: the loss {loss} is {gap} above the "
                "least possible {least}, which is {times} times as much.",
            ).format(**facts)
        return marked(
            "engine",
            "The run has not converged: the loss {loss} is {gap} above the least possible {least}, "
            "which is {times} times as much.",
        ).format(**facts)
    if run.has_converged:
        return marked(
            "engine",
            "The run has converged, but not at the optimum: the loss {loss} is {gap} above the "
            "least possible {least}.",
        ).format(**facts)
    return marked(
        "engine",
        "The run has not converged: the loss {loss} is {gap} above the least possible {least}.",
    ).format(**facts)


def _figures_of_fit(run: ReportedRun, wording: Wording) -> ReportTable:
    """Return the figures of the whole fit, now and at the optimum."""
    say, found, reached = wording.say, run.fit_statistics, run.goodness
    epoch = ReportCell(NONE, is_number=True)
    if not math.isnan(run.epoch):
        epoch = ReportCell(count(run.epoch), repr(run.epoch), True)
    rows = [
        [ReportCell(say(marked("engine", "Epoch"))), epoch, ReportCell("")],
        [
            ReportCell(say(marked("engine", "Loss"))),
            _loss(run.loss, wording, run.loss_floor),
            ReportCell("") if run.best is None else _loss(run.best.loss, wording),
        ],
    ]
    best = None if found is None else found.optimum
    is_uncentred = found is not None and found.r_squared_kind is RSquaredKind.ABOUT_ZERO
    for usual, write, of in _GOODNESS:
        name = _UNCENTRED if is_uncentred and usual == _R_SQUARED else usual
        cells = [
            ReportCell("") if each is None else write(of(each), wording) for each in (reached, best)
        ]
        rows.append([ReportCell(say(name)), *cells])
    if found is not None:
        rows += _of_optimum(run, wording)
    head = ["", say(marked("engine", "now")), say(marked("engine", "optimum"))]
    if run.best is None:
        return ReportTable([row[:2] for row in rows], head[:2])
    return ReportTable(rows, head)


def _of_optimum(run: ReportedRun, wording: Wording) -> list[list[ReportCell]]:
    found, say = run.fit_statistics, wording.say
    assert found is not None
    f_test = marked("engine", "F on {above} and {below} degrees of freedom")
    rank = f"{found.best.rank}/{run.problem.weights}"
    rows: list[tuple[str, ReportCell]] = [
        (
            marked("engine", "Adjusted R²"),
            _r_squared(found.adjusted_unexplained, wording),
        ),
        (
            f_test.format(above=found.explaining, below=found.degrees_of_freedom),
            _number(found.f, wording, CONDITION_DIGITS),
        ),
        (marked("engine", "p of F"), _number(found.f_p, wording, 3)),
        (
            marked("engine", "Degrees of freedom"),
            ReportCell(count(found.degrees_of_freedom), is_number=True),
        ),
        (marked("engine", "Rank"), ReportCell(rank, is_number=True)),
        (
            marked("engine", "Condition number κ, columns of length 1"),
            _number(found.condition, wording, CONDITION_DIGITS),
        ),
    ]
    return [[ReportCell(say(name)), ReportCell(""), cell] for name, cell in rows]


def _loss(value: float, wording: Wording, floor: float = 0.0) -> ReportCell:
    return ReportCell(wording.loss(value, floor), "" if math.isnan(value) else repr(value), True)


def _r_squared(unexplained: float, wording: Wording) -> ReportCell:
    if math.isnan(unexplained):
        return ReportCell(NONE, is_number=True)
    return ReportCell(wording.r_squared(unexplained), repr(1 - unexplained), True)


def _number(value: float, wording: Wording, digits: int = FIGURE_DIGITS) -> ReportCell:
    if math.isnan(value):
        return ReportCell(NONE, is_number=True)
    return ReportCell(wording.number(value, digits), repr(value), True)


_R_SQUARED, _UNCENTRED = marked("engine", "R²"), marked("engine", "R² (uncentred)")
_GOODNESS: tuple[tuple[str, WriteCell, Callable[[Goodness], float]], ...] = (
    (_R_SQUARED, _r_squared, lambda each: each.unexplained),
    (marked("engine", "RMSE"), _number, lambda each: each.rmse),
    (marked("engine", "Residual sd"), _number, lambda each: each.residual_sd),
)


def _problem(run: ReportedRun, wording: Wording) -> list[Part]:
    say, problem = wording.say, run.problem
    parts: list[Part] = []
    facts = {"rows": say(_ROWS(problem.observations)), "columns": say(_COLUMNS(problem.weights))}
    sizes = marked("engine", "Ŷ = A·W, with A of {rows} and {columns}.").format(**facts)
    if run.saved.output:
        named = marked("engine", "Ŷ = A·W, with A of {rows} and {columns}. Y is {output}.")
        sizes = named.format(output=run.output, **facts)
    parts.append(Paragraph(say(sizes)))
    if run.left_out:
        parts.append(Paragraph(say(_left_out(run.left_out))))
    if run.held_out is not None:
        share = wording.number(100 * run.held_out.share, CONDITION_DIGITS)
        said = _HELD_OUT(len(run.held_out.Y), share=share, seed=run.held_out.seed)
        parts.append(Paragraph(say(said)))
    if run.source:
        source = marked("engine", "The table is from {source}.")
        parts.append(Paragraph(say(source.format(source=run.source))))
    if any(run.saved.shift) or set(run.saved.scale) - {1.0}:
        scaled = marked(
            "engine", "Columns of the table were scaled; the numbers are the scaled ones."
        )
        parts.append(Paragraph(say(scaled), is_note=True))
    parts += _terms(run, wording)
    if run.saved.note:
        parts.append(Paragraph(say(run.saved.note), is_note=True))
    head = [
        say(marked("engine", "Column")),
        say(marked("engine", "least")),
        say(marked("engine", "mean")),
        say(marked("engine", "largest")),
    ]
    rows = [
        _summary(say(name), column_of(problem.A, k), wording)
        for k, name in enumerate(run.names[:MOST_COLUMNS])
    ]
    rows.append(_summary(run.output, column_of(problem.Y, 0), wording))
    parts.append(ReportTable(rows, head))
    if (more := problem.weights - MOST_COLUMNS) > 0:
        parts.append(Paragraph(say(_MORE_COLUMNS(more)), is_note=True))
    return parts


def _test(run: ReportedRun, wording: Wording) -> list[Part]:
    """Return how well the weights reached predict the rows held out."""
    test = run.test
    if test is None:
        return []
    if test.undetermined:
        return [Paragraph(wording.say(test.meaning.value))]
    loss = wording.loss(test.loss, 0.0)
    said = _TEST_LOSS(test.rows, loss=loss)
    if test.unexplained is not None:
        said = _TEST(test.rows, loss=loss, r_squared=wording.r_squared(test.unexplained))
    return [
        Paragraph(wording.say(said)),
        Paragraph(wording.say(test.meaning.value), is_note=True),
    ]


def _terms(run: ReportedRun, wording: Wording) -> list[Part]:
    """Return what columns are computed from, and which columns are levels of a category."""
    if not any(run.saved.terms):
        return []
    from ...terms.described import described_terms  # loaded on use: few tables have terms

    sentences = described_terms(run.saved.terms, run.names)
    return [Paragraph(wording.say(each), is_note=True) for each in sentences[:MOST_COLUMNS]]


def _left_out(rows: Sequence[int]) -> str:
    """Return which rows are left out, or how many if they are too many to name."""
    if len(rows) > MOST_ROWS_NAMED:
        return _MANY_LEFT_OUT(len(rows))
    return _LEFT_OUT(len(rows), rows=all_of([count(row + 1) for row in rows]))


def _summary(name: str, values: np.ndarray, wording: Wording) -> list[ReportCell]:
    with np.errstate(over="ignore"):
        # Of more rows, an exact sum takes too long; without, the mean of ±x would be 1e−18.
        is_long = len(values) > MOST_SUMMED
        mean = values.mean() if is_long else math.fsum(values.tolist()) / len(values)
        numbers = (values.min(), mean, values.max())
    return [ReportCell(name), *(_number(float(each), wording) for each in numbers)]


def _changed_settings(run: ReportedRun, wording: Wording) -> list[Part]:
    if not run.has_other_settings:
        return []
    said = marked(
        "engine",
        "Settings were changed while the run went on: these are the last ones, and the program "
        "below has them from the start.",
    )
    return [Paragraph(wording.say(said), is_note=True)]


def _loss_curve(run: ReportedRun, wording: Wording) -> list[Part]:
    figure = loss_figure(run, wording.say)
    if figure is None:
        said = marked("engine", "The losses of this run were not recorded.")
        return [Paragraph(wording.say(said))]
    return [Figures([figure])]


def _residuals(run: ReportedRun, wording: Wording) -> list[Part]:
    if isinstance(run.problem, ReducedProblem):
        none = marked(
            "engine", "The rows were reduced while they were read: no residuals are known."
        )
        return [Paragraph(wording.say(none))]
    figures = residual_figures(run, wording.say)
    if not figures:
        return [Paragraph(wording.say(marked("engine", "There are no finite residuals to draw.")))]
    if run.influence is None:
        said = marked("engine", "These are the residuals of the weights reached.")
    elif run.is_optimum:
        said = marked(
            "engine", "These are the residuals of the optimum, which the run has reached."
        )
    else:
        said = marked(
            "engine", "These are the residuals of the optimum, not of the weights reached."
        )
    parts: list[Part] = [Paragraph(wording.say(said)), Figures(figures)]
    found = run.fit_statistics
    if found is not None and not np.isfinite(run.influence.studentised).any():  # type: ignore[union-attr]
        none = marked(
            "engine",
            "No degrees of freedom are left, or the fit is exact: there are no studentised "
            "residuals.",
        )
        parts.append(Paragraph(wording.say(none), is_note=True))
    return parts


def _program(run: ReportedRun, wording: Wording) -> list[Part]:
    epochs = None if math.isnan(run.epoch) else run.epoch
    file = f"{PurePath(run.saved.name or 'experiment').name}.secant"
    code = numpy_code(
        run.saved,
        epochs=epochs,
        file=file,
        jumps=True,
        not_counted=run.not_counted,
        held_out=run.held_out,
    )
    said = [_about_program(run)]
    if is_loaded(run.saved, run.held_out):
        loads = marked("engine", "It loads {file}: save the experiment under that name beside it.")
        said.append(loads.format(file=file))
    return [
        *(Paragraph(wording.say(each)) for each in said),
        Listing(code),
        Paragraph(wording.say(marked("engine", "The weights that the run has reached, in full:"))),
        Listing(f"W: {run.W[:, 0].tolist()!r}"),
    ]


def _about_program(run: ReportedRun) -> str:
    """Return what the program does, and whether it prints the weights of the report."""
    if math.isnan(run.epoch):
        return marked(
            "engine",
            "This program runs with these settings from this start. It needs NumPy. At which epoch "
            "the weights of this report were reached is not known.",
        )
    if run.has_other_settings:
        return marked(
            "engine",
            "This program runs with the last settings from the start, so its weights may be "
            "others. It needs NumPy.",
        )
    if run.epoch > MOST_LITERAL_EPOCHS and not can_jump(run.settings):
        return marked(
            "engine",
            "This program stops at epoch {most}, because it takes each one by itself, and the run "
            "went on to epoch {epochs}: its weights are earlier ones. It needs NumPy.",
        ).format(most=count(MOST_LITERAL_EPOCHS), epochs=count(run.epoch))
    return marked(
        "engine",
        "This program repeats the run by the definition alone, and prints the weights below; it "
        "adds in another order, so last digits may differ. It needs NumPy.",
    )
