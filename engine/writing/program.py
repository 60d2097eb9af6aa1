"""Write a short NumPy program that reproduces a run, to paste into a notebook."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ..archive.experiment import SavedExperiment
from ..difference import Difference
from ..errors import WrongArgument
from ..formula.numpy_source import COUNT
from ..losses.smoothness import Smoothness, smoothness_of
from ..matrix import Matrix
from ..optimisers.kinds import Optimiser, Schedule
from ..optimisers.schedules import cosine_epochs
from ..optimisers.written import written_epoch, written_optimiser
from ..problem import Problem
from ..program.commands import is_bundle
from ..settings import FITS, FITS_EACH, SAFE, Precision, Settings
from ..step_size import with_fixed_steps
from ..unit_columns import column_norms
from ..verdict.wording import column_name
from .jumps import can_jump, jumping_loop
from .literals import column_literal, comment, matrix_literal, printable, vector_literal

# 10,000 numbers are about 200 kB of code; a larger table is loaded from a file.
MOST_CELLS_WRITTEN = 10_000
# The program has no closed form: a million epochs of the published 3×3 take it 90 s.
MOST_LITERAL_EPOCHS = 1_000_000
# Of more epochs only every k-th loss is printed, so that the output stays readable.
MOST_LOSSES_PRINTED = 1000

_ENDS = {
    Difference.CENTRAL: "ahead, behind = W.copy(), W.copy()\nahead[k] += h\nbehind[k] -= h",
    Difference.FORWARD: "ahead, behind = W.copy(), W\nahead[k] += h",
    Difference.BACKWARD: "ahead, behind = W, W.copy()\nbehind[k] -= h",
}
_DEFINITIONS = '''

def loss(W):
{loss}


def gradient(W):
    """The {difference} difference quotient for each weight, with all others fixed."""
    slopes = np.empty_like(W)
    for k in range(len(W)):
{ends}
        step = ahead[k] - behind[k]  # the actual step, because w + h is rounded
        slopes[k] = (loss(ahead) - loss(behind)) / step
    return slopes

'''
_REMARKS = {
    FITS: "  # fits the scale of the table",
    FITS_EACH: "  # fits the scale of each column",
}
_LARGE = """\
# The table is too large to include: save the experiment to this file first.
experiment = np.load({file!r})
A, Y, W = experiment["A"], experiment["Y"], experiment["W"]
"""
_COUNTED = """\
counts = np.ones(len(A), dtype=bool)
for first, end in {spans}:
    counts[first:end] = False
A, Y = A[counts], Y[counts]  # without rows that are left out, held out or incomplete
"""
_TESTS = """\
tests = np.zeros(len(experiment["A"]), dtype=bool)
for first, end in {spans}:
    tests[first:end] = True
