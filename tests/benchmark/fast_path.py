"""Every loss of a million epochs, against the published loop and the installed libraries."""

import sys
from dataclasses import dataclass, field

from . import published_loop
from .lane import own_process
from .measure import Measure
from .peers import Peer, hints, installed
from .race import Race
from .task import Shape

NONE = float("-inf")


@dataclass(frozen=True)
class Promise:
    """How many times faster than the loop, the fastest peer, and the peers of each library."""

    shape: Shape
    loop: float
    fastest: float = NONE
    library: dict[str, float] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """The start of the measure's name in the table."""
        return "fast path {}×{}".format(*self.shape)


PROMISES = (
    Promise((3, 3), 2000, library={"numba": 2, "jax": 5}),
    Promise((1000, 10), 10_000, fastest=200),
    Promise((100_000, 20), 100_000, fastest=5000),
    Promise((1000, 100), 10_000, fastest=50),
)


def fast_path_measures() -> list[Measure]:
    """Measure all shapes; for a missing library, print how to install it."""
    sys.stderr.writelines(f"{hint}\n" for hint in hints())
    return [measure for promise in PROMISES for measure in _measures(promise, installed())]


def _measures(promise: Promise, peers: list[Peer]) -> list[Measure]:
    with own_process() as process:
        race = Race(process, promise.shape)
        loop = race.against(published_loop.prepare)
        times = {peer: race.against(peer.prepare) for peer in peers}
        return [
            Measure(promise.what, race.pace() * 1e9, "ns/epoch"),
            _against("the published loop", loop, promise, promise.loop),
            *against_all(times, promise),
        ]


def against_all(times: dict[Peer, float], promise: Promise) -> list[Measure]:
    """Return how many times longer each peer takes, and the fastest of them."""
    measures = [
        _against(peer.name, figure, promise, promise.library.get(peer.library, NONE))
        for peer, figure in times.items()
    ]
    if times:
        fastest = min(times.values())
        measures.append(_against("the fastest of these", fastest, promise, promise.fastest))
    return measures


def _against(peer: str, figure: float, promise: Promise, at_least: float) -> Measure:
    return Measure(f"{promise.what} against {peer}", figure, "×", at_least=at_least)
