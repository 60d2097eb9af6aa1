"""Reduces a table in many files to an experiment, in a worker thread."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine import Settings
from engine.parts.cluster import Cluster
from engine.parts.condensed_table import CondensedTable
from engine.parts.reduce_files import reduce_files
from engine.parts.shared_reading import SharedReading
from engine.problem import ReducedProblem
from engine.reading.options import ReadOptions
from engine.shortening import grouped

from ..background.task import Progress
from ..document.experiment import Experiment
from ..document.ones import ADDED, has_ones, with_ones
from ..document.suggested_settings import suggest_settings
from ..text.names import elide_name
from ..text.setting_texts import reason_of_h
from ..text.translation import plural, translated
from .result import INPUTS, READING_SHARE, ROWS, ImportResult

FROM_FILES = plural(
    "importing",
    "Imported from {n} files, the first of them {file}: {rows}, {inputs}.",
    "Imported from {n} file, {file}: {rows}, {inputs}.",
    1,
)
STAND_FOR = plural(
    "importing",
    "The {n} rows of the table stand for all {count}: their means, spreads and correlations, each "
    "loss and each figure of the fit are those of all rows.",
    "The {n} row of the table stands for all {count}: each loss and each figure of the fit is that "
    "of all rows.",
    1,
)
SKIPPED = plural("importing", "{n} rows were skipped.", "{n} row was skipped.", 1)


def import_many(
    paths: Sequence[Path],
    read_options: ReadOptions,
    settings: Settings,
    cluster: Cluster | None,
    report: Progress,
    notes: Sequence[str] = (),
    *,
    adds_ones: bool = False,
) -> ImportResult:
    """Read the chosen columns of all files, the last of which is Y; raises what reducing raises.

    Parameters
    ----------
    paths : sequence of Path
        The files, in their order.
    read_options : ReadOptions
        How the first one is read, and so all of them.
    settings : Settings
        Those to start from; η and h are fitted to the table.
    cluster : Cluster or None
        Where the files are reduced; None for here.
    report : Progress
        Called with the fraction done; it raises Cancelled.
    notes : sequence of str
        What was done so that the first file is a table.
    adds_ones : bool
        Whether a table without a column of ones gets one.
    """
    reading = SharedReading.of(paths[0], read_options, has_ones=True)
    part = reduce_files(
        paths,
        reading,
        cluster,
        progress=lambda done: report(READING_SHARE * done),
        cancelled=report.is_cancelled,
    ).part
    table, names = CondensedTable.of(part), reading.names
    A = table.A
    if adds_ones and not has_ones(A):
        A, names = with_ones(A, names)
        notes = (*notes, ADDED)
    problem = ReducedProblem(A, table.Y, None, part.rows)
    suitable = suggest_settings(problem, settings)
    skipped = (SKIPPED(part.skipped),) if part.skipped else ()
    note = "\n".join(
        (
            FROM_FILES(
                len(paths),
                file=elide_name(paths[0].name),
                rows=ROWS(part.rows),
                inputs=INPUTS(reading.columns - 1),
            ),
            STAND_FOR(problem.rows, count=grouped(part.rows)),
            *skipped,
            *dict.fromkeys(map(translated, (*notes, *part.notes))),
            *reason_of_h(suitable),
        )
    )
    name = paths[0].absolute().parent.name or paths[0].stem
    experiment = Experiment.of(problem, suitable, name, note, names)
    experiment = replace(experiment, stands_for=part.rows)
    experiment.look_through()
    return ImportResult(experiment)
