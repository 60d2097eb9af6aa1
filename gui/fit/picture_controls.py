"""The row over the pictures: which picture, and what stands in it against what."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.language.sentence import marked
from engine.shortening import elide_middle

from ..background.reporting import reporting
from ..text.translation import translated
from ..theme.appearance import GRID
from ..theme.blending import hairline
from ..widgets.outlined_fields import OutlinedComboBox
from . import texts

HEIGHT = 4 * GRID + GRID // 2
WIDEST_NAME = 16
"""Characters of a column's name in a box; its list has all of it."""


class FitPicture(Enum):
    """The pictures, by the names of the lists that choose them."""

    RESIDUALS = marked("fit", "residuals")
    QUANTILES = marked("fit", "normal quantiles")
    INFLUENCE = marked("fit", "influence")
    LINE = marked("fit", "Y against a column")
    AGREEMENT = marked("fit", "Ŷ against Y")


class PictureControls(QWidget):
    """Shows what is chosen, and says if something else is.

    In a narrow room the boxes stand without the names before them: the titles of the pictures and
    the tooltips say what they choose.

    ``picture_chosen`` carries the picture, the other two the place in their lists.
    """

    picture_chosen = Signal(object)
    against_chosen = Signal(int)
    column_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fit_controls")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as the plots below it
        self._pictures: Sequence[FitPicture] = ()
        self.against = _box("fit_against", texts.AGAINST_TIP)
        self.picture = _box("fit_picture", texts.PICTURE_TIP)
        self.column = _box("fit_column", texts.COLUMN_TIP)
        self._labels = {
            field: _label(text, field)
            for text, field in (
                (texts.AGAINST, self.against),
                (texts.PICTURE, self.picture),
                (texts.COLUMN, self.column),
            )
        }
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, 1)
        layout.setSpacing(GRID)
        layout.addStrut(HEIGHT)
        for field in (self.picture, self.against, self.column):
            layout.addWidget(self._labels[field])
            layout.addWidget(field)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._seen = {self.picture}
        self.picture.currentIndexChanged.connect(self._choose_picture)
        self.against.currentIndexChanged.connect(self._choose_against)
        self.column.currentIndexChanged.connect(self._choose_column)

    def show_pictures(self, pictures: Sequence[FitPicture], chosen: FitPicture) -> None:
        """Show the pictures to choose from."""
        self._pictures = pictures
        names = [translated(each.value) for each in pictures]
        _fill(self.picture, names, pictures.index(chosen), is_of_columns=False)

    def show_against(self, names: Sequence[str], chosen: int, *, is_seen: bool) -> None:
        """Show what the residuals may be drawn against, if they are seen."""
        self._show(self.against, names, chosen, is_seen=is_seen)

    def show_columns(self, names: Sequence[str], chosen: int, *, is_seen: bool) -> None:
        """Show the columns that Y may be drawn against, if that picture is seen."""
        self._show(self.column, names, chosen, is_seen=is_seen)

    def sizeHint(self) -> QSize:
        """Return a size in which all names have room beside their boxes."""
        return QSize(self._width(has_names=True), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the boxes alone."""
        return QSize(self._width(has_names=False), super().minimumSizeHint().height())

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the names if they have room."""
        super().resizeEvent(event)
        self._fold()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the panels, and the seam to them."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            painter.setPen(hairline(self.palette()))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _show(
        self, field: OutlinedComboBox, names: Sequence[str], chosen: int, *, is_seen: bool
    ) -> None:
        _fill(field, names, chosen)
        field.setVisible(is_seen)
        (self._seen.add if is_seen else self._seen.discard)(field)
        self._fold()

    def _fold(self) -> None:
        """Show the names of the boxes that are seen, if there is room for all of them."""
        has_names = self.width() >= self._width(has_names=True)
        for field, name in self._labels.items():
            name.setVisible(has_names and field in self._seen)
        self._row.activate()  # no box is narrow until the next turn of the event loop

    def _width(self, *, has_names: bool) -> int:
        """Return the width of the boxes that are seen, with or without their names."""
        parts: list[QWidget] = [*self._seen]
        if has_names:
            parts += [self._labels[field] for field in self._seen]
        for part in parts:
            part.ensurePolished()
        return 3 * GRID + sum(part.sizeHint().width() + GRID for part in parts)

    @Slot(int)
    def _choose_picture(self, index: int) -> None:
        if 0 <= index < len(self._pictures):
            self.picture_chosen.emit(self._pictures[index])

    @Slot(int)
    def _choose_against(self, index: int) -> None:
        if index >= 0:
            self.against_chosen.emit(index)

    @Slot(int)
    def _choose_column(self, index: int) -> None:
        if index >= 0:
            self.column_chosen.emit(index)


def _box(name: str, tip: str) -> OutlinedComboBox:
    box = OutlinedComboBox(name)
    box.setToolTip(tip)
    return box


def _label(text: str, field: QComboBox) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    return label


def _fill(
    field: QComboBox, names: Sequence[str], chosen: int, *, is_of_columns: bool = True
) -> None:
    """Show these names; the list has all of a name of which the box shows a part."""
    shown = [elide_middle(name, WIDEST_NAME) for name in names] if is_of_columns else list(names)
    with QSignalBlocker(field):
        if shown != [field.itemText(row) for row in range(field.count())]:
            field.clear()
            field.addItems(shown)
        for row, name in enumerate(names):
            field.setItemData(row, name, Qt.ItemDataRole.ToolTipRole)
        field.setCurrentIndex(chosen)
