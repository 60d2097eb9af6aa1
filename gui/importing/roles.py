"""The roles of a file's columns: input, output, or left out."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum

OUTPUT_NAMES = {"y", "target", "output"}


class Role(Enum):
    """What a column becomes; the values are shown in the header."""

    A = "A"
    Y = "Y"
    OUT = "left out"


Roles = tuple[Role, ...]
ChosenRoles = Mapping[int, Role]
"""The roles the user set, by column from 1."""


def guess_roles(names: Sequence[str], width: int, without_numbers: AbstractSet[int]) -> Roles:
    """Guess the roles: columns without numbers are left out, one is Y, the others are A.

    Y is the only column named like an output, or else the last.
    """
    usable = [k for k in range(1, width + 1) if k not in without_numbers]
    named = [k for k in usable if names and names[k - 1].strip().lower() in OUTPUT_NAMES]
    output = named[0] if len(named) == 1 else max(usable, default=0)
    roles = [Role.OUT] * width
    for k in usable:
        roles[k - 1] = Role.Y if k == output else Role.A
    return tuple(roles)


def apply_roles(roles: Roles, chosen: ChosenRoles) -> Roles:
    """Apply the user's roles to the guessed ones; if they include Y, no other column is Y."""
    has_y = Role.Y in chosen.values()
    new = [Role.A if has_y and role is Role.Y else role for role in roles]
    for k, role in chosen.items():
        new[k - 1] = role
    return tuple(new)


def assign_role(before: ChosenRoles, columns: Iterable[int], role: Role) -> ChosenRoles:
    """Give columns a role. Only the first becomes Y, and the previous Y becomes A."""
    columns = list(columns)
    after = dict(before)
    if role is Role.Y:
        after |= {k: Role.A for k, old in before.items() if old is Role.Y}
        columns = columns[:1]
    return after | dict.fromkeys(columns, role)
