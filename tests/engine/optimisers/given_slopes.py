"""Slopes that are the same on every machine, and runs that are fed with them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.matrix import Matrix

EPOCHS = 1000
MARKED = (1, 10, EPOCHS)
"""The epochs whose W is kept; beside them the sum of W over all epochs is."""
START = (1.5, -0.25)
RATE = 0.03125
OPTIMISERS: dict[str, dict[str, Any]] = {
    "plain": {},
    "heavy ball": {"momentum": 0.875, "dampening": 0.25},
    "nesterov": {"momentum": 0.9},
    "rmsprop": {"alpha": 0.97, "epsilon": 1e-6},
    "adam": {"beta1": 0.85, "beta2": 0.995, "epsilon": 1e-7},
    "adamw": {"weight_decay": 0.05},
    "adagrad": {"epsilon": 1e-10},
}
SCHEDULES: dict[str, dict[str, Any]] = {
    "constant": {},
    "step": {"schedule_every": 150, "schedule_factor": 0.5},
    "exponential": {"schedule_factor": 0.997},
    "cosine": {"schedule_epochs": 400, "schedule_least": 0.001},
    "inverse": {"schedule_rate": 0.02},
}


def slopes() -> Iterator[Matrix]:
    """Yield δW of each epoch, (2, 1): whole numbers over powers of two, which fall and vanish."""
    state = 1
    for epoch in range(EPOCHS):
        numbers = []
        for _ in START:
            state = (1103515245 * state + 12345) % 2**31
            numbers.append((state >> 10) % 4001 - 1900)
        falls = 2.0 ** -(epoch // 100)
        yield np.array(numbers).reshape(-1, 1) / 1024.0 * falls * (epoch % 7 != 3)
