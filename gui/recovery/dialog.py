"""The dialog that lists unsaved work of crashed windows."""

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

from ..files.questions import DiscardCopyDialog
from ..text.names import elide_name
from .crashed_windows import CrashedWindow

EXPLANATION = (
    "Secant ended before this work was saved. Recover opens it as it was at the time shown. "
    "Later keeps it for the next start."
)
COLUMNS = ("Name", "Last copy", "Rows × columns")
FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_HEIGHT = 24


class RecoveryDialog(QDialog):
    """Lists the copies; its signals carry the chosen one. It stays open after a discard."""

    recover_chosen = Signal(object)
    discard_chosen = Signal(object)

    def __init__(self, window: QWidget, found: Sequence[CrashedWindow]) -> None:
        super().__init__(window)
        self.setObjectName("recovery_offer")
        self.setWindowTitle("Recover Unsaved Work")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list = _tree_of(found)
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
        question = DiscardCopyDialog(self, self._chosen().info.name)
        question.button(QMessageBox.StandardButton.Discard).clicked.connect(self._discard)
        question.open()

    @Slot()
    def _discard(self) -> None:
        chosen = self._chosen()
        self._list.takeTopLevelItem(self._list.currentIndex().row())
        if self._list.topLevelItemCount() == 0:
            self.accept()
        self.discard_chosen.emit(chosen)

    def _chosen(self) -> CrashedWindow:
        chosen = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        assert isinstance(chosen, CrashedWindow)
        return chosen


def _tree_of(found: Sequence[CrashedWindow]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("recovery_list")
    tree.setAccessibleName("Unsaved work")
    tree.setHeaderLabels(COLUMNS)
    tree.headerItem().setTextAlignment(2, FIGURES)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.addTopLevelItems([_item(crashed) for crashed in found])
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.setCurrentIndex(tree.model().index(0, 0))
    return tree


def _item(crashed: CrashedWindow) -> QTreeWidgetItem:
    info = crashed.info
    written_at = QLocale().toString(crashed.written_at, QLocale.FormatType.ShortFormat)
    shape = f"{info.rows:,} × {info.columns:,}" if info.rows else "—"
    item = QTreeWidgetItem([elide_name(info.name), written_at, shape])
    item.setTextAlignment(2, FIGURES)
    item.setSizeHint(0, QSize(0, ROW_HEIGHT))
    item.setToolTip(0, info.file or info.name)
    item.setData(0, Qt.ItemDataRole.UserRole, crashed)
    return item
