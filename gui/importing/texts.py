"""The sentences of the import dialog."""

import codecs
from collections.abc import Mapping, Sequence

from engine.reading.complete import UNWANTED
from engine.reading.derivations import FEWEST_VALUES, Days, Derivation, Indicators, shown_date
from engine.reading.faults import Fault
from engine.reading.notes import comments_left_out
from engine.reading.preview import Preview
from engine.shortening import LONGEST_QUOTE, one_line

from ..text.numbers import counted
from .options import Role
from .plan import ROWS_SHOWN, ImportPlan

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "whitespace"}
DECIMALS = {".": "point", ",": "comma"}
THOUSANDS = {"": "none", ",": "comma", ".": "point", "'": "apostrophe", " ": "space"}
COMMENTS = {"": "none", "#": "#", "%": "%", "//": "//", "!": "!", "*": "*", "--": "--", ";": ";"}
HEADERS = {True: "first row", False: "none"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16 with BOM",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252, Western",
    "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "iso8859-1": "ISO 8859-1, Latin",
    "iso8859-15": "ISO 8859-15, Latin with €",
    "mac-roman": "Mac Roman",
    "koi8-r": "KOI8-R, Cyrillic",
    "shift_jis": "Shift JIS, Japanese",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "euc_kr": "EUC-KR, Korean",
}
SEPARATED = {
    ",": "Comma-separated",
    ";": "Semicolon-separated",
    "\t": "Tab-separated",
    "|": "Separated by vertical bars",
    " ": "Separated by whitespace",
}
"""The start of a sentence about the file."""
COUNTING = "Counting what is complete…"
NO_PROGRESS = "Reading {} has made no progress for {:.0f} seconds. Wait, or cancel."


def label(words: Mapping[str, str], value: str) -> str:
    """Return the label of a value, or the value itself if it has none."""
    return words.get(value, value)


