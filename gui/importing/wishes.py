"""The user's options for importing a file: whatever is not guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from engine.reading.choices import Choices

from .roles import ChosenRoles, Role, assign_role, guess_roles


@dataclass(frozen=True)
class Wishes:
    """Read options, None where the guess is used, and roles for a file of `width` columns."""

    read_options: Choices = field(default_factory=Choices)
    roles: ChosenRoles = field(default_factory=dict)
    width: int = 0

    @property
    def are_default(self) -> bool:
        """Whether everything is left to be guessed."""
        return self.read_options == Choices() and not self.roles

    def for_width(self, width: int) -> "Wishes":
        """Return the options for a file of this width; roles for another width are dropped."""
        return self if width == self.width else Wishes(self.read_options, {}, width)

    def with_read_options(self, read_options: Choices) -> "Wishes":
        """Return these options with other read options."""
        return replace(self, read_options=read_options)

    def with_role(self, columns: Iterable[int], role: Role) -> "Wishes":
        """Return these options with another role for columns, from 1."""
        return replace(self, roles=assign_role(self.roles, columns, role))


def last_column_as_output(names: Sequence[str]) -> Wishes:
    """Return options that make the last column Y; empty if that would be guessed anyway."""
    width = len(names)
    if not names or guess_roles(names, width, frozenset())[-1] is Role.Y:
        return Wishes()
    return Wishes(roles={width: Role.Y}, width=width)
