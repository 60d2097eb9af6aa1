"""What becomes of the columns of a file: inputs, the output, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum

OUTPUT_NAMES = {"y", "target", "output"}


class Role(Enum):
    """What a column becomes; the values are what stands over it."""

    A = "A"
    Y = "Y"
    OUT = "left out"


Roles = tuple[Role, ...]
Touched = Mapping[int, Role]
"""The roles a person gave, by column from 1."""


def guessed(names: Sequence[str], width: int, without_numbers: AbstractSet[int]) -> Roles:
    """Leave out the columns without numbers; of the others one is Y and the rest A.

    Y is the only one named like an output, else the last.
    """
    usable = [k for k in range(1, width + 1) if k not in without_numbers]
    called = [k for k in usable if names and names[k - 1].strip().lower() in OUTPUT_NAMES]
    output = called[0] if len(called) == 1 else max(usable, default=0)
    roles = [Role.OUT] * width
    for k in usable:
        roles[k - 1] = Role.Y if k == output else Role.A
    return tuple(roles)


def overruled(roles: Roles, touched: Touched) -> Roles:
    """Give columns the roles a person wants; where one of these is Y, no other column is."""
    chosen = Role.Y in touched.values()
    new = [Role.A if chosen and role is Role.Y else role for role in roles]
    for k, role in touched.items():
        new[k - 1] = role
    return tuple(new)


def touched_by(before: Touched, columns: Iterable[int], role: Role) -> Touched:
    """Give columns a role; of several that are to be Y the first is, and the one before is A."""
    columns = list(columns)
    after = dict(before)
    if role is Role.Y:
        after |= {k: Role.A for k, old in before.items() if old is Role.Y}
        columns = columns[:1]
    return after | dict.fromkeys(columns, role)
