"""From what went wrong during the set-up to the sentence that says so."""

import errno
import platform
import re
import sys

from . import errors
from .environment import Environment
from .errors import EnvironmentFault

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NETWORK = re.compile(
    r"connection broken by|ConnectionError|ConnectionResetError|NameResolutionError|HTTP error 5|"
    r"ConnectTimeout|ReadTimeout|ProxyError|SSLError|HTTPSConnectionPool|IncompleteRead"
)
_NOT_OFFERED = re.compile(r"No matching distribution found for (.+)")
_ERROR_NUMBER = re.compile(r"\[Errno (\d+)\] ([^:\n]+)")


def fault_of_error(error: OSError, environment: Environment) -> EnvironmentFault:
    """Return the fault behind an error that the file system reported."""
    if error.errno in _FULL:
        return errors.DiskFull(environment.folder)
    return errors.FolderNotWritable(environment.folder, error.strerror or str(error))


def fault_of_output(output: str, environment: Environment) -> EnvironmentFault:
    """Return the fault behind a failed step, judged by what it printed."""
    numbers = {int(number): reason for number, reason in _ERROR_NUMBER.findall(output)}
    if _FULL & numbers.keys():
        return errors.DiskFull(environment.folder)
    # Before the numbers of refusal: a connection that the system forbids has one of them too.
    if _NETWORK.search(output):
        return errors.NoNetwork(environment.log)
    if refused := _REFUSED & numbers.keys():
        return errors.FolderNotWritable(environment.folder, numbers[min(refused)])
    if absent := _NOT_OFFERED.search(output):
        machine = f"{sys.platform} {platform.machine()}"
        return errors.NotOffered(absent[1], platform.python_version(), machine)
    return errors.StepFailed(_last_words(output), environment.log)


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith("ERROR")]
    return next(reversed(complaints or lines), "no output at all")
