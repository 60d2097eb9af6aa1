"""The names of the optimisers and of the schedules of η, and which settings each of them uses."""

from enum import StrEnum

from ..errors import BadSetting
from ..language.lists import one_of


class Optimiser(StrEnum):
    """What an epoch makes of the slopes δW."""

    PLAIN = "plain"
    HEAVY_BALL = "heavy ball"
    NESTEROV = "nesterov"
    RMSPROP = "rmsprop"
    ADAM = "adam"
    ADAMW = "adamw"
    ADAGRAD = "adagrad"

    @property
    def uses(self) -> tuple[str, ...]:
        """The settings that it uses beside η."""
        return _USED_BY_OPTIMISER[self]

    @classmethod
    def _missing_(cls, value: object) -> "Optimiser":
        raise BadSetting("optimiser", value, one_of(list(cls)))


class Schedule(StrEnum):
    """How η changes from epoch to epoch."""

    CONSTANT = "constant"
    STEP = "step"
    EXPONENTIAL = "exponential"
    COSINE = "cosine"
    INVERSE = "inverse"

    @property
    def uses(self) -> tuple[str, ...]:
        """The settings that it uses beside η."""
        return _USED_BY_SCHEDULE[self]

    @classmethod
    def _missing_(cls, value: object) -> "Schedule":
        raise BadSetting("schedule", value, one_of(list(cls)))


LIMITLESS = (Optimiser.RMSPROP, Optimiser.ADAM, Optimiser.ADAMW, Optimiser.ADAGRAD)
"""Those that divide slopes by their own size, so that no limit of η is known before a run."""
_USED_BY_OPTIMISER: dict[Optimiser, tuple[str, ...]] = {
    Optimiser.PLAIN: (),
    Optimiser.HEAVY_BALL: ("momentum", "dampening"),
    Optimiser.NESTEROV: ("momentum",),
    Optimiser.RMSPROP: ("alpha", "epsilon"),
    Optimiser.ADAM: ("beta1", "beta2", "epsilon"),
    Optimiser.ADAMW: ("beta1", "beta2", "epsilon", "weight_decay"),
    Optimiser.ADAGRAD: ("epsilon",),
}
_USED_BY_SCHEDULE: dict[Schedule, tuple[str, ...]] = {
    Schedule.CONSTANT: (),
    Schedule.STEP: ("schedule_every", "schedule_factor"),
    Schedule.EXPONENTIAL: ("schedule_factor",),
    Schedule.COSINE: ("schedule_epochs", "schedule_least"),
    Schedule.INVERSE: ("schedule_rate",),
}
