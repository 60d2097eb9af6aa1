from dataclasses import replace

import pytest

from engine.reading.choices import BadRows, Choices
from engine.reading.faults import Fault, Faults
from engine.reading.preview import Preview
from gui.importing.draft import Draft
from gui.importing.roles import Role
from gui.importing.sentences import (
    ROWS_SHOWN,
    faulty_rows,
    obstacle,
    outcome,
    recognised,
    told,
    trouble,
)
from gui.importing.wishes import Wishes

from .conftest import CLEAN, MIXED, Seen

NO_NUMBERS = "a,b\nx,y\nz,w\n"


def with_role(draft: Draft, columns: list[int], role: Role) -> Draft:
    wishes = draft.wishes.for_width(draft.preview.width)
    return draft.with_wishes(wishes.with_role(columns, role))


def skipping(draft: Draft) -> Draft:
    return draft.with_wishes(Wishes(Choices(bad_rows=BadRows.SKIP)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CLEAN, "Comma-separated, decimal point, UTF-8, names in the first row."),
        (
            "a;b\n1,5;2\n3,25;4\n",
            "Semicolon-separated, decimal comma, UTF-8, names in the first row.",
        ),
        ("1\t2\n3\t4\n", "Tab-separated, decimal point, UTF-8, no names."),
        ("1  2\n3  4\n", "Separated by white space, decimal point, UTF-8, no names."),
    ],
)
def test_what_was_recognised_is_said_in_words(seen: Seen, content: str, expected: str) -> None:
    assert recognised(seen(content).preview) == expected


def test_thousands_and_comments_are_named_where_there_are_any(seen: Seen) -> None:
    draft = seen("# made by hand\na;b\n1'000;2\n", comment="#", thousands="'")
    assert recognised(draft.preview) == (
        "Semicolon-separated, decimal point, apostrophe between thousands, UTF-8, "
        "comments after #, names in the first row."
    )


def test_a_long_table_is_said_to_go_on(seen: Seen) -> None:
    text = "x,y\n" + "1,2\n" * 100
    assert recognised(seen(text).preview).endswith("The first 100 rows are shown.")
    assert "shown" not in recognised(seen("x,y\n" + "1,2\n" * 99).preview)


@pytest.mark.parametrize(
    ("choices", "sheets", "expected"),
    [
        (Choices(sheet="Data", header=True), ("Data",), "Sheet “Data”, names in the first row."),
        (Choices(sheet="B", header=False), ("A", "B"), "Sheet “B” of 2, no names."),
        (Choices(sheet="X"), ("X", "y"), "Array “X” of 2."),
        (Choices(), (), "Array."),
    ],
)
def test_sheets_and_arrays_are_told_apart(
    choices: Choices, sheets: tuple[str, ...], expected: str
) -> None:
    assert recognised(Preview(choices, sheets, (), 2, (), ())) == expected


def test_nothing_stands_in_the_way_of_a_plain_table(seen: Seen) -> None:
    assert obstacle(seen(CLEAN)) == ""
    assert trouble(seen(CLEAN)) == ""


@pytest.mark.parametrize(
    ("columns", "role", "expected"),
    [
        ([3], Role.A, "No column is Y: choose one by the names over the table."),
        ([1, 2, 3], Role.OUT, "No column is Y: choose one by the names over the table."),
        ([1, 2], Role.OUT, "No column is A: choose some by the names over the table."),
    ],
)
def test_what_is_missing_is_named(
    seen: Seen, columns: list[int], role: Role, expected: str
) -> None:
    assert obstacle(with_role(seen(CLEAN), columns, role)) == expected


def test_a_table_without_numbers_or_rows_says_so(seen: Seen) -> None:
    draft = seen(NO_NUMBERS)
    assert obstacle(draft) == "No column holds numbers: correct how the file is read."
    several = replace(draft, preview=replace(draft.preview, sheets=("Notes", "Marks")))
    assert obstacle(several) == "No column holds numbers: choose another sheet."
    empty = replace(draft, preview=replace(draft.preview, lines=(), faults=()))
    assert obstacle(empty) == "There are no rows to import."
    blank = replace(several, preview=replace(several.preview, lines=(), faults=()))
    assert obstacle(blank) == "There are no rows to import: choose another sheet."


