"""What an import of new rows will do: columns are matched by name, and nothing else is asked."""

from dataclasses import dataclass, field

from engine.reading.faults import Fault
from engine.reading.new_rows import ColumnMatch, match_by_order, match_columns
from engine.reading.options import ReadOptions
from engine.threads.caching import cached_property

from ..importing.options import Role, Roles
from ..importing.plan import ImportPlan
from ..importing.texts import NO_ROWS, NO_ROWS_HERE
from ..text.names import all_of
from ..text.translation import translate
from . import texts
from .row_reading import WantedColumns

MOST_NAMED = 8
NO_MATCH = translate(
    "predict", "No column has the name of a column of A. Change the options above."
)
OTHER_WIDTH = translate(
    "predict", "The columns have no names, and are not as many as those of A to fill."
)


@dataclass(frozen=True, eq=False)
class RowImportPlan(ImportPlan):
    """A preview of new rows; cells that are empty or no numbers are no faults."""

    wanted: WantedColumns = field(default=WantedColumns((), (), (), 0))

    @cached_property
    def match(self) -> ColumnMatch:
        """Which columns are those of A that are to be filled."""
        preview, wanted = self.preview, self.wanted
        if preview.names:
            return match_columns(preview.names, wanted.names, wanted.passed_over, wanted.words)
        columns = [k for k in range(preview.width) if k + 1 not in preview.row_names]
        match = match_by_order(columns, len(wanted.names), wanted.words)
        return ColumnMatch((), (), wanted.names) if match is None else match

    @cached_property
    def roles(self) -> Roles:
        """The role of each column: those of A are read, the others are left out."""
        found = {k + 1 for k in self.match.found}
        width = self.preview.width
        return tuple(Role.A if k in found else Role.OUT for k in range(1, width + 1))

    @property
    def has_fixed_roles(self) -> bool:
        """True: the names decide."""
        return True

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """None: a row with an empty cell has no prediction, and is kept."""
        return ()

    @cached_property
    def faulty_columns(self) -> tuple[int, ...]:
        """None."""
        return ()

    @cached_property
    def shows_ones(self) -> bool:
        """True: a column of ones is never asked about."""
        return True

    @property
    def new_row_options(self) -> ReadOptions:
        """How the whole file is read."""
        return self.options.read_options

    @property
    def description(self) -> str:
        """Which columns are read, and which are ignored or missing, as sentences."""
        match, wanted = self.match, self.wanted
        if not match.found:
            return ""
        if not self.preview.names:
            return texts.IMPORT_NO_NAMES(len(match.found))
        read = [name for at, name in enumerate(wanted.names) if match.places[at] is not None]
        found = zip(match.words, wanted.words, strict=True)
        read += [word.name for place, word in found if place is not None]
        said = [texts.IMPORT_MATCHED(len(read), names=all_of(read, MOST_NAMED))]
        if match.ignored:
            said.append(texts.IMPORT_IGNORED.format(names=all_of(match.ignored, MOST_NAMED)))
        if match.missing:
            said.append(texts.IMPORT_MISSING.format(names=all_of(match.missing, MOST_NAMED)))
        return " ".join(said)

    @property
    def obstacle(self) -> str:
        """Why the import cannot start; empty if it can."""
        if not self.preview.lines:
            return NO_ROWS_HERE if len(self.preview.sheets) > 1 else NO_ROWS
        if self.match.found:
            return ""
        return NO_MATCH if self.preview.names else OTHER_WIDTH
