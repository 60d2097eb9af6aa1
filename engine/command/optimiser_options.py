"""The options of the optimiser and of the schedule of η."""

import argparse

from ..optimisers.kinds import Optimiser, Schedule
from ..settings import Settings
from .numbers import number, whole

_HELP = {
    "momentum": ("β", "share of the buffer that is kept, of heavy ball and nesterov"),
    "dampening": ("τ", "share of the slopes that heavy ball leaves out of its buffer"),
    "beta1": ("β₁", "share of the mean slopes that adam and adamw keep"),
    "beta2": ("β₂", "share of the mean squares that adam and adamw keep"),
    "alpha": ("α", "share of the mean squares that rmsprop keeps"),
    "epsilon": ("ε", "added to the root that rmsprop, adam, adamw and adagrad divide by"),
    "weight_decay": ("λ", "adamw first takes η·λ·W away"),
    "schedule_every": ("N", "epochs after which step lowers η"),
    "schedule_factor": ("γ", "what step and exponential multiply η by"),
    "schedule_epochs": ("N", "epochs in which cosine lowers η"),
    "schedule_least": ("η", "to what cosine lowers η"),
    "schedule_rate": ("k", "inverse divides η by 1 + k·t after t epochs"),
}
_WHOLE = ("schedule_every", "schedule_epochs")
OPTIMISATION = ("optimiser", "schedule", *_HELP)
"""The settings that these options are, by their names."""


def add_optimiser_options(parser: argparse.ArgumentParser) -> None:
    """Add the options, with the usual values of the settings."""
    usual, add = Settings(), parser.add_argument
    optimisers, schedules = ("|".join(kind) for kind in (Optimiser, Schedule))
    add("--optimiser", default=usual.optimiser, metavar=optimisers, help="(default plain)")
    add("--schedule", default=usual.schedule, metavar=schedules, help="of η (default constant)")
    for name, (symbol, meaning) in _HELP.items():
        value = getattr(usual, name)
        add(
            f"--{name.replace('_', '-')}",
            type=whole if name in _WHOLE else number,
            default=value,
            metavar=symbol,
            help=f"{meaning} (default {'those of the run' if value is None else value})",
        )
