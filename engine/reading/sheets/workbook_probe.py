"""Load a workbook in a separate process first, because loading may kill the process.

python-calamine allocates every cell of a sheet up to the last one, and aborts if that fails. In a
damaged .xls file the last cell may be anywhere.
"""

import subprocess
import sys

# Allocating 20 million cells takes 2 s, and a sheet of an .xls file has at most 16.8 million.
LONGEST_SECONDS = 60
_DONE, _RAISED = 0, 1
# 2 GiB of memory: the largest .xls sheet needs 0.5 GB, at 32 bytes a cell.
_PROBE = f"""
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, ({2**31}, {2**31}))
except (ImportError, OSError, ValueError):
    pass
import python_calamine
book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""


def loads_safely(workbook: bytes) -> bool:
    """Return whether a process that reads all sheets of a workbook survives it.

    The workbook may still be damaged: then reading it raises an ordinary error.
    """
    command = [sys.executable, "-P", "-c", _PROBE]
    try:
        done = subprocess.run(
            command, input=workbook, capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    except OSError:  # no process can be started here, so the workbook is not probed
        return True
    return done.returncode in (_DONE, _RAISED)
