from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QTableView, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine import Settings, Trace
from engine.examples import EXAMPLES, published
from gui.document import Document, Experiment
from gui.preferences import Preferences
from gui.run.run_state import RunState
from gui.run.session import Session
from gui.tables import RunNumbers
from gui.window import layout
from gui.window.layout import LEAST_BALANCED_VIEWS, Arrangement, _usual_size
from gui.window.parts import Parts
from gui.window.scrolled import Framed
from gui.window.split import Split
from tests.gui.next_start import kept_for_next_start


@dataclass(frozen=True)
class Arranged:
    """A window with its parts in place."""

    window: QMainWindow
    document: Document
    parts: Parts
    arrangement: Arrangement

    @property
    def plots(self) -> QSplitter:
        return splitter_of(self.parts.loss_plot)

    @property
    def halves(self) -> QSplitter:
        return splitter_of(self.parts.sheet)


def splitter_of(widget: QWidget) -> QSplitter:
    splitter = widget.parentWidget()
    assert isinstance(splitter, QSplitter)
    return splitter


def arranged(qtbot: QtBot) -> Arranged:
    window = QMainWindow()
    qtbot.addWidget(window)
    example = published()
    document = Document(example.problem, example.settings, example.name)
    parts = Parts.of(document, Session(document), window)
    return Arranged(window, document, parts, Arrangement(window, parts))


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Arranged]:
    """A window as on a screen with room for 1280×800."""
    with monkeypatch.context() as larger:
        larger.setattr(layout, "_usual_size", lambda _screen: QSize(1280, 800))
        shown = arranged(qtbot)
    shown.window.show()
    qtbot.waitExposed(shown.window)
    yield shown
    shown.window.close()


def drag(qtbot: QtBot, splitter: QSplitter, by: QPoint) -> None:
    handle = splitter.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    qtbot.mouseMove(handle, QPoint(1, 1) + by)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def cut_off(bar: QWidget) -> list[str]:
    """Return what does not lie whole within the bar, or is narrower than it needs."""
    return [
        child.objectName() or type(child).__name__
        for child in bar.findChildren(QWidget)
        if child.isVisible()
        and not (
            bar.rect().contains(child.rect().translated(child.mapTo(bar, QPoint())))
            and child.minimumSizeHint().width() <= child.width()
        )
    ]


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        ((3840, 2160), (3264, 1802)),
        ((1920, 1080), (1632, 884)),
        ((1366, 768), (1280, 728)),
        ((1280, 800), (1280, 760)),
        ((800, 600), (800, 560)),
    ],
)
def test_usual_size_fits_screen(screen: tuple[int, int], size: tuple[int, int]) -> None:
    assert _usual_size(QSize(*screen)).toTuple() == size


def test_parts_are_in_their_places(shown: Arranged) -> None:
    def corner(widget: QWidget) -> tuple[int, int]:
        point = widget.mapTo(shown.window, QPoint())
        return point.x(), point.y()

    parts = shown.parts
    readout, lesson, sheet = corner(parts.readout), corner(parts.lesson), corner(parts.sheet)
    loss, predictions = corner(parts.loss_plot), corner(parts.prediction_plot)
    assert corner(parts.views)[0] == lesson[0] == loss[0] == 0
    assert loss[0] < predictions[0]
    assert readout[1] < lesson[1] < loss[1] == predictions[1] < corner(parts.timeline)[1]
    assert corner(parts.timeline)[1] < sheet[1] < corner(parts.diagnosis)[1]


def test_lesson_is_one_line_above(shown: Arranged) -> None:
    parts = shown.parts
    below = parts.loss_plot.mapTo(shown.window, QPoint()).y()
    for sentence in ("Try half of it.", "x" * 1000, ""):
        parts.lesson.show_lesson(sentence)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert parts.lesson.size().toTuple() == (shown.window.width(), 28)
        assert parts.loss_plot.mapTo(shown.window, QPoint()).y() == below
        assert shown.window.minimumSizeHint().width() <= 1280


def test_descent_is_the_first_view(shown: Arranged) -> None:
    assert shown.parts.views.current_name == shown.parts.views.names[0] == "Descent"
    assert shown.parts.loss_plot.isVisible()


def test_longley_fits_the_smallest_window(shown: Arranged) -> None:
    example = next(example for example in EXAMPLES if example.key == "longley")
    experiment = Experiment.of(example.problem, example.settings, names=example.names)
    certified = [
        *(-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683),
        *(-1.03322686717359, -0.0511041056535807, 1829.15146461355),
    ]
    shown.window.resize(900, 600)
    shown.document.open(experiment)
    W = np.array(certified)[:, None]
    shown.parts.sheet.show_run(RunNumbers(W, np.full((7, 1), -9.89567e-10), optimum=W))
    QCoreApplication.sendPostedEvents()
    assert len(shown.parts.sheet.sheet.window_of_columns.widths) >= 5
    table = shown.parts.sheet.findChild(QTableView, "W")
    assert isinstance(table, QTableView)
    assert table.verticalScrollBar().maximum() == 0


