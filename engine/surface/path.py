"""The way of a run: the W that it recorded, and those at epochs 1, 10, 100 …"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..bins import Epochs
from ..frame import Frame
from ..matrix import Matrix
from ..trace import Keyframes

# Between two recorded epochs that are farther apart than this part of them, W is not interpolated.
FARTHEST = 0.05


@dataclass(frozen=True, eq=False)
class RunPath:
    """The W of a run, from its start to the latest.

    Attributes
    ----------
    epoch : ndarray, shape (n,)
    W : ndarray, shape (n, j)
        In the units of the table.
    """

    epoch: NDArray[np.float64]
    W: Matrix

    @classmethod
    def of(cls, keyframes: Keyframes, frame: Frame) -> "RunPath":
        """Return what a run has recorded, and its latest frame."""
        epochs: Epochs = keyframes.epoch
        W = keyframes.W.reshape(len(epochs), frame.W.shape[0])
        kept = epochs < frame.epoch
        if not kept.all():
            epochs, W = epochs[kept], W[kept]
        return cls(
            np.append(epochs.astype(np.float64), float(frame.epoch)),
            np.concatenate((W, frame.W.T.astype(np.float64))),
        )

    def __len__(self) -> int:
        return len(self.epoch)

    def thinned(self, most: int) -> "RunPath":
        """Return at most so many of them, at even steps of the logarithm of epochs from 1 on."""
        if len(self) <= most:
            return self
        wanted = np.geomspace(1.0, max(float(self.epoch[-1]), 1.0), most - 1)
        places = np.searchsorted(self.epoch, np.append(self.epoch[0], wanted))
        kept = np.unique(np.minimum(places, len(self) - 1))
        return RunPath(self.epoch[kept], self.W[kept])

    def decades(self) -> "RunPath":
        """Return the W at epochs 1, 10, 100 …, as far as they are recorded.

        One that lies closely between two recorded epochs is interpolated.
        """
        last = float(self.epoch[-1])
        found = [10.0**k for k in range(math.floor(math.log10(last)) + 1)] if last >= 1 else []
        after = np.searchsorted(self.epoch, found)
        epochs, W = [], []
        for epoch, place in zip(found, after.tolist(), strict=True):
            ahead = float(self.epoch[place])
            behind = ahead if ahead == epoch or place == 0 else float(self.epoch[place - 1])
            if ahead - behind > FARTHEST * epoch or not behind <= epoch <= ahead:
                continue
            share = (epoch - behind) / (ahead - behind) if ahead > behind else 1.0
            before = self.W[place] if ahead == behind else self.W[place - 1]
            epochs.append(epoch)
            W.append(before + share * (self.W[place] - before))
        return RunPath(np.array(epochs), np.array(W).reshape(len(epochs), self.W.shape[1]))
