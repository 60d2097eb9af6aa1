"""From what was asked for to a problem and its settings."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import BadTable
from .examples import published
from .matrix import Matrix
from .optimum import learning_rate_limit, safe_learning_rate
from .problem import Problem
from .request import Request
from .scale import fitting_h
from .settings import Settings
from .starts import random_weights
from .tables import Table, read_table, read_weights


@dataclass(frozen=True, eq=False)
class Task:
    """A problem with the names of its weights, its settings, and which of them it chose itself."""

    problem: Problem
    names: tuple[str, ...]
    settings: Settings
    chosen: str


def task_for(request: Request) -> Task:
    """Read what the request names; raise an EngineError where that does not do."""
    if request.table is not None:
        return _table_task(request, Path(request.table))
    example = published()
    problem = _started(example.problem, request)
    usual = example.settings
    learning_rate = _given(request.learning_rate, usual.learning_rate)
    settings = _settings(request, learning_rate, _given(request.h, usual.h))
    return Task(problem, tuple(f"w{k + 1}" for k in range(problem.weights)), settings, "")


def _table_task(request: Request, path: Path) -> Task:
    """Choose the learning rate and the step h that were not given, and say which."""
    table = read_table(path)
    problem = _started(_problem(table, path.name, request), request)
    learning_rate, h, chosen = request.learning_rate, request.h, []
    if learning_rate is None:
        learning_rate = safe_learning_rate(learning_rate_limit(problem))
        chosen.append(f"η = {learning_rate!r} (half the largest stable learning rate)")
    if h is None:
        h = fitting_h(problem, request.difference, request.precision)
        chosen.append(f"h = {h!r}")
    settings = _settings(request, learning_rate, h)
    return Task(problem, _names(table, request), settings, ", ".join(chosen))


def _problem(table: Table, name: str, request: Request) -> Problem:
    A, Y = table.values[:, :-1], table.values[:, -1]
    if A.shape[1] == 0:
        raise BadTable(name, "a fit needs two columns or more: those of A, and Y in the last.")
    return Problem(np.insert(A, 0, 1.0, axis=1) if request.intercept else A, Y)


def _names(table: Table, request: Request) -> tuple[str, ...]:
    """Name the weights by the header; where it names none, by their place."""
    columns = table.values.shape[1] - 1
    intercept = ("1",) if request.intercept else ()
    names = (*intercept, *(table.names[:-1] or ("",) * columns))
    return tuple(name or f"w{k}" for k, name in enumerate(names, start=1))


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


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _settings(request: Request, learning_rate: float, h: float) -> Settings:
    return Settings(
        epochs=request.epochs,
        learning_rate=learning_rate,
        h=h,
        difference=request.difference,
        tolerance=request.tolerance,
        precision=request.precision,
    )
