"""Checks what the engine needs before anything else is imported: Python and numpy."""

# Written so that even an old Python can read it, and report that it is too old.
import sys

# numpy 2.0 is the first with vecdot.
_NUMPY_SERIES = 2
_missing = ""
if sys.version_info < (3, 11):  # noqa: UP036
    _missing = "Python 3.11 or newer, and this is Python %d.%d" % sys.version_info[:2]  # noqa: UP031
else:
    try:
        from numpy.version import version as _found
    except ImportError:
        _missing = "numpy: install it with python3 -m pip install numpy"
    except UnicodeEncodeError:
        # numpy 2.5, if its folder has letters that the locale lacks.
        _missing = "a locale with the letters of its folder: set PYTHONUTF8=1"
    else:
        if int(_found.split(".")[0]) < _NUMPY_SERIES:
            _missing = "numpy %d or newer, and this is numpy %s" % (_NUMPY_SERIES, _found)  # noqa: UP031

if _missing:
    _sentence = "Secant's engine needs " + _missing + "."
    if sys.argv[:1] == ["-m"]:  # started as a program: print a sentence, not a traceback
        sys.stderr.write(_sentence + "\n")
        sys.exit(2)
    raise ImportError(_sentence)
