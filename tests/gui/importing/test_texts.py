from dataclasses import replace

import pytest

from engine.reading.faults import Fault, Faults
from engine.reading.options import BadRows, ReadOptions
from engine.reading.preview import Preview
from engine.reading.tables import measure_completeness
from gui.importing import texts
from gui.importing.options import ImportOptions, Role
from gui.importing.plan import ROWS_SHOWN, ImportPlan
from gui.importing.texts import (
    count_faulty_rows,
    describe_fault,
    describe_faults,
    describe_import,
    describe_left_out,
    describe_reading,
    obstacle,
)

from .conftest import CLEAN, MIXED, PlanOf, Write

NO_NUMBERS = "a,b\nx,y\nz,w\n"


def with_role(plan: ImportPlan, columns: list[int], role: Role) -> ImportPlan:
    options = plan.options.for_width(plan.preview.width)
    return plan.with_options(options.with_role(columns, role))


def skipping(plan: ImportPlan) -> ImportPlan:
    return plan.with_options(ImportOptions(ReadOptions(bad_rows=BadRows.SKIP)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CLEAN, "Comma-separated, decimal point, UTF-8, names in the first row."),
        (
            "a;b\n1,5;2\n3,25;4\n",
            "Semicolon-separated, decimal comma, UTF-8, names in the first row.",
        ),
        ("1\t2\n3\t4\n", "Tab-separated, decimal point, UTF-8, no names."),
        ("1  2\n3  4\n", "Separated by whitespace, decimal point, UTF-8, no names."),
    ],
)
def test_reading_is_described(plan_of: PlanOf, content: str, expected: str) -> None:
    assert describe_reading(plan_of(content).preview) == expected


def test_thousands_and_comments_are_described(plan_of: PlanOf) -> None:
    plan = plan_of("# made by hand\na;b\n1'000;2\n", comment="#", thousands="'")
    assert describe_reading(plan.preview) == (
        "Semicolon-separated, decimal point, apostrophe between thousands, UTF-8, "
        "comments after #, names in the first row."
    )


def test_long_table_mentions_preview_limit(plan_of: PlanOf) -> None:
    text = "x,y\n" + "1,2\n" * 100
    assert describe_reading(plan_of(text).preview).endswith("The first 100 rows are shown.")
    assert "shown" not in describe_reading(plan_of("x,y\n" + "1,2\n" * 99).preview)


@pytest.mark.parametrize(
    ("read_options", "sheets", "expected"),
    [
        (
            ReadOptions(sheet="Data", header=True),
            ("Data",),
            "Sheet “Data”, names in the first row.",
        ),
        (ReadOptions(sheet="B", header=False), ("A", "B"), "Sheet “B” of 2, no names."),
        (ReadOptions(sheet="X"), ("X", "y"), "Array “X” of 2."),
        (ReadOptions(), (), "Array."),
    ],
)
def test_sheets_and_arrays_are_described(
    read_options: ReadOptions, sheets: tuple[str, ...], expected: str
) -> None:
    assert describe_reading(Preview(read_options, sheets, (), 2, (), ())) == expected


def test_plain_table_has_no_obstacle(plan_of: PlanOf) -> None:
    assert obstacle(plan_of(CLEAN)) == ""
    assert describe_faults(plan_of(CLEAN)) == ""


@pytest.mark.parametrize(
    ("columns", "role", "expected"),
    [
        ([3], Role.A, "No column is marked Y. Click a column header to choose one."),
        ([1, 2, 3], Role.OUT, "No column is marked Y. Click a column header to choose one."),
        ([1, 2], Role.OUT, "No column is marked A. Click a column header to choose one."),
    ],
)
def test_missing_role_is_named(
    plan_of: PlanOf, columns: list[int], role: Role, expected: str
) -> None:
    assert obstacle(with_role(plan_of(CLEAN), columns, role)) == expected


def test_table_without_numbers_is_obstacle(plan_of: PlanOf) -> None:
    plan = plan_of(NO_NUMBERS)
    assert obstacle(plan) == "No column contains numbers. Change the options above."
    several = replace(plan, preview=replace(plan.preview, sheets=("Notes", "Marks")))
    assert obstacle(several) == "No column contains numbers. Choose another sheet."
    empty = replace(plan, preview=replace(plan.preview, lines=(), faults=()))
    assert obstacle(empty) == "There are no rows to import."
    blank = replace(several, preview=replace(several.preview, lines=(), faults=()))
    assert obstacle(blank) == "There are no rows to import. Choose another sheet."


