"""The sentences of the import dialog."""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.reading.complete import UNWANTED
from engine.reading.derivations import FEWEST_VALUES, Days, Derivation, Indicators, shown_date
from engine.reading.faults import Fault
from engine.reading.notes import comments_left_out
from engine.reading.preview import Preview
from engine.shortening import LONGEST_QUOTE, grouped, one_line

from ..text.names import all_of, any_of
from ..text.translation import Plural, plural, translate, translated
from .options import Role
from .plan import ROWS_SHOWN, ImportPlan

SEPARATORS = {
    ",": translate("importing", "comma"),
    ";": translate("importing", "semicolon"),
    "\t": translate("importing", "tab"),
    "|": translate("importing", "vertical bar"),
    " ": translate("importing", "whitespace"),
}
DECIMALS = {".": translate("importing", "point"), ",": translate("importing", "comma")}
THOUSANDS = {
    "": translate("importing", "none"),
    ",": translate("importing", "comma"),
    ".": translate("importing", "point"),
    "'": translate("importing", "apostrophe"),
    " ": translate("importing", "space"),
}
COMMENTS = {
    "": translate("importing", "none"),
    "#": "#",
    "%": "%",
    "//": "//",
    "!": "!",
    "*": "*",
    "--": "--",
    ";": ";",
}
HEADERS = {True: translate("importing", "first row"), False: translate("importing", "none")}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": translate("importing", "UTF-8 with BOM"),
    "utf-16": translate("importing", "UTF-16 with BOM"),
    "utf-16-le": translate("importing", "UTF-16 LE"),
    "utf-16-be": translate("importing", "UTF-16 BE"),
    "cp1252": translate("importing", "Windows-1252, Western"),
    "cp1250": translate("importing", "Windows-1250, Central European"),
    "cp1251": translate("importing", "Windows-1251, Cyrillic"),
    "cp1253": translate("importing", "Windows-1253, Greek"),
    "cp1254": translate("importing", "Windows-1254, Turkish"),
    "iso8859-1": translate("importing", "ISO 8859-1, Latin"),
    "iso8859-15": translate("importing", "ISO 8859-15, Latin with €"),
    "mac-roman": translate("importing", "Mac Roman"),
    "koi8-r": translate("importing", "KOI8-R, Cyrillic"),
    "shift_jis": translate("importing", "Shift JIS, Japanese"),
    "gb18030": translate("importing", "GB 18030, Chinese"),
    "big5": translate("importing", "Big5, Chinese"),
    "euc_kr": translate("importing", "EUC-KR, Korean"),
}
SEPARATED = {
    ",": translate("importing", "Comma-separated"),
    ";": translate("importing", "Semicolon-separated"),
    "\t": translate("importing", "Tab-separated"),
    "|": translate("importing", "Separated by vertical bars"),
    " ": translate("importing", "Separated by whitespace"),
}
"""The start of a sentence about the file."""
COUNTING = translate("importing", "Counting what is complete…")
ADD_ONES = translate("importing", "Add i&ntercept: a column of ones, because this table has none")
ADD_ONES_TIP = translate(
    "importing",
    "Its weight is the constant of the fit; without it, the fit goes through the origin",
)
NO_PROGRESS = translate(
    "importing", "Reading {name} has made no progress for {seconds:.0f} seconds. Wait, or cancel."
)
DECIMAL = {
    ".": translate("importing", "decimal point"),
    ",": translate("importing", "decimal comma"),
}
BETWEEN_THOUSANDS = {
    ",": translate("importing", "comma between thousands"),
    ".": translate("importing", "point between thousands"),
    "'": translate("importing", "apostrophe between thousands"),
    " ": translate("importing", "space between thousands"),
}
COMMENTS_AFTER = translate("importing", "comments after {mark}")
NAMES_ABOVE = translate("importing", "names in the first row")
NO_NAMES = translate("importing", "no names")
READING = translate("importing", "{how}.")
READING_OF_PART = plural(
    "importing",
    "{how}. The first {n} rows are shown.",
    "{how}. The first row is shown.",
    1,
)
ARRAYS = translate("importing", "Arrays side by side: {names}")
ARRAY = translate("importing", "Array")
NAMED_ARRAY = translate("importing", "Array “{name}”")
ARRAY_OF_SEVERAL = translate("importing", "Array “{name}” of {count}")
SHEET = translate("importing", "Sheet")
NAMED_SHEET = translate("importing", "Sheet “{name}”")
SHEET_OF_SEVERAL = translate("importing", "Sheet “{name}” of {count}")

