"""The tabs of the views, and the panels of a view."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QComboBox, QTabBar, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.readout import LossReadout
from gui.panels.view_tabs import PanelRow, ViewTabs, parts_in_order
from gui.theme.blending import hairline
from tests.gui.finding import named

NAMES = ["Descent", "The limit", "Surface", "Fit", "Runs"]


class LayoutCount(QObject):
    """Counts how often a widget is asked to lay out its children."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.requests = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count the requests and pass all events on."""
        self.requests += event.type() == QEvent.Type.LayoutRequest
        return False


class Wide(QWidget):
    """Stands in for a readout that would like much room."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(64)


def tabs_of(qtbot: QtBot, names: list[str], width: int = 900) -> ViewTabs:
    tabs = ViewTabs(Wide())
    qtbot.addWidget(tabs)
    for name in names:
        view = QWidget()
        view.setObjectName(name)
        tabs.add_view(name, view)
    tabs.resize(width, 400)
    with qtbot.waitExposed(tabs):
        tabs.show()
    return tabs


def bar_of(tabs: ViewTabs) -> QTabBar:
    return named(tabs, QTabBar, "view_tabs")


def row_colours(image: QImage, y: int, left: int, right: int) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(left, right)}


@pytest.mark.parametrize("names", [NAMES[:1], NAMES])
def test_first_view_is_shown(qtbot: QtBot, names: list[str]) -> None:
    tabs = tabs_of(qtbot, names)
    assert tabs.names == names
    assert tabs.current_name == "Descent"
    assert [named(tabs, QWidget, name).isVisible() for name in names] == [
        name == "Descent" for name in names
    ]


def test_no_view_has_no_name(qtbot: QtBot) -> None:
    assert tabs_of(qtbot, []).current_name == ""


@pytest.mark.parametrize("name", NAMES[1:])
def test_view_is_shown_by_name(qtbot: QtBot, name: str) -> None:
    tabs = tabs_of(qtbot, NAMES)
    with qtbot.waitSignal(tabs.view_changed, check_params_cb=lambda shown: shown == name):
        tabs.show_view(name)
    assert tabs.current_name == name
    assert named(tabs, QWidget, name).isVisible()
    assert not named(tabs, QWidget, "Descent").isVisible()


def test_unknown_view_is_refused(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, NAMES)
    with pytest.raises(ValueError, match="Table"):
        tabs.show_view("Table")
    assert tabs.current_name == "Descent"


def test_tab_is_chosen_by_mouse_and_keys(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, NAMES)
    bar = bar_of(tabs)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(3).center())
    assert tabs.current_name == "Fit"
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert tabs.current_name == "Surface"


@pytest.mark.parametrize("width", [600, 900, 1280])
def test_names_are_whole_at_any_width(qtbot: QtBot, width: int) -> None:
    tabs = tabs_of(qtbot, NAMES, width)
    bar = bar_of(tabs)
    metrics = bar.fontMetrics()
    for index, name in enumerate(NAMES):
        rect = bar.tabRect(index)
        assert bar.rect().contains(rect)
        assert rect.width() > metrics.horizontalAdvance(name) + 16
    assert tabs.minimumSizeHint().width() <= 600


def test_choosing_moves_no_name(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, NAMES)
    bar = bar_of(tabs)
    before = [bar.tabRect(index) for index in range(5)]
    tabs.show_view("Fit")
    assert [bar.tabRect(index) for index in range(5)] == before


@pytest.mark.parametrize("names", [NAMES[:1], NAMES])
def test_row_is_40_pixels(qtbot: QtBot, names: list[str]) -> None:
    tabs = tabs_of(qtbot, names)
    assert named(tabs, QWidget, "Descent").mapTo(tabs, QPoint()).y() == 40
    bar = bar_of(tabs)
    assert bar.mapTo(tabs, QPoint(0, bar.height())).y() == 40


def test_current_tab_is_underlined(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, NAMES)
    tabs.show_view("Surface")
    bar = bar_of(tabs)
    image, accent = bar.grab().toImage(), bar.palette().color(QPalette.ColorRole.Accent).name()
    for index in range(5):
        rect = bar.tabRect(index)
        colours = row_colours(image, rect.bottom(), rect.left() + 1, rect.right())
        assert (accent in colours) == (index == 2)


def test_large_font_grows_the_row(qtbot: QtBot) -> None:
    tabs = ViewTabs(Wide())
    qtbot.addWidget(tabs)
    font = tabs.font()
    font.setPointSizeF(3 * font.pointSizeF())
    tabs.setFont(font)
    tabs.add_view("Descent", QWidget())
    bar = bar_of(tabs)
    assert bar.sizeHint().height() >= bar.fontMetrics().height()
    assert tabs.minimumSizeHint().height() >= bar.sizeHint().height()


def panels_of(qtbot: QtBot) -> PanelRow:
    panels = [QWidget() for _ in range(3)]
    for panel in panels:
        panel.setObjectName("panel")
    row = PanelRow(*panels)
    qtbot.addWidget(row)
    row.resize(902, 200)
    row.setSizes([300, 300, 300])
    with qtbot.waitExposed(row):
        row.show()
    return row


def test_seams_are_one_pixel(qtbot: QtBot) -> None:
    row = panels_of(qtbot)
    assert sum(row.sizes()) == 900
    image = row.grab().toImage()
    seam = QColor(hairline(row.palette())).name()
    assert [x for x in range(902) if image.pixelColor(x, 100).name() == seam] == [300, 601]


def test_panels_are_resized_not_collapsed(qtbot: QtBot) -> None:
    row = panels_of(qtbot)
    for panel in row.findChildren(QWidget, "panel"):
        panel.setMinimumWidth(100)
    row.moveSplitter(250, 1)
    assert row.sizes()[0] == 250
    row.moveSplitter(0, 1)
    assert min(row.sizes()) >= 100


def test_restored_seams_stay_thin(qtbot: QtBot) -> None:
    row, other = panels_of(qtbot), panels_of(qtbot)
    other.setHandleWidth(8)
    other.setSizes([400, 300, 186])
    row.restoreState(other.saveState())
    assert row.handleWidth() == 1
    assert row.sizes()[0] == pytest.approx(400, abs=10)


def shown_readout(qtbot: QtBot) -> tuple[LossReadout, ViewTabs]:
    readout = LossReadout()
    tabs = ViewTabs(readout)
    qtbot.addWidget(tabs)
    tabs.resize(900, 400)
    with qtbot.waitExposed(tabs):
        tabs.show()
    QCoreApplication.sendPostedEvents()
    return readout, tabs


def test_new_figures_lay_out_nothing(qtbot: QtBot) -> None:
    readout, tabs = shown_readout(qtbot)
    count = LayoutCount(tabs)
    readout.show_figures(23.3, 15.3832)
    QCoreApplication.sendPostedEvents()
    assert "23.3" in readout.text()
    assert count.requests == 0


def test_larger_figures_get_room(qtbot: QtBot) -> None:
    readout, _ = shown_readout(qtbot)
    before, font = readout.height(), readout.font()
    font.setPixelSize(60)
    readout.setFont(font)
    qtbot.waitUntil(lambda: readout.height() > before)
    assert readout.height() >= readout.sizeHint().height()


def test_parts_of_tables_stay_as_they_are(qtbot: QtBot) -> None:
    """The head of a table would be garbage while Qt uses it, and the process would end."""
    view, table, choice = QWidget(), QTableView(), QComboBox()
    qtbot.addWidget(view)
    layout = QVBoxLayout(view)
    layout.addWidget(table)
    layout.addWidget(choice)
    view.setFocusProxy(table)
    view.show()
    assert list(parts_in_order(view)) == [table, choice]
    assert table.viewport().focusProxy() is table  # so it would be one of them
