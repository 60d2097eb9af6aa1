"""Which arrays of a file make one table, and what is said of the others."""

from collections.abc import Mapping

from ...language.lists import joined_by_and
from ...language.plurals import plural
from ...language.sentence import marked
from ...shortening import grouped, in_quotes

_OTHER_ROWS = plural(
    "engine",
    "The array {name} was left out: it has {n} rows, and {names} has {others}. Each can be chosen "
    "as a sheet.",
    "The array {name} was left out: it has {n} row, and {names} has {others}. Each can be chosen "
    "as a sheet.",
    1,
)
_OTHER_ROWS_THAN_SEVERAL = plural(
    "engine",
    "The array {name} was left out: it has {n} rows, and {names} have {others}. Each can be chosen "
    "as a sheet.",
    "The array {name} was left out: it has {n} row, and {names} have {others}. Each can be chosen "
    "as a sheet.",
    1,
)
NONE_LEFT = plural(
    "engine",
    "it has only {n} rows, so none are left to read.",
    "it has only {n} row, so none are left to read.",
    1,
)
_BESIDE_TABLE = marked(
    "engine",
    "The array {name} was left out: {names} make the table. Each can be chosen as a sheet.",
)
_NOT_ALL = plural(
    "engine",
    "The array {name} was left out: not all arrays have {n} rows. Each can be chosen as a sheet.",
    "The array {name} was left out: not all arrays have {n} row. Each can be chosen as a sheet.",
    1,
)


def make_one_table(rows: Mapping[str, int]) -> tuple[str, ...]:
    """Return the names of the arrays that make one table; none if it is not clear which do.

    ``rows`` has the number of rows of each array.

    Those do that have as many rows as A and Y, but for W: that is where a run starts, of as many
    rows by chance. Without A and Y, those that have as many rows as each other, if there is just
    one such group.
    """
    groups: dict[int, list[str]] = {}
    for name, count in rows.items():
        groups.setdefault(count, []).append(name)
    for group in groups.values():
        if {"A", "Y"} <= set(group):
            return tuple(name for name in group if name != "W")
    joint = [group for group in groups.values() if len(group) > 1]
    return tuple(joint[0]) if len(joint) == 1 else ()


def told_of_others(rows: Mapping[str, int], read: tuple[str, ...]) -> list[str]:
    """Say which arrays were left out, because they have more or fewer rows than those read."""
    return [_left_out(name, rows[name], rows[read[0]], read) for name in rows if name not in read]


def _left_out(name: str, rows: int, read_rows: int, read: tuple[str, ...]) -> str:
    """Say that an array was left out, and why."""
    facts = {"name": in_quotes(name), "names": joined_by_and([in_quotes(each) for each in read])}
    if rows != read_rows:
        said = _OTHER_ROWS if len(read) == 1 else _OTHER_ROWS_THAN_SEVERAL
        return said(rows, **facts, others=grouped(read_rows))
    return _BESIDE_TABLE.format(**facts) if len(read) > 1 else _NOT_ALL(rows, **facts)
