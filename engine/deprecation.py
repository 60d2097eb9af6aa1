"""Old names of the public functions' parameters, kept for one release."""

import functools
import warnings
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def renamed_parameter(old: str, new: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function still be called with the old name of a parameter, with a warning."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*arguments: P.args, **options: P.kwargs) -> R:
            if old in options:
                warn_of_rename(f"{function.__name__}(…, {old}=…)", f"{new}=…")
                options[new] = options.pop(old)
            return function(*arguments, **options)

        return call

    return decorate


def warn_of_rename(old: str, new: str) -> None:
    """Warn the caller of a caller that an old name will be gone in the next release."""
    warnings.warn(f"{old} is now {new}", DeprecationWarning, stacklevel=3)
