"""Turn what went wrong during setup into the fault that names the cause."""

import errno
import platform
import re
import sys

from .environment import Environment
from .errors import DiskFull, EnvironmentFault, FolderNotWritable, NoNetwork, NotOffered, StepFailed

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NETWORK = re.compile(
    r"connection broken by|ConnectionError|ConnectionResetError|NameResolutionError|HTTP error 5|"
    r"ConnectTimeout|ReadTimeout|ProxyError|SSLError|HTTPSConnectionPool|IncompleteRead"
)
_NOT_OFFERED = re.compile(r"No matching distribution found for (.+)")
_ERROR_NUMBER = re.compile(r"\[Errno (\d+)\] ([^:\n]+)")


def fault_of_error(error: OSError, environment: Environment) -> EnvironmentFault:
    """Return the fault for an error of the file system."""
    if error.errno in _FULL:
        return DiskFull(environment.folder)
    return FolderNotWritable(environment.folder, error.strerror or str(error))


def fault_of_output(output: str, environment: Environment) -> EnvironmentFault:
    """Return the fault for a failed step, judged by what it printed."""
    numbers = {int(number): reason for number, reason in _ERROR_NUMBER.findall(output)}
    if _FULL & numbers.keys():
        return DiskFull(environment.folder)
    # Checked before _REFUSED: a connection that the system forbids also reports EACCES or EPERM.
    if _NETWORK.search(output):
        return NoNetwork(environment.log)
    if refused := _REFUSED & numbers.keys():
        return FolderNotWritable(environment.folder, numbers[min(refused)])
    if missing := _NOT_OFFERED.search(output):
        machine = f"{sys.platform} {platform.machine()}"
        return NotOffered(missing[1], platform.python_version(), machine)
    return StepFailed(_last_line(output), environment.log)


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return next(reversed(errors or lines), "no output at all")
