"""Clipped words, cut cells, overlaps and growth, in the geometry of a window."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QFocusFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollBar,
    QSplitterHandle,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from gui.widgets.elided_label import ElidedLabel

# Widgets share an edge where a seam is drawn, and rounding shares a pixel.
SEAM = 1
# Beside the text of a cell or a head.
MARGIN = 5


@dataclass(frozen=True)
class GeometryFault:
    """What is wrong with a widget."""

    widget: str
    sentence: str


def faults_in(window: QWidget) -> list[GeometryFault]:
    """Return what is cut or overlaps in a window."""
    found: list[GeometryFault] = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            who = f"{type(widget).__name__} {widget.objectName()!r}"
            found += [GeometryFault(who, fault) for fault in _faults_of(widget, window)]
    return found


def _faults_of(widget: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label_faults(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button_faults(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo_faults(widget)
    elif isinstance(widget, QLineEdit):
        yield from _field_faults(widget)
    elif isinstance(widget, QTableView):
        yield from _table_faults(widget)
    if widget.objectName() == "qt_toolbar_ext_button":
        yield "hides what does not fit into the tool bar"
    yield from _outside_faults(widget, window)
    yield from _overlaps(widget)


def _label_faults(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    room, needed = label.contentsRect(), label.sizeHint()
    if isinstance(label, ElidedLabel) or label.wordWrap():
        # It may be shortened if a tooltip says all of it, and wrapped if there is height for that.
        height = label.heightForWidth(label.width()) if label.wordWrap() else needed.height()
        width = label.fontMetrics().horizontalAdvance(label.text())
        is_cut = height > label.height() + SEAM if label.wordWrap() else width > room.width() + SEAM
        if is_cut and not label.toolTip():
            yield f"cuts {label.text()[:60]!r} and has no tooltip"
        return
    # Some ask for air around their text as well, which they can do without.
    needed = QSize(needed.width(), label.minimumSizeHint().height())
    if needed.width() > label.width() + SEAM or needed.height() > label.height() + SEAM:
        yield f"clips {label.text()[:60]!r}: {needed.toTuple()} in {label.size().toTuple()}"


def _button_faults(button: QAbstractButton) -> Iterator[str]:
    if not button.text():
        return
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    shows_icon_only = isinstance(button, QToolButton) and button.toolButtonStyle() == icon_only
    if shows_icon_only and not button.icon().isNull():
        return
    text = button.text().replace("&", "")
    width = button.fontMetrics().horizontalAdvance(text)
    if not button.icon().isNull():
        width += button.iconSize().width()
    if width > button.width() or button.fontMetrics().height() > button.height():
        yield f"clips {text!r}: {width} in {button.width()}"


def _combo_faults(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionButton()
    option.initFrom(combo)
    arrow = combo.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator, option, combo)
    text = combo.currentText()
    if combo.fontMetrics().horizontalAdvance(text) > combo.width() - arrow - MARGIN:
        yield f"clips {text!r} in {combo.width()}"


def _field_faults(field: QLineEdit) -> Iterator[str]:
    if field.parent() is not None and isinstance(field.parent(), QComboBox):
        return
    margins = field.textMargins().left() + field.textMargins().right() + 2 * MARGIN
    text = field.displayText() or field.placeholderText()
    if field.fontMetrics().horizontalAdvance(text) + margins > field.width():
        yield f"clips {text!r} in {field.width()}"


def _table_faults(table: QTableView) -> Iterator[str]:
    model = table.model()
    if model is None:
        return
    header = table.horizontalHeader()
    metrics = QFontMetrics(table.font())
    rows = [row for row in _shown_rows(table) if not table.isRowHidden(row)]
    for column in range(model.columnCount()):
        left, width = table.columnViewportPosition(column), table.columnWidth(column)
        if table.isColumnHidden(column) or left >= table.viewport().width() or left + width <= 0:
            continue
        name = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        needed = header.fontMetrics().horizontalAdvance(name) + 2 * MARGIN
        tip = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if header.isVisible() and needed > width and not tip:
            yield f"cuts the head {name!r} in {width} without a tooltip"
        if left < 0 or left + width > table.viewport().width() + SEAM:
            yield f"shows a part of column {column}"
        for row in rows:
            text = str(model.index(row, column).data() or "")
            if metrics.horizontalAdvance(text) + 2 * MARGIN > width:
                yield f"cuts the cell {text!r} in {width}"
    for row in rows[-1:]:
        bottom = table.rowViewportPosition(row) + table.rowHeight(row)
        if bottom > table.viewport().height() + SEAM:
            yield f"shows a part of row {row}"


def _shown_rows(table: QTableView) -> range:
    """Return the rows that are in view."""
    first = table.rowAt(0)
    if first < 0:
        return range(0)
    last = table.rowAt(table.viewport().height() - 1)
    return range(first, (table.model().rowCount() - 1 if last < 0 else last) + 1)


def _outside_faults(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Yield what lies partly outside the window, unless it is scrolled."""
    if widget.isWindow() or _is_scrolled(widget):
        return
    place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
    if not place.isEmpty() and not window.rect().contains(place):
        yield f"lies outside the window: {place.getRect()}"


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        grand = parent.parentWidget()
        if isinstance(grand, QAbstractScrollArea) and grand.viewport() is parent:
            bars = grand.horizontalScrollBar(), grand.verticalScrollBar()
            if isinstance(grand, QAbstractItemView) or any(bar.maximum() > 0 for bar in bars):
                return True
        parent = grand
    return False


def _overlaps(parent: QWidget) -> Iterator[str]:
    if isinstance(parent, (QAbstractScrollArea, QHeaderView, QComboBox, QTabBar, QMainWindow)):
        return
    # The handle of a splitter is wider than its seam on purpose.
    kinds = QTabBar, QScrollBar, QFocusFrame, QSplitterHandle
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and not isinstance(child, kinds)
        and not child.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ]
    for one, other in combinations(children, 2):
        shared = _shared(one, other)
        if shared.width() > SEAM and shared.height() > SEAM and not _lies_on(one, other):
            names = [f"{type(each).__name__} {each.objectName()!r}" for each in (one, other)]
            yield f"{names[0]} overlaps {names[1]}: {shared.getRect()}"


def _shared(one: QWidget, other: QWidget) -> QRect:
    """Return the largest rectangle in which both draw something."""
    shared = [mine & theirs for mine in _drawn(one) for theirs in _drawn(other)]
    return max(shared, key=lambda rect: max(rect.width(), 0) * max(rect.height(), 0))


def _drawn(widget: QWidget) -> list[QRect]:
    """Return where a widget draws; the head of a table may leave room for another one upon it."""
    if not isinstance(widget, QTableView):
        return [widget.geometry()]
    parts = (widget.viewport(), widget.verticalHeader())
    shown = [part.geometry() for part in parts if part.isVisible()]
    return [rect.translated(widget.pos()) for rect in shown] or [QRect()]


def _lies_on(one: QWidget, other: QWidget) -> bool:
    """Return whether one is put upon the other on purpose, as the buttons in a plot's corner."""
    smaller, larger = sorted((one, other), key=lambda each: each.width() * each.height())
    is_small = 4 * smaller.width() * smaller.height() <= larger.width() * larger.height()
    parent = smaller.parentWidget()
    layout = parent.layout() if parent is not None else None
    is_placed_by_hand = layout is None or layout.indexOf(smaller) < 0
    return is_small and is_placed_by_hand and larger.geometry().contains(smaller.geometry())
