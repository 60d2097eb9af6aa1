"""The kept runs in a .secant file: two members of their own beside the tables.

``runs.npy`` is one JSON text, and ``runs_numbers.npy`` one row of float64 with the curves, the
weights and the paths, run after run. A version of Secant that does not know them ignores both. If
they are damaged, the runs are lost, and nothing else.
"""

import json
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, Any

import numpy as np

from ..errors import BadExperiment, EngineError
from ..frame import StopReason
from ..language.sentence import marked
from ..surface.path import RunPath
from .description import MOST_CHARACTERS, settings_as_json, settings_from_json
from .kept_run import EarlierSettings, KeptRun, Numbers
from .members import Members
from .npy import (
    bytes_of_floats,
    bytes_of_text,
    floats_as_npy,
    read_floats,
    read_header,
    read_text,
    text_as_npy,
)

TEXT, NUMBERS = "runs.npy", "runs_numbers.npy"
VERSION = 1
MOST_RUNS = 1000
_DAMAGED = marked("engine", "its runs are damaged.")
_ERRORS = (
    EngineError,
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
    MemoryError,
    OSError,
    RecursionError,
)
_PLAIN = ("number", "name", "style", "table", "ending", "mark", "seconds", "pinned", "shown")

logger = logging.getLogger(__name__)


def members_of_runs(runs: Sequence[KeptRun]) -> dict[str, Iterator[bytes]]:
    """Return the members that hold runs, by their names; none if there is no run."""
    if not runs:
        return {}
    values = {"version": VERSION, "runs": [_described(run) for run in runs]}
    text = json.dumps(values, ensure_ascii=False, allow_nan=False)
    numbers = np.concatenate([part for run in runs for part in _parts(run)])
    return {TEXT: text_as_npy(text), NUMBERS: floats_as_npy(numbers)}


def read_runs(members: Members) -> tuple[tuple[KeptRun, ...], bool]:
    """Return the runs of a file, and whether it has some that cannot be read."""
    if TEXT not in members:
        return (), False
    try:
        return tuple(_runs(members)), False
    except _ERRORS as error:
        logger.warning("the kept runs cannot be read: %s", error)
        return (), True


def _described(run: KeptRun) -> dict[str, Any]:
    values = {key: getattr(run, key) for key in _PLAIN}
    if run.earlier:  # others have no such entry, so that they read as in files without it
        from .earlier_settings import earlier_as_json  # loaded on use, as few runs have them

        values["earlier"] = earlier_as_json(run.earlier, run.settings)
    return values | {
        "settings": settings_as_json(run.settings),
        "stop": None if run.stop is None else run.stop.name,
        "epochs": int(run.epochs),
        "loss": run.loss if math.isfinite(run.loss) else None,
        "least": run.least,
        "points": len(run.epoch),
        "places": len(run.path),
        "weights": len(run.W),
    }


def _parts(run: KeptRun) -> list[Numbers]:
    path: Numbers = run.path.W.ravel().astype(np.float64)
    return [run.epoch, run.losses, run.W, run.path.epoch, path]


def _runs(members: Members) -> Iterator[KeptRun]:
    with _opened(members, TEXT) as member:
        header = read_header(TEXT, member)
        size = bytes_of_text(TEXT, header)
        if size > header.length + 4 * MOST_CHARACTERS or size != members.size(TEXT):
            raise BadExperiment(_DAMAGED)
        values = json.loads(read_text(member, header))
    with _opened(members, NUMBERS) as member:
        header = read_header(NUMBERS, member)
        if bytes_of_floats(NUMBERS, header) != members.size(NUMBERS) or len(header.shape) != 1:
            raise BadExperiment(_DAMAGED)
        numbers: Numbers = read_floats(NUMBERS, member, header).astype(np.float64, copy=False)
    described = values["runs"]
    if values["version"] != VERSION or not isinstance(described, list):
        raise BadExperiment(_DAMAGED)
    if len(described) > MOST_RUNS or len({each["number"] for each in described}) < len(described):
        raise BadExperiment(_DAMAGED)
    start = 0
    for each in described:
        run, start = _run(each, numbers, start)
        yield run
    if start != len(numbers):
        raise BadExperiment(_DAMAGED)


def _run(values: Mapping[str, Any], numbers: Numbers, start: int) -> tuple[KeptRun, int]:
    """Return a run, and where the numbers of the next one begin."""
    points, places, weights = (values[key] for key in ("points", "places", "weights"))
    if any(type(count) is not int or count < 0 for count in (points, places, weights)):
        raise BadExperiment(_DAMAGED)
    ends = np.cumsum([start, points, points, weights, places, places * weights]).tolist()
    if ends[-1] > len(numbers):
        raise BadExperiment(_DAMAGED)
    epoch, losses, W, path_epoch, path_W = (
        numbers[first:end].copy() for first, end in pairwise(ends)
    )
    loss, stop = values["loss"], values["stop"]
    settings = settings_from_json(values["settings"])
    earlier: tuple[EarlierSettings, ...] = ()
    if "earlier" in values:
        from .earlier_settings import earlier_from_json

        earlier = earlier_from_json(values["earlier"], settings)
    run = KeptRun(
        **{key: values[key] for key in _PLAIN},
        settings=settings,
        stop=None if stop is None else StopReason[stop],
        epochs=values["epochs"],
        loss=math.nan if loss is None else loss,
        least=values["least"],
        epoch=epoch,
        losses=losses,
        W=W,
        path=RunPath(path_epoch, path_W.reshape(places, weights)),
        earlier=earlier,
    )
    return run, ends[-1]


@contextmanager
def _opened(members: Members, name: str) -> Iterator[IO[bytes]]:
    if name not in members:
        raise BadExperiment(_DAMAGED)
    with members.opened(name) as member:
        yield member
