import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.modeltest import ModelTester

from engine.reading.options import BadRows, ReadOptions
from gui.importing.options import ImportOptions, Role
from gui.importing.plan import ImportPlan
from gui.importing.preview_model import MARK, ItemRole, Mark, PreviewModel

from .conftest import CLEAN, MIXED, PlanOf

Across, Down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def model_of(plan: ImportPlan | None) -> PreviewModel:
    model = PreviewModel()
    model.show_plan(plan)
    return model


def with_role(plan: ImportPlan, columns: list[int], role: Role) -> ImportPlan:
    options = plan.options.for_width(plan.preview.width)
    return plan.with_options(options.with_role(columns, role))


def marks(model: PreviewModel, row: int) -> list[Mark]:
    return [model.index(row, k).data(MARK) for k in range(model.columnCount())]


@pytest.mark.parametrize("content", [CLEAN, MIXED, "a,y\n1,2\n3\n4,5,6\n"])
def test_preview_model_passes_model_tester(
    plan_of: PlanOf, content: str, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model_of(plan_of(content)))


def test_model_without_plan_is_empty(qtmodeltester: ModelTester) -> None:
    model = model_of(None)
    assert (model.rowCount(), model.columnCount()) == (0, 0)
    assert model.headerData(0, Across) is None
    qtmodeltester.check(model)


def test_cells_show_text_of_file(plan_of: PlanOf) -> None:
    model = model_of(plan_of(CLEAN))
    assert [model.index(1, k).data() for k in range(3)] == ["3", "4.125", "-7e2"]


def test_row_headers_are_line_numbers(plan_of: PlanOf) -> None:
    model = model_of(plan_of("\n# made by hand\nx,y\n1,2\n\n3,4\n", comment="#"))
    assert [model.headerData(row, Down) for row in range(2)] == ["4", "6"]


def test_column_headers_have_name_and_role(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    assert [model.headerData(k, Across) for k in range(5)] == [
        "name: left out",
        "age: A",
        "height: A",
        "town: left out",
        "weight: Y",
    ]


def test_unnamed_columns_are_numbered(plan_of: PlanOf) -> None:
    model = model_of(plan_of("1,2\n3,4\n"))
    assert [model.column_name(k) for k in range(2)] == ["1", "2"]


def test_cells_have_marks(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    out, used, fault = Mark.OUT, Mark.USED, Mark.FAULT
    assert marks(model, 0) == [out, used, used, out, used]
    assert marks(model, 1) == [out, fault, used, out, used]
    assert model.is_faulty_row(1)
    assert not model.is_faulty_row(0)


def test_tool_tip_explains_fault(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    reason = model.index(1, 1).data(ItemRole.ToolTipRole)
    assert reason.startswith("Line 3, column 2 (age): ")
    assert "oops" in reason
    assert model.index(1, 1).data(ItemRole.AccessibleDescriptionRole) == reason
    assert model.index(0, 1).data(ItemRole.ToolTipRole) == ""
    assert model.index(0, 0).data(ItemRole.ToolTipRole) == "This column is left out."


def test_short_row_is_marked_whole(plan_of: PlanOf) -> None:
    model = model_of(plan_of("a,b,y\n1,2,3\n4,5\n"))
    assert marks(model, 1) == [Mark.FAULT] * 3
    assert model.index(1, 2).data() == ""
    assert model.index(1, 2).data(ItemRole.ToolTipRole).startswith("Line 3: ")


def test_skipped_rows_are_marked_out(plan_of: PlanOf) -> None:
    plan = plan_of(MIXED).with_options(ImportOptions(ReadOptions(bad_rows=BadRows.SKIP)))
    model = model_of(plan)
    assert marks(model, 1) == [Mark.OUT, Mark.FAULT, Mark.OUT, Mark.OUT, Mark.OUT]
    assert model.index(1, 2).data(ItemRole.ToolTipRole) == "This row is skipped."


def test_text_columns_are_left_aligned(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    sides = [model.index(0, k).data(ItemRole.TextAlignmentRole) for k in range(5)]
    assert [bool(side & left) for side in sides] == [True, False, False, True, False]
    assert [bool(side & right) for side in sides] == [False, True, True, False, True]


def test_new_roles_do_not_reset_model(plan_of: PlanOf) -> None:
    plan = plan_of(CLEAN)
    model = model_of(plan)
    resets, changes = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    headers = QSignalSpy(model.headerDataChanged)
    model.show_plan(with_role(plan, [1], Role.Y))
    assert (resets.count(), changes.count(), headers.count()) == (0, 1, 1)
    assert model.column_role(0) is Role.Y
    model.show_plan(plan_of(MIXED))
    assert resets.count() == 1
