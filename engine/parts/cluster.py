"""Which cluster reduces the files of a table."""

from dataclasses import dataclass

from .watch import QUIET_SECONDS

LOCAL = "local"
"""The cluster of this machine: a process for each processor."""


@dataclass(frozen=True)
class Cluster:
    """Where files are reduced beside this process.

    Attributes
    ----------
    address : str
        The address of a scheduler, such as tcp://10.0.0.1:8786, or ``local``: one is started here,
        which only this machine can reach.
    workers : int, optional
        How many processes of a local one; one for each processor if not given.
    quiet_seconds : float
        How long nothing may be heard of any part before those that are missing are started anew.
    """

    address: str = LOCAL
    workers: int | None = None
    quiet_seconds: float = QUIET_SECONDS

    @property
    def is_local(self) -> bool:
        """Whether it is started on this machine, for this work alone."""
        return self.address == LOCAL
