import pytest

from engine.reading.choices import Choices
from gui.importing.roles import Role
from gui.importing.wishes import Wishes, last_column_as_output


def test_nothing_is_wished_for_at_first() -> None:
    assert Wishes().are_default
    assert not Wishes(Choices(decimal=",")).are_default
    assert not Wishes().for_width(3).with_role([1], Role.OUT).are_default


def test_roles_hold_for_a_file_of_as_many_columns_only() -> None:
    options = Wishes().for_width(3).with_role([1], Role.Y)
    assert options.for_width(3).roles == {1: Role.Y}
    assert options.for_width(4).roles == {}
    assert options.for_width(4).width == 4


def test_other_choices_leave_the_roles_alone() -> None:
    options = Wishes().for_width(2).with_role([2], Role.OUT).with_read_options(Choices(header=True))
    assert (options.read_options, options.roles) == (Choices(header=True), {2: Role.OUT})


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
    options = last_column_as_output(names)
    assert options.roles == roles
    assert options.for_width(len(names)) == options or not roles
