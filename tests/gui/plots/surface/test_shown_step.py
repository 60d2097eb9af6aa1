"""What a step shows: all that it passes."""

import numpy as np

from engine.optimisers.step_parts import PartKind
from gui.plots.surface.shown_step import ShownPart, ShownStep


def test_tips_are_all_ends() -> None:
    start, middle, end = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]])
    parts = [
        ShownPart(PartKind.SLOPES, "−η·δW", start, middle),
        ShownPart(PartKind.MEMORY, "−η·β·b", middle, end),
    ]
    assert ShownStep(start, end, parts).tips().tolist() == [[1, 2], [3, 1], [3, 1]]
    assert ShownStep(start, end).tips().tolist() == [[3, 1]]
