"""The literal path on many columns: one residual updated, against all quotients from one product.

The product is how the path evaluated every table before it updated a residual. Both run in turns in
a process of one thread, as several would make the product faster, and each wait for the others.
"""

import os
from unittest.mock import patch

from engine import Method, Settings
from engine.methods.literal import LiteralPath
from engine.methods.path import Descent
from engine.quotients import Quotients

from .lane import own_process
from .measure import Measure, ratio
from .task import Shape, task_of

SHAPES = ((1000, 1000), (100, 2000))
EPOCHS = 2
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def many_columns_measures() -> list[Measure]:
    """Measure an epoch by epoch run at both shapes."""
    return [_measure(shape) for shape in SHAPES]


def _measure(shape: Shape) -> Measure:
    with patch.dict(os.environ, ONE_THREAD), own_process() as process:
        times = process.submit(times_faster, shape).result()
    what = "literal path against one product for all quotients, {}×{}".format(*shape)
    return Measure(what, times, "×", at_least=12)


def times_faster(shape: Shape) -> float:
    """Return how many times longer epochs take if all quotients come from one product."""
    start = task_of(shape).problem.W
    product, updated = ((path, path.start(0, start)) for path in paths(shape))
    return ratio(
        lambda: product[0].advance(product[1], EPOCHS),
        lambda: updated[0].advance(updated[1], EPOCHS),
    )


def paths(shape: Shape) -> tuple[LiteralPath, LiteralPath]:
    """Return the path with one product for all quotients, and the one with updates."""
    task = task_of(shape)
    settings = Settings(EPOCHS, task.learning_rate, task.h, method=Method.LITERAL)
    descent = Descent.of(task.problem, settings)
    return LiteralPath(descent, evaluation=Quotients), LiteralPath(descent)
