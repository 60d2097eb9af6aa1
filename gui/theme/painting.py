"""A fault in a paint is reported, and Qt goes on.

Qt often paints within a call of ours. PySide then keeps an error that a paint raises until that
call returns, and meanwhile calls further overrides with the error pending: the process ended there.
"""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

Painted = TypeVar("Painted")
Arguments = ParamSpec("Arguments")


def reporting(
    paint: Callable[Concatenate[Painted, Arguments], None],
) -> Callable[Concatenate[Painted, Arguments], None]:
    """Return an override that reports what ``paint`` raises, as an error of a slot is reported."""

    @wraps(paint)
    def painted(self: Painted, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        try:
            paint(self, *arguments, **named)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)

    return painted
