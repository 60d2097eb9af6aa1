from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.importing.roles import Role, apply_roles, assign_role, guess_roles

A, Y, OUT = Role


@pytest.mark.parametrize(
    ("names", "without", "expected"),
    [
        ((), set(), (A, A, A, Y)),
        (("a", "b", "c", "d"), set(), (A, A, A, Y)),
        (("a", "b", "c", "d"), {4}, (A, A, Y, OUT)),
        (("a", "b", "c", "d"), {1, 3}, (OUT, A, OUT, Y)),
        (("Target", "b", "c", "d"), set(), (Y, A, A, A)),
        ((" y ", "b", "c", "d"), {2}, (Y, OUT, A, A)),
        (("y", "b", "c", "d"), {1}, (OUT, A, A, Y)),
        (("y", "output", "c", "d"), set(), (A, A, A, Y)),
        ((), {1, 2, 3, 4}, (OUT, OUT, OUT, OUT)),
        ((), {1, 2, 4}, (OUT, OUT, Y, OUT)),
    ],
)
def test_y_is_named_or_last_column(
    names: tuple[str, ...], without: set[int], expected: tuple[Role, ...]
) -> None:
    assert guess_roles(names, 4, without) == expected


GIVEN = st.tuples(st.lists(st.integers(1, 6), min_size=1), st.sampled_from(Role))


@given(st.lists(GIVEN, min_size=1))
def test_only_one_column_is_y(steps: list[tuple[list[int], Role]]) -> None:
    touched: Mapping[int, Role] = {}
    for columns, role in steps:
        touched = assign_role(touched, columns, role)
        roles = apply_roles(guess_roles((), 6, set()), touched)
        assert roles.count(Y) <= 1
        assert all(roles[k - 1] is role for k in (columns[:1] if role is Y else columns))


def test_previous_y_becomes_input() -> None:
    guess = guess_roles((), 3, set())
    once = assign_role({}, [1], Y)
    assert apply_roles(guess, once) == (Y, A, A)
    twice = assign_role(once, [2], Y)
    assert apply_roles(guess, twice) == (A, Y, A)


def test_removed_y_is_not_replaced() -> None:
    assert apply_roles(guess_roles((), 3, set()), assign_role({}, [3], A)) == (A, A, A)
    assert apply_roles(guess_roles((), 3, set()), assign_role({}, [3], OUT)) == (A, A, OUT)


def test_many_columns_get_role_together() -> None:
    touched = assign_role({}, range(1, 10_001), OUT)
    assert set(apply_roles(guess_roles((), 10_000, set()), touched)) == {OUT}
