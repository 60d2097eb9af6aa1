from engine.reading.choices import Choices
from gui.importing.roles import Role
from gui.importing.wishes import Wishes


def test_nothing_is_wished_for_at_first() -> None:
    assert Wishes().are_none
    assert not Wishes(Choices(decimal=",")).are_none
    assert not Wishes().for_width(3).with_role([1], Role.OUT).are_none


def test_roles_hold_for_a_file_of_as_many_columns_only() -> None:
    wishes = Wishes().for_width(3).with_role([1], Role.Y)
    assert wishes.for_width(3).roles == {1: Role.Y}
    assert wishes.for_width(4).roles == {}
    assert wishes.for_width(4).width == 4


def test_other_choices_leave_the_roles_alone() -> None:
    wishes = Wishes().for_width(2).with_role([2], Role.OUT).with_choices(Choices(header=True))
    assert (wishes.choices, wishes.roles) == (Choices(header=True), {2: Role.OUT})
