"""The table of the kept runs as CSV; every number reads back bit for bit."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import numpy as np

from ..archive.kept_run import KeptRun
from ..settings import Settings, StepH
from .csv import COMMA_AND_POINT, Column, Dialect, KnownNumbers, named_columns


def runs_csv(runs: Sequence[KeptRun], dialect: Dialect = COMMA_AND_POINT) -> Iterator[bytes]:
    """Write one row per kept run: its settings, its epochs, and what it came to.

    Parameters
    ----------
    runs : sequence of KeptRun
        At least one.
    dialect : Dialect
        The separator, decimal mark and encoding.

    Returns
    -------
    iterator of bytes
        Pieces of the file, for ``write_whole``. A number that is not known has an empty cell.
    """
    settings = [run.settings for run in runs]
    columns: dict[str, Column] = {
        "run": np.array([run.number for run in runs]),
        "name": [run.name for run in runs],
        "kept": ["yes" if run.pinned else "no" for run in runs],
        "learning_rate": np.array([each.fixed_learning_rate for each in settings]),
        "h": [_written_steps(each.h, dialect) for each in settings],
        "difference": [each.difference.value for each in settings],
        "optimiser": [each.optimiser.value for each in settings],
        "momentum": _known([_momentum(each) for each in settings]),
        "schedule": [each.schedule.value for each in settings],
        "columns": ["scaled" if each.scale_columns else "original" for each in settings],
        "loss_function": [each.loss for each in settings],
        "epochs": np.array([run.epochs for run in runs], dtype=object),
        "seconds": np.array([run.seconds for run in runs]),
        "loss": _known([run.loss for run in runs]),
        "least_possible": _known([np.nan if r.least is None else r.least for r in runs]),
        "gap": _known([run.gap for run in runs]),
        "ending": [run.ending for run in runs],
        "earlier_settings": [_written_changes(run, dialect) for run in runs],
    }
    return named_columns(columns, dialect)


def _written_changes(run: KeptRun, dialect: Dialect) -> str:
    """Write what the settings were up to an epoch: ``300: optimiser plain``; often nothing."""
    written = []
    for each in run.earlier:
        before, now = asdict(each.settings), asdict(run.settings)
        names = [name for name in before if before[name] != now[name]]
        values = ", ".join(f"{name} {_written_value(before[name], dialect)}" for name in names)
        written.append(f"{each.until}: {values}")
    return "; ".join(written)


def _written_value(value: object, dialect: Dialect) -> str:
    if isinstance(value, float):
        return repr(value).replace(".", dialect.decimal)
    return _written_steps(value, dialect) if isinstance(value, tuple) else str(value)


def _momentum(settings: Settings) -> float:
    return settings.momentum if "momentum" in settings.optimiser.uses else np.nan


def _written_steps(h: StepH, dialect: Dialect) -> str:
    """Write the step h, or those of the weights one after the other."""
    steps = h if isinstance(h, tuple) else (h,)
    return " ".join(repr(each).replace(".", dialect.decimal) for each in steps)


def _known(values: Sequence[float]) -> KnownNumbers:
    return KnownNumbers(np.array(values))