def test_faults_are_an_obstacle(plan_of: PlanOf) -> None:
    assert (
        obstacle(plan_of(MIXED))
        == "Some rows cannot be read as numbers: skip them, or leave columns out."
    )
    assert obstacle(skipping(plan_of(MIXED))) == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,y\n1,2\nx,4\n", "One row cannot be read as numbers: skip it, or leave the column out."),
        ("a,y\n1,2\n3\n", "One row cannot be read as numbers: skip it."),
        ("a,y\n1,2\n3\n4\n", "Some rows cannot be read as numbers: skip them."),
    ],
)
def test_obstacle_names_useful_remedies(plan_of: PlanOf, content: str, expected: str) -> None:
    assert obstacle(plan_of(content)) == expected


@pytest.mark.parametrize(
    ("content", "remedies"),
    [
        ("a,b,y\n1,2,3\n4,,6\n7,8,9\n", "use what is complete, skip it, or leave the column out"),
        ("a,y\n1,2\nx,4\n3,6\n", "skip it, or leave the column out"),
        ("a,y\n1,2\n3\n4,5\n", "use what is complete, or skip it"),
    ],
)
def test_complete_part_is_offered_if_useful(
    write: Write, plan_of: PlanOf, content: str, remedies: str
) -> None:
    plan = plan_of(content)
    path = write(content, "same.csv")
    plan = plan.with_completeness(measure_completeness(path, plan.options_to_count))
    assert obstacle(plan).rpartition(": ")[2] == f"{remedies}."


def test_left_out_columns_are_described(plan_of: PlanOf) -> None:
    assert describe_import(plan_of(CLEAN)) == "A is 2 columns, Y is column 3 (y)."
    assert describe_import(plan_of(MIXED)) == (
        "A is 2 columns, Y is column 5 (weight). "
        "Columns 1 (name) and 4 (town) are left out: they contain no numbers."
    )
    assert describe_import(with_role(plan_of(MIXED), [2], Role.OUT)) == (
        "A is 1 column, Y is column 5 (weight). "
        "Columns 1 (name) and 4 (town) are left out: they contain no numbers. "
        "Column 2 (age) is left out."
    )
    assert describe_import(plan_of("name,a,y\nx,1,2\n")) == (
        "A is 1 column, Y is column 3 (y). Column 1 (name) is left out: it contains no numbers."
    )
    assert describe_import(with_role(plan_of("1,2\n3,4\n"), [1, 2], Role.A)) == "A is 2 columns."
    assert describe_import(with_role(plan_of("1,2\n3,4\n"), [1], Role.OUT)) == (
        "Y is column 2. Column 1 is left out."
    )


def test_first_left_out_columns_are_named(plan_of: PlanOf) -> None:
    plan = with_role(plan_of("1,2,3,4,5,6,7\n"), [1, 2, 3, 4, 5], Role.OUT)
    assert describe_import(plan).endswith("Columns 1, 2, 3 and 2 more are left out.")


def test_known_faulty_rows_are_counted(plan_of: PlanOf) -> None:
    plan = plan_of(MIXED)
    assert describe_faults(plan) == "2 rows of the file cannot be read as numbers:"
    assert describe_faults(skipping(plan)) == "2 rows of the file are skipped:"
    longer = plan_of(MIXED + "Ida,29,1.7,Kiel,60\n" * ROWS_SHOWN)
    assert describe_faults(longer) == "2 of the rows shown cannot be read as numbers:"
    assert describe_faults(skipping(longer)) == "2 of the rows shown are skipped:"
    whole = plan.with_file_faults(Faults(plan.faults, 1300, 1234, {2: 1000, 5: 300}))
    first = "the first 2 faults:"
    assert describe_faults(whole) == f"1,234 rows of the file cannot be read as numbers; {first}"
    assert describe_faults(skipping(whole)) == f"1,234 rows of the file are skipped; {first}"
    fewer = with_role(whole, [2], Role.OUT)
    assert describe_faults(fewer) == f"Some rows of the file cannot be read as numbers; {first}"


def test_one_faulty_row_is_singular(plan_of: PlanOf) -> None:
    plan = plan_of("a,y\n1,2\nx,4\n")
    assert describe_faults(plan) == "1 row of the file cannot be read as numbers:"
    assert describe_faults(skipping(plan)) == "1 row of the file is skipped:"
    longer = plan_of("a,y\n1,2\nx,4\n" + "5,6\n" * ROWS_SHOWN)
    assert describe_faults(skipping(longer)) == "1 of the rows shown is skipped:"
    broken = plan_of('a,y\n1,2\n3,"4\n5,6\n')
    assert count_faulty_rows(broken) is None
    whole = plan.with_file_faults(Faults(plan.faults, 1, 1, {1: 1}))
    assert describe_faults(skipping(whole)) == "1 row of the file is skipped:"


