"""The header of the preview: the name of each column, and its role below."""

from typing import cast

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ..background.reporting import reporting
from ..tables.view.header import MARGIN, FlatHeader
from ..text.translation import translate, translated
from ..theme.blending import CURVE, blend, hairline, legible, quiet
from .options import Role
from .preview_model import PreviewModel

_ROUNDING = 4.0
_PADDING = 6
_ROUNDED = 1
"""A width is rounded down to whole pixels, and a name is elided for a fraction of one."""
_FEWEST_CHARACTERS = 6
_ARROW = "▾"
_HOVER_TINT = 0.05
_SELECTED_TINT = 0.14
_NO_SECTION = -1
FOCUS_WIDTH = 2


def draw_focus(painter: QPainter, rect: QRect, palette: QPalette) -> None:
    """Draw the frame around the column with the keyboard focus; what lies outside is clipped."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ground = palette.base().color()
    painter.setPen(QPen(legible(palette.highlight().color(), ground, CURVE), FOCUS_WIDTH))
    inset = FOCUS_WIDTH // 2
    painter.drawRect(rect.adjusted(inset, inset, -inset, -inset))


class RoleHeader(FlatHeader):
    """A header with two lines per column: its name, then its role."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._hovered = _NO_SECTION
        self.setMouseTracking(True)
        self.setAccessibleName(translate("importing", "Roles of the columns"))
        self.setToolTip(
            translate("importing", "Click to use a column as A, Y or row names, or to leave it out")
        )
        self._fit_height()

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return the size that the longer line needs."""
        return QSize(self.width_of(section), self.height())

    def width_of(self, section: int) -> int:
        """Return the width that shows a column's name and role."""
        metrics, model = self.fontMetrics(), self._preview()
        role = metrics.horizontalAdvance(f"{translated(model.column_role(section).value)} {_ARROW}")
        name = metrics.horizontalAdvance(model.column_name(section)) + _ROUNDED
        return max(name, role + 2 * _PADDING, self._least_name()) + 2 * MARGIN

    def least_width(self) -> int:
        """Return the width of a column of small numbers."""
        return self._least_name() + 2 * MARGIN

    @reporting
    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the name, the role below it, and the line under both."""
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
        if self._is_focused(section):
            painter.setClipRect(rect)
            draw_focus(painter, rect.adjusted(0, 0, 0, FOCUS_WIDTH), palette)
        painter.restore()

    @reporting
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the column under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    @reporting
    def enterEvent(self, event: QEnterEvent) -> None:
        """Highlight the column where the mouse enters."""
        super().enterEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    @reporting
    def leaveEvent(self, event: QEvent) -> None:
        """Remove the highlight."""
        super().leaveEvent(event)
        self._hover(_NO_SECTION)

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the height to the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def _draw_name(self, painter: QPainter, rect: QRect, section: int, role: Role) -> None:
        palette = self.palette()
        painter.setPen(palette.windowText().color() if role.is_read else quiet(palette))
        name = self._preview().column_name(section)
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, rect.width())
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(rect, self._alignment(section), elided)

    def _draw_role(self, painter: QPainter, rect: QRect, section: int, role: Role) -> None:
        """Draw A in an outline, Y in a filled box, others in italics without a box."""
        plan = self._preview().plan
        is_fixed = plan is not None and plan.has_fixed_roles
        text = translated(role.value) if is_fixed else f"{translated(role.value)} {_ARROW}"
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
        font.setItalic(not role.is_read)
        painter.setFont(font)
        painter.setPen(ink)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _inks(self, role: Role) -> tuple[QColor, QColor, QColor]:
        """Return the colours of the text, the background and the outline."""
        palette, clear = self.palette(), QColor(Qt.GlobalColor.transparent)
        if not role.is_read:
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

    def _is_focused(self, section: int) -> bool:
        """Return whether the keys act on this column."""
        table = self.parent()
        selection = self.selectionModel()
        is_current = selection.hasSelection() and selection.currentIndex().column() == section
        return is_current and isinstance(table, QWidget) and table.hasFocus()

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

    def _fit_height(self) -> None:
        self.setFixedHeight(2 * (self.fontMetrics().height() + _PADDING))

    def _preview(self) -> PreviewModel:
        return cast(PreviewModel, self.model())