NO_ROWS = translate("importing", "There are no rows to import.")
NO_ROWS_HERE = translate("importing", "There are no rows to import. Choose another sheet.")
NO_NUMBERS = translate("importing", "No column contains numbers. Change the options above.")
NO_NUMBERS_HERE = translate("importing", "No column contains numbers. Choose another sheet.")
ONE_ROW_UNREADABLE = translate("importing", "One row cannot be read as numbers: {remedies}.")
ROWS_UNREADABLE = translate("importing", "Some rows cannot be read as numbers: {remedies}.")
USE_COMPLETE = translate("importing", "use what is complete")
SKIP_ROW = translate("importing", "skip it")
SKIP_ROWS = translate("importing", "skip them")
LEAVE_COLUMN = translate("importing", "leave the column out")
LEAVE_COLUMNS = translate("importing", "leave columns out")

INPUTS = plural("importing", "A is {n} columns.", "A is {n} column.", 1)
DERIVED_INPUTS = plural("importing", "A is made of {n} columns.", "A is made of {n} column.", 1)
OUTPUT = translate("importing", "Y is column {output}.")
INPUTS_AND_OUTPUT = plural(
    "importing",
    "A is {n} columns, Y is column {output}.",
    "A is {n} column, Y is column {output}.",
    1,
)
DERIVED_INPUTS_AND_OUTPUT = plural(
    "importing",
    "A is made of {n} columns, Y is column {output}.",
    "A is made of {n} column, Y is column {output}.",
    1,
)
DAYS = translate("importing", "Column {column} becomes days since the earliest date.")
DAYS_SINCE = translate(
    "importing", "Column {column} becomes days since the earliest date ({date})."
)
INDICATORS_OF_PART = translate(
    "importing",
    "Column {column} becomes 0/1 columns, one for each value but one; the first rows have "
    "{values}.",
)
INDICATOR = translate("importing", "Column {column} becomes 1 for {one} and 0 for {other}.")
INDICATORS = plural(
    "importing",
    "Column {column} becomes {n} columns of 0 and 1, for {values}; all are 0 for {other}.",
    "Column {column} becomes {n} column of 0 and 1, for {values}; it is 0 for {other}.",
    1,
)

ROWS_OF_FILE_SKIPPED = plural(
    "importing", "{n} rows of the file are skipped", "{n} row of the file is skipped", 1
)
ROWS_SHOWN_SKIPPED = plural(
    "importing", "{n} of the rows shown are skipped", "{n} of the rows shown is skipped", 1
)
SOME_SKIPPED = translate("importing", "Some rows of the file are skipped")
ROWS_OF_FILE_AT_FAULT = plural(
    "importing",
    "{n} rows of the file cannot be read as numbers",
    "{n} row of the file cannot be read as numbers",
    1,
)
ROWS_SHOWN_AT_FAULT = plural(
    "importing",
    "{n} of the rows shown cannot be read as numbers",
    "{n} of the rows shown cannot be read as numbers",
    1,
)
SOME_AT_FAULT = translate("importing", "Some rows of the file cannot be read as numbers")
FAULTS = translate("importing", "{rows}:")
FIRST_FAULTS = translate("importing", "{rows}; the first {n} faults:")
FAULT = translate("importing", "{place}: {reason}")
LINE = translate("importing", "Line {line}")
ROW = translate("importing", "Row {line}")
CELL_OF_LINE = translate("importing", "Line {line}, column {column}")
CELL_OF_ROW = translate("importing", "Row {line}, column {column}")
NAMED_CELL_OF_LINE = translate("importing", "Line {line}, column {column} ({name})")
NAMED_CELL_OF_ROW = translate("importing", "Row {line}, column {column} ({name})")
PLACES = {
    True: (LINE, CELL_OF_LINE, NAMED_CELL_OF_LINE),
    False: (ROW, CELL_OF_ROW, NAMED_CELL_OF_ROW),
}
"""Of a text and of a sheet: a row, a cell, and a cell of a column with a name."""
COLUMN = translate("importing", "{number} ({name})")

