"""W between two keyframes, to be shown until the exact one is computed."""

import numpy as np

from ..matrix import Matrix
from ..trace import Keyframes


def between(keyframes: Keyframes, epoch: int, latest: int, W: Matrix) -> Matrix:
    """Return W (j, 1) at an epoch, on the straight line from the keyframe before it to the next.

    Parameters
    ----------
    keyframes : Keyframes
        Those of the run, of which at least one is at the epoch or before it.
    epoch : int
        From the first keyframe to the latest epoch.
    latest : int
        The epoch that the run has reached, which follows the last keyframe.
    W : ndarray, shape (j, 1)
        The weights there.

    Returns
    -------
    ndarray, shape (j, 1)
        Exact at keyframes, and in the units of the table everywhere.
    """
    before = max(int(np.searchsorted(keyframes.epoch, epoch, side="right")) - 1, 0)
    first = int(keyframes.epoch[before])
    start: Matrix = keyframes.W[before].reshape(-1, 1)
    last, end = latest, W
    if before + 1 < len(keyframes):
        last, end = int(keyframes.epoch[before + 1]), keyframes.W[before + 1].reshape(-1, 1)
    if last <= first or epoch <= first:
        return start
    share = (epoch - first) / (last - first)
    line: Matrix = (1 - share) * start + share * end
    return line
