"""The dialog that lists unsaved work of crashed windows."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal, Slot
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

from engine.shortening import grouped

from ..files.questions import DiscardCopyDialog
from ..text.names import elide_name, shown_path
from ..text.numbers import UNKNOWN
from ..text.translation import translate
from .comparison import Offer

EXPLANATION = translate(
    "recovery",
    "Secant ended before this work was saved. Recover opens it as it was at the time shown. Later "
    "keeps it for the next start.",
)
COLUMNS = (
    translate("recovery", "Name"),
    translate("recovery", "Last copy"),
    translate("recovery", "Rows × columns"),
    translate("recovery", "File saved"),
)
FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROW_HEIGHT = 24
SHAPE = COLUMNS.index(translate("recovery", "Rows × columns"))
COLUMN_GAP = 24
STANDING_LINES = 3
"""The longest sentence fits in as many, so that the buttons keep their places."""


class RecoveryDialog(QDialog):
    """Lists the copies and their files, and says which of the two is newer.

    Its signals carry the chosen offer, and ``open_chosen`` the path of its file. It stays open
    after a discard, until nothing is left to choose from; ``rejected`` then follows, as it follows
    Later.
    """

    recover_chosen = Signal(object)
    discard_chosen = Signal(object)
    open_chosen = Signal(object)

    def __init__(self, window: QWidget, found: Sequence[Offer]) -> None:
        super().__init__(window)
        self.setObjectName("recovery_offer")
        self.setWindowTitle(translate("recovery", "Recover Unsaved Work"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list = _tree_of(found)
        self._standing = QLabel()
        self._standing.setObjectName("recovery_standing")
        self._standing.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called <b>
        self._standing.setWordWrap(True)
        self._standing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._standing.setMinimumHeight(STANDING_LINES * self.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        explanation = QLabel(EXPLANATION)
        explanation.setWordWrap(True)
        layout.addWidget(explanation)
        layout.addWidget(self._list)
        layout.addWidget(self._standing)
        layout.addWidget(self._buttons())
        self.resize(640, 336)
        self._list.itemDoubleClicked.connect(self._recover)
        self._list.currentItemChanged.connect(self._show_standing)
        self._list.setFocus()
        self._show_standing()

    def _buttons(self) -> QDialogButtonBox:
        role, box = QDialogButtonBox.ButtonRole, QDialogButtonBox()
        recover = box.addButton(translate("recovery", "&Recover"), role.AcceptRole)
        self._open_file = box.addButton(translate("recovery", "Open &File"), role.ActionRole)
        discard = box.addButton(translate("recovery", "&Discard"), role.DestructiveRole)
        later = box.addButton(translate("recovery", "&Later"), role.RejectRole)
        for name, button in {
            "recover": recover,
            "open_file": self._open_file,
            "discard": discard,
            "later": later,
        }.items():
            button.setObjectName(f"recovery_{name}")
            button.setAutoDefault(button is recover)
        box.accepted.connect(self._recover)
        self._open_file.clicked.connect(self._open)
        discard.clicked.connect(self._ask_to_discard)
        box.rejected.connect(self.reject)
        return box

    @Slot()
    def _show_standing(self) -> None:
        """Say how the selected copy stands to its file."""
        if self._list.currentItem() is None:
            return  # the last one was just discarded
        offer = self._chosen()
        self._standing.setText(offer.sentence)
        self._open_file.setEnabled(offer.standing.has_other_version)
        self._open_file.setToolTip(shown_path(offer.path) if offer.path else "")

    @Slot()
    def _open(self) -> None:
        path = self._chosen().path
        self.accept()
        self.open_chosen.emit(path)

    @Slot()
    def _recover(self) -> None:
        chosen = self._chosen()
        self.accept()
        self.recover_chosen.emit(chosen)

    @Slot()
    def _ask_to_discard(self) -> None:
        question = DiscardCopyDialog(self, self._chosen().crashed.info.name)
        question.button(QMessageBox.StandardButton.Discard).clicked.connect(self._discard)
        question.open()

    @Slot()
    def _discard(self) -> None:
        chosen = self._chosen()
        self._list.takeTopLevelItem(self._list.currentIndex().row())
        self.discard_chosen.emit(chosen)
        if self._list.topLevelItemCount() == 0:
            self.reject()

    def _chosen(self) -> Offer:
        chosen = self._list.currentIndex().data(Qt.ItemDataRole.UserRole)
        assert isinstance(chosen, Offer)
        return chosen


def _tree_of(found: Sequence[Offer]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("recovery_list")
    tree.setAccessibleName(translate("recovery", "Unsaved work"))
    tree.setHeaderLabels(COLUMNS)
    tree.headerItem().setTextAlignment(SHAPE, FIGURES)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.addTopLevelItems([_item(offer) for offer in found])
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, len(COLUMNS)):
        content = max(tree.sizeHintForColumn(column), header.sectionSizeHint(column))
        header.resizeSection(column, content + COLUMN_GAP)
    # Figures end at the right. There, no text that begins at the left touches them, and the two
    # times are side by side.
    header.moveSection(SHAPE, len(COLUMNS) - 1)
    tree.setCurrentIndex(tree.model().index(0, 0))
    return tree


def _item(offer: Offer) -> QTreeWidgetItem:
    info = offer.crashed.info
    written_at, saved_at = _shown_times(offer.crashed.written_at, offer.file_time)
    shape = f"{grouped(info.rows)} × {grouped(info.columns)}" if info.rows else UNKNOWN
    item = QTreeWidgetItem([elide_name(info.name), written_at, shape, saved_at])
    item.setTextAlignment(SHAPE, FIGURES)
    item.setSizeHint(0, QSize(0, ROW_HEIGHT))
    item.setToolTip(0, shown_path(info.file or info.name))
    item.setData(0, Qt.ItemDataRole.UserRole, offer)
    return item


def _shown_times(copy: QDateTime, file: QDateTime | None) -> tuple[str, str]:
    """Return both times, with seconds if they would look the same without."""
    locale = QLocale()
    minutes = locale.dateTimeFormat(QLocale.FormatType.ShortFormat)
    if file is None:
        return locale.toString(copy, minutes), UNKNOWN
    same = locale.toString(copy, minutes) == locale.toString(file, minutes)
    shown = _with_seconds(minutes) if same else minutes
    return locale.toString(copy, shown), locale.toString(file, shown)


def _with_seconds(time_format: str) -> str:
    """Add seconds to a format of Qt, after a separator like that of the minutes: “H.mm.ss”."""
    separator = "." if ".m" in time_format else ":"
    if "s" in time_format:
        return time_format
    return re.sub("mm?", rf"\g<0>{separator}ss", time_format, count=1)
