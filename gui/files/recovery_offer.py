"""The dialog that offers what a crash has left behind."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QMessageBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..shown import shown
from .left_behind import LeftBehind
from .questions import DiscardForGood

EXPLANATION = (
    "Secant ended before this work was saved. Recover opens it again, as it was at the time shown. "
    "Later keeps it for the next start."
)
COLUMNS = ("Name", "Last kept", "Rows × columns")
FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_HEIGHT = 24


class RecoveryOffer(QDialog):
    """Lists the copies; its signals carry the one chosen. Discarding goes on to the others."""

    recover_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, window: QWidget, found: Sequence[LeftBehind]) -> None:
        super().__init__(window)
        self.setObjectName("recovery_offer")
        self.setWindowTitle("Recover Unsaved Work")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list = _list_of(found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        explanation = QLabel(EXPLANATION)
        explanation.setWordWrap(True)
        layout.addWidget(explanation)
        layout.addWidget(self._list)
        layout.addWidget(self._buttons())
        self.resize(560, 264)
        self._list.itemDoubleClicked.connect(self._recover)
        self._list.setFocus()

    def _buttons(self) -> QDialogButtonBox:
        role, box = QDialogButtonBox.ButtonRole, QDialogButtonBox()
        recover = box.addButton("&Recover", role.AcceptRole)
        discard = box.addButton("&Discard", role.DestructiveRole)
        later = box.addButton("&Later", role.RejectRole)
        for name, button in {"recover": recover, "discard": discard, "later": later}.items():
            button.setObjectName(f"recovery_{name}")
            button.setAutoDefault(button is recover)
        box.accepted.connect(self._recover)
        discard.clicked.connect(self._ask_to_discard)
        box.rejected.connect(self.reject)
        return box

    @Slot()
    def _recover(self) -> None:
        chosen = self._chosen()
        self.accept()
        self.recover_chosen.emit(chosen)

    @Slot()
    def _ask_to_discard(self) -> None:
        question = DiscardForGood(self, self._chosen().card.name)
        question.button(QMessageBox.StandardButton.Discard).clicked.connect(self._discard)
        question.open()

    @Slot()
    def _discard(self) -> None:
        chosen = self._chosen()
        self._list.takeTopLevelItem(self._list.currentIndex().row())
        if self._list.topLevelItemCount() == 0:
            self.accept()
        self.discard_chosen.emit(chosen)

    def _chosen(self) -> LeftBehind:
        chosen = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        assert isinstance(chosen, LeftBehind)
        return chosen


def _list_of(found: Sequence[LeftBehind]) -> QTreeWidget:
    shown = QTreeWidget()
    shown.setObjectName("recovery_list")
    shown.setAccessibleName("Unsaved work")
    shown.setHeaderLabels(COLUMNS)
    shown.headerItem().setTextAlignment(2, FIGURES)
    shown.setRootIsDecorated(False)
    shown.setUniformRowHeights(True)
    shown.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    shown.addTopLevelItems([_item(left) for left in found])
    shown.header().setStretchLastSection(False)
    shown.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    shown.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    shown.setCurrentIndex(shown.model().index(0, 0))
    return shown


def _item(left: LeftBehind) -> QTreeWidgetItem:
    card = left.card
    when = QLocale().toString(left.when, QLocale.FormatType.ShortFormat)
    shape = f"{card.rows:,} × {card.columns:,}" if card.rows else "—"
    item = QTreeWidgetItem([shown(card.name), when, shape])
    item.setTextAlignment(2, FIGURES)
    item.setSizeHint(0, QSize(0, ROW_HEIGHT))
    item.setToolTip(0, card.file or card.name)
    item.setData(0, Qt.ItemDataRole.UserRole, left)
    return item
