"""The regions of the window, between which F6 goes: a table of many rows is one of them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QTableView, QWidget

_BY_KEY = Qt.FocusReason.ShortcutFocusReason


class Regions(QObject):
    """Moves the focus to the next or the previous region that takes it.

    A region gets the focus where it had it last, or else in its first table, or else at its first
    part that takes it.
    """

    def __init__(self, regions: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._regions = list(regions)

    @Slot()
    def go_to_next(self) -> None:
        """Go to the next region, and from the last one to the first."""
        self._go(1)

    @Slot()
    def go_to_previous(self) -> None:
        """Go to the previous region, and from the first one to the last."""
        self._go(-1)

    def _go(self, step: int) -> None:
        here, count = self._current(), len(self._regions)
        if here is None:
            here = -1 if step > 0 else count
        for distance in range(1, count + 1):
            region = self._regions[(here + step * distance) % count]
            if (target := _target(region)) is not None:
                target.setFocus(_BY_KEY)
                return

    def _current(self) -> int | None:
        """Return the region that has the focus."""
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        holds = (region is focused or region.isAncestorOf(focused) for region in self._regions)
        return next((k for k, is_here in enumerate(holds) if is_here), None)


def _target(region: QWidget) -> QWidget | None:
    """Return the widget of a region that takes the focus; None if it has none."""
    last = region.focusWidget()
    if last is not None and _takes_focus(last):
        return last
    # Not by nextInFocusChain: PySide lets the widget that is asked own the one that it returns, and
    # with a cell's editor gone the next widget's menu would be said to be deleted.
    stops = list(filter(_takes_focus, [region, *region.findChildren(QWidget)]))
    tables = (stop for stop in stops if isinstance(stop, QTableView))
    return next(tables, stops[0] if stops else None)


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
