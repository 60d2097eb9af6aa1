"""What the engine needs, looked at before all else: a Python that reads it, and numpy."""

# Kept to what the oldest Python reads, so that it can say that it is too old.
import sys

_NUMPY_SERIES = 2
_lacking = ""
if sys.version_info < (3, 11):  # noqa: UP036
    _lacking = "Python 3.11 or newer, and this is Python %d.%d" % sys.version_info[:2]  # noqa: UP031
else:
    try:
        from numpy.version import version as _found
    except ImportError:
        _lacking = "numpy: install it with python3 -m pip install numpy"
    else:
        if int(_found.split(".")[0]) < _NUMPY_SERIES:
            _lacking = "numpy %d or newer, and this is numpy %s" % (_NUMPY_SERIES, _found)  # noqa: UP031

if _lacking:
    _sentence = "Secant's engine needs " + _lacking + "."
    if sys.argv[:1] == ["-m"]:  # being started as a program: a sentence, not a traceback
        sys.stderr.write(_sentence + "\n")
        sys.exit(2)
    raise ImportError(_sentence)
