from dataclasses import replace

import pytest

from engine.reading.faults import Fault, Faults
from engine.reading.options import BadRows, ReadOptions
from engine.reading.tables import import_table, measure_completeness
from gui.importing.options import ImportOptions, Role
from gui.importing.plan import ImportPlan

from .conftest import CLEAN, MIXED, PlanOf, Write

RAGGED = "a,b,y\n1,2,3\n4,5\n7,8,9\n"


def with_role(plan: ImportPlan, columns: list[int], role: Role) -> ImportPlan:
    options = plan.options.for_width(plan.preview.width)
    return plan.with_options(options.with_role(columns, role))


def skipping(plan: ImportPlan) -> ImportPlan:
    return plan.with_options(ImportOptions(ReadOptions(bad_rows=BadRows.SKIP)))


def test_plain_table_is_imported_whole(plan_of: PlanOf) -> None:
    plan = plan_of(CLEAN)
    assert (plan.inputs, plan.output, plan.columns) == ((1, 2), 3, (1, 2, 3))
    assert not plan.has_faults
    assert plan.is_text
    assert [plan.name(k) for k in (1, 2, 3)] == ["x1", "x2", "y"]


def test_table_without_header_has_no_names(plan_of: PlanOf) -> None:
    plan = plan_of("1,2\n3,4\n")
    assert plan.name(1) == ""
    assert plan.columns == (1, 2)


def test_faults_in_text_columns_are_ignored(plan_of: PlanOf) -> None:
    plan = plan_of(MIXED)
    assert plan.without_numbers == {1, 4}
    assert plan.roles == (Role.OUT, Role.A, Role.A, Role.OUT, Role.Y)
    assert [(fault.line, fault.column) for fault in plan.faults] == [(3, 2), (6, 5)]
    assert plan.faulty_columns == (2, 5)
    assert plan.faulty_lines == {3, 6}


def test_empty_column_has_no_numbers(plan_of: PlanOf) -> None:
    plan = plan_of("x,,y\n1,,2\n3,,4\n")
    assert plan.without_numbers == {2}
    assert plan.columns == (1, 3)
    assert not plan.has_faults


def test_chosen_text_column_has_faults(plan_of: PlanOf) -> None:
    plan = with_role(plan_of(MIXED), [1], Role.A)
    assert plan.columns == (1, 2, 3, 5)
    assert 1 in plan.faulty_columns


def test_left_out_columns_have_no_faults(plan_of: PlanOf) -> None:
    plan = with_role(plan_of(MIXED), [2], Role.OUT)
    assert plan.faulty_columns == (5,)
    assert not with_role(plan, [5], Role.OUT).has_faults


def test_y_is_read_last(plan_of: PlanOf) -> None:
    plan = with_role(plan_of(CLEAN), [1], Role.Y)
    assert plan.columns == (2, 3, 1)
    assert plan.read_options == ReadOptions(columns=(2, 3, 1))


def test_short_row_fault_has_no_column(plan_of: PlanOf) -> None:
    plan = plan_of(RAGGED)
    assert [(fault.line, fault.column) for fault in plan.faults] == [(3, 0)]
    assert plan.has_faults
    assert plan.faulty_columns == ()
    assert plan.without_numbers == frozenset()
    assert with_role(plan, [1, 2], Role.OUT).has_faults


def test_read_options_keep_user_options(plan_of: PlanOf) -> None:
    plan = plan_of(CLEAN, decimal=".")
    assert plan.read_options == ReadOptions(decimal=".", columns=(1, 2, 3))
    assert skipping(plan_of(MIXED)).read_options == ReadOptions(
        bad_rows=BadRows.SKIP, columns=(2, 3, 5)
    )
    assert skipping(plan_of(MIXED)).skips_rows


def test_file_faults_join_preview_faults(plan_of: PlanOf) -> None:
    far = Fault(900, 3, "height", "tall", "“tall” is not a number.")
    found = Faults((far,), 12, 11, {3: 12})
    plan = plan_of(MIXED).with_file_faults(found)
    assert [(fault.line, fault.column) for fault in plan.faults] == [(3, 2), (6, 5), (900, 3)]
    assert plan.faulty_columns == (2, 3, 5)
    assert plan.with_options(plan.options).file_faults is found


def test_unlisted_faults_mark_their_columns(plan_of: PlanOf) -> None:
    plan = plan_of(CLEAN).with_file_faults(Faults((), 200, 200, {2: 200}))
    assert plan.faulty_columns == (2,)
    assert plan.has_faults
    assert not with_role(plan, [2], Role.OUT).has_faults


def test_same_fault_is_listed_once(plan_of: PlanOf) -> None:
    plan = plan_of(MIXED)
    found = Faults(plan.faults, 2, 2, {2: 1, 5: 1})
    assert plan.with_file_faults(found).faults == plan.faults


def test_array_is_not_text(plan_of: PlanOf) -> None:
    plan = plan_of(CLEAN)
    array = replace(plan.preview, options=ReadOptions())
    assert not replace(plan, preview=array).is_text


