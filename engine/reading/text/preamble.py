"""Find where a table begins below a preamble: key,value lines, section marks, or free text.

Instruments write settings above their numbers. ``find_preamble`` looks for the first rows of
numbers in the first lines of a file, for the names above them, and then at what is left above
those. It is a preamble only if none of it can be a row, or the names, of the table below: a table
whose first rows have an odd cell must be refused, not shortened.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..options import ANY_SPACE
from .ascii_tables import is_rule
from .header import is_header, is_name
from .number_patterns import is_error_value, looks_like_number
from .records import CellSplitter
from .row_names import empty_comments, has_row_names, without_label
from .unit_rows import MISSING, find_unit_rows

# The first rows of numbers. Of a shorter file two are enough: one may be a setting.
_ROWS_OF_NUMBERS = 3
_FEWEST_ROWS = 2
# A row of thousands of cells is recognised by its first ones.
_CELLS_LOOKED_AT = 100
# A line that says where the data are has one sentence, not thousands of cells.
_LONGEST_SENTENCE = 1000
_MOST_WORDS_OF_MARK = 4
_EMPTY = " \t\r\n,;|"
"""A line of these alone has no cells."""
_NIST = re.compile(r"\bdata\b\s*:?\s*\(?\s*lines?\s+(?P<first>[0-9]+)\s+to\s+[0-9]+", re.IGNORECASE)
_MARK = re.compile(
    r"(?:begin|start)(?:ing)?(?: of)?(?: the)?(?: \w+)? data"
    r"|(?:\w+ )?data(?: section| block| points| table| begins?| starts?)?"
    r"|(?:begin|start|end)(?: of)?(?: the)?(?: \w+)? header|eoh|end|header end",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+")
_PROSE = re.compile(
    r"[@~&>=^*!/]"  # signs of xmgrace, LAS, SeaBird and Touchstone
    r"|[^\W\d_][\w ()./-]*[:=](?=\s|\Z)"  # Gain: 5, Operator = Ann
    r"|[^\W\d_]+ [0-9]{1,2}\Z"  # Run 1
    r"|.*\b(?:my|our|the|of|for|by|from|with|and|this|these|was|were|is|are|mein|meine|der|die|das"
    r"|von|mit|und|mon|ma|mes|les|des|du|mi|mis|los|las|del)\b"
    r"|.*\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|.*\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b"
    r"|.*\b[0-9]{1,2}:[0-9]{2}\b",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"(?:model|serial|firmware|software|version|instrument|device|manufacturer|operator|horizontal"
    r"|vertical|probe|record length|sample (?:interval|rate)|sampling|trigger|acquisition"
    r"|file ?name|file format|created|exported"
    r"|title|project|user|author|start time|end time|channels|gain|resolution|integration|scans"
    r"|sensor|latitude|longitude|experiment|modell|seriennummer|gerät|messgerät|bediener|prüfer)\b",
    re.IGNORECASE,
)


_COMMENT_SIGNS = ("#", "%")
_NUMERIC_CELL = re.compile(r"(?:\A|[,;|\t])[ \"]*[+\-−]?[.,]?[0-9][0-9.,'eE+\-%]*[ \"]*(?=[,;|\t])")
_LAST_NUMERIC_CELL = re.compile(r"[,;|\t][ \"]*[+\-−]?[.,]?[0-9][0-9.,'eE+\-%]*[ \"]*\r?\n?\Z")
_MARKS_OF_NUMBERS = "0123456789.,eEdD+-−\"' \t\r\n"


class _Row(NamedTuple):
    """A line that is not blank: its number from 0, its text, and its cells."""

    line: int
    text: str
    cells: list[str]

    @property
    def width(self) -> int:
        """The number of cells up to the last one that is not empty."""
        return max((k for k, cell in enumerate(self.cells, start=1) if cell), default=0)


def find_preamble(lines: Sequence[str], separators: Sequence[str], comment: str) -> int:
    """Return how many of the first lines stand above the table; 0 if in doubt.

    Parameters
    ----------
    lines : sequence of str
        The first lines of a file.
    separators : sequence of str
        The separators that the table may have.
    comment : str
        What starts a comment, "" if nothing does.

    Returns
    -------
    int
        The number of lines to skip: the next one has the names, or else the first numbers.
    """
    if named := _named_line(lines):
        return named
    splitter = CellSplitter(ANY_SPACE, comment)
    shown = [
        (k, line)
        for k, line in enumerate(lines)
        if line.strip(_EMPTY) and not splitter.is_comment(line) and not is_rule(line)
    ]
    if len(shown) <= _FEWEST_ROWS or any(_begins_table(shown, each) for each in separators):
        return 0
    written = [each for each in separators if any(each in text for _, text in shown)]
    separators = written or list(separators)[:1]
    best, fewest = None, (len(shown), 0)
    for separator in separators:
        begin, width, rows = _first_numbers(shown, CellSplitter(separator, comment))
        if begin is not None and (begin, -width) < fewest:
            best, fewest = _lines_above(rows, begin, separator, lines, comment), (begin, -width)
    if best is None:
        labelled = (
            _above_labelled_rows(shown, CellSplitter(each, comment), lines)
            for each in separators
            if each != ANY_SPACE
        )
        best = max(labelled, default=0)
    return best


def _begins_table(shown: Sequence[tuple[int, str]], separator: str) -> bool:
    """Return whether the first lines are names and rows with numbers: most tables end the search.

    It must be seen without splitting the lines, which takes 20 ms of a table with labels. Two
    columns may as well be settings.
    """
    first, *others = (text for _, text in shown[:_ROWS_OF_NUMBERS])
    count = first.count(separator)
    if separator == ANY_SPACE or count <= 1 or any(o.count(separator) != count for o in others):
        return False
    names, *rows = (
        [cell.strip(' "\r\n') for cell in text.split(separator, _CELLS_LOOKED_AT)[:-1]]
        for text in (first, *others)
    )
    return all(map(is_name, names)) and all(any(map(looks_like_number, row)) for row in rows)


def _above_labelled_rows(
    shown: Sequence[tuple[int, str]], splitter: CellSplitter, lines: Sequence[str]
) -> int:
    """Return how many lines stand above a table whose rows begin with a date or another text.

    The lines above must have other widths than all of the table, or end in a mark: a label before
    a number may else be a row.
    """
    rows = [_Row(line, text, _split(text, splitter)) for line, text in shown]
    width = rows[-1].width
    begin = next((k for k in range(len(rows), 0, -1) if rows[k - 1].width != width), 0)
    above, (head, *below) = rows[:begin], rows[begin:] or rows[-1:]
    if not above or width == 1 or len(below) < _FEWEST_ROWS or not all(map(is_name, head.cells)):
        return 0
    cells = [row.cells for row in below]
    units = find_unit_rows(head.cells, cells)
    has_numbers = any(map(looks_like_number, cells[units.count]))
    has_open_quote = any(row.text.count('"') % 2 for row in above)
    if not has_numbers or has_open_quote or any(_may_be_row(row.cells) for row in above):
        return 0
    has_key = any(_KEYS.match(row.text.strip().strip('"')) for row in above)
    is_marked = any(map(is_mark, lines[above[-1].line : head.line]))
    return head.line if is_marked or has_key or not _is_table(above) else 0


def may_hold_number(line: str) -> bool:
    """Return whether a line may be a row: a cell between separators is a number, or all words are.

    A word in a sentence may be one as well.
    """
    if line.lstrip().startswith(_COMMENT_SIGNS):
        return False
    if _NUMERIC_CELL.search(line) or _LAST_NUMERIC_CELL.search(line):
        return True
    return not line.strip(_MARKS_OF_NUMBERS) and any(map(str.isdigit, line))


def is_prose(line: str) -> bool:
    """Return whether words are a title, a setting or a sentence rather than names of columns."""
    return _PROSE.match(line.strip()) is not None


def is_mark(line: str) -> bool:
    """Return whether a line says that the header ends or the data begin, and nothing else."""
    words = _WORDS.findall(line)
    text = " ".join(words)
    is_drawn = line.strip()[:1] in {*"[<>*#$~=-:"} or line.strip().endswith(":")
    is_loud = text.lower() in ("data", "begin data", "end header", "end of header", "eoh")
    return 0 < len(words) <= _MOST_WORDS_OF_MARK and bool(
        (is_drawn or is_loud) and _MARK.fullmatch(text)
    )


def _named_line(lines: Sequence[str]) -> int:
    """Return how many lines stand above the numbers if the file says so, as those of NIST do."""
    for line in lines:
        if found := _NIST.search(line, 0, _LONGEST_SENTENCE):
            first = int(found["first"]) - 1
            if not 0 < first < len(lines):
                return 0
            cells = lines[first].split()
            names = lines[first - 1].split()
            if not cells or not all(map(looks_like_number, cells)):
                return 0
            is_named = len(without_label(names, [cells])) == len(cells) and is_name(names[0])
            return first - 1 if is_named else first
    return 0


def _first_numbers(
    shown: Sequence[tuple[int, str]], splitter: CellSplitter
) -> tuple[int | None, int, list[_Row]]:
    """Return where rows of numbers of one width begin, that width, and the rows so far."""
    rows = list[_Row]()
    for line, text in shown:
        rows.append(_Row(line, text, _split(text, splitter)))
        if len(rows) >= _ROWS_OF_NUMBERS and (width := _width(rows[-_ROWS_OF_NUMBERS:])):
            return len(rows) - _ROWS_OF_NUMBERS, width, rows
    if len(rows) > _FEWEST_ROWS and (width := _width(rows[-_FEWEST_ROWS:])):
        return len(rows) - _FEWEST_ROWS, width, rows
    return None, 0, rows


def _split(line: str, splitter: CellSplitter) -> list[str]:
    """Split a line on its own; free text may hold quotes that a table does not."""
    found = splitter.first_rows([line], 1)
    return found[0] if found else [cell.strip() for cell in line.split(splitter.separator)]


def _width(rows: Sequence[_Row]) -> int:
    """Return the width of rows if they are rows of numbers; 0 if they are not, or differ."""
    width = len(rows[0].cells)
    if any(len(row.cells) != width or not _holds_numbers(row.cells) for row in rows):
        return 0
    widths = {row.width for row in rows}
    return widths.pop() if len(widths) == 1 else width


def _holds_numbers(cells: Sequence[str]) -> bool:
    seen = [cell for cell in cells[:_CELLS_LOOKED_AT] if cell]
    numbers = sum(map(looks_like_number, seen))
    return numbers > 0 and all(
        looks_like_number(cell) or cell.lower() in MISSING or is_error_value(cell) for cell in seen
    )


def _lines_above(
    rows: Sequence[_Row], begin: int, separator: str, lines: Sequence[str], comment: str
) -> int:
    """Return how many lines stand above the names, if there are any, and the first numbers."""
    above, below = list(rows[:begin]), rows[begin:]
    has_open_quote = any(row.text.count('"') % 2 for row in above)
    if not above or has_open_quote or any(_may_be_row(row.cells) for row in above):
        return 0
    width = max(row.width for row in below)
    head = _find_names(above, below, width, separator, lines)
    preamble = above[:head]
    if not preamble:
        return 0
    is_parted = _has_blank(lines, preamble[-1].line, (*above, *below)[head].line)
    names = above[head].cells if head < len(above) else []
    width = above[head].width if names else width
    end = (*above, *below)[head].line
    is_marked = any(map(is_mark, lines[preamble[-1].line : end]))
    if not (is_marked or _is_preamble(preamble, names, width, separator, is_parted=is_parted)):
        return 0
    return _end_of(preamble[-1].line, end, lines, comment)


def _may_be_row(cells: Sequence[str]) -> bool:
    """Return whether a line may be a row of some table: numbers alone, or a number at its front."""
    used = [cell for cell in cells if cell]
    return all(map(looks_like_number, used)) or (len(used) > 1 and looks_like_number(used[0]))


def _find_names(
    above: Sequence[_Row],
    below: Sequence[_Row],
    width: int,
    separator: str,
    lines: Sequence[str],
) -> int:
    """Return which line above the numbers has the names of the columns; their count if none has.

    Rows of units may stand between the names and the numbers.
    """
    last = len(above) - 1
    found = last + 1
    cells = [row.cells for row in below]
    if _are_names(above[last], cells, width, separator):
        found = last
    for k in range(last - 1, -1, -1):
        between = [row.cells for row in above[k + 1 :]]
        has_blank = _has_blank(lines, above[k].line, above[k + 1].line)
        if has_blank or above[k].width != above[last].width or _KEYS.match(above[k].text):
            break
        is_lone = (
            k == 0 or above[k - 1].width == 1 or _has_blank(lines, above[k - 1].line, above[k].line)
        )
        is_named = _are_names(above[k], cells, width, separator)
        units = find_unit_rows(above[k].cells, [*between, *cells])
        if is_named and units.count == len(between) and (is_lone or len(between) == 1):
            found = k
    return found


def _are_names(row: _Row, below: Sequence[Sequence[str]], width: int, separator: str) -> bool:
    names = without_label(row.cells, below)
    if separator == ANY_SPACE and is_prose(" ".join(names)):
        return False
    used = row.width - (len(row.cells) - len(names))
    if used == width + 1 and empty_comments(names, below) == width:
        used = width
    if used == width - 1 and has_row_names(names, below, (), CellSplitter(separator)):
        return is_header(names, below)
    return used == width and is_header(names, below)


def _is_preamble(
    rows: Sequence[_Row], names: Sequence[str], width: int, separator: str, *, is_parted: bool
) -> bool:
    """Return whether these lines are neither rows nor names of the table below them."""
    has_key = any(_KEYS.match(row.text.strip().strip('"')) for row in rows)
    if _is_table(rows) and not has_key:
        return False
    alone = [row for row in rows if row.width == 1 and separator != ANY_SPACE]
    others = [row for row in rows if row not in alone]
    if separator == ANY_SPACE:
        others = [row for row in rows if not is_prose(row.text) and not is_mark(row.text)]
    if not names:
        last = rows[-1]
        is_title = last not in others and (" " in last.text.strip() or width > _FEWEST_ROWS)
        return not others and (is_title or is_parted)
    if not all(map(is_name, filter(None, names))):
        return not others
    if all(row.width != width for row in others):
        return True
    return is_parted or (has_key and len(rows) > 1)


def _is_table(rows: Sequence[_Row]) -> bool:
    """Return whether these lines may be a table of their own: names above a column of numbers."""
    width, count = Counter(row.width for row in rows).most_common(1)[0]
    if width == 1 or count == 1:
        return False
    first, *others = [row.cells for row in rows if row.width == width]
    return any(
        is_name(first[k]) and all(_is_number(cells[k]) for cells in others) for k in range(1, width)
    )


def _is_number(cell: str) -> bool:
    """Return whether a cell looks like a number, and not like a date or a version."""
    return looks_like_number(cell) and sum(map(cell.count, ".,")) <= 1


def _has_blank(lines: Sequence[str], first: int, last: int) -> bool:
    """Return whether there is a blank line between two others."""
    return any(not line.strip(_EMPTY) for line in lines[first + 1 : last])


def _end_of(last: int, begin: int, lines: Sequence[str], comment: str) -> int:
    """Return where the preamble ends: before comments, which may hold names, else at the table."""
    splitter = CellSplitter(ANY_SPACE, comment)
    comments = (k for k in range(last + 1, begin) if splitter.is_comment(lines[k]))
    return next(comments, begin)
