"""The panel of A and Y: the observations, with the predictions of the model."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine import EngineError, Matrix

from ..document import Document
from ..errors import GuiError
from ..tables import InputsModel, InsertSide, MatrixView, OutputsModel, TableActions, TableAxis
from ..tables.commands import edits
from ..tables.commands.selection import whole_columns
from ..tables.view.paired_tables import PairedTables
from ..tables.view.shape_field import ShapeField, parse_shape
from ..theme.appearance import GRID
from ..widgets.buttons import flat_button, title_label
from ..widgets.note import MessageBar


class DataPanel(QWidget):
    """A and Y side by side with one scroll bar, and an editable field for the shape of A."""

    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        actions: TableActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._outputs = OutputsModel(document, self)
        self._A = MatrixView(InputsModel(document, self), "A", "Inputs A")
        self._Y = MatrixView(self._outputs, "Y", "Outputs Y, predictions Ŷ and residuals")
        self._chosen = self._A
        self._shape = ShapeField()
        self._message = MessageBar("data_message")
        self._lay_out()
        self._connect(actions or TableActions(self))
        self._show_shape()

    @property
    def has_refused(self) -> bool:
        """Whether a cell of A or Y just refused what was typed."""
        return self._A.has_refused or self._Y.has_refused

    def commit(self) -> None:
        """Commit what is being typed in a cell or a column name, if anything."""
        for view in (self._A, self._Y):
            view.commit()

    @Slot()
    def go_to_first_cell(self) -> None:
        """Go to the first cell of A, ready for typing or pasting a table."""
        self._A.setCurrentIndex(self._A.matrix.index(0, 0))
        self._A.setFocus()

    def selected_columns(self) -> list[int]:
        """Return the columns of A that are selected from top to bottom."""
        return whole_columns(self._A)

    def current_column(self) -> int:
        """Return the column of A that has the current cell."""
        return max(self._A.currentIndex().column(), 0)

    def show_weights(self, W: Matrix | None) -> None:
        """Show the predictions of these weights beside Y; None clears them."""
        self._outputs.show_weights(W)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(self._header())
        layout.addWidget(PairedTables(self._A, self._Y), 1)
        layout.addWidget(self._message)  # above the tables it would move the cells under the mouse
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID // 2)
        title = title_label("A")
        title.setBuddy(self._shape)
        line.addWidget(title)
        line.addWidget(self._shape)
        line.addStretch(1)
        for name, text, tip, slot in (
            ("add_row", "+ row", "Insert a row below the selected ones", self._add_row),
            ("remove_row", "− row", "Remove the selected rows of A and Y", self._remove_rows),
            ("add_column", "+ column", "Insert a column of A to the right", self._add_column),
            ("remove_column", "− column", "Remove the selected columns of A", self._remove_columns),
        ):
            line.addWidget(flat_button(name, text, tip, slot))
        return line

    def _connect(self, actions: TableActions) -> None:
        for view in (self._A, self._Y):
            actions.attach(view)
            view.chosen.connect(self._choose)
            view.refused.connect(self._refuse)
            view.current_row_changed.connect(self._message.clear_message)
            view.cancel_requested.connect(self._message.clear_message)
        self._shape.textEdited.connect(self._message.clear_message)
        self._shape.shape_entered.connect(self._resize)
        self._document.values_changed.connect(self._message.clear_message)
        self._document.reshaped.connect(self._message.clear_message)
        self._document.reshaped.connect(self._show_shape)
        self._document.refused.connect(self._refuse)

    @Slot(QObject)
    def _choose(self, view: MatrixView) -> None:
        self._chosen = view

    @Slot()
    def _show_shape(self) -> None:
        self._shape.show_shape(self._document.rows, self._document.columns)

    @Slot(str)
    def _resize(self, text: str) -> None:
        try:
            self._document.resize(*parse_shape(text))
        except (EngineError, GuiError) as error:
            self._refuse(str(error))

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._message.show_message(sentence)
        self.refused.emit(sentence)

    @Slot()
    def _add_row(self) -> None:
        edits.insert(self._chosen, TableAxis.ROW, InsertSide.AFTER, 1)

    @Slot()
    def _remove_rows(self) -> None:
        edits.remove(self._chosen, TableAxis.ROW)

    @Slot()
    def _add_column(self) -> None:
        edits.insert(self._A, TableAxis.COLUMN, InsertSide.AFTER, 1)

    @Slot()
    def _remove_columns(self) -> None:
        edits.remove(self._A, TableAxis.COLUMN)
