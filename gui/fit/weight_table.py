"""The table of the weights as it is seen: whole columns, sorted by a click, copied by keys."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ..background.reporting import reporting
from ..widgets.listing.list_table import ListTable
from . import texts
from .weight_table_model import COLUMNS, WeightColumn, WeightTableModel


class WeightTable(ListTable):
    """A row for each weight; ``copy_requested`` asks to copy all columns."""

    copy_requested = Signal()

    def __init__(self, model: WeightTableModel, parent: QWidget | None = None) -> None:
        super().__init__("fit_weights", texts.TABLE, parent=parent)
        self.copy_action = QAction(texts.COPY, self)
        self.copy_action.setObjectName("copy_fit")
        self.copy_action.setToolTip(texts.COPY_TIP)
        self.copy_action.setStatusTip(texts.COPY_TIP)
        self.copy_action.triggered.connect(self.copy_requested)
        self.setModel(model)
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self.fit)

    @property
    def shown_columns(self) -> list[WeightColumn]:
        """The columns that have room."""
        return [COLUMNS[k] for k in self.columns_seen]

    def order_of_columns(self) -> list[int]:
        """Return the columns, the most telling ones first."""
        return sorted(range(len(COLUMNS)), key=lambda k: COLUMNS[k].rank)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_action.trigger()
        else:
            super().keyPressEvent(event)

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the table."""
        menu = QMenu(self)
        menu.addAction(self.copy_action)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())