def test_fault_names_line_and_column() -> None:
    fault = Fault(1234, 2, "x\n2", "oops", "“oops” is not a number.")
    assert (
        describe_fault(fault, is_text=True) == "Line 1,234, column 2 (x 2): “oops” is not a number."
    )
    assert describe_fault(fault, is_text=False).startswith("Row 1,234, column 2")
    assert describe_fault(fault._replace(name=""), is_text=True).startswith(
        "Line 1,234, column 2: "
    )
    assert (
        describe_fault(Fault(3, 0, "", "", "It has 2 cells."), is_text=True)
        == "Line 3: It has 2 cells."
    )


@pytest.mark.parametrize(
    ("field", "offered"),
    [
        ("separator", texts.SEPARATORS),
        ("decimal", texts.DECIMALS),
        ("thousands", texts.THOUSANDS),
        ("comment", texts.COMMENTS),
        ("encoding", texts.ENCODINGS),
        ("header", texts.HEADERS),
    ],
)
def test_every_label_is_valid_option(field: str, offered: dict[object, str]) -> None:
    for value in offered:
        assert getattr(ReadOptions(**{field: value}), field) == value  # type: ignore[arg-type]


def test_encodings_use_standard_spelling() -> None:
    assert [texts.encoding_key(key) for key in texts.ENCODINGS] == list(texts.ENCODINGS)


@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("UTF8", "utf-8"),
        ("utf_16_le", "utf-16-le"),
        ("Latin-1", "iso8859-1"),
        ("windows-1252", "cp1252"),
        ("no such", "no such"),
    ],
)
def test_encoding_spellings_are_unified(spelt: str, key: str) -> None:
    assert texts.encoding_key(spelt) == key


def test_value_without_label_is_its_label() -> None:
    assert texts.label(texts.SEPARATORS, ";") == "semicolon"
    assert texts.label(texts.SEPARATORS, "~") == "~"


GROUPS = "group,when,y\n" + "".join(
    f"{group},2024-01-0{k},{k}\n" for k, group in enumerate("uvwxyu", start=1)
)


def derived(plan_of: PlanOf, content: str, *roles: Role) -> str:
    chosen = dict(enumerate(roles, start=1))
    return describe_import(plan_of(content, ImportOptions(roles=chosen, width=3)))


def test_derived_columns_are_described(plan_of: PlanOf) -> None:
    assert derived(plan_of, GROUPS, Role.INDICATORS, Role.DAYS) == (
        "A is made of 2 columns, Y is column 3 (y). "
        "Column 1 (group) becomes 4 columns of 0 and 1, for v, w, x and 1 more; all are 0 for u. "
        "Column 2 (when) becomes days since the earliest date (2024-01-01)."
    )
    assert "becomes 1 for v and 0 for u." in derived(
        plan_of, "group,x,y\nu,1,2\nv,3,4\n", Role.INDICATORS
    )


def test_longer_file_may_have_more_values(plan_of: PlanOf) -> None:
    longer = GROUPS + "u,2024-01-01,1\n" * ROWS_SHOWN
    text = derived(plan_of, longer, Role.INDICATORS, Role.DAYS)
    assert "0/1 columns, one for each value but one; the first rows have u, v, w and 2 more" in text
    assert text.endswith("Column 2 (when) becomes days since the earliest date.")


def test_all_rows_skipped_is_an_obstacle(plan_of: PlanOf, write: Write) -> None:
    content = "sex,a,y\n" + "".join(f"m,{k},{k * k}\n" for k in range(1, 25))
    plan = plan_of(content)
    plan = plan.with_options(plan.options.for_width(3).with_role([1], Role.A))
    skipped = replace(plan.options.read_options, bad_rows=BadRows.SKIP)
    plan = plan.with_options(plan.options.with_read_options(skipped))
    plan = plan.with_completeness(measure_completeness(write(content), plan.options_to_count))
    assert obstacle(plan) == "Every row would be skipped. Leave out the column that has no numbers."


def test_empty_column_is_told_once(plan_of: PlanOf) -> None:
    plan = plan_of("x\ty\tComment\n1\t2\t\n3\t4\t\n5\t7\t\n")
    assert plan.notes == ("The column “Comment” was left out: it is empty.",)
    assert describe_left_out(plan) == []
