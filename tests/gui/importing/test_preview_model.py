import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.modeltest import ModelTester

from engine.reading.choices import BadRows, Choices
from gui.importing.draft import Draft
from gui.importing.preview_model import MARK, ItemRole, Mark, PreviewModel
from gui.importing.roles import Role
from gui.importing.wishes import Wishes

from .conftest import CLEAN, MIXED, PlanOf

Across, Down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def model_of(plan: Draft | None) -> PreviewModel:
    model = PreviewModel()
    model.show_plan(plan)
    return model


def with_role(plan: Draft, columns: list[int], role: Role) -> Draft:
    options = plan.options.for_width(plan.preview.width)
    return plan.with_options(options.with_role(columns, role))


def marks(model: PreviewModel, row: int) -> list[Mark]:
    return [model.index(row, k).data(MARK) for k in range(model.columnCount())]


@pytest.mark.parametrize("content", [CLEAN, MIXED, "a,y\n1,2\n3\n4,5,6\n"])
def test_it_is_a_model(plan_of: PlanOf, content: str, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model_of(plan_of(content)))


def test_without_a_draft_there_is_nothing(qtmodeltester: ModelTester) -> None:
    model = model_of(None)
    assert (model.rowCount(), model.columnCount()) == (0, 0)
    assert model.headerData(0, Across) is None
    qtmodeltester.check(model)


def test_cells_stand_as_in_the_file(plan_of: PlanOf) -> None:
    model = model_of(plan_of(CLEAN))
    assert [model.index(1, k).data() for k in range(3)] == ["3", "4.125", "-7e2"]


def test_rows_are_named_by_their_lines(plan_of: PlanOf) -> None:
    model = model_of(plan_of("\n# made by hand\nx,y\n1,2\n\n3,4\n", comment="#"))
    assert [model.headerData(row, Down) for row in range(2)] == ["4", "6"]


def test_columns_are_named_with_what_they_become(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    assert [model.headerData(k, Across) for k in range(5)] == [
        "name: left out",
        "age: A",
        "height: A",
        "town: left out",
        "weight: Y",
    ]


def test_columns_without_names_are_counted_from_1(plan_of: PlanOf) -> None:
    model = model_of(plan_of("1,2\n3,4\n"))
    assert [model.column_name(k) for k in range(2)] == ["1", "2"]


def test_cells_are_marked_by_what_becomes_of_them(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    out, taken, fault = Mark.OUT, Mark.TAKEN, Mark.FAULT
    assert marks(model, 0) == [out, taken, taken, out, taken]
    assert marks(model, 1) == [out, fault, taken, out, taken]
    assert model.is_faulty_row(1)
    assert not model.is_faulty_row(0)


def test_what_is_no_number_says_so_when_pointed_at(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    reason = model.index(1, 1).data(ItemRole.ToolTipRole)
    assert reason.startswith("Line 3, column 2 (age): ")
    assert "oops" in reason
    assert model.index(1, 1).data(ItemRole.AccessibleDescriptionRole) == reason
    assert model.index(0, 1).data(ItemRole.ToolTipRole) == ""
    assert model.index(0, 0).data(ItemRole.ToolTipRole) == "This column is left out."


def test_a_row_too_short_is_marked_whole(plan_of: PlanOf) -> None:
    model = model_of(plan_of("a,b,y\n1,2,3\n4,5\n"))
    assert marks(model, 1) == [Mark.FAULT] * 3
    assert model.index(1, 2).data() == ""
    assert model.index(1, 2).data(ItemRole.ToolTipRole).startswith("Line 3: ")


def test_rows_to_be_skipped_stand_back(plan_of: PlanOf) -> None:
    plan = plan_of(MIXED).with_options(Wishes(Choices(bad_rows=BadRows.SKIP)))
    model = model_of(plan)
    assert marks(model, 1) == [Mark.OUT, Mark.FAULT, Mark.OUT, Mark.OUT, Mark.OUT]
    assert model.index(1, 2).data(ItemRole.ToolTipRole) == "This row is left out."


def test_columns_of_text_are_written_from_the_left(plan_of: PlanOf) -> None:
    model = model_of(plan_of(MIXED))
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    sides = [model.index(0, k).data(ItemRole.TextAlignmentRole) for k in range(5)]
    assert [bool(side & left) for side in sides] == [True, False, False, True, False]
    assert [bool(side & right) for side in sides] == [False, True, True, False, True]


def test_other_roles_of_the_same_file_move_nothing(plan_of: PlanOf) -> None:
    plan = plan_of(CLEAN)
    model = model_of(plan)
    resets, changes = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    headers = QSignalSpy(model.headerDataChanged)
    model.show_plan(with_role(plan, [1], Role.Y))
    assert (resets.count(), changes.count(), headers.count()) == (0, 1, 1)
    assert model.column_role(0) is Role.Y
    model.show_plan(plan_of(MIXED))
    assert resets.count() == 1
