"""Kept runs for tests."""

from typing import Any

import numpy as np

from engine import Settings, StopReason
from engine.archive.kept_run import KeptRun
from engine.surface.path import RunPath


def kept(number: object = 1, **chosen: object) -> KeptRun:
    """Return a run of two weights that has ended."""
    values: dict[str, Any] = {
        "number": number,
        "name": "as published",
        "settings": Settings(100, 0.01, 0.1, optimiser="nesterov", momentum=0.8),
        "style": 0,
        "table": "3x2-0",
        "stop": StopReason.DONE,
        "ending": "Done: the loss is within 1 % of the least possible.",
        "mark": "○",
        "epochs": 100,
        "seconds": 0.25,
        "loss": 0.5,
        "least": 0.25,
        "epoch": np.array([0.0, 1.0, 100.0]),
        "losses": np.array([4.0, 2.0, 0.5]),
        "W": np.array([1.5, -0.5]),
        "path": RunPath(np.array([0.0, 100.0]), np.array([[0.0, 0.0], [1.5, -0.5]])),
    }
    values.update(chosen)
    return KeptRun(**values)
