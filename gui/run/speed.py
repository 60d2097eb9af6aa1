"""How fast a run goes, steadied so that the figure can be read."""

STEADY_SECONDS = 0.5


class Rate:
    """Epochs a second over the last half second or so."""

    def __init__(self) -> None:
        self._epoch = 0
        self._since: float | None = None
        self._rate: float | None = None

    def restart(self) -> None:
        """Forget the past, as when a run begins or goes on after a pause."""
        self._since = self._rate = None

    def update(self, epoch: int, seconds: float) -> float | None:
        """Note the epoch reached at a time; return epochs a second, None while unknown."""
        if self._since is None:
            self._epoch, self._since = epoch, seconds
        elif seconds - self._since >= STEADY_SECONDS:
            self._rate = (epoch - self._epoch) / (seconds - self._since)
            self._epoch, self._since = epoch, seconds
        return self._rate
