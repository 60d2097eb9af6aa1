"""The user's options for importing a file: everything that is not guessed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from itertools import takewhile
from pathlib import Path

from engine import EngineError
from engine.language.sentence import marked
from engine.reading.options import ReadOptions
from engine.reading.output_column import guess_output
from engine.reading.row_numbers import may_name_row_numbers

from ..preferences import Preferences


class Role(Enum):
    """What a column becomes; the values are shown in the header."""

    A = "A"
    INDICATORS = marked("importing", "A as 0/1 columns")
    DAYS = marked("importing", "A as days")
    Y = "Y"
    ROW_NAMES = marked("importing", "row names")
    OUT = marked("importing", "left out")

    @property
    def is_read(self) -> bool:
        """Whether the numbers of such a column are read."""
        return self is Role.Y or self.is_input

    @property
    def is_input(self) -> bool:
        """Whether such a column becomes one or several of A."""
        return self is Role.A or self.is_derived

    @property
    def is_derived(self) -> bool:
        """Whether the numbers are made from words, codes or dates."""
        return self in DERIVED


DERIVED = (Role.INDICATORS, Role.DAYS)
Roles = tuple[Role, ...]
ChosenRoles = Mapping[int, Role]
"""The roles the user set, by column from 1."""


def guess_roles(names: Sequence[str], width: int, without_numbers: AbstractSet[int]) -> Roles:
    """Guess the roles: columns without numbers are left out, one is Y, the others are A.

    Y is the only column named like an output, or else the last.
    """
    usable = [k for k in range(1, width + 1) if k not in without_numbers]
    output = guess_output(names, usable)
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


@dataclass(frozen=True)
class ImportOptions:
    """The read options that are not guessed, and the roles of a file with ``width`` columns.

    ``adds_ones`` is whether a table without a column of ones gets one.
    """

    read_options: ReadOptions = field(default_factory=ReadOptions)
    roles: ChosenRoles = field(default_factory=dict)
    width: int = 0
    adds_ones: bool = True

    @property
    def are_default(self) -> bool:
        """Whether everything is left to be guessed."""
        return self == ImportOptions(width=self.width)

    def for_width(self, width: int) -> "ImportOptions":
        """Return the options for a file of this width; roles for another width are dropped."""
        if width == self.width:
            return self
        return ImportOptions(self.read_options, {}, width, self.adds_ones)

    def with_read_options(self, read_options: ReadOptions) -> "ImportOptions":
        """Return these options with other read options."""
        return replace(self, read_options=read_options)

    def columns_with(self, *roles: Role) -> frozenset[int]:
        """Return the columns, from 1, to which the user gave one of these roles."""
        return frozenset(k for k, role in self.roles.items() if role in roles)

    def with_role(self, columns: Iterable[int], role: Role) -> "ImportOptions":
        """Return these options with another role for columns, from 1."""
        return replace(self, roles=assign_role(self.roles, columns, role))


def exported_columns(names: Sequence[str]) -> ImportOptions:
    """Return options that make the last column Y and read all others, as they were exported."""
    width = len(names)
    if not names:
        return ImportOptions()
    counted = takewhile(lambda k: may_name_row_numbers(names[k - 1]), range(1, width))
    roles = dict.fromkeys(counted, Role.A)
    if guess_roles(names, width, frozenset())[-1] is not Role.Y:
        roles[width] = Role.Y
    return ImportOptions(roles=roles, width=width, adds_ones=False)


MOST_FILES = 50
"""Keeps the preferences small: 50 files take a few kilobytes."""
KEY = "imports"
LETTERS = {
    Role.A: "A",
    Role.INDICATORS: "I",
    Role.DAYS: "D",
    Role.Y: "Y",
    Role.ROW_NAMES: "#",
    Role.OUT: "-",
}
GUESSED = "."
_BY_ROLE = ("columns", "indicators", "days")
STORED_OPTIONS = [field.name for field in fields(ReadOptions) if field.name not in _BY_ROLE]


class RememberedOptions:
    """The options for the most recently imported files, as one JSON text in the preferences."""

    def __init__(self, preferences: Preferences, default: ImportOptions | None = None) -> None:
        self._preferences, self._default = preferences, default or ImportOptions()

    def load(self, path: Path) -> ImportOptions:
        """Return the options for a file; defaults if none are stored or they are invalid."""
        return _from_json(self._stored().get(_key(path))) or self._default

    def store(self, path: Path, options: ImportOptions) -> None:
        """Store the options for a file, and forget the oldest if there are too many."""
        stored = self._stored()
        stored.pop(_key(path), None)
        if not options.are_default:
            stored[_key(path)] = _to_json(options)
        latest = dict(list(stored.items())[-MOST_FILES:])
        self._preferences.keep_choice(KEY, json.dumps(latest, ensure_ascii=False))

    def _stored(self) -> dict[str, object]:
        try:
            stored = json.loads(self._preferences.choice(KEY, "{}"))
        except (ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}


def _key(path: Path) -> str:
    return str(path.absolute())


def _to_json(options: ImportOptions) -> Mapping[str, object]:
    defaults = ReadOptions()
    chosen = {
        name: getattr(options.read_options, name)
        for name in STORED_OPTIONS
        if getattr(options.read_options, name) != getattr(defaults, name)
    }
    columns = range(1, options.width + 1)
    letters = [LETTERS[options.roles[k]] if k in options.roles else GUESSED for k in columns]
    ones = {} if options.adds_ones else {"ones": False}
    return {"choices": chosen, "roles": "".join(letters), **ones}


def _from_json(stored: object) -> ImportOptions | None:
    match stored:
        case {"choices": dict(chosen), "roles": str(letters), **others}:
            roles = {letter: role for role, letter in LETTERS.items()}
            chosen_roles = {k: roles[c] for k, c in enumerate(letters, start=1) if c in roles}
            adds_ones = others.get("ones") is not False
            return ImportOptions(_read_options_of(chosen), chosen_roles, len(letters), adds_ones)
    return None


def _read_options_of(chosen: Mapping[str, object]) -> ReadOptions:
    known = {
        name: value
        for name, value in chosen.items()
        if name in STORED_OPTIONS and isinstance(value, (str, int))
    }
    try:
        return ReadOptions(**known)  # type: ignore[arg-type]
    except (EngineError, TypeError, ValueError):
        return ReadOptions()
