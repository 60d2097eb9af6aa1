"""What a person wants of a file otherwise than guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from engine.reading.choices import Choices

from .roles import Role, Touched, guessed, touched_by


@dataclass(frozen=True)
class Wishes:
    """Choices, None where nothing was touched, and the roles of columns of a file so wide."""

    choices: Choices = field(default_factory=Choices)
    roles: Touched = field(default_factory=dict)
    width: int = 0

    @property
    def are_none(self) -> bool:
        """Whether all is left to be guessed."""
        return self.choices == Choices() and not self.roles

    def for_width(self, width: int) -> "Wishes":
        """Return them for a file read as so many columns; of others the roles mean nothing."""
        return self if width == self.width else Wishes(self.choices, {}, width)

    def with_choices(self, choices: Choices) -> "Wishes":
        """Return them with other choices."""
        return replace(self, choices=choices)

    def with_role(self, columns: Iterable[int], role: Role) -> "Wishes":
        """Return them with another role for columns, from 1."""
        return replace(self, roles=touched_by(self.roles, columns, role))


def last_is_output(names: Sequence[str]) -> Wishes:
    """Wish for the last of the columns of these names as Y, where that would not be guessed."""
    width = len(names)
    if not names or guessed(names, width, frozenset())[-1] is Role.Y:
        return Wishes()
    return Wishes(roles={width: Role.Y}, width=width)
