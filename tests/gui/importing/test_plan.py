from dataclasses import replace

from engine.reading.faults import Fault, Faults
from engine.reading.options import BadRows, ReadOptions
from gui.importing.options import ImportOptions, Role
from gui.importing.plan import ImportPlan

from .conftest import CLEAN, MIXED, PlanOf

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
    far = Fault(900, 3, "height", "tall", "'tall' is not a number.")
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
