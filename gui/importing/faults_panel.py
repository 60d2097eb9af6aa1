"""What is no number, by line and column, and the two ways to go on without it."""

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ..message import MessageKind
from ..palette import kind_colour
from .draft import Draft
from .sentences import faulty_rows, told, trouble

_GRID = 8
_MOST_LISTED = 100
_LINES_SHOWN = 3
_AROUND_LINE = 6
_PLACE = Qt.ItemDataRole.UserRole


class FaultsPanel(QWidget):
    """There only while there are faults; ``chosen`` tells the line and column of one to look at."""

    skipping = Signal(bool)
    columns_given_up = Signal()
    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = MessageKind.FAULT
        self._mark, self._sentence = QLabel(), QLabel()
        self._sentence.setObjectName("import_faults_sentence")
        self._skip = _offer("skip_rows", "Skip these &rows", "Import the table without these rows")
        self._skip.setCheckable(True)
        self._leave = _offer(
            "leave_columns_out", "&Leave these columns out", "Import the table without the columns"
        )
        self._list = _FaultList()
        self._lay_out()
        self._skip.clicked.connect(self.skipping)
        self._leave.clicked.connect(self.columns_given_up)
        self._list.currentItemChanged.connect(self._choose)
        self.hide()

    def show_draft(self, draft: Draft | None) -> None:
        """List the faults of a draft, if it has any."""
        self.setVisible(draft is not None and draft.has_faults)
        if draft is None or not draft.has_faults:
            return
        self._tone = MessageKind.WARNING if draft.skips_rows else MessageKind.FAULT
        self._colour_mark()
        self._sentence.setText(trouble(draft))
        self._skip.setChecked(draft.skips_rows)
        self._skip.setText("Skip this &row" if faulty_rows(draft) == 1 else "Skip these &rows")
        self._leave.setEnabled(bool(draft.faulty_columns))
        several = len(draft.faulty_columns) != 1
        self._leave.setText("&Leave these columns out" if several else "&Leave this column out")
        self._list.show_draft(draft)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette with the mark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_mark()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(_GRID)
        line.addWidget(self._mark)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._skip)
        line.addWidget(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GRID)
        column.addLayout(line)
        column.addWidget(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _colour_mark(self) -> None:
        self._mark.setText(self._tone.value)
        colour = kind_colour(self._tone, self.palette()).name()
        if f"color: {colour}" != self._mark.styleSheet():
            self._mark.setStyleSheet(f"color: {colour}")

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(*item.data(_PLACE))


class _FaultList(QListWidget):
    """A few lines high, and no higher than what there is to list."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_faults")
        self.setAccessibleName("Cells that are no numbers")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def show_draft(self, draft: Draft) -> None:
        """List its first faults."""
        with QSignalBlocker(self):
            self.clear()
            for fault in draft.faults[:_MOST_LISTED]:
                item = QListWidgetItem(told(fault, draft.is_text), self)
                item.setToolTip(item.text())
                item.setData(_PLACE, (fault.line, fault.column))
                item.setSizeHint(QSize(0, self.fontMetrics().height() + _AROUND_LINE))
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for room for a few lines."""
        lines = min(max(self.count(), 1), _LINES_SHOWN)
        return QSize(0, lines * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth())


def _offer(name: str, text: str, explanation: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(explanation)
    button.setAccessibleDescription(explanation)
    button.setAutoDefault(False)
    return button
