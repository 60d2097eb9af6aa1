"""What stands over the columns and beside the rows of a table, and what there is to say of it."""

from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Slot

from ..document import Document


class HeadedModel(QAbstractTableModel):
    """Numbers its rows and columns, unless they have names.

    ``names_beside`` tells what its rows are the names of, where they have names at all.
    """

    row_names_title: ClassVar[str] = ""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        document.renamed.connect(self._on_renamed)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the name of a row or column, or what there is to say of it.

        A header may ask for one that is gone, before it hears of the other shape.
        """
        is_horizontal = orientation == Qt.Orientation.Horizontal
        if section >= (self.columnCount() if is_horizontal else self.rowCount()):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.column_name(section) if is_horizontal else self.row_name(section)
            case Qt.ItemDataRole.ToolTipRole:
                return self.column_tooltip(section) if is_horizontal else self.row_tooltip(section)
        return None

    def row_name(self, row: int) -> str:
        """Return what stands beside a row."""
        return str(row + 1)

    def row_tooltip(self, row: int) -> str:  # noqa: ARG002
        """Return what there is to say of a row."""
        return ""

    def column_name(self, column: int) -> str:
        """Return what stands over a column."""
        return self.given_name(column) or str(column + 1)

    def full_name(self, column: int) -> str:
        """Return what a column is called among those of other tables."""
        return self.column_name(column)

    def column_tooltip(self, column: int) -> str:  # noqa: ARG002
        """Return what there is to say of a column."""
        return ""

    def given_name(self, column: int) -> str:  # noqa: ARG002
        """Return the name a person has given a column, empty for none."""
        return ""

    def can_rename(self, column: int) -> bool:  # noqa: ARG002
        """Tell whether a person may name a column."""
        return False

    def rename(self, column: int, name: str) -> None:
        """Give a column another name, an empty one for none."""
        raise NotImplementedError

    @Slot()
    def _on_renamed(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
