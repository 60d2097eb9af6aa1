"""A sweep that is asked for, and how it is computed in a thread."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter

from engine import Precision, Settings
from engine.cancelling import IsCancelled
from engine.methods.choose import MOST_REDUCED
from engine.sweep.result import Sweep, SweptSetting
from engine.sweep.sweep import sweep

from ..document.experiment import Experiment
from ..run.prepared_rows import PreparedRows
from ..run.run_state import with_possible_method

STEPS = 100
"""Steps of the progress that are reported: each is a signal to the window."""
SHOWN_SECONDS = 0.15
"""Between two pictures of a sweep that goes on: each takes the window 5 ms."""


@dataclass(frozen=True, eq=False)
class SweepRequest:
    """Which setting of an experiment is swept, and its values."""

    experiment: Experiment
    name: SweptSetting
    values: tuple[float, ...]

    @property
    def settings(self) -> Settings:
        """All other settings."""
        return self.experiment.settings

    def is_of(self, experiment: Experiment) -> bool:
        """Return whether an experiment would have the same sweep."""
        if not experiment.has_tables_of(self.experiment):
            return False
        one, other = (_but(each.settings, self.name) for each in (experiment, self.experiment))
        return one == other

    def run(
        self,
        prepared: PreparedRows,
        progress: Callable[[float], None],
        cancelled: IsCancelled,
        so_far: Callable[[Sweep], None] = lambda _: None,
    ) -> Sweep:
        """Return the sweep; raise Cancelled when cancelled, and EngineError if it is refused.

        ``so_far`` is called now and then with what is known of it already.
        """
        problem, settings = self.experiment.problem, self.settings
        is_reduced = settings.formula is None and settings.precision is Precision.DOUBLE
        triangle = None
        if is_reduced and problem.weights <= MOST_REDUCED:
            triangle = prepared.reduce(cancelled)
        told, shown = -1, perf_counter()

        def tell(fraction: float) -> None:
            nonlocal told
            if (step := int(STEPS * fraction)) > told:
                told = step
                progress(fraction)

        def show(found: Callable[[], Sweep]) -> None:
            nonlocal shown
            if (now := perf_counter()) - shown >= SHOWN_SECONDS:
                so_far(found())
                shown = now

        return sweep(
            *(problem, with_possible_method(settings), self.name, self.values),
            triangle=triangle,
            progress=tell,
            cancelled=cancelled,
            so_far=show,
        )


def _but(settings: Settings, name: SweptSetting) -> dict[str, object]:
    """Return all settings but one."""
    values = asdict(settings)
    del values[name.value]
    return values
