"""The sentences that say what was done so that a file is a table."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ..language.lists import listed
from ..language.plurals import plural
from ..language.sentence import Sentence, marked
from ..shortening import LONGEST_QUOTE, grouped, in_quotes, one_line

RowUnit = Literal["line", "row"]
"""What the rows of a file are counted in: the lines of a text, or the rows of a sheet."""
UnitKind = Literal["units", "types"]
"""What a row below the names may hold."""

_ROW_NAMES = marked(
    "engine", "The first column was left out: it has no name and holds row names (“{shown}”)."
)
_ROWS_LIKE_COMMENTS = plural(
    "engine",
    "{n} rows of the first ones begin with {sign}, as in “{row}”, but are read. If they are "
    "comments, choose {sign} as the comment sign.",
    "{n} row of the first ones begins with {sign}, as in “{row}”, but is read. If they are "
    "comments, choose {sign} as the comment sign.",
    1,
)
_ABOVE = {
    "line": plural(
        "engine",
        "{n} lines above the table were left out.",
        "{n} line above the table was left out.",
        1,
    ),
    "row": plural(
        "engine",
        "{n} rows above the table were left out.",
        "{n} row above the table was left out.",
        1,
    ),
}
_ABOVE_WITH_TEXT = {
    "line": plural(
        "engine",
        "{n} lines above the table were left out, beginning with “{first}”.",
        "{n} line above the table was left out (“{first}”).",
        1,
    ),
    "row": plural(
        "engine",
        "{n} rows above the table were left out, beginning with “{first}”.",
        "{n} row above the table was left out (“{first}”).",
        1,
    ),
}
_BELOW_NAMES = {
    ("line", "units"): plural(
        "engine",
        "{n} lines of units below the names were left out (“{text}”).",
        "{n} line of units below the names was left out (“{text}”).",
        1,
    ),
    ("line", "types"): plural(
        "engine",
        "{n} lines of types below the names were left out (“{text}”).",
        "{n} line of types below the names was left out (“{text}”).",
        1,
    ),
    ("row", "units"): plural(
        "engine",
        "{n} rows of units below the names were left out (“{text}”).",
        "{n} row of units below the names was left out (“{text}”).",
        1,
    ),
    ("row", "types"): plural(
        "engine",
        "{n} rows of types below the names were left out (“{text}”).",
        "{n} row of types below the names was left out (“{text}”).",
        1,
    ),
}


def in_column(column: int, name: str) -> str:
    """Return a column, counted from 0, as a place in a sentence: ``column 2 (name)``."""
    if not name:
        return marked("engine", "column {column}").format(column=column + 1)
    return marked("engine", "column {column} ({name})").format(
        column=column + 1, name=one_line(name, LONGEST_QUOTE)
    )


def column_called(column: int, name: str) -> str:
    """Return a column, counted from 0, as the beginning of a sentence: ``Column 2 (name)``."""
    if not name.strip():
        return marked("engine", "Column {column}").format(column=column + 1)
    return marked("engine", "Column {column} ({name})").format(
        column=column + 1, name=one_line(name, LONGEST_QUOTE)
    )


def quoted_list(texts: Sequence[str]) -> str:
    """Return a list of quoted texts, each short enough for a sentence: ``“a”, “b”``."""
    return listed([in_quotes(each) for each in texts])


def lines_left_out(above: Sequence[str], unit: RowUnit = "line") -> str:
    """Say that lines (or rows) above the table were left out, and quote the first that has text."""
    first = next(filter(None, (one_line(each, LONGEST_QUOTE) for each in above)), "")
    if not first:
        return _ABOVE[unit](len(above))
    return _ABOVE_WITH_TEXT[unit](len(above), first=first)


def unit_rows_left_out(count: int, text: str, kind: UnitKind, unit: RowUnit = "line") -> str:
    """Say that lines between the names and the numbers were left out: units, or types."""
    return _BELOW_NAMES[unit, kind](count, text=text)


def row_names_left_out(first: Sequence[str]) -> str:
    """Say that the first column names the rows, and quote the first ones."""
    return _ROW_NAMES.format(shown=one_line(listed(first), LONGEST_QUOTE))


def row_names_were_left_out(note: str) -> bool:
    """Return whether a sentence is the one that ``row_names_left_out`` writes."""
    return isinstance(note, Sentence) and note.texts == (_ROW_NAMES,)


def only_in_skipped_rows(column: str, value: str) -> str:
    """Say that all rows with a value of a column were skipped."""
    quoted = one_line(value, LONGEST_QUOTE)
    return marked("engine", "{column} has “{quoted}” only in rows that were skipped.").format(
        column=column, quoted=quoted
    )


def y_is_last(column: str) -> str:
    """Say that a column is read last though others are right of it, which become inputs."""
    return marked(
        "engine", "{column} is read last, as Y: columns that become others are inputs."
    ).format(column=column)


def comments_left_out(name: str) -> str:
    """Say that a column for comments has none in the first rows."""
    return marked("engine", "The column “{name}” was left out: it is empty.").format(
        name=one_line(name, LONGEST_QUOTE)
    )


def names_left_out(name: str) -> str:
    """Say that the names above lines without numbers were not taken."""
    quoted = one_line(name, LONGEST_QUOTE)
    return marked(
        "engine",
        "The columns have no names: those that begin with “{quoted}” are above skipped text.",
    ).format(quoted=quoted)


def nul_bytes_left_out() -> str:
    """Say that a text ends in NUL bytes. A single one ends a text in C, and is not worth a word."""
    return marked("engine", "The NUL bytes at the end were left out: they are no text.")


def footer_left_out(footer: str) -> str:
    """Say that the last line was left out, which counts the rows."""
    return marked("engine", "The last line was left out: it counts the rows (“{footer}”).").format(
        footer=one_line(footer, LONGEST_QUOTE)
    )


def rows_missing(held: int, total: int, line: str) -> str:
    """Say that a text has fewer rows than it says, or more, and quote the line that says so."""
    quoted = one_line(line, LONGEST_QUOTE)
    if held > total:
        return marked(
            "engine", "The text holds {held} rows, but counts {total}: “{quoted}”."
        ).format(held=grouped(held), total=grouped(total), quoted=quoted)
    return marked("engine", "The text holds {held} of {total} rows: “{quoted}”.").format(
        held=grouped(held), total=grouped(total), quoted=quoted
    )


def columns_missing(held: int, total: int, line: str) -> str:
    """Say that a text has fewer columns than it says, and quote the line that says so."""
    quoted = one_line(line, LONGEST_QUOTE)
    return marked("engine", "The text holds {held} of {total} columns: “{quoted}”.").format(
        held=grouped(held), total=grouped(total), quoted=quoted
    )


def semicolons_left_out() -> str:
    """Say that rows end in semicolons, which separate nothing."""
    return marked(
        "engine",
        "The semicolons at the ends of the lines were left out: commas separate the cells.",
    )


def boxes_left_out() -> str:
    """Say that characters which draw boxes were not read."""
    return marked("engine", "The lines that draw boxes around the cells were left out.")


def rule_left_out() -> str:
    """Say that a rule below the name of a single column was not read."""
    return marked("engine", "The rule below the name was left out.")


def comments_skipped(sign: str) -> str:
    """Say that lines which begin with a rare comment sign were left out."""
    return marked(
        "engine", "Lines that begin with {sign} were left out: they are comments."
    ).format(sign=sign)


def rows_like_comments(rows: Sequence[str], character: str) -> str:
    """Say that rows which begin like a comment were read, and quote the first."""
    row = one_line(rows[0], LONGEST_QUOTE)
    return _ROWS_LIKE_COMMENTS(len(rows), sign=character, row=row)


def row_left_out(row: str, line: int) -> str:
    """Say that a line was left out as a comment, although it may be a row."""
    return marked(
        "engine",
        "“{row}” in line {line} was left out as a comment, but has the cells of a row. If such "
        "lines are rows, choose that there are no comments.",
    ).format(row=one_line(row, LONGEST_QUOTE), line=grouped(line))


def digits_lost(place: str, cell: str, kept: int) -> str:
    """Say that a number, in a place such as a column, has more digits than a float64 keeps."""
    return marked(
        "engine",
        "Digits are lost in {place}: {cell} becomes {kept}, because a number here keeps 15 to 17 "
        "digits.",
    ).format(place=place, cell=cell, kept=kept)


def become_the_same(place: str, first: object, second: object) -> str:
    """Say that two numbers in a column are one if only so many digits are kept."""
    return marked(
        "engine",
        "Digits are lost in {place}: {first} and {second} become the same number, because a number "
        "here keeps 15 to 17 digits.",
    ).format(place=place, first=first, second=second)


def digits_may_be_lost(place: str, cell: int) -> str:
    """Say that a number of a sheet may have been longer than a float64 keeps."""
    return marked(
        "engine",
        "Digits may be lost in {place}: {cell} may have had other last digits, because a number "
        "here keeps 15 to 17 digits.",
    ).format(place=place, cell=cell)


_BECAME_ZERO = marked(
    "engine",
    "{shown} in line {line}, column {column} was read as 0: it is smaller than any number here "
    "(4.9e−324).",
)
_BECAME_ZERO_IN_NAMED = marked(
    "engine",
    "{shown} in line {line}, column {column} ({name}) was read as 0: it is smaller than any number "
    "here (4.9e−324).",
)


def become_zero(column: int, name: str, cell: str, line: int) -> str:
    """Say that a number in a column, counted from 0, is so small that it was read as 0."""
    shown = one_line(cell, LONGEST_QUOTE)
    form = _BECAME_ZERO_IN_NAMED if name else _BECAME_ZERO
    # A paste is refused in its stead, and names the cell in its own words.
    return form.format(shown=shown, line=grouped(line), column=column + 1, name=name, row=line)


def cell_become_zero(note: str) -> Mapping[str, Any] | None:
    """Return what a note of ``become_zero`` knows of its cell, None for any other note.

    Its text is ``shown``; its ``row`` and ``column`` count from 1, and ``name`` may be empty.
    """
    if not isinstance(note, Sentence):
        return None
    is_such = note.texts in ((_BECAME_ZERO,), (_BECAME_ZERO_IN_NAMED,))
    return note.facts if is_such else None


def commas_in_quotes(cell: str) -> str:
    """Say that commas within quotes were read as decimal ones."""
    return marked(
        "engine", "Commas within quotes were read as decimal marks: “{cell}” as {value}."
    ).format(cell=cell, value=cell.replace(",", "."))
