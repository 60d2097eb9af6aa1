"""The view of the margin of W."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ...text.translation import translate
from ..models.margin import MarginModel
from .cell_delegate import MARK_ROOM, CellDelegate, bold
from .header import MARGIN
from .style import style_table


class MarginView(QTableView):
    """One number for each row of W; nothing is typed or selected here."""

    def __init__(self, model: MarginModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("W_margin")
        self.setAccessibleName(translate("tables", "Figures of the rows of W"))
        self._margin = model
        style_table(self)
        self.setItemDelegate(CellDelegate(self))
        self.setModel(model)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for set_policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def needed(self) -> int:
        """The width of the longest number with what it is."""
        metrics = QFontMetrics(bold(self.font()))
        text = metrics.horizontalAdvance(self._margin.longest_text())
        return text + MARK_ROOM + 2 * MARGIN
