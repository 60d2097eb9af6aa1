"""Going on in another interpreter, with the same words on the command line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from .errors import CannotRun

_VARIABLE = "SECANT_ARRIVAL"


class Arrival(StrEnum):
    """How the running process came about, which keeps it from being handed on for ever."""

    STARTED = ""
    FROM_RECORD = "from-record"
    FROM_SET_UP = "from-set-up"


def arrival() -> Arrival:
    """Return how this process came about, and keep that from the processes it starts."""
    return Arrival(os.environ.pop(_VARIABLE, ""))


def hand_over(interpreter: Path, arriving: Arrival) -> NoReturn:
    """Go on in `interpreter` with this process's own arguments.

    Raises CannotRun where the interpreter does not start.
    """
    os.environ[_VARIABLE] = arriving
    become([str(interpreter), *sys.orig_argv[1:]])


def become(command: Sequence[str]) -> NoReturn:
    """Replace this process by `command`; on Windows, wait for it and end with its exit status.

    Raises CannotRun where the command does not start.
    """
    try:
        if sys.platform == "win32":
            sys.exit(subprocess.call(command))
        os.execv(command[0], list(command))
    except OSError as error:
        raise CannotRun(command[0], error.strerror or str(error)) from None
