"""Restart the program in another interpreter, with the same command-line arguments."""

import logging
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from .errors import CannotRun
from .interrupts import block_signals, unblock_signals

_VARIABLE = "SECANT_ARRIVAL"

logger = logging.getLogger(__name__)


class Arrival(StrEnum):
    """How this process was started; it keeps two interpreters from relaunching for ever."""

    STARTED = ""
    FROM_RECORD = "from-record"
    FROM_SET_UP = "from-set-up"


def arrival() -> Arrival:
    """Return how this process was started, and hide that from the processes it starts."""
    return Arrival(os.environ.pop(_VARIABLE, ""))


def relaunch(interpreter: Path, arriving: Arrival) -> NoReturn:
    """Restart this program in ``interpreter`` with the same arguments.

    Raises CannotRun if the interpreter does not start.
    """
    os.environ[_VARIABLE] = arriving
    block_signals()
    try:
        replace_process([str(interpreter), *sys.orig_argv[1:]])
    finally:
        unblock_signals()


def replace_process(command: Sequence[str]) -> NoReturn:
    """Replace this process by ``command``; on Windows, wait for it and exit with its status.

    Raises CannotRun if the command does not start.
    """
    logger.info("replacing this process by %s", command)
    try:
        if sys.platform == "win32":
            import subprocess

            sys.exit(subprocess.call(command))
        os.execv(command[0], list(command))
    except OSError as error:
        raise CannotRun(command[0], error.strerror or str(error)) from None
