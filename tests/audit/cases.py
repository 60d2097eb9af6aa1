"""The tables that the window is looked at with, and the sizes."""

from collections.abc import Callable

import numpy as np

from engine import Problem, Settings
from engine.examples import EXAMPLES
from gui.document import Experiment

Size = tuple[int, int]
IN_TESTS: tuple[Size, ...] = ((868, 505), (900, 600), (1280, 800), (1920, 1080))
ALL_SIZES: tuple[Size, ...] = (
    *(
        (868, 505),
        (900, 600),
        (960, 500),
        (960, 540),
        (1024, 700),
        (1279, 800),
        (1280, 720),
        (1280, 800),
    ),
    *((1440, 900), (1920, 1080), (2560, 1440)),
)
ROWS = 2000
# Mean and spread of what a plant of this kind measures; a column of ones comes before them.
MEASURED = {
    "temperature": (50, 8),
    "pressure": (101.3, 2.1),
    "load": (0.62, 0.11),
    "humidity": (45, 12),
    "flow": (230, 18),
    "inlet pH": (7.1, 0.3),
    "solids": (3.2, 0.8),
    "conductivity": (640, 55),
    "catalyst age": (150, 86),
    "agitation": (1.2, 0.2),
    "feed ratio": (0.48, 0.05),
}
WEIGHTS = (11.9, 0.62, -0.31, 9.5, 0.08, 0.031, 2.2, -1.4, 0.0042, -0.021, 5.1, 12.0)


def example(key: str) -> Experiment:
    """Return one of the examples."""
    found = next(each for each in EXAMPLES if each.key == key)
    return Experiment.of(found.problem, found.settings, found.name, found.note, found.names)


def plant() -> Experiment:
    """Return 2000 rows of 12 columns of different sizes."""
    random = np.random.default_rng(5)
    columns = [np.ones(ROWS), *(random.normal(*each, ROWS) for each in MEASURED.values())]
    A = np.round(np.stack(columns, axis=1), 4)
    Y = np.round(A @ np.array(WEIGHTS) + random.normal(0, 4, ROWS), 4)
    names = ("1", *MEASURED, "yield")
    settings = Settings(epochs=1000, learning_rate=1e-6, h=0.1)
    return Experiment.of(Problem(A, Y), settings, "plant", "", names)


CASES: dict[str, Callable[[], Experiment]] = {
    "published": lambda: example("published"),
    "longley": lambda: example("longley"),
    "plant": plant,
}
