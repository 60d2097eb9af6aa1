"""The same recurrence as other libraries would have it written, each at its best, in float64.

Whoever prepares a task returns what runs it for so many epochs and gives back every loss. What a
library compiles or keeps ready counts as preparation, and is not timed.
"""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import NamedTuple

from ..task import Run, Task
from . import (
    jax_scan,
    numba_gradient,
    numba_quotients,
    numba_threads,
    scipy_blas,
    scipy_quotients,
    torch_autograd,
)

HINT = '{} is not installed: {} -m pip install ".[bench]"'


class Peer(NamedTuple):
    """One way of doing it, and the library it takes."""

    name: str
    library: str
    prepare: Callable[[Task], Run]


PEERS = (
    Peer("numba's quotients", "numba", numba_quotients.prepare),
    Peer("numba's gradient", "numba", numba_gradient.prepare),
    Peer("numba's threads", "numba", numba_threads.prepare),
    Peer("jax.lax.scan", "jax", jax_scan.prepare),
    Peer("torch.autograd", "torch", torch_autograd.prepare),
    Peer("scipy's quotients", "scipy", scipy_quotients.prepare),
    Peer("scipy's BLAS", "scipy", scipy_blas.prepare),
)


def installed() -> list[Peer]:
    """Return the peers whose libraries are here."""
    return [peer for peer in PEERS if find_spec(peer.library)]


def hints() -> list[str]:
    """Say of every library that is not here how to get it."""
    libraries = dict.fromkeys(peer.library for peer in PEERS)
    return [HINT.format(library, sys.executable) for library in libraries if not find_spec(library)]
