"""A property that is computed once, and holds up no other thread meanwhile.

``functools.cached_property`` of Python 3.11 has one lock for all objects of a class. While a run
computed the exact gradient of a large table, the window waited for up to 1.7 s to read the one of
another frame, which was there. Python 3.12 has no such lock either.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class cached_property(Generic[Value]):  # noqa: N801 - named as the one it stands for
    """A method as a property that keeps its value.

    Two threads that ask an object for the first time at once both compute it, and either value
    stays.

    Parameters
    ----------
    compute : callable
        Takes the object, and returns the value. What it raises is not kept.

    Examples
    --------
    >>> class Circle:
    ...     radius = 2
    ...
    ...     @cached_property
    ...     def diameter(self) -> int:
    ...         return 2 * self.radius
    >>> circle = Circle()
    >>> circle.diameter
    4
    >>> circle.radius = 3
    >>> circle.diameter
    4
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> Self | Value:
        """Compute the value; the next time Python finds it in the object itself."""
        if instance is None:
            return self
        value = self._compute(instance)
        instance.__dict__[self._name] = value
        return value
