"""A fault in what Qt calls is reported, and Qt goes on.

Qt often calls an override within a call of ours: a window that is resized resizes its parts. PySide
then keeps an error that the override raises until that call returns, and meanwhile calls further
overrides with the error pending: the process ended there. With Python 3.11 it ended as well when
PySide added the name of the override to an error that C had raised, such as that of ``int("x")``,
whose text is no exception yet. So no event handler lets an error out.
"""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

Handler = TypeVar("Handler")
Arguments = ParamSpec("Arguments")


def reporting(
    handle: Callable[Concatenate[Handler, Arguments], None],
) -> Callable[Concatenate[Handler, Arguments], None]:
    """Return an override that reports what ``handle`` raises, as an error of a slot is reported."""

    @wraps(handle)
    def handled(self: Handler, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        try:
            handle(self, *arguments, **named)
        except Exception as error:
            report(error)

    return handled


def reporting_as_unhandled(
    handle: Callable[Concatenate[Handler, Arguments], bool],
) -> Callable[Concatenate[Handler, Arguments], bool]:
    """Return an override that reports what ``handle`` raises, and then leaves the event to Qt."""

    @wraps(handle)
    def handled(self: Handler, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> bool:
        try:
            return handle(self, *arguments, **named)
        except Exception as error:
            report(error)
            return False

    return handled


def report(error: Exception) -> None:
    """Report an error as that of a slot is reported.

    A handler that is called several times for each edit has its own ``try`` rather than a
    decorator, which would double its calls.
    """
    sys.excepthook(type(error), error, error.__traceback__)