def test_cells_that_are_no_numbers_wait_for_an_answer(seen: Seen) -> None:
    assert (
        obstacle(seen(MIXED))
        == "Some rows cannot be read as numbers: skip them, or leave columns out."
    )
    assert obstacle(skipping(seen(MIXED))) == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,y\n1,2\nx,4\n", "One row cannot be read as numbers: skip it, or leave the column out."),
        ("a,y\n1,2\n3\n", "One row cannot be read as numbers: skip it."),
        ("a,y\n1,2\n3\n4\n", "Some rows cannot be read as numbers: skip them."),
    ],
)
def test_only_what_helps_is_advised(seen: Seen, content: str, expected: str) -> None:
    assert obstacle(seen(content)) == expected


def test_what_is_left_out_is_never_silent(seen: Seen) -> None:
    assert outcome(seen(CLEAN)) == "A is 2 columns, Y is column 3 (y)."
    assert outcome(seen(MIXED)) == (
        "A is 2 columns, Y is column 5 (weight). "
        "Columns 1 (name) and 4 (town) are left out: they hold no numbers."
    )
    assert outcome(with_role(seen(MIXED), [2], Role.OUT)) == (
        "A is 1 column, Y is column 5 (weight). "
        "Columns 1 (name) and 4 (town) are left out: they hold no numbers. "
        "Column 2 (age) is left out."
    )
    assert outcome(seen("name,a,y\nx,1,2\n")) == (
        "A is 1 column, Y is column 3 (y). Column 1 (name) is left out: it holds no numbers."
    )
    assert outcome(with_role(seen("1,2\n3,4\n"), [1, 2], Role.A)) == "A is 2 columns."
    assert outcome(with_role(seen("1,2\n3,4\n"), [1], Role.OUT)) == (
        "Y is column 2. Column 1 is left out."
    )


def test_of_many_columns_left_out_the_first_are_named(seen: Seen) -> None:
    draft = with_role(seen("1,2,3,4,5,6,7\n"), [1, 2, 3, 4, 5], Role.OUT)
    assert outcome(draft).endswith("Columns 1, 2, 3 and 2 more are left out.")


def test_faulty_rows_are_counted_as_far_as_they_are_known(seen: Seen) -> None:
    draft = seen(MIXED)
    assert trouble(draft) == "2 rows of the file cannot be read as numbers:"
    assert trouble(skipping(draft)) == "2 rows of the file are left out:"
    longer = seen(MIXED + "Ida,29,1.7,Kiel,60\n" * ROWS_SHOWN)
    assert trouble(longer) == "2 of the rows shown cannot be read as numbers:"
    assert trouble(skipping(longer)) == "2 of the rows shown are left out:"
    whole = draft.with_found(Faults(draft.faults, 1300, 1234, {2: 1000, 5: 300}))
    first = "the first 2 faults:"
    assert trouble(whole) == f"1,234 rows of the file cannot be read as numbers; {first}"
    assert trouble(skipping(whole)) == f"1,234 rows of the file are left out; {first}"
    fewer = with_role(whole, [2], Role.OUT)
    assert trouble(fewer) == f"Some rows of the file cannot be read as numbers; {first}"


def test_one_row_is_one_row(seen: Seen) -> None:
    draft = seen("a,y\n1,2\nx,4\n")
    assert trouble(draft) == "1 row of the file cannot be read as numbers:"
    assert trouble(skipping(draft)) == "1 row of the file is left out:"
    longer = seen("a,y\n1,2\nx,4\n" + "5,6\n" * ROWS_SHOWN)
    assert trouble(skipping(longer)) == "1 of the rows shown is left out:"
    broken = seen('a,y\n1,2\n3,"4\n5,6\n')
    assert faulty_rows(broken) is None
    whole = draft.with_found(Faults(draft.faults, 1, 1, {1: 1}))
    assert trouble(skipping(whole)) == "1 row of the file is left out:"


def test_a_fault_is_told_by_line_and_column() -> None:
    fault = Fault(1234, 2, "x\n2", "oops", "'oops' is not a number.")
    assert told(fault, is_text=True) == "Line 1,234, column 2 (x 2): 'oops' is not a number."
    assert told(fault, is_text=False).startswith("Row 1,234, column 2")
    assert told(fault._replace(name=""), is_text=True).startswith("Line 1,234, column 2: ")
    assert told(Fault(3, 0, "", "", "It has 2 cells."), is_text=True) == "Line 3: It has 2 cells."
