"""From the messages of pip and the system to the fault for the user."""

import errno
import os
from pathlib import Path

import pytest

from gui.first_launch.diagnosis import fault_of_error, fault_of_output
from gui.first_launch.environment import Environment
from gui.first_launch.errors import DiskFull, FolderNotWritable, NoNetwork, NotOffered, StepFailed

ENVIRONMENT = Environment(Path("/code/.venv"))
RETRY = (
    "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError("
    '"Failed to establish a new connection: [Errno {}] {}")\': /tiny/\n'
)
NOT_OFFERED = "ERROR: No matching distribution found for tiny>=1\n"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_enospc_is_disk_full(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert isinstance(fault_of_error(error, ENVIRONMENT), DiskFull)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOLCK])
def test_other_errors_are_folder_not_writable(number: int) -> None:
    fault = fault_of_error(OSError(number, os.strerror(number)), ENVIRONMENT)
    assert isinstance(fault, FolderNotWritable)
    assert os.strerror(number) in str(fault)


@pytest.mark.parametrize(
    "output",
    [
        RETRY.format(-3, "Temporary failure in name resolution") + NOT_OFFERED,
        RETRY.format(101, "Network is unreachable") + NOT_OFFERED,
        RETRY.format(1, "Operation not permitted") + NOT_OFFERED,
        "pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(...): timed out\n",
        "ERROR: HTTP error 503 while getting something\n",
    ],
)
def test_network_messages_are_no_network(output: str) -> None:
    assert isinstance(fault_of_output(output, ENVIRONMENT), NoNetwork)


def test_disk_full_wins_over_network_retry() -> None:
    output = RETRY.format(104, "Connection reset") + "ERROR: [Errno 28] No space left on device\n"
    assert isinstance(fault_of_output(output, ENVIRONMENT), DiskFull)


def test_refused_write_gives_system_reason() -> None:
    output = "ERROR: [Errno 13] Permission denied: '/code/.venv/lib'\nCheck the permissions.\n"
    fault = fault_of_output(output, ENVIRONMENT)
    assert isinstance(fault, FolderNotWritable)
    assert "(Permission denied)" in str(fault)


def test_missing_build_is_named() -> None:
    fault = fault_of_output(NOT_OFFERED, ENVIRONMENT)
    assert isinstance(fault, NotOffered)
    assert "found no tiny>=1 for Python 3" in str(fault)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: first\nERROR: the reason\nHINT: a hint\n", "“ERROR: the reason”"),
        ("no module named pip\n\n", "“no module named pip”"),
        ("", "“no output at all”"),
    ],
)
def test_other_output_gives_last_line(output: str, sentence: str) -> None:
    fault = fault_of_output(output, ENVIRONMENT)
    assert isinstance(fault, StepFailed)
    assert sentence in str(fault)
    assert str(ENVIRONMENT.log) in str(fault)
