"""How the engine stops long work: the work asks a callable, and raises when the answer is yes.

The caller passes an ``IsCancelled``. The work calls it once per block of rows, and raises
``Cancelled`` as soon as it returns True, so nothing half-done is returned.
"""

from collections.abc import Callable

IsCancelled = Callable[[], bool]
"""Returns True once the work is to stop. It is called often, so it must be fast."""


class Cancelled(Exception):
    """The caller cancelled the work. There is no result."""