COUNTED = "id,x,y\n1,5,2\n2,6,4\n3,8,7\n"
# One of six columns is text, b has text among numbers, c has 3 gaps of 20, d and y have one.
GAPS = "name,a,b,c,d,y\n" + "".join(
    f"n{k},{k},{'x' if k == 4 else k},{'' if k in (5, 6, 7) else 1},{'' if k == 8 else 2},"
    f"{'NA' if k == 11 else k * k}\n"
    for k in range(5 - 1, 24)
)


def counted(plan: ImportPlan, write: Write, content: str) -> ImportPlan:
    """Return a plan that knows what is complete in the whole file."""
    options = ReadOptions(columns=tuple(range(1, plan.preview.width + 1)))
    return plan.with_completeness(measure_completeness(write(content), options))


def test_next_column_becomes_y(plan_of: PlanOf) -> None:
    plan = with_role(plan_of("a,b,c\n1,2,3\n4,5,6\n"), [3], Role.OUT)
    assert plan.roles == (Role.A, Role.Y, Role.OUT)
    assert with_role(plan, [2], Role.OUT).roles == (Role.Y, Role.OUT, Role.OUT)
    assert with_role(plan, [3], Role.A).roles == (Role.A, Role.A, Role.A)


def test_chosen_y_stays_if_others_go(plan_of: PlanOf) -> None:
    plan = with_role(with_role(plan_of(CLEAN), [1], Role.Y), [3], Role.OUT)
    assert plan.roles == (Role.Y, Role.A, Role.OUT)


def test_row_numbers_have_a_role(plan_of: PlanOf) -> None:
    plan = plan_of(COUNTED)
    assert plan.roles == (Role.ROW_NAMES, Role.A, Role.Y)
    assert plan.columns == (2, 3)
    assert "row numbers" in plan.notes[0]
    back = with_role(plan, [1], Role.A)
    assert back.columns == (1, 2, 3)
    assert back.notes == ()
    assert with_role(plan_of(CLEAN), [1], Role.ROW_NAMES).columns == (2, 3)


def test_complete_part_tells_its_price(plan_of: PlanOf, write: Write) -> None:
    plan = counted(plan_of(GAPS), write, GAPS)
    assert plan.complete is not None
    assert plan.complete.price == "3 of 6 columns, 18 of 20 rows"
    assert not plan.uses_complete
    used = plan.with_complete_part()
    assert used.columns == (2, 5, 6)
    assert used.uses_complete
    assert used.skips_rows
    table = import_table(write(GAPS), used.read_options)
    assert table.values.shape == (18, 3)


def test_incomplete_y_makes_way(plan_of: PlanOf, write: Write) -> None:
    content = "a,b,y\n" + "".join(f"{k},{k * k},{'' if k % 2 else k}\n" for k in range(4, 24))
    used = counted(plan_of(content), write, content).with_complete_part()
    assert used.roles == (Role.A, Role.Y, Role.OUT)
    assert not used.skips_rows
    assert used.uses_complete


def test_columns_left_out_stay_so(plan_of: PlanOf, write: Write) -> None:
    plan = with_role(counted(plan_of(GAPS), write, GAPS), [2], Role.OUT)
    assert plan.complete is not None
    assert plan.complete.price == "2 of 6 columns, 18 of 20 rows"
    assert plan.with_complete_part().columns == (5, 6)


def test_late_numbers_are_complete(plan_of: PlanOf, write: Write) -> None:
    content = "a,b,y\n" + "".join(f"{k},{'' if k < 105 else 3},{k}\n" for k in range(4, 3000))
    plan = counted(plan_of(content), write, content)
    assert plan.columns == (1, 3)
    assert plan.with_complete_part().columns == (1, 2, 3)


@pytest.mark.parametrize("rows_skipped", [True, False])
def test_rows_skipped_only_if_incomplete(plan_of: PlanOf, write: Write, rows_skipped: bool) -> None:
    last = "" if rows_skipped else "9"
    content = "a,b,y\n" + "".join(f"{k},x{k},{k}\n" for k in range(4, 30)) + f"{last},z,5\n"
    used = counted(plan_of(content), write, content).with_complete_part()
    assert used.skips_rows is rows_skipped


KINDS = "kind,when,x,note,y\n" + "".join(
    f"{kind},2024-01-0{k},{k},n{k},{k * k}\n" for k, kind in enumerate("abcabca", start=1)
)
NAMES = "".join(f"{k},w{k},{k * k}\n" for k in range(20))


def test_text_may_become_numbers(plan_of: PlanOf) -> None:
    plan = plan_of(KINDS)
    assert plan.derived_roles(1) == {Role.INDICATORS}
    assert plan.derived_roles(2) == {Role.INDICATORS, Role.DAYS}
    assert plan.derived_roles(4) == {Role.INDICATORS}
    assert plan_of(f"x,w,y\n{NAMES}").derived_roles(2) == set()


