"""What Copy As puts on the clipboard, and what it says of it; made in a thread."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from engine import Matrix
from engine.writing.exporting import CONSTANT
from engine.writing.markup import latex_table, markdown_table
from engine.writing.program import MOST_CELLS_WRITTEN, numpy_code

from ..counts import counted
from ..document import Experiment
from ..files.conversion import to_saved
from ..outcome import Outcome
from .errors import ChangedSinceTheRun, TooLongForText

MOST_CELLS = 100_000

Writer = Callable[[Sequence[str], Sequence[Sequence[str] | Matrix]], str]


class Style(NamedTuple):
    """How a table is written: what that is called, and by what."""

    name: str
    write: Writer


MARKDOWN = Style("Markdown", markdown_table)
LATEX = Style("LaTeX", latex_table)


class Copied(NamedTuple):
    """A text for the clipboard, and the sentence that says what it is."""

    text: str
    sentence: str


def weights_as(style: Style, experiment: Experiment, outcome: Outcome | None) -> Copied:
    """Write the initial weights and, where a run has led to some, the fitted ones.

    Those are given in original units too where columns were scaled. Raises TooLongForText.
    """
    ran = outcome.experiment if outcome else experiment
    columns: dict[str, list[float]] = {"Initial": ran.W.joined[:, 0].tolist()}
    names, original = list(ran.weight_names), outcome.original() if outcome else None
    if outcome is not None:
        columns["Fitted"] = outcome.W[:, 0].tolist()
    if original is not None:
        columns["Original units"] = original.W[:, 0].tolist()
    if original is not None and original.constant:
        names.append(CONSTANT)
        for column, cell in zip(columns.values(), (0.0, 0.0, original.constant), strict=True):
            column.append(cell)
    _check(len(names) * (1 + len(columns)))
    text = style.write(["Weight", *columns], [names, *map(np.array, columns.values())])
    return Copied(text, f"Copied {counted(experiment.columns, 'weight')} as {style.name}.")


def table_as(style: Style, experiment: Experiment) -> Copied:
    """Write A and Y by row, below names; raises TooLongForText."""
    _check(experiment.cells + experiment.rows)
    names = [each.name or f"A{k}" for k, each in enumerate(experiment.inputs, start=1)]
    columns = [experiment.A.column(k) for k in range(experiment.columns)]
    header = [*names, experiment.output or "Y"]
    text = style.write(header, [*columns, experiment.Y.column(0)])
    return Copied(text, f"Copied {counted(experiment.rows, 'row')} as {style.name}.")


def code(experiment: Experiment, outcome: Outcome | None, name: str) -> Copied:
    """Write a program that does what the run did, or is to do; ``name`` is the document's.

    Large tables it loads from the document's file; raises ChangedSinceTheRun where it cannot.
    """
    ran = outcome.experiment if outcome else experiment
    is_large = ran.cells + ran.rows > MOST_CELLS_WRITTEN
    if is_large and not _has_tables_of(experiment, ran):
        raise ChangedSinceTheRun
    file = f"{name}.secant"
    text = numpy_code(to_saved(ran, None), epochs=outcome.epoch if outcome else None, file=file)
    sentence = "Copied NumPy code that reproduces the run."
    if is_large:
        sentence = f"{sentence} It loads {file}: save the experiment by that name beside it."
    return Copied(text, sentence)


def _has_tables_of(now: Experiment, ran: Experiment) -> bool:
    return (now.A, now.Y, now.W) == (ran.A, ran.Y, ran.W)


def _check(cells: int) -> None:
    if cells > MOST_CELLS:
        raise TooLongForText(cells, MOST_CELLS)
