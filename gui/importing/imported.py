"""From a file to an experiment, all of it beside the window."""

from dataclasses import dataclass, replace
from pathlib import Path

from engine import Problem, Settings
from engine.reading.choices import Choices
from engine.reading.importing import import_table
from engine.reading.tables import Table

from ..background import OnProgress
from ..counts import counted
from ..document.changes import MOST_CELLS
from ..document.experiment import Experiment
from ..errors import TableTooLarge
from ..shown import shown
from ..suited import suited_to

READING_SHARE = 0.98


@dataclass(frozen=True, eq=False)
class Imported:
    """An experiment made of a file, whose settings suit its tables."""

    experiment: Experiment

    def taken(self, now: Experiment) -> Experiment:
        """Put it in place of what is there, of whose settings only η and h change."""
        mine = self.experiment.settings
        settings = replace(now.settings, learning_rate=mine.learning_rate, h=mine.h)
        return replace(self.experiment, settings=settings, noted=settings)


def import_experiment(
    path: Path, choices: Choices, settings: Settings, tell: OnProgress = lambda _: None
) -> Imported:
    """Read the columns chosen, the last of which is Y; raises what ``import_table`` does.

    ``tell`` hears the fraction done, and may raise to call it off.
    """
    table = import_table(path, choices, lambda done: tell(READING_SHARE * done))
    rows, columns = table.values.shape
    if rows * columns > MOST_CELLS:
        raise TableTooLarge(rows, columns - 1, MOST_CELLS)
    problem = Problem(table.values[:, :-1], table.values[:, -1:])
    tell(READING_SHARE)
    suited = suited_to(problem, settings)
    return Imported(Experiment.of(problem, suited, path.stem, _note(path, table), table.names))


def _note(path: Path, table: Table) -> str:
    rows, columns = table.values.shape
    parts = [counted(rows, "row"), counted(columns - 1, "input")]
    if table.names and table.names[-1]:
        parts.append(f"output {shown(table.names[-1])}")
    note = f"Imported from {shown(path.name)}: {', '.join(parts)}"
    if table.skipped:
        note += f"; {counted(table.skipped, 'row')} left out"
    return f"{note}."
