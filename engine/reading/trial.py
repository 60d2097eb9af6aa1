"""A workbook tried in a process of its own first, which may die of it.

python-calamine makes room for every cell of a sheet up to the last one, and ends the process where
there is none. In a damaged .xls, that cell may be anywhere.
"""

import subprocess
import sys

LONGEST_SECONDS = 60
_DONE, _RAISED = 0, 1
_TRIAL = f"""
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


def survives(workbook: bytes) -> bool:
    """Tell whether a process that reads all sheets of a workbook lives to tell the tale.

    It may well say that the workbook is broken: whoever reads it next hears that too.
    """
    command = [sys.executable, "-P", "-c", _TRIAL]
    try:
        done = subprocess.run(
            command, input=workbook, capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    except OSError:  # no process can be started here: then there is no trial
        return True
    return done.returncode in (_DONE, _RAISED)
