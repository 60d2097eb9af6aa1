"""Reads a whole file into an experiment, in a worker thread."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from engine import Problem, Settings
from engine.matrix import check_size
from engine.reading.layout import LevelColumn
from engine.reading.options import ReadOptions
from engine.reading.preview import Preview, preview
from engine.reading.tables import Table, import_table

from ..background import OnProgress
from ..document.experiment import Experiment
from ..document.ones import ADDED, has_ones, with_ones
from ..document.suggested_settings import suggest_settings
from ..text.names import elide_name
from ..text.setting_texts import reason_of_h
from ..text.translation import plural, translate, translated
from .errors import FileChanged
from .plan import ROWS_SHOWN

READING_SHARE = 0.98
"""Share of the progress bar for reading. The rest is for finding η and h (measured: 6 to 8 %)."""


@dataclass(frozen=True, eq=False)
class ImportResult:
    """An experiment read from a file, with a learning rate and h that suit its table."""

    experiment: Experiment

    def replace_experiment(self, now: Experiment) -> Experiment:
        """Return the experiment that replaces ``now``, whose settings were for another table."""
        del now
        return self.experiment


def import_experiment(
    path: Path,
    read_options: ReadOptions,
    settings: Settings,
    report: OnProgress = lambda _: None,
    notes: Sequence[str] = (),
    *,
    adds_ones: bool = False,
) -> ImportResult:
    """Read the chosen columns, the last of which is Y; raises what ``import_table`` raises.

    ``report`` is called with the fraction done, and may raise to cancel. ``notes`` say what was
    done so that the file is a table; those of the table follow, then which h was chosen and why.
    They are lines of the experiment's note, below what was imported. ``adds_ones`` gives a table
    without a column of ones one.
    """
    table = import_table(path, read_options, lambda done: report(READING_SHARE * done))
    rows, columns = table.values.shape
    check_size(rows, columns - 1)
    A, names = table.values[:, :-1], table.names
    if adds_ones and not has_ones(A):
        check_size(rows, columns)
        A, names = with_ones(A, names)
        notes = (*notes, ADDED)
    problem = Problem(A, table.values[:, -1:])
    report(READING_SHARE)
    suitable = suggest_settings(problem, settings)
    note = "\n".join((_note(path, table, notes), *reason_of_h(suitable)))
    experiment = Experiment.of(problem, suitable, path.stem, note, names)
    if any(table.levels):
        experiment = with_levels(experiment, table.levels[:-1])
    experiment.look_through()
    return ImportResult(experiment)


def with_levels(experiment: Experiment, levels: Sequence[LevelColumn | None]) -> Experiment:
    """Describe the last columns of A as the levels of categories that they are of."""
    from engine.terms import BadTerm, CategoryTerm  # loaded on use: few tables have categories

    inputs = list(experiment.inputs)
    for k, level in enumerate(levels, start=len(inputs) - len(levels)):
        if level is not None:
            with suppress(BadTerm):  # a level too long to describe; the column is plain then
                term = CategoryTerm(*level, level.levels[0])
                inputs[k] = replace(inputs[k], term=term)
    return replace(experiment, inputs=tuple(inputs))


ROWS = plural("importing", "{n} rows", "{n} row", 1)
INPUTS = plural("importing", "{n} inputs", "{n} input", 1)
IMPORTED = translate("importing", "Imported from {file}: {rows}, {inputs}.")
IMPORTED_WITH_OUTPUT = translate(
    "importing", "Imported from {file}: {rows}, {inputs}, output {output}."
)
IMPORTED_IN_PART = translate(
    "importing", "Imported from {file}: {rows}, {inputs}; {skipped} skipped."
)
IMPORTED_IN_PART_WITH_OUTPUT = translate(
    "importing", "Imported from {file}: {rows}, {inputs}, output {output}; {skipped} skipped."
)


def _note(path: Path, table: Table, notes: Sequence[str]) -> str:
    rows, columns = table.values.shape
    output = elide_name(table.names[-1]) if table.names else ""
    form = IMPORTED_WITH_OUTPUT if output else IMPORTED
    if table.skipped:
        form = IMPORTED_IN_PART_WITH_OUTPUT if output else IMPORTED_IN_PART
    note = form.format(
        file=elide_name(path.name),
        rows=ROWS(rows),
        inputs=INPUTS(columns - 1),
        output=output,
        skipped=ROWS(table.skipped),
    )
    return "\n".join((note, *dict.fromkeys(map(translated, (*notes, *table.notes)))))


Stamp = tuple[int, int]


@dataclass(frozen=True, eq=False)
class FileSnapshot:
    """The preview of a file read with some options; ``stamp`` is its size and modification time."""

    path: Path
    read_options: ReadOptions
    preview: Preview
    stamp: Stamp | None

    @classmethod
    def take(cls, path: Path, read_options: ReadOptions) -> "FileSnapshot":
        """Read the first rows; raises BadTable."""
        stamp = _stamp(path)  # before reading, or a change during it would go unnoticed
        return cls(path, read_options, preview(path, read_options, ROWS_SHOWN), stamp)

    def check_unchanged(self) -> None:
        """Raise FileChanged if the columns have changed; added rows do no harm."""
        if _stamp(self.path) == self.stamp:
            return
        if FileSnapshot.take(self.path, self.read_options).differs_from(self):
            raise FileChanged(self.path)

    def differs_from(self, other: "FileSnapshot | None") -> bool:
        """Return whether the same options gave other columns or other guesses."""
        return (
            other is not None
            and self.read_options == other.read_options
            and _columns(self.preview) != _columns(other.preview)
        )


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:  # reported when the file is read
        return None
    return status.st_size, status.st_mtime_ns


def _columns(found: Preview) -> tuple[object, ...]:
    return found.options, found.sheets, found.names, found.width
