"""A random problem, with settings that suit it."""

import math
from dataclasses import dataclass

from engine.matrix import MOST_CELLS
from engine.random_problem import check_random, random_problem

from ..background import check_cancelled
from ..document import Experiment
from ..document.suggested_settings import suggest_settings
from ..text.translation import plural, translate
from .errors import WholeNumber
from .whole_numbers import MOST_SEED, whole

NAME = translate("transforms", "Random problem")
HALVING = plural(
    "transforms",
    "At half of η’s limit the slowest error in W halves every {n} epochs.",
    "At half of η’s limit the slowest error in W halves every epoch.",
    1,
)


@dataclass(frozen=True)
class RandomTable:
    """Size, condition, noise and seed of a random problem; raises NotWhole or an EngineError."""

    rows: float = 100
    columns: float = 3
    condition: float = 10.0
    noise: float = 0.1
    seed: float = 0

    def __post_init__(self) -> None:
        rows = whole(WholeNumber.ROWS, self.rows, 1, MOST_CELLS)
        columns = whole(WholeNumber.COLUMNS, self.columns, 1, MOST_CELLS)
        seed = whole(WholeNumber.SEED, self.seed, 0, MOST_SEED)
        check_random(rows, columns, self.condition, seed, self.noise)

    @property
    def cells(self) -> int:
        """The number of cells of A."""
        return int(self.rows * self.columns)

    @property
    def remark(self) -> str:
        """How the condition number affects the descent."""
        if self.condition == 1:
            return translate(
                "transforms",
                "At half of η’s limit a few epochs are enough: the loss curves equally in all "
                "directions.",
            )
        halving = math.ceil(math.log(2) / -math.log1p(-1 / self.condition**2))
        return HALVING(halving)

    def draw(self, experiment: Experiment) -> Experiment:
        """Return the problem with settings that suit it; raises an EngineError."""
        rows, columns, seed = int(self.rows), int(self.columns), int(self.seed)
        problem = random_problem(rows, columns, self.condition, seed, self.noise, check_cancelled)
        settings = suggest_settings(problem, experiment.settings)
        return Experiment.of(problem, settings, NAME, self.remark)
