"""What differs between two experiments: enough to refresh only what shows it."""

from dataclasses import dataclass

from .experiment import Experiment
from .table_name import TableName


@dataclass(frozen=True)
class DocumentChange:
    """The tables with other values or another shape, and whether names or settings differ.

    ``opened`` means that the document shows another experiment altogether, ``replaced`` that it
    does so by a step, which can be undone: an import, or the undo of one. ``new_rows`` means that
    other rows are to be predicted.
    """

    tables: frozenset[TableName] = frozenset()
    shape: bool = False
    names: bool = False
    settings: bool = False
    opened: bool = False
    replaced: bool = False
    new_rows: bool = False

    @classmethod
    def between(cls, before: Experiment, after: Experiment) -> "DocumentChange":
        """Compare two experiments. Tables are compared by identity: each edit makes new ones.

        A and Y are other tables to all that follow them if other rows count.
        """
        tables = frozenset([t for t in TableName if getattr(before, t) is not getattr(after, t)])
        if before.left_out is not after.left_out or before.held_out is not after.held_out:
            tables |= {TableName.A, TableName.Y}
        return cls(
            tables,
            before.A.shape != after.A.shape,
            _names(before) != _names(after),
            (before.settings, before.refused_loss) != (after.settings, after.refused_loss),
            replaced=before.key is not after.key,
            new_rows=before.new_rows is not after.new_rows,
        )

    @property
    def is_another_document(self) -> bool:
        """Whether the document shown is another one, with another file or none."""
        return self.opened or self.replaced

    def __bool__(self) -> bool:
        return self != UNCHANGED

    def __str__(self) -> str:
        tables = [part.value for part in TableName if part in self.tables]
        flags = ("shape", "names", "settings", "opened", "replaced", "new_rows")
        return ", ".join([*tables, *(flag for flag in flags if getattr(self, flag))]) or "nothing"

    def __or__(self, later: "DocumentChange") -> "DocumentChange":
        return DocumentChange(
            self.tables | later.tables,
            self.shape or later.shape,
            self.names or later.names,
            self.settings or later.settings,
            self.opened or later.opened,
            self.replaced or later.replaced,
            self.new_rows or later.new_rows,
        )


UNCHANGED = DocumentChange()


def _names(experiment: Experiment) -> tuple[object, ...]:
    return experiment.inputs, experiment.output, experiment.name
