"""Reads a whole file into an experiment, in a worker thread."""

from dataclasses import dataclass, replace
from pathlib import Path

from engine import Problem, Settings
from engine.reading.choices import Choices
from engine.reading.importing import import_table
from engine.reading.tables import Table

from ..counts import counted
from ..document.changes import MOST_CELLS
from ..document.experiment import Experiment
from ..errand import Tell
from ..errors import TableTooLarge
from ..shown import shown
from ..suited import suited_to

READING_SHARE = 0.98
"""Share of the progress bar for reading. The rest is for finding η and h (measured: 6 to 8 %)."""


@dataclass(frozen=True, eq=False)
class Imported:
    """An experiment read from a file, with a learning rate and h that suit its table."""

    experiment: Experiment

    def replace_experiment(self, now: Experiment) -> Experiment:
        """Return the experiment that replaces `now`; keep its settings except η and h."""
        own = self.experiment.settings
        settings = replace(now.settings, learning_rate=own.learning_rate, h=own.h)
        return replace(self.experiment, settings=settings, noted=settings)


def import_experiment(
    path: Path, read_options: Choices, settings: Settings, report: Tell = lambda _: None
) -> Imported:
    """Read the chosen columns, the last of which is Y; raises what `import_table` raises.

    `report` is called with the fraction done, and may raise to cancel.
    """
    table = import_table(path, read_options, lambda done: report(READING_SHARE * done))
    rows, columns = table.values.shape
    if rows * columns > MOST_CELLS:
        raise TableTooLarge(rows, columns - 1, MOST_CELLS)
    problem = Problem(table.values[:, :-1], table.values[:, -1:])
    report(READING_SHARE)
    suitable = suited_to(problem, settings)
    return Imported(Experiment.of(problem, suitable, path.stem, _note(path, table), table.names))


def _note(path: Path, table: Table) -> str:
    rows, columns = table.values.shape
    parts = [counted(rows, "row"), counted(columns - 1, "input")]
    if table.names and table.names[-1]:
        parts.append(f"output {shown(table.names[-1])}")
    note = f"Imported from {shown(path.name)}: {', '.join(parts)}"
    if table.skipped:
        note += f"; {counted(table.skipped, 'row')} skipped"
    return f"{note}."
