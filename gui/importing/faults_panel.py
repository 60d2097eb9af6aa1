"""The list of cells that are not numbers, and the three ways to import without them."""

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

from ..background.reporting import reporting
from ..text.message import MessageKind
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.palette import kind_colour
from ..widgets.buttons import FieldButton
from ..widgets.toggle_button import ToggleButton
from .plan import ImportPlan
from .texts import count_faulty_rows, describe_complete, describe_fault, describe_faults

COMPLETE_PRICE = translate("importing", "{complete}. {price}")
SKIP_ROW = translate("importing", "Skip this &row")
SKIP_ROWS = translate("importing", "Skip these &rows")
LEAVE_COLUMN = translate("importing", "&Leave this column out")
LEAVE_COLUMNS = translate("importing", "&Leave these columns out")
COMPLETE = translate(
    "importing", "Leave out columns with text or many gaps, then skip the rows that are incomplete"
)
_MOST_LISTED = 100
"""As many as anyone reads; the sentence above has the count."""
_LINES_SHOWN = 3
_LINE_PADDING = 6
_POSITION = Qt.ItemDataRole.UserRole


class FaultsPanel(QWidget):
    """The list of faults, if there are any; ``fault_chosen`` carries the line and column of one."""

    skip_toggled = Signal(bool)
    leave_out_requested = Signal()
    complete_toggled = Signal(bool)
    fault_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = MessageKind.FAULT
        self._mark, self._sentence = QLabel(), QLabel()
        self._sentence.setObjectName("import_faults_sentence")
        self._sentence.setWordWrap(True)  # beside its buttons, in large text
        self._skip = _named(
            ToggleButton(SKIP_ROWS),
            "skip_rows",
            translate("importing", "Import the table without these rows"),
        )
        self._leave = _named(
            FieldButton(LEAVE_COLUMNS),
            "leave_columns_out",
            translate("importing", "Import the table without the columns"),
        )
        self._price = QLabel()
        self._price.setWordWrap(True)
        self._price.setObjectName("import_complete_price")
        self._complete = _named(
            ToggleButton(translate("importing", "Use what is &complete")), "use_complete", COMPLETE
        )
        self._list = _FaultList()
        self._lay_out()
        self._skip.clicked.connect(self.skip_toggled)
        self._leave.clicked.connect(self.leave_out_requested)
        self._complete.clicked.connect(self.complete_toggled)
        self._list.currentItemChanged.connect(self._on_item)
        self.hide()

    def show_plan(self, plan: ImportPlan | None) -> None:
        """List the faults of a plan, if it has any."""
        is_needed = plan is not None and (plan.has_faults or plan.can_undo_complete)
        self.setVisible(is_needed)
        if plan is None or not is_needed:
            return
        self._kind = MessageKind.WARNING if plan.skips_rows else MessageKind.FAULT
        self._colour_mark()
        self._sentence.setText(describe_faults(plan))
        for part in (self._mark, self._sentence, self._skip, self._leave):
            part.setVisible(plan.has_faults)
        self._skip.setChecked(plan.skips_rows)
        one_row = count_faulty_rows(plan) == 1
        self._skip.setText(SKIP_ROW if one_row else SKIP_ROWS)
        self._leave.setEnabled(bool(plan.faulty_columns))
        one_column = len(plan.faulty_columns) == 1
        self._leave.setText(LEAVE_COLUMN if one_column else LEAVE_COLUMNS)
        self._list.show_plan(plan)
        self._list.setVisible(bool(plan.faults))  # all of them may be below the rows shown
        self._show_complete(plan)

    def _show_complete(self, plan: ImportPlan) -> None:
        """Say what would be kept before the button is pressed."""
        price = describe_complete(plan)
        self._price.setText(price)
        self._price.setToolTip(price)
        self._complete.setAccessibleDescription(
            COMPLETE_PRICE.format(complete=COMPLETE, price=price)
        )
        self._complete.setChecked(plan.can_undo_complete)
        self._complete.setEnabled(plan.can_use_complete or plan.can_undo_complete)

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Update the colour of the mark when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_mark()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._mark)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._skip)
        line.addWidget(self._leave)
        offer = QHBoxLayout()
        offer.setSpacing(GRID)
        offer.addWidget(self._price, 1)
        offer.addWidget(self._complete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(line)
        column.addWidget(self._list)
        column.addLayout(offer)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _colour_mark(self) -> None:
        self._mark.setText(self._kind.value)
        colour = kind_colour(self._kind, self.palette()).name()
        if f"color: {colour}" != self._mark.styleSheet():
            self._mark.setStyleSheet(f"color: {colour}")

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.fault_chosen.emit(*item.data(_POSITION))


class _FaultList(QListWidget):
    """A list that is at most a few lines high, and no higher than its content."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_faults")
        self.setAccessibleName(translate("importing", "Cells that are not numbers"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def show_plan(self, plan: ImportPlan) -> None:
        """List the first faults of a plan."""
        with QSignalBlocker(self):
            self.clear()
            for fault in plan.faults[:_MOST_LISTED]:
                item = QListWidgetItem(describe_fault(fault, plan.is_text), self)
                item.setToolTip(item.text())
                item.setData(_POSITION, (fault.line, fault.column))
                item.setSizeHint(QSize(0, self.fontMetrics().height() + _LINE_PADDING))
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for a few lines."""
        lines = min(max(self.count(), 1), _LINES_SHOWN)
        return QSize(0, lines * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth())


def _named(button: QPushButton, name: str, explanation: str) -> QPushButton:
    button.setObjectName(name)
    button.setToolTip(explanation)
    button.setAccessibleDescription(explanation)
    button.setAutoDefault(False)
    return button
