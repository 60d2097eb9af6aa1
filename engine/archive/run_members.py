"""The members of a .secant file that keep a run; an older Secant ignores them.

They never cost the tables: a run that is damaged is left out, and why is said.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..errors import BadExperiment, EngineError
from ..language.sentence import marked
from ..matrix import Matrix
from .description import MOST_CHARACTERS
from .experiment import SavedExperiment
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
from .run_numbers import read_run, written_run

TEXT, LOSSES, NUMBERS = "run.npy", "run_losses.npy", "run_numbers.npy"
# The keyframes of a run take 32 MB, and together with its losses and its last frame not much more.
MOST_BYTES = 2**27
_TOO_LARGE = marked("engine", "the run that it keeps is too large.")
_INCOMPLETE = marked("engine", "the run that it keeps is incomplete.")
_DAMAGED = marked("engine", "the run that it keeps is damaged.")

logger = logging.getLogger(__name__)


def run_members(saved: SavedExperiment) -> Mapping[str, Iterator[bytes]]:
    """Return the members for the run of an experiment; none if it has none."""
    if saved.run is None:
        return {}
    try:
        text, losses, numbers = written_run(saved.run, saved.problem)
    except BadExperiment as error:
        logger.info("the run is left out: %s", error)
        return {}
    return {
        TEXT: text_as_npy(text),
        LOSSES: floats_as_npy(losses),
        NUMBERS: floats_as_npy(numbers),
    }


def with_run(saved: SavedExperiment, members: Members) -> SavedExperiment:
    """Return an experiment with the run of its file, or with why that is left out."""
    if TEXT not in members:
        return saved
    try:
        if LOSSES not in members or NUMBERS not in members:
            raise BadExperiment(_INCOMPLETE)
        tables = saved.problem
        run = read_run(_text(members), _floats(members, LOSSES), _floats(members, NUMBERS), tables)
        fitted, W = saved.fitted, run.frame.W
        if fitted is None or fitted.tobytes() != W.tobytes():
            raise BadExperiment(marked("engine", "the run that it keeps has other weights."))
    except EngineError as error:
        logger.info("the run is left out: %s", error)
        fault = error.problem if isinstance(error, BadExperiment) else _DAMAGED
        return replace(saved, run_fault=fault)
    return replace(saved, run=run)


def _text(members: Members) -> str:
    with members.opened(TEXT) as member:
        header = read_header(TEXT, member)
        size = bytes_of_text(TEXT, header)
        if size > header.length + 4 * MOST_CHARACTERS:
            raise BadExperiment(_TOO_LARGE)
        _check_length(members, TEXT, size)
        return read_text(member, header)


def _floats(members: Members, name: str) -> Matrix:
    with members.opened(name) as member:
        header = read_header(name, member)
        size = bytes_of_floats(name, header)
        if size > MOST_BYTES:
            raise BadExperiment(_TOO_LARGE)
        _check_length(members, name, size)
        return read_floats(name, member, header, finite=False)


def _check_length(members: Members, name: str, size: int) -> None:
    if members.size(name) != size:
        raise BadExperiment(_DAMAGED)
