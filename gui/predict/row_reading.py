"""Reads rows that are pasted or dropped; columns are matched by name, and cells may be empty."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray

from engine.errors import BadTable
from engine.inference.given_inputs import word_columns
from engine.inference.new_table import given_columns
from engine.reading.faults import NeedsChoice
from engine.reading.inputs import InputFile
from engine.reading.new_rows import RowsToPredict, WordColumn, rows_to_predict
from engine.reading.options import ReadOptions
from engine.reading.row_numbers import leave_out_row_numbers
from engine.reading.text.text_tables import read_text_table
from engine.terms import UnknownLevel
from engine.writing.header import quote

from ..background import OnProgress
from ..document import Experiment
from ..errors import GuiError
from ..tables.clipboard.ambiguity import TABS, ambiguous_choice, with_decimal_mark
from ..tables.clipboard.clip import ClipboardData, ClipboardText
from ..tables.clipboard.html_cells import (
    HtmlCell,
    decimal_mark,
    decode_html,
    has_exact_numbers,
    html_rows,
)
from ..tables.clipboard.separators import options_for
from ..text.message import sentence_of
from ..text.names import all_of
from ..text.translation import translated
from . import texts
from .prediction_basis import input_columns

SAMPLE_BYTES = 2**16
BLOCK_BYTES = 2**18
MOST_NAMED = 3

logger = logging.getLogger(__name__)


class NoNewRows(GuiError):
    """What is pasted or read has no rows to predict."""

    def __init__(self, reason: str) -> None:
        super().__init__(texts.REFUSED.format(reason=reason))


@dataclass(frozen=True)
class WantedColumns:
    """The columns of A to fill, by name, and those that a table may have without a word.

    ``words`` are the categories, whose words may be given in place of their columns of 0 and 1.
    """

    names: tuple[str, ...]
    passed_over: tuple[str, ...]
    places: tuple[int, ...]
    columns: int
    words: tuple[WordColumn, ...] = ()

    @classmethod
    def of(cls, experiment: Experiment) -> "WantedColumns":
        """Return what new rows of an experiment need."""
        columns = input_columns(experiment)
        places = given_columns(columns)
        names = [translated(name) for name in experiment.column_names]
        filled = [names[k] for k in range(len(names)) if k not in places]
        filled += [experiment.inputs[k].name for k in range(len(names)) if k not in places]
        own = (*filter(None, (*filled, experiment.output)), "Y")
        words = word_columns(columns)
        return cls(tuple(names[k] for k in places), own, places, len(names), words)


def read_pasted(
    clip: ClipboardData,
    wanted: WantedColumns,
    decimal_comma: bool,
    report: OnProgress,
    options: ReadOptions | None = None,
) -> RowsToPredict:
    """Read the rows of a clipboard, with the exact numbers of its HTML if there are any.

    ``options`` is a person's answer to an earlier AmbiguousText. Raises NoNewRows and
    AmbiguousText.
    """
    html = decode_html(bytes(clip.html.data()))
    rows = html_rows(html, report) if has_exact_numbers(html) or not clip.text.size() else []
    if rows:
        seen = [cell.text for row in rows for cell in row if cell.exact is None]
        found = options or with_decimal_mark(TABS, seen, decimal_comma, None)
        text = _as_text(rows, found.decimal or ".")
    else:
        text = ClipboardText(clip.text)
        if not text.size:
            raise NoNewRows(texts.NO_CLIP)
        found = options or options_for(text.sample(SAMPLE_BYTES), decimal_comma, decimal_mark(html))
    logger.debug("reading %d lines of new rows with %s", text.line_count, found)
    if text.line_count == 1:  # it is no header with nothing below it
        found = replace(found, header=False, skip_rows=0)
    try:
        file = InputFile(texts.CLIPBOARD, text.open)
        table = read_text_table(file, replace(found, comment=None), BLOCK_BYTES)
        source = leave_out_row_numbers(table) if table.layout.names else table
        return rows_to_predict(source, wanted.names, wanted.passed_over, report, wanted.words)
    except NeedsChoice as choice:
        if not choice.values:
            raise NoNewRows(sentence_of(choice)) from choice
        raise ambiguous_choice(choice, found) from choice
    except (BadTable, UnknownLevel) as error:
        raise NoNewRows(sentence_of(error)) from error


def _as_text(rows: Sequence[Sequence[HtmlCell]], decimal: str) -> ClipboardText:
    lines = ("\t".join(_plain(cell, decimal) for cell in row) for row in rows)
    return ClipboardText(QByteArray("\n".join(lines).encode()))


def _plain(cell: HtmlCell, decimal: str) -> str:
    if cell.exact is not None:
        return repr(cell.exact).replace(".", decimal)
    return quote(cell.text) if '"' in cell.text else cell.text


def told(found: RowsToPredict) -> str:
    """Return what was added, and what of it is ignored or missing, in one or two sentences."""
    count, match = len(found.cells), found.match
    ignored, missing = (all_of(names, MOST_NAMED) for names in (match.ignored, match.missing))
    if match.ignored and match.missing:
        said = texts.ADDED_BOTH(count, names=ignored, missing=missing)
    elif match.ignored:
        said = texts.ADDED_IGNORING(count, names=ignored)
    elif match.missing:
        said = texts.ADDED_WITHOUT(count, names=missing)
    else:
        said = texts.ADDED(count)
    if found.not_numbers:
        said = f"{said} {texts.NOT_NUMBERS(found.not_numbers)}"
    return said
