"""The row and column headers of a table, and their tooltips."""

from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Slot

from ...background.reporting import report
from ...document import Document
from . import sentences


class HeadedModel(QAbstractTableModel):
    """A model that numbers its rows and columns unless they have names.

    ``row_names_title`` is the column title for the row names, if rows have names.
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
        """Return the name or tooltip of a row or column.

        A header may ask about one that was just removed, before it learns of the new shape.
        """
        try:
            is_horizontal = orientation == Qt.Orientation.Horizontal
            if section >= (self.columnCount() if is_horizontal else self.rowCount()):
                return None
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return self.column_name(section) if is_horizontal else self.row_name(section)
                case Qt.ItemDataRole.ToolTipRole:
                    return (
                        self.column_tooltip(section) if is_horizontal else self.row_tooltip(section)
                    )
                case Qt.ItemDataRole.WhatsThisRole if is_horizontal:
                    return self.column_tooltip(section) or self.column_name(section)
                case Qt.ItemDataRole.WhatsThisRole:
                    return self.row_explanation(section)
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def row_name(self, row: int) -> str:
        """Return the name of a row."""
        return str(row + 1)

    def row_tooltip(self, row: int) -> str:  # noqa: ARG002
        """Return the tooltip of a row name."""
        return ""

    def row_explanation(self, row: int) -> str:
        """Return what a row contains, for whoever asks what it is."""
        return self.row_tooltip(row) or sentences.place_of_row(row)

    def column_name(self, column: int) -> str:
        """Return the displayed name of a column."""
        return self.given_name(column) or str(column + 1)

    def column_tooltip(self, column: int) -> str:  # noqa: ARG002
        """Return the tooltip of a column name."""
        return ""

    def given_name(self, column: int) -> str:  # noqa: ARG002
        """Return the name a person gave to a column, or an empty string."""
        return ""

    def can_rename(self, column: int) -> bool:  # noqa: ARG002
        """Return whether a person may rename a column."""
        return False

    def rename(self, column: int, name: str) -> None:
        """Rename a column; an empty name removes it."""
        raise NotImplementedError

    @Slot()
    def _on_renamed(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
