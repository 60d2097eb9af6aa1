"""The texts of Copy As and the message about each; generated in a background thread."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from engine import Matrix
from engine.losses.smoothness import Smoothness, smoothness_of
from engine.writing.csv import CONSTANT

from ..document import Experiment
from ..files.secant_document import held_out_table, not_counted, to_saved
from ..run.result import RunResult
from ..text.translation import translate, translated
from . import sentences
from .errors import ChangedSinceTheRun, NoStandardErrors, TooLongForText
from .sentences import CopiedCode

# 100,000 cells give 2.6 MB of Markdown in 0.7 s (measured), more than a document can use.
MOST_CELLS = 100_000

NONE_IN_LATEX = "--"

Columns = Sequence[Sequence[str] | Matrix]
Writer = Callable[[Sequence[str], Columns], str]


class TableStyle(NamedTuple):
    """A markup language for tables: its name, its writer, and how a line of text stands below one.

    NaN is written as a dash: a figure that does not exist.
    """

    name: str
    write: Writer
    remark: str


def _markdown(names: Sequence[str], columns: Columns) -> str:
    from engine.writing.markup import NONE, markdown_table  # loaded on use

    return markdown_table(names, columns, missing=NONE)


def _latex(names: Sequence[str], columns: Columns) -> str:
    from engine.writing.markup import latex_table

    return latex_table(names, columns, missing=NONE_IN_LATEX)


MARKDOWN = TableStyle("Markdown", _markdown, "\n{text}\n")
LATEX = TableStyle("LaTeX", _latex, "% {text}\n")


class CopiedText(NamedTuple):
    """A text for the clipboard, and the sentence that reports it."""

    text: str
    sentence: str


def weights_as(style: TableStyle, experiment: Experiment, outcome: RunResult | None) -> CopiedText:
    """Write the start weights and, after a run, the fitted ones.

    If columns were scaled, the fitted weights are repeated in original units. Raises
    TooLongForText.
    """
    ran = outcome.experiment if outcome else experiment
    columns: dict[str, list[float]] = {translate("exporting", "Start"): ran.W.joined[:, 0].tolist()}
    names = list(map(translated, ran.column_names))
    original = outcome.original() if outcome else None
    if outcome is not None:
        columns[translate("exporting", "Fitted")] = outcome.W[:, 0].tolist()
    if original is not None:
        columns[translate("exporting", "Original units")] = original.W[:, 0].tolist()
    if original is not None and original.constant:
        names.append(CONSTANT)
        for column, cell in zip(columns.values(), (0.0, 0.0, original.constant), strict=True):
            column.append(cell)
    _check_size(len(names) * (1 + len(columns)))
    text = style.write(
        [translate("exporting", "Weight"), *columns], [names, *map(np.array, columns.values())]
    )
    return CopiedText(text, sentences.copied_weights(ran.columns, style.name))


def statistics_as(
    style: TableStyle, experiment: Experiment, outcome: RunResult | None
) -> CopiedText:
    """Write the fitted weights, the optimum and how sure it is; before a run, the optimum alone.

    Raises NoStandardErrors of another loss than the mean square, and TooLongForText.
    """
    from engine.writing.report.weights_table import columns_of, reasons  # loaded on use

    from .reported import reported, unrun

    run = unrun(experiment) if outcome is None else reported(outcome)
    if not run.is_least_squares:
        raise NoStandardErrors
    names = list(run.names)
    found = run.completed().fit_statistics
    assert found is not None
    columns = columns_of(run.W, found)[0 if outcome else 1 :]
    _check_size(len(names) * (1 + len(columns)))
    text = style.write(
        [translate("exporting", "Weight"), *(translated(each.name) for each in columns)],
        [names, *(each.values for each in columns)],
    )
    why_not = "".join(style.remark.format(text=translated(each)) for each in reasons(found))
    return CopiedText(text + why_not, sentences.copied_weights(len(names), style.name))


def table_as(style: TableStyle, experiment: Experiment) -> CopiedText:
    """Write the complete rows of A and Y, below their column names; raises TooLongForText."""
    experiment = experiment.with_all_rows.complete
    _check_size(experiment.cells + experiment.rows)
    columns = [experiment.A.column(k) for k in range(experiment.columns)]
    header = [*map(translated, experiment.column_names), experiment.output or "Y"]
    text = style.write(header, [*columns, experiment.Y.column(0)])
    return CopiedText(text, sentences.copied_rows(experiment.rows, style.name))


def code_of(experiment: Experiment, outcome: RunResult | None, name: str) -> CopiedText:
    """Write a program that repeats the run, or would do the next one; ``name`` is the document's.

    A program for large tables loads them from the document's file. Raises ChangedSinceTheRun if
    the document no longer holds them.
    """
    from engine.writing.program import is_loaded, numpy_code  # loaded on use

    ran = outcome.experiment if outcome else experiment
    counted = ran.complete
    saved, held_out = to_saved(counted, None), held_out_table(ran)
    is_large = is_loaded(saved, held_out)
    if is_large and not _has_same_tables(experiment, ran):
        raise ChangedSinceTheRun
    file = f"{name}.secant"
    epochs = None if outcome is None or math.isnan(outcome.epoch) else outcome.epoch
    text = numpy_code(
        saved,
        epochs=epochs,
        file=file,
        jumps=True,
        not_counted=not_counted(ran),
        held_out=held_out,
    )
    sentence = _code_of(outcome if epochs is not None else None).text
    said = [sentence, sentences.code_loads(file)] if is_large else [sentence]
    return CopiedText(text, " ".join(said))


def _code_of(outcome: RunResult | None) -> CopiedCode:
    """Return what a program does that starts where a run did.

    A file keeps the settings that were set last, with which its W need not have been found.
    """
    if outcome is None:
        return CopiedCode.OF_TABLE
    if outcome.trace is None:
        return CopiedCode.OF_FILE
    is_kinked = smoothness_of(outcome.experiment.settings.formula) is Smoothness.KINKED
    return CopiedCode.OF_RUN_WITH_KINKS if is_kinked else CopiedCode.OF_RUN


def _has_same_tables(now: Experiment, ran: Experiment) -> bool:
    return (now.A, now.Y, now.W) == (ran.A, ran.Y, ran.W) and now.left_out is ran.left_out


def _check_size(cells: int) -> None:
    if cells > MOST_CELLS:
        raise TooLongForText(cells, MOST_CELLS)
