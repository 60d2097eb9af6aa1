"""A short NumPy program that reproduces a run, to be pasted into a notebook."""

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..archive.experiment import SavedExperiment
from ..difference import Difference
from ..problem import Problem
from ..scaling import column_norms
from ..settings import SAFE, Precision, Settings
from ..stability import with_fixed_learning_rate
from .literals import column_literal, comment, matrix_literal, shown

MOST_CELLS_WRITTEN = 10_000
MOST_EPOCHS_WALKED = 1_000_000
"""Where Secant may leap, a program takes one epoch after another."""
MOST_LOSSES_PRINTED = 1000

_ENDS = {
    Difference.CENTRAL: "ahead, behind = W.copy(), W.copy()\nahead[k] += h\nbehind[k] -= h",
    Difference.FORWARD: "ahead, behind = W.copy(), W\nahead[k] += h",
    Difference.BACKWARD: "ahead, behind = W, W.copy()\nbehind[k] -= h",
}
_DEFINITIONS = '''

def loss(W):
    return np.mean((Y - A @ W) ** 2)


def gradient(W):
    """The {difference} difference quotient for each weight, every other weight held."""
    slopes = np.empty_like(W)
    for k in range(len(W)):
{ends}
        step = ahead[k] - behind[k]  # the one really taken, as w + h is rounded
        slopes[k] = (loss(ahead) - loss(behind)) / step
    return slopes

'''
_LARGE = """\
# The table is too large to be written out: save the experiment to this file first.
experiment = np.load({file!r})
A, Y, W = experiment["A"], experiment["Y"], experiment["W"]
"""
_UNIT_COLUMNS = """\
norms = np.linalg.norm(A, axis=0)
norms[norms == 0] = 1
A, W = A / norms, W * norms[:, np.newaxis]  # the descent is on columns of length 1
"""
_SINGLE = "A, Y, W = A.astype(np.float32), Y.astype(np.float32), W.astype(np.float32)\n"


class _Plan(NamedTuple):
    """How many epochs a program walks, what ends it before, and what there is to say of it."""

    epochs: int
    tolerance: float = 0.0
    until_converged: bool = False
    remark: str = ""


def numpy_code(saved: SavedExperiment, *, epochs: float | None = None, file: str = "") -> str:
    """Write the program: from W, by the definition and nothing else, to its last loss and W.

    ``epochs`` are so many to walk, whatever the settings say of when to end. A table too large to
    be written out is loaded from the .secant ``file``, or from one of the experiment's name.
    """
    settings, plan = _fixed(saved), _plan(saved.settings, epochs)
    ends = textwrap.indent(_ENDS[settings.difference], " " * 8)
    parts = (
        comment(f"{shown(saved.name or 'An experiment')}: gradient descent by limits."),
        "import numpy as np\n",
        *_names(saved),
        *_tables(saved, file or f"{saved.name or 'experiment'}.secant"),
        *_numbers(settings, plan, saved.settings.learning_rate == SAFE),
        _DEFINITIONS.format(difference=settings.difference.value, ends=ends),
        'print("Loss:", loss(W))',
        *_loop(plan),
        'print("The last loss:", loss(W))',
        *(["W = W / norms[:, np.newaxis]"] if settings.scale_columns else []),
        'print("W:", W.ravel().tolist())\n',
    )
    return "\n".join(parts)


def _fixed(saved: SavedExperiment) -> Settings:
    """Return the settings with η a number, as the run has it."""
    A = saved.A
    if saved.settings.learning_rate == SAFE and saved.settings.scale_columns:
        with np.errstate(over="ignore"):  # the length of a column may be more than any number
            A = A / column_norms(A).T
    return with_fixed_learning_rate(saved.settings, Problem(A, saved.Y))


def _plan(settings: Settings, epochs: float | None) -> _Plan:
    """Walk no more than a program can in some minutes, and say so."""
    if epochs is None and settings.until_converged:
        remark = "  # at most: it ends where no weight changes any more"
        return _Plan(MOST_EPOCHS_WALKED, settings.tolerance, True, remark)
    asked = settings.epochs if epochs is None else int(epochs)
    remark = f"  # of {float(asked):g}: here they are walked one by one"
    return _Plan(
        min(asked, MOST_EPOCHS_WALKED),
        settings.tolerance if epochs is None else 0.0,
        remark=remark if asked > MOST_EPOCHS_WALKED else "",
    )


def _names(saved: SavedExperiment) -> Iterator[str]:
    named = [name or f"w{k}" for k, name in enumerate(saved.names, start=1)]
    if any(saved.names):
        yield comment(f"The columns of A: {', '.join(map(shown, named))}.")
    if saved.output:
        yield comment(f"Y: {shown(saved.output)}.")
    if any(saved.shift) or set(saved.scale) != {1.0}:
        yield comment("The columns of A are rescaled, and W is that of the rescaled ones.")


def _tables(saved: SavedExperiment, file: str) -> Iterator[str]:
    if saved.A.size + saved.Y.size > MOST_CELLS_WRITTEN:
        yield _LARGE.format(file=file)
    else:
        yield f"A = {matrix_literal(saved.A)}"
        yield f"Y = {column_literal(saved.Y)}"
        yield f"W = {column_literal(saved.W)}\n"
    if saved.settings.scale_columns:
        yield _UNIT_COLUMNS
    if saved.settings.precision is Precision.SINGLE:
        yield _SINGLE


def _numbers(settings: Settings, plan: _Plan, was_safe: bool) -> Iterator[str]:
    safe = "  # the safe one, 1/λmax of 2AᵀA/N" if was_safe else ""
    yield f"epochs = {plan.epochs}{plan.remark}"
    yield f"learning_rate = {settings.learning_rate!r}{safe}"
    yield f"h = {settings.h!r}"
    if plan.tolerance:
        yield f"tolerance = {plan.tolerance!r}"


def _loop(plan: _Plan) -> Iterator[str]:
    yield "for epoch in range(1, epochs + 1):"
    if plan.tolerance:
        yield "    slopes = gradient(W)"
        yield "    if np.linalg.norm(slopes) <= tolerance:\n        break"
    if plan.until_converged:
        yield "    before = W"
    yield f"    W = W - learning_rate * {'slopes' if plan.tolerance else 'gradient(W)'}"
    if plan.until_converged:
        yield "    if np.array_equal(W, before):\n        break"
    every = -(-plan.epochs // MOST_LOSSES_PRINTED)
    if every > 1:
        yield f"    if epoch % {every} == 0:"
    yield " " * (8 if every > 1 else 4) + 'print(f"Loss ({epoch}):", loss(W))'
