"""The speed of a run, averaged so that the number can be read."""

STEADY_SECONDS = 0.5
"""Long enough that the digits can be read, short enough to follow a change of speed."""


class Rate:
    """Epochs a second, averaged over about half a second."""

    def __init__(self) -> None:
        self._epoch = 0
        self._since: float | None = None
        self._rate: float | None = None

    def restart(self) -> None:
        """Forget the past: a run begins or is resumed."""
        self._since = self._rate = None

    def update(self, epoch: int, seconds: float) -> float | None:
        """Note the epoch reached at a time; return epochs a second, None if not yet known.

        The epoch may be the same again, when only the window is refreshed.
        """
        if self._since is None:
            self._epoch, self._since = epoch, seconds
        elif epoch > self._epoch and seconds - self._since >= STEADY_SECONDS:
            self._rate = (epoch - self._epoch) / (seconds - self._since)
            self._epoch, self._since = epoch, seconds
        return self._rate
