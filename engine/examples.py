"""The built-in problems."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np

from .language.sentence import marked
from .matrix import Matrix
from .problem import Problem
from .settings import Settings
from .stability import learning_rate_limit, safe_learning_rate
from .step_size import suggest_h
from .threads.caching import cached_property

TABLES = Path(__file__).parent / "data"


class Topic(Enum):
    """What an example is about; the value is the title of a group of examples."""

    DATA = "The data"
    RATE = "The rate η"
    STEP = "The step h"


@dataclass(frozen=True, eq=False)
class Example:
    """A named problem with one thing to look for; it is made when first used.

    ``given`` are its settings; without them, η and h are chosen to fit. ``names`` are the names of
    A's columns and, last, of Y; () if they have none.
    """

    key: str
    name: str
    note: str
    make: Callable[[], Problem]
    epochs: int = 1000
    given: Settings | None = None
    names: tuple[str, ...] = ()
    topic: Topic = Topic.DATA

    @cached_property
    def problem(self) -> Problem:
        """The problem."""
        return self.make()

    @cached_property
    def settings(self) -> Settings:
        """The settings for a run."""
        if self.given is not None:
            return self.given
        rate = safe_learning_rate(learning_rate_limit(self.problem))
        return Settings(self.epochs, rate, suggest_h(self.problem))


def published() -> Example:
    """The published run: 3×3, float32 A, W from numpy's seed 0, 1000 epochs.

    Its listing wrote the quotient as ``(…) / 2*h``. Python reads that as (…)/2·h, which multiplies
    by h instead of dividing by it. With the correct quotient, its learning rate is η = h² = 0.01.
    """
    return EXAMPLES[0]


def _published() -> Problem:
    A = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], dtype=np.float32)
    # RandomState(0).randn(3, 1), written out: numpy.random takes 17 ms to load, and each start of
    # the window shows this example.
    W = [1.764052345967664, 0.4001572083672233, 0.9787379841057392]
    return Problem(A, np.array([14, 32, 50]), W)


def _well_conditioned() -> Problem:
    A = _drawn(40, 3)
    return Problem(A, _rounded(A @ [2.0, -1.0, 0.5]))


def _ill_conditioned() -> Problem:
    A = _drawn(40, 3)
    A[:, 2] = _rounded(A[:, 0] + 0.05 * A[:, 2])
    return Problem(A, _rounded(A @ [2.0, -1.0, 0.5]))


def _collinear() -> Problem:
    A = _drawn(12, 3)
    A[:, 2] = _rounded(A[:, 0] + A[:, 1])
    return Problem(A, _rounded(A @ [1.0, 2.0, 3.0]), [1.0, -1.0, 0.0])


def _wide() -> Problem:
    A = _drawn(4, 8)
    return Problem(A, _rounded(A @ np.arange(1.0, 9.0)))


def _noisy() -> Problem:
    random = np.random.RandomState(7)
    x = np.linspace(-1, 1, 60)
    return Problem(_with_ones(x), _rounded(1 + 2 * x + 0.5 * random.randn(60)))


def _loud() -> Problem:
    random = np.random.RandomState(7)
    x = np.linspace(-1, 1, 60)
    return Problem(_with_ones(x), _rounded(50 + 20 * x + 100 * random.randn(60)))


def _at_limit() -> Problem:
    # The second weight is at its optimum after one epoch, exactly: were it halved towards it, the
    # losses would be rounded from epoch 54 on, on some processors so that w1 misses 0 and 3.
    A = np.array([[-2.0, -2.0], [-2.0, 2.0], [2.0, 0.0], [2.0, 0.0]])
    return Problem(A, A @ [1.5, 1.0])


def _square_root() -> Problem:
    t = np.linspace(0, 1, 50)
    return Problem(np.vander(t, 6, increasing=True), np.sqrt(t))


def _table(name: str) -> Callable[[], Problem]:
    def make() -> Problem:
        from .reading.tables import read_table  # loaded on use, as in engine/__init__.py

        values = read_table(TABLES / f"{name}.csv").values
        return Problem(values[:, :-1], values[:, -1])

    return make


def _drawn(rows: int, columns: int) -> Matrix:
    return _rounded(np.random.RandomState(1).randn(rows, columns))


def _with_ones(x: Matrix) -> Matrix:
    return np.column_stack((np.ones_like(x), _rounded(x)))


def _rounded(values: Matrix) -> Matrix:
    """Round to three decimals, which are easy to read in a table."""
    return np.round(values, 3)


EXAMPLES = (
    Example(
        "published",
        marked("engine", "Published example"),
        marked(
            "engine",
            "Look for two slopes: one direction of W is found in 40 epochs, the other takes "
            "about 4,000 to the optimum.",
        ),
        _published,
        given=Settings(1000, 0.01, 0.1),
    ),
    Example(
        "well_conditioned",
        marked("engine", "Well-conditioned table"),
        marked(
            "engine",
            "The loss is about equally steep along all weights: a few dozen epochs are enough.",
        ),
        _well_conditioned,
        epochs=200,
    ),
    Example(
        "ill_conditioned",
        marked("engine", "Ill-conditioned table"),
        marked(
            "engine",
            "The third column is nearly the first: the loss falls fast at first, then slowly.",
        ),
        _ill_conditioned,
        epochs=20_000,
    ),
    Example(
        "collinear",
        marked("engine", "Collinear columns"),
        marked(
            "engine",
            "The third column is the sum of the others: another start W ends at another W, but at "
            "the same Ŷ.",
        ),
        _collinear,
    ),
    Example(
        "wide",
        marked("engine", "More columns than rows"),
        marked(
            "engine",
            "Eight weights for four rows: the loss reaches 0, and the final W depends on the "
            "start.",
        ),
        _wide,
        epochs=2000,
    ),
    Example(
        "noisy",
        marked("engine", "A line through noise"),
        marked("engine", "The loss settles at the noise, about 0.28, however long you run it."),
        _noisy,
        epochs=100,
        names=("1", "x", "y"),
    ),
    Example(
        "square_root",
        marked("engine", "√t by powers of t"),
        marked(
            "engine",
            "Powers of t look alike: watch Ŷ bend, or scale the columns and run until converged.",
        ),
        _square_root,
        epochs=100_000,
        names=("1", "t", "t²", "t³", "t⁴", "t⁵", "√t"),
    ),
    Example(
        "norris",
        marked("engine", "Norris: ozone monitors"),
        marked(
            "engine",
            "NIST’s calibration of ozone monitors: the certified W is −0.2623 and 1.0021; scale "
            "the columns and run until converged.",
        ),
        _table("Norris"),
        names=("1", "x", "y"),
    ),
    Example(
        "longley",
        marked("engine", "Longley: employment"),
        marked(
            "engine",
            "NIST’s hard case of 1967: run until converged on scaled columns. After more than 1e10 "
            "epochs, W reaches the certified −3482259, 15.0619, …",
        ),
        _table("Longley"),
        names=(
            *("1", "deflator", "GNP", "unemployed", "armed forces", "population", "year"),
            "employed",
        ),
    ),
    Example(
        "at_limit",
        marked("engine", "η at its limit"),
        marked(
            "engine",
            "η = 0.25 is exactly the limit: the weight of x1 jumps between 0 and 3 and never "
            "settles at 1.5. Try half of it, 0.125.",
        ),
        _at_limit,
        # h is a power of two like all other numbers here, so that nothing is ever rounded.
        given=Settings(100, 0.25, 0.5),
        topic=Topic.RATE,
    ),
    Example(
        "small_h",
        marked("engine", "h too small"),
        marked(
            "engine",
            "At h = 1e−13 the losses at w ± h agree in all but their last digits: δW moves in "
            "steps of 9, and W jumps about. Try h = 100: for a parabola, any larger h is exact.",
        ),
        _loud,
        given=Settings(100, 0.5, 1e-13),
        names=("1", "x", "y"),
        topic=Topic.STEP,
    ),
    Example(
        "forward_bias",
        marked("engine", "Forward bias"),
        marked(
            "engine",
            "A forward quotient with h = 1 settles with each weight h/2 below the optimum, at a "
            "loss of 0.61 for 0.28. Try h = 0.1, or central.",
        ),
        _noisy,
        given=Settings(100, 0.5, 1.0, difference="forward"),
        names=("1", "x", "y"),
        topic=Topic.STEP,
    ),
)
