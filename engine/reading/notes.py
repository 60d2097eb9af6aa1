"""The sentences that say what was done so that a file is a table."""

from collections.abc import Sequence

from ..shortening import LONGEST_QUOTE, one_line

_ROW_NAMES = "The first column was left out: it has no name and holds row names"


def lines_left_out(above: Sequence[str], unit: str = "line") -> str:
    """Say that lines (or rows) above the table were left out, and quote the first that has text."""
    first = next(filter(None, (one_line(each, LONGEST_QUOTE) for each in above)), "")
    count, verb = _counted(len(above), unit)
    quoted = f", beginning with “{first}”" if first and len(above) > 1 else f" (“{first}”)"
    return f"{count} above the table {verb} left out{quoted if first else ''}."


def unit_rows_left_out(count: int, text: str, kind: str, unit: str = "line") -> str:
    """Say that lines between the names and the numbers were left out: units, or types."""
    counted, verb = _counted(count, unit)
    return f"{counted} of {kind} below the names {verb} left out (“{text}”)."


def row_names_left_out(first: Sequence[str]) -> str:
    """Say that the first column names the rows, and quote the first ones."""
    shown = one_line(", ".join(first), LONGEST_QUOTE)
    return f"{_ROW_NAMES} (“{shown}”)."


def row_names_were_left_out(note: str) -> bool:
    """Return whether a sentence is the one that ``row_names_left_out`` writes."""
    return note.startswith(_ROW_NAMES)


def only_in_skipped_rows(column: str, value: str) -> str:
    """Say that all rows with a value of a column were skipped."""
    quoted = one_line(value, LONGEST_QUOTE)
    return f"{column} has “{quoted}” only in rows that were skipped."


def y_is_last(column: str) -> str:
    """Say that a column is read last though others are right of it, which become inputs."""
    return f"{column} is read last, as Y: columns that become others are inputs."


def comments_left_out(name: str) -> str:
    """Say that a column for comments has none in the first rows."""
    return f"The column “{one_line(name, LONGEST_QUOTE)}” was left out: it is empty."


def names_left_out(name: str) -> str:
    """Say that the names above lines without numbers were not taken."""
    quoted = one_line(name, LONGEST_QUOTE)
    return f"The columns have no names: those that begin with “{quoted}” are above skipped text."


def nul_bytes_left_out() -> str:
    """Say that a text ends in NUL bytes. A single one ends a text in C, and is not worth a word."""
    return "The NUL bytes at the end were left out: they are no text."


def footer_left_out(footer: str) -> str:
    """Say that the last line was left out, which counts the rows."""
    return f"The last line was left out: it counts the rows (“{one_line(footer, LONGEST_QUOTE)}”)."


def rows_missing(held: int, total: int, line: str) -> str:
    """Say that a text has fewer rows than it says, or more, and quote the line that says so."""
    quoted = one_line(line, LONGEST_QUOTE)
    if held > total:
        return f"The text holds {held:,} rows, but counts {total:,}: “{quoted}”."
    return f"The text holds {held:,} of {total:,} rows: “{quoted}”."


def columns_missing(held: int, total: int, line: str) -> str:
    """Say that a text has fewer columns than it says, and quote the line that says so."""
    return f"The text holds {held:,} of {total:,} columns: “{one_line(line, LONGEST_QUOTE)}”."


def semicolons_left_out() -> str:
    """Say that rows end in semicolons, which separate nothing."""
    return "The semicolons at the ends of the lines were left out: commas separate the cells."


def boxes_left_out() -> str:
    """Say that characters which draw boxes were not read."""
    return "The lines that draw boxes around the cells were left out."


def rule_left_out() -> str:
    """Say that a rule below the name of a single column was not read."""
    return "The rule below the name was left out."


def comments_skipped(sign: str) -> str:
    """Say that lines which begin with a rare comment sign were left out."""
    return f"Lines that begin with {sign} were left out: they are comments."


def rows_like_comments(rows: Sequence[str], character: str) -> str:
    """Say that rows which begin like a comment were read, and quote the first."""
    count, verb = ("1 row", "begins") if len(rows) == 1 else (f"{len(rows):,} rows", "begin")
    return (
        f"{count} of the first ones {verb} with {character}, as in "
        f"“{one_line(rows[0], LONGEST_QUOTE)}”, but {'is' if len(rows) == 1 else 'are'} read. "
        f"If they are comments, choose {character} as the comment sign."
    )


def row_left_out(row: str, line: int) -> str:
    """Say that a line was left out as a comment, although it may be a row."""
    return (
        f"“{one_line(row, LONGEST_QUOTE)}” in line {line:,} was left out as a comment, but has the "
        "cells of a row. If such lines are rows, choose that there are no comments."
    )


def digits_lost(column: int, name: str, what: str, verb: str = "are") -> str:
    """Say that a column, counted from 0, has numbers with more digits than a float64 keeps."""
    place = f"column {column + 1} ({name})" if name else f"column {column + 1}"
    return f"Digits {verb} lost in {place}: {what}, because a number here keeps 15 to 17 digits."


def become_zero(column: int, name: str, cell: str, line: int) -> str:
    """Say that a number in a column, counted from 0, is so small that it was read as 0."""
    place = f"line {line:,}, column {column + 1}" + (f" ({name})" if name else "")
    shown = one_line(cell, LONGEST_QUOTE)
    return f"{shown} in {place} was read as 0: it is smaller than any number here (4.9e-324)."


def commas_in_quotes(cell: str) -> str:
    """Say that commas within quotes were read as decimal ones."""
    return f"Commas within quotes were read as decimal marks: “{cell}” as {cell.replace(',', '.')}."


def _counted(count: int, unit: str) -> tuple[str, str]:
    return (f"1 {unit}", "was") if count == 1 else (f"{count:,} {unit}s", "were")
