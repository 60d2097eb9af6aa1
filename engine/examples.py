"""The built-in problems."""

from dataclasses import dataclass

import numpy as np

from .problem import Problem
from .settings import Settings


@dataclass(frozen=True, eq=False)
class Example:
    """A named problem with the settings to run it under and one thing to look for."""

    name: str
    note: str
    problem: Problem
    settings: Settings


def published() -> Example:
    """The published run: 3×3, float32 A, W from numpy's seed 0, 1000 epochs.

    Its listing wrote the quotient as ``(…) / 2*h``, which Python reads as (…)/2·h, a multiplication
    by h where the limit divides by it; so its step is η = h² = 0.01 of the true quotient.
    """
    A = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], dtype=np.float32)
    Y = np.array([14, 32, 50])
    W = np.random.RandomState(0).randn(3, 1)
    note = (
        "The published listing divides by 2 and then multiplies by h. "
        "With the limit taken correctly, its learning rate is η = h² = 0.01."
    )
    return Example("Published example", note, Problem(A, Y, W), Settings(1000, 0.01, 0.1))