def encoding_key(encoding: str) -> str:
    """Return the standard spelling of an encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding


NAMED_COLUMNS = 3
"""More names would not fit one line."""


def describe_reading(preview: Preview) -> str:
    """Describe how the file was read."""
    parts = _of_text(preview) if preview.options.separator is not None else _of_sheet(preview)
    if preview.options.header is not None:
        parts.append("names in the first row" if preview.options.header else "no names")
    extent = f" The first {ROWS_SHOWN} rows are shown." if len(preview.lines) >= ROWS_SHOWN else ""
    return f"{', '.join(parts)}.{extent}"


def obstacle(plan: ImportPlan) -> str:
    """Return why the import cannot start; empty if it can."""
    has_others = len(plan.preview.sheets) > 1
    if not plan.preview.lines:
        return f"There are no rows to import{'. Choose another sheet' if has_others else ''}."
    if not plan.columns and len(plan.without_numbers) == plan.preview.width:
        remedy = "Choose another sheet" if has_others else "Change the options above"
        return f"No column contains numbers. {remedy}."
    if plan.output is None:
        return "No column is marked Y. Click a column header to choose one."
    if not plan.inputs:
        return "No column is marked A. Click a column header to choose one."
    if plan.has_faults and not plan.skips_rows:
        return f"{_remedies(plan)}."
    if plan.skips_rows and plan.completeness and count_faulty_rows(plan) == plan.completeness.rows:
        return "Every row would be skipped. Leave out the column that has no numbers."
    return ""


def describe_import(plan: ImportPlan) -> str:
    """Describe which columns become A and Y, and which are left out and why."""
    parts = [_imported_columns(plan)] if plan.columns else []
    parts += [
        describe_derived(plan, k, derivation)
        for k, derivation in list(plan.derivations.items())[:NAMED_COLUMNS]
    ]
    return " ".join([*parts, *describe_left_out(plan)])


def describe_left_out(plan: ImportPlan, verbs: tuple[str, str] = ("is", "are")) -> list[str]:
    """Describe which columns are left out and why, a sentence each."""
    parts = []
    told = {k for k in plan.textual if comments_left_out(plan.name(k)) in plan.notes}
    out = [k for k, role in enumerate(plan.roles, start=1) if role is Role.OUT and k not in told]
    naming = [
        k
        for k, role in enumerate(plan.roles, start=1)
        # The notes say it about the others, as about an empty column for comments.
        if role is Role.ROW_NAMES and k not in plan.preview.row_names
    ]
    textual = [k for k in out if k in plan.without_numbers]
    if naming:
        they = "it names" if len(naming) == 1 else "they name"
        parts.append(f"{_left_out(plan, naming, verbs)}: {they} the rows.")
    if textual:
        they = "it contains" if len(textual) == 1 else "they contain"
        # Only the first rows of a longer file are known.
        where = "" if plan.is_whole else " in the first rows"
        parts.append(f"{_left_out(plan, textual, verbs)}: {they} no numbers{where}.")
    if len(out) > len(textual):
        parts.append(f"{_left_out(plan, [k for k in out if k not in textual], verbs)}.")
    return parts


def describe_derived(plan: ImportPlan, column: int, derivation: Derivation) -> str:
    """Describe what a column of words, codes or dates becomes, as far as the preview tells."""
    called = f"Column {describe_column(plan, column)} becomes"
    if isinstance(derivation, Days):
        since = f" ({shown_date(derivation.first)})" if plan.is_whole else ""
        return f"{called} days since the earliest date{since}."
    assert isinstance(derivation, Indicators)
    values = [one_line(value, LONGEST_QUOTE) for value in derivation.values]
    if not plan.is_whole:
        seen = _several(values)
        return f"{called} 0/1 columns, one for each value but one; the first rows have {seen}."
    if len(values) == FEWEST_VALUES:
        return f"{called} 1 for {values[1]} and 0 for {values[0]}."
    return (
        f"{called} {len(values) - 1} columns of 0 and 1, for {_several(values[1:])}; "
        f"all are 0 for {values[0]}."
    )


def _several(values: Sequence[str]) -> str:
    """Join values, the first of many."""
    if len(values) <= NAMED_COLUMNS:
        return " and ".join(filter(None, (", ".join(values[:-1]), values[-1])))
    return f"{', '.join(values[:NAMED_COLUMNS])} and {len(values) - NAMED_COLUMNS} more"


def describe_faults(plan: ImportPlan) -> str:
    """Count the rows that cannot be read or are skipped; empty if there are none."""
    if not plan.has_faults:
        return ""
    rows = _faulty_rows_text(plan)
    in_file = plan.file_faults
    listed = len(in_file.first) if in_file else 0
    first = f"; the first {listed} faults" if in_file and in_file.count > listed > 0 else ""
    if plan.skips_rows:
        return f"{rows} {'is' if rows.startswith('1 ') else 'are'} skipped{first}:"
    return f"{rows} cannot be read as numbers{first}:"


def describe_complete(plan: ImportPlan) -> str:
    """Say what using only what is complete would keep, or that this is done already."""
    part = plan.complete
    if part is None:
        return plan.not_counted or COUNTING
    if not part.columns:
        return "No column has numbers in nearly all rows."
    if plan.uses_complete:
        before = plan.without_complete_part() if plan.can_undo_complete else plan
        return f"Complete: {part.price}, in use.{_former_output(plan, before)}"
    told = plan.without_numbers  # beside the table
    left_out = [
        each for each in part.left_out if each.reason != UNWANTED and each.column + 1 not in told
    ]
    named = [
        f"{describe_column(plan, each.column + 1)}: {each.reason}"
        for each in left_out[:NAMED_COLUMNS]
    ]
    more = [f"{len(left_out) - NAMED_COLUMNS:,} more"] if len(left_out) > NAMED_COLUMNS else []
    price = f"Complete: {part.price}.{_next_output(plan)}"
    return f"{price} Left out: {'; '.join(named + more)}." if named else price


def _next_output(plan: ImportPlan) -> str:
    """Say that another column becomes Y if only what is complete is used."""
    part, now = plan.complete, plan.output
    if part is None or now is None or now - 1 in part.columns or not part.columns:
        return ""
    becomes = plan.with_complete_part().output
    reason = next((each.reason for each in part.left_out if each.column + 1 == now), "")
    if becomes is None or not reason:
        return ""
    why = f"column {describe_column(plan, now)} is left out"
    return f" Y becomes column {describe_column(plan, becomes)}: {why} ({reason})."


def _former_output(plan: ImportPlan, before: ImportPlan) -> str:
    """Say which column was Y before only what is complete was used, if another one is now."""
    if before.output in (None, plan.output):
        return ""
    assert before.output is not None
    return f" Y was column {describe_column(plan, before.output)}."


def count_faulty_rows(plan: ImportPlan) -> int | None:
    """Return the number of rows with faults in the file; None if unknown."""
    if plan.completeness is not None:
        return plan.completeness.bad_in([k - 1 for k in plan.columns])
    in_file = plan.file_faults
    if in_file is not None:
        return in_file.rows if set(in_file.by_column) <= set(plan.columns) else None
    shown_lines = {line.line for line in plan.preview.lines}
    is_all_seen = len(shown_lines) < ROWS_SHOWN and plan.faulty_lines <= shown_lines
    return len(plan.faulty_lines) if is_all_seen else None


def describe_fault(fault: Fault, is_text: bool) -> str:
    """Describe a fault by its place and reason."""
    place = f"{'Line' if is_text else 'Row'} {fault.line:,}"
    if fault.column:
        place += f", column {fault.column:,}"
    if fault.column and fault.name:
        place += f" ({one_line(fault.name)})"
    return f"{place}: {one_line(fault.reason)}"


def describe_column(plan: ImportPlan, column: int) -> str:
    """Return a column's number and, if it has one, its name."""
    name = one_line(plan.name(column))
    return f"{column:,} ({name})" if name else f"{column:,}"


