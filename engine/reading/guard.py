"""The guard at the door of a file: whatever reading it raises becomes one sentence."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ..cancelling import Cancelled
from ..errors import BadTable, EngineError
from ..language.sentence import marked
from ..program.commands import window_command

_NO_MEMORY = marked(
    "engine", "there is not enough memory to read it. Close other programs, or read fewer rows."
)
_UNEXPECTED = marked(
    "engine",
    "it could not be read, for a reason that Secant does not know. The file may be damaged; the "
    "log says more ({command} --debug).",
)

logger = logging.getLogger(__name__)


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Turn any exception but an EngineError into a BadTable, and log it.

    A cancelled task ends as before, and so does a program that is stopped from the keyboard.
    """
    try:
        yield
    except (EngineError, Cancelled):
        raise
    except MemoryError as error:
        logger.exception("%s: no memory", name)
        raise BadTable(name, _NO_MEMORY) from error
    except Exception as error:
        logger.exception("%s: unexpected error", name)
        raise BadTable(name, _UNEXPECTED.format(command=window_command())) from error
