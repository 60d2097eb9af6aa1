"""Rules drawn through a table: what stands below the last one is often a total, not a row."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import NamedTuple

from ....errors import BadTable
from ....language.plurals import plural
from ....shortening import LONGEST_QUOTE, grouped, one_line
from ...options import ANY_SPACE
from ...totals import is_total_label
from ..ascii_tables import BAR, is_rule
from ..number_patterns import looks_like_number
from ..records import CellSplitter
from ..text import Lines, TextBlock, TextFile, TextPosition

# Types below the names are one row, or two with units.
_ROWS_LOOKED_AT = 3
_NOT_A_LABEL = " \t|:*_"
_LEFT_OUT = plural(
    "engine",
    "{n} rows below the rule in line {line} were left out (“{quoted}”).",
    "{n} row below the rule in line {line} was left out (“{quoted}”).",
    1,
)
_IN_DOUBT = plural(
    "engine",
    "there is a rule in this line, with {n} rows below it. Remove the rule if they belong to the "
    "table, or the rows if they do not.",
    "there is a rule in this line, with {n} row below it. Remove the rule if it belongs to the "
    "table, or the row if it does not.",
    1,
)


class RuledGroup(NamedTuple):
    """The rows between two rules: their lines, and the rule above, None at the start."""

    rows: list[str]
    rule: TextPosition | None

    @property
    def is_total(self) -> bool:
        """Whether each row begins with a word such as Total or Mean."""
        return all(is_total_label(_label(row)) for row in self.rows)


class CutText(NamedTuple):
    """A text that ends above the totals, and what is said of them."""

    text: TextFile
    notes: tuple[str, ...]


def cut_totals(text: TextFile, lines: Sequence[str], splitter: CellSplitter) -> CutText:
    """End a text at the rule below its rows, if totals stand below that.

    Raises BadTable if the rows below the rule may belong to the table as well.
    """
    has_rules = splitter.separator in (BAR, ANY_SPACE) and any(map(is_rule, lines))
    groups = _find_groups(text, splitter) if has_rules else []
    groups = list(dropwhile(lambda group: not group.rows, groups))
    if len(groups) > 1 and _are_names(groups[0].rows, splitter):
        groups = groups[1:]
    if any(_hold_number(group.rows, splitter) for group in groups):  # types may be below the names
        groups = list(dropwhile(lambda group: not _hold_number(group.rows, splitter), groups))
    ends_in_rule = bool(groups) and not groups[-1].rows
    groups = [group for group in groups if group.rows]
    first_total = _find_total(groups, ends_in_rule=ends_in_rule)
    if first_total == len(groups):
        return CutText(text, ())
    rule = groups[first_total].rule
    assert rule is not None
    below = [row for group in groups[first_total:] for row in group.rows]
    is_single = len(below) == 1 or all(group.is_total for group in groups[first_total:])
    if not is_single:
        raise BadTable(text.name, _IN_DOUBT(len(below)), line=rule.line)
    quoted = one_line(below[0], LONGEST_QUOTE)
    note = _LEFT_OUT(len(below), line=grouped(rule.line), quoted=quoted)
    return CutText(replace(text, end=rule.offset), (note,))


def may_have_late_rules(lines: Sequence[str], splitter: CellSplitter) -> bool:
    """Return whether rules may follow the first lines, among which there is none."""
    return splitter.separator in (BAR, ANY_SPACE) and not any(map(is_rule, lines))


class EndedBlock(NamedTuple):
    """A block that ends above the totals, if they begin in it, and what is said of them."""

    block: TextBlock
    is_last: bool
    notes: tuple[str, ...] = ()


class LateRules:
    """Ends a table, block by block, at a rule below its first lines if those have none."""

    def __init__(self, text: TextFile, splitter: CellSplitter, *, is_watching: bool) -> None:
        self._text, self._splitter = text, splitter
        self._is_watching = is_watching
        self._cut = CutText(text, ())

    def end_block(self, block: TextBlock, *, is_plain: bool = False) -> EndedBlock:
        """Return a block up to the totals. Raises BadTable if rows below a rule are in doubt.

        Among lines that are plain numbers, ``is_plain``, no rule is looked for.
        """
        if self._is_watching and not is_plain and _may_have_rule(block.data):
            rules = [line for line in Lines(block.data) if is_rule(line)]
            if rules:
                self._is_watching = False
                self._cut = cut_totals(self._text, rules, self._splitter)
        end = self._cut.text.end
        if not self._cut.notes or end is None or end > block.start.offset + len(block.data):
            return EndedBlock(block, is_last=False)
        data = block.data[: max(end - block.start.offset, 0)]
        return EndedBlock(block._replace(data=data), is_last=True, notes=self._cut.notes)


def _may_have_rule(data: bytes) -> bool:
    """Return whether a line may be a rule. Numbers lack most signs of one, so these cost little."""
    has_colon = b":" in data and (b"-:" in data or b":-" in data)
    return has_colon or b"---" in data or (b"=" in data and b"===" in data)


def _find_total(groups: Sequence[RuledGroup], *, ends_in_rule: bool) -> int:
    """Return the first group that is no part of the table, or the number of groups."""
    first = next((k for k, group in enumerate(groups) if k and group.is_total), len(groups))
    # A grid has a rule below each row, also below the last one.
    is_grid = all(len(group.rows) == 1 for group in groups) and (ends_in_rule or len(groups) > 2)
    return first if is_grid or len(groups) < 2 else 1


def _are_names(rows: Sequence[str], splitter: CellSplitter) -> bool:
    """Return whether the first group is a header. Between blanks, a rule may be missing numbers."""
    cells = next(iter(splitter.first_rows(rows, 1)), [])
    has_names = splitter.separator == BAR or not all(map(looks_like_number, cells))
    return len(rows) == 1 and has_names


def _hold_number(rows: Sequence[str], splitter: CellSplitter) -> bool:
    cells = splitter.first_rows(rows, _ROWS_LOOKED_AT)
    return any(looks_like_number(cell) for row in cells for cell in row)


def _find_groups(text: TextFile, splitter: CellSplitter) -> list[RuledGroup]:
    """Return the rows between the rules of a text, up to another table below a blank line."""
    groups, below_blank = [RuledGroup([], None)], list[str]()
    is_below_blank = False
    for block in text.blocks(text.start, lambda lines: lines):
        place = block.start
        for line in Lines(block.data):
            if is_rule(line):
                if is_below_blank and _begins_table(groups, below_blank, splitter):
                    return groups
                groups.append(RuledGroup([], place))
                is_below_blank = False
            elif not line.strip():
                is_below_blank = len(groups) > 1 or bool(groups[0].rows)
                below_blank.clear()
            elif not splitter.is_comment(line):
                groups[-1].rows.append(line)
                below_blank.append(line)
            place = place.after(line.encode())
    return groups


def _begins_table(
    groups: Sequence[RuledGroup], below_blank: Sequence[str], splitter: CellSplitter
) -> bool:
    """Return whether a rule frames another table: it follows a rule, or the names of its own."""
    if not below_blank:
        return not groups[-1].rows
    cells = next(iter(splitter.first_rows(below_blank, 1)), [])
    return len(below_blank) == 1 and not any(map(looks_like_number, cells))


def _label(row: str) -> str:
    bare = row.strip().strip(_NOT_A_LABEL)
    return re.split(r"[|\t]|  +|(?<=\S) (?=[\d.+-])", bare, maxsplit=1)[0].strip(_NOT_A_LABEL)