def settle() -> None:
    """Let the sheet be arranged, and the height be divided for it."""
    for _ in range(2):
        QCoreApplication.sendPostedEvents()


def test_halves_share_any_height(shown: Arranged) -> None:
    shown.document.resize(2000, 12)
    shown.document.flush()
    for height in (800, 1000):
        shown.window.resize(1280, height)
        settle()
        views, sheet = shown.halves.sizes()
        assert views / sheet == pytest.approx(3 / 2, rel=0.03)


def test_small_sheet_takes_what_it_needs(shown: Arranged) -> None:
    full = shown.parts.sheet.sheet.full_height
    shown.window.resize(1280, 1000)
    settle()
    assert shown.halves.sizes()[1] == full
    shown.document.resize(2000, 12)
    settle()
    assert shown.halves.sizes()[1] > full


@pytest.mark.parametrize(("height", "data"), [(600, 3), (545, 2)])
def test_small_window_shows_slopes(shown: Arranged, height: int, data: int) -> None:
    shown.window.resize(900, height)
    settle()
    W, A, _ = shown.parts.sheet.views
    assert [W.matrix.row_name(row) for row in range(W.matrix.rowCount())] == [
        *("start", "now", "δW", "optimum")
    ]
    assert A.viewport().height() == data * shown.parts.sheet.sheet.row_height
    assert shown.halves.sizes()[0] >= LEAST_BALANCED_VIEWS


def test_small_sheet_skips_what_looks_alike(shown: Arranged) -> None:
    shown.window.resize(1280, 1000)
    QCoreApplication.sendPostedEvents()
    balanced = shown.halves.sizes()
    shown.arrangement.cycle_split()
    assert shown.parts.sheet.isHidden()
    shown.arrangement.cycle_split()
    assert shown.parts.sheet.isVisible()
    assert shown.halves.sizes() == balanced


@pytest.mark.parametrize("size", [(868, 505), (900, 545), (900, 600), (960, 540), (1280, 800)])
@pytest.mark.parametrize("rows", [3, 16, 2000])
def test_tall_sheet_is_the_taller_one(shown: Arranged, size: tuple[int, int], rows: int) -> None:
    shown.document.resize(rows, 3)
    shown.window.resize(*size)
    settle()
    sheet, seen = shown.parts.sheet.sheet, []
    for split in (Split.BALANCED, Split.TALL):
        shown.arrangement.take_split(split)
        settle()
        seen.append((sheet.height(), shown.halves.sizes()[0]))
    (balanced, views), (tall, _) = seen
    assert tall >= balanced
    upper = shown.halves.widget(0)
    assert upper is not None
    spare = views - upper.minimumSizeHint().height()
    if spare >= sheet.row_height and balanced < sheet.full_height:
        assert tall > balanced


