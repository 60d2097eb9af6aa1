"""Where a run with momentum comes to rest: known from the anchor alone.

A run that is paused and goes on has to take the same walks, or the last digits of its buffer would
differ. So a run of a given number of epochs looks for rest at each anchor afresh.
"""

from ..frame import Anchor
from ..methods.arrival import ArrivalAtRest
from ..methods.closed_form import EpochsAhead
from ..methods.segment import boundary_after, is_boundary
from ..methods.walk import Walk


class MomentumArrival(ArrivalAtRest):
    """How one run of heavy ball or Nesterov on the modes path comes to rest."""

    def goal(self, closed_form: EpochsAhead, anchor: Anchor, epoch: int, boundary: int) -> int:
        """Return the epoch to go to for coming to rest, or the boundary if it is not before."""
        if self._settings.until_converged:
            return super().goal(closed_form, anchor, epoch, boundary)
        if self._has_arrived(closed_form, anchor):
            return boundary
        time = self._rest(closed_form).first(epoch - anchor.epoch, boundary - anchor.epoch)
        return boundary if time is None else anchor.epoch + time

    def goes_on(self, closed_form: EpochsAhead, anchor: Anchor, epoch: int) -> bool:
        """Return whether a run that is paused at an epoch goes on counting from its anchor.

        Where it comes to rest, an unpaused one counts anew.
        """
        boundary = boundary_after(anchor.epoch)
        return self.goal(closed_form, anchor, anchor.epoch, boundary) > epoch

    def _walk_from(self, closed_form: EpochsAhead, anchor: Anchor) -> Walk | None:
        """Return the walk from an anchor at rest."""
        if self._settings.until_converged:
            return super()._walk_from(closed_form, anchor)
        if not self._has_arrived(closed_form, anchor):
            return None
        if anchor is not self._anchor:
            self._anchor, self._walk = anchor, self._walker.walk(anchor)
        return self._walk

    def _has_arrived(self, closed_form: EpochsAhead, anchor: Anchor) -> bool:
        """Return whether a segment begins at an anchor because the path may be at rest there."""
        return not is_boundary(anchor.epoch) or self.is_at_rest(closed_form, 0)