NOT_COMPLETE = translate("importing", "No column has numbers in nearly all rows.")
COMPLETE = translate("importing", "Complete: {price}.")
COMPLETE_IN_USE = translate("importing", "Complete: {price}, in use.")
WITHOUT_COLUMNS = translate("importing", "Left out: {columns}.")
COLUMN_AND_REASON = translate("importing", "{column}: {reason}")
MORE_COLUMNS = plural("importing", "{n} more", "{n} more", 1)
BECOMES_OUTPUT = translate(
    "importing", "Y becomes column {output}: column {column} is left out ({reason})."
)
WAS_OUTPUT = translate("importing", "Y was column {column}.")


@dataclass(frozen=True)
class LeftOutTexts:
    """What is said of columns that are left out: of any, and why of those of words and names."""

    plain: Plural
    naming: Plural
    wordless: Plural
    wordless_so_far: Plural


ARE_LEFT_OUT = LeftOutTexts(
    plural("importing", "Columns {columns} are left out.", "Column {columns} is left out.", 1),
    plural(
        "importing",
        "Columns {columns} are left out: they name the rows.",
        "Column {columns} is left out: it names the rows.",
        1,
    ),
    plural(
        "importing",
        "Columns {columns} are left out: they contain no numbers.",
        "Column {columns} is left out: it contains no numbers.",
        1,
    ),
    plural(
        "importing",
        "Columns {columns} are left out: they contain no numbers in the first rows.",
        "Column {columns} is left out: it contains no numbers in the first rows.",
        1,
    ),
)
WERE_LEFT_OUT = LeftOutTexts(
    plural("importing", "Columns {columns} were left out.", "Column {columns} was left out.", 1),
    plural(
        "importing",
        "Columns {columns} were left out: they name the rows.",
        "Column {columns} was left out: it names the rows.",
        1,
    ),
    plural(
        "importing",
        "Columns {columns} were left out: they contain no numbers.",
        "Column {columns} was left out: it contains no numbers.",
        1,
    ),
    plural(
        "importing",
        "Columns {columns} were left out: they contain no numbers in the first rows.",
        "Column {columns} was left out: it contains no numbers in the first rows.",
        1,
    ),
)
"""Before the import, and in the note of what was imported."""


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
        parts.append(NAMES_ABOVE if preview.options.header else NO_NAMES)
    how = ", ".join(parts)
    is_part = len(preview.lines) >= ROWS_SHOWN
    return READING_OF_PART(ROWS_SHOWN, how=how) if is_part else READING.format(how=how)


def obstacle(plan: ImportPlan) -> str:
    """Return why the import cannot start; empty if it can."""
    has_others = len(plan.preview.sheets) > 1
    if not plan.preview.lines:
        return NO_ROWS_HERE if has_others else NO_ROWS
    if not plan.columns and len(plan.without_numbers) == plan.preview.width:
        return NO_NUMBERS_HERE if has_others else NO_NUMBERS
    if plan.output is None:
        return translate("importing", "No column is marked Y. Click a column header to choose one.")
    if not plan.inputs:
        return translate("importing", "No column is marked A. Click a column header to choose one.")
    if plan.has_faults and not plan.skips_rows:
        form = ONE_ROW_UNREADABLE if count_faulty_rows(plan) == 1 else ROWS_UNREADABLE
        return form.format(remedies=any_of(_remedies(plan)))
    if plan.skips_rows and plan.completeness and count_faulty_rows(plan) == plan.completeness.rows:
        return translate(
            "importing", "Every row would be skipped. Leave out the column that has no numbers."
        )
    return ""


