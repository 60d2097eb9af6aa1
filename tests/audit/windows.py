"""Opens the real window with a table, and lays it out in every view."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from gui.window.main_window import MainWindow
from gui.window.scrolled import Scrolled

from .cases import CASES, IN_TESTS, Size
from .edges import edge_faults_in
from .geometry import GeometryFault, faults_in

POLL_MILLISECONDS = 10
MILLISECONDS = 30_000
"""Until a window is laid out, or a run of 1,000 epochs has ended."""
SCROLLED = "is scrolled"
GROWN = "grew from {wanted} to {size}"


@contextmanager
def opened(case: str, size: Size) -> Iterator[MainWindow]:
    """Open a window of this size with the table of a case, and close it afterwards."""
    window = MainWindow()
    window.document.open(CASES[case]())
    window.resize(*size)
    window.show()
    assert QTest.qWaitForWindowExposed(window, MILLISECONDS)
    yield window
    window.session.reset()
    window.close_without_asking()
    window.deleteLater()


def run_to_the_end(window: MainWindow) -> None:
    """Press Run, and wait until the run has ended."""
    run = window.findChild(QAction, "run")
    assert run is not None
    run.trigger()
    end = monotonic() + MILLISECONDS / 1000
    while window.session.state.is_active:
        assert monotonic() < end
        QTest.qWait(POLL_MILLISECONDS)


def views_of(window: MainWindow) -> Iterator[str]:
    """Show each view after the other, and yield its name; one without tabs has one view."""
    tabs = window.findChild(QTabBar, "view_tabs")
    if tabs is None or tabs.count() == 0:
        yield "all"
        return
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        settle(window)
        yield tabs.tabText(index)


def settle(window: MainWindow) -> None:
    """Let the layouts and what follows them come to rest."""
    window.document.flush()
    QTest.qWait(0)
    QTest.qWait(0)


def look_at(
    window: MainWindow, size: Size, *, has_large_text: bool = False
) -> list[tuple[str, GeometryFault]]:
    """Resize a window, and return the faults of each view.

    What is in it scrolls if the text is large, or in a tile lower than the smallest window, and
    only then. With large text no window is smaller than the smallest one.
    """
    smallest = IN_TESTS[0]
    may_scroll = has_large_text or size[1] < smallest[1]
    expected = QSize(*size).expandedTo(QSize(*smallest)) if has_large_text else QSize(*size)
    window.resize(*size)
    settle(window)
    found: list[tuple[str, GeometryFault]] = []
    for view in views_of(window):
        if window.size() != expected:
            grown = GROWN.format(wanted=size, size=window.size().toTuple())
            found.append((view, GeometryFault("MainWindow", grown)))
        if not may_scroll and any(
            each.verticalScrollBar().isVisible() for each in window.findChildren(Scrolled)
        ):
            found.append((view, GeometryFault("MainWindow", SCROLLED)))
        found += [(view, fault) for fault in (*faults_in(window), *edge_faults_in(window))]
    return found
