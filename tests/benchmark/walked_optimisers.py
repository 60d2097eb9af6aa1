"""The optimisers that are walked on the triangle, against torch.optim with torch.autograd.

Set-up is included and every loss is kept: of 10⁶ epochs of Adam, and of fewer of the others, which
nothing is promised of. Both have a process of one thread and take turns. The time is that which a
process computes, so that other programs of the machine count less.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.util import find_spec
from statistics import median
from time import process_time
from unittest.mock import patch

import numpy as np

from engine import Settings, fit

from .lane import MOST_EPOCHS, own_process
from .many_columns import ONE_THREAD
from .measure import Measure, not_measured
from .peers import torch_descents
from .task import Array, Run, Shape, task_of

SHAPE = (100_000, 20)
RATE = 0.001
PEER_EPOCHS = 200
TURNS = 5
EPOCHS = {"adam": 1_000_000, "adamw": 50_000, "rmsprop": 50_000, "adagrad": 50_000}
AT_LEAST = {"adam": 100.0}
SCHEDULES = ("step", "exponential", "cosine", "inverse")
# Over the epochs of the peer both losses agree to this: the quotients are rounded, the slopes of
# the sweep are exact.
SAME_WORK = 1e-6


def optimiser_measures() -> list[Measure]:
    """Measure an epoch of each optimiser, and of each schedule with Adam."""
    with patch.dict(os.environ, ONE_THREAD), own_process() as ours, own_process() as theirs:
        return [*_against_torch(ours, theirs), *_schedules(ours)]


def _against_torch(ours: ProcessPoolExecutor, theirs: ProcessPoolExecutor) -> Iterator[Measure]:
    for name, epochs in EPOCHS.items():
        what = f"{epochs:,} epochs of {name} against torch.optim, {SHAPE[0]}×{SHAPE[1]}"
        at_least = AT_LEAST.get(name, float("-inf"))
        if not find_spec("torch"):
            yield not_measured(what, "×", "torch is not installed", at_least=at_least)
            continue
        times = times_faster(ours, theirs, name, SHAPE, epochs)
        yield Measure(what, times, "×", at_least=at_least)


def _schedules(ours: ProcessPoolExecutor) -> Iterator[Measure]:
    for schedule in SCHEDULES:
        settings = settings_of("adam", EPOCHS["adamw"], schedule)
        pace = ours.submit(our_pace, settings, SHAPE).result() * 1e6
        yield Measure(f"adam with schedule {schedule}, {SHAPE[0]}×{SHAPE[1]}", pace, "µs/epoch")


def times_faster(
    ours: ProcessPoolExecutor, theirs: ProcessPoolExecutor, name: str, shape: Shape, epochs: int
) -> float:
    """Return how many times longer torch takes for an epoch: its best turn against ours."""
    few, many = settings_of(name, PEER_EPOCHS), settings_of(name, epochs)
    expected = theirs.submit(peer_losses, few, shape).result()
    np.testing.assert_allclose(
        ours.submit(our_losses, few, shape).result(), expected, rtol=SAME_WORK
    )
    peers: list[float] = []
    own: list[float] = []
    for _ in range(TURNS):
        peers.append(theirs.submit(peer_pace, few, shape).result())
        if len(own) * epochs < MOST_EPOCHS:
            own.append(ours.submit(our_pace, many, shape).result())
    return min(peers) / median(own)


def settings_of(name: str, epochs: int, schedule: str = "constant") -> Settings:
    """Return the settings of a run of so many epochs."""
    return Settings(epochs, RATE, 1e-3, optimiser=name, schedule=schedule)


def our_losses(settings: Settings, shape: Shape) -> Array:
    """Return the loss of every epoch."""
    return fit(task_of(shape).problem, settings, every_loss=True).history.loss


def our_pace(settings: Settings, shape: Shape) -> float:
    """Return the seconds that an epoch computes, with the set-up of the run."""
    problem = task_of(shape).problem
    began = process_time()
    found = fit(problem, settings, every_loss=True)
    took = process_time() - began
    assert found.method.value == "triangle", found.fallback
    assert len(found.history.loss) == settings.epochs + 1
    return took / settings.epochs


def peer_losses(settings: Settings, shape: Shape) -> Array:
    """Return the losses of torch."""
    return _peer(settings, shape)(settings.epochs)


def peer_pace(settings: Settings, shape: Shape) -> float:
    """Return the seconds that an epoch of torch computes, without its set-up."""
    run = _peer(settings, shape)
    began = process_time()
    run(settings.epochs)
    return (process_time() - began) / (settings.epochs + 1)


@cache
def _peer(settings: Settings, shape: Shape) -> Run:
    return torch_descents.prepare(task_of(shape), settings)