def describe_import(plan: ImportPlan) -> str:
    """Describe which columns become A and Y, and which are left out and why."""
    parts = [_imported_columns(plan)] if plan.columns else []
    parts += [
        describe_derived(plan, k, derivation)
        for k, derivation in list(plan.derivations.items())[:NAMED_COLUMNS]
    ]
    return " ".join([*parts, *describe_left_out(plan)])


def describe_left_out(plan: ImportPlan, texts: LeftOutTexts = ARE_LEFT_OUT) -> list[str]:
    """Describe which columns are left out and why, a sentence each."""
    told = {k for k in plan.textual if comments_left_out(plan.name(k)) in plan.notes}
    out = [k for k, role in enumerate(plan.roles, start=1) if role is Role.OUT and k not in told]
    naming = [
        k
        for k, role in enumerate(plan.roles, start=1)
        # The notes say it about the others, as about an empty column for comments.
        if role is Role.ROW_NAMES and k not in plan.preview.row_names
    ]
    textual = [k for k in out if k in plan.without_numbers]
    others = [k for k in out if k not in textual]
    # Only the first rows of a longer file are known.
    wordless = texts.wordless if plan.is_whole else texts.wordless_so_far
    said = ((texts.naming, naming), (wordless, textual), (texts.plain, others))
    return [form(len(ks), columns=_named(plan, ks)) for form, ks in said if ks]


def describe_derived(plan: ImportPlan, column: int, derivation: Derivation) -> str:
    """Describe what a column of words, codes or dates becomes, as far as the preview tells."""
    called = describe_column(plan, column)
    if isinstance(derivation, Days):
        form = DAYS_SINCE if plan.is_whole else DAYS
        return form.format(column=called, date=shown_date(derivation.first))
    assert isinstance(derivation, Indicators)
    values = [one_line(value, LONGEST_QUOTE) for value in derivation.values]
    if not plan.is_whole:
        return INDICATORS_OF_PART.format(column=called, values=all_of(values, NAMED_COLUMNS))
    if len(values) == FEWEST_VALUES:
        return INDICATOR.format(column=called, one=values[1], other=values[0])
    return INDICATORS(
        len(values) - 1,
        column=called,
        values=all_of(values[1:], NAMED_COLUMNS),
        other=values[0],
    )


def describe_faults(plan: ImportPlan) -> str:
    """Count the rows that cannot be read or are skipped; empty if there are none."""
    if not plan.has_faults:
        return ""
    rows = _faulty_rows_text(plan)
    in_file = plan.file_faults
    listed = len(in_file.first) if in_file else 0
    form = FIRST_FAULTS if in_file and in_file.count > listed > 0 else FAULTS
    return form.format(rows=rows, n=listed)


def describe_complete(plan: ImportPlan) -> str:
    """Say what using only what is complete would keep, or that this is done already."""
    part = plan.complete
    if part is None:
        return plan.not_counted or COUNTING
    if not part.columns:
        return NOT_COMPLETE
    price = translated(part.price)
    if plan.uses_complete:
        before = plan.without_complete_part() if plan.can_undo_complete else plan
        return _joined(COMPLETE_IN_USE.format(price=price), _former_output(plan, before))
    told = plan.without_numbers  # beside the table
    left_out = [
        each for each in part.left_out if each.reason != UNWANTED and each.column + 1 not in told
    ]
    named = [
        COLUMN_AND_REASON.format(
            column=describe_column(plan, each.column + 1), reason=translated(each.reason)
        )
        for each in left_out[:NAMED_COLUMNS]
    ]
    rest = len(left_out) - NAMED_COLUMNS
    more = [MORE_COLUMNS(rest)] if rest > 0 else []
    without = WITHOUT_COLUMNS.format(columns="; ".join(named + more)) if named else ""
    return _joined(COMPLETE.format(price=price), _next_output(plan), without)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _next_output(plan: ImportPlan) -> str:
    """Say that another column becomes Y if only what is complete is used."""
    part, now = plan.complete, plan.output
    if part is None or now is None or now - 1 in part.columns or not part.columns:
        return ""
    becomes = plan.with_complete_part().output
    reason = next((each.reason for each in part.left_out if each.column + 1 == now), "")
    if becomes is None or not reason:
        return ""
    return BECOMES_OUTPUT.format(
        output=describe_column(plan, becomes),
        column=describe_column(plan, now),
        reason=translated(reason),
    )


