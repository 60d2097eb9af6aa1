"""The same recurrence in other libraries, each written as well as that library allows, in float64.

Each module has ``prepare(task)``, which returns a function that runs some epochs and returns
every loss. Compilation counts as preparation and is not timed. A library is imported only inside
``prepare``, so that importing these modules is cheap and needs none of them.
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
    """One way to compute the task, and the library that it needs."""

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
    """Return the peers whose libraries are installed."""
    return [peer for peer in PEERS if find_spec(peer.library)]


def hints() -> list[str]:
    """Return, for each missing library, how to install it."""
    libraries = dict.fromkeys(peer.library for peer in PEERS)
    return [HINT.format(library, sys.executable) for library in libraries if not find_spec(library)]
