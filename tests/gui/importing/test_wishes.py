import pytest

from engine.reading.choices import Choices
from gui.importing.roles import Role
from gui.importing.wishes import Wishes, last_column_as_output


def test_new_options_are_default() -> None:
    assert Wishes().are_default
    assert not Wishes(Choices(decimal=",")).are_default
    assert not Wishes().for_width(3).with_role([1], Role.OUT).are_default


def test_roles_need_same_width() -> None:
    options = Wishes().for_width(3).with_role([1], Role.Y)
    assert options.for_width(3).roles == {1: Role.Y}
    assert options.for_width(4).roles == {}
    assert options.for_width(4).width == 4


def test_read_options_keep_roles() -> None:
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
def test_last_column_overrides_other_guess(names: tuple[str, ...], roles: dict[int, Role]) -> None:
    options = last_column_as_output(names)
    assert options.roles == roles
    assert options.for_width(len(names)) == options or not roles
