"""Going to any epoch of a run: how long that takes, and the memory that the keyframes need."""

from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np

from engine import History, Problem, Settings, descend
from engine.archive import archived
from engine.archive.experiment import SavedExperiment
from engine.past.replay import PastEpochs
from engine.past.saved_run import SavedRun
from engine.trace import PastRun
from engine.triangle import triangle_of

from .measure import Measure, seconds
from .task import Shape, task_of

SHAPES = ((3, 3), (1000, 10), (100_000, 20), (1000, 100))
LONG = 10**12
WALKED = 100_000
SCRUBS = 50
MEGABYTE = 2**20


def scrubbing_measures() -> list[Measure]:
    """Measure scrubs by modes and by walking, the keyframes of long runs, and saving them."""
    measures = []
    for shape in SHAPES:
        text = "{}×{}".format(*shape)
        first, others = by_modes(shape)
        measures += [
            Measure(f"first scrub by modes, {text}", 1000 * first, "ms"),
            Measure(f"scrub by modes to any of 10¹² epochs, {text}", 1000 * others, "ms", 20),
        ]
    walk, kept = by_walking((1000, 10))
    keyframes, run = of_many_weights()
    measures += [
        Measure("scrub to any of 100,000 epochs of Adam, 1000×10", 1000 * walk, "ms"),
        Measure("keyframes of these", kept / MEGABYTE, "MB", 32),
        Measure("keyframes of 4,000 epochs of Adam, 2,000 weights", keyframes, "MB", 32),
        Measure("bytes of a file with that run, made in", 1000 * run, "ms"),
    ]
    return measures


def by_modes(shape: Shape, epochs: int = LONG) -> tuple[float, float]:
    """Return the seconds of the first scrub in a run by modes, and of others in the middle.

    As in the window, the triangle of the rows is known from the run itself.
    """
    task = task_of(shape)
    past = _past(task.problem, Settings(epochs, task.learning_rate / 1e6, h=0.1))
    at = partial(PastEpochs(task.problem).at, past, triangle=triangle_of(task.problem))
    first = seconds(lambda: at(epochs // 3))
    chosen = np.random.default_rng(1).integers(epochs // 1000, epochs, SCRUBS)
    others = [seconds(partial(at, int(epoch))) for epoch in chosen]
    return first, median(others)


def by_walking(shape: Shape, epochs: int = WALKED) -> tuple[float, int]:
    """Return the seconds of a scrub in a run of Adam, and the bytes of its keyframes."""
    task = task_of(shape)
    past = _past(task.problem, Settings(epochs, 1e-3, h=0.1, optimiser="adam"))
    walks = PastEpochs(task.problem)
    chosen = np.random.default_rng(1).integers(0, epochs, SCRUBS // 5)
    times = [seconds(partial(walks.at, past, int(epoch))) for epoch in chosen]
    return median(times), past.nbytes


def of_many_weights(weights: int = 2000, epochs: int = 4000) -> tuple[float, float]:
    """Return the megabytes of keyframes with two means each, and the seconds of their archive.

    The frames are those of a run, but for its arithmetic, which would take minutes.
    """
    random = np.random.default_rng(1)
    A, Y = random.normal(size=(2, weights)), random.normal(size=2)
    problem = Problem(A, Y, np.zeros(weights))
    settings = Settings(1, 1e-3, h=0.1, optimiser="adam", method="literal")
    *_, frame = descend(problem, settings)
    history = History()
    for epoch in range(epochs):
        at = np.array([epoch])
        recorded = frame.recorded._replace(
            trace=replace(frame.trace, epoch=at), keyframes=replace(frame.keyframes, epoch=at)
        )
        history.extend(replace(frame, recorded=recorded), settings)
    past = history.past()
    run = SavedRun(settings, frame, history.trace(), past)
    saved = SavedExperiment(problem.A, problem.Y, problem.W, settings, fitted=frame.W, run=run)
    return past.nbytes / MEGABYTE, seconds(lambda: sum(map(len, archived(saved))))


def _past(problem: Problem, settings: Settings) -> PastRun:
    history = History()
    for frame in descend(problem, settings):
        history.extend(frame, settings)
    return history.past()
