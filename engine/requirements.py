"""What the engine needs, looked at before all else: a Python that reads it, and numpy."""

# Written so that an old Python reads it too, and then says that it is too old.
import sys

NUMPY = (2, 0)

_lacking = ""
if sys.version_info < (3, 11):  # noqa: UP036
    _lacking = "Python 3.11 or newer, and this is Python %d.%d" % sys.version_info[:2]
else:
    try:
        from numpy.version import version as _version
    except ImportError:
        _lacking = "numpy: install it with python3 -m pip install numpy"
    else:
        if tuple(map(int, _version.split(".")[:2])) < NUMPY:
            _lacking = "numpy %d.%d or newer, and this is numpy %s" % (*NUMPY, _version)

if _lacking:
    _sentence = "Secant's engine needs " + _lacking + "."
    if sys.argv[:1] == ["-m"]:  # being started as a program: a sentence, not a traceback
        sys.stderr.write(_sentence + "\n")
        sys.exit(2)
    raise ImportError(_sentence)
