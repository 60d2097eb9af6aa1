"""What an import will do: the preview of a file combined with the user's options."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from engine.reading.faults import Fault, Faults
from engine.reading.options import BadRows, ReadOptions
from engine.reading.preview import Preview

from .options import ImportOptions, Role, Roles, apply_roles, guess_roles


@dataclass(frozen=True, eq=False)
class ImportPlan:
    """A preview and the user's options, with the faults of the whole file once it was read."""

    preview: Preview
    options: ImportOptions
    file_faults: Faults | None = None

    @cached_property
    def without_numbers(self) -> frozenset[int]:
        """The columns, from 1, without a number in the preview."""
        ragged_lines = {fault.line for fault in self.preview.faults if fault.column == 0}
        readable = sum(line.line not in ragged_lines for line in self.preview.lines)
        bad = Counter(
            fault.column for fault in self.preview.faults if fault.line not in ragged_lines
        )
        columns = range(1, self.preview.width + 1)
        read_columns = self.preview.options.columns or columns
        return frozenset(k for k in columns if k not in read_columns or bad[k] >= readable)

    @cached_property
    def roles(self) -> Roles:
        """The role of each column."""
        preview = self.preview
        roles = guess_roles(preview.names, preview.width, self.without_numbers)
        return apply_roles(roles, self.options.for_width(preview.width).roles)

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """The columns of A, from 1."""
        return tuple(k for k, role in enumerate(self.roles, start=1) if role is Role.A)

    @cached_property
    def output(self) -> int | None:
        """The column of Y, from 1; None if there is none."""
        return self.roles.index(Role.Y) + 1 if Role.Y in self.roles else None

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns to read, from 1: those of A, then Y."""
        return self.inputs if self.output is None else (*self.inputs, self.output)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The known faults in the columns to read."""
        wanted = {0, *self.columns}
        known = {*self.preview.faults, *(self.file_faults.first if self.file_faults else ())}
        return tuple(sorted(fault for fault in known if fault.column in wanted))

    @cached_property
    def faulty_columns(self) -> tuple[int, ...]:
        """The columns to read, from 1, that have faults."""
        known = {fault.column for fault in self.faults}
        known |= set(self.file_faults.by_column if self.file_faults else ())
        return tuple(sorted(known & set(self.columns)))

    @cached_property
    def faulty_lines(self) -> frozenset[int]:
        """The lines, from 1, that have known faults."""
        return frozenset(fault.line for fault in self.faults)

    @property
    def has_faults(self) -> bool:
        """Whether any cell is not a number, or any row is too short or too long."""
        return bool(self.faults or self.faulty_columns)

    @property
    def skips_rows(self) -> bool:
        """Whether rows with faults are skipped."""
        return self.options.read_options.bad_rows is BadRows.SKIP

    @property
    def is_text(self) -> bool:
        """Whether the file is text, which has lines; sheets and arrays have rows."""
        return self.preview.options.separator is not None

    @property
    def read_options(self) -> ReadOptions:
        """The options to read the whole file with."""
        return replace(self.options.read_options, columns=self.columns)

    def name(self, column: int) -> str:
        """Return the name of a column, from 1; empty if it has none."""
        return self.preview.names[column - 1] if self.preview.names else ""

    def with_options(self, options: ImportOptions) -> "ImportPlan":
        """Return this plan with other options."""
        return replace(self, options=options)

    def with_file_faults(self, faults: Faults) -> "ImportPlan":
        """Return this plan with the faults of the whole file."""
        return replace(self, file_faults=faults)
