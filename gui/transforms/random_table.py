"""A random problem, and settings that fit it."""

import math
from dataclasses import dataclass

from engine.random_problem import check_random, random_problem

from ..background import check_cancelled
from ..counts import shown_count
from ..document import MOST_CELLS, Experiment
from ..suited import suited_to
from .whole import MOST_SEED, whole

NAME = "Random problem"


@dataclass(frozen=True)
class RandomTable:
    """What a random problem is to be like; raises NotWhole or an EngineError."""

    rows: float = 100
    columns: float = 3
    condition: float = 10.0
    noise: float = 0.1
    seed: float = 0

    def __post_init__(self) -> None:
        rows = whole("number of rows", self.rows, 1, MOST_CELLS)
        columns = whole("number of columns", self.columns, 1, MOST_CELLS)
        seed = whole("seed", self.seed, 0, MOST_SEED)
        check_random(rows, columns, self.condition, seed, self.noise)

    @property
    def cells(self) -> int:
        """How many cells A will have."""
        return int(self.rows * self.columns)

    @property
    def remark(self) -> str:
        """What the condition number does to a descent."""
        if self.condition == 1:
            return "At a safe η a few epochs are enough: the loss bends alike in all directions."
        halving = math.ceil(math.log(2) / -math.log1p(-1 / self.condition**2))
        epochs = "epoch" if halving == 1 else f"{shown_count(halving)} epochs"
        return f"At a safe η the slowest error in W halves every {epochs}."

    def drawn(self, experiment: Experiment) -> Experiment:
        """Draw it in place of an experiment, under settings that fit; raises an EngineError."""
        rows, columns, seed = int(self.rows), int(self.columns), int(self.seed)
        problem = random_problem(rows, columns, self.condition, seed, self.noise, check_cancelled)
        settings = suited_to(problem, experiment.settings)
        return Experiment.of(problem, settings, NAME, self.remark)
