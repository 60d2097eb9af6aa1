"""What an import will do: the preview of a file combined with the user's options."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from engine.reading.complete import FEWEST_COLUMNS, Completeness, CompletePart
from engine.reading.derivations import (
    FEWEST_VALUES,
    MOST_VALUES,
    Derivation,
    cell_problem,
    find_derivations,
    is_code,
    is_missing,
)
from engine.reading.faults import Fault, Faults
from engine.reading.options import BadRows, ReadOptions
from engine.reading.preview import Preview, PreviewRow
from engine.reading.row_numbers import row_numbers_notes
from engine.reading.text.number_patterns import PERCENT, is_percentage
from engine.reading.text.percents import percents_note, unchosen_percents_note
from engine.shortening import one_line
from engine.threads.caching import cached_property

from .options import DERIVED, ImportOptions, Role, Roles, apply_roles, guess_roles

ROWS_SHOWN = 100
"""A few screens of the preview; reading it takes 35 ms in a CSV of 1,000,000 rows."""

_BLANK = ((), ("",))


@dataclass(frozen=True, eq=False)
class ImportPlan:
    """A preview and the user's options, with the faults of the whole file once it was read.

    ``completeness`` counts the cells of the whole file that are no numbers, once that is known;
    ``not_counted`` says why they cannot be counted. ``before_complete`` has the options that the
    complete part replaced, as long as it is used.
    """

    preview: Preview
    options: ImportOptions
    file_faults: Faults | None = None
    completeness: Completeness | None = None
    not_counted: str = ""
    before_complete: ImportOptions | None = None

    @cached_property
    def without_numbers(self) -> frozenset[int]:
        """The columns, from 1, that have no number in the preview and are not made into numbers."""
        return self.textual - self._chosen_derived

    @property
    def is_whole(self) -> bool:
        """Whether the preview has all rows of the file."""
        return len(self.preview.lines) < ROWS_SHOWN

    @cached_property
    def textual(self) -> frozenset[int]:
        """The columns, from 1, without a number in the preview."""
        ragged_lines = {fault.line for fault in self.preview.faults if fault.column == 0}
        readable = sum(line.line not in ragged_lines for line in self.preview.lines)
        bad = Counter(
            fault.column for fault in self.preview.faults if fault.line not in ragged_lines
        )
        columns = range(1, self.preview.width + 1)
        read_columns = self.preview.options.columns or columns
        without = {k for k in columns if k not in read_columns or bad[k] >= readable}
        return frozenset(without - self._row_numbers)

    @cached_property
    def _chosen_derived(self) -> frozenset[int]:
        return self.options.for_width(self.preview.width).columns_with(*DERIVED)

    @property
    def _derived(self) -> Mapping[int, Role]:
        return {k: self.roles[k - 1] for k in self._chosen_derived}

    @cached_property
    def derivations(self) -> Mapping[int, Derivation]:
        """What derived columns, from 1, become, as far as the preview tells."""
        found = {k: self._derivation(k, self.roles[k - 1]) for k in sorted(self._chosen_derived)}
        return {k: derivation for k, derivation in found.items() if derivation is not None}

    def derived_roles(self, column: int) -> Set[Role]:
        """Return the roles that make other numbers of a column, from 1, if it can be.

        Numbers may be the codes of groups, if they are whole and few; 0 and 1 are what they are.
        """
        if column in self.codes:
            return frozenset({Role.INDICATORS})
        if column not in self.textual:
            return frozenset()
        return {role for role in DERIVED if self._derivation(column, role) is not None}

    @cached_property
    def codes(self) -> frozenset[int]:
        """The columns of numbers, from 1, that may be the codes of groups."""
        others = set(range(1, self.preview.width + 1)) - self.textual - self._row_numbers
        return frozenset(k for k in others if self._may_hold_codes(k))

    def _may_hold_codes(self, column: int) -> bool:
        values = set[str]()
        for line in self._lines_with(column):
            value = one_line(line.cells[column - 1])
            if is_missing(value):
                continue
            values.add(value)
            if len(values) > MOST_VALUES or not is_code(value):
                return False
        return len(values) >= FEWEST_VALUES and not {float(each) for each in values} <= {0, 1}

    def _derivation(self, column: int, role: Role) -> Derivation | None:
        cells = [line.cells[column - 1] for line in self._lines_with(column)]
        indicators, days = find_derivations(cells, is_whole=self.is_whole)
        return indicators if role is Role.INDICATORS else days

    def _lines_with(self, column: int) -> list[PreviewRow]:
        return [line for line in self.preview.lines if column <= len(line.cells)]

    @cached_property
    def _derived_faults(self) -> frozenset[Fault]:
        """The cells of derived columns in the preview that stand for nothing."""
        return frozenset(
            Fault(line.line, k, self.name(k), cell, problem)
            for k, derivation in self.derivations.items()
            for line in self._lines_with(k)
            for cell in line.cells[k - 1 : k]
            if (problem := cell_problem(derivation, cell))
        )

    @cached_property
    def _row_numbers(self) -> frozenset[int]:
        """The columns, from 1, that name the rows by numbers."""
        cells = {
            k: [line.cells[k - 1] for line in self.preview.lines if k <= len(line.cells)]
            for k in self.preview.row_names
        }
        return frozenset(k for k, column in cells.items() if all(map(str.isdecimal, column)))

    @cached_property
    def percentages(self) -> Mapping[int, str]:
        """The first cell of each column, from 1, of percentages: read only if it is chosen."""
        if not self.is_text:
            return {}
        # Most tables have no percent sign; joined, thousands of cells are searched fastest.
        marked = (row.cells for row in self.preview.lines if PERCENT in "".join(row.cells))
        columns = {k for cells in marked for k, cell in enumerate(cells, 1) if PERCENT in cell}
        cells = {
            k: [
                row.cells[k - 1] for row in self.preview.lines if row.cells[k - 1 : k] not in _BLANK
            ]
            for k in sorted(columns)
            if k <= self.preview.width
        }
        return {
            k: found[0] for k, found in cells.items() if found and all(map(is_percentage, found))
        }

    @cached_property
    def roles(self) -> Roles:
        """The role of each column."""
        preview = self.preview
        options = self.options.for_width(preview.width)
        # If Y is left out, the next of the other columns becomes Y.
        left_out = options.columns_with(Role.OUT, Role.ROW_NAMES)
        unusable = {*self.textual, *preview.row_names, *self.percentages, *left_out}
        unusable |= self._chosen_derived
        roles = list(guess_roles(preview.names, preview.width, unusable))
        for k in preview.row_names:
            roles[k - 1] = Role.ROW_NAMES
        return apply_roles(tuple(roles), options.roles)

    @property
    def has_fixed_roles(self) -> bool:
        """Whether nobody chooses what a column becomes: its name decides."""
        return False

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """The columns, from 1, that A is made of."""
        return tuple(k for k, role in enumerate(self.roles, start=1) if role.is_input)

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
        shown = {fault for fault in self.preview.faults if fault.column not in self._chosen_derived}
        in_file = self.file_faults.first if self.file_faults else ()
        known = {*shown, *self._derived_faults, *in_file}
        return tuple(sorted(fault for fault in known if fault.column in wanted))

    @property
    def adds_ones(self) -> bool:
        """Whether a table without a column of ones gets one."""
        return self.options.adds_ones

    @cached_property
    def shows_ones(self) -> bool:
        """Whether a column of A is 1 in every row of the preview."""
        inputs = (k for k in self.columns if self.roles[k - 1] is Role.A)
        return any(self._is_ones(k) for k in inputs)

    def _is_ones(self, column: int) -> bool:
        cells = [line.cells[column - 1].strip() for line in self._lines_with(column)]
        return bool(cells) and all(map(_is_one, cells))

    @cached_property
    def faulty_columns(self) -> tuple[int, ...]:
        """The columns to read, from 1, that have faults."""
        known = {fault.column for fault in self.faults}
        known |= set(self.file_faults.by_column if self.file_faults else ())
        if self.completeness is not None:
            known |= {k + 1 for k in (*self.completeness.gaps, *self.completeness.texts)}
        return tuple(sorted(known & set(self.columns)))

    @cached_property
    def faulty_lines(self) -> frozenset[int]:
        """The lines, from 1, that have known faults."""
        return frozenset(fault.line for fault in self.faults)

    @cached_property
    def complete(self) -> CompletePart | None:
        """What is complete among the columns that are not left out, once it is known."""
        if self.completeness is None:
            return None
        preview, roles = self.preview, self.roles
        columns = [
            k
            for k in self.completeness.columns
            if roles[k] is not Role.ROW_NAMES
            and (self.name(k + 1) or not self.completeness.is_empty(k))
        ]
        chosen = self.options.for_width(preview.width)
        unwanted = {k - 1 for k in chosen.columns_with(Role.OUT)}
        unwanted |= {k - 1 for k in self.percentages if k not in self.columns}
        return self.completeness.choose(columns, unwanted)

    @property
    def uses_complete(self) -> bool:
        """Whether exactly what is complete is read."""
        part = self.complete
        if part is None or {k + 1 for k in part.columns} != set(self.columns):
            return False
        return self.skips_rows or part.rows == part.all_rows

    @property
    def notes(self) -> tuple[str, ...]:
        """What is done so that this is a table, a sentence each."""
        undone = {
            note
            for k in self.preview.row_names
            if self.roles[k - 1] is not Role.ROW_NAMES
            for note in row_numbers_notes(k - 1, self.name(k))
        }
        unread = {k: cell for k, cell in self.percentages.items() if k not in self.columns}
        if len(unread) == len(self.percentages):
            undone.update(map(percents_note, unread.values()))
        found = [unchosen_percents_note(k, self.name(k), cell) for k, cell in unread.items()]
        return (*(note for note in self.preview.notes if note not in undone), *found)

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
        return self._read_options_for(self.columns)

    @property
    def options_to_count(self) -> ReadOptions:
        """The options to count what is complete in all columns, derived ones first."""
        derived = self._chosen_derived
        others = (k for k in range(1, self.preview.width + 1) if k not in derived)
        return self._read_options_for((*sorted(derived), *others))

    def _read_options_for(self, columns: tuple[int, ...]) -> ReadOptions:
        indicators, days = (
            tuple(k for k in columns if self.roles[k - 1] is role) or None for role in DERIVED
        )
        read_options = self.options.read_options
        return replace(read_options, columns=columns, indicators=indicators, days=days)

    def name(self, column: int) -> str:
        """Return the name of a column, from 1; empty if it has none."""
        return self.preview.names[column - 1] if self.preview.names else ""

    def with_options(self, options: ImportOptions) -> "ImportPlan":
        """Return this plan with other options.

        What was found in the whole file is dropped if it was read with other derived columns.
        """
        plan = replace(self, options=options)
        if not plan.derives_as(self):
            plan = replace(plan, file_faults=None, completeness=None, not_counted="")
        return plan if plan.uses_complete else replace(plan, before_complete=None)

    def derives_as(self, other: "ImportPlan") -> bool:
        """Return whether the same columns become others in the same way."""
        return self._derived == other._derived

    @property
    def can_use_complete(self) -> bool:
        """Whether what is complete is a table, A and Y, and not what is read already."""
        part = self.complete
        is_table = part is not None and len(part.columns) >= FEWEST_COLUMNS and part.rows > 0
        return is_table and not self.uses_complete

    @property
    def can_undo_complete(self) -> bool:
        """Whether what is complete is used because that was asked for."""
        return self.before_complete is not None

    def without_complete_part(self) -> "ImportPlan":
        """Return this plan as it was before only what is complete was used."""
        assert self.before_complete is not None
        return replace(self, before_complete=None).with_options(self.before_complete)

    def with_complete_part(self) -> "ImportPlan":
        """Return this plan for what is complete; the columns that are not are left out."""
        assert self.complete is not None
        options = self.options.for_width(self.preview.width)
        incomplete = {each.column + 1 for each in self.complete.left_out} - self.without_numbers
        # A text that was chosen for A or Y is left out too.
        incomplete |= self.without_numbers & set(self.columns)
        options = options.with_role(sorted(incomplete), Role.OUT)
        # A column may have its first number below the rows that the preview shows.
        found = {k + 1 for k in self.complete.columns} - set(self.columns)
        options = options.with_role(sorted(found), Role.A)
        skipping = replace(options.read_options, bad_rows=BadRows.SKIP)
        is_whole = self.complete.rows == self.complete.all_rows
        plan = self.with_options(options if is_whole else options.with_read_options(skipping))
        return replace(plan, before_complete=self.options)

    def with_unknown_completeness(self, reason: str) -> "ImportPlan":
        """Return this plan with the reason why it is not known what is complete."""
        return replace(self, not_counted=reason)

    def with_completeness(self, completeness: Completeness) -> "ImportPlan":
        """Return this plan with what is complete in the whole file."""
        return replace(self, completeness=completeness)

    def with_file_faults(self, faults: Faults) -> "ImportPlan":
        """Return this plan with the faults of the whole file."""
        return replace(self, file_faults=faults)


def _is_one(cell: str) -> bool:
    try:
        return float(cell.replace(",", ".")) == 1
    except ValueError:
        return False
