"""An import as far as it is decided: what was recognised, and what becomes of it."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from engine.reading.choices import BadRows, Choices
from engine.reading.faults import Fault, Faults
from engine.reading.preview import Preview

from .roles import Role, Roles, guessed, overruled
from .wishes import Wishes


@dataclass(frozen=True, eq=False)
class Draft:
    """What a file was seen to hold and what is wanted of it; ``found`` by a read of it all."""

    preview: Preview
    wishes: Wishes
    found: Faults | None = None

    @cached_property
    def without_numbers(self) -> frozenset[int]:
        """The columns, from 1, in which no cell of the preview is a number."""
        ragged = {fault.line for fault in self.preview.faults if fault.column == 0}
        sound = sum(line.line not in ragged for line in self.preview.lines)
        bad = Counter(fault.column for fault in self.preview.faults if fault.line not in ragged)
        columns = range(1, self.preview.width + 1)
        read = self.preview.options.columns or columns
        return frozenset(k for k in columns if k not in read or bad[k] >= sound)

    @cached_property
    def roles(self) -> Roles:
        """What becomes of each column."""
        preview = self.preview
        roles = guessed(preview.names, preview.width, self.without_numbers)
        return overruled(roles, self.wishes.for_width(preview.width).roles)

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """The columns, from 1, that make up A."""
        return tuple(k for k, role in enumerate(self.roles, start=1) if role is Role.A)

    @cached_property
    def output(self) -> int | None:
        """The column, from 1, that is Y."""
        return self.roles.index(Role.Y) + 1 if Role.Y in self.roles else None

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns to be read, from 1: those of A, then Y."""
        return self.inputs if self.output is None else (*self.inputs, self.output)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What is no number in the columns to be read, as far as it is known by line and column."""
        wanted = {0, *self.columns}
        known = {*self.preview.faults, *(self.found.first if self.found else ())}
        return tuple(sorted(fault for fault in known if fault.column in wanted))

    @cached_property
    def faulty_columns(self) -> tuple[int, ...]:
        """The columns to be read, from 1, that hold such cells."""
        known = {fault.column for fault in self.faults}
        known |= set(self.found.by_column if self.found else ())
        return tuple(sorted(known & set(self.columns)))

    @cached_property
    def faulty_lines(self) -> frozenset[int]:
        """The lines, from 1, of which it is known."""
        return frozenset(fault.line for fault in self.faults)

    @property
    def has_faults(self) -> bool:
        """Whether there is a cell that is no number, or a row too short or too long."""
        return bool(self.faults or self.faulty_columns)

    @property
    def skips_rows(self) -> bool:
        """Whether rows with faults are left out."""
        return self.wishes.choices.bad_rows is BadRows.SKIP

    @property
    def is_text(self) -> bool:
        """Whether the file is text; sheets and arrays have rows for lines."""
        return self.preview.options.separator is not None

    @property
    def request(self) -> Choices:
        """What to read the file by."""
        return replace(self.wishes.choices, columns=self.columns)

    def name(self, column: int) -> str:
        """Return the name of a column, from 1; empty where there is none."""
        return self.preview.names[column - 1] if self.preview.names else ""

    def with_wishes(self, wishes: Wishes) -> "Draft":
        """Return the same file with something else wanted of it."""
        return replace(self, wishes=wishes)

    def with_found(self, found: Faults) -> "Draft":
        """Return the same with what a read of it all ran into."""
        return replace(self, found=found)
