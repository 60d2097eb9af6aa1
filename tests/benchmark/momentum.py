"""A million epochs of heavy ball, every loss kept, against torch.optim and a compiled scan."""

import sys
from importlib.util import find_spec

from . import ours
from .lane import own_process
from .measure import Measure
from .peers import HINT, Peer, jax_momentum, torch_momentum
from .race import Race
from .task import Shape

# The peers are timed over so many epochs at least, and each epoch of a million taken as long.
LEAST_EPOCHS = 200
PEERS = (
    Peer("torch.optim.SGD with momentum", "torch", torch_momentum.prepare),
    Peer("jax.lax.scan with momentum", "jax", jax_momentum.prepare),
)
PROMISES: dict[Shape, dict[str, float]] = {
    (1000, 10): {"torch": 5000, "jax": 500},
    (100_000, 20): {"torch": 70_000, "jax": 5000},
}


def momentum_measures() -> list[Measure]:
    """Measure both shapes; for a missing library, print how to install it."""
    missing = [peer.library for peer in PEERS if not find_spec(peer.library)]
    sys.stderr.writelines(f"{HINT.format(each, sys.executable)}\n" for each in missing)
    peers = [peer for peer in PEERS if peer.library not in missing]
    return [measure for shape in PROMISES for measure in _measures(shape, peers)]


def _measures(shape: Shape, peers: list[Peer]) -> list[Measure]:
    what = "heavy ball {}×{}".format(*shape)
    with own_process() as process:
        race = Race(process, shape, ours.prepare_heavy_ball)
        times = [race.against(peer.prepare, LEAST_EPOCHS) for peer in peers]
        return [
            Measure(what, race.pace() * 1e9, "ns/epoch"),
            *(
                Measure(
                    f"{what} against {peer.name}",
                    figure,
                    "×",
                    at_least=PROMISES[shape][peer.library],
                )
                for peer, figure in zip(peers, times, strict=True)
            ),
        ]
