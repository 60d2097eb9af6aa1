"""Turn a request into a problem and its settings."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import BadSetting, BadTable, Missing
from ..examples import published
from ..inference.holding_out import TrainTestSplit, held_out, split
from ..language.plurals import plural
from ..language.sentence import marked
from ..losses.only_mean_square import WITHOUT_DATA
from ..matrix import Matrix
from ..optimisers.kinds import Optimiser
from ..optimisers.limits import usual_rate
from ..parts.condensed_table import triangle_for
from ..parts.errors import NotForManyFiles
from ..problem import Problem
from ..random_problem import random_weights
from ..reading.blocks import read_blocks
from ..reading.layout import LevelColumn
from ..reading.tables import read_weights, read_whole
from ..settings import FITS, SAFE, LearningRate, Precision, Settings, StepH
from ..shortening import grouped
from ..stability import UnfitColumns, learning_rate_limit, safe_learning_rate, unfit_columns
from ..step_size import suggest_h, with_fixed_steps
from ..triangle import Triangle
from ..unit_columns import column_norms, on_unit_columns, scaled
from ..verdict.wording import INTERCEPT, column_name, default_names
from .listing import FIRST, LAST
from .many_files import ManyFiles, is_of_many_files, read_many_files
from .request import Request
from .streaming import reduce_table, with_intercept
from .terms import AddedTerm, read_terms, with_terms

if TYPE_CHECKING:
    from ..formula.formula import Formula

# Parsed to float64, text of 256 MB takes about as much memory again.
BYTES_IN_MEMORY = 2**28

USUAL_OF_TORCH = "as in torch.optim; no limit is known"

logger = logging.getLogger(__name__)


class Rows(NamedTuple):
    """Some rows of A and Y."""

    A: Matrix
    Y: Matrix


@dataclass(frozen=True, eq=False)
class HeldOutRows:
    """All rows of a table, and which of them are held out."""

    whole: Problem
    split: TrainTestSplit


@dataclass(frozen=True, eq=False)
class FitTask:
    """A problem with the names of its weights and its settings.

    ``chosen`` says which settings were chosen here. ``scaled_problem`` has scaled columns if the
    settings say so. If the table is too large for memory, ``problem`` is the one of its
    ``triangle``, and ``shown`` has only its first and last rows. ``notes`` says what was done so
    that the file is a table, and what has no part in the run. ``held_out`` has the rows that are
    held out, if any are: ``problem`` is without them. ``output`` is the name of Y. ``terms`` are
    the columns that are computed, ``plain`` the names of those of the table, and ``levels`` which
    of these were made of the words of a category. ``files``
    are those of a table in many files.
    """

    problem: Problem
    scaled_problem: Problem
    names: tuple[str, ...]
    settings: Settings
    chosen: str
    shown: Rows
    triangle: Triangle | None = None
    notes: tuple[str, ...] = ()
    held_out: HeldOutRows | None = None
    output: str = ""
    plain: tuple[str, ...] = ()
    terms: tuple[AddedTerm, ...] = ()
    levels: tuple[LevelColumn | None, ...] = ()
    files: ManyFiles | None = None

    @property
    def rows(self) -> int:
        """The number of rows of the table."""
        return self.problem.rows if self.triangle is None else self.triangle.rows


def task_for(request: Request) -> FitTask:
    """Read the files of a request and choose its settings; raise an EngineError if that fails."""
    if request.table is None:
        return _published_task(request)
    if is_of_many_files(request):
        return _task_of_files(request)
    path = Path(request.table)
    if not request.all and path.is_file() and path.stat().st_size > BYTES_IN_MEMORY:
        return _streamed_task(request, path)
    table = read_whole(path, request.read_options)
    _check_width(path.name, table.values.shape[1])
    plain = _plain_names(table.names, table.values.shape[1] - 1)
    terms = read_terms(request.term, plain)
    A = with_terms(table.values[:, :-1], plain, terms)
    A = with_intercept(A, request.intercept)
    whole = _with_start(Problem(A, table.values[:, -1]), request)
    tested = _held_out(whole, request)
    problem = whole if tested is None else tested.split.train
    scaled_problem = _scaled(problem, request)
    formula = _formula(request)
    if formula is None:
        settings, chosen = _choose_settings(request, scaled_problem)
    else:
        settings, chosen = _choose_for_loss(request, problem, formula)
    names = _names(table.names, problem, request, terms)
    return FitTask(
        problem,
        scaled_problem,
        names,
        settings,
        chosen,
        Rows(problem.A, problem.Y),
        notes=(*table.notes, *_notes_on_loss(settings)),
        held_out=tested,
        output=table.names[-1] if table.names else "",
        plain=plain,
        terms=terms,
        levels=table.levels[:-1],
    )


def _held_out(problem: Problem, request: Request) -> HeldOutRows | None:
    """Hold out the share of the rows that is asked for, if it is."""
    if request.hold_out is None:
        return None
    mask = held_out(problem.rows, request.hold_out, request.seed or 0)
    return HeldOutRows(problem, split(problem, mask))


def _published_task(request: Request) -> FitTask:
    example = published()
    whole, own = _with_start(example.problem, request), example.settings
    tested = _held_out(whole, request)
    problem = whole if tested is None else tested.split.train
    learning_rate = own.learning_rate if request.learning_rate is None else request.learning_rate
    settings = _settings(request, learning_rate, own.h if request.h is None else request.h)
    names = default_names(problem.weights)
    shown = Rows(problem.A, problem.Y)
    chosen = f"loss = {settings.formula.written}" if settings.formula is not None else ""
    notes, reduced = _notes_on_loss(settings), _scaled(problem, request)
    return FitTask(problem, reduced, names, settings, chosen, shown, notes=notes, held_out=tested)


def _streamed_task(request: Request, path: Path) -> FitTask:
    """Reduce a table while it is read."""
    if _formula(request) is not None:
        raise BadTable(
            path.name,
            "it is too large for memory, and only the mean square can do with its rows reduced. "
            "Use --loss “mean square”, or --all to hold all rows.",
        )
    if request.hold_out is not None:
        raise BadTable(
            path.name,
            "it is too large for memory, and --hold-out needs its rows. Use --all to hold them.",
        )
    if request.statistics or request.predict is not None:
        return _task_of_files(request)  # its rows stand for all, also in the statistics
    logger.info("%s is too large for memory and is reduced while it is read", path)
    blocks = read_blocks(path, request.read_options)
    _check_width(path.name, blocks.width)
    plain = _plain_names(blocks.names, blocks.width - 1)
    terms = read_terms(request.term, plain)
    streamed = reduce_table(blocks, request.intercept, FIRST + 1, plain, terms)
    triangle = streamed.triangle
    problem = _with_start(triangle.problem(np.zeros((triangle.weights, 1))), request)
    scaled_problem = _scaled(problem, request, triangle)
    settings, chosen = _choose_settings(request, scaled_problem)
    ends = np.concatenate((streamed.first, streamed.last[-LAST:]))
    reduced = f"{grouped(triangle.rows)} rows reduced to a triangle of {len(triangle.R)}"
    return FitTask(
        problem,
        scaled_problem,
        _names(blocks.names, problem, request, terms),
        settings,
        "; ".join(filter(None, (reduced, chosen))),
        Rows(ends[:, :-1], ends[:, -1:]),
        triangle,
        blocks.notes,
        plain=plain,
        terms=terms,
    )


_NEEDS_EVERY_ROW = marked(
    "engine",
    "The rows of many files are reduced while they are read, and only the mean square can do with "
    "that. Use --loss “mean square”.",
)
_REDUCED = plural(
    "engine",
    "{rows} rows of {n} files reduced to {kept}",
    "{rows} rows of {n} file reduced to {kept}",
    1,
)


def _task_of_files(request: Request) -> FitTask:
    """Reduce the files of a table, one by one."""
    if _formula(request) is not None:
        raise NotForManyFiles(_NEEDS_EVERY_ROW)
    files = read_many_files(request, _plain_names)
    problem = files.table.problem(has_ones=request.intercept)
    triangle = triangle_for(problem)
    started = _with_start(problem, request)
    scaled_problem = _scaled(started, request, triangle)
    settings, chosen = _choose_settings(request, scaled_problem)
    reduced = _REDUCED(len(files.paths), rows=grouped(triangle.rows), kept=grouped(problem.rows))
    ends = np.concatenate((files.ends.first, files.ends.last[-LAST:]))
    names = files.reading.names
    return FitTask(
        started,
        scaled_problem,
        _names(names, problem, request, files.terms),
        settings,
        "; ".join(filter(None, (reduced, chosen))),
        Rows(ends[:, :-1], ends[:, -1:]),
        triangle,
        files.notes,
        output=names[-1] if names else "",
        plain=files.plain,
        terms=files.terms,
        files=files,
    )


def _scaled(problem: Problem, request: Request, triangle: Triangle | None = None) -> Problem:
    if not request.scale_columns:
        return problem
    return scaled(problem, triangle.column_norms) if triangle else on_unit_columns(problem)


def _choose_settings(request: Request, problem: Problem) -> tuple[Settings, str]:
    """Choose η and h if they were not given; also return a text that names the chosen ones."""
    learning_rate, h, chosen = request.learning_rate, request.h, []
    usual = usual_rate(Optimiser(request.optimiser))
    if learning_rate is None and usual is not None:
        learning_rate = usual
        chosen.append(f"η = {learning_rate!r} ({USUAL_OF_TORCH})")
    elif learning_rate is None:
        learning_rate = safe_learning_rate(learning_rate_limit(problem))
        origin = _origin_of_rate(problem, request)
        chosen.append(f"η = {learning_rate!r} ({origin})")
    if h is None:
        h = suggest_h(problem, request.difference, request.precision)
        chosen.append(f"h = {h!r}")
    return _settings(request, learning_rate, h), ", ".join(chosen)


def _choose_for_loss(
    request: Request, problem: Problem, formula: "Formula"
) -> tuple[Settings, str]:
    """Choose η and h for another loss than the mean square, and name the loss."""
    chosen = [f"loss = {formula.written}"]
    usual, rate = usual_rate(Optimiser(request.optimiser)), request.learning_rate
    if rate is None:
        rate = SAFE if usual is None else usual
    if request.scale_columns:
        norms = column_norms(problem.A)
        problem, formula = scaled(problem, norms), formula.on_scaled(norms)
    try:
        settings = with_fixed_steps(_settings(request, rate, request.h or FITS), problem, formula)
    except BadSetting as error:
        if request.learning_rate is None and error.value == SAFE:
            raise BadSetting("--learning-rate", Missing.NOT_GIVEN, error.rule) from error
        raise
    if request.learning_rate is None:
        origin = "the largest at which no epoch raises the loss"
        if usual is not None:
            origin = USUAL_OF_TORCH
        elif not settings.is_plain:
            origin = f"{origin} of plain descent"
        chosen.append(f"η = {settings.learning_rate!r} ({origin})")
    if request.h is None:
        chosen.append(f"h = {settings.h!r}")
    return settings, ", ".join(chosen)


def _formula(request: Request) -> "Formula | None":
    return Settings(loss=request.loss, delta=request.delta, quantile=request.quantile).formula


def _notes_on_loss(settings: Settings) -> tuple[str, ...]:
    """Return what is said of a formula beside the run: that the table has no part in it."""
    formula = settings.formula
    return (WITHOUT_DATA,) if formula is not None and not formula.uses_predictions else ()


def _origin_of_rate(problem: Problem, request: Request) -> str:
    """Say where a chosen η comes from; it is not half its limit if no number is that."""
    match unfit_columns(problem, Precision(request.precision)):
        case UnfitColumns.TOO_SMALL:
            return "the columns are too small for a learning rate: scale them"
        case UnfitColumns.TOO_LARGE:
            return "the columns are too large for a learning rate: scale them"
    if not problem.A.any():
        return "the columns are zero: any learning rate is stable"
    of_plain = "" if _settings(request, 1.0, 1.0).is_plain else " of plain descent"
    return f"half the largest stable learning rate{of_plain}"


def _check_width(name: str, columns: int) -> None:
    if columns < 2:
        raise BadTable(name, "a fit needs at least two columns: those of A, and Y as the last one.")


def _names(
    header: tuple[str, ...], problem: Problem, request: Request, terms: Sequence[AddedTerm] = ()
) -> tuple[str, ...]:
    """Name the weights by the header, or x1, x2, ... if it does not name them."""
    intercept = (INTERCEPT,) if request.intercept else ()
    added = tuple(each.name for each in terms)
    names = header[:-1] or ("",) * (problem.weights - len(intercept) - len(added))
    return tuple(column_name(name, k) for k, name in enumerate((*intercept, *names, *added)))


def _plain_names(header: tuple[str, ...], columns: int) -> tuple[str, ...]:
    """Return the names by which terms know the columns of the table: without an intercept."""
    names = header[:-1] or ("",) * columns
    return tuple(column_name(name, k) for k, name in enumerate(names))


def _with_start(problem: Problem, request: Request) -> Problem:
    """Return the problem with the requested initial weights, if there are any."""
    if request.start is None:
        return problem
    return problem.starting_from(_start(request.start, request.seed or 0, problem.weights))


def _start(start: str, seed: int, weights: int) -> Matrix:
    if start == "zeros":
        return np.zeros((weights, 1))
    if start == "random":
        return random_weights(weights, seed)
    return read_weights(start)


def _settings(request: Request, learning_rate: LearningRate, h: StepH) -> Settings:
    return Settings(
        epochs=request.epochs,
        learning_rate=learning_rate,
        h=h,
        difference=request.difference,
        tolerance=request.tolerance,
        precision=request.precision,
        method=request.method,
        until_converged=request.until_converged,
        scale_columns=request.scale_columns,
        loss=request.loss,
        delta=request.delta,
        quantile=request.quantile,
        **request.optimisation,
    )
