"""Quotients of losses that are no mean square: against the published loop, and against JAX.

Both losses have an exact slope, which costs a part of an epoch: its check is measured as well.
Everything runs in turns in a process of one thread, as the loop's products would take several.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from unittest.mock import patch

import numpy as np

from engine import Matrix, Problem
from engine.difference import Difference
from engine.formula.formula import Formula

from .lane import own_process
from .many_columns import ONE_THREAD
from .measure import Measure, computing_ratio, not_measured
from .peers import jax_quotients
from .task import Shape, task_of

H = 1e-4
Elementwise = Callable[[Matrix], Matrix]


def log_cosh(residual: Matrix) -> Matrix:
    """Return log(cosh(r)) as one writes it who knows that cosh overflows."""
    size = np.abs(residual)
    found: Matrix = size + np.log1p(np.exp(-2 * size)) - np.log(2)
    return found


def power(residual: Matrix) -> Matrix:
    """Return |r|^1.5."""
    found: Matrix = np.abs(residual) ** 1.5
    return found


LOSSES: dict[str, tuple[str, Elementwise]] = {
    "|e|^1.5": ("mean(|Y − P|^1.5)", power),
    "log-cosh": ("mean(log(cosh(Y − P)))", log_cosh),
}
AGAINST_THE_LOOP: dict[Shape, float] = {(1000, 10): 3, (100_000, 20): 3.5, (1000, 1000): 25}
JAX_SHAPE, CHECK_SHAPE = (100_000, 20), (100_000, 10)
# JAX would otherwise take a thread for each core, whatever the others are told.
JAX_THREADS = {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}


def any_loss_measures() -> list[Measure]:
    """Measure an epoch of both losses at each shape."""
    with patch.dict(os.environ, ONE_THREAD | JAX_THREADS):
        return list(_measures())


def _measures() -> Iterator[Measure]:
    for name in LOSSES:
        for shape, least in AGAINST_THE_LOOP.items():
            times = _alone(times_faster, name, shape)
            what = f"all quotients of {name} against the published loop, {shown(shape)}"
            yield Measure(what, times, "×", at_least=least)
        what = f"all quotients of {name} against jax.jit of them, {shown(JAX_SHAPE)}"
        if find_spec("jax"):
            times = _alone(times_faster_than_jax, name, JAX_SHAPE)
            yield Measure(what, times, "×", at_least=2)
        else:
            yield not_measured(what, "×", "jax is not installed", at_least=2)
        share = _alone(check_share, name, CHECK_SHAPE)
        what = f"exact slopes of {name} beside its quotients, {shown(CHECK_SHAPE)}"
        yield Measure(what, share, "times", at_most=0.15)


def shown(shape: Shape) -> str:
    """Return a shape as the table shows it."""
    return "{}×{}".format(*shape)


def _alone(work: Callable[[str, Shape], float], name: str, shape: Shape) -> float:
    with own_process() as process:
        return process.submit(work, name, shape).result()


def times_faster(name: str, shape: Shape) -> float:
    """Return how many times longer the published loop takes."""
    problem = task_of(shape).problem
    return computing_ratio(partial(loop, problem, LOSSES[name][1]), ours(problem, name))


def times_faster_than_jax(name: str, shape: Shape) -> float:
    """Return how many times longer compiled quotients of JAX take."""
    problem = task_of(shape).problem
    return computing_ratio(jax_quotients.prepare(problem, H, name), ours(problem, name))


def check_share(name: str, shape: Shape) -> float:
    """Return what part of an epoch's quotients the exact slopes take, with which a run checks them.

    They are those of the same W, and of the residuals that its quotients have evaluated.
    """
    problem = task_of(shape).problem
    quotients = Formula.of(LOSSES[name][0]).quotients(problem, H, Difference.CENTRAL)
    return computing_ratio(
        lambda: quotients.exact_slopes(problem.W), lambda: quotients.at(problem.W).gradient
    )


def ours(problem: Problem, name: str) -> Callable[[], Matrix]:
    """Return what evaluates all quotients of a loss."""
    quotients = Formula.of(LOSSES[name][0]).quotients(problem, H, Difference.CENTRAL)
    return lambda: quotients.at(problem.W).gradient


def loop(problem: Problem, loss: Elementwise) -> Matrix:
    """Return all quotients as the published listing has them: two losses a weight."""
    A, Y, W = problem.A, problem.Y, problem.W
    delta = np.zeros_like(W)
    for k in range(len(W)):
        ahead, behind = W.copy(), W.copy()
        ahead[k] += H
        behind[k] -= H
        rise = np.mean(loss(Y - A @ ahead)) - np.mean(loss(Y - A @ behind))
        delta[k] = rise / (ahead[k] - behind[k])
    return delta