A, Y = experiment["A"][tests], experiment["Y"][tests]"""
_NEEDS = "It needs Python 3 with NumPy: python3 -m pip install numpy"
"""Said in a bundle, whose user need not have either."""
_HELD_OUT = "# The rows that were held out: no epoch has seen them."
_UNIT_COLUMNS = """\
norms = np.linalg.norm(A, axis=0)
norms[norms == 0] = 1
A, W = A / norms, W * norms[:, np.newaxis]  # the run uses columns of length 1
"""
_SINGLE = "A, Y, W = A.astype(np.float32), Y.astype(np.float32), W.astype(np.float32)\n"
_KINKS = """\
# Beside a kink of the loss, the last digit of a quotient decides on which side the next epoch is:
# later epochs may differ from those of another computer or program.
"""


class HeldOutTable(NamedTuple):
    """Rows that are held out of a program's run.

    ``A`` (M, j) and ``Y`` (M, 1) are their cells, and ``spans`` where they are in the file: the
    first and the one after the last of each run of them, from 0. ``share`` and ``seed`` are how
    they were drawn.
    """

    A: Matrix
    Y: Matrix
    spans: Sequence[tuple[int, int]] = ()
    share: float = 0.0
    seed: int = 0


class _Loop(NamedTuple):
    """How many epochs the program runs, what ends it earlier, and a remark on that."""

    epochs: int
    tolerance: float = 0.0
    until_converged: bool = False
    remark: str = ""


def numpy_code(
    saved: SavedExperiment,
    *,
    epochs: float | None = None,
    file: str = "",
    jumps: bool = False,
    not_counted: Sequence[tuple[int, int]] = (),
    held_out: HeldOutTable | None = None,
) -> str:
    """Write a NumPy program that starts at W and descends by the definition alone.

    Parameters
    ----------
    saved : SavedExperiment
        The tables and the settings.
    epochs : float, optional
        How many epochs to run, instead of the stopping rule of the settings. The program runs at
        most 1,000,000, because it has no closed form unless it ``jumps``.
    file : str
        The .secant file from which the program loads a table that is too large to include (more
        than 10,000 cells); by default one with the experiment's name.
    jumps : bool
        Whether the program takes many epochs at once if ``epochs`` are more than 1,000,000, and the
        settings allow it: those of plain descent on the mean square.
    not_counted : sequence of (int, int)
        The rows of the file that ``saved`` is without: the first and the one after the last of each
        run of them, from 0.
    held_out : HeldOutTable, optional
        Rows whose loss the program prints at the end.

    Returns
    -------
    str
        The code, which needs only NumPy.

    Examples
    --------
    >>> code = numpy_code(SavedExperiment([[1.0]], [2.0], [0.0]), epochs=3)
    >>> [line for line in code.splitlines() if line.startswith("epochs")]
    ['epochs = 3']
    """
    if not isinstance(saved, SavedExperiment):
        raise WrongArgument("numpy_code", "saved", saved, "give a SavedExperiment")
    settings, loop = with_numbers(saved), _limited_loop(saved.settings, epochs)
    is_long = epochs is not None and epochs > MOST_LITERAL_EPOCHS
    jumping = int(epochs or 0) if jumps and is_long and can_jump(settings) else 0
    loop = _Loop(jumping) if jumping else loop
    ends = textwrap.indent(_ENDS[settings.difference], " " * 8)
    if settings.has_each_h:
        ends = ends.replace("= h", "= h[k]")
    parts = (
        comment(f"{printable(saved.name or 'An experiment')}: gradient descent by limits."),
        *([comment(_NEEDS)] if is_bundle() else []),
        *(["import math\n"] if settings.schedule is Schedule.COSINE else []),
        "import numpy as np\n",
        *_names(saved),
        *_tables(saved, file or f"{saved.name or 'experiment'}.secant", not_counted, held_out),
        *_numbers(settings, loop, saved.settings),
        _DEFINITIONS.format(
            loss=_loss_lines(settings), difference=settings.difference.value, ends=ends
        ),
        *([] if settings.is_plain else [_each_epoch(settings)]),
        *([_KINKS] if smoothness_of(settings.formula) is Smoothness.KINKED else []),
        'print("Loss:", loss(W))',
        *([jumping_loop(jumping)] if jumping else _loop_lines(loop, settings)),
        'print("The last loss:", loss(W))',
        *(_held_out_lines(saved, held_out) if held_out is not None else ()),
        *(["W = W / norms[:, np.newaxis]"] if settings.scale_columns else []),
        'print("W:", W.ravel().tolist())\n',
    )
    return "\n".join(parts)


def is_loaded(saved: SavedExperiment, held_out: HeldOutTable | None = None) -> bool:
    """Return whether a program loads the table from a file, because it is too large to include."""
    cells = saved.A.size + saved.Y.size
    if held_out is not None:
        cells += held_out.A.size + held_out.Y.size
    return cells > MOST_CELLS_WRITTEN


def with_numbers(saved: SavedExperiment) -> Settings:
    """Return the settings with η and h as numbers, as in the run."""
    settings, A, W = saved.settings, saved.A, saved.W
    formula = settings.formula
    is_open = settings.learning_rate == SAFE or settings.h in (FITS, FITS_EACH)
    if is_open and settings.scale_columns:
        with np.errstate(over="ignore", invalid="ignore"):  # the length of a column may overflow
            norms = column_norms(A)
            A, W = A / norms.T, np.nan_to_num(W * norms)
        formula = formula and formula.on_scaled(norms)
    return with_fixed_steps(settings, Problem(A, saved.Y, W), formula)


def _loss_lines(settings: Settings) -> str:
    """Return the body of the loss: of W as descended on, and the formula of W of the table."""
    if settings.formula is None:
        return "    return np.mean((Y - A @ W) ** 2)"
    lines = ["P = A @ W"]
    if settings.formula.program.uses_weights and settings.scale_columns:
        lines.append("W = W / norms[:, np.newaxis]  # the formula’s own W")
    uses_count = re.search(r"\bN\b", settings.formula.numpy) is not None
    lines += [COUNT] if uses_count else []
    return textwrap.indent("\n".join([*lines, f"return {settings.formula.numpy}"]), "    ")


def _limited_loop(settings: Settings, epochs: float | None) -> _Loop:
    """Limit the epochs to what a program can run in minutes, and add a remark if it does."""
    if epochs is None and settings.until_converged:
        changing = "no weight" if settings.is_plain else "nothing"
        remark = f"  # at most: it stops once {changing} changes"
        return _Loop(MOST_LITERAL_EPOCHS, settings.tolerance, True, remark)
    requested = settings.epochs if epochs is None else int(epochs)
    remark = f"  # of {float(requested):g}, because this program runs each one"
    return _Loop(
        min(requested, MOST_LITERAL_EPOCHS),
        settings.tolerance if epochs is None else 0.0,
        remark=remark if requested > MOST_LITERAL_EPOCHS else "",
    )


def _names(saved: SavedExperiment) -> Iterator[str]:
    named = [column_name(name, k) for k, name in enumerate(saved.names)]
    if any(saved.names):
        yield comment(f"The columns of A: {', '.join(map(printable, named))}.")
    if saved.output:
        yield comment(f"Y: {printable(saved.output)}.")
    if any(saved.shift) or set(saved.scale) != {1.0}:
        yield comment("The columns of A are rescaled, and W applies to the rescaled columns.")


def _terms(saved: SavedExperiment) -> Iterator[str]:
    """Yield the lines that compute columns of A from others, so that new rows can be as well."""
    if not any(saved.terms):
        return
    from ..archive.terms import columns_of  # loaded on use: few tables have terms
    from ..terms import CategoryTerm, written_term
    from ..terms.numpy_lines import lines_of_terms

    columns = columns_of(saved)
    for k, each in enumerate(columns):
        if isinstance(each.term, CategoryTerm):
            yield comment(f"Column {k + 1} is 1 where {printable(written_term(each.term))}.")
    if not (lines := list(lines_of_terms(columns))):
        return
    yield "def with_terms(A):"
    yield '    """Return rows of A with the columns that are computed from others."""'
    yield "    A = A.copy()"
    yield from (f"    {line}" for line in lines)
    yield "    return A\n\n"
    yield "A = with_terms(A)\n"


def _tables(
    saved: SavedExperiment,
    file: str,
    not_counted: Sequence[tuple[int, int]],
    held_out: HeldOutTable | None,
) -> Iterator[str]:
    if is_loaded(saved, held_out):
        yield _LARGE.format(file=file)
        if not_counted:
            yield _COUNTED.format(spans=list(not_counted))
    else:
        yield f"A = {matrix_literal(saved.A)}"
        yield f"Y = {column_literal(saved.Y)}"
        yield f"W = {column_literal(saved.W)}\n"
    yield from _terms(saved)
    if saved.settings.scale_columns:
        yield _UNIT_COLUMNS
    if saved.settings.precision is Precision.SINGLE:
        yield _SINGLE


def _held_out_lines(saved: SavedExperiment, held_out: HeldOutTable) -> Iterator[str]:
    """Let the loss be that of the rows held out, and print it."""
    yield _HELD_OUT
    if is_loaded(saved, held_out):
        yield _TESTS.format(spans=list(held_out.spans))
    else:
        yield f"A = {matrix_literal(held_out.A)}"
        yield f"Y = {column_literal(held_out.Y)}"
    if saved.settings.scale_columns:
        yield "A = A / norms"
    if saved.settings.precision is Precision.SINGLE:
        yield "A, Y = A.astype(np.float32), Y.astype(np.float32)"
    yield 'print("The loss of the held-out rows:", loss(W))'


def _numbers(settings: Settings, loop: _Loop, given: Settings) -> Iterator[str]:
    safe = "  # the safe rate, 1/λmax of 2AᵀA/N" if given.learning_rate == SAFE else ""
    if safe and given.formula is not None:
        safe = "  # the safe rate, at which no epoch raises the loss"
    fits = _REMARKS.get(given.h, "") if isinstance(given.h, str) else ""
    yield f"epochs = {loop.epochs}{loop.remark}"
    yield f"learning_rate = {settings.learning_rate!r}{safe}"
    if isinstance(settings.h, tuple):
        yield f"h = {vector_literal(np.array(settings.h))}{fits}"
    else:
        yield f"h = {settings.h!r}{fits}"
    if loop.tolerance:
        yield f"tolerance = {loop.tolerance!r}"
    if not settings.is_plain:
        used = [*settings.schedule.uses, *settings.optimiser.uses]
        given_as = {"schedule_epochs": cosine_epochs(settings)}
        for name in used:
            yield f"{name} = {given_as.get(name, getattr(settings, name))!r}"


class _Update(NamedTuple):
    """The lines of an epoch that move W by its slopes, and what they keep from one to the next."""

    lines: tuple[str, ...]
    kept: tuple[str, ...] = ()


_RATES = {
    Schedule.CONSTANT: "",
    Schedule.STEP: "learning_rate * schedule_factor ** ((epoch - 1) // schedule_every)",
    Schedule.EXPONENTIAL: "learning_rate * schedule_factor ** (epoch - 1)",
    Schedule.INVERSE: "learning_rate / (1 + schedule_rate * (epoch - 1))",
}
_COSINE = (
    "part = (epoch - 1) % (2 * schedule_epochs) / schedule_epochs",
    "twice = (learning_rate - schedule_least) * (1 + math.cos(math.pi * part))",
    "rate = schedule_least + twice / 2",
)
_BUFFER = "buffer = slopes if epoch == 1 else momentum * buffer + {damped}slopes"
_ADAM = _Update(
    (
        "mean = mean + (1 - beta1) * (slopes - mean)",
        "squares = beta2 * squares + (1 - beta2) * (slopes * slopes)",
        "root = np.sqrt(squares) / (1 - beta2**epoch) ** 0.5 + epsilon",
        "W = W - {rate} / (1 - beta1**epoch) * (mean / root)",
    ),
    ("mean", "squares"),
)
_UPDATES = {
    Optimiser.PLAIN: _Update(("W = W - {rate} * slopes",)),
    Optimiser.HEAVY_BALL: _Update(
        (_BUFFER.format(damped="(1 - dampening) * "), "W = W - {rate} * buffer"), ("buffer",)
    ),
    Optimiser.NESTEROV: _Update(
        (_BUFFER.format(damped=""), "W = W - {rate} * (slopes + momentum * buffer)"), ("buffer",)
    ),
    Optimiser.RMSPROP: _Update(
        (
            "squares = alpha * squares + (1 - alpha) * (slopes * slopes)",
            "W = W - {rate} * (slopes / (np.sqrt(squares) + epsilon))",
        ),
        ("squares",),
    ),
    Optimiser.ADAM: _ADAM,
    Optimiser.ADAMW: _ADAM._replace(lines=("W = W * (1 - {rate} * weight_decay)", *_ADAM.lines)),
    Optimiser.ADAGRAD: _Update(
        (
            "squares = squares + slopes * slopes",
            "W = W - {rate} * (slopes / (np.sqrt(squares) + epsilon))",
        ),
        ("squares",),
    ),
}
"""As ``optimisers/rules.py`` has them, in the same order of operations."""


def _update_of(settings: Settings) -> _Update:
    """Return the update of an optimiser, with its own η if a schedule changes that."""
    has_buffer = settings.optimiser in (Optimiser.HEAVY_BALL, Optimiser.NESTEROV)
    without = has_buffer and settings.momentum == 0
    update = _UPDATES[Optimiser.PLAIN if without else settings.optimiser]
    if settings.optimiser is Optimiser.ADAMW and not settings.weight_decay:
        update = _ADAM
    if settings.schedule is Schedule.CONSTANT:
        lines = [each.format(rate="learning_rate") for each in update.lines]
    else:
        scheduled: tuple[str, ...] = _COSINE
        if settings.schedule is not Schedule.COSINE:
            scheduled = (f"rate = {_RATES[settings.schedule]}",)
        lines = [*scheduled, *(each.format(rate="rate") for each in update.lines)]
    return update._replace(lines=tuple(lines))


def _each_epoch(settings: Settings) -> str:
    source = written_optimiser(settings.optimiser).source
    return comment(f"Each epoch: {written_epoch(settings)}, as {source}.")


def _loop_lines(loop: _Loop, settings: Settings) -> Iterator[str]:
    update = None if settings.is_plain else _update_of(settings)
    for name in update.kept if update else ():
        yield f"{name} = np.zeros_like(W)"
    yield "for epoch in range(1, epochs + 1):"
    if loop.tolerance or update:
        yield "    slopes = gradient(W)"
    if loop.tolerance:
        yield "    if np.linalg.norm(slopes) <= tolerance:\n        break"
    changing = ", ".join(["W", *(update.kept if update else ())])
    if loop.until_converged:
        yield f"    before = {changing}" if changing == "W" else f"    before = ({changing})"
    if update:
        yield textwrap.indent("\n".join(update.lines), "    ")
    else:
        yield f"    W = W - learning_rate * {'slopes' if loop.tolerance else 'gradient(W)'}"
    if loop.until_converged and changing == "W":
        yield "    if np.array_equal(W, before):\n        break"
    elif loop.until_converged:
        yield f"    if all(map(np.array_equal, ({changing}), before)):\n        break"
    every = -(-loop.epochs // MOST_LOSSES_PRINTED)
    if every > 1:
        yield f"    if epoch % {every} == 0:"
    yield " " * (8 if every > 1 else 4) + 'print(f"Loss ({epoch}):", loss(W))'
