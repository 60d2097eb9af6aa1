"""Gradient descent by limits: a linear model learns from the definition of the derivative alone.

A ``Problem`` holds A, Y and the initial W, checked once and frozen. ``Settings`` says how to
descend: epochs, learning rate η, step h and difference quotient. ``descend`` is a generator that
yields a ``Frame`` per chunk of epochs; ``fit`` runs it to the end:

    from engine import Problem, Settings, fit
    result = fit(Problem([[1, 2], [3, 4], [5, 7]], [5, 11, 19]), Settings(epochs=1000))
    result.W, result.loss, result.verdict.sentence

How the parts fit, from the definition upwards:

- ``problem.py``, ``loss.py``, ``matrix.py``: the model Ŷ = A·W and its mean squared error.
- ``limits.py`` states the derivative literally; ``quotients.py`` evaluates all weights at once.
- ``descent.py`` follows W ← W − η·δW by one of the paths in ``methods/``. ``frame.py``,
  ``trace.py`` and ``history.py`` hold what is recorded, in the bins of ``bins.py``.
- ``triangle.py`` reduces any number of rows to j + 1, which the fast path needs.
- ``optimum.py`` has the weights that a descent should reach, with a bound of their error; it is
  solved without rounding by ``exact/``.
- ``statistics.py`` has what a fit is worth: standard errors, t, p and R².
  ``inference/`` has the tails and quantiles it needs, what each row does to the fit, predictions of
  new rows, rows that are held out, and rows that are left out and taken back.
- ``formula/`` reads and evaluates losses that a person types, and differentiates them exactly.
- ``optimisers/`` has what an epoch makes of the slopes: plain, momentum, Adam and others, and η.
- ``losses/`` descends on them: what h and η fit, when to stop, and the ridge as a longer table.
- ``limit/`` makes the limit visible: the digits of one quotient, and its error at each h.
- ``verdict/`` compares the end of a descent with the optimum, and says in one sentence what it is
  worth and what would help.
- ``momentum/`` has every epoch of heavy ball and Nesterov in closed form, each optimiser's limit of
  η, and forecasts: when a run reaches a goal, or overflows.
- ``stability.py`` has η's limit of plain descent, ``step_size.py`` the h that fits,
  ``unit_columns.py`` and ``rescaling.py`` other units of the columns, ``cancelling.py`` how a long
  computation is stopped.
- ``parts/`` reduces tables in many files, here or on a cluster.
- ``reading/`` reads tables, ``writing/`` writes them, ``archive/`` keeps experiments in .secant
  files, and ``command/`` is the command line.

Every error raised for unusable input is an ``EngineError`` and writes its own sentence.
Nothing here imports Qt; numpy is the only requirement except for reading spreadsheets.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING

# First: it reports what is missing before other imports fail.
from . import requirements  # noqa: F401
from .cancelling import Cancelled, IsCancelled
from .deprecation import warn_of_rename
from .difference import Difference
from .errors import EngineError
from .exact.extended import exact_gradient
from .fit import Fit, fit
from .frame import Convergence, Frame, StopReason
from .history import History
from .limits import gradient
from .loss import mean_squared_error, predict, residual
from .matrix import Matrix
from .optimisers.checks import MOST_EPOCHS
from .optimisers.kinds import Optimiser, Schedule
from .optimum import Optimum, optimum
from .problem import Problem
from .random_problem import random_problem
from .rescaling import (
    OriginalUnits,
    Rescaling,
    column_scales,
    composed,
    in_original_units,
    rescaled,
)
from .settings import Method, Precision, Settings
from .stability import learning_rate_limit, safe_learning_rate
from .step_size import suggest_each_h, suggest_h
from .trace import Keyframes, Trace
from .triangle import Triangle, triangle_of
from .unit_columns import on_unit_columns
from .verdict.verdict import Outcome, Remedy, Tone, Verdict
from .writing.atomic_write import write_whole

if TYPE_CHECKING:
    from .archive import archived, read_archive
    from .archive.experiment import SavedExperiment
    from .descent import descend, frame_at
    from .inference.holding_out import held_out
    from .inference.new_rows import band_along, predict_rows
    from .momentum.forecast import forecast
    from .momentum.limits import stability_limit
    from .momentum.overflow import overflow_epoch
    from .parts.part import Part, merge, reduce_part
    from .reading.faults import Fault, Faults
    from .reading.options import BadRows, HiddenRows, ReadOptions
    from .reading.preview import Preview, preview
    from .reading.tables import Table, import_table, read_table
    from .verdict.judge import judge
    from .writing.csv import history_csv, predictions_csv, weights_csv
    from .writing.program import numpy_code

__all__ = [
    "MOST_EPOCHS",
    "BadRows",
    "Cancelled",
    "Convergence",
    "Difference",
    "EngineError",
    "Fault",
    "Faults",
    "Fit",
    "Frame",
    "HiddenRows",
    "History",
    "IsCancelled",
    "Keyframes",
    "Matrix",
    "Method",
    "Optimiser",
    "Optimum",
    "OriginalUnits",
    "Outcome",
    "Part",
    "Precision",
    "Preview",
    "Problem",
    "ReadOptions",
    "Remedy",
    "Rescaling",
    "SavedExperiment",
    "Schedule",
    "Settings",
    "StopReason",
    "Table",
    "Tone",
    "Trace",
    "Triangle",
    "Verdict",
    "archived",
    "band_along",
    "column_scales",
    "composed",
    "descend",
    "exact_gradient",
    "fit",
    "forecast",
    "frame_at",
    "gradient",
    "held_out",
    "history_csv",
    "import_table",
    "in_original_units",
    "judge",
    "learning_rate_limit",
    "mean_squared_error",
    "merge",
    "numpy_code",
    "on_unit_columns",
    "optimum",
    "overflow_epoch",
    "predict",
    "predict_rows",
    "predictions_csv",
    "preview",
    "random_problem",
    "read_archive",
    "read_table",
    "reduce_part",
    "rescaled",
    "residual",
    "safe_learning_rate",
    "stability_limit",
    "suggest_each_h",
    "suggest_h",
    "triangle_of",
    "weights_csv",
    "write_whole",
]

# Otherwise Python prints errors in the log on stderr, where no log was asked for.
logger = logging.getLogger(__name__)
logger.addHandler(logging.NullHandler())

_ON_USE = {
    ".archive": ("archived", "read_archive"),
    ".archive.experiment": ("SavedExperiment",),
    ".descent": ("descend", "frame_at"),
    ".inference.holding_out": ("held_out",),
    ".inference.new_rows": ("band_along", "predict_rows"),
    ".momentum.forecast": ("forecast",),
    ".momentum.limits": ("stability_limit",),
    ".momentum.overflow": ("overflow_epoch",),
    ".parts.part": ("Part", "merge", "reduce_part"),
    ".reading.faults": ("Fault", "Faults"),
    ".reading.options": ("BadRows", "HiddenRows", "ReadOptions"),
    ".reading.preview": ("Preview", "preview"),
    ".reading.tables": ("Table", "import_table", "read_table"),
    ".verdict.judge": ("judge",),
    ".writing.csv": ("history_csv", "predictions_csv", "weights_csv"),
    ".writing.program": ("numpy_code",),
}
"""Public names by their module, loaded on use: those of files are half of all modules, 40 ms of an
import, and a descent needs none of them. The window is drawn before the first descent, which takes
20 ms to load. A function with the name of its module cannot be here: the module would hide it."""
_MODULES = {name: module for module, names in _ON_USE.items() for name in names}
_RENAMED = {"Choices": "ReadOptions", "Interrupted": "Cancelled", "fitting_h": "suggest_h"}
"""Old public names, kept for one release."""


def __getattr__(name: str) -> object:
    """Load a public object on its first use; by its old name, with a DeprecationWarning."""
    if name in _MODULES:
        found = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = found
        return found
    if name not in _RENAMED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    new = _RENAMED[name]
    warn_of_rename(f"engine.{name}", f"engine.{new}")
    return globals()[new] if new in globals() else __getattr__(new)
