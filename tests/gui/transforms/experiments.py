"""Random experiments for the tests, and their predictions."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine import Matrix, Problem, Settings, predict
from gui.document import Column, Experiment

numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@st.composite
def experiments(draw: st.DrawFn, intercept: bool | None = None) -> Experiment:
    """Draw up to 12 rows and 4 columns, some with names, with or without an intercept column."""
    rows, columns = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    A = draw(arrays.arrays(float, (rows, columns), elements=numbers))
    at = draw(st.integers(0, columns))
    if intercept if intercept is not None else draw(st.booleans()):
        A = np.insert(A, at, 1.0, axis=1)
    Y = draw(arrays.arrays(float, (rows, 1), elements=numbers))
    W = draw(arrays.arrays(float, (A.shape[1], 1), elements=numbers))
    names = [draw(st.sampled_from(["", "x", "size"])) for _ in range(A.shape[1])]
    experiment = Experiment.of(Problem(A, Y, W), Settings(), "Drawn", "A note.")
    return Experiment(
        experiment.A,
        experiment.Y,
        experiment.W,
        Settings(),
        tuple(map(Column, names)),
        draw(st.sampled_from(["", "price"])),
    )


def made(A: object, Y: object, W: object, names: tuple[str, ...] = ()) -> Experiment:
    """Return an experiment with these values."""
    problem = Problem(A, Y, W)  # type: ignore[arg-type]
    plain = Experiment.of(problem, Settings(), "Made", "A note.")
    inputs = tuple(map(Column, names))
    return Experiment(plain.A, plain.Y, plain.W, Settings(), inputs, note="A note.")


def predictions(experiment: Experiment) -> Matrix:
    """Return Ŷ of the initial W."""
    return predict(experiment.A.joined, experiment.W.joined)


def size_of(experiment: Experiment) -> float:
    """Return the largest sum of the terms of Ŷ, as the scale of its rounding."""
    terms = np.abs(experiment.A.joined) @ np.abs(experiment.W.joined)
    return float(terms.max(initial=1e-300))
