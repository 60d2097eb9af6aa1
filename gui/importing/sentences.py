"""What the dialog says of an import in words."""

from collections.abc import Sequence

from engine.reading.faults import Fault
from engine.reading.preview import Preview

from ..counts import counted
from . import words
from .draft import Draft
from .roles import Role

NAMED_COLUMNS = 3
ROWS_SHOWN = 100


def recognised(preview: Preview) -> str:
    """Say how the file was read."""
    parts = _of_text(preview) if preview.options.separator is not None else _of_sheet(preview)
    if preview.options.header is not None:
        parts.append("names in the first row" if preview.options.header else "no names")
    shown = f" The first {ROWS_SHOWN} rows are shown." if len(preview.lines) >= ROWS_SHOWN else ""
    return f"{', '.join(parts)}.{shown}"


def obstacle(draft: Draft) -> str:
    """Say why this cannot be imported; empty where it can."""
    has_others = len(draft.preview.sheets) > 1
    if not draft.preview.lines:
        return f"There are no rows to import{': choose another sheet' if has_others else ''}."
    if not draft.columns and len(draft.without_numbers) == draft.preview.width:
        way_on = "choose another sheet" if has_others else "correct how the file is read"
        return f"No column holds numbers: {way_on}."
    if draft.output is None:
        return "No column is Y: choose one by the names over the table."
    if not draft.inputs:
        return "No column is A: choose some by the names over the table."
    if draft.has_faults and not draft.skips_rows:
        return f"{_ways_on(draft)}."
    return ""


def outcome(draft: Draft) -> str:
    """Say which columns become A and Y, and which are left out for what reason."""
    parts = [_taken(draft)] if draft.columns else []
    out = [k for k, role in enumerate(draft.roles, start=1) if role is Role.OUT]
    textual = [k for k in out if k in draft.without_numbers]
    if textual:
        they = "it holds" if len(textual) == 1 else "they hold"
        parts.append(f"{_left_out(draft, textual)}: {they} no numbers.")
    if len(out) > len(textual):
        parts.append(f"{_left_out(draft, [k for k in out if k not in textual])}.")
    return " ".join(parts)


def trouble(draft: Draft) -> str:
    """Say how many rows cannot be read, or are left out for it; empty where all can be."""
    if not draft.has_faults:
        return ""
    rows = _faulty_rows(draft)
    found = draft.found
    listed = len(found.first) if found else 0
    first = f"; the first {listed} faults" if found and found.count > listed > 0 else ""
    if draft.skips_rows:
        return f"{rows} {'is' if rows.startswith('1 ') else 'are'} left out{first}:"
    return f"{rows} cannot be read as numbers{first}:"


def faulty_rows(draft: Draft) -> int | None:
    """Return how many rows of the file have faults; None where that is not known."""
    found = draft.found
    if found is not None:
        return found.rows if set(found.by_column) <= set(draft.columns) else None
    seen = {line.line for line in draft.preview.lines}
    is_all_seen = len(seen) < ROWS_SHOWN and draft.faulty_lines <= seen
    return len(draft.faulty_lines) if is_all_seen else None


def told(fault: Fault, is_text: bool) -> str:
    """Say where a fault is and what is wrong."""
    place = f"{'Line' if is_text else 'Row'} {fault.line:,}"
    if fault.column:
        place += f", column {fault.column:,}"
    if fault.column and fault.name:
        place += f" ({one_line(fault.name)})"
    return f"{place}: {one_line(fault.reason)}"


def one_line(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())


def column_named(draft: Draft, column: int) -> str:
    """Name a column by its number and, where it has one, its name."""
    name = one_line(draft.name(column))
    return f"{column:,} ({name})" if name else f"{column:,}"


def _of_text(preview: Preview) -> list[str]:
    choices = preview.options
    parts = [words.word(words.SEPARATED, choices.separator or "")]
    parts.append(f"decimal {words.word(words.DECIMALS, choices.decimal or '.')}")
    if choices.thousands:
        parts.append(f"{words.word(words.THOUSANDS, choices.thousands)} between thousands")
    encoding = words.encoding_key(choices.encoding or "utf-8")
    parts.append(words.word(words.ENCODINGS, encoding).partition(",")[0])
    if choices.comment:
        parts.append(f"comments after {choices.comment}")
    return parts


def _of_sheet(preview: Preview) -> list[str]:
    kind = "Array" if preview.options.header is None else "Sheet"
    if not preview.sheets:
        return [kind]
    if kind == "Array" and preview.names:
        return [f"Arrays side by side: {preview.options.sheet}"]
    name = f"{kind} “{preview.options.sheet}”"
    return [f"{name} of {len(preview.sheets)}" if len(preview.sheets) > 1 else name]


def _taken(draft: Draft) -> str:
    inputs, parts = len(draft.inputs), []
    if inputs:
        parts.append(f"A is {counted(inputs, 'column')}")
    if draft.output is not None:
        parts.append(f"Y is column {column_named(draft, draft.output)}")
    return f"{', '.join(parts)}."


def _left_out(draft: Draft, columns: Sequence[int]) -> str:
    named = [column_named(draft, k) for k in columns[:NAMED_COLUMNS]]
    if len(columns) == 1:
        return f"Column {named[0]} is left out"
    if len(columns) > NAMED_COLUMNS:
        return f"Columns {', '.join(named)} and {len(columns) - NAMED_COLUMNS:,} more are left out"
    return f"Columns {', '.join(named[:-1])} and {named[-1]} are left out"


def _faulty_rows(draft: Draft) -> str:
    """Count the rows with faults, of the file where that is known."""
    count = faulty_rows(draft)
    if count is not None:
        return f"{counted(count, 'row')} of the file"
    if draft.found is None:
        return f"{len(draft.faulty_lines):,} of the rows shown"
    return "Some rows of the file"


def _ways_on(draft: Draft) -> str:
    row, them = ("One row", "it") if faulty_rows(draft) == 1 else ("Some rows", "them")
    way = f"{row} cannot be read as numbers: skip {them}"
    if not draft.faulty_columns:
        return way
    return f"{way}, or leave {'the column' if len(draft.faulty_columns) == 1 else 'columns'} out"