def _of_text(preview: Preview) -> list[str]:
    read_options = preview.options
    parts = [label(SEPARATED, read_options.separator or "")]
    parts.append(f"decimal {label(DECIMALS, read_options.decimal or '.')}")
    if read_options.thousands:
        parts.append(f"{label(THOUSANDS, read_options.thousands)} between thousands")
    encoding = encoding_key(read_options.encoding or "utf-8")
    parts.append(label(ENCODINGS, encoding).partition(",")[0])
    if read_options.comment:
        parts.append(f"comments after {read_options.comment}")
    return parts


def _of_sheet(preview: Preview) -> list[str]:
    kind = "Array" if preview.options.header is None else "Sheet"
    if not preview.sheets:
        return [kind]
    if kind == "Array" and preview.names:
        return [f"Arrays side by side: {preview.options.sheet}"]
    name = f"{kind} “{preview.options.sheet}”"
    return [f"{name} of {len(preview.sheets)}" if len(preview.sheets) > 1 else name]


def _imported_columns(plan: ImportPlan) -> str:
    inputs, parts = len(plan.inputs), []
    if inputs:
        made = "made of " if plan.derivations else ""
        parts.append(f"A is {made}{counted(inputs, 'column')}")
    if plan.output is not None:
        parts.append(f"Y is column {describe_column(plan, plan.output)}")
    return f"{', '.join(parts)}."


def _left_out(plan: ImportPlan, columns: Sequence[int], verbs: tuple[str, str]) -> str:
    named = [describe_column(plan, k) for k in columns[:NAMED_COLUMNS]]
    one, several = verbs
    if len(columns) == 1:
        return f"Column {named[0]} {one} left out"
    if len(columns) > NAMED_COLUMNS:
        more = len(columns) - NAMED_COLUMNS
        return f"Columns {', '.join(named)} and {more:,} more {several} left out"
    return f"Columns {', '.join(named[:-1])} and {named[-1]} {several} left out"


def _faulty_rows_text(plan: ImportPlan) -> str:
    """Count the rows with faults: in the file, or else in the preview."""
    count = count_faulty_rows(plan)
    if count is not None:
        return f"{counted(count, 'row')} of the file"
    if plan.file_faults is None:
        return f"{len(plan.faulty_lines):,} of the rows shown"
    return "Some rows of the file"


def _remedies(plan: ImportPlan) -> str:
    row, them = ("One row", "it") if count_faulty_rows(plan) == 1 else ("Some rows", "them")
    remedies = ["use what is complete"] if plan.can_use_complete else []
    remedies.append(f"skip {them}")
    if plan.faulty_columns:
        remedies.append(f"leave {'the column' if len(plan.faulty_columns) == 1 else 'columns'} out")
    listed = ", ".join(remedies[:-1])
    choice = f"{listed}, or {remedies[-1]}" if listed else remedies[-1]
    return f"{row} cannot be read as numbers: {choice}"
