"""From what was asked for to a problem and its settings."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..errors import BadTable
from ..examples import published
from ..matrix import Matrix
from ..problem import Problem
from ..reading.blocks import read_blocks
from ..reading.tables import read_weights, read_whole
from ..scale import fitting_h
from ..scaling import on_unit_columns, scaled
from ..settings import LearningRate, Settings
from ..stability import learning_rate_limit, safe_learning_rate
from ..triangle import Triangle
from .listing import FIRST, LAST
from .request import Request
from .starts import random_weights
from .streaming import reduce_table, with_intercept

BYTES_IN_MEMORY = 2**28


class Rows(NamedTuple):
    """Some rows of A and Y."""

    A: Matrix
    Y: Matrix


@dataclass(frozen=True, eq=False)
class Task:
    """A problem with the names of its weights, its settings, and which of them it chose itself.

    ``descended`` is the problem on scaled columns, where those are asked for. A table too large for
    memory is there as its ``triangle``, for which ``problem`` then stands, and as the few rows of
    it that are ``shown``.
    """

    problem: Problem
    descended: Problem
    names: tuple[str, ...]
    settings: Settings
    chosen: str
    shown: Rows
    triangle: Triangle | None = None


def task_for(request: Request) -> Task:
    """Read what the request names; raise an EngineError where that does not do."""
    if request.table is None:
        return _published_task(request)
    path = Path(request.table)
    if not request.all and path.is_file() and path.stat().st_size > BYTES_IN_MEMORY:
        return _streamed_task(request, path)
    table = read_whole(path, request.choices)
    _check_width(path.name, table.values.shape[1])
    A = with_intercept(table.values[:, :-1], request.intercept)
    problem = _started(Problem(A, table.values[:, -1]), request)
    descended = _descended(problem, request)
    settings, chosen = _fitting_settings(request, descended)
    names = _names(table.names, problem, request)
    return Task(problem, descended, names, settings, chosen, Rows(problem.A, problem.Y))


def _published_task(request: Request) -> Task:
    example = published()
    problem, usual = _started(example.problem, request), example.settings
    learning_rate = usual.learning_rate if request.learning_rate is None else request.learning_rate
    settings = _settings(request, learning_rate, usual.h if request.h is None else request.h)
    names = tuple(f"w{k + 1}" for k in range(problem.weights))
    shown = Rows(problem.A, problem.Y)
    return Task(problem, _descended(problem, request), names, settings, "", shown)


def _streamed_task(request: Request, path: Path) -> Task:
    """Reduce a table as it is read, and say so."""
    blocks = read_blocks(path, request.choices)
    _check_width(path.name, blocks.width)
    streamed = reduce_table(blocks, request.intercept, FIRST + 1)
    triangle = streamed.triangle
    problem = _started(triangle.problem(np.zeros((triangle.weights, 1))), request)
    descended = _descended(problem, request, triangle)
    settings, chosen = _fitting_settings(request, descended)
    ends = np.concatenate((streamed.first, streamed.last[-LAST:]))
    reduced = f"{triangle.rows:,} rows reduced to a triangle of {len(triangle.R)}"
    return Task(
        problem,
        descended,
        _names(blocks.names, problem, request),
        settings,
        "; ".join(filter(None, (reduced, chosen))),
        Rows(ends[:, :-1], ends[:, -1:]),
        triangle,
    )


def _descended(problem: Problem, request: Request, triangle: Triangle | None = None) -> Problem:
    if not request.scale_columns:
        return problem
    return scaled(problem, triangle.column_norms) if triangle else on_unit_columns(problem)


def _fitting_settings(request: Request, problem: Problem) -> tuple[Settings, str]:
    """Choose the learning rate and the step h that were not given, and say which."""
    learning_rate, h, chosen = request.learning_rate, request.h, []
    if learning_rate is None:
        learning_rate = safe_learning_rate(learning_rate_limit(problem))
        chosen.append(f"η = {learning_rate!r} (half the largest stable learning rate)")
    if h is None:
        h = fitting_h(problem, request.difference, request.precision)
        chosen.append(f"h = {h!r}")
    return _settings(request, learning_rate, h), ", ".join(chosen)


def _check_width(name: str, columns: int) -> None:
    if columns < 2:
        raise BadTable(name, "a fit needs two columns or more: those of A, and Y in the last.")


def _names(header: tuple[str, ...], problem: Problem, request: Request) -> tuple[str, ...]:
    """Name the weights by the header; where it names none, by their place."""
    intercept = ("1",) if request.intercept else ()
    names = header[:-1] or ("",) * (problem.weights - len(intercept))
    return tuple(name or f"w{k}" for k, name in enumerate((*intercept, *names), start=1))


def _started(problem: Problem, request: Request) -> Problem:
    """Give the problem the initial weights asked for, or leave it its own."""
    if request.start is None:
        return problem
    return problem.starting_from(_start(request.start, request.seed or 0, problem.weights))


def _start(start: str, seed: int, weights: int) -> Matrix:
    if start == "zeros":
        return np.zeros((weights, 1))
    if start == "random":
        return random_weights(weights, seed)
    return read_weights(start)


def _settings(request: Request, learning_rate: LearningRate, h: float) -> Settings:
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
    )
