"""The header of the preview: the name of each column, and below it what becomes of it."""

from typing import cast

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ..tables.colours import blend, hairline, quiet
from ..tables.header import MARGIN, FlatHeader
from .preview_model import PreviewModel
from .roles import Role

_ROUNDING = 4.0
_PADDING = 6
_FEWEST_CHARACTERS = 6
_ARROW = "▾"
_HOVER_TINT = 0.05
_SELECTED_TINT = 0.14
_NOWHERE = -1


class RoleHeader(FlatHeader):
    """Two lines a column: its name, and a mark A or Y, or that it is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._hovered = _NOWHERE
        self.setMouseTracking(True)
        self.setAccessibleName("What becomes of the columns")
        self.setToolTip("Click to choose what becomes of a column: A, Y or left out")
        self._fit()

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return what the longer of the two lines needs."""
        return QSize(self.width_of(section), self.height())

    def width_of(self, section: int) -> int:
        """Return the width that shows the name and the role of a column."""
        metrics, model = self.fontMetrics(), self._preview()
        role = metrics.horizontalAdvance(f"{model.column_role(section).value} {_ARROW}")
        name = metrics.horizontalAdvance(model.column_name(section))
        return max(name, role + 2 * _PADDING, self._least_name()) + 2 * MARGIN

    def least_width(self) -> int:
        """Return the width of a column of small numbers."""
        return self._least_name() + 2 * MARGIN

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the name, the role below it, and the line that parts them from the cells."""
        palette, model = self.palette(), self._preview()
        role = model.column_role(section)
        painter.save()
        painter.fillRect(rect, self._ground(section))
        painter.setPen(hairline(palette))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(MARGIN, _PADDING // 2, -MARGIN, -_PADDING // 2)
        upper, lower = QRect(inner), QRect(inner)
        upper.setBottom(inner.center().y())
        lower.setTop(inner.center().y() + 1)
        self._draw_name(painter, upper, section, role)
        self._draw_role(painter, lower, section, role)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Answer to the mouse over a column."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Answer to the mouse from where it comes in."""
        super().enterEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Answer to the mouse no longer."""
        super().leaveEvent(event)
        self._hover(_NOWHERE)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font with the height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _draw_name(self, painter: QPainter, rect: QRect, section: int, role: Role) -> None:
        palette = self.palette()
        painter.setPen(quiet(palette) if role is Role.OUT else palette.windowText().color())
        name = self._preview().column_name(section)
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, self._alignment(section), elided)

    def _draw_role(self, painter: QPainter, rect: QRect, section: int, role: Role) -> None:
        """Draw A in a frame, Y in a filled one, and what is left out in italics without one."""
        text = f"{role.value} {_ARROW}"
        width = self.fontMetrics().horizontalAdvance(text) + 2 * _PADDING
        chip = QRect(rect.left(), rect.top() + 1, min(width, rect.width()), rect.height() - 2)
        if self._alignment(section) & Qt.AlignmentFlag.AlignRight:
            chip.moveRight(rect.right())
        ink, ground, line = self._inks(role)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), _ROUNDING, _ROUNDING)
        font = QFont(self.font())
        font.setItalic(role is Role.OUT)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _inks(self, role: Role) -> tuple[QColor, QColor, QColor]:
        """Return the colours of the letter, of the ground and of the frame."""
        palette, clear = self.palette(), QColor(Qt.GlobalColor.transparent)
        if role is Role.OUT:
            return quiet(palette), clear, hairline(palette)
        accent = palette.color(QPalette.ColorRole.Highlight)
        if role is Role.Y:
            return palette.highlightedText().color(), accent, accent
        return palette.windowText().color(), clear, blend(palette.window().color(), accent, 0.7)

    def _ground(self, section: int) -> QColor:
        palette = self.palette()
        ground, ink = palette.window().color(), palette.windowText().color()
        if self.selectionModel().isColumnSelected(section):
            return blend(ground, palette.highlight().color(), _SELECTED_TINT)
        return blend(ground, ink, _HOVER_TINT) if section == self._hovered else ground

    def _alignment(self, section: int) -> Qt.AlignmentFlag:
        textual = self._preview().is_textual(section)
        side = Qt.AlignmentFlag.AlignLeft if textual else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def _least_name(self) -> int:
        return self.fontMetrics().horizontalAdvance("0" * _FEWEST_CHARACTERS)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _fit(self) -> None:
        self.setFixedHeight(2 * (self.fontMetrics().height() + _PADDING))

    def _preview(self) -> PreviewModel:
        return cast(PreviewModel, self.model())
