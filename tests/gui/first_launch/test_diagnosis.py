"""From what pip and the system say to the sentence for the user."""

import errno
import os
from pathlib import Path

import pytest

from gui.first_launch.diagnosis import fault_of_error, fault_of_output
from gui.first_launch.environment import Environment
from gui.first_launch.errors import (
    DiskFull,
    FolderNotWritable,
    NoNetwork,
    NotOffered,
    StepFailed,
)

ENVIRONMENT = Environment(Path("/code/.venv"))
RETRY = (
    "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError("
    '"Failed to establish a new connection: [Errno {}] {}")\': /tiny/\n'
)
ABSENT = "ERROR: No matching distribution found for tiny>=1\n"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_is_a_full_disk(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert isinstance(fault_of_error(error, ENVIRONMENT), DiskFull)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOLCK])
def test_any_other_error_is_a_folder_that_cannot_be_written(number: int) -> None:
    fault = fault_of_error(OSError(number, os.strerror(number)), ENVIRONMENT)
    assert isinstance(fault, FolderNotWritable)
    assert os.strerror(number) in str(fault)


@pytest.mark.parametrize(
    "output",
    [
        RETRY.format(-3, "Temporary failure in name resolution") + ABSENT,
        RETRY.format(101, "Network is unreachable") + ABSENT,
        RETRY.format(1, "Operation not permitted") + ABSENT,
        "pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(...): timed out\n",
        "ERROR: HTTP error 503 while getting something\n",
    ],
)
def test_the_networks_words_are_no_network(output: str) -> None:
    assert isinstance(fault_of_output(output, ENVIRONMENT), NoNetwork)


def test_a_full_disk_after_a_retry_is_a_full_disk() -> None:
    output = RETRY.format(104, "Connection reset") + "ERROR: [Errno 28] No space left on device\n"
    assert isinstance(fault_of_output(output, ENVIRONMENT), DiskFull)


def test_refused_writing_gives_the_systems_reason() -> None:
    output = "ERROR: [Errno 13] Permission denied: '/code/.venv/lib'\nCheck the permissions.\n"
    fault = fault_of_output(output, ENVIRONMENT)
    assert isinstance(fault, FolderNotWritable)
    assert "(Permission denied)" in str(fault)


def test_an_absent_build_is_named() -> None:
    fault = fault_of_output(ABSENT, ENVIRONMENT)
    assert isinstance(fault, NotOffered)
    assert "found no tiny>=1 for Python 3" in str(fault)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: first\nERROR: the reason\nHINT: a hint\n", "“ERROR: the reason”"),
        ("no module named pip\n\n", "“no module named pip”"),
        ("", "“no output at all”"),
    ],
)
def test_anything_else_gives_the_last_words_and_the_log(output: str, words: str) -> None:
    fault = fault_of_output(output, ENVIRONMENT)
    assert isinstance(fault, StepFailed)
    assert words in str(fault)
    assert str(ENVIRONMENT.log) in str(fault)