def test_halves_are_laid_out_once(shown: Arranged) -> None:
    """Twice took the plots and the sheet 20 to 30 ms longer, in the very turn of the resizing."""
    seen: list[QSize] = []

    class Watching(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Resize:
                seen.append(shown.parts.sheet.size())
            return False

    watching = Watching()
    shown.parts.sheet.installEventFilter(watching)
    for height in (560, 600, 640, 700, 900):
        seen.clear()
        shown.window.resize(1100, height)
        assert seen == [shown.parts.sheet.size()]


def test_dead_menu_bar_is_asked_again(shown: Arranged) -> None:
    """After a menu was closed by keys, the Python object of the bar dies with the next dialog."""
    before = shown.window.minimumSizeHint()
    Shiboken.invalidate(shown.window.menuBar())
    shown.window.updateGeometry()
    framed = shown.window.findChild(Framed)
    assert framed is not None
    assert framed.minimumSizeHint().height() > 0
    assert shown.window.minimumSizeHint() == before


def test_key_divides_the_height_anew(shown: Arranged) -> None:
    shown.document.resize(2000, 12)
    settle()
    balanced = shown.halves.sizes()
    shown.arrangement.cycle_split()
    views, sheet = shown.halves.sizes()
    assert shown.arrangement.split is Split.TALL
    assert views < balanced[0]
    assert sheet > balanced[1]
    shown.arrangement.cycle_split()
    assert shown.parts.sheet.isHidden()
    shown.arrangement.cycle_split()
    assert shown.parts.sheet.isVisible()
    assert shown.halves.sizes() == balanced


def test_menu_divides_the_height(shown: Arranged) -> None:
    shown.document.resize(2000, 12)
    settle()
    balanced = shown.halves.sizes()
    shown.arrangement.take_split(Split.HIDDEN)
    assert shown.parts.sheet.isHidden()
    shown.arrangement.take_split(Split.TALL)
    settle()
    assert shown.halves.sizes()[1] > balanced[1]
    shown.arrangement.take_split(Split.BALANCED)
    assert shown.halves.sizes() == balanced


def test_menu_checks_the_division(shown: Arranged, qtbot: QtBot) -> None:
    def checked() -> list[str]:
        return [each.data() for each in shown.parts.actions.splits.actions() if each.isChecked()]

    shown.document.resize(2000, 12)
    settle()
    assert checked() == ["balanced"]
    for name in ("tall", "hidden", "balanced"):
        shown.arrangement.cycle_split()
        assert checked() == [name]
    drag(qtbot, shown.halves, QPoint(0, -60))
    assert checked() == []


def test_dragged_split_stays(shown: Arranged, qtbot: QtBot) -> None:
    shown.document.resize(2000, 12)
    QCoreApplication.sendPostedEvents()
    drag(qtbot, shown.halves, QPoint(0, -60))
    dragged = shown.halves.sizes()
    shown.document.resize(1000, 12)
    QCoreApplication.sendPostedEvents()
    assert (shown.arrangement.split, shown.halves.sizes()) == (Split.DRAGGED, dragged)


@pytest.mark.parametrize("times", [0, 1, 2])
def test_division_comes_back(qtbot: QtBot, times: int) -> None:
    first, again = arranged(qtbot), arranged(qtbot)
    for _ in range(times):
        first.arrangement.cycle_split()
    with kept_for_next_start() as preferences:
        first.arrangement.keep(preferences)
    again.arrangement.restore(Preferences())
    assert again.arrangement.split is first.arrangement.split
    assert again.parts.sheet.isHidden() == (times == 2)


@pytest.mark.parametrize("width", [868, 900, 1279, 1280, 1920])
@pytest.mark.parametrize("scale", [1, 2])
def test_bar_is_whole_at_any_width(shown: Arranged, qtbot: QtBot, width: int, scale: int) -> None:
    font = shown.window.font()
    font.setPointSizeF(scale * font.pointSizeF())
    bar = shown.parts.run_bar
    bar.setFont(font)
    shown.window.resize(width, 700)
    for state in (RunState.READY, RunState.RUNNING, RunState.PAUSED):
        shown.parts.actions.name_run(state)
        shown.parts.actions.show_state(has_run=True)
        shown.parts.settings.show_limit(1.23e-100)
        qtbot.waitUntil(lambda: bar.height() == bar.sizeHint().height())
        assert cut_off(bar) == []
        assert shown.window.size().toTuple() == (width, 700)
    assert shown.parts.run_button.isVisible()


@pytest.mark.parametrize("scale", [1, 2])
def test_runs_leave_the_least_size(shown: Arranged, scale: int) -> None:
    window, timeline = shown.window, shown.parts.timeline
    font = window.font()
    font.setPointSizeF(scale * font.pointSizeF())
    window.setFont(font)
    settle()
    window.resize(window.minimumSizeHint())
    settle()
    least, size = window.minimumSizeHint(), window.size()
    assert least.width() < 868
    trace = Trace.of_each(np.arange(3), np.array([4.0, 2.0, 1.0]))
    long, endless = Settings(999_999_999), Settings(until_converged=True)
    for settings in (Settings(1), long, endless, Settings(10**15)):
        for show in (timeline.show_no_run, partial(timeline.show_trace, trace, epoch=2.0)):
            show(settings=settings)
            settle()
            assert (window.minimumSizeHint(), window.size()) == (least, size)
        timeline.show_progress("", 1e30)
        timeline.show_no_run(settings, 7.0)
        settle()
        timeline.show_former(trace, settings)
        settle()
        assert (window.minimumSizeHint(), window.size()) == (least, size)


def test_bar_is_above_everything(shown: Arranged) -> None:
    bar = shown.parts.run_bar
    assert (bar.pos().toTuple(), bar.width()) == ((0, 0), shown.window.width())
    assert bar.height() <= shown.parts.loss_plot.mapTo(shown.window, QPoint()).y()


def test_no_part_can_be_collapsed(shown: Arranged, qtbot: QtBot) -> None:
    for splitter, far in ((shown.halves, QPoint(0, 2000)), (shown.plots, QPoint(2000, 0))):
        for by in (far, -far):
            drag(qtbot, splitter, by)
            assert min(splitter.sizes()) > 50


def test_resized_layout_comes_back(shown: Arranged, qtbot: QtBot) -> None:
    before = shown.halves.sizes(), shown.plots.sizes()
    drag(qtbot, shown.halves, QPoint(0, 30))
    drag(qtbot, shown.plots, QPoint(-60, 0))
    shown.window.resize(780, 690)
    moved = shown.halves.sizes(), shown.plots.sizes()
    assert moved != before
    with kept_for_next_start() as preferences:
        shown.arrangement.keep(preferences)
    again = arranged(qtbot)
    again.arrangement.restore(Preferences())
    again.window.show()
    qtbot.waitExposed(again.window)
    assert again.window.size().toTuple() == (780, 690)
    assert (again.halves.sizes(), again.plots.sizes()) == moved


def test_nothing_kept_gives_usual_layout(qtbot: QtBot) -> None:
    usual, restored = arranged(qtbot), arranged(qtbot)
    restored.arrangement.restore(Preferences())
    assert restored.window.size() == usual.window.size()
    assert restored.halves.sizes() == usual.halves.sizes()