@pytest.mark.parametrize(
    ("cells", "offered"),
    [
        ("1 2 3 1 2 10", True),
        ("1.0 2.0 1.0", True),
        ("-1 1 NA 1", True),
        ("0 1 0 1", False),  # what they are already
        ("1 1 1", False),
        ("1 2.5 1", False),
        ("1e3 2 2", False),
        (" ".join(map(str, range(12))), True),
        (" ".join(map(str, range(13))), False),
        (" ".join(map(str, range(10**9, 10**9 + 5))), False),
    ],
)
def test_codes_may_become_indicators(plan_of: PlanOf, cells: str, offered: bool) -> None:
    rows = "".join(f"{cell},{k}.5,{k * k}\n" for k, cell in enumerate(cells.split()))
    plan = plan_of(f"code,x,y\n{rows}")
    assert (1 in plan.codes) is offered
    assert plan.derived_roles(1) == ({Role.INDICATORS} if offered else set())
    assert plan.derived_roles(2) == set()


def test_codes_are_read_as_indicators(plan_of: PlanOf, write: Write) -> None:
    content = "code,x,y\n1,0.5,2\n10,1.5,3\n2,2.5,4\n1,0.1,3\n"
    plan = with_role(plan_of(content), [1], Role.INDICATORS)
    assert (plan.inputs, plan.output, plan.has_faults) == ((1, 2), 3, False)
    table = import_table(write(content), plan.read_options)
    assert table.names == ("code = 2", "code = 10", "x", "y")
    assert table.values[:, :2].tolist() == [[0, 0], [0, 1], [1, 0], [0, 0]]


def test_row_numbers_are_no_codes(plan_of: PlanOf) -> None:
    assert plan_of("id,x,y\n1,0.5,2\n2,1.5,3\n3,2.5,4\n").codes == {3}


def test_derived_columns_are_read(plan_of: PlanOf) -> None:
    plan = with_role(with_role(plan_of(KINDS), [1], Role.INDICATORS), [2], Role.DAYS)
    assert (plan.inputs, plan.output) == ((1, 2, 3), 5)
    assert plan.read_options == ReadOptions(columns=(1, 2, 3, 5), indicators=(1,), days=(2,))
    assert plan.without_numbers == {4}
    assert plan.textual == {1, 2, 4}
    assert not plan.has_faults


def test_derived_last_column_leaves_y(plan_of: PlanOf) -> None:
    plan = with_role(plan_of("x,y,kind\n1,2,a\n3,4,b\n5,7,a\n"), [3], Role.INDICATORS)
    assert (plan.columns, plan.output) == ((1, 3, 2), 2)


def test_derived_cells_may_be_faulty(plan_of: PlanOf) -> None:
    content = "kind,when,y\na,2024-01-01,1\n,2024-01-02,2\nb,03/04/2024,3\nb,2024-01-03,5\n"
    plan = with_role(with_role(plan_of(content), [1], Role.INDICATORS), [2], Role.DAYS)
    assert [(fault.line, fault.column) for fault in plan.faults] == [(3, 1), (4, 2)]
    assert "Every cell needs a value" in plan.faults[0].reason
    assert "the day or the month first" in plan.faults[1].reason
    assert plan.faulty_columns == (1, 2)


def test_other_derived_columns_are_counted_anew(plan_of: PlanOf, write: Write) -> None:
    plan = with_role(plan_of(KINDS.replace("a,2024-01-07", ",2024-01-07")), [1], Role.INDICATORS)
    assert plan.options_to_count.columns == (1, 2, 3, 4, 5)
    path = write(KINDS.replace("a,2024-01-07", ",2024-01-07"), "counted.csv")
    counted = plan.with_completeness(measure_completeness(path, plan.options_to_count))
    assert counted.complete is not None
    assert counted.faulty_columns == (1,)
    kept = with_role(counted, [3], Role.OUT)
    assert kept.completeness is counted.completeness
    changed = with_role(counted, [1], Role.OUT)
    assert changed.completeness is None
    assert not changed.has_faults


def test_complete_part_keeps_derived_columns(plan_of: PlanOf, write: Write) -> None:
    content = KINDS.replace("x", "z") + "".join(f"b,2024-02-0{k},{k},m,1\n" for k in range(1, 9))
    content += ",2024-03-01,4,m,2\n"
    plan = with_role(plan_of(content), [1], Role.INDICATORS)
    path = write(content, "counted.csv")
    plan = plan.with_completeness(measure_completeness(path, plan.options_to_count))
    plan = plan.with_complete_part()
    assert plan.columns == (1, 3, 5)
    assert plan.uses_complete
    table = import_table(path, plan.read_options)
    assert (table.names, table.skipped) == (("kind = b", "kind = c", "z", "y"), 1)


def test_percentages_wait_for_choice(plan_of: PlanOf) -> None:
    plan = plan_of("x,p,y\n1,5%,2\n3,7.5%,4\n")
    assert plan.columns == (1, 3)
    assert plan.notes == (
        "Column 2 (p) was left out, because it holds percentages: they are read as fractions, 5% "
        "as 0.05, if it is chosen.",
    )
    chosen = with_role(plan, [2], Role.A)
    assert chosen.columns == (1, 2, 3)
    assert chosen.notes == ("Percentages are read as fractions: 5% as 0.05.",)
