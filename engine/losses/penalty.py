"""Whether a loss is a penalty: it grows without bound with each weight, whatever the rows say.

``sum(W²)`` and ``max(|W|)`` are penalties, and hold every weight near 0, also one whose column is
0. ``min(|W|)`` holds the smallest weight alone, and the sum of tanh(W)² none that is far from 0.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..formula.formula import Formula

# What still grows from the first to the second of these is said to have no bound. Squares of the
# second are far from overflow, and a logarithm grows by two thirds between them.
FAR, FARTHER = 1e6, 1e10
BESIDE = 1.0


def is_penalty(formula: "Formula", weights: int) -> bool:
    """Return whether a loss grows without bound with each weight while the others are held.

    No function of a formula knows one weight from another, so what holds of one of two does of each
    of many. The predictions are 0, as those of a column of zeros.

    Parameters
    ----------
    formula : Formula
        The loss.
    weights : int
        j. With one weight, none is held.
    """
    from ..formula.losses import losses_at
    from ..formula.program import program_of

    held = min(weights, 2)
    moved = np.array([[size] for size in (FAR, FARTHER, -FAR, -FARTHER)])
    points = np.hstack((moved, np.full((len(moved), held - 1), BESIDE)))
    program = program_of(formula.root)  # W as it stands in the formula: no unit matters
    with np.errstate(all="ignore"):
        losses = losses_at(program, np.zeros((1, held)), np.zeros((1, 1)), points)
    far, farther = losses[::2], losses[1::2]
    return bool((farther > far).all())