def _former_output(plan: ImportPlan, before: ImportPlan) -> str:
    """Say which column was Y before only what is complete was used, if another one is now."""
    if before.output in (None, plan.output):
        return ""
    assert before.output is not None
    return WAS_OUTPUT.format(column=describe_column(plan, before.output))


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
    row, cell, named_cell = PLACES[is_text]
    form = (named_cell if fault.name else cell) if fault.column else row
    place = form.format(
        line=grouped(fault.line), column=grouped(fault.column), name=one_line(fault.name)
    )
    return FAULT.format(place=place, reason=one_line(translated(fault.reason)))


def describe_column(plan: ImportPlan, column: int) -> str:
    """Return a column's number and, if it has one, its name."""
    name = one_line(plan.name(column))
    return COLUMN.format(number=grouped(column), name=name) if name else grouped(column)


def _of_text(preview: Preview) -> list[str]:
    read_options = preview.options
    parts = [label(SEPARATED, read_options.separator or "")]
    parts.append(label(DECIMAL, read_options.decimal or "."))
    if read_options.thousands:
        parts.append(label(BETWEEN_THOUSANDS, read_options.thousands))
    encoding = encoding_key(read_options.encoding or "utf-8")
    parts.append(label(ENCODINGS, encoding).partition(",")[0])
    if read_options.comment:
        parts.append(COMMENTS_AFTER.format(mark=read_options.comment))
    return parts


def _of_sheet(preview: Preview) -> list[str]:
    name, count = preview.options.sheet, len(preview.sheets)
    is_array = preview.options.header is None
    if not count:
        return [ARRAY if is_array else SHEET]
    if is_array and preview.names:
        return [ARRAYS.format(names=name)]
    if count > 1:
        return [(ARRAY_OF_SEVERAL if is_array else SHEET_OF_SEVERAL).format(name=name, count=count)]
    return [(NAMED_ARRAY if is_array else NAMED_SHEET).format(name=name)]


def _imported_columns(plan: ImportPlan) -> str:
    inputs = len(plan.inputs)
    output = "" if plan.output is None else describe_column(plan, plan.output)
    if not inputs:
        return OUTPUT.format(output=output)
    if not output:
        return (DERIVED_INPUTS if plan.derivations else INPUTS)(inputs)
    form = DERIVED_INPUTS_AND_OUTPUT if plan.derivations else INPUTS_AND_OUTPUT
    return form(inputs, output=output)


def _named(plan: ImportPlan, columns: Sequence[int]) -> str:
    """Name a few columns, and count the others."""
    return all_of([describe_column(plan, k) for k in columns], NAMED_COLUMNS)


def _faulty_rows_text(plan: ImportPlan) -> str:
    """Count the rows with faults: in the file, or else in the preview."""
    count = count_faulty_rows(plan)
    if count is not None:
        return (ROWS_OF_FILE_SKIPPED if plan.skips_rows else ROWS_OF_FILE_AT_FAULT)(count)
    if plan.file_faults is None:
        seen = len(plan.faulty_lines)
        return (ROWS_SHOWN_SKIPPED if plan.skips_rows else ROWS_SHOWN_AT_FAULT)(seen)
    return SOME_SKIPPED if plan.skips_rows else SOME_AT_FAULT


def _remedies(plan: ImportPlan) -> list[str]:
    remedies = [USE_COMPLETE] if plan.can_use_complete else []
    remedies.append(SKIP_ROW if count_faulty_rows(plan) == 1 else SKIP_ROWS)
    if plan.faulty_columns:
        remedies.append(LEAVE_COLUMN if len(plan.faulty_columns) == 1 else LEAVE_COLUMNS)
    return remedies
