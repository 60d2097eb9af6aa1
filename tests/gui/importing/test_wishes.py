import pytest

from engine.reading.choices import Choices
from gui.importing.roles import Role
from gui.importing.wishes import Wishes, last_is_output


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


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        ((), {}),
        (("x", "y"), {}),
        (("x", "price"), {}),
        (("y", "Y"), {}),
        (("y", "price"), {2: Role.Y}),
        (("a", "Target", "b"), {3: Role.Y}),
    ],
)
def test_the_last_column_is_wished_for_where_another_would_be_guessed(
    names: tuple[str, ...], roles: dict[int, Role]
) -> None:
    wishes = last_is_output(names)
    assert wishes.roles == roles
    assert wishes.for_width(len(names)) == wishes or not roles
